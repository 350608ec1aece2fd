"""The archive row by row, for programs outside: items, stories and mentions as plain values, oldest first."""

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from typing import Any, Final

import sqlalchemy as sa

from bot.search.document import first_id
from bot.store.schema import WITHOUT_VECTORS, item, mention, moment, story

BATCH = 500

Row = dict[str, Any]
_ITEM: Final = ("feed", "guid", "link", "title", "summary", "text", "language", "country", "author", "image", "agency")


def batch(conn: sa.Connection, what: str, after: int) -> tuple[list[Row], int | None]:
    """Return the next rows of `items`, `stories` or `mentions` and the id they end with; None after the last of all.

    `after` is the id, of an item or a story, behind which they begin.
    """
    table = story if what == "stories" else item
    ids = conn.scalars(sa.select(table.c.id).where(table.c.id > after).order_by(table.c.id).limit(BATCH)).all()
    return (list(_READ[what](conn, ids)), ids[-1]) if ids else ([], None)


def start(since: datetime | None) -> int:
    """Return the id after which rows of a time begin."""
    return -1 if since is None else first_id(since) - 1


def _items(conn: sa.Connection, ids: Sequence[int]) -> Iterator[Row]:
    for row in conn.execute(sa.select(*WITHOUT_VECTORS).where(item.c.id.in_(ids)).order_by(item.c.id)):
        yield {
            "id": str(row.id),
            **{name: getattr(row, name) or None for name in _ITEM},
            "categories": row.categories,
            "published": moment(row.published),
            "stated": None if row.stated is None else moment(row.stated),
            "seen": moment(row.seen),
            "story": None if row.story is None else str(row.story),
            "duplicate_of": None if row.duplicate_of is None else str(row.duplicate_of),
            "withdrawn": row.withdrawn or None,
        }


def _stories(conn: sa.Connection, ids: Sequence[int]) -> Iterator[Row]:
    reports: dict[int, list[str]] = {number: [] for number in ids}
    query = sa.select(item.c.story, item.c.id).where(item.c.story.in_(ids)).order_by(item.c.id)
    for where, number in conn.execute(query):
        reports[where].append(str(number))
    for row in conn.execute(sa.select(story).where(story.c.id.in_(ids)).order_by(story.c.id)):
        times = {"first": moment(row.first), "last": moment(row.last)}
        yield {"id": str(row.id), **times, "items": reports[row.id]}


def _mentions(conn: sa.Connection, ids: Sequence[int]) -> Iterator[Row]:
    query = sa.select(mention).where(mention.c.item.in_(ids)).order_by(mention.c.item, mention.c.number)
    for row in conn.execute(query):
        yield {**row._asdict(), "item": str(row.item)}


_READ: Final[dict[str, Callable[[sa.Connection, Sequence[int]], Iterator[Row]]]] = {
    "items": _items,
    "stories": _stories,
    "mentions": _mentions,
}
