"""The archive, as telling those who follow queries sees it: a `Followed` over one Database."""

from collections.abc import Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from datetime import datetime

import sqlalchemy as sa

from bot.boundaries import Edition, Follower, Waiting
from bot.model import Feed, FeedId, ItemId, Message, Mode, Story, StoryId
from bot.search.document import Tokens
from bot.store import follows, matches, mutes, stories
from bot.store.database import Database


class Followers:
    """A Followed; the contracts stand there."""

    def __init__(self, database: Database, sources: Mapping[FeedId, Feed]) -> None:
        self._database = database
        self._sources = sources

    async def due(self, limit: int) -> Sequence[Tokens]:
        """Return the oldest understood items that no query has met yet, as they are indexed."""
        return await self._database.read(matches.due, limit)

    async def queries(self, known: Edition) -> tuple[Edition, Mapping[str, datetime]] | None:
        """Return all that is followed or muted, each text once, with the time from which it counts its days; None if it
        is still the edition that is known.
        """
        return await self._database.read(_queries, known)

    async def match(self, found: Mapping[ItemId, AbstractSet[str]], *, now: datetime) -> int:
        """Store what items answer, in one transaction, and that they met the queries."""
        return await self._database.write(matches.add, found, now=now)

    async def at_once(self, *, now: datetime) -> Sequence[Follower]:
        """Return who can be told something at once now."""
        return await self._database.read(matches.at_once, now=now)

    async def for_digests(self) -> Sequence[tuple[Follower, datetime]]:
        """Return for whose digests something waits, with when the first of it came."""
        return await self._database.read(matches.for_digests)

    async def waiting(self, chat: str, mode: Mode, *, until: datetime) -> Sequence[Waiting]:
        """Return what came up to a time and waits for a chat, oldest first, as much as one message can gather."""
        return await self._database.read(matches.waiting, chat, mode, until=until)

    async def stories(self, ids: Iterable[StoryId]) -> Sequence[Story]:
        """Return stories by id, without what was taken back."""
        return await self._database.read(stories.load, ids, self._sources)

    async def tell(
        self,
        chat: str,
        gathered: Sequence[Waiting],
        told: Sequence[ItemId],
        messages: Sequence[Message],
        *,
        now: datetime,
    ) -> bool:
        """Put messages for a chat into the outbox and note what it was told, in one transaction."""
        return await self._database.write(matches.tell, chat, gathered, told, messages, now=now)


def _queries(conn: sa.Connection, known: Edition) -> tuple[Edition, Mapping[str, datetime]] | None:
    edition = tuple(conn.exec_driver_sql(_EDITION).one())
    return None if edition == known else (edition, mutes.queries(conn) | follows.queries(conn))


# Numbers are given once and a row's text never changes: what was added shows in the first two, what went in the others.
_EDITION = """
    SELECT (SELECT seq FROM sqlite_sequence WHERE name = 'follow'),
           (SELECT seq FROM sqlite_sequence WHERE name = 'mute'),
           (SELECT count(*) FROM follow), (SELECT count(*) FROM mute)
"""
