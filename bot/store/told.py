"""Which stories the posts of a channel tell, and how: what is needed to render a post again when it is edited."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects.sqlite import insert

from bot.boundaries import Standing
from bot.model import Digest, EntityId, Feed, FeedId, ItemId, Story, Told
from bot.store import stories
from bot.store.items import chunks
from bot.store.schema import digest, item, item_version, millis, moment, outbox, shown, told


def head(conn: sa.Connection, whole: Digest) -> None:
    """Record what stands above the entries of a digest."""
    this = (digest.c.channel == whole.channel, digest.c.key == whole.key)
    conn.execute(sa.update(digest).where(*this).values(kind=whole.kind, title=whole.title, note=whole.note))


def add(conn: sa.Connection, post: Digest, part: int) -> None:
    """Record what one post of a digest tells, and that the channel is told of it."""
    rows = [
        {
            "channel": post.channel,
            "digest_key": post.key,
            "part": part,
            "place": place,
            "titled": millis(post.at),
            **_as_row(entry),
        }
        for place, entry in enumerate(post.entries)
    ]
    if rows:
        conn.execute(sa.insert(told), rows)
    _tell(conn, post, "posted")


def retell(conn: sa.Connection, standing: Standing, *, now: datetime) -> None:
    """Record what a post tells once it is edited; what came to it since has joined."""
    post = standing.digest
    for place, entry in enumerate(post.entries):
        this = (told.c.channel == post.channel, told.c.digest_key == post.key)
        here = (told.c.part == standing.part, told.c.place == place)
        titled = {"titled": millis(now)} if place in standing.corrected else {}
        conn.execute(sa.update(told).where(*this, *here).values(**_as_row(entry), **titled))
    _tell(conn, post, "joined")


def rule(conn: sa.Connection, items: Iterable[ItemId]) -> None:
    """Note on posts that tell the stories of these items that editors decided about them."""
    for chunk in chunks(sorted(items)):
        decided = sa.select(item.c.story).where(item.c.id.in_(chunk))
        theirs = sa.select(item.c.id).where(item.c.story.in_(decided))
        conn.execute(sa.update(told).where(told.c.item.in_(theirs)).values(ruled=True))


def standing(
    conn: sa.Connection,
    channel: str,
    feeds: Mapping[FeedId, Feed],
    wanted: Sequence[EntityId],
    *,
    since: datetime,
    ruled_since: datetime,
) -> list[Standing]:
    """Return the posts of digests composed since a time whose stories are not as they were told, and the older
    ones, since another time, about whose stories editors decided.
    """
    lead, other = item.alias(), item.alias()
    unheard = (
        sa.select(other.c.id)
        .where(other.c.story == lead.c.story)
        .where(~sa.exists().where(shown.c.channel == channel, shown.c.item == other.c.id))
        .where(other.c.withdrawn == "")
    )
    differs = sa.or_(
        lead.c.story != told.c.story,
        lead.c.title != told.c.title,
        lead.c.withdrawn != told.c.withdrawn,
        unheard.exists(),
    )
    changed = (
        sa.select(told.c.digest_key, told.c.part)
        .join(digest, sa.and_(digest.c.channel == told.c.channel, digest.c.key == told.c.digest_key))
        .join(lead, lead.c.id == told.c.item)
        .where(told.c.channel == channel, digest.c.composed >= millis(ruled_since))
        .where(sa.or_(told.c.ruled, sa.and_(digest.c.composed >= millis(since), differs)))
        .distinct()
        .order_by(digest.c.composed, told.c.part)
    )
    posts = [_standing(conn, channel, row.digest_key, row.part, feeds, wanted) for row in conn.execute(changed).all()]
    return [post for post in posts if post is not None]


def _standing(
    conn: sa.Connection, channel: str, key: str, part: int, feeds: Mapping[FeedId, Feed], wanted: Sequence[EntityId]
) -> Standing | None:
    this = (outbox.c.channel == channel, outbox.c.digest_key == key, outbox.c.part == part)
    newest = conn.execute(sa.select(outbox).where(*this).order_by(outbox.c.version.desc()).limit(1)).first()
    head = conn.execute(sa.select(digest).where(digest.c.channel == channel, digest.c.key == key)).one()
    rows = conn.execute(_entries(channel, key, part)).all()
    whole = {
        story.id: story
        for story in stories.load(conn, {row.now_in for row in rows}, feeds, channel=channel, wanted=wanted, whole=True)
    }
    if newest is None or any(row.now_in not in whole for row in rows):
        return None
    corrected = tuple(place for place, row in enumerate(rows) if row.title_now != row.title and _took_back(conn, row))
    entries = [_entry(row, whole[row.now_in], corrected=place in corrected) for place, row in enumerate(rows)]
    first = not part
    return Standing(
        Digest(
            channel=channel,
            key=key,
            title=head.title if first else "",
            note=head.note if first else "",
            kind=head.kind,
            at=moment(head.composed),
            language="",
            entries=tuple(entries),
        ),
        part,
        newest.body,
        newest.chat,
        newest.topic,
        corrected,
        conn.scalar(sa.select(outbox.c.message_id).where(*this, outbox.c.version == 0)),
        any(row.ruled for row in rows),
    )


def _entries(channel: str, key: str, part: int) -> sa.Select[Any]:
    """Return the query for the entries of a post, with what their lead says now, in order."""
    return (
        sa.select(told, item.c.story.label("now_in"), item.c.title.label("title_now"))
        .outerjoin(item, item.c.id == told.c.item)
        .where(told.c.channel == channel, told.c.digest_key == key, told.c.part == part)
        .order_by(told.c.place)
    )


def _took_back(conn: sa.Connection, row: sa.Row[Any]) -> bool:
    """Tell whether the outlet of an entry took back a fact in its title since the title that is shown."""
    query = sa.select(item_version.c.corrections)
    return any(conn.scalars(query.where(item_version.c.item == row.item, item_version.c.until >= row.titled)))


def _entry(row: sa.Row[Any], story: Story, *, corrected: bool) -> Told:
    """Return an entry as it was published, or, if its outlet took a fact back, as it is now with what it was."""
    lead = story.report(ItemId(row.item))
    standing = tuple(report for report in story.coverage if report is lead or not report.withdrawn)
    story = replace(story, coverage=standing)
    title, was = row.title, row.was
    if corrected:
        title, was = row.title_now, title
    lead = replace(lead, title=title, link=row.link)
    return Told(story, lead, again=row.again, was=was, gist=row.gist, folded=row.folded)


def _as_row(entry: Told) -> dict[str, Any]:
    return {
        "item": entry.lead.item,
        "story": entry.story.id,
        "title": entry.lead.title,
        "link": entry.lead.link,
        "was": entry.was,
        "gist": entry.gist,
        "again": entry.again,
        "folded": entry.folded,
        "withdrawn": entry.lead.withdrawn,
        "ruled": False,
    }


def _tell(conn: sa.Connection, post: Digest, how: str) -> None:
    """Record that a channel was told of items: `posted` in a post, or `joined` to a post that was out already."""
    rows = [
        {"channel": post.channel, "item": report.item, "digest_key": post.key, "how": how}
        for entry in post.entries
        for report in entry.story.fresh
    ]
    if not rows:
        return
    query = insert(shown)
    if how == "posted":  # also what joined an older post
        told_now = {"how": how, "digest_key": post.key}
        conn.execute(query.on_conflict_do_update(index_elements=["channel", "item"], set_=told_now), rows)
    else:
        conn.execute(query.on_conflict_do_nothing(), rows)
