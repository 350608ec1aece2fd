"""Which stories are the newest, and which of their reports speak for them. Used by /latest and inline mode."""

from collections.abc import Mapping, Sequence

import sqlalchemy as sa

from bot.digest.lines import headline
from bot.model import EntityId, Feed, FeedId, ItemId
from bot.store import stories


def leads(
    conn: sa.Connection, wanted: Sequence[EntityId], feeds: Mapping[FeedId, Feed], language: str, *, limit: int
) -> tuple[ItemId, ...]:
    """Return the reports whose headlines tell the newest stories in a language, in the order of the ages shown."""
    told = stories.around(conn, stories.newest(conn, wanted, limit=limit), feeds)
    speaking = (headline(story, language) for story in told.values())
    newest_first = sorted(speaking, key=lambda one: (one.published, one.item), reverse=True)
    return tuple(one.item for one in newest_first)
