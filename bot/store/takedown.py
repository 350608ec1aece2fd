"""A source is taken down: which items are its own, and posts that no longer know what they told of them."""

import sqlalchemy as sa

from bot.model import FeedId, ItemId
from bot.store.schema import item, outbox, told

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
