"""What editors took back is nowhere any more: in no count, and in no index that is made anew."""

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest

from bot.model import ItemId
from bot.store import search_sqlite, search_upkeep, stories, tally
from bot.store.database import Database
from tests.builders import NOW
from tests.desk import FEEDS, PUTIN, Desk
from tests.search.builders import read

DAY = timedelta(days=1)


@pytest.fixture
async def desk(tmp_path: Path) -> AsyncIterator[Desk]:
    async with Database(f"sqlite:///{tmp_path / 'n.db'}") as database:
        found = Desk(database)
        await found.story("f1", title="Putin speaks")
        hoax = await found.story("f2", title="Putin resigns", at=NOW - timedelta(hours=1))
        await found.archive.withdraw([ItemId(int(hoax))], "hoax")
        yield found


async def test_it_counts_for_nobody(desk: Desk) -> None:
    read_of = desk.database.read

    assert await read_of(tally.of_entities, since=NOW - DAY) == {PUTIN: 1}
    assert await read_of(tally.daily, [PUTIN], [NOW - DAY, NOW + DAY]) == {PUTIN: [1]}
    assert await read_of(tally.of_feeds, list(FEEDS), since=NOW - DAY) == {"f1": 1}
    assert await read_of(tally.extent) == (1, NOW)


async def test_it_is_among_the_newest_no_more(desk: Desk) -> None:
    newest = await desk.database.read(stories.newest, [PUTIN], limit=10)

    (story,) = (await desk.database.read(stories.around, newest, FEEDS)).values()
    assert story.coverage[0].title.startswith("Putin speaks")


async def test_it_is_not_found_even_after_the_index_was_made_anew(desk: Desk) -> None:
    await search_upkeep.renew(desk.database, search_upkeep.documents(FEEDS), anyway=True)

    assert (await desk.database.read(search_sqlite.search, read("speaks"), now=NOW)).total == 1
    assert (await desk.database.read(search_sqlite.search, read("resigns"), now=NOW)).total == 0
