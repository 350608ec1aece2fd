"""The composition root: builds the real things, hands them down, starts and stops them. It owns the clock."""

import asyncio
import contextlib
import gc
import logging
import signal
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from telegram.error import InvalidToken, TelegramError

from bot import pipeline
from bot.boundaries import Encode
from bot.chat import commands
from bot.chat.answers import Answers
from bot.chat.channel import TelegramChannel
from bot.chat.delivery import Delivery, Pace
from bot.digest.choose import Choosing
from bot.digest.rhythm import Slot, latest_slot
from bot.entities.match import Matcher
from bot.errors import ConfigError, FetchError, Problem, StoreError
from bot.feeds.document import Document
from bot.feeds.rhythm import Rhythm
from bot.feeds.timetable import FeedState, Rules
from bot.model import EntityId, Feed, FeedId, Message, Unchanged
from bot.net.body import Caps
from bot.net.fetch import Fetcher, user_agent
from bot.net.guard import Allowed
from bot.net.hosts import Manners
from bot.pipeline import Audience, Mind
from bot.schedule import running
from bot.settings import Channel, Settings
from bot.store import outbox, search_upkeep, search_words, upkeep
from bot.store.archive import Archive
from bot.store.database import Database
from bot.stories.cluster import Clusterer
from bot.work.pool import Workers

log = logging.getLogger(__name__)

VERSION = "0.1.0"
LEASE = timedelta(minutes=3)
"""How long a feed is put off while it is being asked; a crash costs no more."""
SECOND = timedelta(seconds=1)
MINUTE = timedelta(minutes=1)
UPKEEP = timedelta(hours=1)
MERGED = timedelta(days=1)
CATCH_UP = timedelta(minutes=3)
"""How long the first digest after a start waits for slow feeds."""
FAREWELL = 4.0
"""Seconds that stopping may take."""


def clock() -> datetime:
    """Return now. Everything else is told the time."""
    return datetime.now(UTC)


async def no_vectors(texts: Sequence[str]) -> None:
    """Encode nothing: sentence vectors are switched off."""


@dataclass(slots=True)
class House:
    """Everything one run needs, built and open."""

    settings: Settings
    database: Database
    archive: Archive
    fetch: Fetcher
    workers: Workers
    mind: Mind
    encode: Encode
    polls: set[asyncio.Task[None]] = field(default_factory=set)
    failed: int = 0
    opened: datetime = field(default_factory=clock)
    merged: datetime = field(default_factory=clock)
    asked: bool = False
    caught_up: bool = False

    @property
    def feeds(self) -> Mapping[FeedId, Feed]:
        """Return the configured feeds by id."""
        return self.mind.feeds

    async def collect_due(self) -> int:
        """Start asking feeds that are due, as many as may be asked at once; return how many were started."""
        free = self.settings.poll.concurrency - len(self.polls)
        due = await self.archive.lease(free, now=clock(), lease_for=LEASE) if free > 0 else []
        self.asked = True
        for feed in due:
            poll = asyncio.create_task(self._collect(feed), name=f"poll {feed.id}")
            self.polls.add(poll)
            poll.add_done_callback(self._polled)
        return len(due)

    def _polled(self, poll: asyncio.Task[None]) -> None:
        """Let go of a poll; what broke it, other than the feed, is ours to know."""
        self.polls.discard(poll)
        if not poll.cancelled() and (error := poll.exception()) is not None:
            self.failed += 1
            log.error("poll.broke %s", poll.get_name(), exc_info=None if isinstance(error, StoreError) else error)

    async def _collect(self, feed: Feed) -> None:
        wrong = await pipeline.collect(
            feed,
            fetch=self.fetch,
            parse=self.workers.parse,
            archive=self.archive,
            rules=_rules(self.settings),
            clock=clock,
        )
        if wrong:
            self.failed += 1
            log.warning("feed.failed feed=%s reason=%s", feed.id, wrong)

    async def understand_all(self) -> int:
        """Understand everything that is new; return how many items that were."""
        total = 0
        try:
            while number := await pipeline.understand(self.mind, encode=self.encode, archive=self.archive):
                total += number
        except BaseException:
            # the clusterer has taken in what the archive did not store: go back to what is stored
            self.mind = await self.archive.recall(self.mind.matcher, Clusterer(), now=clock())
            raise
        return total

    async def keep_up(self) -> None:
        """Forget what is past its time, and learn the words that searches are corrected by."""
        rules = self.settings.archive
        ages = {"keep": rules.keep, "keep_matched": rules.keep_matched}
        gone = upkeep.BATCH
        while gone == upkeep.BATCH:
            gone = await self.database.write(upkeep.forget, now=clock(), **ages)
        await self.database.write(upkeep.forget_traces, now=clock())
        await self.learn_words()
        while await self.database.write(search_upkeep.trim_recent):
            pass
        if clock() - self.merged > MERGED:
            self.merged = clock()
            while await self.database.write(search_upkeep.merge):
                pass

    async def learn_words(self) -> None:
        """Learn the words that searches are corrected by, in short transactions."""
        after: str | None = ""
        while after is not None:
            after = await self.database.write(search_words.learn, after)

    async def reindex(self) -> int:
        """Index everything again if another analyser made the index, while all else goes on; return how many items."""
        if await self.database.read(search_upkeep.is_current):
            return 0
        log.info("search.reindexing reason=another_analyser")
        documents = search_upkeep.documents({feed.id: feed.country for feed in self.feeds.values()})
        number = 0
        while batch := await self.database.write(search_upkeep.rebuild, documents):
            number += batch
        log.info("search.reindexed items=%d", number)
        return number

    async def compose(self, channel: Channel, slot: Slot, *, since: datetime | None, keep: bool) -> tuple[Message, ...]:
        """Compose a channel's digest of one slot; `keep` puts it into the outbox."""
        wanted = {entity.id: entity for entity in self.settings.entities}
        audience = Audience(
            channel=channel.id,
            chat=str(channel.chat),
            language=channel.language,
            wanted={EntityId(name): wanted[EntityId(name)] for name in channel.entities} or wanted,
            feeds=self.feeds,
            choosing=Choosing(main=channel.stories),
        )
        return await pipeline.compose(audience, slot, archive=self.archive, now=clock(), since=since, keep=keep)

    async def _has_caught_up(self) -> bool:
        """Tell whether what was due at the start has been read and understood: an earlier digest would lack it."""
        if not self.caught_up:
            busy = not self.asked or bool(self.polls) or bool(await self.archive.fresh(1))
            self.caught_up = not busy or clock() - self.opened > CATCH_UP
        return self.caught_up

    async def compose_due(self) -> int:
        """Compose every channel's digest that has come due; return how many posts that made."""
        if not await self._has_caught_up():
            return 0
        posts = 0
        for channel in self.settings.channels:
            slot = latest_slot(channel.digest_at, channel.digest_every, ZoneInfo(channel.timezone), now=clock())
            if not await self.archive.composed(channel.id, slot):
                messages = await self.compose(channel, slot, since=None, keep=True)
                posts += len(messages)
                log.info("digest.composed channel=%s slot=%s posts=%d", channel.id, slot.key, len(messages))
        return posts


def _rules(settings: Settings) -> Rules:
    return Rules(rhythm=Rhythm(floor=settings.poll.every, ceiling=settings.poll.longest))


@asynccontextmanager
async def house(settings: Settings) -> AsyncIterator[House]:
    """Open the database, the network and the worker processes, and remember the stories of the last days."""
    feeds = {feed.id: feed for feed in settings.feeds}
    async with AsyncExitStack() as stack:
        workers = stack.enter_context(Workers())
        database = await stack.enter_async_context(Database(settings.archive.database))
        fetch = await stack.enter_async_context(fetcher(settings))
        kept = Archive(database, feeds)
        await kept.register(now=clock())
        mind = await kept.recall(Matcher(settings.entities), Clusterer(), now=clock())
        encode = workers.encode if settings.understanding.vectors else no_vectors
        built = House(settings, database, kept, fetch, workers, mind, encode)
        try:
            yield built
        finally:
            for task in built.polls:
                task.cancel()
            await asyncio.gather(*built.polls, return_exceptions=True)


@asynccontextmanager
async def archive(settings: Settings) -> AsyncIterator[Database]:
    """Open the database alone."""
    async with Database(settings.archive.database) as database:
        yield database


@asynccontextmanager
async def encoding(settings: Settings) -> AsyncIterator[Encode]:
    """Open what turns texts into vectors alone, if it is wanted."""
    if not settings.understanding.vectors:
        yield no_vectors
        return
    with Workers() as workers:
        yield workers.encode


def fetcher(settings: Settings) -> Fetcher:
    """Return what asks feeds, as polite as the settings say."""
    poll = settings.poll
    return Fetcher(
        clock=clock,
        agent=user_agent(VERSION, poll.contact, len(settings.channels)),
        allowed=Allowed(networks=poll.allow_networks, any_port=bool(poll.allow_networks)),
        manners=Manners(at_once=poll.concurrency, spacing=poll.host_spacing.total_seconds()),
        caps=Caps(total=poll.timeout.total_seconds()),
        rules=_rules(settings),
    )


async def read_feed(settings: Settings, feed: Feed) -> Document:
    """Ask one address once and return what it says. Raises FeedError."""
    with Workers() as workers:
        async with fetcher(settings) as fetch:
            page = await fetch(feed, FeedState())
            if isinstance(page, Unchanged):
                raise FetchError('it answers "unchanged" to a first question')
            return await workers.parse(page)


async def collect_once(built: House) -> bool:
    """Ask every feed that is due and understand what they brought; tell whether a feed failed."""
    before = built.failed
    while await built.collect_due() or built.polls:
        if built.polls:
            await asyncio.wait(built.polls, return_when=asyncio.FIRST_COMPLETED)
    await built.understand_all()
    return built.failed > before


async def deliver_once(built: House) -> bool:
    """Send what waits in the outbox; tell whether all of it could be sent."""
    answers = Answers(built.database, built.feeds, built.settings.entities, clock)
    try:
        async with telegram(built.settings, answers) as application:
            await Delivery(
                built.database, TelegramChannel(application.bot), clock, Pace(between=built.settings.telegram.pace)
            ).drain()
    except TelegramError as error:
        log.error("telegram.unreachable reason=%s", error)  # noqa: TRY400 - the posts wait in the outbox
    return not set(await built.database.read(outbox.states)) - {"sent"}


@asynccontextmanager
async def telegram(settings: Settings, answers: Answers) -> AsyncIterator[commands.App]:
    """Open the connection to Telegram without polling it: for `once`, or to be started by `serve`."""
    application = commands.build(settings.secrets.token, settings.telegram.base_url, answers)
    try:
        await application.initialize()
    except InvalidToken:
        raise ConfigError([Problem("TELEGRAM_BOT_TOKEN", "", "Telegram does not know this token")]) from None
    try:
        yield application
    finally:
        await application.shutdown()


async def serve(settings: Settings, stop: asyncio.Event) -> None:
    """Run the service until `stop` is set: collect, understand, compose, deliver, answer."""
    async with house(settings) as built:
        gc.collect()
        gc.freeze()  # the tables stay for good; a full collection over them would hold the event loop for 0.1 s
        waking: list[Delivery] = []

        async def digests() -> None:
            if await built.compose_due():
                for delivery in waking:
                    delivery.wake()

        jobs = {
            "tick": (built.collect_due, SECOND),
            "understand": (built.understand_all, SECOND),
            "digest": (digests, SECOND),
            "upkeep": (built.keep_up, UPKEEP),
            "reindex": (built.reindex, MINUTE),
        }
        async with running(jobs):
            talking = asyncio.create_task(_talk(built, waking), name="telegram")
            stopping = asyncio.create_task(stop.wait(), name="stop")
            await asyncio.wait({talking, stopping}, return_when=asyncio.FIRST_COMPLETED)
            for task in (stopping, talking):
                task.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await talking


async def _talk(built: House, waking: list[Delivery]) -> None:
    """Keep the connection to Telegram: poll for updates, send the outbox. A dead network at the start is waited out."""
    settings = built.settings
    # the dictionaries that searches need take a second to load
    answers = await asyncio.to_thread(Answers, built.database, built.feeds, settings.entities, clock)
    wait = 1.0
    while True:
        try:
            async with telegram(settings, answers) as application:
                delivery = Delivery(
                    built.database, TelegramChannel(application.bot), clock, Pace(between=settings.telegram.pace)
                )
                waking[:] = [delivery]
                await _answer_and_deliver(application, delivery)
        except (TelegramError, StoreError) as error:
            log.warning("telegram.unreachable reason=%s again_in=%ds", error, wait)
            await asyncio.sleep(wait)
            wait = min(wait * 2, 60.0)


async def _answer_and_deliver(application: commands.App, delivery: Delivery) -> None:
    assert application.updater is not None  # noqa: S101 - built with one
    await commands.announce(application)
    await application.start()
    await application.updater.start_polling(
        bootstrap_retries=-1, allowed_updates=commands.UPDATES, error_callback=commands.polling_error
    )
    log.info("telegram.ready bot=@%s", application.bot.username)
    try:
        await delivery.run()
    finally:
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(_goodbye(application), FAREWELL)


async def _goodbye(application: commands.App) -> None:
    if application.updater is not None and application.updater.running:
        await application.updater.stop()
    await application.stop()


def run(main: Callable[[asyncio.Event], Awaitable[None]]) -> None:
    """Run until the work is done, or SIGINT or SIGTERM asks to stop."""

    async def watched() -> None:
        stop = asyncio.Event()
        for name in (signal.SIGINT, signal.SIGTERM):
            asyncio.get_running_loop().add_signal_handler(name, stop.set)
        await main(stop)

    asyncio.run(watched())
