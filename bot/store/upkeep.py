"""What keeps the archive from growing for ever: items are forgotten at their age, in small transactions."""

from datetime import datetime, timedelta

import sqlalchemy as sa

from bot.model import ItemId
from bot.search.document import first_id
from bot.store import ledger, pages, search_sqlite
from bot.store.schema import item, item_key, mention, millis, story

BATCH = 500
"""Items in one transaction: a writer waits for milliseconds."""
KEYS_KEPT = timedelta(days=90)
"""Identity keys outlive their item, so that a feed that shows an old entry again brings nothing new."""
VECTORS_KEPT = timedelta(days=8)
"""The clusterer's window, and a day."""


def forget(conn: sa.Connection, *, now: datetime, keep: timedelta, keep_matched: timedelta) -> int:
    """Take the next batch of items past their time out of archive and index; return how many there were.

    Items that name a tracked entity are kept for `keep_matched`, all others for `keep`.
    """
    named = sa.select(mention.c.item).where(mention.c.item == item.c.id).exists()
    old = sa.or_(
        sa.and_(item.c.id < first_id(now - keep), sa.not_(named)),
        item.c.id < first_id(now - keep_matched),
    )
    ids = [ItemId(number) for number in conn.scalars(sa.select(item.c.id).where(item.c.understood, old).limit(BATCH))]
    if ids:
        search_sqlite.delete(conn, ids)
        touched = set(conn.scalars(sa.select(item.c.story).where(item.c.id.in_(ids), item.c.story.is_not(None))))
        conn.execute(sa.delete(item).where(item.c.id.in_(ids)))
        ledger.count(conn, "forgotten", len(ids))
        left = set(conn.scalars(sa.select(item.c.story).where(item.c.story.in_(touched))))
        conn.execute(sa.delete(story).where(story.c.id.in_(touched - left)))
    return len(ids)


def forget_traces(conn: sa.Connection, *, now: datetime) -> None:
    """Let go of keys nobody has shown for long, of vectors the clusterer wants no more, and of yesterday's searches."""
    pages.forget(conn, now=now)
    gone = sa.select(item.c.id).where(item.c.id == item_key.c.item).exists()
    conn.execute(sa.delete(item_key).where(item_key.c.last_seen < millis(now - KEYS_KEPT), sa.not_(gone)))
    dated = item.c.id < first_id(now - VECTORS_KEPT)
    conn.execute(sa.update(item).where(dated, item.c.vectors.is_not(None)).values(vectors=None))
