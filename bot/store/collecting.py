"""The transactions of collecting: what a poll brought, and what is given by hand."""

from collections.abc import Sequence

import sqlalchemy as sa

from bot.boundaries import Counts
from bot.feeds.identity import Known, Sorting
from bot.feeds.state import FeedState
from bot.model import FeedId, Item, Notice
from bot.store import feeds, items, ledger


def known(conn: sa.Connection, feed: FeedId, state: FeedState, keys: Sequence[str]) -> Known:
    """Return which of the keys a feed has shown before, and behind which items."""
    found = items.known(conn, feed, keys)
    stored = items.known_items(conn, found.values())
    return Known(
        items={key: stored[number] for key, number in found.items()},
        first=state.first,
        newest=items.newest(conn, feed),
        last_success=state.last_success,
    )


def save(
    conn: sa.Connection, feed: FeedId, state: FeedState, sorting: Sorting, counts: Counts, told: Sequence[Notice]
) -> None:
    """Store new items, sightings and edits, the feed's new state, and what the operator is told."""
    items.add(conn, [item for item in sorting.new if item.id not in sorting.quiet])
    items.add(conn, [item for item in sorting.new if item.id in sorting.quiet], quiet=sorting.why)
    assert state.last_poll is not None  # noqa: S101 - a document was just read
    at = state.last_poll
    items.remember(conn, (items.Seen(feed, one.id, one.keys, at) for one in sorting.known))
    for sighting in sorting.known:
        if sighting.edit is not None:
            items.edit(conn, sighting.id, sighting.edit)
    feeds.remember(conn, feed, state, told, counts)


def load(conn: sa.Connection, given: Sequence[Item]) -> tuple[int, int]:
    """Store items given by hand, known by their guid alone; return how many were new and how many changed."""
    new: dict[str, Item] = {}
    updated = 0
    for one in given:
        known = items.known(conn, items.LOADED, one.keys)
        number = next(iter(known.values()), None)
        if number is not None and not items.items(conn, [number]):
            items.disown(conn, number)
            number = None
        if number is not None:
            items.replace(conn, number, one)
            updated += 1
        elif one.guid in new:
            new[one.guid] = one
            updated += 1
        else:
            new[one.guid] = one
    ids = items.add(conn, list(new.values()))
    items.remember(
        conn,
        (items.Seen(items.LOADED, number, one.keys, one.seen) for number, one in zip(ids, new.values(), strict=True)),
    )
    ledger.count(conn, "loaded", len(new))
    return len(new), updated
