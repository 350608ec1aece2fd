"""The archive: what the pipeline asks of the database, one transaction for each wish.

The transactions that are more than a call stand in collecting.py, understanding.py, posting.py and rulings.py.
"""

import asyncio
from collections.abc import Callable, Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from datetime import UTC, datetime, timedelta
from urllib.parse import urlsplit

from bot.boundaries import Counts, Fresh, Hour, Standing, Understanding, Voice
from bot.digest.rhythm import Slot
from bot.entities.match import Matcher
from bot.feeds import roster
from bot.feeds.identity import Known, Sorting
from bot.feeds.state import FeedState
from bot.model import Digest, EntityId, Feed, FeedId, Item, ItemId, Message, Notice, Story, StoryId
from bot.pipeline.understand import Mind
from bot.search.document import tokenise
from bot.store import (
    collecting,
    feeds,
    hold,
    items,
    ledger,
    notices,
    outbox,
    posting,
    pulse,
    receipt,
    rulings,
    stories,
    tally,
    told,
    understanding,
)
from bot.store.database import Database
from bot.store.followers import Followers
from bot.store.hold import Hold
from bot.store.schema import moment
from bot.stories.cluster import Clusterer
from bot.stories.rulings import Ruling
from bot.text.domains import machine_of

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
RECALLED = 500
"""Items put back into memory at a time."""


class Archive:
    """A Collected, Understood and Composed over one Database; `followers` is a Followed over the same."""

    def __init__(self, database: Database, sources: Mapping[FeedId, Feed]) -> None:
        self._database = database
        self._sources = sources
        self.followers = Followers(database, sources)
        self._leased: dict[FeedId, FeedState] = {}
        self._machines = {
            feed.id: machine_of(urlsplit(feed.url).hostname or "") for feed in sources.values() if feed.enabled
        }

    async def register(self, *, now: datetime) -> None:
        """Make sure every configured feed can be polled."""
        await self._database.write(feeds.register, list(self._sources.values()), now=now)

    async def lease(
        self, limit: int, *, now: datetime, lease_for: timedelta, busy: Mapping[str, int] | None = None
    ) -> list[Feed]:
        """Return feeds that are due, put off until `lease_for` from now. `busy`: how many are asked at each host."""
        leased = await self._database.write(
            feeds.lease, self._machines, limit, busy=busy or {}, now=now, lease_for=lease_for
        )
        self._leased |= leased
        return [self._sources[number] for number in leased]

    async def states(self) -> Mapping[FeedId, FeedState]:
        """Return what is remembered of every configured feed."""
        found = await self._database.read(feeds.states)
        return {number: found.get(number, FeedState()) for number in self._sources}

    async def state(self, feed: Feed) -> FeedState:
        """Return what is remembered of a feed. What its lease has read, nobody may have changed, is not read again."""
        if leased := self._leased.pop(feed.id, None):
            return leased
        return await self._database.read(feeds.state, feed.id)

    async def known(self, feed: Feed, state: FeedState, keys: Iterable[str]) -> Known:
        """Return which of the keys the feed has shown before, and behind which items."""
        return await self._database.read(collecting.known, feed.id, state, list(keys))

    async def remember(self, feed: Feed, state: FeedState, told: Sequence[Notice]) -> None:
        """Store a feed's new state, when a poll brought nothing or failed, and what the operator is told of it."""
        await self._database.write(feeds.remember, feed.id, state, told)

    async def save(
        self, feed: Feed, state: FeedState, sorting: Sorting, counts: Counts, told: Sequence[Notice]
    ) -> None:
        """Store new items, sightings, edits, the feed's new state and the notices in one transaction."""
        await self._database.write(collecting.save, feed.id, state, sorting, counts, told)

    async def asked_at(self, url: str, *, besides: Feed) -> FeedId | None:
        """Return which other feed is asked at an address, in any of its spellings."""
        states = await self.states()
        others = (feed for feed in self._sources.values() if feed.id != besides.id and not states[feed.id].stopped)
        return roster.asked_at(url, others, states)

    async def excuse(self, failed: Sequence[FeedId]) -> None:
        """Take back the last failure of feeds: it was our own network's."""
        await self._database.write(feeds.excuse, failed)

    async def tell(self, *told: Notice, now: datetime) -> None:
        """Store what the operator is told that is about no single feed."""
        await self._database.write(notices.add, *told, now=now)

    async def load(self, given: Sequence[Item]) -> tuple[int, int]:
        """Store items given by hand, known by their guid alone; return how many were new and how many changed."""
        return await self._database.write(collecting.load, given)

    async def fresh(self, limit: int) -> Sequence[Fresh]:
        """Return the oldest items not understood yet, in id order."""
        return await self._database.read(items.fresh, limit)

    async def finish(self, understood: Sequence[Understanding]) -> None:
        """Store what items mean, in one transaction, and mark them understood."""
        documents = [understanding.document(one, self._sources.get(one.item.feed)) for one in understood]
        tokens = await asyncio.to_thread(lambda: [tokenise(document) for document in documents])
        await self._database.write(understanding.finish, understood, tokens)

    async def recall(
        self, matcher: Matcher, clusterer: Clusterer, *, now: datetime, came_round: Callable[[], None] = lambda: None
    ) -> Mind:
        """Return the mind as it was when the last item was understood; `came_round` is called now and then."""
        mind = Mind(matcher, clusterer, self._sources, latest=EPOCH)
        since, most = now - timedelta(hours=clusterer.history.hours), clusterer.history.reports
        first = await self._database.read(stories.first_turn, since=since, most=most)
        mind.turn = first - 1
        while batch := await self._database.read(stories.remembered, first=first, after=mind.turn, limit=RECALLED):
            await asyncio.to_thread(understanding.restore, mind, batch)
            came_round()
        clusterer.restore((), await self._database.read(rulings.made))
        return mind

    async def rule(self, ruling: Ruling, moved: Mapping[ItemId, StoryId], *, by: str, now: datetime) -> None:
        """Keep a decision and what it moved, in one transaction."""
        await self._database.write(rulings.rule, ruling, moved, by=by, now=now)

    async def move(self, moved: Mapping[ItemId, StoryId]) -> None:
        """Let items belong to other stories."""
        await self._database.write(rulings.move, moved)

    async def withdraw(self, taken: Sequence[ItemId], reason: str) -> int:
        """Take items back: no digest and no search tells of them any more. Return how many were there to be."""
        return await self._database.write(rulings.withdraw, taken, reason)

    async def give_back(self, taken: Sequence[ItemId]) -> int:
        """Let items that were taken back stand again, once they are understood anew. Return how many there are."""
        return await self._database.write(rulings.give_back, taken)

    async def reports_of(self, story: StoryId) -> Sequence[ItemId]:
        """Return the items of a story."""
        return await self._database.read(stories.reports, story)

    async def voices(self, *, since: datetime, until: datetime) -> Sequence[Voice]:
        """Return who spoke of whom in which story, by the time we heard it; without copies and old news."""
        return await self._database.read(pulse.voices, self._sources, since=since, until=until)

    async def hours(self, *, since: datetime) -> Sequence[Hour]:
        """Return the full hours recorded since a time, oldest first."""
        return await self._database.read(pulse.hours, since=since)

    async def close(self, counted: Sequence[Hour]) -> None:
        """Record what full hours came to, once."""
        await self._database.write(pulse.close, counted)

    async def alerted(self, channel: str) -> AbstractSet[StoryId]:
        """Return the stories over which a channel's alarm was raised already, sent or held back."""
        return await self._database.read(pulse.alerted, channel)

    async def given(self, channel: str, *, since: datetime) -> int:
        """Return how many alerts a channel was sent since a time."""
        return await self._database.read(pulse.given, channel, since=since)

    async def stories(self, channel: str, wanted: Sequence[EntityId], ids: Iterable[StoryId]) -> Sequence[Story]:
        """Return stories by id, with what was shown of them; only wanted entities are named."""
        return await self._database.read(stories.load, ids, self._sources, channel=channel, wanted=wanted)

    async def alarm(
        self, story: StoryId, digest: Digest, chat: str, message: Message, *, now: datetime, topic: int = 0
    ) -> None:
        """Put an alert over a story into the outbox and record it, in one transaction."""
        await self._database.write(posting.alarm, story, digest, chat, message, now=now, topic=topic)

    async def on_hold(self) -> Hold | None:
        """Return the hold, if nothing may be sent."""
        return await self._database.read(hold.current)

    async def hold(self, channel: str, story: StoryId, *, now: datetime) -> None:
        """Record an alarm that was not sent: the next digest owns up to it."""
        await self._database.write(pulse.raise_, channel, story, now=now, sent=False)

    async def older(self, wanted: Sequence[EntityId], *, since: datetime) -> int:
        """Return how many reports that name them came in since a time without notice, after a gap in their feed."""
        return await self._database.read(tally.older, wanted, since=since)

    async def held(self, channel: str) -> AbstractSet[StoryId]:
        """Return the stories whose alert was held back and is owned up to in no digest yet."""
        return await self._database.read(pulse.held, channel)

    async def standing(
        self, channel: str, wanted: Sequence[EntityId], *, since: datetime, ruled_since: datetime
    ) -> Sequence[Standing]:
        """Return the posts of digests composed since a time whose stories are not as they were told, and the older
        ones, since another time, about whose stories editors decided.
        """
        recent = {"since": since, "ruled_since": ruled_since}
        return await self._database.read(told.standing, channel, self._sources, wanted, **recent)

    async def revise(
        self,
        standing: Standing,
        message: Message | None,
        answers: Sequence[tuple[str, Message]],
        *,
        now: datetime,
    ) -> None:
        """Record what a post tells now, and let it say so; in one transaction. Without a message it says so already."""
        await self._database.write(posting.revise, standing, message, answers, now=now)

    async def counts(self, wanted: Sequence[EntityId], edges: Sequence[datetime]) -> Mapping[EntityId, Sequence[int]]:
        """Return how many items name each entity between each edge and the next."""
        return await self._database.read(tally.daily, wanted, edges)

    async def paused(self, chat: str) -> bool:
        """Tell whether a chat takes no posts at present."""
        return bool(await self._database.read(outbox.paused, chat))

    async def composed(self, channel: str, slot: Slot) -> bool:
        """Tell whether a channel's digest of that slot was composed already."""
        return await self._database.read(outbox.composed, channel, slot.key)

    async def receipt(self, readers: Sequence[receipt.Reader]) -> list[receipt.Account]:
        """Return every sum of the receipt."""
        return await self._database.read(receipt.accounts, readers)

    async def told_before(self) -> datetime:
        """Return the time before which everything counts as told, since the database was put back then."""
        return moment(await self._database.read(ledger.number, "told_before"))

    async def last_composed(self, channel: str) -> datetime | None:
        """Return when a channel's last digest was composed."""
        return await self._database.read(outbox.last_composed, channel)

    async def candidates(
        self, channel: str, wanted: Sequence[EntityId], feeds: Mapping[FeedId, Feed], *, since: datetime
    ) -> Sequence[Story]:
        """Return every story with a report since then that names a wanted entity, and what was shown of it."""
        return await self._database.read(stories.candidates, channel, feeds, wanted, since=since)

    async def take_back(self, channel: str, *, before: datetime) -> None:
        """Undo a channel's digests of before that time of which certainly nothing was sent: what they told awaits a
        digest again.
        """
        if await self._database.read(outbox.has_backlog, before=before):
            await self._database.write(outbox.take_back, channel, before=before)

    async def last_story(self, channel: str) -> datetime | None:
        """Return when a channel was last told a story in a post of its own, or of several in a catch-up digest."""
        return await self._database.read(outbox.last_story, channel)

    async def queue(
        self, digest: Digest, chat: str, posts: Sequence[tuple[Digest, Message]], *, now: datetime, topic: int = 0
    ) -> bool:
        """Put a digest's posts into the outbox and record what they tell, in one transaction; once for each key.

        Return False, and do nothing, if something of it was told since it was composed.
        """
        return await self._database.write(posting.queue, digest, chat, posts, now=now, topic=topic)
