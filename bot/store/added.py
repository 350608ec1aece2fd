"""Feeds that administrators added in Telegram. They stand between the shipped catalogue and config/local/."""

import sqlalchemy as sa

from bot.store.schema import added_feed


def tables(conn: sa.Connection, *, unconfirmed: bool = True) -> dict[str, dict[str, object]]:
    """Return the added feeds by id, as the keys that a [[feed]] has."""
    query = sa.select(added_feed).order_by(added_feed.c.at, added_feed.c.id)
    rows = conn.execute(query if unconfirmed else query.where(added_feed.c.confirmed))
    return {row.id: {**row.keys, "id": row.id} for row in rows}
