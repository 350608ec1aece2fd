"""Feeds: when each is due and what is remembered of it. `next_due` in this table is the only truth about polling."""

import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Final

import sqlalchemy as sa
from sqlalchemy.dialects.sqlite import insert

from bot.boundaries import Counts
from bot.feeds import health, roster
from bot.feeds.state import FeedState, from_json, to_json
from bot.feeds.timetable import excused
from bot.model import Feed, FeedId, Notice
from bot.store import notices
from bot.store.schema import feed as table
from bot.store.schema import millis

NEVER = 2**53
PER_HOST = 10
"""Feeds of one host under way at once: enough to keep its two connections busy."""


def register(conn: sa.Connection, feeds: Sequence[Feed], *, now: datetime) -> None:
    """Make sure every feed has a row, and take over what changed: addresses, switches, doubles, a clock set back."""
    rows = {row.id: row for row in conn.execute(sa.select(table.c.id, table.c.url, table.c.state))}
    before = {feed.id: from_json(rows[feed.id].state) for feed in feeds if feed.id in rows}
    after = {feed.id: roster.reclocked(before.get(feed.id, FeedState()), now=now) for feed in feeds}
    for feed in feeds:
        if feed.id in rows and rows[feed.id].url != feed.url:
            after[feed.id] = roster.readdressed(after[feed.id], feed.url, now=now)
        if after[feed.id].paused is feed.enabled:
            after[feed.id] = roster.switched(after[feed.id], on=feed.enabled, now=now)
    twins = roster.doubles(feeds, after)
    for feed in feeds:
        if (twin := twins.get(feed.id, "")) != after[feed.id].double_of:
            after[feed.id] = roster.doubled(after[feed.id], twin, now=now)
        if after[feed.id] != before.get(feed.id):
            state, line = health.notice(feed, after[feed.id], now=now)
            _register(conn, feed, state, now=now)
            notices.add(conn, *line, now=now)


def _register(conn: sa.Connection, feed: Feed, now_is: FeedState, *, now: datetime) -> None:
    due = NEVER if now_is.stopped else millis(now_is.due or now)
    row = {"url": feed.url, "next_due": due, "state": to_json(now_is)}
    statement = insert(table).values(id=feed.id, **row, read=0, unusable=0, known=0, new=0)
    conn.execute(statement.on_conflict_do_update(index_elements=["id"], set_=row))


def lease(
    conn: sa.Connection,
    machines: Mapping[FeedId, str],
    limit: int,
    *,
    busy: Mapping[str, int],
    now: datetime,
    lease_for: timedelta,
) -> dict[FeedId, FeedState]:
    """Return the feeds that are due, longest first, and what is remembered of them; put them off.

    So a crash costs a lease, not a double poll.

    `machines` says which host each feed is on, `busy` how many feeds of a host are being asked. No host gets more than
    PER_HOST: who has five hundred feeds must not make all others wait.
    """
    asked = Counter(busy)
    ids: list[FeedId] = []
    for row in conn.exec_driver_sql("SELECT id FROM feed WHERE next_due <= ? ORDER BY next_due", (millis(now),)):
        machine = machines.get(number := FeedId(row[0]))
        if len(ids) < limit and machine is not None and asked[machine] < PER_HOST:
            asked[machine] += 1
            ids.append(number)
    leased = json.dumps(ids)
    conn.exec_driver_sql(_PUT_OFF, (millis(now + lease_for), leased))
    states = {row[0]: row[1] for row in conn.exec_driver_sql(_STATES, (leased,))}
    return {number: from_json(states[number]) for number in ids}


_PUT_OFF: Final = "UPDATE feed SET next_due = ? WHERE id IN (SELECT value FROM json_each(?))"
_STATES: Final = "SELECT id, state FROM feed WHERE id IN (SELECT value FROM json_each(?))"


def state(conn: sa.Connection, feed: FeedId) -> FeedState:
    """Return what is remembered of a feed; nothing of one never polled."""
    stored = conn.exec_driver_sql("SELECT state FROM feed WHERE id = ?", (feed,)).scalar()
    return FeedState() if stored is None else from_json(stored)


def states(conn: sa.Connection) -> Mapping[FeedId, FeedState]:
    """Return what is remembered of every feed."""
    return {FeedId(row.id): from_json(row.state) for row in conn.execute(sa.select(table.c.id, table.c.state))}


def remember(
    conn: sa.Connection, feed: FeedId, now: FeedState, told: Sequence[Notice], counts: Counts | None = None
) -> None:
    """Store a feed's state, what the operator is told of it, and add up what its documents held."""
    added = (counts.read, counts.unusable, counts.known, counts.new) if counts else (0, 0, 0, 0)
    due = NEVER if now.due is None else millis(now.due)
    conn.exec_driver_sql(_REMEMBER, (to_json(now), due, *added, feed))
    assert now.last_poll is not None or not told  # noqa: S101 - nothing is told of a feed before it was asked
    if now.last_poll is not None:
        notices.add(conn, *told, now=now.last_poll)


_REMEMBER: Final = """
    UPDATE feed
    SET state = ?, next_due = ?, read = read + ?, unusable = unusable + ?, known = known + ?, new = new + ?
    WHERE id = ?
"""


def excuse(conn: sa.Connection, feeds: Iterable[FeedId]) -> None:
    """Take back the last failure of feeds: it was our own network's."""
    for feed in feeds:
        remember(conn, feed, excused(state(conn, feed)), ())


def due_now(conn: sa.Connection, *, now: datetime) -> None:
    """Make every feed due that is asked at all, whatever it was waiting for."""
    conn.execute(sa.update(table).where(table.c.next_due < NEVER).values(next_due=millis(now)))
