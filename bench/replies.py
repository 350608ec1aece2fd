"""How long readers wait: whole answers to /search and inline mode, from the words heard to the answer's HTML.

python -m bench.replies [--items 100000] [--queries 100] [--seed 1]

The archive is that of bench/search.py with its items, stories and mentions. Beside each answer stands the search alone,
in the same run; Telegram and the network are not in it.
"""

import argparse
import asyncio
import os
import random
import shutil
import tempfile
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Sequence
from contextlib import asynccontextmanager, suppress
from datetime import UTC
from itertools import islice
from pathlib import Path
from statistics import median
from typing import Any

import sqlalchemy as sa

from bench.search import queries
from bench.search_archive import EVERY, START, Archive
from bot.chat.answers import Answers
from bot.chat.asking import Asked
from bot.model import Entity, EntityId, Feed, FeedId
from bot.search.analyse import load
from bot.search.document import IndexDocument
from bot.search.names import SearchNames
from bot.search.sources import SourceNames
from bot.store import search_sqlite, search_upkeep
from bot.store.database import Database
from bot.store.find import Finder, Wish
from bot.store.schema import item, mention, story

PUTIN = Entity(EntityId("putin"), "Vladimir Putin", weak={"*": ("Putin",), "ru": ("Путин",)})
FEEDS = {
    FeedId(f"outlet-{n}"): Feed(FeedId(f"outlet-{n}"), f"Outlet {n}", f"http://{n}.example/rss") for n in range(1, 301)
}
_TOGETHER = 3
"""Reports of one story."""
_BATCH, _WRITES_A_SECOND = 20, 33
GOALS = {"/search": 80, "inline": 100}


def main(argv: Sequence[str]) -> int:
    """Print the figures; returns 0."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--items", type=int, default=100_000)
    parser.add_argument("--queries", type=int, default=100, help="of each kind")
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args(argv)
    folder = Path(tempfile.mkdtemp(prefix="replies-bench-"))
    try:
        asyncio.run(_run(folder, options))
    finally:
        shutil.rmtree(folder)
    return 0


async def _run(folder: Path, options: argparse.Namespace) -> None:
    archive, number = Archive(options.seed), options.items
    now = START + number * EVERY
    load()
    async with Database(f"sqlite:///{folder / 'n.db'}") as database:
        documents = archive.documents(2 * number)
        for _ in range(0, number, 1000):
            await database.write(_store, list(islice(documents, min(1000, number))))
        await search_upkeep.keep_up(database, now=now)
        print(f"# Answers over {options.items:,} made-up items in stories of {_TOGETHER}, seed {options.seed}")
        print(f"# ms, while {_WRITES_A_SECOND} items/s are added; load {os.getloadavg()[0]:.1f}")
        print(f"{'query':22}{'search p50':>11}{'p99':>8}{'/search p50':>13}{'p99':>8}{'inline p50':>12}{'p99':>8}")
        finder = Finder(SearchNames([PUTIN]), SourceNames(FEEDS.values()))
        answers = Answers(database, FEEDS, [PUTIN], lambda: now)

        async def search(text: str) -> None:
            await database.read(finder.find, Wish(text, now, UTC, limit=500))

        async def answer(text: str) -> None:
            await answers.commands["search"](_asked(text))

        async def typed(text: str) -> None:
            await answers.inline.offer(_asked(text))

        async with _writing(database, documents):
            kinds = queries(archive, random.Random(options.seed), options.queries)
            waited: dict[str, list[float]] = {name: [] for name in GOALS}
            for kind, texts in (kinds | {"nothing found": _nonsense(kinds), "nothing typed": []}).items():
                print(f"{kind:22}" + await _row(kind, texts or [""] * options.queries, search, answer, typed, waited))
        for name, goal in GOALS.items():
            print(f"{name}, all kinds: p99 {_p99(waited[name]):.1f} ms (goal {goal})")


async def _row(
    kind: str,
    texts: Sequence[str],
    search: Callable[[str], Awaitable[None]],
    answer: Callable[[str], Awaitable[None]],
    typed: Callable[[str], Awaitable[None]],
    waited: dict[str, list[float]],
) -> str:
    empty = kind == "nothing typed"
    columns = [] if empty else [await _timed(search, texts), await _timed(answer, texts)]
    inline = await _timed(typed, texts)
    waited["/search"] += columns[1] if columns else []
    waited["inline"] += inline
    shown = [f"{median(times):11.2f}{_p99(times):9.2f}" for times in columns] or [f"{'–':>11}{'–':>9}"] * 2
    return "".join(shown) + f"{median(inline):11.2f}{_p99(inline):9.2f}"


def _nonsense(kinds: dict[str, list[str]]) -> list[str]:
    """Return words that nothing has and nothing is near: the longest way, past the correction of typing errors."""
    return [f"{text}qxzj"[::-1] for text in kinds["rare word"]]


def _asked(text: str) -> Asked:
    return Asked(text, 1, bot="newswatch_bot")


async def _timed(work: Callable[[str], Awaitable[None]], texts: Sequence[str]) -> list[float]:
    """Return how many milliseconds each took, sorted."""
    took = []
    for text in texts:
        began = time.perf_counter()
        await work(text)
        took.append((time.perf_counter() - began) * 1000)
    return sorted(took)


def _p99(times: Sequence[float]) -> float:
    return sorted(times)[int(len(times) * 0.99)]


def _store(conn: sa.Connection, documents: Sequence[IndexDocument]) -> None:
    """Store documents as items, every third the founder of a story."""
    rows = [_row_of(one, documents[place - place % _TOGETHER].id) for place, one in enumerate(documents)]
    conn.execute(sa.insert(item), rows)
    named = [_mention(one) for one in documents if one.entities]
    if named:
        conn.execute(sa.insert(mention), named)
    founders = [row for row in rows if row["id"] == row["story"]]
    values = [{"id": row["id"], "first": row["seen"], "last": row["seen"]} for row in founders]
    conn.execute(sa.insert(story), values)
    search_sqlite.index(conn, documents)


def _row_of(one: IndexDocument, founder: int) -> dict[str, Any]:
    blank = dict.fromkeys(("text", "author", "image", "quiet", "agency", "withdrawn"), "")
    times = dict.fromkeys(("published", "seen"), one.id >> 20)
    told = {"title": one.title, "summary": one.summary, "language": one.language, "country": one.country}
    where = {"feed": one.source, "guid": str(one.id), "link": f"http://x.example/{one.id}", "story": founder}
    return blank | times | told | where | {"id": one.id, "categories": [], "understood": True}


def _mention(one: IndexDocument) -> dict[str, Any]:
    named = {"item": one.id, "entity": "putin", "number": 0, "field": "title", "start": 0, "end": 5}
    return named | {"surface": "Putin", "alias": "Putin", "score": 1.0, "evidence": []}


@asynccontextmanager
async def _writing(database: Database, documents: Iterator[IndexDocument]) -> AsyncIterator[None]:
    """Add items meanwhile, as the bot does."""

    async def write() -> None:
        while True:
            await asyncio.sleep(_BATCH / _WRITES_A_SECOND)
            await database.write(_store, list(islice(documents, _BATCH)))

    task = asyncio.create_task(write())
    try:
        yield
    finally:
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task


if __name__ == "__main__":
    import sys

    raise SystemExit(main(sys.argv[1:]))
