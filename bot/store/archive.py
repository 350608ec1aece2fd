"""The archive: what collecting, understanding and composing ask of the database, one transaction for each wish."""

import asyncio
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime, timedelta

import numpy as np
import sqlalchemy as sa

from bot.boundaries import Counts, Fresh, Understanding, Vector
from bot.digest.rhythm import Slot
from bot.entities.match import Matcher
from bot.feeds.identity import Known, KnownItem, Sorting
from bot.feeds.timetable import FeedState
from bot.model import Digest, EntityId, Feed, FeedId, Item, ItemId, Message, Story
from bot.pipeline import Mind, report_of
from bot.search.document import IndexDocument, Tokens, tokenise
from bot.store import feeds, items, outbox, search_sqlite, stories
from bot.store.database import Database
from bot.store.schema import item as item_table
from bot.store.schema import moment
from bot.stories.cluster import Clusterer, Placed

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
LOADED = FeedId("load:")
"""The name under which keys of items given by hand are remembered, whatever their source."""


class Archive:
    """A Collected, Understood and Composed over one Database."""

    def __init__(self, database: Database, sources: Mapping[FeedId, Feed]) -> None:
        self._database = database
        self._sources = sources

    async def register(self, *, now: datetime) -> None:
        """Make sure every configured feed can be polled."""
        await self._database.write(feeds.register, self._sources.values(), now=now)

    async def lease(self, limit: int, *, now: datetime, lease_for: timedelta) -> list[Feed]:
        """Return feeds that are due, put off until `lease_for` from now."""
        enabled = [feed.id for feed in self._sources.values() if feed.enabled]
        leased = await self._database.write(feeds.lease, enabled, limit, now=now, lease_for=lease_for)
        return [self._sources[number] for number in leased]

    async def state(self, feed: Feed) -> FeedState:
        """Return what is remembered of a feed."""
        return await self._database.read(feeds.state, feed.id)

    async def known(self, feed: Feed, state: FeedState, keys: Iterable[str]) -> Known:
        """Return which of the keys the feed has shown before, and behind which items."""
        return await self._database.read(_known, feed.id, state, list(keys))

    async def remember(self, feed: Feed, state: FeedState) -> None:
        """Store a feed's new state, when a poll brought nothing or failed."""
        await self._database.write(feeds.remember, feed.id, state)

    async def save(self, feed: Feed, state: FeedState, sorting: Sorting, counts: Counts) -> None:
        """Store new items, sightings, edits and the feed's new state in one transaction."""
        await self._database.write(_save, feed.id, state, sorting, counts)

    async def load(self, given: Sequence[Item]) -> tuple[int, int]:
        """Store items given by hand, known by their guid alone; return how many were new and how many changed."""
        return await self._database.write(_load, given)

    async def fresh(self, limit: int) -> Sequence[Fresh]:
        """Return the oldest items not understood yet, in id order."""
        return await self._database.read(items.fresh, limit)

    async def finish(self, understood: Sequence[Understanding]) -> None:
        """Store what items mean, in one transaction, and mark them understood."""
        documents = [_document(one, self._sources.get(one.item.feed)) for one in understood]
        tokens = await asyncio.to_thread(lambda: [tokenise(document) for document in documents])
        await self._database.write(_finish, understood, tokens)

    async def recall(self, matcher: Matcher, clusterer: Clusterer, *, now: datetime) -> Mind:
        """Return the mind as it was when the last item was understood."""
        since = now - timedelta(hours=clusterer.history)
        mind = Mind(matcher, clusterer, self._sources, latest=EPOCH)
        remembered = await self._database.read(stories.remembered, since=since)
        await asyncio.to_thread(_restore, mind, remembered)
        return mind

    async def composed(self, channel: str, slot: Slot) -> bool:
        """Tell whether a channel's digest of that slot was composed already."""
        return await self._database.read(outbox.composed, channel, slot.key)

    async def last_composed(self, channel: str) -> datetime | None:
        """Return when a channel's last digest was composed."""
        return await self._database.read(outbox.last_composed, channel)

    async def candidates(
        self, channel: str, wanted: Sequence[EntityId], feeds: Mapping[FeedId, Feed], *, since: datetime
    ) -> Sequence[Story]:
        """Return every story with a report since then that names a wanted entity, and what was shown of it."""
        return await self._database.read(stories.candidates, channel, feeds, wanted, since=since)

    async def queue(self, digest: Digest, chat: str, messages: Sequence[Message], *, now: datetime) -> None:
        """Put a digest's posts into the outbox and record what they tell, in one transaction; once for each key."""
        await self._database.write(_queue, digest, chat, messages, now=now)


def _known(conn: sa.Connection, feed: FeedId, state: FeedState, keys: Sequence[str]) -> Known:
    found = items.known(conn, feed, keys)
    stored = items.items(conn, found.values())
    newest = conn.scalar(sa.select(sa.func.max(item_table.c.published)).where(item_table.c.feed == feed))
    return Known(
        items={key: _known_item(number, stored.get(number)) for key, number in found.items()},
        first=state.first,
        newest=None if newest is None else moment(newest),
        last_success=state.last_success,
    )


def _known_item(number: ItemId, one: Item | None) -> KnownItem:
    """Return what is left of an item: of a forgotten one, that it was known."""
    if one is None:
        return KnownItem(id=number, title="", summary="", link="", published=moment(number >> 20))
    return KnownItem(id=one.id, title=one.title, summary=one.summary, link=one.link, published=one.published)


def _save(conn: sa.Connection, feed: FeedId, state: FeedState, sorting: Sorting, counts: Counts) -> None:
    quiet = [item for item in sorting.new if item.id in sorting.quiet]
    items.add(conn, [item for item in sorting.new if item.id not in sorting.quiet])
    items.add(conn, quiet, quiet=True)
    assert state.last_poll is not None  # noqa: S101 - a document was just read
    at = state.last_poll
    items.remember(conn, (items.Seen(feed, one.id, one.keys, at) for one in sorting.known))
    for sighting in sorting.known:
        if sighting.edit is not None:
            items.edit(conn, sighting.id, sighting.edit)
    feeds.remember(conn, feed, state, counts)


def _load(conn: sa.Connection, given: Sequence[Item]) -> tuple[int, int]:
    new: dict[str, Item] = {}
    updated = 0
    for one in given:
        known = items.known(conn, LOADED, one.keys)
        if number := next(iter(known.values()), None):
            items.replace(conn, number, one)
            updated += 1
        elif one.guid in new:
            new[one.guid] = one
            updated += 1
        else:
            new[one.guid] = one
    ids = items.add(conn, list(new.values()))
    items.remember(
        conn, (items.Seen(LOADED, number, one.keys, one.seen) for number, one in zip(ids, new.values(), strict=True))
    )
    return len(new), updated


def _finish(conn: sa.Connection, understood: Sequence[Understanding], tokens: Sequence[Tokens]) -> None:
    for one in understood:
        items.understood(conn, one, frozen(one.vectors))
        items.mentions(conn, one.item.id, one.matching.mentions)
    stories.assign(conn, {one.item.id: (one.story, one.copy_of) for one in understood if not one.is_edit})
    for one in understood:
        stories.move(conn, one.moved or {})
    search_sqlite.index(conn, tokens)


def _document(one: Understanding, feed: Feed | None) -> IndexDocument:
    item = one.item
    return IndexDocument(
        id=item.id,
        title=item.title,
        summary=item.summary,
        language=item.language,
        entities=one.matching.entities,
        source=item.feed,
        country=item.country or (feed.country if feed else ""),
    )


def _queue(conn: sa.Connection, digest: Digest, chat: str, messages: Sequence[Message], *, now: datetime) -> None:
    if outbox.composed(conn, digest.channel, digest.key):
        return
    outbox.queue(conn, digest.channel, chat, digest.key, messages, now=now)
    told = {
        report.item: (story.id, "joined" if story.shown else "posted")
        for story in (digest.stories if messages else ())
        for report in story.fresh
    }
    stories.told(conn, digest.channel, digest.key, told)


def _restore(mind: Mind, remembered: Sequence[stories.Remembered]) -> None:
    """Put what was decided back into the clusterer, in the order it was decided."""
    placed = []
    for one in remembered:
        mind.turn = max(mind.turn, one.turn)
        mind.latest = max(mind.latest, one.item.published)
        report = report_of(one.item, mind, one.entities, thawed(one.vectors))
        placed.append(Placed(report, one.story, one.copy_of))
    mind.clusterer.restore(placed)


def frozen(vectors: tuple[Vector, Vector] | None) -> bytes | None:
    """Return vectors as they are stored: two times 512 half-precision numbers."""
    return None if vectors is None else np.stack(vectors).astype(np.float16).tobytes()


def thawed(stored: bytes | None) -> tuple[Vector, Vector] | None:
    """Return stored vectors."""
    if stored is None:
        return None
    both = np.frombuffer(stored, dtype=np.float16).astype(np.float32).reshape(2, -1)
    return both[0], both[1]
