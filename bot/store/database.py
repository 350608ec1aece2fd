"""One SQLite file: a single writer thread, a few readers, every call a plain function that takes a Connection.

Writers queue in one thread, so "database is locked" cannot happen inside the process, and nothing here blocks the event
loop. `write` and `read` are the whole interface: `await database.write(save, rows)` runs `save(conn, rows)` in one
transaction.
"""

import asyncio
import sqlite3
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, Concatenate, ParamSpec, Self, TypeVar

import sqlalchemy as sa
from alembic import command
from alembic.config import Config
from sqlalchemy.exc import DatabaseError

from bot.errors import StoreError

P = ParamSpec("P")
T = TypeVar("T")

READERS = 3
MIGRATIONS = Path(__file__).parent / "migrations"


class Database:
    """The archive's file. Use as an async context manager, or call `close` yourself."""

    def __init__(self, url: str) -> None:
        self.url = sa.make_url(url)
        if self.url.database and self.url.database != ":memory:":
            try:
                Path(self.url.database).parent.mkdir(parents=True, exist_ok=True)
            except OSError as error:
                raise StoreError(f"{self.url.database}: its folder cannot be made ({error.strerror})") from None
        self._writing = _engine(self.url, begin="BEGIN IMMEDIATE")
        self._reading = _engine(self.url, begin="BEGIN")
        self._writer = ThreadPoolExecutor(1, "database-writer")
        self._readers = ThreadPoolExecutor(READERS, "database-reader")

    async def __aenter__(self) -> Self:
        await asyncio.get_running_loop().run_in_executor(self._writer, self.migrate)
        return self

    async def __aexit__(self, *_: object) -> None:
        await asyncio.get_running_loop().run_in_executor(None, self.close)

    def migrate(self) -> None:
        """Bring the schema to this version, creating the file if need be."""
        config = Config()
        config.set_main_option("script_location", str(MIGRATIONS))
        try:
            with self._writing.begin() as conn:
                config.attributes["connection"] = conn
                command.upgrade(config, "head")
        except DatabaseError as error:
            raise StoreError(f"{self.url.database}: {error.orig}") from error

    def close(self) -> None:
        """Finish what is queued, then let go of the file."""
        self._writer.shutdown()
        self._readers.shutdown()
        for engine in (self._reading, self._writing):
            engine.dispose()

    async def write(self, work: Callable[Concatenate[sa.Connection, P], T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Run `work` in one transaction, after all writes asked for before it."""
        return await self._run(self._writer, self._writing, work, *args, **kwargs)

    async def read(self, work: Callable[Concatenate[sa.Connection, P], T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Run `work` on a snapshot, beside whatever is being written."""
        return await self._run(self._readers, self._reading, work, *args, **kwargs)

    async def _run(
        self,
        pool: ThreadPoolExecutor,
        engine: sa.Engine,
        work: Callable[Concatenate[sa.Connection, P], T],
        *args: P.args,
        **kwargs: P.kwargs,
    ) -> T:
        def run() -> T:
            try:
                with engine.begin() as conn:
                    return work(conn, *args, **kwargs)
            except DatabaseError as error:
                raise StoreError(str(error.orig)) from error

        return await asyncio.get_running_loop().run_in_executor(pool, run)


def _engine(url: sa.URL, *, begin: str) -> sa.Engine:
    # hide_parameters: an error must not carry a searcher's words into a log
    engine = sa.create_engine(url, connect_args={"check_same_thread": False}, pool_size=READERS, hide_parameters=True)

    @sa.event.listens_for(engine, "connect")
    def _settings(connection: sqlite3.Connection, _record: Any) -> None:  # noqa: ANN401 - SQLAlchemy's own record
        connection.isolation_level = None  # BEGIN is ours: pysqlite's own comes too late for a consistent read
        for pragma in ("journal_mode=WAL", "synchronous=NORMAL", "busy_timeout=5000", "foreign_keys=ON"):
            connection.execute(f"PRAGMA {pragma}")

    @sa.event.listens_for(engine, "begin")
    def _begin(conn: sa.Connection) -> None:
        conn.exec_driver_sql(begin)

    return engine
