"""What the hourly upkeep costs those who write meanwhile, and the disk: python -m bench.upkeep [--items 100000].

An archive of a year is built, of which a month is overdue and the rest is to be halved by the disk's limit. Beside the
upkeep somebody writes every 20 ms: how long he waits is what readers of the bot would. The baseline, on a copy of the
same file, is what SQLite offers: one DELETE, FTS5's own `optimize`, VACUUM.
"""

import argparse
import asyncio
import random
import shutil
import tempfile
import time
from collections.abc import Awaitable, Callable, Sequence
from datetime import timedelta
from itertools import islice
from pathlib import Path

import numpy as np
import sqlalchemy as sa

from bench.search_archive import START, Archive
from bot.model import EntityId, FeedId, Item, ItemId, Mention, StoryId
from bot.search.document import IndexDocument, first_id
from bot.store import items, search_sqlite, search_upkeep, stories, upkeep
from bot.store.database import Database
from bot.store.schema import item

YEAR = timedelta(days=365)
VECTORS = np.zeros((2, 512), dtype=np.float16).tobytes()


def main(argv: Sequence[str]) -> int:
    """Print the figures; return 1 if a writer waited for more than half a second or 100 MB more were needed."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--items", type=int, default=100_000)
    options = parser.parse_args(argv)
    folder = Path(tempfile.mkdtemp(prefix="upkeep-bench-"))
    try:
        return asyncio.run(_run(folder, options.items))
    finally:
        shutil.rmtree(folder)


async def _run(folder: Path, number: int) -> int:
    ours, theirs = folder / "ours.db", folder / "theirs.db"
    async with Database(f"sqlite:///{ours}") as database:
        await _build(database, number)
    shutil.copy(ours, theirs)
    print(f"{number:,} items of a year, {_size(ours) / 1e6:.0f} MB")
    print(f"{'':34}{'s':>8}{'longest wait, ms':>18}{'p99':>7}{'more disk, MB':>15}{'MB after':>10}")
    worst = 0.0
    extra = 0.0
    async with Database(f"sqlite:///{ours}") as database:
        read = search_upkeep.documents_of({})
        now = START + YEAR
        keep = upkeep.Keeping(timedelta(days=330), timedelta(days=330), timedelta(days=9999), 10**12)
        limit = upkeep.Keeping(YEAR * 9, YEAR * 9, YEAR * 9, _size(ours) // 2)
        works: dict[str, Callable[[], Awaitable[object]]] = {
            "a month is overdue": lambda: upkeep.keep_up(database, keep, read, now=now),
            "the index is merged": lambda: search_upkeep.keep_up(database, now=now),
            "half must go": lambda: upkeep.keep_up(database, limit, read, now=now),
            "the index is merged again": lambda: search_upkeep.keep_up(database, now=now + YEAR),
            "room is given back": lambda: upkeep.keep_up(database, limit, read, now=now),
            "nothing is to do": lambda: upkeep.keep_up(database, keep, read, now=now),
        }
        for name, work in works.items():
            wait, more = await _measured(name, ours, database, work)
            worst, extra = max(worst, wait), max(extra, more)
    async with Database(f"sqlite:///{theirs}") as database:

        def baseline(conn: sa.Connection) -> None:
            old = item.c.id < first_id(START + timedelta(days=35))
            search_sqlite.delete(conn, [ItemId(one) for one in conn.scalars(sa.select(item.c.id).where(old))])
            conn.execute(sa.delete(item).where(old))
            conn.exec_driver_sql("INSERT INTO search_index (search_index) VALUES ('optimize')")

        await _measured("baseline: DELETE, optimize", theirs, database, lambda: database.write(baseline))
    return int(worst > 0.5 or extra > 100e6)


async def _build(database: Database, number: int) -> None:
    dice = random.Random(1)
    documents = Archive(1).documents(number)
    place = 0
    while batch := list(islice(documents, 500)):
        new = [_item(document, START + YEAR * ((place + n) / number), dice) for n, document in enumerate(batch)]
        place += len(batch)
        await database.write(_store, new, batch)


def _item(document: IndexDocument, when: object, dice: random.Random) -> Item:
    assert isinstance(when, type(START))  # noqa: S101 - times are added up above
    number = ItemId((int(when.timestamp() * 1000) << 20) + dice.randrange(1 << 20))
    name = f"{number:x}"
    return Item(
        number, FeedId(f"f{dice.randrange(94)}"), f"http://outlet.example/{name}", f"http://outlet.example/{name}",
        document.title, document.summary, when, when, keys=(f"guid:{name:0>32}", f"link:{name:0>32}"),
        text=document.summary, language=document.language,
    )  # fmt: skip


def _store(conn: sa.Connection, new: Sequence[Item], documents: Sequence[IndexDocument]) -> None:
    ids = items.add(conn, new)
    for place, number in enumerate(ids):
        if place % 8 == 0:
            items.mentions(conn, number, [Mention(EntityId("putin"), "title", 0, 5, "Putin", "putin", 1.0)])
    stories.assign(conn, {number: (StoryId(ids[place // 3 * 3]), None) for place, number in enumerate(ids)})
    conn.execute(sa.update(item).where(item.c.id.in_(ids)).values(understood=True, vectors=VECTORS))
    dated = first_id(new[0].published - timedelta(days=10))
    conn.execute(sa.update(item).where(item.c.id < dated, item.c.vectors.is_not(None)).values(vectors=None))
    search_sqlite.index(
        conn,
        [
            IndexDocument(number, one.feed, document.title, document.summary, document.language)
            for number, one, document in zip(ids, new, documents, strict=True)
        ],
    )


def _size(path: Path) -> int:
    return sum(one.stat().st_size for one in (path, path.with_name(path.name + "-wal")) if one.exists())


async def _measured(
    name: str, path: Path, database: Database, work: Callable[[], Awaitable[object]]
) -> tuple[float, float]:
    """Print what a piece of work took, and how long another writer waited; return that and the disk it needed."""
    waits: list[float] = []
    before = peak = _size(path)

    async def others() -> None:
        nonlocal peak
        while True:
            asked = time.perf_counter()
            await database.write(lambda conn: conn.exec_driver_sql("UPDATE search_state SET value = value WHERE 0"))
            waits.append(time.perf_counter() - asked)
            peak = max(peak, _size(path))
            await asyncio.sleep(0.02)

    beside = asyncio.create_task(others())
    began = time.perf_counter()
    await work()
    took = time.perf_counter() - began
    beside.cancel()
    await asyncio.gather(beside, return_exceptions=True)
    waits.sort()
    p99 = waits[int(len(waits) * 0.99)] if waits else took
    longest = waits[-1] if waits else took
    more = peak - before
    print(f"{name:34}{took:8.1f}{longest * 1000:18.0f}{p99 * 1000:7.0f}{more / 1e6:15.1f}{_size(path) / 1e6:10.0f}")
    return longest, more


if __name__ == "__main__":
    import sys

    sys.exit(main(sys.argv[1:]))
