"""The service: one process at a time for each database; changed settings are taken up by building the house anew."""

import asyncio
import contextlib
import gc
import logging
import os
import signal
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import timedelta

from bot import app
from bot.app import House
from bot.chat.delivery import Delivery
from bot.errors import ConfigError, Problem
from bot.feeds.health import Network
from bot.model import Notice
from bot.schedule import Job, running
from bot.settings import Settings
from bot.store import hold, people
from bot.store.lock import Lock, beside
from bot.talking import talk
from bot.text.inert import shorten
from bot.watch.vitals import Sign
from bot.watching import Watching, report
from bot.work import heap

log = logging.getLogger(__name__)

SECOND = timedelta(seconds=1)
MINUTE = timedelta(minutes=1)
UPKEEP = timedelta(hours=1)
ALERTS = timedelta(seconds=30)
REVISIONS = timedelta(minutes=1)
DIGESTS = timedelta(seconds=20)
NOTICES = timedelta(seconds=5)
LINE = 100
"""Code points of a post in the log."""


@dataclass(frozen=True, slots=True)
class Wishes:
    """What somebody outside wants of the running service."""

    stop: asyncio.Event = field(default_factory=asyncio.Event)
    reload: asyncio.Event = field(default_factory=asyncio.Event)


class Renewal:
    """Settings read anew. They are `taken` when all is right with them; where it is not, nothing changes.

    Taken as they are, they bring the feeds that were added, removed or confirmed in the database.
    """

    def __init__(self, settings: Settings, read: Callable[[], Settings]) -> None:
        self.settings = settings
        self.taken = asyncio.Event()
        self.read = read

    async def ask(self) -> Sequence[Problem]:
        """Read the settings; return what is wrong with them, nothing if they are taken up now."""
        try:
            new = await asyncio.to_thread(self._checked)
        except ConfigError as error:
            return error.problems
        self.settings = new
        self.taken.set()
        log.info("service.reloaded")
        return ()

    def _checked(self) -> Settings:
        new = self.read()
        app.matcher_of(new)
        if new.archive.database != self.settings.archive.database:
            key = "archive.database"
            raise ConfigError([Problem(new.file_of(key), key, "another database takes a restart")])
        return new


async def serve(settings: Settings, wishes: Wishes, read: Callable[[], Settings], *, mode: str = "live") -> None:
    """Run the service until it is asked to stop; `read` reads the settings anew, `mode` is what the watch calls it.

    Settings that prove wrong only in use, such as a token Telegram does not know, give way to those before them.
    """
    renewal = Renewal(settings, read)
    opened, network = app.clock(), Network()
    before, regrets = list[Settings](), list[Problem]()
    with Lock(beside(settings.archive.database, "service")) as lock:
        await _stand_by(lock, wishes, renewal)
        while not wishes.stop.is_set():
            settings = renewal.settings
            renewal.taken.clear()
            try:
                async with app.house(settings, opened=opened, network=network) as built:
                    log.info("service.runs feeds=%d entities=%d", len(settings.feeds), len(settings.entities))
                    await _serve(built, wishes, renewal, regrets, mode)
            except ConfigError as error:
                if not before:
                    raise
                renewal.settings, regrets = before.pop(), list(error.problems)
            else:
                before, regrets = [settings], []


async def _stand_by(lock: Lock, wishes: Wishes, renewal: Renewal) -> None:
    """Wait until no other process serves from this database, with the settings of then."""
    if lock.take():
        return
    log.warning("service.stands_by another Newswatch runs from this database; this one takes over when it ends")
    report(renewal.settings.supervisor, "READY=1")
    while not lock.take() and not wishes.stop.is_set():
        report(renewal.settings.supervisor, "WATCHDOG=1")
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(wishes.stop.wait(), SECOND.total_seconds())
    if not wishes.stop.is_set():
        log.warning("service.takes_over")
        _wrong_settings(await renewal.ask())


async def _serve(built: House, wishes: Wishes, renewal: Renewal, regrets: Sequence[Problem], mode: str) -> None:
    """Collect, understand, compose, deliver and answer until somebody asks to stop, or there are new settings.

    `regrets` are what was wrong with settings that had to be given up.
    """
    delivering: list[Delivery] = []
    desk = app.desk(built, lambda: renewal.read().secrets, renewal.ask, renewal.taken.set)
    watching = app.watching(built, mode)

    async def reload() -> None:
        while await wishes.reload.wait():
            wishes.reload.clear()
            await desk.tell(_wrong_settings(await renewal.ask()))

    await people.recover(built.database)
    await desk.tell(_wrong_settings(regrets))
    await desk.tell(await _on_hold(built))
    jobs = _jobs(built, watching, delivering)
    async with (
        _frozen(),
        watching.listening(),
        running(jobs, built.vitals),
    ):
        watching.report("READY=1")
        tasks = [
            asyncio.create_task(talk(desk, delivering), name="telegram"),
            asyncio.create_task(wishes.stop.wait(), name="stop"),
            asyncio.create_task(renewal.taken.wait(), name="taken"),
            asyncio.create_task(reload(), name="reload"),
            asyncio.create_task(watching.lag(), name="lag"),
        ]
        await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
        if wishes.stop.is_set():
            watching.report("STOPPING=1")
        for task in tasks:
            task.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await tasks[0]


def _wrong_settings(problems: Sequence[Problem]) -> Notice:
    """Return what the operator is told of settings, once; each mistake is logged each time."""
    for problem in problems:
        log.error("service.not_reloaded %s", problem)
    if problems:
        return Notice("settings-wrong", "", f"the settings were not taken up: {'; '.join(map(str, problems))}")
    return Notice("settings-over", "", "the settings are taken up")


async def _on_hold(built: House) -> Notice:
    """Return what the operator is told of a hold; what would be sent is logged."""
    held = await built.archive.on_hold()
    if held is None:
        return Notice("hold-over", "", "posts are sent again")
    waits = await built.database.read(hold.waiting)
    for post in waits:
        log.warning("service.held_back channel=%s of=%s %s", post.channel, post.created, shorten(post.plain, LINE))
    return Notice("hold-begun", "", f"nothing is sent: {held.why}; {len(waits)} posts wait")


def _jobs(built: House, watching: Watching, delivering: Sequence[Delivery]) -> dict[str, tuple[Job, timedelta]]:
    """Return what is done how often; what sends the outbox now is woken where posts were made."""

    async def published(work: Callable[[], Awaitable[int]]) -> None:
        if await work():
            for delivery in delivering:
                delivery.wake()

    async def marked(sign: Sign, work: Callable[[], Awaitable[int]]) -> None:
        await work()
        built.vitals.mark(sign)

    return {
        "tick": (lambda: marked("collecting", built.collect_due), SECOND),
        "understand": (lambda: marked("understanding", built.understand_all), SECOND),
        "digest": (lambda: published(built.publish), SECOND),
        "follow": (lambda: published(built.follow), SECOND),
        "follow_digests": (lambda: published(built.follow_digests), DIGESTS),
        "alert": (lambda: published(built.alert), ALERTS),
        "revise": (lambda: published(built.revise), REVISIONS),
        "upkeep": (built.keep_up, UPKEEP),
        "sends": (built.note_sends, SECOND),
        "reindex": (built.reindex, MINUTE),
        "notices": (watching.tell, NOTICES),
        "look": (watching.look, MINUTE),
        "heartbeat": (watching.beat, MINUTE),
        "guard": (watching.guard, NOTICES),
    }


@asynccontextmanager
async def _frozen() -> AsyncIterator[None]:
    """Keep the tables out of garbage collections: a full one over them would hold the event loop for 0.1 s."""
    gc.collect()
    gc.freeze()
    try:
        yield
    finally:
        gc.unfreeze()


def run(main: Callable[[Wishes], Awaitable[None]]) -> None:
    """Run until the work is done, or a signal asks to stop: SIGINT, SIGTERM, or SIGHUP of a terminal that was closed.

    Any other SIGHUP asks to take up changed settings.
    """
    heap.share_one()

    async def watched() -> None:
        wishes, loop = Wishes(), asyncio.get_running_loop()
        for name in (signal.SIGINT, signal.SIGTERM):
            loop.add_signal_handler(name, wishes.stop.set)
        had_terminal = _has_terminal()

        def hung_up() -> None:
            (wishes.stop if had_terminal and not _has_terminal() else wishes.reload).set()

        loop.add_signal_handler(signal.SIGHUP, hung_up)
        await main(wishes)

    asyncio.run(watched())


def _has_terminal() -> bool:
    try:
        os.close(os.open("/dev/tty", os.O_RDWR | os.O_NOCTTY))
    except OSError:
        return False
    return True
