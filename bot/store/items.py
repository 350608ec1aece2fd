"""Items and what identifies them: saved once when collected, completed once when understood."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any, Final, TypeVar

import sqlalchemy as sa
from sqlalchemy.dialects.sqlite import insert

from bot.boundaries import Fresh, Understanding, Version
from bot.feeds.identity import Edit, KnownItem
from bot.feeds.keys import keys as identity_keys
from bot.model import Correction, EntityId, FeedId, Item, ItemId, Mention
from bot.store.schema import NOT_UNDERSTOOD, WITHOUT_VECTORS, item, item_key, item_version, mention, millis, moment
from bot.store.schema import feed as feed_table

T = TypeVar("T")
CHUNK = 500
"""Bound parameters of one statement; SQLite's floor is 999."""

LOADED = FeedId("load:")
"""The name under which keys of items given by hand are remembered, whatever their source."""


def known(conn: sa.Connection, feed: FeedId, keys: Iterable[str]) -> dict[str, ItemId]:
    """Return the item behind each of the keys this feed has shown before, though the item itself may be forgotten."""
    found = conn.exec_driver_sql(_KNOWN, (json.dumps(sorted(set(keys))), feed))
    return {key: ItemId(number) for key, number in found}


# Statements that every poll runs are plain SQL of one text each, with lists as one JSON parameter: compiled once.
_KNOWN: Final = """
    SELECT item_key.key, item_key.item
    FROM json_each(?) AS wanted CROSS JOIN item_key ON item_key.feed = ? AND item_key.key = wanted.value
"""


def known_items(conn: sa.Connection, ids: Iterable[ItemId]) -> dict[ItemId, KnownItem]:
    """Return what identity asks of items: of those no longer kept, that they were known."""
    numbers = set(ids)
    rows = conn.exec_driver_sql(_KNOWN_ITEMS, (json.dumps(sorted(numbers)),)) if numbers else ()
    found = {row[0]: KnownItem(ItemId(row[0]), row[1], row[2], row[3], moment(row[4])) for row in rows}
    return {number: found.get(number) or forgotten(number) for number in numbers}


_KNOWN_ITEMS: Final = """
    SELECT item.id, item.title, item.summary, item.link, item.published
    FROM json_each(?) AS wanted CROSS JOIN item ON item.id = wanted.value
"""


def forgotten(number: ItemId) -> KnownItem:
    """Return what is left of an item that is no longer kept."""
    return KnownItem(id=number, title="", summary="", link="", published=moment(number >> 20))


def newest(conn: sa.Connection, feed: FeedId) -> datetime | None:
    """Return when the newest item of a feed was published. Its id tells, so no row is read."""
    number = conn.exec_driver_sql("SELECT max(id) FROM item WHERE feed = ?", (feed,)).scalar()
    return None if number is None else moment(number >> 20)


def items(conn: sa.Connection, ids: Iterable[ItemId]) -> dict[ItemId, Item]:
    """Return items by id; those no longer kept are missing."""
    found: dict[ItemId, Item] = {}
    for chunk in chunks(sorted(set(ids))):
        for row in conn.execute(sa.select(*WITHOUT_VECTORS).where(item.c.id.in_(chunk))):
            found[ItemId(row.id)] = as_item(row)
    return found


def as_item(row: sa.Row[Any]) -> Item:
    """Return a row of the item table as the noun (without its keys, which only collecting needs)."""
    return Item(
        id=ItemId(row.id),
        feed=FeedId(row.feed),
        guid=row.guid,
        link=row.link,
        title=row.title,
        summary=row.summary,
        published=moment(row.published),
        seen=moment(row.seen),
        stated=None if row.stated is None else moment(row.stated),
        text=row.text,
        language=row.language,
        country=row.country,
        author=row.author,
        image=row.image,
        categories=tuple(row.categories),
    )


def add(conn: sa.Connection, new: Sequence[Item], *, quiet: str = "") -> list[ItemId]:
    """Store new items and their keys. An id that is taken moves up to the next free one; returns the ids as stored.

    `quiet` says why they raise no alert, in identity.py's words ("first poll", "catching up" ...); "" if they do.
    """
    if not new:
        return []
    asked = json.dumps([one.id for one in new])
    taken = {row[0] for row in conn.exec_driver_sql(_TAKEN, (asked,))}
    ids: list[ItemId] = []
    for one in new:
        number = one.id
        while number in taken:
            number = ItemId(number + 1)
            taken |= set(conn.scalars(sa.select(item.c.id).where(item.c.id == number)))
        taken.add(number)
        ids.append(number)
    conn.exec_driver_sql(_INSERT, [_row(one, number, quiet=quiet) for one, number in zip(new, ids, strict=True)])
    remember(conn, (Seen(one.feed, number, one.keys, one.seen) for one, number in zip(new, ids, strict=True)))
    return ids


_TAKEN: Final = "SELECT item.id FROM json_each(?) AS asked CROSS JOIN item ON item.id = asked.value"
_COLUMNS: Final = (
    "id", "feed", "guid", "link", "title", "summary", "text", "language", "country", "author", "image", "categories",
    "published", "stated", "seen", "understood", "quiet", "agency",
)  # fmt: skip
_INSERT: Final = f"INSERT INTO item ({', '.join(_COLUMNS)}) VALUES ({', '.join('?' * len(_COLUMNS))})"  # noqa: S608 - our own names


def _row(one: Item, number: ItemId, *, quiet: str) -> tuple[Any, ...]:
    """Return an item as a row, in the order of the columns."""
    return (
        number,
        one.feed,
        one.guid,
        one.link,
        one.title,
        one.summary,
        one.text,
        one.language,
        one.country,
        one.author,
        one.image,
        json.dumps(one.categories),
        millis(one.published),
        None if one.stated is None else millis(one.stated),
        millis(one.seen),
        False,
        quiet,
        "",
    )


@dataclass(frozen=True, slots=True)
class Seen:
    """An item as one document of a feed showed it, with the keys that named it there."""

    feed: FeedId
    item: ItemId
    keys: tuple[str, ...]
    at: datetime


def remember(conn: sa.Connection, seen: Iterable[Seen]) -> None:
    """Store every key of sightings, so that an item is known again by any of them; a key keeps its first item."""
    rows = [(one.feed, key, one.item, millis(one.at)) for one in seen for key in one.keys]
    if rows:
        conn.exec_driver_sql(_REMEMBER, rows)


def disown(conn: sa.Connection, number: ItemId) -> None:
    """Let go of the keys of an item that was forgotten, so that they may name a new one."""
    conn.execute(sa.delete(item_key).where(item_key.c.item == number))


_REMEMBER: Final = """
    INSERT INTO item_key (feed, key, item, last_seen) VALUES (?, ?, ?, ?)
    ON CONFLICT (feed, key) DO UPDATE SET last_seen = excluded.last_seen
"""


def edit(conn: sa.Connection, number: ItemId, now: Edit) -> None:
    """Keep what an item said until now as a version, and let it say what the feed says today."""
    old = conn.execute(sa.select(*WITHOUT_VECTORS).where(item.c.id == number)).first()
    if old is None:
        return
    latest = conn.scalar(sa.select(sa.func.max(item_version.c.until)).where(item_version.c.item == number))
    until = max(millis(now.at), (latest or 0) + 1)  # the clock may have stepped back
    texts = {"title": old.title, "summary": old.summary, "link": old.link}
    conn.execute(insert(item_version).values(item=number, until=until, **texts))
    said = {"title": now.title or old.title, "summary": now.summary or old.summary, "link": now.link or old.link}
    conn.execute(sa.update(item).where(item.c.id == number).values(understood=False, revision=old.revision + 1, **said))


def replace(conn: sa.Connection, number: ItemId, one: Item) -> None:
    """Let an item say what it is told to say now, without a version of what it said before."""
    row = dict(zip(_COLUMNS, _row(one, number, quiet=""), strict=True)) | {"categories": list(one.categories)}
    for fixed in ("id", "published", "seen", "quiet"):
        del row[fixed]
    conn.execute(sa.update(item).where(item.c.id == number).values(**row, revision=item.c.revision + 1))


def fresh(conn: sa.Connection, limit: int) -> list[Fresh]:
    """Return the oldest items that have not been understood yet, in id order."""
    query = sa.select(*WITHOUT_VECTORS).where(NOT_UNDERSTOOD).order_by(item.c.id).limit(limit)
    rows = conn.execute(query).all()
    versions = _undecided(conn, [row.id for row in rows if row.revision])
    return [Fresh(as_item(row), row.story, row.revision, tuple(versions.get(row.id, ()))) for row in rows]


def _undecided(conn: sa.Connection, ids: Sequence[int]) -> dict[int, list[Version]]:
    """Return the versions of items that were not yet compared with what came after them, oldest first."""
    found: dict[int, list[Version]] = {}
    query = sa.select(item_version).where(item_version.c.item.in_(ids), item_version.c.corrections.is_(None))
    for row in conn.execute(query.order_by(item_version.c.until)):
        found.setdefault(row.item, []).append(Version(moment(row.until), row.title, row.summary))
    return found


def corrections(conn: sa.Connection, ids: Iterable[ItemId]) -> dict[ItemId, tuple[Correction, ...]]:
    """Return what the titles of items were corrected in, oldest first."""
    found: dict[ItemId, tuple[Correction, ...]] = {}
    for chunk in chunks(sorted(set(ids))):
        query = sa.select(item_version.c.item, item_version.c.corrections).where(item_version.c.item.in_(chunk))
        for row in conn.execute(query.order_by(item_version.c.until)):
            if row.corrections:
                made = tuple(Correction(**one) for one in row.corrections)
                found[ItemId(row.item)] = found.get(ItemId(row.item), ()) + made
    return found


def understood(conn: sa.Connection, one: Understanding, vectors: bytes | None) -> None:
    """Mark an item understood, unless it was edited meanwhile; what an edit leaves as it was (its turn, whose
    word it is, its vectors) stays.
    """
    for until, made in one.corrected.items():
        this = (item_version.c.item == one.item.id) & (item_version.c.until == millis(until))
        conn.execute(sa.update(item_version).where(this).values(corrections=[asdict(each) for each in made]))
    values: dict[str, Any] = {"understood": item.c.revision == one.revision, "language": one.item.language}
    if one.turn:
        values |= {"turn": one.turn, "agency": one.agency, "vectors": vectors}
    conn.execute(sa.update(item).where(item.c.id == one.item.id).values(**values))


def mentions(conn: sa.Connection, number: ItemId, found: Sequence[Mention]) -> None:
    """Store where an item names whom, instead of what was stored before."""
    conn.execute(sa.delete(mention).where(mention.c.item == number))
    rows = [
        {
            "item": number,
            "entity": one.entity,
            "number": count,
            "field": one.field,
            "start": one.start,
            "end": one.end,
            "surface": one.surface,
            "alias": one.alias,
            "score": one.score,
            "evidence": list(one.evidence),
        }
        for count, one in enumerate(found)
    ]
    if rows:
        conn.execute(sa.insert(mention), rows)


def entities(conn: sa.Connection, ids: Iterable[ItemId]) -> dict[ItemId, tuple[EntityId, ...]]:
    """Return the entities each item names, in the order the text names them."""
    found: dict[ItemId, dict[EntityId, None]] = {}
    for chunk in chunks(sorted(set(ids))):
        query = sa.select(mention.c.item, mention.c.entity).where(mention.c.item.in_(chunk))
        for row in conn.execute(query.order_by(mention.c.item, mention.c.number)):
            found.setdefault(ItemId(row.item), {})[EntityId(row.entity)] = None
    return {number: tuple(names) for number, names in found.items()}


def vectors(conn: sa.Connection, number: ItemId) -> bytes | None:
    """Return an item's sentence vectors as they are stored, if it has any still."""
    stored: bytes | None = conn.scalar(sa.select(item.c.vectors).where(item.c.id == number))
    return stored


def withdraw(conn: sa.Connection, ids: Sequence[ItemId], reason: str) -> int:
    """Record why editors took items back; return how many of them there are."""
    found = conn.execute(sa.update(item).where(item.c.id.in_(ids)).values(withdrawn=reason))
    return int(found.rowcount)


def give_back(conn: sa.Connection, ids: Sequence[ItemId]) -> int:
    """Let items that editors took back stand again, to be understood, and so searched, anew; return how many."""
    found = conn.execute(
        sa.update(item).where(item.c.id.in_(ids), item.c.withdrawn != "").values(withdrawn="", understood=False)
    )
    return int(found.rowcount)


def standing(conn: sa.Connection, ids: Sequence[ItemId]) -> set[ItemId]:
    """Return those of the items that editors did not take back."""
    found: set[ItemId] = set()
    for chunk in chunks(ids):
        found |= {
            ItemId(one)
            for one in conn.scalars(sa.select(item.c.id).where(item.c.id.in_(chunk), item.c.withdrawn == ""))
        }
    return found


def by_link(conn: sa.Connection, link: str) -> ItemId | None:
    """Return the newest item behind an address, however it is spelled; it may have been forgotten since.

    Clients and readers add a closing slash or tracking parameters: then the identity key of the address finds it.
    """
    bare = link.strip().rstrip("/")
    exact = conn.scalar(sa.select(sa.func.max(item.c.id)).where(item.c.link.in_((link.strip(), bare, f"{bare}/"))))
    if exact is None:
        key = identity_keys("", bare, "", "")[0]
        named = item_key.c.feed.in_(sa.select(feed_table.c.id)) & (item_key.c.key == key)
        exact = conn.scalar(sa.select(sa.func.max(item_key.c.item)).where(named))
    return None if exact is None else ItemId(exact)


def chunks(values: Sequence[T]) -> Iterable[Sequence[T]]:
    """Part values so that each part fits one statement."""
    for start in range(0, len(values), CHUNK):
        yield values[start : start + CHUNK]
