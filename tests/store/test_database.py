import asyncio
import sqlite3
import subprocess
import sys
import threading
from contextlib import closing
from pathlib import Path

import psutil
import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext

from bot.errors import StoreError
from bot.store.database import Database
from bot.store.schema import chat, metadata


async def test_the_migrations_make_exactly_the_schema(tmp_path: Path) -> None:
    async with Database(f"sqlite:///{tmp_path / 'n.db'}") as database:
        differences = await database.read(lambda conn: compare_metadata(MigrationContext.configure(conn), metadata))

    assert [one for one in differences if not (one[0] == "remove_table" and one[1].name.startswith("search_"))] == []


async def test_an_existing_database_is_opened_again(tmp_path: Path) -> None:
    for _ in range(2):
        async with Database(f"sqlite:///{tmp_path / 'n.db'}") as database:
            await database.write(lambda conn: conn.execute(sa.insert(chat).prefix_with("OR IGNORE").values(chat="a")))

    async with Database(f"sqlite:///{tmp_path / 'n.db'}") as database:
        assert await database.read(lambda conn: conn.scalar(sa.select(sa.func.count()).select_from(chat))) == 1


ASIDE = """
import asyncio, multiprocessing, os, signal, sys, time
from bot.errors import StoreError
from bot.store.database import Database, migrate_aside
async def main(url):
    migrate_aside(url)
    begun = multiprocessing.active_children()
    for process in begun:
        if "interrupted" in sys.argv:
            time.sleep(0.1)
            os.kill(process.pid, signal.SIGINT)
        process.join()
    try:
        async with Database(url):
            said = "open"
    except StoreError as error:
        said = str(error)
    print(len(begun), "alembic" in sys.modules, said)
asyncio.run(main(sys.argv[1]))
"""


def aside(file: Path, *how: str) -> str:
    """Return how many processes did it aside, whether the opener has Alembic, and how opening the database ended."""
    program = [sys.executable, "-c", ASIDE, f"sqlite:///{file}", *how]
    ran = subprocess.run(program, capture_output=True, text=True, check=True)  # noqa: S603 our own script
    return ran.stdout.strip() + ran.stderr


def test_a_database_is_brought_up_to_date_aside_where_it_has_to_be(tmp_path: Path) -> None:
    assert aside(tmp_path / "n.db") == "1 False open"
    assert aside(tmp_path / "n.db") == "0 False open"


def test_ctrl_c_ends_what_is_done_aside_without_a_word_and_who_opens_the_database_does_it(tmp_path: Path) -> None:
    assert aside(tmp_path / "n.db", "interrupted") == "1 True open"


def test_a_database_that_cannot_be_brought_up_to_date_aside_is_told_by_who_opens_it(tmp_path: Path) -> None:
    aside(tmp_path / "n.db")
    with closing(sqlite3.connect(tmp_path / "n.db")) as database:
        database.execute("UPDATE alembic_version SET version_num = '9999'")
        database.commit()

    assert "was made by a newer Newswatch" in aside(tmp_path / "n.db")


async def test_a_failed_write_leaves_nothing_behind_and_the_next_one_works(tmp_path: Path) -> None:
    def half(conn: sa.Connection) -> None:
        conn.execute(sa.insert(chat).values(chat="half"))
        conn.execute(sa.text("INSERT INTO nowhere VALUES (1)"))

    async with Database(f"sqlite:///{tmp_path / 'n.db'}") as database:
        with pytest.raises(StoreError):
            await database.write(half)
        await database.write(lambda conn: conn.execute(sa.insert(chat).values(chat="whole")))

        assert await database.read(lambda conn: conn.scalars(sa.select(chat.c.chat)).all()) == ["whole"]


async def test_writes_that_wait_together_are_stored_in_order_and_one_that_fails_fails_alone(tmp_path: Path) -> None:
    def add(conn: sa.Connection, name: str) -> int:
        conn.execute(sa.insert(chat).values(chat=name))
        return conn.scalar(sa.select(sa.func.count()).select_from(chat)) or 0

    async with Database(f"sqlite:///{tmp_path / 'n.db'}") as database:
        names = ["a", "b", "a", "c", "d"]
        answers = await asyncio.gather(*(database.write(add, name) for name in names), return_exceptions=True)
        stored = await database.read(lambda conn: conn.scalars(sa.select(chat.c.chat).order_by(sa.text("rowid"))).all())

    assert [isinstance(answer, StoreError) for answer in answers] == [False, False, True, False, False]
    assert [answer for answer in answers if isinstance(answer, int)] == [1, 2, 3, 4]
    assert stored == ["a", "b", "c", "d"]


async def test_waiting_writes_cost_one_transaction(tmp_path: Path) -> None:
    async with Database(f"sqlite:///{tmp_path / 'n.db'}") as database:
        begun: list[sa.Connection] = []
        sa.event.listen(database._writing, "begin", begun.append)
        writes = [database.write(sa.Connection.execute, sa.insert(chat).values(chat=name)) for name in "abcdefgh"]
        await asyncio.gather(*writes)

    assert len(begun) < len(writes)


async def test_a_write_nobody_waits_for_any_more_is_not_made(tmp_path: Path) -> None:
    holding = threading.Event()
    async with Database(f"sqlite:///{tmp_path / 'n.db'}") as database:
        first = asyncio.create_task(database.write(lambda _: holding.wait(5)))
        await asyncio.sleep(0.05)
        second = asyncio.create_task(database.write(lambda conn: conn.execute(sa.insert(chat).values(chat="late"))))
        await asyncio.sleep(0)
        second.cancel()
        await asyncio.sleep(0)
        holding.set()
        await first

        assert await database.read(lambda conn: conn.scalars(sa.select(chat.c.chat)).all()) == []


async def test_readers_see_what_was_committed_while_a_writer_is_at_work(tmp_path: Path) -> None:
    async with Database(f"sqlite:///{tmp_path / 'n.db'}") as database:
        await database.write(lambda conn: conn.execute(sa.insert(chat).values(chat="first")))
        started, read = asyncio.Event(), asyncio.Event()
        loop = asyncio.get_running_loop()

        def slow(conn: sa.Connection) -> None:
            conn.execute(sa.insert(chat).values(chat="second"))
            loop.call_soon_threadsafe(started.set)
            asyncio.run_coroutine_threadsafe(read.wait(), loop).result(5)

        writing = asyncio.create_task(database.write(slow))
        await started.wait()
        seen = await database.read(lambda conn: conn.scalars(sa.select(chat.c.chat)).all())
        read.set()
        await writing

    assert seen == ["first"]


async def test_a_file_that_is_no_database_is_a_store_error(tmp_path: Path) -> None:
    (tmp_path / "n.db").write_bytes(b"this is no database at all, whatever its name says" * 50)

    with pytest.raises(StoreError):
        async with Database(f"sqlite:///{tmp_path / 'n.db'}"):
            pass

    assert str(tmp_path / "n.db") not in [file.path for file in psutil.Process().open_files()]
    assert not any(thread.name.startswith("database-writer") for thread in threading.enumerate())


def test_a_folder_that_cannot_be_made_is_a_store_error(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")

    with pytest.raises(StoreError):
        Database(f"sqlite:///{tmp_path / 'file' / 'n.db'}")
