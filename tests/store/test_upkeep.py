from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa

from bot.model import EntityId, ItemId, Mention
from bot.store import items, pages, upkeep
from bot.store.database import Database
from bot.store.schema import item, item_key
from tests.builders import NOW, make_item

KEEP, KEEP_MATCHED = timedelta(days=30), timedelta(days=365)


@pytest.fixture
async def database(tmp_path: Path) -> AsyncIterator[Database]:
    async with Database(f"sqlite:///{tmp_path / 'n.db'}") as opened:
        yield opened


async def store(database: Database, days_ago: int, *, matched: bool = False) -> ItemId:
    when = NOW - timedelta(days=days_ago)
    number = int(when.timestamp() * 1000) << 20
    one = make_item(
        id=ItemId(number), published=when, seen=when, guid=f"g{days_ago}{matched}", keys=(f"guid:{days_ago}{matched}",)
    )
    (stored,) = await database.write(items.add, [one])
    await database.write(lambda conn: conn.execute(sa.update(item).values(understood=True)))
    if matched:
        named = Mention(EntityId("putin"), "title", 0, 5, "Putin", "putin", 3.0)
        await database.write(items.mentions, stored, [named])
    return stored


async def kept(database: Database) -> set[int]:
    return set(await database.read(lambda conn: conn.scalars(sa.select(item.c.id)).all()))


async def test_items_are_forgotten_at_their_age_and_matched_ones_later(database: Database) -> None:
    await store(database, 31)
    fresh = await store(database, 29)
    named = await store(database, 31, matched=True)
    await store(database, 366, matched=True)

    forgotten = await database.write(upkeep.forget, now=NOW, keep=KEEP, keep_matched=KEEP_MATCHED)

    assert forgotten == 2
    assert await kept(database) == {fresh, named}
    assert await database.write(upkeep.forget, now=NOW, keep=KEEP, keep_matched=KEEP_MATCHED) == 0


async def test_an_item_that_was_forgotten_is_still_known_when_its_feed_shows_it_again(database: Database) -> None:
    await store(database, 60)
    await database.write(upkeep.forget, now=NOW, keep=KEEP, keep_matched=KEEP_MATCHED)

    await database.write(upkeep.forget_traces, now=NOW)
    assert len(await database.read(lambda conn: conn.scalars(sa.select(item_key.c.key)).all())) == 1

    await database.write(upkeep.forget_traces, now=NOW + timedelta(days=40))
    assert await database.read(lambda conn: conn.scalars(sa.select(item_key.c.key)).all()) == []


async def test_a_search_is_forgotten_after_a_day_though_nobody_searches_again(database: Database) -> None:
    found = pages.Found(user=1, query="unmistakable", items=(ItemId(1),), total=1, more=False)
    number = await database.write(pages.keep, found, now=NOW)
    await database.write(upkeep.forget_traces, now=NOW + timedelta(hours=23))
    assert await database.read(pages.load, number, now=NOW) == found

    await database.write(upkeep.forget_traces, now=NOW + timedelta(hours=25))

    assert await database.read(pages.load, number, now=NOW) is None
