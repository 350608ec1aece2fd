"""How fast the search is: next to FTS5 ranking all hits of the raw text, and to tantivy, on the same archive and run.

python -m bench.search [--items 100000] [--queries 100] [--seed 1]
"""

import argparse
import os
import random
import shutil
import sqlite3
import tempfile
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import partial
from itertools import islice
from pathlib import Path
from statistics import median
from typing import TypeVar

import sqlalchemy as sa
import tantivy

from bench.search_archive import EVERY, START, Archive
from bench.search_words import main as search_words_table
from bot.model import Entity, EntityId
from bot.search.analyse import load
from bot.search.document import IndexDocument, tokenise
from bot.search.language import read_query
from bot.search.names import SearchNames
from bot.store import search_sqlite, search_upkeep, search_words

_NAMES = SearchNames([Entity(EntityId("putin"), "Vladimir Putin", weak={"*": ("Putin",), "ru": ("Путин",)})])
_PRAGMAS = ("journal_mode=WAL", "synchronous=NORMAL", "cache_size=-64000", "mmap_size=1000000000")
_OURS = ("page_size=8192", "journal_mode=WAL", "wal_autocheckpoint=2000", "synchronous=NORMAL", "cache_size=-2000")
_BATCH = 20
_WRITES_A_SECOND = 33  # 1,000 feeds with 20 items in ten minutes

T = TypeVar("T")
Search = Callable[[str], int]
"""Runs a query and fetches the ten best ids; returns how many there were."""


def main(argv: Sequence[str]) -> int:
    """Print the figures; returns 0."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--items", type=int, default=100_000)
    parser.add_argument("--queries", type=int, default=100, help="of each kind")
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args(argv)
    search_words_table()
    archive = Archive(options.seed)
    folder = Path(tempfile.mkdtemp(prefix="search-bench-"))
    try:
        _run(archive, folder, options)
    finally:
        shutil.rmtree(folder)
    return 0


def _run(archive: Archive, folder: Path, options: argparse.Namespace) -> None:
    items = options.items
    print(f"# Search over {items:,} made-up items, seed {options.seed}, SQLite {sqlite3.sqlite_version}")
    print(f"# ms for the 10 best while {_WRITES_A_SECOND} items/s are added; load {os.getloadavg()[0]:.1f}")
    ours = _Ours(folder / "ours.sqlite", now=START + items * EVERY)
    ours.build(archive.documents(items), items)
    ours.settle()
    ours.sizes(items)
    raw = _RankAll(folder / "raw.sqlite")
    raw.build(archive.documents(items))
    peer = _Tantivy(folder / "tantivy")
    peer.build(archive.documents(items))
    columns = "".join(f"{name:>9}{'p99':>8}{'cpu':>8}" for name in ("ours p50", "rank all", "tantivy"))
    print(f"{'query':22}{'hits':>7}{columns}")
    with ours.writer(archive.documents(items, first=items)):
        for kind, texts in queries(archive, random.Random(options.seed), options.queries).items():
            row = [ours.search, raw.search if raw.can(kind) else None, peer.search if peer.can(kind) else None]
            hits = sorted(ours.total(text) for text in texts)[len(texts) // 2]
            print(f"{kind:22}{hits:7,}" + "".join(_timed(search, texts) for search in row))
    ours.inserts(list(archive.documents(4000, first=2 * items)))


def queries(archive: Archive, dice: random.Random, count: int) -> dict[str, list[str]]:
    """Return so many queries of each kind."""

    def word(language: str, most: int, least: int) -> str:
        return archive.word(language, dice.randint(most, least))

    kinds: dict[str, Callable[[], str]] = {
        "common word": lambda: word("en", 0, 9),
        "common name": lambda: "putin",
        "rare word": lambda: word("en", 5_000, 14_000),
        "phrase": lambda: f'"{word("en", 0, 30)} {word("en", 0, 30)}"',
        "AND of 3": lambda: " ".join(word("en", 5, 200) for _ in range(3)),
        "OR of 3": lambda: " OR ".join(word("en", 5, 200) for _ in range(3)),
        "prefix": lambda: word("en", 0, 2000)[:4].ljust(3, "a") + "*",
        "entity + date + word": lambda: f"entity:putin since:7d {word('en', 0, 200)}",
        "negative only": lambda: f"-{word('en', 0, 100)}",
        "Russian": lambda: word("ru", 0, 500),
        "Arabic with clitics": lambda: f"وال{word('ar', 0, 500)}",
        "Chinese": lambda: word("zh", 0, 500)[:3],
    }
    return {kind: [make() for _ in range(count)] for kind, make in kinds.items()}


def _timed(search: Search | None, texts: Sequence[str]) -> str:
    """Return p50 and p99 of the clock, and the p50 of the thread's own CPU time, which a busy machine cannot spoil."""
    if search is None:
        return f"{'–':>9}{'–':>8}{'–':>8}"
    clock, processor = [], []
    for text in texts:
        began, worked = time.perf_counter(), time.thread_time()
        search(text)
        processor.append((time.thread_time() - worked) * 1000)
        clock.append((time.perf_counter() - began) * 1000)
    clock.sort()
    return f"{median(clock):9.2f}{clock[int(len(clock) * 0.99)]:8.2f}{median(processor):8.2f}"


class _Ours:
    def __init__(self, path: Path, *, now: datetime) -> None:
        self.now = now
        self.engine = sa.create_engine(f"sqlite:///{path}")
        self.conn = self._connect()

    def _connect(self) -> sa.Connection:
        conn = self.engine.connect()
        for pragma in _OURS:
            conn.exec_driver_sql(f"PRAGMA {pragma}")
        conn.commit()
        return conn

    def build(self, documents: Iterator[IndexDocument], items: int) -> None:
        search_sqlite.create(self.conn)
        load()
        analysis = indexing = steady = 0.0
        while batch := list(islice(documents, 1000)):
            began = time.process_time()
            tokens = [tokenise(document) for document in batch]
            steady = (time.process_time() - began) / len(batch)
            search_sqlite.index(self.conn, tokens)
            self.conn.commit()
            analysis += steady * len(batch)
            indexing += time.process_time() - began - steady * len(batch)
        print(f"ours: analysis {analysis / items * 1e3:.2f} ms/item, {steady * 1e3:.2f} in the last 1,000 (CPU);")
        print(f"  indexing {indexing / items * 1e6:.0f} us/item")

    def settle(self) -> None:
        """Do what the hourly and nightly upkeep does; print how long its longest transaction took."""
        longest: dict[str, float] = {}
        after: str | None = ""
        while after is not None:
            after = self._step("learn", longest, partial(search_words.learn, after=after))
        while self._step("trim", longest, search_upkeep.trim_recent):
            pass
        for table in ("search_recent", "search_index"):
            while self._step("merge", longest, partial(search_upkeep.merge, table=table)):
                pass
        told = ", ".join(f"{name} {seconds * 1e3:.0f} ms" for name, seconds in longest.items())
        print(f"  upkeep, longest transactions: {told}")

    def sizes(self, items: int) -> None:
        """Print what the index takes."""
        rows = self.conn.exec_driver_sql("SELECT name, sum(pgsize) FROM dbstat GROUP BY name").all()
        pages = {name: size / items for name, size in rows}
        index, recent = (
            sum(size for name, size in pages.items() if name.startswith(table))
            for table in ("search_index", "search_recent")
        )
        print(f"  bytes an item: {index:.0f} in the index, {pages['search_tokens']:.0f} in its content,")
        print(f"  {pages['search_forms']:.0f} in the forms of words; {recent * items / 1e6:.0f} MB of recent items")

    def _step(self, name: str, longest: dict[str, float], work: Callable[[sa.Connection], T]) -> T:
        began = time.perf_counter()
        done = work(self.conn)
        self.conn.commit()
        longest[name] = max(longest.get(name, 0), time.perf_counter() - began)
        return done

    def search(self, text: str) -> int:
        query = read_query(text, now=self.now, zone=UTC, names=_NAMES)
        return len(search_sqlite.search(self.conn, query, now=self.now, limit=10).ids)

    def total(self, text: str) -> int:
        query = read_query(text, now=self.now, zone=UTC, names=_NAMES)
        return search_sqlite.search(self.conn, query, now=self.now, limit=10).total

    @contextmanager
    def writer(self, documents: Iterator[IndexDocument]) -> Iterator[None]:
        """Add items in a thread of their own, as the bot does, while the body runs."""
        stop = threading.Event()

        def write() -> None:
            conn = self._connect()
            while not stop.wait(_BATCH / _WRITES_A_SECOND):
                search_sqlite.index(conn, [tokenise(document) for document in islice(documents, _BATCH)])
                conn.commit()
            conn.close()

        thread = threading.Thread(target=write)
        thread.start()
        try:
            yield
        finally:
            stop.set()
            thread.join()

    def inserts(self, documents: list[IndexDocument]) -> None:
        tokens = [tokenise(document) for document in documents]
        took = []
        for place in range(0, len(tokens), _BATCH):
            began = time.perf_counter()
            search_sqlite.index(self.conn, tokens[place : place + _BATCH])
            self.conn.commit()
            took.append(time.perf_counter() - began)
        print(f"inserts in batches of {_BATCH}: {len(tokens) / sum(took):,.0f} items/s, worst {max(took) * 1e3:.0f} ms")


class _RankAll:
    """What FTS5 does when asked plainly: raw text, its own tokenizer, every hit scored."""

    def __init__(self, path: Path) -> None:
        self.conn = sqlite3.connect(path)
        for pragma in _PRAGMAS:
            self.conn.execute(f"PRAGMA {pragma}")
        self.conn.execute("CREATE VIRTUAL TABLE f USING fts5(title, body, tokenize='unicode61 remove_diacritics 2')")

    def build(self, documents: Iterator[IndexDocument]) -> None:
        began = time.process_time()
        rows = ((document.id, document.title, document.summary) for document in documents)
        self.conn.executemany("INSERT INTO f (rowid, title, body) VALUES (?, ?, ?)", rows)
        self.conn.commit()
        size = self.conn.execute("SELECT sum(pgsize) FROM dbstat WHERE name = 'f_data'").fetchone()[0]
        count = self.conn.execute("SELECT count(*) FROM f").fetchone()[0]
        spent = (time.process_time() - began) / count * 1e6
        print(f"FTS5 raw: {spent:.0f} us/item with the making of the text; {size / count:.0f} bytes in the index")

    def can(self, kind: str) -> bool:
        return kind not in {"entity + date + word", "negative only"}

    def search(self, text: str) -> int:
        words = text.split(" ") if '"' not in text else [text]
        match = " ".join(word if word == "OR" or word[-1] in '*"' else f'"{word}"' for word in words)
        return len(self.conn.execute("SELECT rowid FROM f WHERE f MATCH ? ORDER BY rank LIMIT 10", (match,)).fetchall())


class _Tantivy:
    """The Rust engine with its default tokenizer and BM25."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir()
        schema = tantivy.SchemaBuilder()
        schema.add_integer_field("id", stored=True, indexed=True)
        schema.add_text_field("title")
        schema.add_text_field("body")
        self.folder = folder
        self.index = tantivy.Index(schema.build(), path=str(folder))

    def build(self, documents: Iterator[IndexDocument]) -> None:
        began = time.process_time()
        writer = self.index.writer(num_threads=1)
        for document in documents:
            writer.add_document(tantivy.Document(id=document.id, title=document.title, body=document.summary))
        writer.commit()
        writer.wait_merging_threads()
        self.index.reload()
        self.searcher = self.index.searcher()
        count = self.searcher.num_docs
        size = sum(file.stat().st_size for file in self.folder.iterdir())
        spent = (time.process_time() - began) / count * 1e6
        print(f"tantivy: {spent:.0f} us/item with the making of the text; {size / count:.0f} bytes in the index")

    def can(self, kind: str) -> bool:
        return kind not in {"entity + date + word", "negative only", "prefix"}

    def search(self, text: str) -> int:
        query = self.index.parse_query(
            text if "OR" in text or '"' in text else text.replace(" ", " AND "), ["title", "body"]
        )
        return len(self.searcher.search(query, 10).hits)


if __name__ == "__main__":
    import sys

    raise SystemExit(main(sys.argv[1:]))
