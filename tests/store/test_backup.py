"""Copies, upgrades, and what becomes of a database that is damaged, full, or put back."""

import asyncio
import os
import shutil
import sqlite3
import stat
import sys
import threading
from contextlib import closing
from pathlib import Path

import pytest
import sqlalchemy as sa

from bot.errors import StoreError
from bot.store import backup, migrate
from bot.store.database import Database
from bot.store.schema import chat, metadata
from tests.builders import NOW


def add(conn: sa.Connection, *new: str) -> None:
    conn.execute(sa.insert(chat), [{"chat": name} for name in new])


async def write(path: Path, *new: str) -> None:
    async with Database(f"sqlite:///{path}") as database:
        await database.write(add, *new)


def names(path: Path) -> list[str]:
    with closing(sqlite3.connect(path)) as database:
        return [row[0] for row in database.execute("SELECT chat FROM chat ORDER BY chat")]


def harm(path: Path) -> None:
    """Overwrite the middle of a file."""
    with path.open("r+b") as file:
        file.seek(path.stat().st_size // 3)
        file.write(b"\xa5" * 40_000)


async def test_a_backup_of_a_database_in_use_is_whole_and_its_owners_alone(tmp_path: Path) -> None:
    stop = threading.Event()
    copied: list[int] = []
    async with Database(f"sqlite:///{tmp_path / 'n.db'}") as database:
        await database.write(add, *(f"{n:05}" for n in range(20_000)))

        def copy() -> None:
            backup.copy(tmp_path / "n.db", tmp_path / "copy.db", told=lambda done, _: copied.append(done))
            stop.set()

        copying = threading.Thread(target=copy)
        copying.start()
        number = 0
        while not stop.is_set():
            number += 1
            await database.write(add, f"late {number}")
        copying.join()

    assert backup.damage(tmp_path / "copy.db") == ""
    assert names(tmp_path / "copy.db")[:20_000] == [f"{n:05}" for n in range(20_000)]
    assert stat.S_IMODE((tmp_path / "copy.db").stat().st_mode) == 0o600
    assert stat.S_IMODE((tmp_path / "n.db").stat().st_mode) == 0o600
    assert copied
    assert [name for name in os.listdir(tmp_path) if name.startswith("copy.db.") or "copy.db-" in name] == []  # noqa: PTH208 - a glob is blocking


async def test_a_damaged_database_is_not_copied_over_a_good_backup(tmp_path: Path) -> None:
    await write(tmp_path / "n.db", *(f"{n:05}" for n in range(300)))
    backup.copy(tmp_path / "n.db", tmp_path / "copy.db")
    harm(tmp_path / "n.db")

    with pytest.raises(StoreError, match=r"damaged|malformed|cannot be"):
        backup.copy(tmp_path / "n.db", tmp_path / "copy.db")
    assert len(names(tmp_path / "copy.db")) == 300


async def test_a_backup_put_back_replaces_a_damaged_database_and_keeps_it_aside(tmp_path: Path) -> None:
    await write(tmp_path / "n.db", "a")
    backup.copy(tmp_path / "n.db", tmp_path / "copy.db")
    await write(tmp_path / "n.db", "b")
    harm(tmp_path / "n.db")

    aside = backup.put_back(tmp_path / "copy.db", tmp_path / "n.db", now=NOW)

    assert names(tmp_path / "n.db") == ["a"]
    assert aside is not None
    assert aside.exists()


async def test_a_log_whose_database_is_gone_is_not_replayed_over_the_backup(tmp_path: Path) -> None:
    await write(tmp_path / "n.db", "a")
    backup.copy(tmp_path / "n.db", tmp_path / "copy.db")
    with sqlite3.connect(tmp_path / "n.db") as killed:
        killed.execute("PRAGMA journal_mode = WAL")
        killed.execute("CREATE TABLE later (x)")
        killed.commit()
        kept = (tmp_path / "n.db-wal").read_bytes()
    killed.close()
    for ending in ("", "-wal", "-shm"):
        (tmp_path / f"n.db{ending}").unlink(missing_ok=True)
    (tmp_path / "n.db-wal").write_bytes(kept)

    aside = backup.put_back(tmp_path / "copy.db", tmp_path / "n.db", now=NOW)

    assert aside is not None
    assert not (tmp_path / "n.db-wal").exists()
    assert names(tmp_path / "n.db") == ["a"]


@pytest.mark.parametrize("content", [b"", b"no database" * 500])
async def test_what_is_no_backup_changes_nothing(tmp_path: Path, content: bytes) -> None:
    await write(tmp_path / "n.db", "a")
    (tmp_path / "copy.db").write_bytes(content)

    with pytest.raises(StoreError, match="nothing was changed"):
        backup.put_back(tmp_path / "copy.db", tmp_path / "n.db", now=NOW)
    assert names(tmp_path / "n.db") == ["a"]


async def test_no_backup_is_begun_where_there_is_no_room(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    await write(tmp_path / "n.db", "a")
    monkeypatch.setattr(shutil, "disk_usage", lambda _: shutil._ntuple_diskusage(10, 9, 1))

    with pytest.raises(StoreError, match="MB are needed"):
        backup.copy(tmp_path / "n.db", tmp_path / "copy.db")


@pytest.fixture
def upgraded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A program that knows one schema more."""
    folder = tmp_path / "migrations"
    shutil.copytree(migrate.MIGRATIONS, folder)
    (folder / "versions" / "0002_more.py").write_text(
        "from alembic import op\nimport sqlalchemy as sa\nrevision, down_revision = '0002', '0001'\n"
        "def upgrade():\n    op.create_table('more', sa.Column('id', sa.Integer(), primary_key=True))\n"
    )
    monkeypatch.setattr(migrate, "MIGRATIONS", folder)


async def test_an_upgrade_makes_a_backup_first_and_keeps_everything(
    tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    await write(tmp_path / "n.db", "a")
    request.getfixturevalue("upgraded")

    await write(tmp_path / "n.db", "b")

    assert names(tmp_path / "n.db") == ["a", "b"]
    assert names(tmp_path / "n.db.before-0002") == ["a"]
    assert stat.S_IMODE((tmp_path / "n.db.before-0002").stat().st_mode) == 0o600


async def test_two_programs_that_start_at_once_upgrade_once(tmp_path: Path, request: pytest.FixtureRequest) -> None:
    await write(tmp_path / "n.db", "a")
    request.getfixturevalue("upgraded")
    databases = [Database(f"sqlite:///{tmp_path / 'n.db'}") for _ in range(3)]
    broke: list[BaseException] = []

    def start(database: Database) -> None:
        try:
            database.migrate()
        except StoreError as error:
            broke.append(error)

    threads = [threading.Thread(target=start, args=(database,)) for database in databases]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    for database in databases:
        database.close()

    assert broke == []
    assert names(tmp_path / "n.db") == ["a"]


async def test_an_upgrade_without_room_for_the_backup_changes_nothing(
    tmp_path: Path, request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch
) -> None:
    await write(tmp_path / "n.db", "a")
    request.getfixturevalue("upgraded")
    monkeypatch.setattr(shutil, "disk_usage", lambda _: shutil._ntuple_diskusage(10, 9, 1))

    with pytest.raises(StoreError, match="MB are needed"):
        await write(tmp_path / "n.db", "b")
    with closing(sqlite3.connect(tmp_path / "n.db")) as database:
        assert database.execute("SELECT version_num FROM alembic_version").fetchall() == [("0001",)]


async def test_an_upgrade_that_breaks_leaves_the_database_as_it_was(
    tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    await write(tmp_path / "n.db", "a")
    request.getfixturevalue("upgraded")
    broken = tmp_path / "migrations" / "versions" / "0002_more.py"
    broken.write_text(f"{broken.read_text()}    op.execute('DROP TABLE nowhere')\n")

    with pytest.raises(StoreError):
        await write(tmp_path / "n.db", "b")
    with closing(sqlite3.connect(tmp_path / "n.db")) as database:
        assert not database.execute("SELECT 1 FROM sqlite_master WHERE name = 'more'").fetchall()


async def test_a_database_of_a_newer_program_is_refused_and_left_alone(tmp_path: Path) -> None:
    await write(tmp_path / "n.db", "a")
    with closing(sqlite3.connect(tmp_path / "n.db")) as database:
        database.execute("UPDATE alembic_version SET version_num = '0999'")
        database.commit()

    with pytest.raises(StoreError, match=r"newer Newswatch \(schema 0999; this one knows 0001\)"):
        await write(tmp_path / "n.db", "b")
    assert names(tmp_path / "n.db") == ["a"]


async def test_a_full_disk_is_told_in_plain_words_and_work_goes_on_when_there_is_room(tmp_path: Path) -> None:
    def limit(conn: sa.Connection, pages: int) -> None:
        conn.exec_driver_sql(f"PRAGMA max_page_count = {pages}")

    def fill(conn: sa.Connection) -> None:
        conn.execute(sa.insert(chat).values(chat="big", paused="x" * 5_000_000))

    async with Database(f"sqlite:///{tmp_path / 'n.db'}") as database:
        await database.write(add, "before")
        await database.write(limit, 1)
        with pytest.raises(StoreError, match="the disk is full; nothing is lost"):
            await database.write(fill)
        await database.write(limit, 1_000_000)
        await database.write(fill)

    assert names(tmp_path / "n.db") == ["before", "big"]


async def test_a_database_that_may_not_be_written_is_told_in_plain_words(tmp_path: Path) -> None:
    async with Database(f"sqlite:///{tmp_path / 'n.db'}") as database:
        await database.read(lambda conn: conn.exec_driver_sql("PRAGMA query_only = 1"))

        with pytest.raises(StoreError, match="may not be written"):
            await database.read(add, "a")


async def test_a_damaged_database_is_told_with_the_way_back(tmp_path: Path) -> None:
    await write(tmp_path / "n.db", *(f"{n:05}" for n in range(300)))
    harm(tmp_path / "n.db")

    with pytest.raises(StoreError, match="run `restore` with the last backup"):
        await read_everything(tmp_path / "n.db")


async def read_everything(path: Path) -> None:
    async with Database(f"sqlite:///{path}") as database:
        for table in metadata.tables.values():
            await database.read(_rows, table)
        await database.write(lambda conn: conn.exec_driver_sql("REINDEX"))


def _rows(conn: sa.Connection, table: sa.Table) -> int:
    return len(conn.execute(sa.select(table)).all())


async def test_a_start_on_a_current_database_does_not_import_what_migrates_it(tmp_path: Path) -> None:
    await write(tmp_path / "n.db", "a")
    code = (
        "import asyncio, sys; from bot.store.database import Database\n"
        "async def main():\n"
        f"    async with Database('sqlite:///{tmp_path / 'n.db'}'):\n        print('alembic' in sys.modules)\n"
        "asyncio.run(main())"
    )
    started = await asyncio.create_subprocess_exec(sys.executable, "-c", code, stdout=asyncio.subprocess.PIPE)
    out, _ = await started.communicate()

    assert out == b"False\n"
