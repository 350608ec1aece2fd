from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import sqlalchemy as sa

from bot.model import ItemId, StoryId
from bot.pipeline.rule import keep, merge, split
from bot.store.database import Database
from bot.store.schema import item
from bot.stories.cluster import Clusterer
from tests.builders import NOW
from tests.pipeline.house import HARBOUR, VESTNIK, House, rss

FIRE = "Putin visits flooded village of Orekhovo in Tula region"


@pytest.fixture
async def house(tmp_path: Path) -> AsyncIterator[House]:
    async with Database(f"sqlite:///{tmp_path / 'n.db'}") as database:
        house = House(database)
        await house.archive.register(now=NOW)
        yield house


async def think(house: House) -> None:
    while await house.think():
        pass


async def restart(house: House) -> None:
    house.mind = await house.archive.recall(house.mind.matcher, Clusterer(), now=NOW)


async def stories(house: House) -> dict[str, StoryId]:
    rows = await house.database.read(lambda conn: conn.execute(sa.select(item.c.guid, item.c.story)).all())
    return {row.guid: StoryId(row.story) for row in rows}


async def ids(house: House) -> dict[str, ItemId]:
    rows = await house.database.read(lambda conn: conn.execute(sa.select(item.c.guid, item.c.id)).all())
    return {row.guid: ItemId(row.id) for row in rows}


@pytest.mark.parametrize("again", ["in the same run", "after a restart"])
async def test_what_an_editor_parted_stays_apart_whatever_comes(house: House, again: str) -> None:
    await house.poll(HARBOUR, rss(FIRE, guid="a"))
    await house.poll(VESTNIK, rss(f"{FIRE} again", guid="b"))
    await think(house)
    assert len(set((await stories(house)).values())) == 1

    await split(house.mind, [(await ids(house))["b0"]], archive=house.archive, by="editor", now=NOW)
    if again == "after a restart":
        await restart(house)
    await house.poll(HARBOUR, rss(FIRE, f"{FIRE} and speaks to people", guid="a"))
    await think(house)

    found = await stories(house)
    assert found["a0"] != found["b0"]


@pytest.mark.parametrize("again", ["in the same run", "after a restart"])
async def test_what_an_editor_made_one_stays_one_and_grows(house: House, again: str) -> None:
    await house.poll(HARBOUR, rss(FIRE, guid="a"))
    await house.poll(VESTNIK, rss("Putin praises ballet school in Perm", guid="b"))
    await think(house)
    before = await stories(house)
    assert before["a0"] != before["b0"]

    merged = await merge(house.mind, before["a0"], before["b0"], archive=house.archive, by="editor", now=NOW)
    if again == "after a restart":
        await restart(house)
    await house.poll(HARBOUR, rss(FIRE, f"{FIRE}, promises homes", guid="a"))
    await think(house)

    assert set((await stories(house)).values()) == {merged}


async def test_a_story_that_is_kept_to_itself_grows_and_merges_with_no_other(house: House) -> None:
    await house.poll(HARBOUR, rss(FIRE, guid="a"))
    await think(house)
    (kept,) = (await stories(house)).values()
    await keep(house.mind, kept, archive=house.archive, by="editor", now=NOW)
    await restart(house)

    await house.poll(VESTNIK, rss(f"{FIRE} today", guid="b"))
    await think(house)

    assert (await stories(house))["b0"] == kept


@pytest.mark.parametrize("where", ["in the window", "that left the window"])
async def test_the_report_that_named_a_story_can_be_split_from_it(house: House, where: str) -> None:
    await house.poll(HARBOUR, rss(FIRE, guid="a"))
    await house.poll(VESTNIK, rss(f"{FIRE} again", guid="b"))
    await think(house)
    named = (await stories(house))["a0"]
    founder = next(number for number in (await ids(house)).values() if StoryId(number) == named)
    if where == "that left the window":
        house.mind.clusterer = Clusterer()  # as if weeks had passed

    own = await split(house.mind, [founder], archive=house.archive, by="editor", now=NOW)

    assert own == named
    assert list(await house.archive.reports_of(named)) == [founder]
    assert len(set((await stories(house)).values())) == 2


async def test_reports_that_left_the_window_are_parted_in_the_archive(house: House) -> None:
    await house.poll(HARBOUR, rss(FIRE, guid="a"))
    await house.poll(VESTNIK, rss(f"{FIRE} again", guid="b"))
    await think(house)
    house.mind.clusterer = Clusterer()  # as if weeks had passed

    number = (await ids(house))["b0"]
    own = await split(house.mind, [number], archive=house.archive, by="editor", now=NOW)

    found = await stories(house)
    assert own == StoryId(number)
    assert found["b0"] == own != found["a0"]
