"""Feeds: when each is due and what is remembered of it. `next_due` in this table is the only truth about polling."""

import json
from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from itertools import islice
from typing import Final

import sqlalchemy as sa
from sqlalchemy.dialects.sqlite import insert

from bot.boundaries import Counts
from bot.feeds.timetable import FeedState, from_json, to_json
from bot.model import Feed, FeedId
from bot.store.schema import feed as table
from bot.store.schema import millis

NEVER = 2**53


def register(conn: sa.Connection, feeds: Iterable[Feed], *, now: datetime) -> None:
    """Make sure every feed has a row; one whose address was changed by the operator starts afresh, due at once."""
    known = {row.id: row.url for row in conn.execute(sa.select(table.c.id, table.c.url))}
    for feed in feeds:
        if known.get(feed.id) != feed.url:
            row = {"url": feed.url, "next_due": millis(now), "state": to_json(FeedState())}
            counts = {"read": 0, "unusable": 0, "known": 0, "new": 0}
            statement = insert(table).values(id=feed.id, **row, **counts)
            conn.execute(statement.on_conflict_do_update(index_elements=["id"], set_=row))


def lease(
    conn: sa.Connection, wanted: Iterable[FeedId], limit: int, *, now: datetime, lease_for: timedelta
) -> dict[FeedId, FeedState]:
    """Return the feeds that are due, longest first, and what is remembered of them; put them off.

    So a crash costs a lease, not a double poll.
    """
    allowed = set(wanted)
    due = conn.exec_driver_sql("SELECT id FROM feed WHERE next_due <= ? ORDER BY next_due", (millis(now),))
    ids = list(islice((number for (number,) in due if number in allowed), limit))
    asked = json.dumps(ids)
    conn.exec_driver_sql(_PUT_OFF, (millis(now + lease_for), asked))
    states = {row[0]: row[1] for row in conn.exec_driver_sql(_STATES, (asked,))}
    return {FeedId(number): from_json(states[number]) for number in ids}


_PUT_OFF: Final = "UPDATE feed SET next_due = ? WHERE id IN (SELECT value FROM json_each(?))"
_STATES: Final = "SELECT id, state FROM feed WHERE id IN (SELECT value FROM json_each(?))"


def state(conn: sa.Connection, feed: FeedId) -> FeedState:
    """Return what is remembered of a feed; nothing of one never polled."""
    stored = conn.exec_driver_sql("SELECT state FROM feed WHERE id = ?", (feed,)).scalar()
    return FeedState() if stored is None else from_json(stored)


def states(conn: sa.Connection) -> Mapping[FeedId, FeedState]:
    """Return what is remembered of every feed."""
    return {FeedId(row.id): from_json(row.state) for row in conn.execute(sa.select(table.c.id, table.c.state))}


def remember(conn: sa.Connection, feed: FeedId, now: FeedState, counts: Counts | None = None) -> None:
    """Store a feed's state and add up what its documents held."""
    added = (counts.read, counts.unusable, counts.known, counts.new) if counts else (0, 0, 0, 0)
    due = NEVER if now.due is None else millis(now.due)
    conn.exec_driver_sql(_REMEMBER, (to_json(now), due, *added, feed))


_REMEMBER: Final = """
    UPDATE feed
    SET state = ?, next_due = ?, read = read + ?, unusable = unusable + ?, known = known + ?, new = new + ?
    WHERE id = ?
"""


def due_now(conn: sa.Connection, *, now: datetime) -> None:
    """Make every feed due, whatever it was waiting for."""
    conn.execute(sa.update(table).values(next_due=millis(now)))
