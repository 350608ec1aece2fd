"""The watch over the bot itself: is it well, what must the operator know, who else is to hear that it works."""

import asyncio
import logging
import shutil
import socket
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import timedelta
from pathlib import Path

import aiohttp
from aiohttp.web import RouteDef

from bot import VERSION
from bot.boundaries import Clock
from bot.errors import StoreError
from bot.model import EntityId, FeedId, Notice
from bot.settings import Settings
from bot.store import hold, notices, outbox, pulse, vital
from bot.store.database import Database
from bot.watch import quiet, telling
from bot.watch.vitals import STAGES, Health, Vitals, hindered, stopped
from bot.web.server import Watched, door, listening

log = logging.getLogger(__name__)

HOUR = timedelta(hours=1)
ENOUGH = 1_000_000_000
"""Free bytes below which the disk is nearly full."""
ON_HOLD = "nothing is sent until it is released"
TIMEOUT = aiohttp.ClientTimeout(total=10)


class Watching:
    """Watches over one run. `network_down` says whether our own network is; `no_encoder` why there are no sentence
    vectors, if they are wanted; `free` how many bytes a folder's disk has left.
    """

    def __init__(
        self,
        settings: Settings,
        database: Database,
        vitals: Vitals,
        clock: Clock,
        *,
        mode: str,
        network_down: Callable[[], bool] = lambda: False,
        no_encoder: Callable[[], str] = lambda: "",
        free: Callable[[Path], int] = lambda folder: shutil.disk_usage(folder).free,
    ) -> None:
        self._settings = settings
        self._database = database
        self._vitals = vitals
        self._clock = clock
        self._mode = mode
        self._network_down = network_down
        self._no_encoder = no_encoder
        self._free = free
        self._folder = Path(database.url.database or ".").parent
        self.asked = frozenset(FeedId(feed.id) for feed in settings.feeds if feed.enabled)

    async def health(self) -> Health:
        """Return whether the bot works, and what keeps it from it. A database that refuses hinders every stage."""
        dead = stopped(self._vitals)
        try:
            backlog = await self._database.read(vital.backlog, self.asked, now=self._clock())
            held = await self._database.read(hold.current)
        except StoreError as error:
            why = f"the database refuses: {error}"
            return Health(self._mode, dead, dict.fromkeys(STAGES, why))
        found = hindered(self._vitals, backlog, network_down=self._network_down())
        if held is not None:
            found.setdefault("delivering", f"{ON_HOLD}: {held.why}")
        return Health(self._mode, dead, found)

    async def tell(self) -> None:
        """Log what the operator must know, and put it into the chats of the administrators, a few messages an hour.

        Nothing is put behind what waits there: what is over before anybody hears the first of it is not worth a word.
        """
        now = self._clock()
        waiting = await self._database.read(notices.waiting)
        if new := [one for one in waiting if not one.logged]:
            for one in new:
                kind = one.notice.kind
                level = logging.ERROR if telling.urgency(one.notice) == "now" else logging.WARNING
                log.log(level, "operator.notice kind=%s about=%s %s", kind, one.notice.about, one.notice.text)
            await self._database.write(notices.logged, [one.id for one in new])
        admins = self._settings.telegram.admins
        if not admins:
            await self._database.write(notices.told, [one.id for one in waiting], at=now)
            return
        if not await self._database.read(outbox.hears, admins):
            return
        sent = await self._database.read(notices.messages, since=now - HOUR, until=now)
        for number, message in enumerate(telling.messages(waiting, sent, now=now)):
            at = now + number * timedelta(milliseconds=1)  # messages are counted by their times
            await self._database.write(outbox.notify, admins, message.text, now=at)
            await self._database.write(notices.told, message.ids, at=at)

    async def look(self) -> None:
        """Look for what nobody reports by himself: a disk that fills up, an encoder that dies each time, entities that
        fall quiet, stages that stop.
        """
        found = [*self._disk(), self._encoder(), *self._stages(await self.health())]
        if not self._network_down():
            found += await self._quiet()
        if found:
            await self._database.write(notices.add, *found, now=self._clock())

    def _disk(self) -> list[Notice]:
        free = self._free(self._folder)
        if free < ENOUGH:
            return [Notice("disk-low", "", f"the disk of {self._folder} has {free / 1e6:.0f} MB left")]
        over = Notice("disk-over", "", f"the disk of {self._folder} has {free / 1e9:.1f} GB left again")
        return [over] if free > 1.5 * ENOUGH else []

    def _encoder(self) -> Notice:
        if why := self._no_encoder():
            return Notice("encoder-gone", "", f"reports in two languages may not be recognised as one story: {why}")
        return Notice("encoder-over", "", "the meaning of texts is compared again")

    def _stages(self, health: Health) -> list[Notice]:
        """Return what is to be told of stages; what they wait for is known, or told by those who know more of it."""
        waits = self._vitals.waits()
        found = []
        for stage in STAGES:
            why = health.hindered.get(stage)
            if why is None:
                found.append(Notice("stage-over", stage, f"{stage} goes on"))
                continue
            ours = stage == "collecting" and self._network_down()
            if not (stage in waits or ours or why.startswith(ON_HOLD)):
                found.append(Notice("stage-stopped", stage, f"{stage} has stopped: {why}"))
        return found

    async def _quiet(self) -> list[Notice]:
        now = self._clock()
        hours = await self._database.read(pulse.hours, since=now - (quiet.RULES.days + 1) * quiet.DAY)
        found = []
        for entity in self._settings.entities:
            mine = {hour.begin: hour.voices for hour in hours if hour.entity == EntityId(entity.id)}
            level = quiet.level(mine, now=now)
            if level is not None and level.is_quiet:
                line = f"{entity.name}: {level.last} voices in the last day, where {level.usual:.0f} are usual"
                found.append(Notice("entity-quiet", entity.id, line))
            elif level is not None and level.is_back:
                found.append(Notice("entity-over", entity.id, f"{entity.name}: heard of as usual again"))
        return found

    async def beat(self) -> None:
        """Ask the heartbeat's address, if everything works: who does not hear of us knows that something does not."""
        if not self._settings.watch.heartbeat or (await self.health()).hindered:
            return
        try:
            async with aiohttp.ClientSession(timeout=TIMEOUT) as session:
                await (await session.get(self._settings.watch.heartbeat)).read()
        except (aiohttp.ClientError, TimeoutError) as error:
            log.warning("heartbeat.failed reason=%s", type(error).__name__)  # its address may be a secret

    async def lag(self) -> None:
        """Measure by how much the event loop is late, until cancelled."""
        while True:
            before = self._vitals.clock()
            await asyncio.sleep(1)
            self._vitals.lagged(max(0.0, self._vitals.clock() - before - 1))

    @asynccontextmanager
    async def listening(self) -> AsyncIterator[str]:
        """Open the bot's own door until the block ends, with the pages that are switched on; yield where."""
        settings = self._settings
        watched = Watched(self._database, self._vitals, self.health, self.asked, self._clock, VERSION)
        async with listening(door(watched, _pages(settings, watched)), settings.watch.listen) as address:
            yield address

    async def guard(self) -> None:
        """Let systemd know that no stage has stopped: what does not come for a while makes it start us anew."""
        if not stopped(self._vitals):
            self.report("WATCHDOG=1")

    def report(self, state: str) -> None:
        """Tell systemd how we are."""
        report(self._settings.supervisor, state)


def report(address: str, state: str) -> None:
    """Tell systemd how we are, if it started us and gave an address (sd_notify(3)): READY=1, STOPPING=1, ..."""
    if address:
        with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM | socket.SOCK_CLOEXEC) as door:
            door.connect("\0" + address[1:] if address.startswith("@") else address)
            door.sendall(state.encode())


def _pages(settings: Settings, watched: Watched) -> list[RouteDef]:
    """Return the pages that are switched on; what writes them is only loaded then."""
    watch = settings.watch
    if not (watch.status_page or watch.feeds):
        return []
    from bot.web.page import Subject  # noqa: PLC0415 - Jinja2 costs memory
    from bot.web.pages import Pages  # noqa: PLC0415

    feeds = {feed.id: feed for feed in settings.feeds}
    channels = tuple(channel.id for channel in settings.channels)
    subject = Subject(feeds, settings.entities, channels, VERSION, feeds_on=watch.feeds)
    return Pages(watched, subject, settings.secrets.watch).routes(page=watch.status_page, feeds=watch.feeds)
