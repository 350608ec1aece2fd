"""Bringing a database to this version's schema: one process at a time, after a backup, never backwards."""

import time
from pathlib import Path

import sqlalchemy as sa
from sqlalchemy.exc import DatabaseError

from bot.errors import StoreError
from bot.store import backup, faults
from bot.store.lock import Lock, beside

MIGRATIONS = Path(__file__).parent / "migrations"
LOOK = 0.1
"""Seconds between two looks whether another process has done it."""


def migrate(engine: sa.Engine) -> None:
    """Bring a database to the newest schema. Raises StoreError: a newer program made it, no room for a backup, ...

    A file is copied to NAME.before-VERSION first, where there is something in it.
    """
    known = versions()
    try:
        if is_current(engine):
            return
        with Lock(beside(str(engine.url), "migration")) as lock:
            while not lock.take():
                time.sleep(LOOK)
            _upgrade(engine, known)
    except DatabaseError as error:
        raise StoreError(faults.words(error.orig, engine.url.database or "")) from error


def is_current(engine: sa.Engine) -> bool:
    """Return whether a database has the newest schema."""
    return _version(engine) == versions()[-1]


def versions() -> list[str]:
    """Return the names of all schemas this program knows, oldest first."""
    return sorted(path.name.partition("_")[0] for path in (MIGRATIONS / "versions").glob("[0-9]*_*.py"))


def _version(engine: sa.Engine) -> str:
    """Return the schema of a database, "" of an empty one."""
    with engine.begin() as conn:
        if not sa.inspect(conn).has_table("alembic_version"):
            return ""
        return conn.exec_driver_sql("SELECT version_num FROM alembic_version").scalar() or ""


def _upgrade(engine: sa.Engine, known: list[str]) -> None:
    file, now_is = Path(engine.url.database or ""), _version(engine)
    if now_is == known[-1]:  # another process has done it meanwhile
        return
    if now_is and now_is not in known:
        raise StoreError(
            f"{file}: was made by a newer Newswatch (schema {now_is}; this one knows {known[-1]}): "
            "install that one again, or restore a backup of before"
        )
    if now_is:
        backup.copy(file, file.with_name(f"{file.name}.before-{known[-1]}"))
    from alembic import command  # noqa: PLC0415 - a tenth of a second of imports that most starts do without
    from alembic.config import Config  # noqa: PLC0415

    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    with engine.begin() as conn:
        config.attributes["connection"] = conn
        command.upgrade(config, "head")
