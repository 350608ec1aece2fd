"""Keeping the search index in order: made anew for another analyser, merged in a quiet hour."""

import logging
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Literal

import sqlalchemy as sa

from bot.model import Feed, FeedId, ItemId
from bot.search.analyse import ANALYSER_VERSION
from bot.search.document import IndexDocument
from bot.store import items, search_words
from bot.store.database import Database
from bot.store.schema import item, millis, moment
from bot.store.search_sqlite import index
from bot.store.search_tables import set_state, state

Index = Literal["search_index", "search_recent"]
RECENT = 50_000
"""Items in the index of recent ones."""
MERGED_EVERY = timedelta(days=1)

log = logging.getLogger(__name__)

Documents = Callable[[sa.Connection, ItemId | None, int], Sequence[IndexDocument]]
"""Returns the newest so many items to be found that are older than an id (None: the newest of all)."""


def documents(feeds: Mapping[FeedId, Feed]) -> Documents:
    """Return what reads the newest items as documents; what editors took back is left out."""
    these = documents_of(feeds)

    def read(conn: sa.Connection, before: ItemId | None, count: int) -> Sequence[IndexDocument]:
        understood = sa.select(item.c.id).where(item.c.understood, item.c.withdrawn == "")
        wanted = understood.order_by(item.c.id.desc()).limit(count)
        return these(conn, conn.scalars(wanted if before is None else wanted.where(item.c.id < before)).all())

    return read


def documents_of(feeds: Mapping[FeedId, Feed]) -> Callable[[sa.Connection, Sequence[ItemId]], Sequence[IndexDocument]]:
    """Return what reads items as documents, those taken back left out; an item is from its feed's country, unless it
    came with its own.
    """

    def read(conn: sa.Connection, ids: Sequence[ItemId]) -> Sequence[IndexDocument]:
        named, standing = items.entities(conn, ids), items.standing(conn, ids)
        return [
            IndexDocument(
                id=one.id,
                source=one.feed,
                title=one.title,
                summary=one.summary,
                language=one.language,
                country=one.country or (feeds[one.feed].country if one.feed in feeds else ""),
                entities=named.get(one.id, ()),
            )
            for one in items.items(conn, standing).values()
        ]

    return read


def rebuild(conn: sa.Connection, read: Documents, *, batch: int = 200) -> int:
    """Index the next batch of the archive again, newest first; return how many items it had.

    Call it, a transaction each time, until it returns 0: the place is kept in the database, so it may be interrupted.
    One that another version of the analyser began starts anew.
    """
    place = state(conn, "rebuild_place") if state(conn, "rebuild_version") == ANALYSER_VERSION else None
    found = read(conn, None if place is None else ItemId(place), batch)
    if not found:
        conn.exec_driver_sql("DELETE FROM search_state WHERE key IN ('rebuild_place', 'rebuild_version')")
        set_state(conn, "analyser_version", ANALYSER_VERSION)
        return 0
    index(conn, found)
    set_state(conn, "rebuild_version", ANALYSER_VERSION)
    set_state(conn, "rebuild_place", min(document.id for document in found))
    return len(found)


async def keep_up(database: Database, *, now: datetime) -> None:
    """Do what an hour asks for, in transactions of milliseconds: learn words, and let old items be recent no more.

    Once a day the index is merged.
    """
    await learn_words(database)
    await database.repeat(trim_recent)
    await database.repeat(merge, "search_recent")
    merged = await database.read(state, "merged")
    if now - moment(merged or 0) > MERGED_EVERY:
        await database.repeat(merge)
        await database.write(set_state, "merged", millis(now))


async def learn_words(database: Database) -> None:
    """Learn the words that searches are corrected by."""
    after: str | None = ""
    while after is not None:
        after = await database.write(search_words.learn, after)


async def renew(
    database: Database, read: Documents, *, told: Callable[[int], None] = lambda _: None, anyway: bool = False
) -> int:
    """Index everything again if another analyser made the index, or `anyway`; return how many items that were.

    `told` hears how many are done. Searches go on meanwhile: what was indexed before is found as it was.
    """
    if anyway:
        await database.write(begin_rebuild)
    elif await database.read(is_current):
        return 0
    log.info("search.reindexing")
    number = 0
    while batch := await database.write(rebuild, read):
        number += batch
        told(number)
    log.info("search.reindexed items=%d", number)
    return number


def begin_rebuild(conn: sa.Connection) -> None:
    """Have everything indexed again, whatever analyser made the index."""
    conn.exec_driver_sql("DELETE FROM search_state WHERE key IN ('rebuild_place', 'rebuild_version')")
    set_state(conn, "analyser_version", 0)


def is_current(conn: sa.Connection) -> bool:
    """Return whether the whole index was made by this analyser."""
    return state(conn, "analyser_version") == ANALYSER_VERSION and state(conn, "rebuild_place") is None


def trim_recent(conn: sa.Connection, *, keep: int = RECENT, batch: int = 500) -> bool:
    """Take the oldest items out of the index of recent ones while it has more than `keep`; return whether any were.

    Call it, a transaction each time, until it returns False.
    """
    # FTS5's own table of document sizes is the cheapest list of what an index has
    newest = conn.exec_driver_sql("SELECT id FROM search_recent_docsize ORDER BY id DESC LIMIT 1 OFFSET ?", (keep - 1,))
    border = newest.scalar()
    if border is None:
        return False
    oldest = conn.exec_driver_sql(
        "SELECT id FROM search_recent_docsize WHERE id < ? ORDER BY id LIMIT ?", (border, batch)
    )
    ids = oldest.scalars().all()
    if not ids:
        return False
    conn.exec_driver_sql(
        """INSERT INTO search_recent (search_recent, rowid, title, body, tags)
           SELECT 'delete', id, title, body, tags FROM search_tokens WHERE id BETWEEN ? AND ?""",
        (ids[0], ids[-1]),
    )
    set_state(conn, "recent_from", ids[-1] + 1)
    return True


def merge(conn: sa.Connection, table: Index = "search_index", *, pages: int = 100) -> bool:
    """Merge some of an index's pieces into one, which makes it smaller and faster; return whether there is more to do.

    For a quiet hour: call it, a transaction each time, until it returns False.
    """
    first = state(conn, f"merging_{table}") is None  # a negative number begins: it puts all pieces on one level
    before = _changes(conn)
    conn.exec_driver_sql(
        f"INSERT INTO {table} ({table}, rank) VALUES ('merge', ?)",  # noqa: S608 - one of our two
        (-pages if first else pages,),
    )
    if _changes(conn) - before >= 2:  # FTS5's own sign that something was merged
        set_state(conn, f"merging_{table}", 1)
        return True
    conn.execute(sa.text("DELETE FROM search_state WHERE key = :key"), {"key": f"merging_{table}"})
    return False


def _changes(conn: sa.Connection) -> int:
    return int(conn.exec_driver_sql("SELECT total_changes()").scalar_one())
