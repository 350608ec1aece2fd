"""Which stories the posts of a channel tell, and how: what an edit needs to render a post again."""

from collections.abc import Sequence

import sqlalchemy as sa
from sqlalchemy.dialects.sqlite import insert

from bot.model import Digest, ItemId, Story
from bot.store.schema import digest as digest_table
from bot.store.schema import shown
from bot.store.schema import told as told_table


def head(conn: sa.Connection, digest: Digest) -> None:
    """Record what stands above the entries of a digest."""
    this = (digest_table.c.channel == digest.channel, digest_table.c.key == digest.key)
    values = {"kind": digest.kind, "title": digest.title, "note": digest.note}
    conn.execute(sa.update(digest_table).where(*this).values(**values))


def add(conn: sa.Connection, post: Digest, part: int) -> None:
    """Record what one post of a digest tells, and that the channel is told of it."""
    rows = [
        {
            "channel": post.channel,
            "digest_key": post.key,
            "part": part,
            "place": place,
            "item": one.lead.item,
            "title": one.lead.title,
            "link": one.lead.link,
            "was": one.was,
            "gist": one.gist,
            "again": one.again,
            "folded": one.folded,
        }
        for place, one in enumerate(post.entries)
    ]
    conn.execute(sa.insert(told_table), rows)
    for one in post.entries:
        _tell(conn, post, one.story, [report.item for report in one.story.fresh], "posted")


def _tell(conn: sa.Connection, post: Digest, story: Story, fresh: Sequence[ItemId], how: str) -> None:
    """Record that a channel was told of items: `posted` in a post, or `joined` to a post that was out already."""
    rows = [
        {"channel": post.channel, "item": number, "story": story.id, "digest_key": post.key, "how": how}
        for number in fresh
    ]
    if rows:
        conn.execute(insert(shown).on_conflict_do_nothing(), rows)
