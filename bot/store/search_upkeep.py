"""Keeping the search index in order: made anew for another analyser, merged in a quiet hour."""

from collections.abc import Callable, Sequence

import sqlalchemy as sa

from bot.model import ItemId
from bot.search.analyse import ANALYSER_VERSION
from bot.search.document import IndexDocument
from bot.store.search_sqlite import index
from bot.store.search_tables import set_state, state


def rebuild(
    conn: sa.Connection,
    read: Callable[[ItemId | None, int], Sequence[IndexDocument]],
    *,
    batch: int = 500,
) -> bool:
    """Index the next batch of the archive again, newest first; return whether there was one.

    `read(before, n)` returns the newest n documents older than `before` (None: the newest of all). Call it, a
    transaction each time, until it returns False: the place is kept in the database, so it may be interrupted.
    One that another version of the analyser began starts anew.
    """
    place = state(conn, "rebuild_place") if state(conn, "rebuild_version") == ANALYSER_VERSION else None
    documents = read(None if place is None else ItemId(place), batch)
    if not documents:
        conn.exec_driver_sql("DELETE FROM search_state WHERE key IN ('rebuild_place', 'rebuild_version')")
        set_state(conn, "analyser_version", ANALYSER_VERSION)
        return False
    index(conn, documents)
    set_state(conn, "rebuild_version", ANALYSER_VERSION)
    set_state(conn, "rebuild_place", min(document.id for document in documents))
    return True


def is_current(conn: sa.Connection) -> bool:
    """Return whether the whole index was made by this analyser."""
    return state(conn, "analyser_version") == ANALYSER_VERSION and state(conn, "rebuild_place") is None


def optimise(conn: sa.Connection) -> None:
    """Merge the index into one piece: smaller and faster; for a quiet hour."""
    conn.exec_driver_sql("INSERT INTO search_index (search_index) VALUES ('optimize')")
