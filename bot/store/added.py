"""Feeds that administrators added in Telegram. Those of the files come before them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects.sqlite import insert

from bot.model import FeedId
from bot.store.schema import added_feed, item, millis

UNCONFIRMED = "never confirmed"
"""Why the items of a feed raise no alert that was removed before anybody confirmed it."""


@dataclass(frozen=True, slots=True)
class Added:
    """A feed as the table it would be in feeds.toml, who added it (0: nobody who is remembered), and whether somebody
    else confirmed it.
    """

    table: Mapping[str, Any]
    by: int
    confirmed: bool


def feeds(conn: sa.Connection) -> dict[FeedId, Added]:
    """Return the added feeds by id, in the order they were added."""
    rows = conn.execute(sa.select(added_feed).order_by(added_feed.c.at, added_feed.c.id)).mappings()
    return {FeedId(row["id"]): Added({**row["keys"], "id": row["id"]}, row["by"], row["confirmed"]) for row in rows}


def add(conn: sa.Connection, feed: FeedId, keys: Mapping[str, Any], *, by: int, now: datetime) -> bool:
    """Add a feed that nobody confirmed yet; return False, and do nothing, if there is one of that id."""
    row = {"id": feed, "keys": dict(keys), "by": by, "at": millis(now), "confirmed": False}
    return bool(conn.execute(insert(added_feed).values(**row).on_conflict_do_nothing()).rowcount)


def confirm(conn: sa.Connection, feed: FeedId) -> bool:
    """Let a feed raise alerts from now on; return whether it waited for that."""
    waiting = sa.update(added_feed).where(added_feed.c.id == feed, sa.not_(added_feed.c.confirmed))
    return bool(conn.execute(waiting.values(confirmed=True)).rowcount)


def remove(conn: sa.Connection, feed: FeedId) -> bool:
    """Remove a feed; return whether there was one. What it brought stays; unconfirmed, it raises no alert."""
    this = added_feed.c.id == feed
    if conn.scalar(sa.select(sa.not_(added_feed.c.confirmed)).where(this)):
        conn.execute(sa.update(item).where(item.c.feed == feed, item.c.quiet == "").values(quiet=UNCONFIRMED))
    return bool(conn.execute(sa.delete(added_feed).where(this)).rowcount)
