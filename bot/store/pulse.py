"""How many voices speak of whom, hour by hour: what alerts are measured against, and which were given."""

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta

import sqlalchemy as sa
from sqlalchemy.dialects.sqlite import insert

from bot.boundaries import Hour, Voice
from bot.model import EntityId, Feed, FeedId, StoryId
from bot.search.document import first_id
from bot.store import hold
from bot.store.schema import alert, hour, item, mention, millis, moment

OLD = timedelta(hours=6)
"""A report that reaches us later than this after it was published is no news."""
KEPT = timedelta(days=30)
HOUR = timedelta(hours=1)


def voices(conn: sa.Connection, feeds: Mapping[FeedId, Feed], *, since: datetime, until: datetime) -> list[Voice]:
    """Return who spoke of which entity in which story, by when we heard it: no copies, nothing a feed began with, nor
    what one brought that nobody confirmed.
    """
    query = (
        sa.select(mention.c.entity, item.c.story, item.c.feed, item.c.agency)
        .join(item, item.c.id == mention.c.item)
        .where(
            item.c.id >= first_id(since - OLD),
            sa.not_(hold.counts_as_told(conn)),
            item.c.seen >= millis(since),
            item.c.seen < millis(until),
            item.c.story.is_not(None),
            item.c.duplicate_of.is_(None),
            item.c.quiet == "",
            item.c.withdrawn == "",
        )
        .distinct()
    )
    found: dict[Voice, None] = {}
    for row in conn.execute(query):
        feed = feeds.get(FeedId(row.feed))
        if feed is not None and not feed.confirmed:
            continue
        name = row.agency or (feed.owner if feed else "") or row.feed
        found[Voice(EntityId(row.entity), StoryId(row.story), name)] = None
    return list(found)


def close(conn: sa.Connection, counted: Iterable[Hour]) -> None:
    """Record what full hours came to; an hour recorded before stays as it is."""
    rows = [
        {"entity": one.entity, "hour": millis(one.begin), "voices": one.voices, "biggest": one.biggest}
        for one in counted
    ]
    if rows:
        conn.execute(insert(hour).on_conflict_do_nothing(), rows)


def hours(conn: sa.Connection, *, since: datetime) -> list[Hour]:
    """Return the full hours recorded since a time, oldest first."""
    query = sa.select(hour).where(hour.c.hour >= millis(since)).order_by(hour.c.hour, hour.c.entity.desc())
    return [Hour(EntityId(row.entity), moment(row.hour), row.voices, row.biggest) for row in conn.execute(query)]


def alerted(conn: sa.Connection, channel: str) -> set[StoryId]:
    """Return the stories, as they are named now, for which a channel's alarm was raised already."""
    return _stories(conn, alert.c.channel == channel)


def given(conn: sa.Connection, channel: str, *, since: datetime) -> int:
    """Return how many alerts a channel was sent since a time."""
    query = sa.select(sa.func.count()).select_from(alert)
    return conn.scalar(query.where(alert.c.channel == channel, alert.c.at >= millis(since), alert.c.sent)) or 0


def raise_(conn: sa.Connection, channel: str, story: StoryId, *, now: datetime, sent: bool) -> None:
    """Record an alarm over a story: sent, or held back for the next digest."""
    row = {"channel": channel, "story": story, "at": millis(now), "sent": sent, "told": sent}
    conn.execute(insert(alert).values(**row).on_conflict_do_nothing())


def held(conn: sa.Connection, channel: str) -> set[StoryId]:
    """Return the stories, as they are named now, whose alert was held back and is owned up to in no digest yet."""
    return _stories(conn, alert.c.channel == channel, sa.not_(alert.c.told))


def _stories(conn: sa.Connection, *which: sa.ColumnElement[bool]) -> set[StoryId]:
    query = sa.select(sa.func.coalesce(item.c.story, alert.c.story)).select_from(
        alert.outerjoin(item, item.c.id == alert.c.story)
    )
    return {StoryId(number) for number in conn.scalars(query.where(*which))}


def owned_up(conn: sa.Connection, channel: str) -> None:
    """Record that a digest told of the alerts held back until now."""
    conn.execute(sa.update(alert).where(alert.c.channel == channel).values(told=True))


def forget(conn: sa.Connection, *, now: datetime) -> None:
    """Let go of hours and alerts that are compared with no more."""
    conn.execute(sa.delete(hour).where(hour.c.hour < millis(now - KEPT)))
    conn.execute(sa.delete(alert).where(alert.c.at < millis(now - KEPT)))
