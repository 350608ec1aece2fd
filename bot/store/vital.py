"""What the tables tell of how the bot is doing: work that waits, what came of it, how long posts took."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa

from bot.model import FeedId
from bot.store.outbox import WAITING
from bot.store.schema import NOT_UNDERSTOOD, chat, feed, item, millis, moment, outbox, told
from bot.watch.vitals import Backlog

DAY = timedelta(days=1)
NEWEST = 5_000
"""Rows of the outbox among which those of the last day are."""


def backlog(conn: sa.Connection, feeds: Collection[FeedId], *, now: datetime) -> Backlog:
    """Return for how long the oldest work of each stage has been due. `feeds` are those that are asked."""
    due = sa.select(feed.c.id, feed.c.next_due).where(feed.c.next_due < millis(now)).order_by(feed.c.next_due)
    seen = conn.scalar(sa.select(sa.func.min(item.c.seen)).where(NOT_UNDERSTOOD))
    free = sa.func.coalesce(chat.c.not_before, 0)
    sendable = sa.func.max(outbox.c.created, outbox.c.not_before, free)
    waiting = (
        sa.select(sa.func.min(sendable))
        .outerjoin(chat, chat.c.chat == outbox.c.chat)
        .where(outbox.c.state.in_(WAITING), outbox.c.version == 0, sa.func.coalesce(chat.c.paused, "") == "")
    )
    oldest = (next((row.next_due for row in conn.execute(due) if row.id in feeds), None), seen, conn.scalar(waiting))
    return Backlog(*(0.0 if one is None else max(0.0, (millis(now) - one) / 1000) for one in oldest))


@dataclass(frozen=True, slots=True)
class Took:
    """A story that a post told first, or anew: when its report was published, fetched and posted."""

    published: datetime
    fetched: datetime
    posted: datetime


def posted(conn: sa.Connection, *, since: datetime) -> list[Took]:
    """Return how long the stories took that posts sent since a time told for the first time."""
    newest = sa.select(sa.func.max(outbox.c.id) - NEWEST).scalar_subquery()
    of = (outbox.c.channel == told.c.channel, outbox.c.digest_key == told.c.digest_key, outbox.c.part == told.c.part)
    query = (
        sa.select(item.c.published, item.c.seen, outbox.c.changed)
        .select_from(outbox)
        .join(told, sa.and_(*of))
        .join(item, item.c.id == told.c.item)
        .where(outbox.c.id > newest, outbox.c.version == 0, outbox.c.state == "sent")
        .where(outbox.c.changed >= millis(since), sa.not_(told.c.again), item.c.quiet == "")
    )
    return [Took(*(moment(when) for when in row)) for row in conn.execute(query)]


@dataclass(frozen=True, slots=True)
class Totals:
    """Sums over the tables. `entries` by what became of them: unusable, known, new."""

    entries: Mapping[str, int]
    due: int
    items: int
    waiting: int
    paused: int


def totals(conn: sa.Connection, feeds: Collection[FeedId], *, now: datetime) -> Totals:
    """Return what there is and what waits."""
    sums = conn.execute(sa.select(*(sa.func.sum(feed.c[name]).label(name) for name in _FATES))).one()
    due = conn.scalars(sa.select(feed.c.id).where(feed.c.next_due <= millis(now)))
    return Totals(
        entries={name: getattr(sums, name) or 0 for name in _FATES},
        due=sum(one in feeds for one in due),
        items=_count(conn, sa.select(sa.func.count()).select_from(item)),
        waiting=_count(conn, sa.select(sa.func.count()).select_from(item).where(NOT_UNDERSTOOD)),
        paused=_count(conn, sa.select(sa.func.count()).select_from(chat).where(chat.c.paused != "")),
    )


_FATES = ("unusable", "known", "new")


def _count(conn: sa.Connection, query: sa.Select[Any]) -> int:
    return conn.scalar(query) or 0


def pages(conn: sa.Connection) -> tuple[int, int]:
    """Return how many bytes of the database file are used, and how many are free within it."""
    size, count, free = (conn.exec_driver_sql(f"PRAGMA {name}").scalar_one() for name in _PAGES)
    return size * (count - free), size * free


_PAGES: Sequence[str] = ("page_size", "page_count", "freelist_count")
