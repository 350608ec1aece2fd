"""Pages of results: what somebody was shown, kept for a day so that its buttons work after a restart."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

import sqlalchemy as sa

from bot.model import ItemId
from bot.store.schema import millis, page

KEPT = timedelta(hours=24)


@dataclass(frozen=True, slots=True)
class Found:
    """A search, or a list of the newest, that was answered: for whom, and every hit in the order it is shown.

    `query` is what was searched for, or whom the newest are about (ids, "": everyone).
    """

    user: int
    query: str
    items: tuple[ItemId, ...]
    total: int
    more: bool = False
    kind: Literal["search", "latest"] = "search"


def keep(conn: sa.Connection, found: Found, *, now: datetime) -> int:
    """Store what was found and return its number; those older than a day are gone."""
    forget(conn, now=now)
    row = {
        "user": found.user,
        "kind": found.kind,
        "query": found.query,
        "items": list(found.items),
        "total": found.total,
    }
    stored = conn.execute(sa.insert(page).values(more=found.more, created=millis(now), **row))
    assert stored.inserted_primary_key is not None  # noqa: S101 - an insert has one
    return int(stored.inserted_primary_key[0])


def forget(conn: sa.Connection, *, now: datetime) -> None:
    """Let go of the pages of more than a day ago: nobody shall know for longer what was looked for."""
    conn.execute(sa.delete(page).where(page.c.created < millis(now - KEPT)))


def load(conn: sa.Connection, number: int, *, now: datetime) -> Found | None:
    """Return what was found by its number, or None if it is too old."""
    row = conn.execute(sa.select(page).where(page.c.id == number, page.c.created >= millis(now - KEPT))).first()
    if row is None:
        return None
    return Found(row.user, row.query, tuple(map(ItemId, row.items)), row.total, row.more, row.kind)
