"""What editors decide, carried out and kept for good: the clusterer is told of it again at every start."""

from collections.abc import Mapping, Sequence
from datetime import datetime

import sqlalchemy as sa

from bot.model import ItemId, StoryId
from bot.store import items, search_sqlite, stories, told
from bot.store.schema import millis, ruling
from bot.stories.rulings import Ruling


def add(conn: sa.Connection, made: Ruling, *, by: str, now: datetime) -> None:
    """Keep a decision, and whose it was."""
    row = {"kind": made.kind, "reports": list(made.reports), "others": list(made.others), "by": by, "at": millis(now)}
    conn.execute(sa.insert(ruling).values(**row))


def made(conn: sa.Connection) -> list[Ruling]:
    """Return all decisions in the order they were made."""
    rows = conn.execute(sa.select(ruling).order_by(ruling.c.id))
    return [Ruling(row.kind, tuple(row.reports), tuple(row.others)) for row in rows]


def rule(conn: sa.Connection, ruling: Ruling, moved: Mapping[ItemId, StoryId], *, by: str, now: datetime) -> None:
    """Keep a decision and what it moved."""
    add(conn, ruling, by=by, now=now)
    move(conn, moved)


def move(conn: sa.Connection, moved: Mapping[ItemId, StoryId]) -> None:
    """Let items belong to other stories; posts learn it that tell those they leave or those they join."""
    told.rule(conn, moved)
    stories.move(conn, moved)
    told.rule(conn, moved)


def withdraw(conn: sa.Connection, taken: Sequence[ItemId], reason: str) -> int:
    """Take items back: no search finds them any more; return how many there were to be."""
    number = items.withdraw(conn, taken, reason)
    search_sqlite.delete(conn, taken)
    told.rule(conn, taken)
    return number


def give_back(conn: sa.Connection, taken: Sequence[ItemId]) -> int:
    """Let items stand again that were taken back; return how many there are."""
    told.rule(conn, taken)
    return items.give_back(conn, taken)
