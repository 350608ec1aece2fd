"""What can be cited of a report: headline, outlet, link, times and earlier wordings. It outlives the report's text
(bot/store/upkeep.py).
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from bot.model import FeedId, ItemId, StoryId
from bot.store.items import chunks
from bot.store.schema import WITHOUT_VECTORS, item, item_version, moment


@dataclass(frozen=True, slots=True)
class Wording:
    """What a report's headline and link were until a time."""

    until: datetime
    title: str
    link: str


@dataclass(frozen=True, slots=True)
class Citation:
    """A report as it can be cited, with its earlier wordings, oldest first.

    `seen` is when we first had it. `withdrawn` says why editors took it back, "" if they did not; `has_text` is False
    once only what stands here is kept.
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
    has_text: bool
    wordings: tuple[Wording, ...]


def wordings(conn: sa.Connection, ids: Iterable[ItemId]) -> Mapping[ItemId, tuple[Wording, ...]]:
    """Return the earlier wordings of items, oldest first."""
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
        for row in conn.execute(sa.select(*WITHOUT_VECTORS).where(item.c.id.in_(chunk))):
            number = ItemId(row.id)
            found[number] = Citation(
                item=number,
                story=None if row.story is None else StoryId(row.story),
                feed=FeedId(row.feed),
                title=row.title,
                link=row.link,
                language=row.language,
                published=moment(row.published),
                seen=moment(row.seen),
                withdrawn=row.withdrawn,
                has_text=not row.cited,
                wordings=earlier.get(number, ()),
            )
    return found
