"""Feeds that administrators added in Telegram. Those of the files come before them."""

import sqlalchemy as sa

from bot.store.schema import added_feed


def tables(conn: sa.Connection) -> dict[str, dict[str, object]]:
    """Return the added feeds by id, as the tables they would be in feeds.toml."""
    rows = conn.execute(sa.select(added_feed.c.id, added_feed.c["keys"]).order_by(added_feed.c.at, added_feed.c.id))
    return {row[0]: {**row[1], "id": row[0]} for row in rows}
