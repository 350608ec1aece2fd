"""What editors decided about stories, kept for good: the clusterer is told of it again at every start."""

from datetime import datetime

import sqlalchemy as sa

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
