"""The archive over a year: what is forgotten and when, what it costs, and that a wrong clock costs little."""

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa

from bot.feeds.identity import Edit
from bot.model import Digest, EntityId, ItemId, Mention, Message, StoryId, Told
from bot.search.document import IndexDocument
from bot.store import (
    feeds,
    items,
    notices,
    outbox,
    pages,
    search_sqlite,
    search_upkeep,
    sending,
    stories,
    told,
    upkeep,
    vital,
)
from bot.store.database import Database
from bot.store.schema import item, item_key, item_version, shown, story
from bot.store.schema import told as told_table
from tests.builders import NOW, make_coverage, make_feed, make_item, make_story
from tests.search.builders import read

DAY = timedelta(days=1)
KEEPING = upkeep.Keeping(30 * DAY, 365 * DAY, 1095 * DAY, 10**12)
READ = search_upkeep.documents_of({})
PUTIN = Mention(EntityId("putin"), "title", 0, 5, "Putin", "putin", 3.0)


@pytest.fixture
async def database(tmp_path: Path) -> AsyncIterator[Database]:
    async with Database(f"sqlite:///{tmp_path / 'n.db'}") as opened:
        await opened.write(feeds.register, [make_feed()], now=NOW)
        yield opened


async def store(
    database: Database, days_ago: float, *, matched: bool = False, where: StoryId | None = None, title: str = "Rain"
) -> ItemId:
    """Put an understood item into archive and index."""
    when = NOW - days_ago * DAY
    name = f"{days_ago}{matched}{where}{title}"
    one = make_item(
        id=ItemId(int(when.timestamp() * 1000) << 20), published=when, seen=when, guid=name, keys=(f"guid:{name}",),
        title=title, summary="It rained in Pskov.", text="It rained in Pskov and beyond.",
    )  # fmt: skip

    def put(conn: sa.Connection) -> ItemId:
        (number,) = items.add(conn, [one])
        if matched:
            items.mentions(conn, number, [PUTIN])
        stories.assign(conn, {number: (where or StoryId(number), None)})
        conn.execute(sa.update(item).values(understood=True))
        search_sqlite.index(conn, [IndexDocument(number, one.feed, one.title, one.summary, "en")])
        return number

    return await database.write(put)


async def keep_up(database: Database, *, now: datetime = NOW, rules: upkeep.Keeping = KEEPING) -> bool:
    return await upkeep.keep_up(database, rules, READ, now=now)


async def rows(database: Database, query: sa.Select[tuple[int]] | sa.Select[tuple[str]]) -> list[object]:
    return list(await database.read(lambda conn: conn.scalars(query).all()))


async def kept(database: Database) -> set[object]:
    return set(await rows(database, sa.select(item.c.id)))


async def with_text(database: Database) -> set[object]:
    return set(await rows(database, sa.select(item.c.id).where(item.c.text != "")))


async def test_what_names_nobody_goes_at_its_age_and_of_the_rest_the_text_later_and_the_citation_last(
    database: Database,
) -> None:
    await store(database, 31)
    fresh = await store(database, 29)
    named = await store(database, 31, matched=True)
    cited = await store(database, 366, matched=True)
    await store(database, 1096, matched=True)

    assert not await keep_up(database)

    assert await kept(database) == {fresh, named, cited}
    assert await with_text(database) == {fresh, named}


async def test_a_report_told_together_with_one_that_names_somebody_is_kept_like_it(database: Database) -> None:
    named = await store(database, 31, matched=True)
    other = await store(database, 31.5, where=StoryId(named))

    await keep_up(database)

    assert await kept(database) == {named, other}


async def test_a_citation_keeps_headline_link_times_source_and_versions_and_is_found_by_its_headline(
    database: Database,
) -> None:
    number = await store(database, 370, matched=True, title="Putin in Minsk")
    was = NOW - 369 * DAY
    edit = Edit(was, "Putin in Minsk today", "It rained in Pskov, again.", "", ("title",))
    await database.write(items.edit, number, edit)
    await database.write(lambda conn: conn.execute(sa.update(item).values(understood=True)))

    await keep_up(database)

    one = (await database.read(items.items, [number]))[number]
    assert (one.title, one.summary, one.text) == ("Putin in Minsk today", "", "")
    assert (bool(one.link), one.feed) == (True, "harbour")
    assert one.published == one.seen == NOW - 370 * DAY
    assert await rows(database, sa.select(item_version.c.title)) == ["Putin in Minsk"]
    assert await rows(database, sa.select(item_version.c.summary)) == [""]
    assert (await database.read(search_sqlite.search, read("minsk"), now=NOW)).ids == (number,)
    assert (await database.read(search_sqlite.search, read("pskov"), now=NOW)).ids == ()
    await search_upkeep.renew(database, search_upkeep.documents({}), anyway=True)
    assert (await database.read(search_sqlite.search, read("minsk"), now=NOW)).ids == (number,)


async def test_a_story_that_lost_its_oldest_report_counts_those_that_are_left(database: Database) -> None:
    founder = await store(database, 1096, matched=True)
    left = await store(database, 10, where=StoryId(founder))

    await keep_up(database)

    found = await database.read(lambda conn: conn.execute(sa.select(story)).one())
    when = int((NOW - 10 * DAY).timestamp() * 1000)
    assert tuple(found) == (founder, when, when, 1)
    assert await kept(database) == {left}


async def test_what_channels_were_told_of_an_item_goes_with_it(database: Database) -> None:
    number = await store(database, 31)
    whole = make_story(make_coverage(number=number))
    digest = Digest("main", "k", "t", NOW, "en", (Told(whole, whole.coverage[0]),))

    def tell(conn: sa.Connection) -> None:
        outbox.queue(conn, "main", "@news", "k", [Message("A", "A")], now=NOW - 31 * DAY)
        told.add(conn, digest, 0)

    await database.write(tell)
    await keep_up(database)

    assert await rows(database, sa.select(shown.c.item)) == []
    assert await rows(database, sa.select(told_table.c.item)) == []


async def test_a_post_that_is_out_is_forgotten_after_90_days_and_one_that_waits_never(database: Database) -> None:
    def put(conn: sa.Connection) -> None:
        outbox.queue(conn, "main", "@news", "k", [Message("A", "A"), Message("B", "B")], now=NOW)
        first = sending.head(conn, "@news", now=NOW)
        assert first is not None
        sending.sent(conn, first, 1, now=NOW, rest=NOW)

    await database.write(put)
    for day in range(91):
        await keep_up(database, now=NOW + day * DAY)
    assert await database.read(outbox.states) == {"sent": 1, "pending": 1}
    await keep_up(database, now=NOW + 91 * DAY)

    assert await database.read(outbox.states) == {"pending": 1}
    assert await database.read(outbox.composed, "main", "k"), "that it was composed is known for good"


async def test_an_item_that_was_forgotten_is_still_known_when_its_feed_shows_it_again(database: Database) -> None:
    await store(database, 60)
    await keep_up(database)
    assert await kept(database) == set()
    assert len(await rows(database, sa.select(item_key.c.key))) == 1

    for day in range(40):
        await keep_up(database, now=NOW + day * DAY)

    assert await rows(database, sa.select(item_key.c.key)) == []


async def test_a_search_is_forgotten_after_a_day_though_nobody_searches_again(database: Database) -> None:
    found = pages.Found(user=1, query="unmistakable", items=(ItemId(1),), total=1, more=False)
    number = await database.write(pages.keep, found, now=NOW)
    await keep_up(database, now=NOW + timedelta(hours=23))
    assert await database.read(pages.load, number, now=NOW) == found

    await keep_up(database, now=NOW + timedelta(hours=25))

    assert await database.read(pages.load, number, now=NOW) is None


@pytest.mark.parametrize("ahead", [400 * DAY, 40_000 * DAY])
async def test_a_clock_that_jumps_ahead_costs_a_day_and_one_that_jumps_back_nothing(
    database: Database, ahead: timedelta
) -> None:
    ages = [5, 20, 29.5, 40, 200]
    stored = {age: await store(database, age, matched=age > 30) for age in ages}
    await keep_up(database)

    await keep_up(database, now=NOW + ahead)
    assert await kept(database) == {stored[age] for age in ages if age != 29.5}
    await keep_up(database, now=NOW - ahead)
    await keep_up(database)
    assert await kept(database) == {stored[age] for age in ages if age != 29.5}


async def test_a_bot_that_was_off_for_a_month_catches_up_day_by_day(database: Database) -> None:
    await keep_up(database)
    await store(database, 1)
    for _ in range(29):
        await keep_up(database, now=NOW + 60 * DAY)
    assert len(await kept(database)) == 1
    await keep_up(database, now=NOW + 60 * DAY)
    assert await kept(database) == set()


async def fill(database: Database, day: int, number: int) -> None:
    """Let a day's news come in, an eighth of which names somebody."""
    begin = NOW + day * DAY
    new = [
        make_item(
            id=ItemId((int(begin.timestamp() * 1000) + n * 1000) << 20),
            published=begin, seen=begin, guid=f"{day} {n}", keys=(f"guid:{day} {n}",),
            title=f"Report {n} of day {day}", summary=f"It rained {day * n} times. " * 8, text="It rained. " * 60,
        )
        for n in range(number)
    ]  # fmt: skip

    def put(conn: sa.Connection) -> None:
        items.add(conn, new)
        for one in new[::8]:
            items.mentions(conn, one.id, [PUTIN])
        stories.assign(conn, {one.id: (StoryId(one.id), None) for one in new})
        conn.execute(sa.update(item).where(sa.not_(item.c.understood)).values(understood=True))
        search_sqlite.index(conn, [IndexDocument(one.id, one.feed, one.title, one.summary, "en") for one in new])

    await database.write(put)


def size(database: Database) -> int:
    """Return the bytes on disk: the file, and what is not in it yet."""
    path = Path(str(database.url.database))
    return sum(one.stat().st_size for one in (path, Path(f"{path}-wal")) if one.exists())


async def test_the_disk_limit_holds_over_a_year_and_the_newest_news_are_whole(database: Database) -> None:
    rules = replace(KEEPING, disk=upkeep.JOURNAL + 5_000_000)
    sizes, full, told = [], 0, set[str]()
    for day in range(365):
        await fill(database, day, 30)
        full += await keep_up(database, now=NOW + day * DAY, rules=rules)
        told |= set(await database.read(notices.standing))
        if day % 7 == 0:
            await search_upkeep.keep_up(database, now=NOW + day * DAY)
        sizes.append((size(database), sum(await database.read(vital.pages))))

    assert max(both for both, _ in sizes) <= rules.disk
    assert max(file for _, file in sizes) <= 5_000_000
    assert told == {"limit-reached"}
    assert full > 0
    week = int((NOW + 360 * DAY).timestamp() * 1000) << 20
    assert len(await rows(database, sa.select(item.c.id).where(item.c.id >= week, item.c.text != ""))) == 5 * 30


async def test_a_limit_that_was_lowered_makes_the_file_smaller(database: Database) -> None:
    for day in range(40):
        await fill(database, day - 50, 60)
    before = sum(await database.read(vital.pages))
    rules = replace(KEEPING, plain=365 * DAY, disk=upkeep.JOURNAL + before // 2)

    for _ in range(6):
        await keep_up(database, rules=rules)
        await search_upkeep.keep_up(database, now=NOW)

    assert await database.read(notices.standing) == {}
    used, free = await database.read(vital.pages)
    assert used + free <= before // 2
    assert await kept(database)
