"""One SQLite file: a single writer thread, a few readers, every call a plain function that takes a Connection.

Writers queue in one thread, so "database is locked" cannot happen inside the process, and nothing here blocks the event
loop. `write` and `read` are the whole interface: `await database.write(save, rows)` runs `save(conn, rows)` in one
transaction.

Writes that wait while another is under way share the next transaction: a commit costs more than most of them. What one
of them does stands or falls alone all the same: if any fails, all are rolled back and run again one by one. So a write
may run twice, and must depend on nothing but its arguments and the database.
"""

import asyncio
import contextlib
import multiprocessing
import signal
import sqlite3
import threading
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Concatenate, ParamSpec, Self, TypeVar

import sqlalchemy as sa
from sqlalchemy.exc import DatabaseError

from bot.errors import StoreError
from bot.store import faults
from bot.store.lock import file_of
from bot.store.migrate import is_current, migrate

P = ParamSpec("P")
T = TypeVar("T")

READERS = 3
STEPS = 8
"""Steps of long work between two checkpoints: some thousand pages at most."""
TOGETHER = 64
"""Writes that may share a transaction."""


@dataclass(slots=True)
class _Wish:
    """A write somebody waits for, and what became of it."""

    work: Callable[[sa.Connection], Any]
    answer: "asyncio.Future[Any]"
    result: Any = None
    error: Exception | None = None


class Database:
    """The archive's file. Use as an async context manager, or call `close` yourself."""

    def __init__(self, url: str) -> None:
        self.url = sa.make_url(url)
        if self.url.database and self.url.database != ":memory:":
            try:
                Path(self.url.database).parent.mkdir(parents=True, exist_ok=True)
                Path(self.url.database).touch(mode=0o600)
            except OSError as error:
                raise StoreError(f"{self.url.database}: cannot be made ({error.strerror})") from None
        self._writing = _engine(self.url, begin="BEGIN IMMEDIATE", cache=8_000)
        self._reading = _engine(self.url, begin="BEGIN", cache=2_000)
        self._writer = ThreadPoolExecutor(1, "database-writer")
        self._readers = ThreadPoolExecutor(READERS, "database-reader")
        self._wishes: list[_Wish] = []
        self._wishing = threading.Lock()

    async def __aenter__(self) -> Self:
        try:
            await asyncio.get_running_loop().run_in_executor(self._writer, self.migrate)
        except BaseException:
            await self.__aexit__()
            raise
        return self

    async def __aexit__(self, *_: object) -> None:
        await asyncio.get_running_loop().run_in_executor(None, self.close)

    def migrate(self) -> None:
        """Bring the schema to this version, creating the file if need be."""
        migrate(self._writing)

    def close(self) -> None:
        """Finish what is queued, then let go of the file."""
        self._writer.shutdown()
        self._readers.shutdown()
        for engine in (self._reading, self._writing):
            engine.dispose()

    async def write(self, work: Callable[Concatenate[sa.Connection, P], T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Run `work` in one transaction, after all writes asked for before it; it is committed when this returns."""
        loop = asyncio.get_running_loop()
        answer: asyncio.Future[T] = loop.create_future()
        with self._wishing:
            self._wishes.append(_Wish(lambda conn: work(conn, *args, **kwargs), answer))
            is_first = len(self._wishes) == 1
        if is_first:
            self._writer.submit(self._grant, loop)
        return await answer

    async def read(self, work: Callable[Concatenate[sa.Connection, P], T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Run `work` on a snapshot, beside whatever is being written."""
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self._readers, _run, self._reading, lambda conn: work(conn, *args, **kwargs))

    async def repeat(
        self, work: Callable[Concatenate[sa.Connection, P], object], *args: P.args, **kwargs: P.kwargs
    ) -> None:
        """Run `work`, a transaction each time, until it returns something false; whoever else writes comes between.

        What that leaves in the log is copied into the file beside the writer: by itself SQLite would let a writer wait.
        """
        steps = 0
        while await self.write(work, *args, **kwargs):
            steps += 1
            if steps % STEPS == 0:
                await self.checkpoint()

    async def checkpoint(self) -> None:
        """Copy what was written from the log into the file, as far as that makes nobody wait."""
        await asyncio.get_running_loop().run_in_executor(self._readers, _checkpoint, self._reading)

    async def settle(self) -> None:
        """Bring what the write-ahead log holds into the file and empty the log, after all writes asked for before."""
        await asyncio.get_running_loop().run_in_executor(self._writer, self._settle)

    def _settle(self) -> None:
        with contextlib.closing(self._writing.raw_connection()) as connection:
            connection.cursor().execute("PRAGMA wal_checkpoint(TRUNCATE)")

    def _grant(self, loop: asyncio.AbstractEventLoop) -> None:
        """Run the writes that wait, in order, in as few transactions as may be."""
        with self._wishing:
            waiting, self._wishes = self._wishes, []
        for start in range(0, len(waiting), TOGETHER):
            group = [wish for wish in waiting[start : start + TOGETHER] if not wish.answer.cancelled()]
            _grant_together(self._writing, group)
            loop.call_soon_threadsafe(_tell, group)


def _grant_together(engine: sa.Engine, group: Sequence[_Wish]) -> None:
    """Run writes in one transaction; if any fails, each in its own."""
    try:
        results = _run(engine, lambda conn: [wish.work(conn) for wish in group])
    except Exception:  # noqa: BLE001 - whatever it was: run alone, each meets its own
        for wish in group:
            try:
                wish.result = _run(engine, wish.work)
            except Exception as error:  # noqa: BLE001 - it belongs to the one who waits, whatever it is
                wish.error = error
    else:
        for wish, result in zip(group, results, strict=True):
            wish.result = result


def migrate_aside(url: str) -> None:
    """Begin to bring a database to this version's schema in a process of its own: what does it takes 25 MB, which end
    with it.

    To be called before there are threads. `Database` waits for it, and does it where that process failed.
    """
    if not _is_current(url):
        multiprocessing.get_context("fork").Process(target=_migrate, args=(url,), daemon=True).start()


def _is_current(url: str) -> bool:
    engine = sa.create_engine(url)
    try:
        return file_of(url).exists() and is_current(engine)
    except DatabaseError:
        return False
    finally:
        engine.dispose()


def _migrate(url: str) -> None:
    signal.signal(signal.SIGINT, signal.SIG_DFL)  # Ctrl-C ends it without a word; the schema changes as a whole or not
    with contextlib.suppress(StoreError):
        Database(url).migrate()


def _tell(group: Sequence[_Wish]) -> None:
    """Let those who wait go on: what they asked for is committed, or refused."""
    for wish in group:
        if wish.answer.done():
            continue
        if wish.error is None:
            wish.answer.set_result(wish.result)
        else:
            wish.answer.set_exception(wish.error)


def _run(engine: sa.Engine, work: Callable[[sa.Connection], T]) -> T:
    """Return what the work returns; it is committed, or StoreError is raised and nothing of it is left."""
    try:
        with engine.begin() as conn:
            return work(conn)
    except DatabaseError as error:
        raise StoreError(faults.words(error.orig, engine.url.database or "")) from error


def _checkpoint(engine: sa.Engine) -> None:
    conn = engine.raw_connection()  # in no transaction, where there is no checkpoint
    try:
        conn.cursor().execute("PRAGMA wal_checkpoint(PASSIVE)").fetchall()
    finally:
        conn.close()


def _engine(url: sa.URL, *, begin: str, cache: int) -> sa.Engine:
    """Return an engine whose connections keep `cache` KiB of pages in memory and begin transactions as told."""
    # A page written often is copied back once a checkpoint.
    pragmas = (
        "journal_mode=WAL",
        "wal_autocheckpoint=2000",
        "synchronous=NORMAL",
        "busy_timeout=30000",  # another program's copy or repair is waited for, in the writer's thread
        "foreign_keys=ON",
        "secure_delete=ON",  # what people had forgotten must not be read from the file; it costs nothing measurable
        f"cache_size=-{cache}",
    )
    # hide_parameters: an error must not carry a searcher's words into a log
    engine = sa.create_engine(url, connect_args={"check_same_thread": False}, pool_size=READERS, hide_parameters=True)

    @sa.event.listens_for(engine, "connect")
    def _settings(connection: sqlite3.Connection, _record: Any) -> None:  # noqa: ANN401 - SQLAlchemy's own record
        connection.isolation_level = None  # BEGIN is ours: pysqlite's own comes too late for a consistent read
        if not connection.execute("PRAGMA page_count").fetchone()[0]:  # later it would wait for whoever writes
            connection.execute("PRAGMA page_size=8192")  # articles are longer than a page of the default size
            connection.execute("PRAGMA auto_vacuum=INCREMENTAL")  # what was forgotten can be given back to the disk
        for pragma in pragmas:
            connection.execute(f"PRAGMA {pragma}")

    @sa.event.listens_for(engine, "begin")
    def _begin(conn: sa.Connection) -> None:
        conn.exec_driver_sql(begin)

    return engine
