"""What can be cited of a report: headline, outlet, link, times and earlier wordings. It outlives the report's text."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects.sqlite import insert

from bot.model import FeedId, ItemId, StoryId
from bot.search.document import first_id
from bot.store.items import chunks
from bot.store.schema import citation, item, item_version, millis, moment


@dataclass(frozen=True, slots=True)
class Wording:
    """What a report's headline and link were until a time."""

    until: datetime
    title: str
    link: str


@dataclass(frozen=True, slots=True)
class Citation:
    """A report as it can be cited, with its earlier wordings, oldest first.

    `seen` is when we first had it. `withdrawn` says why editors took it back, "" if they did not.
    """

    item: ItemId
    story: StoryId | None
    feed: FeedId
    title: str
    link: str
    language: str
    published: datetime
    seen: datetime
    withdrawn: str
    wordings: tuple[Wording, ...]


_COLUMNS = ("story", "feed", "title", "link", "language", "published", "seen", "withdrawn")


def keep(conn: sa.Connection, ids: Sequence[ItemId]) -> None:
    """Keep what can be cited of items that are about to be forgotten."""
    earlier = wordings(conn, ids)
    for chunk in chunks(ids):
        rows = [
            {
                "item": row.id,
                **{name: getattr(row, name) for name in _COLUMNS},
                "versions": [[millis(one.until), one.title, one.link] for one in earlier.get(row.id, ())],
            }
            for row in conn.execute(sa.select(item).where(item.c.id.in_(chunk)))
        ]
        if rows:
            conn.execute(insert(citation).on_conflict_do_nothing(), rows)


def wordings(conn: sa.Connection, ids: Iterable[ItemId]) -> Mapping[ItemId, tuple[Wording, ...]]:
    """Return the earlier wordings of items whose text is kept, oldest first, each only where it differed."""
    found: dict[ItemId, list[Wording]] = {}
    for chunk in chunks(sorted(set(ids))):
        query = sa.select(item_version).where(item_version.c.item.in_(chunk)).order_by(item_version.c.until)
        for row in conn.execute(query):
            found.setdefault(ItemId(row.item), []).append(Wording(moment(row.until), row.title, row.link))
    return {number: tuple(told) for number, told in found.items()}


def load(conn: sa.Connection, ids: Iterable[ItemId]) -> dict[ItemId, Citation]:
    """Return what can be cited of items, whether their text is kept or not."""
    numbers = sorted(set(ids))
    earlier = wordings(conn, numbers)
    found: dict[ItemId, Citation] = {}
    for chunk in chunks(numbers):
        for row in conn.execute(sa.select(citation).where(citation.c.item.in_(chunk))):
            told = (Wording(moment(until), title, link) for until, title, link in row.versions)
            found[ItemId(row.item)] = _citation(row, ItemId(row.item), tuple(told))
        for row in conn.execute(sa.select(item).where(item.c.id.in_(chunk))):
            found[ItemId(row.id)] = _citation(row, ItemId(row.id), earlier.get(ItemId(row.id), ()))
    return found


def _citation(row: sa.Row[Any], number: ItemId, told: tuple[Wording, ...]) -> Citation:
    return Citation(
        item=number,
        story=None if row.story is None else StoryId(row.story),
        feed=FeedId(row.feed),
        title=row.title,
        link=row.link,
        language=row.language,
        published=moment(row.published),
        seen=moment(row.seen),
        withdrawn=row.withdrawn,
        wordings=told,
    )


def of_story(conn: sa.Connection, number: StoryId) -> list[ItemId]:
    """Return the reports of a story in the order of their numbers, whether their text is kept or not."""
    kept = sa.select(item.c.id).where(item.c.story == number)
    gone = sa.select(citation.c.item).where(citation.c.story == number)
    return [ItemId(one) for one in conn.scalars(kept.union(gone).order_by("id"))]


def by_link(conn: sa.Connection, link: str) -> ItemId | None:
    """Return the newest report behind an address whose text is no longer kept."""
    bare = link.strip().rstrip("/")
    found = conn.scalar(sa.select(sa.func.max(citation.c.item)).where(citation.c.link.in_((bare, f"{bare}/"))))
    return None if found is None else ItemId(found)


def forget(conn: sa.Connection, *, now: datetime, keep: timedelta) -> None:
    """Let go of citations past their time."""
    conn.execute(sa.delete(citation).where(citation.c.item < first_id(now - keep)))
