"""What can be cited of a report stays when its text is let go."""

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa

from bot.feeds.identity import Edit
from bot.model import ItemId, StoryId
from bot.store import citations, items, stories, upkeep
from bot.store.citations import Wording
from bot.store.database import Database
from bot.store.schema import item
from tests.builders import NOW, make_item

THEN = NOW - timedelta(days=40)
EDITED = THEN + timedelta(hours=1)
MONTH = timedelta(days=30)


@pytest.fixture
async def database(tmp_path: Path) -> AsyncIterator[Database]:
    async with Database(f"sqlite:///{tmp_path / 'n.db'}") as opened:
        yield opened


async def reported(database: Database, number: int, *, founder: ItemId | None = None) -> ItemId:
    """Store a report of forty days ago that was edited once; return its id."""
    one = make_item(
        number=number,
        id=ItemId((int(THEN.timestamp() * 1000) << 20) + number),
        title=f"Five killed in Kherson {number}",
        published=THEN,
        seen=THEN,
    )

    def store(conn: sa.Connection) -> None:
        items.add(conn, [one])
        items.edit(conn, one.id, Edit(EDITED, f"Six killed in Kherson {number}", "", "", ("title",)))
        stories.assign(conn, {one.id: (StoryId(founder or one.id), None)})
        conn.execute(sa.update(item).values(understood=True))

    await database.write(store)
    return one.id


async def forget(database: Database) -> None:
    await database.write(upkeep.forget, now=NOW, keep=MONTH, keep_matched=MONTH)
    assert await database.read(items.extent) == (0, None)


async def test_headline_link_times_and_versions_outlive_the_text(database: Database) -> None:
    number = await reported(database, 1)
    before = await database.read(citations.load, [number])

    await forget(database)

    after = await database.read(citations.load, [number])
    assert after == before
    assert after[number].title == "Six killed in Kherson 1"
    assert after[number].wordings == (Wording(EDITED, "Five killed in Kherson 1", "http://feeds.example/a/1"),)
    assert (after[number].published, after[number].seen) == (THEN, THEN)
    assert "It rained" not in str(after)


async def test_a_forgotten_story_is_still_known_by_its_reports_and_a_forgotten_report_by_its_link(
    database: Database,
) -> None:
    founder = await reported(database, 1)
    second = await reported(database, 2, founder=founder)

    await forget(database)

    assert await database.read(citations.of_story, StoryId(founder)) == [founder, second]
    assert await database.read(citations.by_link, "http://feeds.example/a/2/") == second


async def test_citations_are_forgotten_at_an_age_of_their_own(database: Database) -> None:
    number = await reported(database, 1)
    await forget(database)

    await database.write(upkeep.forget_traces, now=NOW, keep_citations=timedelta(days=60))
    assert number in await database.read(citations.load, [number])

    await database.write(upkeep.forget_traces, now=NOW, keep_citations=MONTH)
    assert await database.read(citations.load, [number]) == {}
