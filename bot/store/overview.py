"""What a page shows of the tables: the last digests, the posts that wait, the troubles that last."""

from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from bot.model import Notice
from bot.store.outbox import REPLY, WAITING
from bot.store.schema import digest, millis, moment, notice, outbox, told

MOST = 12


@dataclass(frozen=True, slots=True)
class Shown:
    """A digest: when, where, of how many posts, and the titles it told."""

    channel: str
    kind: str
    title: str
    composed: datetime
    posts: int
    titles: tuple[str, ...]


def digests(conn: sa.Connection) -> list[Shown]:
    """Return the last digests and alerts that made posts, the newest first."""
    query = sa.select(digest).where(digest.c.posts > 0, digest.c.kind != REPLY)
    rows = conn.execute(query.order_by(digest.c.composed.desc(), digest.c.key).limit(MOST)).all()
    return [
        Shown(row.channel, row.kind, row.title, moment(row.composed), row.posts, _titles(conn, row.channel, row.key))
        for row in rows
    ]


def _titles(conn: sa.Connection, channel: str, key: str) -> tuple[str, ...]:
    this = (told.c.channel == channel, told.c.digest_key == key)
    return tuple(conn.scalars(sa.select(told.c.title).where(*this).order_by(told.c.part, told.c.place)))


@dataclass(frozen=True, slots=True)
class Stuck:
    """A post that waits, or was set aside. `where` is its channel."""

    where: str
    state: str
    created: datetime
    text: str
    error: str


def waiting(conn: sa.Connection, channels: tuple[str, ...]) -> list[Stuck]:
    """Return the posts to channels that wait or were set aside, the oldest first; nothing anybody follows is among
    them.
    """
    states = (*WAITING, "quarantined")
    mine = (outbox.c.state.in_(states), outbox.c.channel.in_(channels))
    rows = conn.execute(sa.select(outbox).where(*mine).order_by(outbox.c.id).limit(MOST))
    return [Stuck(row.channel, row.state, moment(row.created), row.plain, row.error) for row in rows]


def troubles(conn: sa.Connection, *, since: datetime) -> list[Notice]:
    """Return the troubles that last and began since a time, the newest first."""
    lasting = (notice.c.ended.is_(None), notice.c.created >= millis(since))
    rows = conn.execute(sa.select(notice).where(*lasting).order_by(notice.c.id.desc()))
    return [Notice(row.kind, row.about, row.text) for row in rows]
