"""Tables are written anew while others go on writing. (That nothing of deleted rows is left: test_forgetting.)"""

import asyncio
import time
from collections.abc import AsyncIterator
from itertools import count
from pathlib import Path

import pytest
import sqlalchemy as sa

from bot.model import Message
from bot.store import outbox, people, rewriting
from bot.store.database import Database
from bot.store.schema import follow_told
from bot.store.schema import outbox as table
from tests.builders import NOW

MANY = 3 * rewriting.SMALL


@pytest.fixture
async def database(tmp_path: Path) -> AsyncIterator[Database]:
    async with Database(f"sqlite:///{tmp_path / 'n.db'}") as opened:
        yield opened


def post(conn: sa.Connection, number: int, text: str = "rain " * 40) -> None:
    outbox.queue(conn, "main", "@news", f"k{number}", [Message(text, text)], now=NOW)


def fill(conn: sa.Connection) -> None:
    for number in range(MANY):
        post(conn, number)
    conn.execute(sa.insert(follow_told), [{"chat": str(n % 50), "item": n, "at": n} for n in range(MANY)])


def rows(conn: sa.Connection) -> dict[int, tuple[object, ...]]:
    return {row.id: tuple(row) for row in conn.execute(sa.select(table))}


def shape(conn: sa.Connection) -> list[tuple[object, ...]]:
    """Return all tables, indexes and triggers, with the columns of each."""
    found = conn.exec_driver_sql("SELECT type, name, tbl_name FROM sqlite_master ORDER BY type, name").all()
    return [(*one, *conn.exec_driver_sql(f"PRAGMA table_xinfo('{one[1]}')").all()) for one in found]


async def test_a_table_written_anew_is_as_it_was(database: Database) -> None:
    await database.write(fill)
    before, schema = await database.read(rows), await database.read(shape)
    told = await database.read(lambda conn: conn.execute(sa.select(follow_told)).all())

    for one in (table, follow_told):
        await rewriting.rewrite(database, one)

    assert await database.read(rows) == before
    assert await database.read(lambda conn: conn.execute(sa.select(follow_told)).all()) == told
    assert await database.read(shape) == schema


async def test_what_others_write_meanwhile_is_there_afterwards(database: Database) -> None:
    await database.write(fill)
    fates: dict[int, tuple[str, int | None]] = dict.fromkeys(await database.read(rows), ("pending", None))
    rewriting_it = asyncio.create_task(rewriting.rewrite(database, table))

    def change(conn: sa.Connection, number: int) -> None:
        """Add a post, let some be sent, and forget some."""
        post(conn, MANY + number)
        fates[conn.scalars(sa.select(sa.func.max(table.c.id))).one()] = ("pending", None)
        conn.execute(sa.update(table).where(table.c.id % 97 == number % 97).values(state="sent", message_id=number))
        fates.update({one: ("sent", number) for one in fates if one % 97 == number % 97})
        conn.execute(sa.delete(table).where(table.c.id % 101 == number % 101))
        for one in [one for one in fates if one % 101 == number % 101]:
            del fates[one]

    for number in count():
        await database.write(change, number)
        if rewriting_it.done():
            break

    await rewriting_it
    assert number > 3
    kept = await database.read(
        lambda conn: conn.execute(sa.select(table.c.id, table.c.state, table.c.message_id)).all()
    )
    assert {row.id: (row.state, row.message_id) for row in kept} == fates


async def test_nobody_waits_for_half_a_second_while_a_table_of_20000_posts_is_written_anew(database: Database) -> None:
    def long_ago(conn: sa.Connection) -> None:
        post(conn, 0, "rain " * 200)
        row = {**conn.execute(sa.select(table)).mappings().one()}
        del row["id"]
        conn.execute(sa.insert(table), [{**row, "digest_key": f"more {number}"} for number in range(20_000)])

    await database.write(long_ago)
    forgetting = asyncio.create_task(people.forget(database, 7))
    longest = 0.0
    while not forgetting.done():
        began = time.perf_counter()
        await database.write(lambda conn: conn.exec_driver_sql("UPDATE chat SET paused = ''"))
        longest = max(longest, time.perf_counter() - began)
        await asyncio.sleep(0.005)

    await forgetting
    assert longest < 0.5


@pytest.mark.parametrize("steps", ["begun", "swapped"])
async def test_a_process_that_dies_meanwhile_leaves_the_table_whole_and_the_next_start_takes_the_rest_away(
    database: Database, steps: str
) -> None:
    await database.write(fill)
    schema = await database.read(shape)
    last, done = await database.write(rewriting._begin, table), 0
    while done < (last if steps == "swapped" else 1):
        done = await database.write(rewriting._fill, table, done, last)
    if steps == "swapped":
        await database.write(rewriting._swap, table)

    await database.write(post, MANY)
    assert len(await database.read(rows)) == MANY + 1
    await people.recover(database)

    assert await database.read(shape) == schema
    assert len(await database.read(rows)) == MANY + 1
