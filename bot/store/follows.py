"""Followed queries: who follows what, what a chat was told, and how much a query would have told it.

A query is kept as it was typed and read again at every start, since names or the analyser may have changed. A chat is
told of a story once, however many of its queries the story answers, and once stays once when stories merge: what is
kept is the item that was told of, and the story is that item's story now. A chat that is paused follows nothing.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

import sqlalchemy as sa
from sqlalchemy.dialects.sqlite import insert

from bot.model import ItemId, Mode
from bot.search.query import Query
from bot.store import search_sqlite, stories
from bot.store.schema import follow, follow_match, follow_told, item, millis, moment
from bot.store.search_sqlite import Limits

LOOKED_BACK = timedelta(days=14)
_MOST_HITS = 5000
_LIMITS = Limits(counted=_MOST_HITS, seconds=1, spare=0.5)


@dataclass(frozen=True, slots=True)
class Follow:
    """A query somebody follows in a chat, and in which language they asked for it."""

    id: int
    chat: str
    query: str
    mode: Mode
    language: str
    created: datetime


def add(conn: sa.Connection, chat: str, query: str, mode: Mode, *, language: str, now: datetime) -> Follow:
    """Follow a query in a chat and return what is followed; one that is followed already goes on in this mode."""
    row = {"chat": chat, "query": query, "mode": mode, "language": language, "created": millis(now)}
    again = {"mode": mode, "language": language}
    adding = insert(follow).values(row).on_conflict_do_update(index_elements=["chat", "query"], set_=again)
    return _follow(conn.execute(adding.returning(follow)).one())


def change(conn: sa.Connection, chat: str, number: int, mode: Mode) -> bool:
    """Go on with a query in this mode; return whether the chat follows it."""
    this = sa.update(follow).where(follow.c.chat == chat, follow.c.id == number)
    return bool(conn.execute(this.values(mode=mode)).rowcount)


def remove(conn: sa.Connection, chat: str, number: int) -> bool:
    """Follow a query no longer; return whether the chat followed it. What waits for it goes with it."""
    if not conn.execute(sa.delete(follow).where(follow.c.chat == chat, follow.c.id == number)).rowcount:
        return False
    conn.execute(sa.delete(follow_match).where(follow_match.c.follow == number))
    return True


def of_chat(conn: sa.Connection, chat: str) -> list[Follow]:
    """Return what a chat follows, the oldest first."""
    return [_follow(row) for row in conn.execute(sa.select(follow).where(follow.c.chat == chat).order_by(follow.c.id))]


def queries(conn: sa.Connection) -> dict[str, datetime]:
    """Return everything that is followed, each text once, and since when."""
    query = sa.select(follow.c.query, sa.func.min(follow.c.created)).group_by(follow.c.query)
    return {row[0]: moment(row[1]) for row in conn.execute(query)}


def told(conn: sa.Connection, chat: str, ids: Iterable[ItemId]) -> bool:
    """Tell whether a chat was told of one of these items."""
    here = (follow_told.c.chat == chat, follow_told.c.item.in_(list(ids)))
    return conn.execute(sa.select(follow_told.c.item).where(*here).limit(1)).first() is not None


def siblings(conn: sa.Connection, number: ItemId) -> list[ItemId]:
    """Return the items of an item's story, itself among them."""
    story = sa.select(item.c.story).where(item.c.id == number).scalar_subquery()
    return [number, *map(ItemId, conn.scalars(sa.select(item.c.id).where(item.c.story == story, item.c.id != number)))]


def claim(conn: sa.Connection, chat: str, number: ItemId, *, now: datetime) -> bool:
    """Note that a chat is told of an item's story; return False if it was told of that story before."""
    if told(conn, chat, siblings(conn, number)):
        return False
    conn.execute(insert(follow_told).values(chat=chat, item=number, at=millis(now)))
    return True


def forget_told(conn: sa.Connection, *, before: datetime) -> None:
    """Let go of what chats were told before a time, when no story can grow any more."""
    conn.execute(sa.delete(follow_told).where(follow_told.c.at < millis(before)))


def a_day(conn: sa.Connection, query: Query, *, now: datetime) -> float:
    """Return how many stories a day a query would have brought in the last 14 days, or since the archive began.

    Of very many hits only the newest are counted, and the days they span. An archive's first day counts as a whole one.
    """
    oldest = conn.scalar(sa.select(sa.func.min(item.c.id)))
    begin = max(now - LOOKED_BACK, min(now - timedelta(days=1), now if oldest is None else moment(oldest >> 20)))
    wanted = replace(query, since=max(query.since or begin, begin), sort="new")
    hits = search_sqlite.search(conn, wanted, now=now, limit=_MOST_HITS, limits=_LIMITS)
    if not hits.ids:
        return 0.0
    span = now - (moment(hits.ids[-1] >> 20) if hits.more else begin)
    return len(stories.of_any(conn, hits.ids)) / max(span / timedelta(days=1), 1 / 24)


def _follow(row: sa.Row[tuple[object, ...]]) -> Follow:
    return Follow(row.id, row.chat, row.query, row.mode, row.language, moment(row.created))
