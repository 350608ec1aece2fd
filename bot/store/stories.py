"""Stories: which items belong together, and what each channel has been told of them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

import sqlalchemy as sa

from bot.model import Correction, Coverage, EntityId, Feed, FeedId, Item, ItemId, Story, StoryId
from bot.search.document import first_id
from bot.store import hold
from bot.store.items import CHUNK, as_item, chunks, corrections, entities
from bot.store.schema import item, mention, millis, moment, shown, story

_COVERED: Final[tuple[sa.Column[Any], ...]] = (
    *(item.c.id, item.c.feed, item.c.title, item.c.summary, item.c.link, item.c.language, item.c.published),
    *(item.c.story, item.c.duplicate_of, item.c.agency, item.c.quiet, item.c.withdrawn),
)
"""What a story tells of a report; its whole text would be most of what is read."""


def assign(conn: sa.Connection, placed: Mapping[ItemId, tuple[StoryId, ItemId | None]]) -> None:
    """Record the story and the original (None: it is no copy) of items; later assignments replace earlier ones."""
    left = of_any(conn, placed)
    rows = [{"number": number, "story": where, "copy": copy} for number, (where, copy) in placed.items()]
    if not rows:
        return
    conn.execute(
        sa.update(item)
        .where(item.c.id == sa.bindparam("number"))
        .values(story=sa.bindparam("story"), duplicate_of=sa.bindparam("copy")),
        rows,
    )
    recount(conn, left | {where for where, _ in placed.values()})


def move(conn: sa.Connection, moved: Mapping[ItemId, StoryId]) -> None:
    """Record that items changed their story; whose copies they are stays."""
    copies: dict[ItemId, ItemId | None] = {}
    for chunk in chunks(sorted(moved)):
        for row in conn.execute(sa.select(item.c.id, item.c.duplicate_of).where(item.c.id.in_(chunk))):
            copies[ItemId(row.id)] = row.duplicate_of
    assign(conn, {number: (where, copies[number]) for number, where in moved.items() if number in copies})


def of_any(conn: sa.Connection, ids: Iterable[ItemId]) -> set[StoryId]:
    """Return the stories that any of the items belong to."""
    found: set[StoryId] = set()
    for chunk in chunks(sorted(ids)):
        found |= {
            StoryId(number)
            for number in conn.scalars(sa.select(item.c.story).where(item.c.id.in_(chunk)).distinct())
            if number is not None
        }
    return found


def recount(conn: sa.Connection, changed: Iterable[StoryId]) -> None:
    """Bring the story table in line with the items that say they belong to it; an empty story is gone."""
    for chunk in chunks(sorted(changed)):
        conn.execute(sa.delete(story).where(story.c.id.in_(chunk)))
        spans = (
            sa.select(item.c.story, sa.func.min(item.c.published), sa.func.max(item.c.published))
            .where(item.c.story.in_(chunk))
            .group_by(item.c.story)
        )
        conn.execute(sa.insert(story).from_select(["id", "first", "last"], spans))


def candidates(
    conn: sa.Connection, channel: str, feeds: Mapping[FeedId, Feed], wanted: Sequence[EntityId], *, since: datetime
) -> list[Story]:
    """Return every story with an item of a wanted entity published since a time, whole, with what was shown of it."""
    recent = (
        sa.select(item.c.story)
        .join(mention, mention.c.item == item.c.id)
        .where(mention.c.entity.in_(wanted), item.c.published >= millis(since), item.c.story.is_not(None))
        .where(item.c.withdrawn == "")
        .distinct()
    )
    return load(conn, [StoryId(number) for number in conn.scalars(recent)], feeds, channel=channel, wanted=wanted)


def load(
    conn: sa.Connection,
    ids: Iterable[StoryId],
    feeds: Mapping[FeedId, Feed],
    *,
    channel: str = "",
    wanted: Sequence[EntityId] | None = None,
    whole: bool = False,
) -> list[Story]:
    """Return stories by id. With `wanted`, only those entities are named; `whole`: also the reports taken back."""
    coverage: dict[StoryId, list[Coverage]] = {}
    for chunk in chunks(sorted(set(ids))):
        query = sa.select(*_COVERED).where(item.c.story.in_(chunk)).order_by(item.c.published, item.c.id)
        rows = conn.execute(query if whole else query.where(item.c.withdrawn == "")).all()
        named = entities(conn, [row.id for row in rows])
        corrected = corrections(conn, [row.id for row in rows])
        for row in rows:
            names = tuple(one for one in named.get(ItemId(row.id), ()) if wanted is None or one in wanted)
            report = _coverage(row, feeds, names, corrected.get(ItemId(row.id), ()))
            coverage.setdefault(StoryId(row.story), []).append(report)
    seen = shown_of(conn, channel, [report.item for reports in coverage.values() for report in reports])
    return [
        Story(id=number, coverage=tuple(reports), shown=seen & {report.item for report in reports})
        for number, reports in coverage.items()
    ]


def shown_of(conn: sa.Connection, channel: str, ids: Sequence[ItemId]) -> frozenset[ItemId]:
    """Return which items posts told a channel of, whatever story they were in then (not those that joined later).

    After the database was put back, all of before that count as told: nobody knows which were.
    """
    found: set[ItemId] = set()
    perhaps = hold.counts_as_told(conn)
    for chunk in chunks(sorted(ids) if channel else ()):
        told_of = sa.select(shown.c.item).where(
            shown.c.channel == channel, shown.c.item.in_(chunk), shown.c.how == "posted"
        )
        found |= {ItemId(number) for number in conn.scalars(told_of)}
        found |= {ItemId(number) for number in conn.scalars(sa.select(item.c.id).where(item.c.id.in_(chunk), perhaps))}
    return frozenset(found)


@dataclass(frozen=True, slots=True)
class Remembered:
    """An item with what was decided about it, as the clusterer wants it back.

    `earlier` is how many reports its story has from before those that are remembered.
    """

    item: Item
    turn: int
    story: StoryId
    copy_of: ItemId | None
    entities: tuple[EntityId, ...]
    vectors: bytes | None
    earlier: int


def first_turn(conn: sa.Connection, *, since: datetime, most: int) -> int:
    """Return the turn from which on items are remembered: as far back as those published since a time, but no more
    than so many. It is the next turn of all if there are none.
    """
    query = sa.select(item.c.turn, item.c.id).where(item.c.turn.is_not(None)).order_by(item.c.turn.desc()).limit(most)
    newest = query.subquery()
    recent = sa.func.min(newest.c.turn).filter(newest.c.id >= first_id(since))
    return int(conn.execute(sa.select(sa.func.coalesce(recent, sa.func.max(newest.c.turn) + 1, 1))).scalar_one())


def remembered(conn: sa.Connection, *, first: int, after: int, limit: int) -> list[Remembered]:
    """Return the next items in the order they were understood, behind the turn `after`. The first had the turn
    `first`.
    """
    query = sa.select(item).where(item.c.turn > after).order_by(item.c.turn).limit(limit)
    rows = conn.execute(query).all()
    named = entities(conn, [row.id for row in rows])
    earlier = _reports_before(conn, {row.story for row in rows}, first)
    return [
        Remembered(
            as_item(row),
            row.turn,
            row.story,
            row.duplicate_of,
            named.get(ItemId(row.id), ()),
            row.vectors,
            earlier.get(row.story, 0),
        )
        for row in rows
    ]


def _reports_before(conn: sa.Connection, wanted: Iterable[StoryId], turn: int) -> dict[StoryId, int]:
    """Return how many reports stories have that were understood before a turn, of those that have any."""
    found: dict[StoryId, int] = {}
    for chunk in chunks(sorted(wanted)):
        query = sa.select(item.c.story, sa.func.count()).where(item.c.story.in_(chunk), item.c.turn < turn)
        found |= {StoryId(row[0]): row[1] for row in conn.execute(query.group_by(item.c.story))}
    return found


def of_items(conn: sa.Connection, ids: Sequence[ItemId]) -> dict[ItemId, StoryId]:
    """Return the story of each item that has one and was not taken back."""
    found: dict[ItemId, StoryId] = {}
    for chunk in chunks(sorted(ids)):
        query = sa.select(item.c.id, item.c.story).where(
            item.c.id.in_(chunk), item.c.story.is_not(None), item.c.withdrawn == ""
        )
        found.update((ItemId(row.id), StoryId(row.story)) for row in conn.execute(query))
    return found


def leading(conn: sa.Connection, ids: Sequence[ItemId], language: str = "") -> tuple[ItemId, ...]:
    """Return one item of each story, its first in a language or else its first; the stories in the order in which they
    come up. What is in no story, or was taken back, is left out.
    """
    where = of_items(conn, ids)
    spoken = _in_language(conn, ids, language)
    first: dict[StoryId, ItemId] = {}
    own: dict[StoryId, ItemId] = {}
    for one in ids:
        if one in where:
            first.setdefault(where[one], one)
            if one in spoken:
                own.setdefault(where[one], one)
    return tuple((first | own).values())


def _in_language(conn: sa.Connection, ids: Sequence[ItemId], language: str) -> set[ItemId]:
    found: set[ItemId] = set()
    for chunk in chunks(sorted(ids) if language else ()):
        query = sa.select(item.c.id).where(item.c.id.in_(chunk), item.c.language == language)
        found.update(map(ItemId, conn.scalars(query)))
    return found


def around(conn: sa.Connection, ids: Sequence[ItemId], feeds: Mapping[FeedId, Feed]) -> dict[ItemId, Story]:
    """Return the stories that items are in, in order; of what was taken back or forgotten nothing."""
    where = of_items(conn, ids)
    loaded = {one.id: one for one in load(conn, where.values(), feeds)}
    return {one: loaded[where[one]] for one in ids if one in where and where[one] in loaded}


def reports(conn: sa.Connection, number: StoryId) -> list[ItemId]:
    """Return the items of a story."""
    return [ItemId(one) for one in conn.scalars(sa.select(item.c.id).where(item.c.story == number).order_by(item.c.id))]


def holding(conn: sa.Connection, number: int) -> StoryId:
    """Return the story an item is in; a number that is no item's is a story's."""
    return StoryId(conn.scalar(sa.select(item.c.story).where(item.c.id == number)) or number)


def newest(conn: sa.Connection, wanted: Sequence[EntityId], *, limit: int) -> list[ItemId]:
    """Return the newest report of each of the newest stories that name a wanted entity, newest first.

    Read from the newest mention back, so that it costs the same however long the archive is.
    """
    found: dict[StoryId, ItemId] = {}
    before = (1 << 63) - 1
    while before and len(found) < limit:
        of_each = [_named(conn, entity, before) for entity in wanted]
        before = max((ids[-1] for ids in of_each if len(ids) == CHUNK), default=0)
        ids = sorted({one for ids in of_each for one in ids if one >= before}, reverse=True)
        where = of_items(conn, ids)
        for one in ids:
            if one in where:
                found.setdefault(where[one], one)
    return list(found.values())[:limit]


def _named(conn: sa.Connection, entity: EntityId, before: int) -> list[ItemId]:
    """Return the newest items older than an id that name an entity, newest first."""
    query = sa.select(mention.c.item).where(mention.c.entity == entity, mention.c.item < before).distinct()
    return [ItemId(one) for one in conn.scalars(query.order_by(mention.c.item.desc()).limit(CHUNK))]


def _coverage(
    row: sa.Row[Any],
    feeds: Mapping[FeedId, Feed],
    names: tuple[EntityId, ...],
    corrected: tuple[Correction, ...],
) -> Coverage:
    feed = FeedId(row.feed)
    return Coverage(
        item=ItemId(row.id),
        feed=feeds.get(feed) or Feed(id=feed, title=feed, url=row.link),
        title=row.title,
        corrections=corrected,
        summary=row.summary,
        link=row.link,
        language=row.language,
        published=moment(row.published),
        entities=names,
        copy_of=row.duplicate_of,
        agency=row.agency,
        quiet=bool(row.quiet),
        withdrawn=row.withdrawn,
    )
