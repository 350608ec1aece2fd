"""Followed queries: who follows what, what a chat was told, and how much a query would have told it.

A query is kept as it was typed and read again whenever names or the analyser change. A chat is told of a story once,
however many of its queries the story answers, and once stays once when stories merge: what is kept is the item that
was told of, and the story is that item's story now.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Literal

import sqlalchemy as sa
from sqlalchemy.dialects.sqlite import insert

from bot.model import ItemId, StoryId
from bot.search.query import Query
from bot.store import items, search_sqlite
from bot.store.schema import follow, follow_told, item, millis, moment
from bot.store.search_sqlite import Limits

Mode = Literal["at once", "digest"]

LOOKED_BACK = timedelta(days=14)
_MOST_HITS = 5000
_LIMITS = Limits(counted=_MOST_HITS, seconds=1, spare=0.5)


@dataclass(frozen=True, slots=True)
class Follow:
    """A query somebody follows in a chat. One that is paused tells nothing."""

    id: int
    chat: str
    query: str
    mode: Mode
    created: datetime
    paused: bool = False


def add(conn: sa.Connection, chat: str, query: str, mode: Mode, *, now: datetime) -> Follow:
    """Follow a query in a chat and return what is followed; one that is followed already goes on in this mode."""
    row = {"chat": chat, "query": query, "mode": mode, "created": millis(now), "paused": False}
    adding = insert(follow).values(row)
    changed = adding.on_conflict_do_update(index_elements=["chat", "query"], set_={"mode": mode, "paused": False})
    return _follow(conn.execute(changed.returning(follow)).one())


def remove(conn: sa.Connection, chat: str, number: int) -> bool:
    """Follow a query no longer; return whether the chat followed it."""
    return bool(conn.execute(sa.delete(follow).where(follow.c.chat == chat, follow.c.id == number)).rowcount)


def of_chat(conn: sa.Connection, chat: str) -> list[Follow]:
    """Return what a chat follows, the oldest first."""
    return [_follow(row) for row in conn.execute(sa.select(follow).where(follow.c.chat == chat).order_by(follow.c.id))]


def active(conn: sa.Connection) -> list[Follow]:
    """Return all that is followed and not paused, the oldest first."""
    return [
        _follow(row) for row in conn.execute(sa.select(follow).where(sa.not_(follow.c.paused)).order_by(follow.c.id))
    ]


def pause(conn: sa.Connection, chat: str, *, paused: bool = True) -> None:
    """Pause what a chat follows, for instance because it blocked the bot, or go on with it."""
    conn.execute(sa.update(follow).where(follow.c.chat == chat).values(paused=paused))


def claim(conn: sa.Connection, chat: str, number: ItemId, *, now: datetime) -> bool:
    """Note that a chat is told of an item's story; return False if it was told of that story before."""
    story = sa.select(item.c.story).where(item.c.id == number).scalar_subquery()
    same = sa.select(follow_told.c.item).join(item, item.c.id == follow_told.c.item)
    told = same.where(follow_told.c.chat == chat, sa.or_(item.c.story == story, item.c.id == number))
    if conn.execute(told.limit(1)).first():
        return False
    row = {"chat": chat, "item": number, "at": millis(now)}
    return bool(conn.execute(insert(follow_told).values(row).on_conflict_do_nothing()).rowcount)


def forget_told(conn: sa.Connection, *, before: datetime) -> None:
    """Let go of what chats were told before a time, when no story can grow any more."""
    conn.execute(sa.delete(follow_told).where(follow_told.c.at < millis(before)))


def forget_chat(conn: sa.Connection, chat: str) -> None:
    """Let go of all a chat followed and was told."""
    for table in (follow, follow_told):
        conn.execute(sa.delete(table).where(table.c.chat == chat))


def a_day(conn: sa.Connection, query: Query, *, now: datetime) -> float:
    """Return how many stories a day a query would have brought in the last 14 days.

    Of very many hits only the newest are counted, and the days they span.
    """
    since = max(query.since or now - LOOKED_BACK, now - LOOKED_BACK)
    wanted = replace(query, since=since, sort="new")
    hits = search_sqlite.search(conn, wanted, now=now, limit=_MOST_HITS, limits=_LIMITS)
    if not hits.ids:
        return 0.0
    span = now - (moment(hits.ids[-1] >> 20) if hits.more else now - LOOKED_BACK)
    return len(_stories(conn, hits.ids)) / max(span / timedelta(days=1), 1 / 24)


def _stories(conn: sa.Connection, ids: Iterable[ItemId]) -> set[StoryId]:
    found: set[StoryId] = set()
    for chunk in items.chunks(list(ids)):
        found |= set(conn.scalars(sa.select(item.c.story).where(item.c.id.in_(chunk), item.c.story.is_not(None))))
    return found


def _follow(row: sa.Row[tuple[object, ...]]) -> Follow:
    return Follow(row.id, row.chat, row.query, row.mode, moment(row.created), row.paused)
