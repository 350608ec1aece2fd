"""What followed queries cost: a new item against all of them, and telling those who follow; next to searching for each.

python -m bench.follows [--follows 10000] [--items 200] [--seed 1]
"""

import argparse
import asyncio
import os
import random
import resource
import time
from collections.abc import Sequence
from datetime import UTC, datetime
from itertools import islice, zip_longest
from pathlib import Path
from tempfile import TemporaryDirectory

import sqlalchemy as sa

from bench.search import queries
from bench.search_archive import Archive
from bot.model import Entity, EntityId, Item
from bot.pipeline.follow import Watch, match, tell_at_once
from bot.search.document import IndexDocument
from bot.search.language import read_query
from bot.search.names import SearchNames
from bot.store import follows, items, matches, search_sqlite
from bot.store.archive import Archive as Store
from bot.store.database import Database
from bot.store.schema import follow_match, item, outbox

_PUTIN = Entity(EntityId("putin"), "Vladimir Putin", weak={"*": ("Putin",), "ru": ("Путин",)})
_NOW = datetime(2026, 1, 1, tzinfo=UTC)
_TOLD = 10  # items of which everybody is told
_SEARCHED = 300  # queries that are searched for one by one, for comparison


def main(argv: Sequence[str]) -> int:
    """Print the figures; returns 0."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--follows", type=int, default=10_000)
    parser.add_argument("--items", type=int, default=200)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args(argv)
    archive = Archive(options.seed)
    kinds = queries(archive, random.Random(options.seed), options.follows // 2)
    each = [list(dict.fromkeys(kind)) for kind in kinds.values()]  # some kinds have few different ones
    texts = list(dict.fromkeys(text for row in zip_longest(*each) for text in row if text))[: options.follows]
    documents = list(islice(archive.documents(options.items, first=1_000_000), options.items))
    with TemporaryDirectory(prefix="follows-bench-") as folder:
        asyncio.run(_run(Path(folder), texts, documents))
    return 0


async def _run(folder: Path, texts: Sequence[str], documents: Sequence[IndexDocument]) -> None:
    print(f"# {len(texts):,} different queries, each followed in a chat of its own; load {os.getloadavg()[0]:.1f}")
    async with Database(f"sqlite:///{folder / 'n.db'}") as database:
        store, watch = Store(database, {}), Watch([_PUTIN], [])
        await database.write(_follow, texts)
        before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        began = time.perf_counter()
        newer = await store.followers.queries(watch.edition)
        assert newer  # noqa: S101 - nothing was known
        watch.keep(*newer)
        grown = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
        print(f"compiled at the start in {time.perf_counter() - began:.1f} s, {grown / 1024:.0f} MB")
        clock, processor, met, told = [], [], 0, []
        for number, one in enumerate(documents):
            await database.write(_know, one)
            began, worked = time.perf_counter(), time.process_time()
            met += await match(watch, archive=store.followers, now=_NOW)
            processor.append((time.process_time() - worked) * 1000)
            clock.append((time.perf_counter() - began) * 1000)
            if number < _TOLD:
                began = time.perf_counter()
                posts = await tell_at_once(archive=store.followers, now=_NOW)
                told.append((time.perf_counter() - began) * 1000 / max(posts, 1))
            await database.write(_clear)
        _print("an item against all queries, read and stored", clock)
        _print("  the same, CPU", processor)
        print(f"  {met / len(documents):.1f} of them answered, on average")
        _print("a post told", told)
    _search_for_each(texts, documents)


def _follow(conn: sa.Connection, texts: Sequence[str]) -> None:
    for chat, text in enumerate(texts, 1):
        follows.add(conn, str(chat), text, "at once", language="en", now=_NOW)


def _know(conn: sa.Connection, one: IndexDocument) -> None:
    """Store a document as if it had been collected and understood just now."""
    new = Item(
        id=one.id, feed=one.source, guid=str(one.id), link=f"http://n.example/{one.id}", title=one.title,
        summary=one.summary, published=_NOW, seen=_NOW, language=one.language,
    )  # fmt: skip
    items.add(conn, [new])
    conn.execute(sa.update(item).where(item.c.id == one.id).values(story=one.id, understood=True))
    search_sqlite.index(conn, [one])
    matches.add_due(conn, [one.id])


def _clear(conn: sa.Connection) -> None:
    """Let everybody be told again at once, and of the next item alone."""
    conn.execute(sa.delete(outbox))
    conn.execute(sa.delete(follow_match))


def _search_for_each(texts: Sequence[str], documents: Sequence[IndexDocument]) -> None:
    """Print what it would cost to search an index of each item for each query."""
    names, sample = SearchNames([_PUTIN]), texts[:: max(1, len(texts) // _SEARCHED)]
    wanted = [read_query(text, now=_NOW, zone=UTC, names=names) for text in sample]
    engine = sa.create_engine("sqlite://")
    took = []
    with engine.begin() as conn:
        search_sqlite.create(conn)
        for one in documents[:10]:
            search_sqlite.index(conn, [one])
            began = time.perf_counter()
            for query in wanted:
                search_sqlite.search(conn, query, now=_NOW, limit=1)
            took.append((time.perf_counter() - began) / len(wanted) * len(texts) * 1000)
            search_sqlite.delete(conn, [one.id])
    engine.dispose()
    _print(f"instead: an index of the item searched for each (from {len(wanted)} of them)", took)


def _print(what: str, took: list[float]) -> None:
    took = sorted(took)
    print(f"{what}: {took[len(took) // 2]:.1f} ms, p99 {took[int(len(took) * 0.99)]:.1f}, worst {took[-1]:.1f}")


if __name__ == "__main__":
    import sys

    sys.exit(main(sys.argv[1:]))
