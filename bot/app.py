"""The composition root: builds the real things and hands them down. It owns the clock."""

import asyncio
import logging
from collections import Counter
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from functools import partial
from urllib.parse import urlsplit

from bot import VERSION
from bot.boundaries import Encode
from bot.chat.adding import Renew
from bot.chat.administration import Levers, Reload
from bot.configuration.secrets import Secrets
from bot.entities.examples import failed_examples
from bot.entities.match import Matcher
from bot.errors import ConfigError, Problem, StoreError
from bot.feeds.agenda import Agenda
from bot.feeds.document import Document
from bot.feeds.health import Network
from bot.feeds.rhythm import Rhythm, scale_for
from bot.feeds.timetable import Rules, hastened
from bot.model import Feed, FeedId, Notice, Page
from bot.net.body import Caps
from bot.net.fetch import Fetcher, user_agent
from bot.net.guard import Allowed
from bot.net.hosts import MANNERS, Manners
from bot.newsroom import Newsroom
from bot.opening import with_added_feeds
from bot.pipeline.collect import collect
from bot.pipeline.understand import Mind, understand
from bot.proposing import Proposer, first_read
from bot.remedies import Remedies
from bot.settings import Settings
from bot.store import hold, ledger, outbox, pulse, search_upkeep, upkeep
from bot.store.archive import Archive
from bot.store.database import Database
from bot.store.feeds import PER_HOST
from bot.stories.cluster import Clusterer
from bot.talking import Desk
from bot.text.domains import machine_of
from bot.watch.vitals import Vitals
from bot.watching import Watching
from bot.work.pool import Workers

log = logging.getLogger(__name__)

LEASE = timedelta(minutes=3)
"""How long a feed is put off while it is being asked, besides waiting for its host; a crash costs no more."""
CATCH_UP = timedelta(minutes=3)
"""How long the first digest after a start waits for slow feeds."""


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
    feeds: Mapping[FeedId, Feed]
    matcher: Matcher
    encode: Encode
    rules: Rules
    newsroom: Newsroom
    vitals: Vitals = field(default_factory=Vitals)
    network: Network = field(default_factory=Network)
    thinking: asyncio.Lock = field(default_factory=asyncio.Lock)
    mind: Mind | None = None
    agenda: Agenda = field(default_factory=Agenda)
    polls: set[asyncio.Task[None]] = field(default_factory=set)
    busy: Counter[str] = field(default_factory=Counter)
    failed: int = 0
    opened: datetime = field(default_factory=clock)
    asked: bool = False
    caught_up: bool = False
    noted: int = -1

    async def collect_due(self) -> int:
        """Start asking feeds that are due, as many as may be asked at once; return how many were started.

        Feeds that hang do not count for long: the fetcher lends their places on.
        """
        free = self.settings.poll.concurrency + MANNERS.slow - len(self.polls)
        span = LEASE + PER_HOST * self.settings.poll.host_spacing
        due = await self.archive.lease(free, now=clock(), lease_for=span, busy=self.busy) if free > 0 else []
        self.asked = True
        for feed in due:
            poll = asyncio.create_task(self._collect(feed), name=f"poll {feed.id}")
            self.polls.add(poll)
            poll.add_done_callback(self._polled)
        return len(due)

    def _polled(self, poll: asyncio.Task[None]) -> None:
        """Let go of a poll; what broke it, other than the feed, is ours to know."""
        self.polls.discard(poll)
        self.vitals.mark("polled")
        if not poll.cancelled() and (error := poll.exception()) is not None:
            self.failed += 1
            self.vitals.count("polls", "broke")
            log.error("poll.broke %s", poll.get_name(), exc_info=None if isinstance(error, StoreError) else error)

    async def _collect(self, feed: Feed) -> None:
        machine = machine_of(urlsplit(feed.url).hostname or "")
        self.busy[machine] += 1
        begun = self.vitals.clock()
        try:
            wrong = await collect(
                feed,
                fetch=self.fetch,
                read=self.workers.read,
                archive=self.archive,
                rules=self.rules,
                network=self.network,
                agenda=self.agenda,
                clock=clock,
            )
        finally:
            self.busy[machine] -= 1
            self.vitals.took("poll", "", self.vitals.clock() - begun)
        self.vitals.count("polls", "failed" if wrong else "read")
        if wrong:
            self.failed += 1
            log.warning("feed.failed feed=%s reason=%s", feed.id, wrong)

    async def keep_to_budget(self) -> None:
        """Make all feeds slower, each in proportion, if together they would be polled more often than the budget; count
        what is planned anew.
        """
        states = await self.archive.states()
        for number, state in states.items():
            self.agenda.note(number, state.due)
        demands = [(state.rate, self.feeds[number].weight) for number, state in states.items() if not state.stopped]
        rhythm = Rhythm(floor=self.settings.poll.every, ceiling=self.settings.poll.longest)
        scale = scale_for(demands, self.settings.poll.budget, rhythm)
        self.rules = replace(self.rules, rhythm=replace(rhythm, scale=max(scale, rhythm.scale)))

    async def hasten(self) -> None:
        """Ask feeds sooner that were planned by slower settings than those of now."""
        for number, state in (await self.archive.states()).items():
            after = hastened(self.feeds[number], state, rules=self.rules)
            if after != state:
                await self.archive.remember(self.feeds[number], after, ())

    async def understand_all(self) -> int:
        """Understand everything that is new; return how many items that were. Editors' decisions wait meanwhile."""
        async with self.thinking:
            return await self._understand_all()

    async def recalled(self) -> Mind:
        """Return the mind, to one who holds `thinking`; the first who asks waits for the stories of the last days."""
        if self.mind is None:
            came_round = partial(self.vitals.mark, "understanding")
            self.mind = await self.archive.recall(self.matcher, Clusterer(), now=clock(), came_round=came_round)
        return self.mind

    async def _understand_all(self) -> int:
        total = 0
        mind = await self.recalled()
        try:
            while number := await understand(mind, encode=self.encode, archive=self.archive):
                total += number
                self.vitals.mark("understanding")
                self.vitals.mark("understood")
                self.vitals.count("items", "understood", number)
        except BaseException:
            self.mind = None  # it has taken in what the archive did not store: go back to what is stored
            raise
        return total

    async def keep_up(self) -> None:
        """Forget what is past its time, learn the words that searches are corrected by, weigh the feeds again."""
        await self.archive.register(now=clock())  # a clock that was set back must not leave feeds waiting for ever
        await self.keep_to_budget()
        rules = self.settings.archive
        keeping = upkeep.Keeping(rules.keep, rules.keep_matched, rules.keep_citations, rules.max_disk)
        await upkeep.keep_up(self.database, keeping, search_upkeep.documents_of(self.feeds), now=clock())
        await self.database.write(pulse.forget, now=clock())
        await search_upkeep.keep_up(self.database, now=clock())
        await self._audit()

    async def _audit(self) -> None:
        """Tell the operator, once, where something read or called for is not accounted for."""
        for account in await self.newsroom.receipt(now=clock()):
            about = f"{account.of} {account.total}"
            over = Notice("receipt-over", about, f"the receipt agrees again: {account}")
            wrong = Notice("receipt-wrong", about, f"the receipt does not agree: {account}")
            await self.archive.tell(wrong if account.missing else over, now=clock())

    async def reindex(self) -> None:
        """Index everything again if another analyser made the index, while all else goes on."""
        await search_upkeep.renew(self.database, search_upkeep.documents(self.feeds))

    async def _has_caught_up(self) -> bool:
        """Tell whether what was due at the start has been read and understood: an earlier digest would lack it."""
        if not self.caught_up:
            busy = not self.asked or bool(self.polls) or bool(await self.archive.fresh(1))
            self.caught_up = not busy or clock() - self.opened > CATCH_UP
        return self.caught_up

    async def note_sends(self) -> None:
        """Note beside the database how many posts were sent: an older one put in its place gives itself away."""
        sends = await self.database.read(ledger.number, "sends")
        if sends != self.noted and await self.archive.on_hold() is None:
            await asyncio.to_thread(hold.note, self.settings.archive.database, sends)
            self.noted = sends

    async def publish(self) -> int:
        """Compose what has come due, once what was due at the start has been read; return how many posts that made."""
        return await self.newsroom.compose_due(now=clock()) if await self._has_caught_up() else 0

    async def follow(self) -> int:
        """Let what is new meet what is followed, and tell those who want it at once; return how many posts that is."""
        return await self.newsroom.follow(now=clock())

    async def follow_digests(self) -> int:
        """Tell those who want it in digests what has come due, as `publish`; return how many posts that is."""
        return await self.newsroom.follow_digests(now=clock()) if await self._has_caught_up() else 0

    async def alert(self) -> int:
        """Raise the alarms there are; return how many alerts that made."""
        return await self.newsroom.alert(now=clock(), since=self.opened)

    async def revise(self) -> int:
        """Bring posts that are out up to date; return how many edits that made."""
        return await self.newsroom.revise(now=clock())


def _rules(settings: Settings) -> Rules:
    return Rules(rhythm=Rhythm(floor=settings.poll.every, ceiling=settings.poll.longest))


def matcher_of(settings: Settings) -> Matcher:
    """Return what finds the configured entities. Raises ConfigError if one of the operator's own examples fails.

    Whatever brings new entities into force comes through here, so a mistake is seen before it is live.
    """
    matcher = Matcher(settings.entities)
    problems = []
    for failed in failed_examples(matcher):
        key = f"entity.{failed.entity}.{failed.key}"
        problems.append(Problem(settings.file_of(key), key, str(failed)))
    if problems:
        raise ConfigError(problems)
    return matcher


@asynccontextmanager
async def house(
    settings: Settings, *, opened: datetime | None = None, network: Network | None = None
) -> AsyncIterator[House]:
    """Open the database, the network and the worker processes.

    `opened` is since when the bot is up, if that was before, and `network` what it knows of its own network.
    """
    matcher = matcher_of(settings)
    async with AsyncExitStack() as stack:
        workers = stack.enter_context(Workers())
        database = await stack.enter_async_context(Database(settings.archive.database))
        await database.write(hold.begin_if_older, hold.noted(settings.archive.database), now=clock())
        await database.write(outbox.dismiss, settings.telegram.admins, now=clock())
        settings = await with_added_feeds(settings, database)
        feeds = {feed.id: feed for feed in settings.feeds}
        fetch = await stack.enter_async_context(fetcher(settings))
        kept = Archive(database, feeds)
        await kept.register(now=clock())
        encode = workers.encode if settings.understanding.vectors else no_vectors
        newsroom = Newsroom(settings, kept, feeds, workers.draw)
        built = House(settings, database, kept, fetch, workers, feeds, matcher, encode, _rules(settings), newsroom)
        built.opened, built.network = opened or built.opened, network or built.network
        await built.keep_to_budget()
        await built.hasten()
        try:
            yield built
        finally:
            for task in built.polls:
                task.cancel()
            await asyncio.gather(*built.polls, return_exceptions=True)


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


async def read_feed(settings: Settings, feed: Feed) -> tuple[Page, Document]:
    """Ask one address once, or the feed that a page there leads to, and return what it answers and says.

    Raises FeedError.
    """
    with Workers() as workers:
        async with fetcher(settings) as fetch:
            return await first_read(feed, fetch=fetch, read=workers.parse)


async def collect_once(built: House) -> bool:
    """Ask every feed that is due and understand what they brought; tell whether a feed failed."""
    before = built.failed
    while await built.collect_due() or built.polls:
        if built.polls:
            await asyncio.wait(built.polls, return_when=asyncio.FIRST_COMPLETED)
    await built.understand_all()
    return built.failed > before


async def no_reload() -> tuple[Problem, ...]:
    """Take up no new settings: this run is over in a moment."""
    return (Problem("reload", "", "nothing runs that could take new settings up"),)


def renew_nothing() -> None:
    """Take up no feeds: this run is over in a moment."""


def desk(
    built: House,
    secrets: Callable[[], Secrets] | None = None,
    reload: Reload = no_reload,
    renew: Renew = renew_nothing,
) -> Desk:
    """Return what the connection to Telegram needs of the house."""
    settings = built.settings
    read = secrets or (lambda: settings.secrets)

    async def compose(channel: str) -> int:
        return await built.newsroom.compose_now(channel, now=clock())

    remedies = Remedies(built.archive, built.newsroom, built.recalled, built.thinking, clock)
    vitals, draw, matcher = built.vitals, built.workers.draw, built.matcher
    reading = partial(built.workers.read, shared_links=False)
    propose = Proposer(
        feeds=built.feeds,
        entities=settings.entities,
        matcher=matcher,
        fetch=built.fetch,
        read=lambda page, feed: reading(page, feed, now=clock()),
        states=built.archive.states,
    )
    levers = Levers(compose, reload, propose, renew)
    network = built.network
    return Desk(settings, built.database, built.feeds, clock, matcher, read, levers, remedies, vitals, draw, network)


def watching(built: House, mode: str) -> Watching:
    """Return what watches over a run; the mode is "live" or "sandbox"."""
    return Watching(
        built.settings,
        built.database,
        built.vitals,
        clock,
        mode=mode,
        network_down=lambda: built.network.down,
        no_encoder=lambda: built.workers.no_encoder,
    )
