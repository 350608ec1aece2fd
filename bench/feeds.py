"""Feeds: how much computing it takes to read and to poll them, beside feedparser and `reader` in the same run.

`python -m bench.feeds [--shared DIR] [--feeds N] [--polled N] [--quick]` prints three tables: reading (CPU per
capture), polling (whole passes, with the real archive), and a simulated day.
"""

import argparse
import asyncio
import contextlib
import gc
import heapq
import io
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, Self

import aiohttp
import feedparser
import psutil

from bot.errors import FormatError
from bot.feeds.agenda import Agenda
from bot.feeds.document import Document
from bot.feeds.health import Network
from bot.feeds.identity import Sorting
from bot.feeds.parse import parse
from bot.feeds.rhythm import Rhythm, interval
from bot.feeds.state import FeedState
from bot.feeds.timetable import RULES, after_success
from bot.model import Feed, FeedId, Page
from bot.net.fetch import Fetcher
from bot.net.guard import Allowed
from bot.net.hosts import Manners
from bot.pipeline.collect import collect
from bot.store import feeds as feeds_table
from bot.store import tally
from bot.store.archive import Archive
from bot.store.database import Database
from bot.work.pool import Workers
from tests.builders import make_item


def address(number: int, port: int) -> str:
    """Return where feed N is: every feed on a host of its own."""
    return f"http://127.{1 + number // 62_500}.{number // 250 % 250}.{number % 250 + 1}:{port}/feed/{number}"


def reading(shared: Path, rounds: int) -> None:
    """CPU of this thread per capture, all readers in turn on each capture, the best of some rounds."""

    def theirs(body: bytes, **switches: bool) -> object:
        return feedparser.parse(io.BytesIO(body), **switches)

    readers: dict[str, Callable[[bytes], object]] = {
        "feedparser": theirs,
        "feedparser, no sanitising, no links": lambda body: theirs(
            body, sanitize_html=False, resolve_relative_uris=False
        ),
        "ours": lambda body: parse(body, url="http://h.example/"),
    }
    files = sorted(path for path in (shared / "feeds").iterdir() if path.suffix in {".xml", ".rss", ".rdf", ".atom"})
    times: dict[str, list[float]] = {name: [] for name in readers}
    for path in files:
        body = path.read_bytes()
        for name, read in readers.items():
            times[name].append(min(_cpu(read, body) for _ in range(rounds)))
    print(f"\nReading: {len(files)} captures, thread CPU, best of {rounds}")
    print(f"{'':38}{'median ms':>10}{'p95 ms':>9}{'total ms':>10}{'x less (median)':>17}")
    slowest = statistics.median(times["feedparser"])
    for name, found in times.items():
        middle, high = statistics.median(found), statistics.quantiles(found, n=20)[-1]
        print(f"{name:38}{middle * 1e3:10.2f}{high * 1e3:9.1f}{sum(found) * 1e3:10.0f}{slowest / middle:17.1f}")


def _cpu(read: Callable[[bytes], object], body: bytes) -> float:
    start = time.thread_time()
    with contextlib.suppress(FormatError):
        read(body)
    return time.thread_time() - start


@dataclass(frozen=True, slots=True)
class Pass:
    """One pass over all feeds: seconds of CPU of the whole process tree, seconds, items stored in all, polls that
    failed; MiB of memory at the highest (0 where it was not looked at).
    """

    cpu: float
    wall: float
    items: int
    failed: int
    mib: float = 0.0


class Ours:
    """The bot's own collecting: lease, fetch, parse and normalise in workers, tell new from known, store."""

    def __init__(self, feeds: Sequence[Feed], database: Database, fetch: Fetcher, workers: Workers) -> None:
        self.feeds, self.database, self.fetch, self.workers = feeds, database, fetch, workers
        self.archive = Archive(database, {feed.id: feed for feed in feeds})
        self.network = Network()
        self.agenda = Agenda()

    async def poll(self, feed: Feed) -> str:
        """Poll one feed as the bot does."""
        return await collect(
            feed,
            fetch=self.fetch,
            read=self.workers.read,
            archive=self.archive,
            rules=RULES,
            network=self.network,
            agenda=self.agenda,
            clock=lambda: datetime.now(UTC),
        )

    async def once(self) -> Pass:
        """Poll all feeds that are switched on once, at most 100 under way, half of them on the wire."""
        await self.database.write(feeds_table.due_now, now=datetime.now(UTC))
        before, start = _tree_cpu(), time.monotonic()
        turns = asyncio.Semaphore(100)

        async def poll(feed: Feed) -> str:
            async with turns:
                return await self.poll(feed)

        due = await self.archive.lease(len(self.feeds), now=datetime.now(UTC), lease_for=timedelta(minutes=9))
        wrong = await asyncio.gather(*map(poll, due))
        wall, cpu = time.monotonic() - start, _tree_cpu() - before
        stored, _ = await self.database.read(tally.extent)
        return Pass(cpu, wall, stored, sum(map(bool, wrong)))


class Memory:
    """Looks every half second how much memory the process tree takes (PSS), and keeps the highest."""

    async def __aenter__(self) -> Self:
        self.mib = 0.0
        self._watch = asyncio.create_task(self._look())
        return self

    async def _look(self) -> None:
        while True:
            self.mib = max(self.mib, sum(one.memory_full_info().pss for one in _tree()) / 2**20)
            await asyncio.sleep(0.5)

    async def __aexit__(self, *_: object) -> None:
        self._watch.cancel()


class Ticker:
    """Wants to be called every millisecond, and keeps the longest time in ms that it was not."""

    async def __aenter__(self) -> Self:
        self.longest = 0.0
        self._ticking = asyncio.create_task(self._tick())
        return self

    async def _tick(self) -> None:
        last = time.perf_counter()
        while True:
            await asyncio.sleep(0.001)
            now = time.perf_counter()
            self.longest = max(self.longest, (now - last) * 1e3 - 1)
            last = now

    async def __aexit__(self, *_: object) -> None:
        self._ticking.cancel()


_others: list[int] = []
"""The server and the peer: children of this process that are not ours to count."""


def _tree() -> list[psutil.Process]:
    me = psutil.Process()
    alive = [one for one in [me, *me.children(recursive=True)] if one.status() != psutil.STATUS_ZOMBIE]
    return [one for one in alive if one.pid not in _others]


def _tree_cpu() -> float:
    """Return the seconds of computing of this process and its workers."""
    return sum(float(times.user + times.system) for one in _tree() for times in [one.cpu_times()])


class Callbacks:
    """Measures the CPU of every callback of the event loop, so that other people's load does not count as ours."""

    def __enter__(self) -> Self:
        self.longest = 0.0
        self._run = run = asyncio.events.Handle._run  # noqa: SLF001 the one place all callbacks pass

        def timed(handle: Any) -> None:  # noqa: ANN401
            start = time.thread_time()
            run(handle)
            self.longest = max(self.longest, time.thread_time() - start)

        asyncio.events.Handle._run = timed  # type: ignore[assignment, method-assign]  # noqa: SLF001
        return self

    def __exit__(self, *_: object) -> None:
        asyncio.events.Handle._run = self._run  # type: ignore[method-assign]  # noqa: SLF001


async def polling(shared: Path, total: int, polled: int) -> None:
    """Whole passes over `polled` of `total` feeds: ours, then the peer's, in each mood of the server."""
    server = _start("bench.feed_server", str(shared / "feeds"))
    port = int(_line(server))
    feeds = [Feed(FeedId(f"f{n}"), f"Feed {n}", address(n, port), enabled=n < polled) for n in range(total)]
    with tempfile.TemporaryDirectory() as folder:
        peer = _start("bench.feed_peer", f"{folder}/reader.sqlite", str(port), str(total), str(polled))
        _line(peer)
        fetching = _fetcher(Manners(spacing=0.0, starts=1e6, at_once=50))
        with Workers() as workers:
            async with Database(f"sqlite:///{folder}/ours.sqlite") as database, fetching as fetch:
                ours = Ours(feeds, database, fetch, workers)
                await ours.archive.register(now=datetime.now(UTC))
                await workers.parse(Page("", "", b"<rss><channel/></rss>", ""))  # they stand before the first feed
                gc.freeze()  # as the service does once it stands: its modules are not looked through again and again
                print(f"\nPolling {polled} of {total} feeds, each on its own loopback host")
                print(f"{'':16}{'who':8}{'CPU s':>8}{'x less':>8}{'feeds/s':>9}{'items':>8}{'failed':>8}{'MiB':>7}")
                for name, mode in (("all new", "200"), ("all 304", "304"), ("all 200, same", "200")):
                    await _mood(port, mode)
                    mine = await ours.once()
                    theirs = _peer_pass(peer)
                    _row(name, "ours", mine, polled, theirs.cpu / mine.cpu)
                    _row("", "reader", theirs, polled, None)
                others = [replace(feed, enabled=True) for feed in feeds[polled : polled + polled // 4]]
                await _watched(Ours(others, database, fetch, workers), port)
                async with _fetcher(Manners(at_once=50)) as paced:
                    await _unwell(Ours(feeds[: min(polled, 250)], database, paced, workers), port)
    for process in (peer, server):
        process.communicate()


def _fetcher(manners: Manners) -> Fetcher:
    """Return what may ask this machine."""
    allowed = Allowed(("127.0.0.0/8",), any_port=True)
    return Fetcher(clock=lambda: datetime.now(UTC), agent="bench", allowed=allowed, manners=manners)


async def _watched(ours: Ours, port: int) -> None:
    """A pass of new feeds under observation, with long documents among them: memory, and what holds up the loop."""
    long = [Feed(FeedId(f"long{n}"), "Ferries", address(n, port).replace("/feed/", "/large/")) for n in range(2)]
    await _mood(port, "200")
    await Ours(long, ours.database, ours.fetch, ours.workers).archive.register(now=datetime.now(UTC))
    both = Ours([*long, *ours.feeds], ours.database, ours.fetch, ours.workers)
    await both.archive.register(now=datetime.now(UTC))
    async with Memory() as memory:
        with Callbacks() as callbacks:
            async with Ticker() as ticker:
                await both.once()
                for feed in long:
                    await both.poll(feed)  # 2,000 items known, and all of them edited
    print(
        f"\n{len(both.feeds)} more feeds, all new, two of 2,000 items, those read again edited: {memory.mib:.0f} MiB;\n"
        f"the loop was away {ticker.longest:.0f} ms at most (1 ms ticker; other programs' load included), its longest"
        f" callback computed {callbacks.longest * 1e3:.0f} ms"
    )


async def _unwell(ours: Ours, port: int) -> None:
    """Compare how long nine tenths of the feeds take when every tenth is well too, and when it hangs or drips.

    They are asked at the bot's own pace, so many starts a second.
    """
    healthy = [feed for number, feed in enumerate(ours.feeds) if number % 10]

    async def until_healthy_are_done(feeds: Sequence[Feed]) -> float:
        start = time.monotonic()
        polls = {feed.id: asyncio.create_task(ours.poll(feed)) for feed in feeds}
        await asyncio.gather(*(polls[feed.id] for feed in healthy))
        taken = time.monotonic() - start
        for poll in polls.values():
            poll.cancel()
        await asyncio.gather(*polls.values(), return_exceptions=True)
        return taken

    taken: dict[str, list[float]] = {"304": [], "hang": [], "drip": []}
    for _ in range(2):  # in turn, since the machine is not ours alone
        for mode, times in taken.items():
            await _mood(port, mode)
            times.append(await until_healthy_are_done(ours.feeds))
    clean, hung, dripping = (min(times) for times in taken.values())
    print(
        f"\nA tenth is unwell, best of 2 in turn, at the bot's own pace:"
        f" {len(healthy)} others took {clean:.2f} s beside a well one,"
        f" {hung:.2f} s ({hung / clean - 1:+.0%}) beside hung ones,"
        f" {dripping:.2f} s ({dripping / clean - 1:+.0%}) beside dripping ones"
    )


def _row(name: str, who: str, one: Pass, feeds: int, less: float | None) -> None:
    factor = f"{less:8.1f}" if less else " " * 8
    memory = f"{one.mib:7.0f}" if one.mib else ""
    print(f"{name:16}{who:8}{one.cpu:8.2f}{factor}{feeds / one.wall:9.0f}{one.items:8}{one.failed:8}{memory}")


def _start(module: str, *arguments: str) -> "subprocess.Popen[str]":
    command = [sys.executable, "-m", module, *arguments]
    process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)  # noqa: S603 our own
    _others.append(process.pid)
    return process


def _line(process: "subprocess.Popen[str]") -> str:
    assert process.stdout is not None  # noqa: S101 it is a pipe
    return process.stdout.readline().strip()


def _peer_pass(peer: "subprocess.Popen[str]") -> Pass:
    assert peer.stdin is not None  # noqa: S101 it is a pipe
    peer.stdin.write("go\n")
    peer.stdin.flush()
    line = json.loads(_line(peer))
    return Pass(line["cpu"], line["wall"], line["items"], line["failed"], line["mib"])


async def _mood(port: int, mode: str) -> None:
    async with aiohttp.ClientSession() as session, session.get(f"http://127.0.0.1:{port}/mode/{mode}"):
        pass


def day(feeds: int = 1_000) -> None:
    """A simulated day: how evenly requests fall on minutes and hosts, and what feeds get beside Miniflux's rule."""
    start = datetime(2026, 3, 1, tzinfo=UTC)
    one_day, agenda = timedelta(days=1), Agenda()
    polled = [Feed(FeedId(f"f{number}"), "", f"http://h{number % 200}.example/{number}") for number in range(feeds)]
    states = {feed.id: FeedState(rate=float(10 ** (number % 3))) for number, feed in enumerate(polled)}
    minutes = [0] * 1440
    hosts: Counter[tuple[int, int]] = Counter()
    shortest = timedelta.max
    queue = [(start, number) for number in range(feeds)]
    while queue[0][0] < start + 2 * one_day:
        moment, number = heapq.heappop(queue)
        feed, before = polled[number], states[polled[number].id]
        sorting = Sorting(new=tuple(make_item(number=n) for n in range(round(before.rate / 24))))
        page = Page(feed.url, feed.url, b"", str(moment))
        after = after_success(feed, before, page, Document(), sorting, now=moment, rules=RULES, planned=agenda.planned)
        assert after.due is not None  # noqa: S101 a good answer always has a next time
        agenda.note(feed.id, after.due)
        states[feed.id] = replace(after, rate=before.rate)
        shortest = min(shortest, after.due - moment)
        heapq.heappush(queue, (after.due, number))
        if moment >= start + one_day:
            minute = int((moment - start - one_day).total_seconds() // 60)
            minutes[minute] += 1
            hosts[number % 200, minute] += 1
    mean = statistics.mean(minutes)
    print(
        f"\nA simulated day: {feeds} feeds, {sum(minutes)} polls, shortest wait {shortest}, to one host at most"
        f"\n{max(hosts.values())} a minute (60 allowed), per minute std/mean {statistics.pstdev(minutes) / mean:.2f}"
        f" (chance alone: {mean**-0.5:.2f})"
    )
    print(f"{'items a day':>12}{'ours':>12}{'Miniflux':>12}")
    for rate in (1, 10, 100):
        mine = interval(rate, 1.0, Rhythm())
        miniflux = min(max(timedelta(days=7) / (rate * 7), timedelta(minutes=5)), timedelta(hours=24))
        print(f"{rate:12}{mine / timedelta(minutes=1):10.0f} m{miniflux / timedelta(minutes=1):10.0f} m")


def main(argv: list[str] | None = None) -> int:
    """Print the figures; 0 if all could be measured, 1 if the captures are not there."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--shared", type=Path, default=Path(os.environ.get("NEWSWATCH_SHARED", "../shared")))
    parser.add_argument("--feeds", type=int, default=10_000)
    parser.add_argument("--polled", type=int, default=2_000)
    parser.add_argument("--quick", action="store_true", help="a tenth of the feeds, one round")
    options = parser.parse_args(argv)
    if not (options.shared / "feeds").is_dir():
        print(f"no captures at {options.shared / 'feeds'}", file=sys.stderr)
        return 1
    less = 10 if options.quick else 1
    reading(options.shared, 1 if options.quick else 7)
    asyncio.run(polling(options.shared, options.feeds // less, options.polled // less))
    day()
    return 0


if __name__ == "__main__":
    sys.modules["__main__"].__spec__ = None  # or worker processes, unlike the bot's, would import this module
    del sys.modules["__main__"].__file__
    sys.exit(main())
