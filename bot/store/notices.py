"""What the operator must know: told once while it lasts, and once more when it is over."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta

import sqlalchemy as sa

from bot.model import Notice
from bot.store.schema import millis, moment
from bot.store.schema import notice as table
from bot.watch.kinds import OVER
from bot.watch.telling import Waiting

KEPT = timedelta(days=30)
"""Trouble that lasts longer is told of once more."""
NEVER = 0
"""When a notice was told that was over before."""


def add(conn: sa.Connection, *told: Notice, now: datetime) -> None:
    """Store what the operator is told, unless he has been; the end of what he never heard of is no news either."""
    for one in told:
        this = (table.c.area == one.area, table.c.about == one.about, table.c.ended.is_(None))
        before = conn.execute(sa.select(table.c.kind, table.c.told).where(*this)).first()
        is_over = one.kind == f"{one.area}-{OVER}"
        if is_over if before is None else before.kind == one.kind:
            continue
        conn.execute(sa.update(table).where(*this, table.c.told.is_(None)).values(told=NEVER))
        conn.execute(sa.update(table).where(*this).values(ended=millis(now)))
        if not is_over or (before is not None and before.told is not None):
            row = {"kind": one.kind, "area": one.area, "about": one.about, "text": one.text, "created": millis(now)}
            conn.execute(sa.insert(table).values(**row, ended=millis(now) if is_over else None))


def waiting(conn: sa.Connection) -> list[Waiting]:
    """Return what the operator has not been told, oldest first."""
    rows = conn.execute(sa.select(table).where(table.c.told.is_(None)).order_by(table.c.id))
    return [Waiting(row.id, Notice(row.kind, row.about, row.text), moment(row.created), row.logged) for row in rows]


def logged(conn: sa.Connection, ids: Sequence[int]) -> None:
    """Record that notices stand in the log."""
    conn.execute(sa.update(table).where(table.c.id.in_(ids)).values(logged=True))


def told(conn: sa.Connection, ids: Iterable[int], *, at: datetime) -> None:
    """Record that notices were told in one message at a time."""
    conn.execute(sa.update(table).where(table.c.id.in_(list(ids))).values(told=millis(at), logged=True))


def messages(conn: sa.Connection, *, since: datetime, until: datetime) -> int:
    """Return how many messages were sent in a span; what a clock that was wrong put into the future is none."""
    span = (table.c.told > millis(since), table.c.told <= millis(until))
    return conn.scalar(sa.select(sa.func.count(table.c.told.distinct())).where(*span)) or 0


def standing(conn: sa.Connection) -> Mapping[str, int]:
    """Return how many notices of each kind are about something that lasts."""
    query = sa.select(table.c.kind, sa.func.count()).where(table.c.ended.is_(None)).group_by(table.c.kind)
    return {row[0]: row[1] for row in conn.execute(query)}


def forget(conn: sa.Connection, *, now: datetime) -> None:
    """Let go of what was told long ago."""
    conn.execute(sa.delete(table).where(table.c.told.is_not(None), table.c.created < millis(now - KEPT)))
