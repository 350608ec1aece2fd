"""What the database counts about itself: numbers that only rise, or are set, under a name."""

from typing import Literal

import sqlalchemy as sa
from sqlalchemy.dialects.sqlite import insert

from bot.store.schema import ledger

Key = Literal["sends", "loaded", "forgotten", "told_before", "released"]
"""Posts sent; items loaded by hand; items no longer kept; since when (ms) the last hold was, and when it ended."""


def number(conn: sa.Connection, key: Key) -> int:
    """Return a number; 0 if it was never set."""
    return conn.scalar(sa.select(ledger.c.number).where(ledger.c.key == key)) or 0


def count(conn: sa.Connection, key: Key, more: int = 1) -> None:
    """Add to a number."""
    added = {"number": ledger.c.number + more}
    conn.execute(insert(ledger).values(key=key, number=more).on_conflict_do_update(index_elements=["key"], set_=added))


def put(conn: sa.Connection, key: Key, value: int) -> None:
    """Set a number."""
    row = insert(ledger).values(key=key, number=value)
    conn.execute(row.on_conflict_do_update(index_elements=["key"], set_={"number": value}))
