"""What keeps the archive from growing for ever: things are forgotten at their age, or when the disk's share is used up.

What is looked for is looked for on a snapshot; what is written is written in transactions of milliseconds.

An item that names nobody goes as a whole. Of one that does, and of those told together with it, the text goes first;
headline, link, times, source and versions, what a citation needs, are kept for longer.
"""

from collections.abc import AsyncIterator, Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects.sqlite import insert

from bot.model import ItemId, Notice
from bot.search.document import IndexDocument, first_id
from bot.store import follows, ledger, matches, mutes, notices, pages, search_sqlite, stories, vital
from bot.store import outbox as posts
from bot.store.database import STEPS, Database
from bot.store.items import LOADED
from bot.store.schema import (
    digest,
    feed,
    item,
    item_key,
    item_version,
    mark,
    mention,
    millis,
    moment,
    outbox,
    shown,
    told,
)

BATCH = 25
"""Items in one transaction: a writer waits for some ten milliseconds."""
KEYS_KEPT = timedelta(days=90)
"""Identity keys outlive their item, so that a feed that shows an old entry again brings nothing new."""
TOLD_KEPT = timedelta(days=30)
"""No story grows for so long."""
PERSONAL_KEPT = timedelta(days=1)
"""Posts to those who follow queries."""
VECTORS_KEPT = timedelta(days=8)
"""The clusterer's window, and a day."""
POSTS_KEPT = timedelta(days=90)
"""Posts that are out are no longer edited after 30 days."""
DAY = timedelta(days=1)
UNTOUCHED = timedelta(days=4)
"""What is younger is never given up, however full the disk: stories of these days are still growing."""
FULL, EASED = 0.85, 0.8
"""Shares of the disk's limit: above the first, items are given up until the second is reached."""
JOURNAL = 32_000_000
"""Bytes that SQLite's write-ahead log may need beside the file."""
STRIDE = 500
"""Pages of free space given back to the disk in one step."""

Documents = Callable[[sa.Connection, Sequence[ItemId]], Sequence[IndexDocument]]
Find = Callable[[sa.Connection, int, int], list[ItemId]]
"""Returns up to BATCH items between two ids, the oldest first."""
Let = Callable[[sa.Connection, Sequence[ItemId]], None]


@dataclass(frozen=True, slots=True)
class Keeping:
    """How long things are kept: items that name nobody, the text of others, their citations; and bytes of disk."""

    plain: timedelta
    matched: timedelta
    citations: timedelta
    disk: int


async def keep_up(database: Database, rules: Keeping, documents: Documents, *, now: datetime) -> bool:
    """Forget what is past its time, then what the disk has no room for; return whether any of that was needed.

    However the clock is set, one run ages the archive by a day at most: what is forgotten by mistake is gone.
    """
    at = await database.write(_aged, now=now)

    def cite(conn: sa.Connection, ids: Sequence[ItemId]) -> None:
        shorten(conn, ids, documents(conn, ids))

    for find, let, age in (
        (_plain, forget, rules.plain),
        (_whole, cite, rules.matched),
        (_any, forget, rules.citations),
    ):
        async for ids in _batches(database, find, before=first_id(at - age)):
            await database.write(let, ids)
    await _forget_people(database, now=now)
    await _forget_traces(database, now=at)
    room = rules.disk - JOURNAL
    was_full = await _make_room(database, room, cite, before=first_id(at - UNTOUCHED))
    await database.repeat(_shrink, room)
    await database.write(notices.add, _told_of(rules.disk, was_full=was_full), now=now)
    return was_full


def _told_of(limit: int, *, was_full: bool) -> Notice:
    if was_full:
        return Notice("limit-reached", "", f"the archive is at its {limit / 1e9:g} GB: items go before their time")
    return Notice("limit-over", "", "the archive has room again")


def _aged(conn: sa.Connection, *, now: datetime) -> datetime:
    """Return the time by which things are aged: now, but never more than a day after that of the last run."""
    last = conn.scalar(sa.select(mark.c.at).where(mark.c.name == "aged"))
    at = now if last is None else min(now, moment(last) + DAY)
    row = {"name": "aged", "at": millis(at)}
    conn.execute(insert(mark).values(row).on_conflict_do_update(index_elements=["name"], set_=row))
    return at


async def _batches(database: Database, find: Find, *, before: int) -> AsyncIterator[list[ItemId]]:
    after, steps = 0, 0
    while ids := await database.read(find, after, before):
        after, steps = ids[-1], steps + 1
        if steps % STEPS == 0:
            await database.checkpoint()
        yield ids


def _plain(conn: sa.Connection, after: int, before: int) -> list[ItemId]:
    """Find items that name nobody we track, in no story that does."""
    other = item.alias()
    named = sa.select(mention.c.item).where(mention.c.item == item.c.id).exists()
    together = sa.select(other.c.id).join(mention, mention.c.item == other.c.id).where(other.c.story == item.c.story)
    return _found(conn, after, before, sa.not_(item.c.cited), sa.not_(named), sa.not_(together.exists()))


def _whole(conn: sa.Connection, after: int, before: int) -> list[ItemId]:
    """Find items whose text is still kept."""
    return _found(conn, after, before, sa.not_(item.c.cited))


def _any(conn: sa.Connection, after: int, before: int) -> list[ItemId]:
    return _found(conn, after, before)


def _found(conn: sa.Connection, after: int, before: int, *which: sa.ColumnElement[bool]) -> list[ItemId]:
    span = (item.c.id > after, item.c.id < before, item.c.understood)
    return [
        ItemId(one) for one in conn.scalars(sa.select(item.c.id).where(*span, *which).order_by(item.c.id).limit(BATCH))
    ]


def forget(conn: sa.Connection, ids: Sequence[ItemId]) -> None:
    """Take items out of archive and index, with what channels were told of them; their keys stay a while."""
    search_sqlite.delete(conn, ids)
    touched = stories.of_any(conn, ids)
    conn.execute(sa.delete(item).where(item.c.id.in_(ids)))
    ledger.count(conn, "forgotten", len(ids))
    stories.recount(conn, touched)
    conn.execute(sa.delete(told).where(told.c.item.in_(ids)))
    for channel in conn.scalars(sa.select(digest.c.channel).distinct()).all():
        conn.execute(sa.delete(shown).where(shown.c.channel == channel, shown.c.item.in_(ids)))


def shorten(conn: sa.Connection, ids: Sequence[ItemId], documents: Sequence[IndexDocument]) -> None:
    """Let go of the text of items and keep what a citation needs; they are found by their headlines from now on."""
    less: dict[str, Any] = {
        "summary": "",
        "text": "",
        "author": "",
        "image": "",
        "categories": [],
        "vectors": None,
        "cited": True,
    }
    conn.execute(sa.update(item).where(item.c.id.in_(ids)).values(less))
    conn.execute(sa.update(item_version).where(item_version.c.item.in_(ids)).values(summary=""))
    search_sqlite.index(conn, [replace(document, summary="") for document in documents])


async def _forget_people(database: Database, *, now: datetime) -> None:
    """Let go of what people looked for and were told: whatever the clock says, rather too early than too late."""
    for forget_old in (pages.forget, matches.forget):
        await database.write(forget_old, now=now)
    await database.write(posts.forget_personal, before=now - PERSONAL_KEPT)


async def _forget_traces(database: Database, *, now: datetime) -> None:
    """Let go of keys nobody has shown for long, of vectors the clusterer wants no more, of posts that are out."""
    for forget_old in (notices.forget, mutes.forget):
        await database.write(forget_old, now=now)
    await database.write(follows.forget_told, before=now - TOLD_KEPT)
    for name in [LOADED, *await database.read(lambda conn: conn.scalars(sa.select(feed.c.id)).all())]:
        await database.repeat(forget_keys, name, now=now)
    await database.repeat(_forget_vectors, now=now)
    await database.repeat(_forget_posts, now=now)


def forget_keys(conn: sa.Connection, name: str, *, now: datetime) -> bool:
    """Forget some of a feed's keys that nobody has shown for long, unless their item is kept; return if any were."""
    kept = sa.select(item.c.id).where(item.c.id == item_key.c.item).exists()
    old = (item_key.c.feed == name, item_key.c.last_seen < millis(now - KEYS_KEPT), sa.not_(kept))
    keys = conn.scalars(sa.select(item_key.c.key).where(*old).limit(5 * BATCH)).all()
    conn.execute(sa.delete(item_key).where(item_key.c.feed == name, item_key.c.key.in_(keys)))
    return bool(keys)


def _forget_vectors(conn: sa.Connection, *, now: datetime) -> bool:
    dated = (item.c.id < first_id(now - VECTORS_KEPT), item.c.vectors.is_not(None))
    ids = conn.scalars(sa.select(item.c.id).where(*dated).limit(BATCH)).all()
    conn.execute(sa.update(item).where(item.c.id.in_(ids)).values(vectors=None))
    return bool(ids)


def _forget_posts(conn: sa.Connection, *, now: datetime) -> bool:
    over = (outbox.c.state.in_(("sent", "dropped")), outbox.c.changed < millis(now - POSTS_KEPT))
    ids = conn.scalars(sa.select(outbox.c.id).where(*over).limit(BATCH)).all()
    conn.execute(sa.delete(outbox).where(outbox.c.id.in_(ids)))
    return bool(ids)


async def _make_room(database: Database, limit: int, cite: Let, *, before: int) -> bool:
    """Give up the oldest items while the archive is too large: those that name nobody, then texts, then citations."""
    used, _ = await database.read(vital.pages)
    if used <= FULL * limit:
        return False
    number = await database.read(lambda conn: conn.scalar(sa.select(sa.func.count()).select_from(item))) or 1
    # the index gives its room back only when it is merged: so many are given up as take that room on the average
    surplus = round((used - EASED * limit) / used * number) + 1
    for find, let in ((_plain, forget), (_whole, cite), (_any, forget)):
        async for ids in _batches(database, find, before=before):
            if surplus <= 0:
                return True
            await database.write(let, ids[:surplus])
            surplus -= len(ids)
    return True


def _shrink(conn: sa.Connection, limit: int) -> bool:
    """Make the file a little smaller if it is larger than it may be and has room within; return if there is more."""
    used, free = vital.pages(conn)
    if used + free <= (FULL + 0.05) * limit or not free:
        return False
    raw = (
        conn.connection.driver_connection
    )  # it has no columns but a row for each page, which SQLAlchemy would not read
    assert raw is not None  # noqa: S101 - the connection is open
    raw.execute(f"PRAGMA incremental_vacuum({STRIDE})").fetchall()
    return vital.pages(conn)[1] < free
