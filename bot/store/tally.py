"""How many items there are: in all, of feeds, of those that name somebody. What editors took back does not count."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from itertools import pairwise
from typing import Final

import sqlalchemy as sa

from bot.model import EntityId, FeedId
from bot.search.document import first_id
from bot.store.schema import item, mention, millis, moment

_WITHDRAWN: Final = sa.select(item.c.id).where(sa.text("withdrawn <> ''"))
"""Items that editors took back; spelt as in their index."""


def of_entities(conn: sa.Connection, *, since: datetime) -> dict[EntityId, int]:
    """Return how many items published since then name each entity."""
    query = (
        sa.select(mention.c.entity, sa.func.count(mention.c.item.distinct()))
        .where(mention.c.item >= first_id(since), mention.c.item.not_in(_WITHDRAWN))
        .group_by(mention.c.entity)
    )
    return {EntityId(row[0]): row[1] for row in conn.execute(query)}


def daily(conn: sa.Connection, wanted: Sequence[EntityId], edges: Sequence[datetime]) -> dict[EntityId, list[int]]:
    """Return how many items name each entity between each edge and the next."""
    found = {entity: [0] * (len(edges) - 1) for entity in wanted}
    for place, (begin, end) in enumerate(pairwise(edges)):
        query = (
            sa.select(mention.c.entity, sa.func.count(mention.c.item.distinct()))
            .where(mention.c.entity.in_(wanted), mention.c.item >= first_id(begin), mention.c.item < first_id(end))
            .where(mention.c.item.not_in(_WITHDRAWN))
            .group_by(mention.c.entity)
        )
        for entity, number in conn.execute(query):
            found[EntityId(entity)][place] = number
    return found


def older(conn: sa.Connection, wanted: Sequence[EntityId], *, since: datetime) -> int:
    """Return how many reports that name them were seen since a time as what a feed had left over from a gap."""
    # spelt as in the index, which SQLite uses for the same words only
    left_over = sa.select(item.c.id).where(
        sa.text("quiet = 'catching up'"), item.c.seen >= millis(since), item.c.withdrawn == ""
    )
    query = sa.select(sa.func.count(mention.c.item.distinct()))
    return conn.scalar(query.where(mention.c.entity.in_(wanted), mention.c.item.in_(left_over))) or 0


def extent(conn: sa.Connection) -> tuple[int, datetime | None]:
    """Return how many items there are, and since when: ids tell, so that no row is read."""
    number, oldest = conn.execute(
        sa.select(sa.func.count(), sa.func.min(item.c.id)).where(item.c.id.not_in(_WITHDRAWN))
    ).one()
    return number, None if oldest is None else moment(oldest >> 20)


def of_feeds(conn: sa.Connection, feeds: Iterable[FeedId], *, since: datetime) -> dict[FeedId, int]:
    """Return how many items published since then each of the feeds brought."""
    query = (
        sa.select(item.c.feed, sa.func.count())
        .where(item.c.feed.in_(list(feeds)), item.c.id >= first_id(since), item.c.id.not_in(_WITHDRAWN))
        .group_by(item.c.feed)
    )
    return {FeedId(row[0]): row[1] for row in conn.execute(query)}
