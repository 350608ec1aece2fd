"""Pages of results: what somebody was shown, kept for a day so that its buttons work after a restart."""

from dataclasses import asdict, dataclass, fields
from datetime import datetime, timedelta
from typing import Literal

import sqlalchemy as sa

from bot.model import ItemId
from bot.store.schema import millis, page

KEPT = timedelta(hours=24)
Kind = Literal["search", "latest", "story", "follow", "mute", "feed"]


@dataclass(frozen=True, slots=True)
class Found:
    """A list that was answered with: for whom, and every item of it in the order it is shown.

    `query` is what was searched for, whom the newest are about (ids, "": everyone), or whose reports are listed (a
    story's number). `items` are one of each story found, of a story every report. `typed` is what somebody wrote, where
    something else was searched in its place; `language` and `sort` are what buttons added to a query.

    What somebody is asked about ("follow", "mute", "feed": shall it be, and how?) is a page without items; of a feed
    `query` has the keys, as JSON.
    """

    user: int
    query: str
    items: tuple[ItemId, ...]
    total: int
    more: bool = False
    kind: Kind = "search"
    typed: str = ""
    sort: Literal["new", "best"] | None = None
    language: str = ""


_FIELDS = tuple(field.name for field in fields(Found))


def keep(conn: sa.Connection, found: Found, *, now: datetime) -> int:
    """Store what was found and return its number; those older than a day are gone."""
    forget(conn, now=now)
    row = asdict(found) | {"sort": found.sort or "", "items": list(found.items)}
    stored = conn.execute(sa.insert(page).values(created=millis(now), **row))
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
    stored = {name: getattr(row, name) for name in _FIELDS}
    return Found(**stored | {"sort": row.sort or None, "items": tuple(map(ItemId, row.items))})
