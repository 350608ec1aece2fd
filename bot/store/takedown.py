"""A source is taken down: which items are its own, and posts that no longer know what they told of them."""

import sqlite3
from collections.abc import Callable, Mapping, Sequence
from contextlib import closing
from datetime import datetime
from pathlib import Path

import sqlalchemy as sa
from sqlalchemy.dialects.sqlite import insert

from bot.model import FeedId, ItemId
from bot.store import added, upkeep
from bot.store.database import Database
from bot.store.schema import item, millis, moment, outbox, takedown, told

REMOVED = "…"
"""What stands where a title stood."""


def items_of(conn: sa.Connection, source: FeedId) -> list[ItemId]:
    """Return the items of a source."""
    return [ItemId(number) for number in conn.scalars(sa.select(item.c.id).where(item.c.feed == source))]


def blank(conn: sa.Connection, source: FeedId) -> int:
    """Let posts no longer know what they told of a source's items; return how many entries that were.

    What was sent as long ago as it cannot be edited any more stands in the channel, but no longer here; nor do replies.
    """
    mine = told.c.item.in_(sa.select(item.c.id).where(item.c.feed == source))
    posts = sa.select(told.c.channel, told.c.digest_key, told.c.part).where(mine)
    this = sa.tuple_(outbox.c.channel, outbox.c.digest_key, outbox.c.part)
    over = outbox.c.state.in_(("sent", "dropped", "quarantined"))
    place = sa.tuple_(outbox.c.chat, outbox.c.reply_to)
    original = outbox.alias()
    here = sa.tuple_(original.c.channel, original.c.digest_key, original.c.part)
    answered = sa.select(original.c.chat, original.c.message_id).where(here.in_(posts), original.c.version == 0)
    nothing = {"body": "", "plain": "", "otherwise": ""}
    conn.execute(sa.update(outbox).where(sa.or_(this.in_(posts), place.in_(answered)), over).values(nothing))
    return conn.execute(sa.update(told).where(mine).values(title=REMOVED, was="", gist="", link="")).rowcount


async def finish(
    database: Database,
    source: FeedId,
    items: Sequence[ItemId],
    *,
    at: datetime,
    done: Callable[[int], None] = lambda _number: None,
) -> bool:
    """Forget a source's items, and remember when it was taken down; return whether it was added in Telegram, where it
    is no more. `done` hears how many items are gone.
    """
    for start in range(0, len(items), upkeep.BATCH):
        await database.write(upkeep.forget, items[start : start + upkeep.BATCH])
        done(start + upkeep.BATCH)
    was_added = await database.write(added.remove, source)
    await database.write(_remember, source, at)
    await database.settle()
    return was_added


def _remember(conn: sa.Connection, source: FeedId, at: datetime) -> None:
    row = insert(takedown).values(source=source, at=millis(at))
    conn.execute(row.on_conflict_do_update(index_elements=["source"], set_={"at": millis(at)}))


def _remembered(conn: sa.Connection) -> Mapping[FeedId, datetime]:
    return {FeedId(row.source): moment(row.at) for row in conn.execute(sa.select(takedown))}


def of_file(file: Path) -> Mapping[FeedId, datetime] | None:
    """Return which sources were taken down from a database that nobody uses, and when; None if it cannot be read."""
    try:
        with closing(sqlite3.connect(f"{file.absolute().as_uri()}?mode=ro", uri=True)) as database:
            return {FeedId(source): moment(at) for source, at in database.execute("SELECT source, at FROM takedown")}
    except sqlite3.Error:
        return None


async def repeat(database: Database, taken_down: Mapping[FeedId, datetime]) -> list[FeedId]:
    """Take sources down once more in a database that was put back to before that; return which ones those were.

    Posts need no edit: they had theirs, whatever this database knows of it.
    """
    known = await database.read(_remembered)
    again = [source for source, at in taken_down.items() if source not in known or known[source] < at]
    for source in again:
        items = await database.read(items_of, source)
        await database.write(blank, source)
        await finish(database, source, items, at=taken_down[source])
    return again
