"""Feeds that change under our hands: whatever they do, nothing is told twice and nothing new is lost."""

import asyncio
import sqlite3
from collections.abc import AsyncIterator, Sequence
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa

from bot.store.archive import Archive
from bot.store.database import Database
from bot.store.schema import item
from tests.builders import NOW
from tests.pipeline.house import FEEDS, HARBOUR, House

WORDS = (
    "Rain",
    "Ferry sinks",
    "Port closes",
    "Strike ends",
    "Mayor resigns",
    "Bridge opens",
    "Snow",
    "Fire",
    "Vote",
    "Flood",
)


@pytest.fixture
async def house(tmp_path: Path) -> AsyncIterator[House]:
    async with Database(f"sqlite:///{tmp_path / 'n.db'}") as database:
        house = House(database)
        await house.archive.register(now=NOW)
        yield house


def document(
    numbers: Sequence[int], *, guid: str = "g{}", link: str = "http://feeds.example/{}", hours_ago: int | None = 1
) -> bytes:
    when = (NOW - timedelta(hours=hours_ago or 0)).strftime("%a, %d %b %Y %H:%M:%S +0000")
    date = f"<pubDate>{when}</pubDate>" if hours_ago is not None else ""
    names = "".join(
        "<item>"
        + (f"<guid isPermaLink='false'>{guid.format(n)}</guid>" if guid else "")
        + (f"<link>{link.format(n)}</link>" if link else "")
        + f"<title>{WORDS[n % 10]} {n // 10 or ''}</title>{date}</item>"
        for n in numbers
    )
    return f"<rss version='2.0'><channel><title>F</title>{names}</channel></rss>".encode()


async def loud(house: House) -> int:
    """How many items may raise an alert."""
    query = sa.select(sa.func.count()).select_from(item).where(item.c.quiet == "")
    return await house.database.read(lambda conn: conn.execute(query).scalar_one())


async def told(house: House, *documents: bytes) -> list[int]:
    """How many items each document of an hourly series added, after a first one."""
    counts = []
    for body in documents:
        before = len(await house.titles())
        house.now += timedelta(hours=1)
        await house.poll(HARBOUR, body)
        counts.append(len(await house.titles()) - before)
    return counts[1:]


async def test_guid_schemes_that_flip_with_every_poll_are_no_news(house: House) -> None:
    schemes = ["g{}", "tag:feeds.example,2026:{}", "", "urn:x:{}", "g{}", "http://feeds.example/?p={}"]

    assert await told(house, *(document(range(10), guid=scheme) for scheme in schemes)) == [0] * 5


async def test_links_that_flip_with_every_poll_are_no_news(house: House) -> None:
    links = [
        "http://feeds.example/{}",
        "https://www.feeds.example/{}/?utm_source=rss",
        "",
        "http://amp.feeds.example/{}",
    ]

    assert await told(house, *(document(range(10), link=link) for link in links)) == [0] * 3


async def test_a_feed_that_alternates_between_two_documents_tells_each_item_once(house: House) -> None:
    """A load balancer, one of whose servers lags behind: what only one shows is new once."""
    fresh, stale = document(range(3, 10)), document(range(7))

    assert await told(house, stale, fresh, stale, fresh, stale, fresh) == [3, 0, 0, 0, 0]


async def test_reordered_redated_undated_and_returning_items_are_no_news(house: House) -> None:
    first = document(range(10))
    mutated = [
        document(range(9, -1, -1)),
        document(range(10), hours_ago=0),
        document(range(10), hours_ago=None),
        document(range(10), hours_ago=24 * 400),
        document(range(2)),
        document(range(10)),
        document([]),
        first,
    ]

    assert await told(house, first, *mutated) == [0] * 8


async def test_new_items_among_all_that_are_not_lost(house: House) -> None:
    series = [
        document(range(10)),
        document([10, *range(9)], guid="urn:{}"),
        document([*range(10), 11], hours_ago=None),
        document([12, 3, 11, 1], guid=""),
    ]

    assert await told(house, *series) == [1, 1, 1]
    assert await loud(house) == 3


async def test_an_item_that_is_gone_for_89_days_and_returns_is_no_news(house: House) -> None:
    await house.poll(HARBOUR, document(range(10)))
    for _ in range(89):
        house.now += timedelta(days=1)
        await house.poll(HARBOUR, document(range(5)))

    before = len(await house.titles())
    await house.poll(HARBOUR, document(range(10)))
    assert len(await house.titles()) == before


async def test_a_poll_cut_short_while_it_is_stored_leaves_all_of_it_or_nothing(house: House) -> None:
    for pause in range(8):
        poll = asyncio.create_task(house.poll(HARBOUR, document(range(10))))
        await asyncio.sleep(0.002 * pause)
        poll.cancel()
        await asyncio.gather(poll, return_exceptions=True)
        await house.database.write(lambda _conn: None)  # whatever was under way is behind us
        house.archive = Archive(house.database, FEEDS)  # a new process knows only what is stored
        state, items = await house.archive.state(HARBOUR), len(await house.titles())
        assert (state.items, items) in {(0, 0), (10, 10)}

    await house.poll(HARBOUR, document(range(10)))
    assert len(await house.titles()) == 10


@pytest.mark.soak
async def test_a_database_that_another_program_locks_for_a_while_loses_no_poll(house: House, tmp_path: Path) -> None:
    """A copy made with the sqlite3 tool, say."""
    await house.poll(HARBOUR, document(range(3)))
    other = sqlite3.connect(tmp_path / "n.db", isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    polls = [asyncio.create_task(house.poll(feed, document(range(6)))) for feed in FEEDS.values()]
    await asyncio.sleep(11)
    other.execute("ROLLBACK")
    other.close()

    assert await asyncio.gather(*polls) == ["", ""]
    assert len(await house.titles()) == 12


async def test_a_feed_taken_off_the_list_and_put_back_tells_only_the_newest_of_what_it_missed(house: House) -> None:
    await house.poll(HARBOUR, document(range(3)))
    house.archive = Archive(house.database, {name: feed for name, feed in FEEDS.items() if feed != HARBOUR})
    await house.archive.register(now=house.now)
    assert HARBOUR not in await house.archive.lease(10, now=NOW + timedelta(days=9), lease_for=timedelta(hours=1))

    house.now += timedelta(days=10)
    house.archive = Archive(house.database, FEEDS)
    await house.archive.register(now=house.now)
    await house.poll(HARBOUR, document(range(20)))
    assert len(await house.titles()) == 20
    assert await loud(house) == 5


async def test_a_feed_that_is_renamed_tells_nothing_anew(house: House) -> None:
    """Another title is the same feed; another id is a feed that is read for the first time, whose past is no news."""
    await house.poll(HARBOUR, document(range(3)))
    titled = replace(HARBOUR, title="The Harbour Post")
    house.archive = Archive(house.database, {**FEEDS, HARBOUR.id: titled})
    await house.archive.register(now=house.now)
    await house.poll(titled, document(range(3)))
    assert len(await house.titles()) == 3

    again = replace(HARBOUR, id=type(HARBOUR.id)("harbour-post"))
    house.archive = Archive(house.database, {again.id: again})
    await house.archive.register(now=house.now)
    await house.poll(again, document(range(3)))
    assert await loud(house) == 0


@pytest.mark.parametrize("step", [-timedelta(days=400), timedelta(days=400)])
async def test_a_clock_that_was_wrong_for_a_poll_tells_nothing_twice_and_does_not_stop_the_feed(
    house: House, step: timedelta
) -> None:
    await house.poll(HARBOUR, document(range(10)))
    house.now += step
    await house.poll(HARBOUR, document(range(10), hours_ago=0))
    house.now -= step
    await house.poll(HARBOUR, document(range(12), hours_ago=0))

    assert len(await house.titles()) == 12
    due = (await house.archive.state(HARBOUR)).due
    assert due is not None
    assert due - house.now <= timedelta(days=1)
