"""The whole service for twenty minutes: ten times the load of a busy newsroom, feeds, Telegram and workers that fail.

A clock ten times as fast as the real one makes that more than three hours of news; the bot has one core. Normal is
taken to be 150 feeds of 30 items a day, polled 20,000 times a day.
"""

import asyncio
import os
import random
import re
import signal
import sys
import urllib.request
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from statistics import fmean
from time import monotonic, time
from typing import Any

import psutil
import pytest
import sqlalchemy as sa

from bot.store.schema import item, outbox
from sandbox import Sandbox
from sandbox.faults import Fault
from tests.sandbox.aiogram_judge import problems
from tests.soak.clock import FastClock, FastSandboxClock
from tests.soak.world import World

ROOT = Path(__file__).parents[2]
SPEED = 10
SECONDS = int(os.environ.get("NEWSWATCH_SOAK_SECONDS", "1200"))
OUTLETS, AN_HOUR = 150, 12.5
"""Ten times 30 items a day each."""
SAMPLE, TELEGRAM_FAULT, WORKER_DEATH, QUESTION = 5.0, 15.0, 45.0, 1.5
"""Seconds between two samples, faults, deaths, questions."""
FAULTS = (
    Fault("429", seconds=5),
    Fault("502"),
    Fault("502", when="after"),
    Fault("reset"),
    Fault("reset", when="after"),
    Fault("truncated", when="after"),
    Fault("hang", seconds=3),
)
METHODS = ("sendMessage", "sendMessage", "editMessageText", "getUpdates", "answerCallbackQuery")
REST = 900
"""Seconds until feeds that failed are asked again and the last posts are out."""
UNDER_WAY = ("pending", "sending", "ambiguous")
QUESTIONS = ("/search putin", "/search зеленский -асад", "/latest", "/search lang:ar", "/search kori*", "/entities")
SETTINGS = """
[archive]
database = "sqlite:///{folder}/data/newswatch.db"
[poll]
every = "60s"
longest = "5m"
budget = 200000
timeout = "2s"
host_spacing = "0s"
allow_networks = ["127.0.0.0/8"]
[telegram]
base_url = "{base_url}"
journal_chat = {journal}
[understanding]
vectors = {vectors}
[watch]
listen = "127.0.0.1:{port}"
[[channel]]
id = "main"
digest_every = "20m"
digest_at = []
"""


@dataclass(slots=True)
class Samples:
    """What was seen of the process tree, one number each time."""

    megabytes: list[float] = field(default_factory=list)
    files: list[float] = field(default_factory=list)
    threads: list[float] = field(default_factory=list)
    processes: list[float] = field(default_factory=list)
    tasks: list[float] = field(default_factory=list)

    def take(self, bot: psutil.Process, tasks: float) -> None:
        """Look once; PSS, so that what processes share counts once."""
        family = [bot, *bot.children(recursive=True)]
        sizes = []
        for one in family:
            try:
                sizes.append(one.memory_full_info().pss / 2**20)
            except psutil.NoSuchProcess:
                continue
        self.megabytes.append(sum(sizes))
        self.processes.append(len(sizes))
        self.files.append(bot.num_fds())
        self.threads.append(bot.num_threads())
        self.tasks.append(tasks)

    def parts(self, name: str) -> tuple[float, float]:
        """Return the means of the second and of the last third: the first is warming up."""
        seen = getattr(self, name)
        third = len(seen) // 3
        return fmean(seen[third : 2 * third]), fmean(seen[2 * third :])


@dataclass(slots=True)
class Soak:
    """A folder with a configuration, a world, a sandbox and the bot between them."""

    folder: Path
    world: World
    sandbox: Sandbox
    clock: FastClock
    port: int
    samples: Samples = field(default_factory=Samples)

    def configure(self, *, vectors: bool) -> None:
        journal = self.sandbox.add_chat("channel", "Journal")
        (self.folder / "data").mkdir(parents=True)
        text = SETTINGS.format(
            folder=self.folder,
            base_url=self.sandbox.base_url,
            journal=journal.id,
            vectors=str(vectors).lower(),
            port=self.port,
        )
        (self.folder / "settings.toml").write_text(text)
        (self.folder / "feeds.toml").write_text(self.world.tables())
        (self.folder / "entities.toml").write_bytes((ROOT / "config" / "entities.toml").read_bytes())

    async def start(self, *verb: str) -> asyncio.subprocess.Process:
        """Start the bot, what it writes kept in files."""
        secrets = {"TELEGRAM_BOT_TOKEN": self.sandbox.token, "TELEGRAM_CHANNEL": str(self.sandbox.channel.id)}
        with (self.folder / "out").open("ab") as out, (self.folder / "err").open("ab") as err:
            return await asyncio.create_subprocess_exec(
                sys.executable,
                *("-m", "tests.soak.fast_bot", str(self.clock.begun), str(SPEED), "0"),
                *(*verb, "--config", str(self.folder)),
                env={**os.environ, **secrets},
                cwd=ROOT,
                stdout=out,
                stderr=err,
            )

    async def figures(self) -> dict[str, float]:
        """Return what /metrics shows, by name and labels; nothing if it does not answer."""

        def read() -> str:
            with urllib.request.urlopen(f"http://127.0.0.1:{self.port}/metrics", timeout=20) as answer:
                return str(answer.read().decode())

        try:
            text = await asyncio.to_thread(read)
        except OSError:
            return {}
        rows = (line.rpartition(" ") for line in text.splitlines() if line and not line.startswith("#"))
        return {name: float(value) for name, _, value in rows}

    async def watch(self, bot: psutil.Process) -> None:
        while True:
            await asyncio.sleep(SAMPLE)
            self.samples.take(bot, (await self.figures()).get("newswatch_tasks", 0.0))

    async def trouble_telegram(self) -> None:
        draw = random.Random(2)
        while True:
            await asyncio.sleep(TELEGRAM_FAULT)
            fault = draw.choice(FAULTS)
            self.sandbox.arm(Fault(fault.kind, method=draw.choice(METHODS), when=fault.when, seconds=fault.seconds))

    async def kill_workers(self, bot: psutil.Process) -> None:
        """Kill a worker now and then, as the system does when memory runs out."""
        draw = random.Random(3)
        while True:
            await asyncio.sleep(WORKER_DEATH)
            workers = [one for one in bot.children(recursive=True) if not one.children() and one.ppid() != bot.pid]
            if workers:
                draw.choice(workers).send_signal(signal.SIGKILL)

    async def ask(self) -> None:
        draw = random.Random(4)
        while True:
            await asyncio.sleep(QUESTION)
            self.sandbox.say(draw.choice(QUESTIONS))

    def stored(self) -> Counter[str]:
        """Return how often each article is in the archive, by what its outlet calls it."""
        return Counter(re.split("[:/]", guid)[-1] for guid in self.rows(sa.select(item.c.guid)))

    def rows(self, query: sa.Select[Any]) -> list[Any]:
        """Return the first column of what a query finds in the bot's archive."""
        with sa.create_engine(f"sqlite:///{self.folder}/data/newswatch.db").connect() as conn:
            return list(conn.scalars(query))

    def summary(self) -> str:
        """Return the figures of the run in a line."""
        parts = {name: self.samples.parts(name) for name in ("megabytes", "files", "threads", "processes", "tasks")}
        seen = ", ".join(f"{name} {before:.0f} then {after:.0f}" for name, (before, after) in parts.items())
        world = self.world
        return (
            f"{len(world.published)} articles, {world.requests} polls of which {world.faults} failed, "
            f"{len(self.sandbox.messages())} posts; most {max(self.samples.megabytes):.0f} MB; {seen}"
        )

    def nothing_was_lost_or_doubled(self) -> None:
        """Assert that every article is stored once, and that what stands in the channel are the posts, each once."""
        stored = self.stored()
        assert sorted(self.world.published - set(stored)) == [], "lost"
        assert [guid for guid, times in stored.items() if times > 1] == [], "doubled"
        posts = sa.select(outbox.c.message_id).where(outbox.c.channel == "main", outbox.c.version == 0)
        assert sorted(self.rows(posts)) == sorted(message.id for message in self.sandbox.messages())


@asynccontextmanager
async def soaking(folder: Path, port: int) -> AsyncIterator[Soak]:
    os.sched_setaffinity(0, {1} if (os.cpu_count() or 1) > 1 else {0})
    clock = FastClock(time(), SPEED)
    async with World(OUTLETS, AN_HOUR, clock) as world, Sandbox(clock=FastSandboxClock(clock)) as sandbox:
        yield Soak(folder, world, sandbox, clock, port)


async def at_rest(soak: Soak, seconds: float) -> bool:
    """Wait until everything published was read, understood and delivered; return whether that came to pass."""
    end = monotonic() + seconds
    while monotonic() < end:
        await asyncio.sleep(2)
        figures = await soak.figures()
        under_way = [figures.get(f'newswatch_posts{{state="{state}"}}', 0) for state in UNDER_WAY]
        done = figures and not figures["newswatch_items_waiting"] and not any(under_way)
        if done and soak.world.published <= set(soak.stored()):
            return True
    return False


async def weather(soak: Soak, bot: psutil.Process) -> None:
    """Let news, questions and trouble come for the time of the soak, then nothing more."""
    soak.world.begin()
    coming = (soak.watch(bot), soak.trouble_telegram(), soak.kill_workers(bot), soak.ask())
    tasks = [asyncio.create_task(one) for one in coming]
    done, _ = await asyncio.wait(tasks, timeout=SECONDS, return_when=asyncio.FIRST_EXCEPTION)
    soak.world.rest()
    for task in tasks:
        task.cancel()
    for broken in done:
        broken.result()
    soak.sandbox.faults.disarm()


@pytest.mark.soak
@pytest.mark.timeout(SECONDS + REST + 120)
@pytest.mark.parametrize("most", [768, 512], ids=["with vectors", "without"])
async def test_twenty_minutes_of_ten_times_the_load_lose_nothing_double_nothing_and_leak_nothing(
    tmp_path: Path, unused_tcp_port: int, request: pytest.FixtureRequest, most: int
) -> None:
    async with soaking(tmp_path / "home", unused_tcp_port) as soak:
        soak.configure(vectors=most == 768)
        process = await soak.start("run", "--live")
        await weather(soak, psutil.Process(process.pid))
        is_at_rest = await at_rest(soak, REST)
        receipt = await (await soak.start("receipt", "--json")).wait()
        process.send_signal(signal.SIGTERM)
        assert await asyncio.wait_for(process.wait(), 20) == 0

    judge = request.config.pluginmanager.get_plugin("terminalreporter")
    assert judge is not None
    judge.write_line(f"{most} MB: {soak.summary()}")
    assert is_at_rest
    assert receipt == 0, (tmp_path / "home" / "out").read_text()
    soak.nothing_was_lost_or_doubled()
    assert problems(soak.sandbox.journal) == []
    assert max(soak.samples.megabytes) < most
    for name in ("megabytes", "files", "threads", "processes", "tasks"):
        before, after = soak.samples.parts(name)
        assert after <= before * 1.1 + 1, name
