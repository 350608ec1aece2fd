"""What collecting leaves in the archive: counts, states, notices. The network is a fake, the archive is real."""

import json
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa

from bot.errors import FetchError, MovedError
from bot.model import Feed, FeedId
from bot.store.archive import Archive
from bot.store.database import Database
from bot.store.feeds import PER_HOST
from bot.store.schema import feed, item
from tests.builders import NOW, make_feed
from tests.pipeline.house import FEEDS, HARBOUR, VESTNIK, House, rss

HOUR = timedelta(hours=1)


@pytest.fixture
async def house(tmp_path: Path) -> AsyncIterator[House]:
    async with Database(f"sqlite:///{tmp_path / 'n.db'}") as database:
        house = House(database)
        await house.archive.register(now=NOW)
        yield house


async def test_what_breaks_inside_us_counts_as_a_failed_poll_of_its_feed(
    house: House, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    async def broken(*_: object, **__: object) -> None:
        raise ValueError("a bad character")

    monkeypatch.setattr(house.archive, "save", broken)  # checklist 5: the power may as well fail here
    reason = await house.poll(HARBOUR, rss("Rain"))
    state = await house.archive.state(HARBOUR)

    assert (reason, state.failures) == ("reading it broke something of ours (ValueError)", 1)
    assert state.due is not None
    assert state.due > NOW
    assert "feed.broke feed=harbour" in caplog.text
    assert (state.body_hash, state.body_at) == ("", None)  # nothing is taken for read that was not stored
    monkeypatch.undo()
    await house.poll(HARBOUR, rss("Rain"))
    assert await house.titles() == ["Rain"]


async def test_a_link_with_half_a_surrogate_pair_is_mended(house: House) -> None:
    document = {
        "items": [{"id": "1", "title": "Rain", "url": "http://feeds.example/a\ud83d", "image": "http://i/\ud83d"}]
    }

    assert await house.poll(HARBOUR, json.dumps(document).encode()) == ""

    assert await house.titles() == ["Rain"]


async def test_entries_beyond_the_newest_2000_are_counted_as_unusable_with_the_reason(house: House) -> None:
    await house.poll(HARBOUR, rss(*(f"Rain {number}" for number in range(2_100))))

    row = await house.database.read(lambda conn: conn.execute(sa.select(feed).where(feed.c.id == HARBOUR.id)).one())
    assert (row.read, row.unusable, row.known, row.new) == (2_100, 100, 0, 2_000)
    assert (await house.archive.state(HARBOUR)).unusable == (("beyond the newest 2,000 of one document", 100),)


async def test_why_entries_are_unusable_is_remembered(house: House) -> None:
    await house.poll(HARBOUR, rss("Rain").replace(b"</channel>", b"<item><title>No link</title></item></channel>"))

    assert (await house.archive.state(HARBOUR)).unusable == (("no link", 1),)


def older(titles: int, *, guid: str, hours_ago: int = 1) -> bytes:
    return rss(*(f"{guid} report {number}" for number in range(titles)), guid=guid, hours_ago=hours_ago)


async def quiet(house: House) -> dict[str, int]:
    """Why items raise no alert, and how many."""
    query = sa.select(item.c.quiet, sa.func.count()).where(item.c.quiet != "").group_by(item.c.quiet)
    rows = await house.database.read(lambda conn: conn.execute(query).all())
    return {row[0]: row[1] for row in rows}


async def reopened(house: House, *changed: Feed) -> House:
    """The house after a restart with a changed list of feeds."""
    again = House(house.database)
    again.now, again.network = house.now, house.network
    again.archive = Archive(house.database, {**FEEDS, **{feed.id: feed for feed in changed}})
    await again.archive.register(now=again.now)
    return again


@pytest.mark.parametrize("url", ["http://new.example/rss", HARBOUR.url])
async def test_after_a_new_address_or_a_switch_only_the_newest_few_are_loud_and_the_others_are_counted(
    house: House, url: str
) -> None:
    await house.poll(HARBOUR, older(3, guid="a"))
    off = await reopened(house, replace(HARBOUR, enabled=False))
    assert (await off.archive.state(HARBOUR)).paused
    back = replace(HARBOUR, url=url)
    on = await reopened(off, back)

    assert [feed.id for feed in await on.archive.lease(10, now=NOW, lease_for=HOUR)] == [HARBOUR.id, VESTNIK.id]
    await on.poll(back, older(12, guid="b"))
    assert await quiet(on) == {"first poll": 3, "catching up": 7}
    await on.poll(back, older(12, guid="c"))
    assert await quiet(on) == {"first poll": 3, "catching up": 7}


async def test_after_a_gap_of_more_than_a_week_the_older_items_are_counted(house: House) -> None:
    await house.poll(HARBOUR, older(3, guid="a"))
    house.now += timedelta(days=8)
    await house.poll(HARBOUR, older(12, guid="b"))

    assert await quiet(house) == {"first poll": 3, "catching up": 7}


async def test_a_document_that_may_have_left_items_out_is_told_once_and_so_is_the_end_of_it(house: House) -> None:
    await house.poll(HARBOUR, older(5, guid="old", hours_ago=9))
    await house.poll(HARBOUR, older(5, guid="later", hours_ago=2))
    (missing,) = await house.told()
    await house.poll(HARBOUR, older(5, guid="now"))
    assert await house.told() == []

    await house.poll(HARBOUR, older(6, guid="now"))

    assert "items may be missing: the oldest of its 5 items is 7 h newer than the last we had" in missing
    assert await house.told() == ["Harbour Post: its documents overlap again, nothing is missed any more"]


async def test_an_address_configured_a_hundred_times_is_asked_once(house: House) -> None:
    """37."""
    spellings = ("http://one.example/rss", "https://www.one.example/rss/", "http://ONE.example:80/rss?utm_source=a")
    twins = [make_feed(id=FeedId(f"twin{number}"), url=spellings[number % 3]) for number in range(100)]
    again = await reopened(house, *twins)

    leased = await again.archive.lease(1000, now=NOW, lease_for=HOUR)

    assert [feed.id for feed in leased if feed in twins] == ["twin0"]
    state = await again.archive.state(twins[50])
    assert (state.double_of, state.why) == ("twin0", "never: twin0 is asked at the same address")
    assert len(await again.told()) == 99

    apart = await reopened(again, *twins[:50], replace(twins[50], url="http://another.example/rss"))
    assert twins[50].id in {feed.id for feed in await apart.archive.lease(1000, now=NOW, lease_for=HOUR)}


async def test_five_hundred_feeds_of_one_host_leave_room_for_the_others(house: House) -> None:
    """33: the host has its few places however many of its feeds are due, and however early."""
    crowd = [make_feed(id=FeedId(f"c{n}"), url=f"http://b{n}.blogspot.com/{n}") for n in range(500)]
    again = await reopened(house, *crowd)

    first = await again.archive.lease(20, now=NOW + HOUR, lease_for=HOUR)
    more = await again.archive.lease(20, now=NOW + HOUR, lease_for=HOUR, busy={"blogspot.com": 7})

    assert {HARBOUR.id, VESTNIK.id} <= {feed.id for feed in first}
    assert len(first) == PER_HOST + 2
    assert len(more) == PER_HOST - 7


async def test_a_feed_that_moves_to_an_address_already_asked_is_merged_with_the_one_there(house: House) -> None:
    """21."""
    target = "https://vestnik.example/rss/"
    for _ in range(3):
        house.fetch.moved_to[HARBOUR.id] = target
        await house.poll(HARBOUR, None)
        house.now += timedelta(hours=20)

    state = await house.archive.state(HARBOUR)
    leased = await house.archive.lease(10, now=house.now + timedelta(days=9), lease_for=HOUR)

    assert (state.moved_to, state.double_of, state.due) == (target, VESTNIK.id, None)
    assert [feed.id for feed in leased] == [VESTNIK.id]
    assert ["vestnik is asked at the same address" in line for line in await house.told()] == [True]


async def test_when_many_feeds_fail_together_it_is_our_network_one_message_and_no_failure_counted(house: House) -> None:
    crowd = [make_feed(id=FeedId(f"c{n}"), url=f"http://c{n}.example/") for n in range(20)]
    house = await reopened(house, *crowd)
    for each in crowd:
        await house.poll(each, rss("Rain", guid=each.id))

    async def all_of_them(answer: FetchError | None) -> list[int]:
        house.now += timedelta(minutes=15)
        for each in crowd:
            await house.poll(each, answer)
        return [(await house.archive.state(each)).failures for each in crowd]

    for _ in range(3):
        assert await all_of_them(FetchError("its host name is not known")) == [0] * 20
    (down,) = await house.told()
    assert await all_of_them(None) == [0] * 20

    (back,) = await house.told()
    assert "feeds fail together: our own network seems to be down" in down
    assert back == "our own network is back after 45 min"


async def test_a_few_feeds_that_fail_are_to_blame_themselves(house: House) -> None:
    crowd = [make_feed(id=FeedId(f"c{n}"), url=f"http://c{n}.example/") for n in range(20)]
    house = await reopened(house, *crowd)
    for number, each in enumerate(crowd):
        await house.poll(each, FetchError("timed out") if number % 4 == 3 else rss("Rain", guid=each.id))

    assert sum([(await house.archive.state(each)).failures for each in crowd]) == 5
    assert await house.told() == []


async def test_a_feed_that_died_is_reported_once_and_so_is_its_return(house: House) -> None:
    await house.poll(HARBOUR, rss("Rain"))
    for _ in range(6):
        house.now += timedelta(days=1)
        await house.poll(HARBOUR, FetchError("HTTP 500: the server is broken", status=500))
    (dead,) = await house.told()
    await house.poll(HARBOUR, None)

    (back,) = await house.told()
    assert dead.startswith("Harbour Post: dead, 1 item, ")
    assert "HTTP 500" in dead
    assert back == "Harbour Post: back, after it was dead"


async def test_a_feed_that_moved_to_another_owner_is_reported_with_the_line_to_add(house: House) -> None:
    for _ in range(3):
        house.now += timedelta(hours=1)
        await house.poll(HARBOUR, MovedError("http://b.example/rss", "b.example"))

    (line,) = await house.told()
    assert 'add to its [[feed]]: domains = ["b.example"]' in line
    assert "redirects to http://b.example/rss" in line
