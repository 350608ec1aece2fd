"""The index is kept in order while the archive is open: made anew for another analyser, trimmed, merged."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import sqlalchemy as sa

from bot.model import EntityId, Feed, FeedId, ItemId, Mention
from bot.search.analyse import ANALYSER_VERSION
from bot.store import items, search_sqlite, search_upkeep
from bot.store.database import Database
from bot.store.schema import item
from bot.store.search_tables import state
from tests.builders import make_item
from tests.search.builders import NOW, read

FEEDS = {FeedId("harbour"): Feed(FeedId("harbour"), "The Harbour", "", country="gb")}


@pytest.fixture
async def database(tmp_path: Path) -> AsyncIterator[Database]:
    async with Database(f"sqlite:///{tmp_path / 'n.db'}") as opened:
        for number in range(5):
            one = make_item(
                id=ItemId((int(NOW.timestamp() * 1000) - number) << 20),
                feed=FeedId("harbour"),
                title=f"Storm number {number}",
                country="ua" if number == 3 else "",
                guid=str(number),
                keys=(f"guid:{number}",),
            )
            await opened.write(items.add, [one])
        newest = await opened.read(lambda conn: conn.scalars(sa.select(sa.func.max(item.c.id))).one())
        named = Mention(EntityId("putin"), "title", 0, 5, "Putin", "putin", 3.0)
        await opened.write(items.mentions, ItemId(newest), [named])
        await opened.write(lambda conn: conn.execute(sa.update(item).values(understood=True)))
        yield opened


async def found(database: Database, text: str) -> int:
    hits = await database.read(search_sqlite.search, read(text), now=NOW)
    return hits.total


async def test_an_index_made_by_another_analyser_is_made_anew_with_all_that_is_known_of_items(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    documents = search_upkeep.documents(FEEDS)
    assert await search_upkeep.renew(database, documents) == 0

    monkeypatch.setattr(search_upkeep, "ANALYSER_VERSION", ANALYSER_VERSION + 1)
    told: list[int] = []

    assert await search_upkeep.renew(database, documents, told=told.append) == 5
    assert told == [5]
    assert await found(database, "storms") == 5
    assert await found(database, "country:gb") == 4
    assert await found(database, "country:ua") == 1
    assert await found(database, "entity:putin") == 1
    assert await search_upkeep.renew(database, documents) == 0


async def test_an_index_is_made_anew_when_somebody_wants_it(database: Database) -> None:
    assert await search_upkeep.renew(database, search_upkeep.documents(FEEDS), anyway=True) == 5


async def test_upkeep_leaves_searches_as_they_were_and_is_done_once_a_day(database: Database) -> None:
    await search_upkeep.renew(database, search_upkeep.documents(FEEDS), anyway=True)
    await search_upkeep.keep_up(database, now=NOW)

    assert await found(database, "storms") == 5
    merged = await database.read(state, "merged")
    await search_upkeep.keep_up(database, now=NOW + search_upkeep.MERGED_EVERY / 2)
    assert await database.read(state, "merged") == merged
