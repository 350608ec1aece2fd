"""The tables. Times are integers: milliseconds since 1970, UTC. What only travels as a whole is JSON."""

from datetime import UTC, datetime
from typing import Final

import sqlalchemy as sa
from sqlalchemy import Column, ForeignKey, Index, Integer, String, Table, Text, UniqueConstraint

metadata = sa.MetaData()

feed = Table(
    "feed",
    metadata,
    Column("id", String, primary_key=True),
    Column("url", Text, nullable=False),
    Column("next_due", Integer, nullable=False, index=True),
    Column("state", Text, nullable=False),
    Column("read", Integer, nullable=False, default=0),
    Column("unusable", Integer, nullable=False, default=0),
    Column("known", Integer, nullable=False, default=0),
    Column("new", Integer, nullable=False, default=0),
)

notice = Table(
    "notice",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("created", Integer, nullable=False),
    Column("kind", String, nullable=False),
    Column("area", String, nullable=False),
    Column("about", String, nullable=False),
    Column("text", Text, nullable=False),
    Column("logged", sa.Boolean, nullable=False, default=False),
    Column("told", Integer, index=True),
    Column("ended", Integer),
    Index("notice_waiting", "id", sqlite_where=sa.text("told IS NULL")),
    Index("notice_open", "area", "about", sqlite_where=sa.text("ended IS NULL")),
)

NOT_UNDERSTOOD: Final = sa.text("NOT understood")
"""Items that are new or were edited, in the words of their index: SQLite uses it for the same words only."""
item = Table(
    "item",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("feed", String, nullable=False),
    Column("guid", Text, nullable=False),
    Column("link", Text, nullable=False),
    Column("title", Text, nullable=False),
    Column("summary", Text, nullable=False),
    Column("text", Text, nullable=False),
    Column("language", String, nullable=False),
    Column("country", String, nullable=False, default=""),
    Column("author", Text, nullable=False),
    Column("image", Text, nullable=False),
    Column("categories", sa.JSON, nullable=False),
    Column("published", Integer, nullable=False),
    Column("stated", Integer),
    Column("seen", Integer, nullable=False),
    Column("understood", sa.Boolean, nullable=False, default=False),
    Column("revision", Integer, nullable=False, server_default="0"),
    Column("quiet", String, nullable=False, default=""),
    Column("story", Integer),
    Column("duplicate_of", Integer),
    Column("agency", String, nullable=False, server_default=""),
    Column("withdrawn", Text, nullable=False, server_default=""),
    Column("turn", Integer),
    Column("vectors", sa.LargeBinary),
    Column("cited", sa.Boolean, nullable=False, server_default=sa.false()),
    Index("item_new", "id", sqlite_where=NOT_UNDERSTOOD),
    Index("item_story", "story", sqlite_where=sa.text("story IS NOT NULL")),
    Index("item_turn", "turn", sqlite_where=sa.text("turn IS NOT NULL")),
    Index("item_feed", "feed", "id"),
    Index("item_link", "link"),
    Index("item_vectors", "id", sqlite_where=sa.text("vectors IS NOT NULL")),
    Index("item_left_over", "seen", sqlite_where=sa.text("quiet = 'catching up'")),
    Index("item_withdrawn", "id", sqlite_where=sa.text("withdrawn <> ''")),
)

WITHOUT_VECTORS: Final = tuple(column for column in item.c if column is not item.c.vectors)
"""An item as nearly everybody wants it: the vectors are two kilobytes more to read and to throw away."""

item_key = Table(
    "item_key",
    metadata,
    Column("feed", String, primary_key=True),
    Column("key", String, primary_key=True),
    Column("item", Integer, nullable=False),
    Column("last_seen", Integer, nullable=False),
    sqlite_with_rowid=False,
)

item_version = Table(
    "item_version",
    metadata,
    Column("item", Integer, ForeignKey("item.id", ondelete="CASCADE"), primary_key=True),
    Column("until", Integer, primary_key=True),
    Column("title", Text, nullable=False),
    Column("summary", Text, nullable=False),
    Column("link", Text, nullable=False),
    Column("corrections", sa.JSON(none_as_null=True)),
)

mention = Table(
    "mention",
    metadata,
    Column("item", Integer, ForeignKey("item.id", ondelete="CASCADE"), primary_key=True),
    Column("entity", String, primary_key=True),
    Column("number", Integer, primary_key=True),
    Column("field", String, nullable=False),
    Column("start", Integer, nullable=False),
    Column("end", Integer, nullable=False),
    Column("surface", Text, nullable=False),
    Column("alias", Text, nullable=False),
    Column("score", sa.Float, nullable=False),
    Column("evidence", sa.JSON, nullable=False),
    Index("mention_entity", "entity", "item"),
)

story = Table(
    "story",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("first", Integer, nullable=False),
    Column("last", Integer, nullable=False, index=True),
)

ruling = Table(
    "ruling",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("kind", String, nullable=False),
    Column("reports", sa.JSON, nullable=False),
    Column("others", sa.JSON, nullable=False),
    Column("by", String, nullable=False),
    Column("at", Integer, nullable=False),
)

shown = Table(
    "shown",
    metadata,
    Column("channel", String, primary_key=True),
    Column("item", Integer, primary_key=True),
    Column("digest_key", String, nullable=False),
    Column("how", String, nullable=False),
)

digest = Table(
    "digest",
    metadata,
    Column("channel", String, primary_key=True),
    Column("key", String, primary_key=True),
    Column("kind", String, nullable=False, default="digest"),
    Column("title", Text, nullable=False, default=""),
    Column("note", Text, nullable=False, default=""),
    Column("composed", Integer, nullable=False),
    Column("posts", Integer, nullable=False),
)

told = Table(
    "told",
    metadata,
    Column("channel", String, primary_key=True),
    Column("digest_key", String, primary_key=True),
    Column("part", Integer, primary_key=True),
    Column("place", Integer, primary_key=True),
    Column("item", Integer, nullable=False, index=True),
    Column("story", Integer, nullable=False),
    Column("title", Text, nullable=False),
    Column("titled", Integer, nullable=False),
    Column("link", Text, nullable=False),
    Column("was", Text, nullable=False),
    Column("gist", Text, nullable=False),
    Column("again", sa.Boolean, nullable=False),
    Column("folded", sa.Boolean, nullable=False),
    Column("withdrawn", Text, nullable=False, server_default=""),
    Column("ruled", sa.Boolean, nullable=False, server_default=sa.false()),
)

hour = Table(
    "hour",
    metadata,
    Column("entity", String, primary_key=True),
    Column("hour", Integer, primary_key=True),
    Column("voices", Integer, nullable=False),
    Column("biggest", Integer, nullable=False),
    Index("hour_hour", "hour"),
)

alert = Table(
    "alert",
    metadata,
    Column("channel", String, primary_key=True),
    Column("story", Integer, primary_key=True),
    Column("at", Integer, nullable=False),
    Column("sent", sa.Boolean, nullable=False),
    Column("told", sa.Boolean, nullable=False),
)

outbox = Table(
    "outbox",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("channel", String, nullable=False),
    Column("chat", String, nullable=False),
    Column("topic", Integer, nullable=False, default=0),
    Column("digest_key", String, nullable=False),
    Column("part", Integer, nullable=False),
    Column("version", Integer, nullable=False, default=0),
    Column("body", Text, nullable=False),
    Column("plain", Text, nullable=False),
    Column("photo", sa.LargeBinary),
    Column("reply_to", Integer),
    Column("otherwise", Text, nullable=False, server_default=""),
    Column("button", sa.JSON(none_as_null=True)),
    Column("silent", sa.Boolean, nullable=False, default=False),
    Column("urgent", sa.Boolean, nullable=False, default=False),
    Column("state", String, nullable=False, default="pending"),
    Column("attempts", Integer, nullable=False, default=0),
    Column("doubts", Integer, nullable=False, default=0),
    Column("not_before", Integer, nullable=False, default=0),
    Column("floor", Integer, nullable=False, default=0),
    Column("message_id", Integer),
    Column("error", Text, nullable=False, default=""),
    Column("created", Integer, nullable=False),
    Column("changed", Integer, nullable=False),
    UniqueConstraint("channel", "digest_key", "part", "version"),
    Index("outbox_waiting", "chat", "id", sqlite_where=sa.text("state IN ('pending', 'sending', 'ambiguous')")),
)

chat = Table(
    "chat",
    metadata,
    Column("chat", String, primary_key=True),
    Column("not_before", Integer, nullable=False, default=0),
    Column("paused", Text, nullable=False, default=""),
    Column("floor", Integer, nullable=False, default=0),
    Column("moved_to", String, nullable=False, default=""),
)

ledger = Table(
    "ledger",
    metadata,
    Column("key", String, primary_key=True),
    Column("number", Integer, nullable=False),
)

hold = Table(
    "hold",
    metadata,
    Column("since", Integer, primary_key=True, autoincrement=False),
    Column("why", Text, nullable=False),
)

added_feed = Table(
    "added_feed",
    metadata,
    Column("id", String, primary_key=True),
    Column("keys", sa.JSON, nullable=False),
    Column("by", Integer, nullable=False),
    Column("at", Integer, nullable=False),
    Column("confirmed", sa.Boolean, nullable=False, default=False),
)

takedown = Table(
    "takedown",
    metadata,
    Column("source", String, primary_key=True),
    Column("at", Integer, nullable=False),
)

mark = Table("mark", metadata, Column("name", String, primary_key=True), Column("at", Integer, nullable=False))

account = Table("account", metadata, Column("bot", Integer, primary_key=True, autoincrement=False))

follow = Table(
    "follow",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("chat", String, nullable=False),
    Column("query", Text, nullable=False, index=True),
    Column("mode", String, nullable=False),
    Column("language", String, nullable=False),
    Column("created", Integer, nullable=False),
    UniqueConstraint("chat", "query"),
    sqlite_autoincrement=True,  # a number on an old button must never mean something else
)

follow_due = Table("follow_due", metadata, Column("item", Integer, primary_key=True, autoincrement=False))

follow_match = Table(
    "follow_match",
    metadata,
    Column("follow", Integer, primary_key=True),
    Column("item", Integer, primary_key=True),
    Column("at", Integer, nullable=False),
)

follow_told = Table(
    "follow_told",
    metadata,
    Column("item", Integer, primary_key=True),
    Column("chat", String, primary_key=True),
    Column("at", Integer, nullable=False, index=True),
)

mute = Table(
    "mute",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("chat", String, nullable=False),
    Column("what", Text, nullable=False),
    Column("until", Integer, nullable=False),
    UniqueConstraint("chat", "what"),
    sqlite_autoincrement=True,
)

page = Table(
    "page",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("user", Integer, nullable=False),
    Column("kind", String, nullable=False),
    Column("query", Text, nullable=False),
    Column("typed", Text, nullable=False),
    Column("sort", String, nullable=False),
    Column("language", String, nullable=False),
    Column("items", sa.JSON, nullable=False),
    Column("total", Integer, nullable=False),
    Column("more", sa.Boolean, nullable=False),
    Column("created", Integer, nullable=False, index=True),
)

preference = Table(
    "preference",
    metadata,
    Column("chat", Integer, primary_key=True, autoincrement=False),
    Column("language", String, nullable=False),
    Column("zone", String, nullable=False),
    Column("digest_at", String, nullable=False),
)


def millis(when: datetime) -> int:
    """Return a time as the tables keep it."""
    return round(when.timestamp() * 1000)


def moment(stored: int) -> datetime:
    """Return a stored time as an aware UTC datetime."""
    return datetime.fromtimestamp(stored / 1000, UTC)
