"""The house polls feeds on loopback with a real archive; the time of day is in the test's hands."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from aiohttp import web

from bot import app
from bot.app import House, collect_once, no_vectors
from bot.entities.match import Matcher
from bot.feeds.reading import Reading, read
from bot.feeds.rhythm import interval
from bot.feeds.timetable import RULES
from bot.model import Feed, FeedId, Page
from bot.net.fetch import Fetcher
from bot.net.hosts import Manners
from bot.newsroom import Newsroom
from bot.pipeline.understand import Mind
from bot.settings import load
from bot.store.archive import Archive
from bot.store.database import Database
from bot.store.schema import notice
from tests.builders import make_feed
from tests.net.conftest import LOOPBACK, Time
from tests.net.server import FEED, Answer, Server, serve

HOUR = timedelta(hours=1)
SECRETS: dict[str, str] = {}


@dataclass
class Readers:
    """Reads here, where the bot has processes."""

    async def read(self, page: Page, feed: Feed, *, shared_links: bool, now: datetime) -> Reading:
        return read(page, feed, shared_links=shared_links, now=now)


@dataclass
class Place:
    """Where houses are opened and abandoned: one archive, one network, one clock."""

    folder: Path
    server: Server
    clock: Time
    feeds: Sequence[Feed] = ()
    poll: dict[str, Any] = field(default_factory=dict)

    @asynccontextmanager
    async def house(self) -> AsyncIterator[House]:
        """A house that is left as by kill -9: what it did not store is lost."""
        settings = load(Path("config"), SECRETS, database=f"sqlite:///{self.folder / 'n.db'}")
        settings = replace(settings, poll=settings.poll.model_copy(update=self.poll), feeds=tuple(self.feeds))
        feeds = {feed.id: feed for feed in self.feeds}
        manners = Manners(spacing=0.0, starts=1e6, at_once=20, patience=0.05)
        fetch = Fetcher(clock=self.clock, agent="t", allowed=LOOPBACK, manners=manners)
        async with Database(settings.archive.database) as database, fetch:
            archive = Archive(database, feeds)
            await archive.register(now=self.clock())
            newsroom = Newsroom(settings, archive, feeds, no_picture)
            workers: Any = Readers()
            house = House(settings, database, archive, fetch, workers, feeds, Matcher([]), no_vectors, RULES, newsroom)
            await house.keep_to_budget()
            try:
                yield house
            finally:
                for poll in house.polls:
                    poll.cancel()
                await asyncio.gather(*house.polls, return_exceptions=True)


async def test_feeds_are_read_while_the_stories_of_the_last_days_come_back(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    place.feeds = numbered(place, 3)
    recall, go_on = Archive.recall, asyncio.Event()

    async def slow(*given: Any, **more: Any) -> Mind:
        await go_on.wait()
        return await recall(*given, **more)

    monkeypatch.setattr(Archive, "recall", slow)
    async with place.house() as house:
        understanding = asyncio.create_task(house.understand_all())
        await house.collect_due()
        await asyncio.gather(*house.polls)
        assert len(await house.archive.fresh(10)) == 3
        assert not understanding.done()

        go_on.set()
        assert await understanding == 3


async def no_picture(title: str, days: Sequence[str], lines: Sequence[tuple[str, tuple[int, ...]]]) -> bytes:
    raise AssertionError((title, days, lines))


@pytest.fixture
async def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Place]:
    clock = Time()
    monkeypatch.setattr(app, "clock", clock)
    async with serve() as server:
        yield Place(tmp_path, server, clock)


def asked(place: Place) -> Counter[str]:
    return Counter(one.path for one in place.server.asked)


def numbered(place: Place, number: int, **changes: Any) -> list[Feed]:
    """Feeds on as many hosts."""
    return [
        make_feed(id=FeedId(f"f{n}"), url=place.server.url(f"/f{n}", f"127.3.{n // 250}.{n % 250 + 1}"), **changes)
        for n in range(number)
    ]


async def test_killed_and_started_ten_times_in_a_minute_no_feed_is_asked_twice_within_its_interval(
    place: Place,
) -> None:
    """34: some kills come between the answer and its storing, some before the answer."""
    place.feeds = numbered(place, 30)
    place.server.delay = 0.05
    for restart in range(10):
        async with place.house() as house:
            await house.collect_due()
            # as many as are asked at once are killed before they are stored
            while len(place.server.asked) < 20:  # noqa: ASYNC110 - the server counts and signals nobody
                await asyncio.sleep(0.01)
            await asyncio.sleep(0.01 * restart)
        place.clock.pass_by(timedelta(seconds=6))
    assert set(asked(place).values()) == {1}

    place.clock.pass_by(2 * app.LEASE)
    async with place.house() as house:
        await collect_once(house)
    assert max(asked(place).values()) == 2  # what was lost with the house is asked for once more
    assert set(asked(place)) == {f"/f{n}" for n in range(30)}


async def test_an_address_under_a_hundred_names_is_one_request(place: Place) -> None:
    """37."""
    place.feeds = [make_feed(id=FeedId(f"f{n}"), url=place.server.url()) for n in range(100)]
    async with place.house() as house:
        for _ in range(3):
            await collect_once(house)

    assert asked(place) == {"/feed": 1}


async def test_hung_feeds_hold_up_nobody_else(place: Place) -> None:
    """More feeds hang than may be asked at once: the others are asked all the same."""

    async def hang(_: web.Request) -> web.StreamResponse:
        await asyncio.sleep(30)
        return web.Response()

    place.poll = {"concurrency": 5}
    place.feeds = numbered(place, 40)
    for number in range(10):
        place.server.handle(f"/f{number}", hang)
    async with place.house() as house:
        for _ in range(100):
            await house.collect_due()
            await asyncio.sleep(0.03)
            if len(house.polls) == 10:
                break

        states = await house.archive.states()
        assert sum(state.last_success is not None for state in states.values()) == 30


async def test_the_poll_budget_makes_every_feed_slower_in_proportion_and_never_faster(place: Place) -> None:
    place.feeds = numbered(place, 200)
    place.poll = {"budget": 1_000}
    async with place.house() as house:
        slow = interval(1.0, 1.0, house.rules.rhythm)
    place.poll = {"budget": 1_000_000}
    async with place.house() as house:
        usual = interval(1.0, 1.0, house.rules.rhythm)

    assert 200 * (timedelta(days=1) / slow) <= 1_000
    assert slow < 5 * HOUR
    assert usual == 3 * HOUR


async def test_the_budget_is_weighed_again_while_the_bot_runs(place: Place) -> None:
    place.feeds = numbered(place, 5)
    place.poll = {"budget": 100}
    async with place.house() as house:
        before = house.rules.rhythm.scale
        await collect_once(house)
        state = await house.archive.state(place.feeds[0])
        await house.archive.remember(place.feeds[0], replace(state, rate=500.0), ())
        await house.keep_up()

        assert house.rules.rhythm.scale > before


async def test_a_notice_is_told_once_also_across_a_restart(place: Place) -> None:
    place.feeds = numbered(place, 1)
    place.server.answer = Answer(410, b"")
    async with place.house() as house:
        await collect_once(house)
    async with place.house() as house:
        await collect_once(house)

    (line,) = await told(place)
    assert "Harbour Post: dead" in line
    assert "gone: the server says for good" in line


async def test_a_feed_that_is_gone_is_not_asked_for_30_days_unless_it_is_switched_on_again(place: Place) -> None:
    """19."""
    place.feeds = numbered(place, 1)
    place.server.answer = Answer(410, b"")
    for _ in range(30):
        async with place.house() as house:
            await collect_once(house)
        place.clock.pass_by(timedelta(days=1))
    assert asked(place) == {"/f0": 1}

    place.server.answer = Answer()
    on = place.feeds
    place.feeds = numbered(place, 1, enabled=False)
    async with place.house() as house:
        await collect_once(house)
    place.feeds = on
    async with place.house() as house:
        await collect_once(house)
    assert asked(place) == {"/f0": 2}


async def test_after_a_downtime_everything_overdue_is_asked_once_each(place: Place) -> None:
    """35: how fast is the fetcher's affair (tests/net); nobody is asked twice to make up for what was missed."""
    place.feeds = numbered(place, 40)
    async with place.house() as house:
        await collect_once(house)
    place.clock.pass_by(timedelta(hours=30))
    async with place.house() as house:
        await collect_once(house)

    assert set(asked(place).values()) == {2}


@pytest.mark.parametrize("step", [-timedelta(days=2), timedelta(days=2)])
async def test_a_clock_that_steps_makes_no_burst(place: Place, step: timedelta) -> None:
    """40."""
    place.feeds = numbered(place, 10)
    async with place.house() as house:
        await collect_once(house)
        place.clock.pass_by(step)
        for _ in range(5):
            await collect_once(house)

    assert max(asked(place).values()) <= 2


@pytest.mark.parametrize("restarted", [False, True])
async def test_feeds_asked_while_the_clock_was_a_month_ahead_are_asked_again_in_their_rhythm(
    place: Place, *, restarted: bool
) -> None:
    """40."""
    place.feeds = numbered(place, 10)
    place.clock.pass_by(timedelta(days=30))
    async with place.house() as house:
        await collect_once(house)
        place.clock.pass_by(-timedelta(days=30))
        if not restarted:
            await house.keep_up()
        assert not await collect_once(house)
    assert set(asked(place).values()) == {1}
    async with place.house() as house:
        place.clock.pass_by(7 * HOUR)
        await collect_once(house)
    assert set(asked(place).values()) == {2}


async def test_no_feed_is_asked_before_its_server_allows_through_all_of_the_house(place: Place) -> None:
    """12, 14: what the server wants is stored, and obeyed by the house that comes after."""
    place.feeds = numbered(place, 2)
    place.server.on("/f0", Answer(503, b"", {"Retry-After": "36000"}))
    place.server.on("/f1", Answer(body=FEED, headers={"Cache-Control": "max-age=36000"}))
    times: list[tuple[datetime, str]] = []
    for _ in range(60):
        async with place.house() as house:
            known = len(place.server.asked)
            await collect_once(house)
            times += [(place.clock(), one.path) for one in place.server.asked[known:]]
        place.clock.pass_by(timedelta(minutes=15))

    for path in ("/f0", "/f1"):
        first, second = [moment for moment, one in times if one == path]
        assert second - first >= 10 * HOUR


def page(*feeds: str) -> Answer:
    links = "".join(f"<link rel=alternate type=application/rss+xml href='{feed}'>" for feed in feeds)
    return Answer(200, f"<!DOCTYPE html><html><head><title>Harbour Post</title>{links}".encode())


async def told(place: Place) -> list[str]:
    async with place.house() as house:
        return [line for _, line in await house.database.read(untold)]


def untold(conn: sa.Connection) -> list[tuple[int, str]]:
    return [(row.id, row.text) for row in conn.execute(sa.select(notice.c.id, notice.c.text))]


async def test_a_pages_address_leads_to_its_feed(place: Place) -> None:
    place.feeds = numbered(place, 1)
    place.server.on("/f0", page("/comments.xml", "http://other.example/rss", "/f0", "/rss#top", "/atom"))
    async with place.house() as house:
        await collect_once(house)
        assert (await house.archive.state(place.feeds[0])).items == 1
    assert asked(place) == {"/f0": 1, "/rss": 1}
    (line,) = await told(place)
    assert f'write into its [[feed]]: url = "{place.server.url("/rss", "127.3.0.1")}"' in line

    place.clock.pass_by(7 * HOUR)
    async with place.house() as house:
        await collect_once(house)
    assert asked(place) == {"/f0": 1, "/rss": 2}
    assert len(await told(place)) == 1


async def test_a_page_that_names_no_feed_of_its_own_outlet_is_an_error(place: Place) -> None:
    place.feeds = numbered(place, 1)
    place.server.on(
        "/f0", page("/comments/feed", "http://other.example/rss", "http://u:p@127.3.0.1/rss", "file:///rss")
    )
    async with place.house() as house:
        await collect_once(house)
        state = await house.archive.state(place.feeds[0])

    assert asked(place) == {"/f0": 1}
    assert state.last_error.startswith("a web page, not a feed; its feeds are http://other.example/rss")


async def test_a_page_and_the_dead_feed_it_names_are_asked_ever_more_rarely(place: Place) -> None:
    """Each leads to the other; that is no way around the back-off, nor do they speak of it again and again."""
    place.feeds = numbered(place, 1)
    place.server.on("/f0", page("/rss"))
    place.server.on("/rss", Answer(404, b""))
    async with place.house() as house:
        for _ in range(7 * 24 * 4):
            await collect_once(house)
            place.clock.pass_by(timedelta(minutes=15))

    assert all(number <= 20 for number in asked(place).values())
    assert len([line for line in await told(place) if "is a web page" in line]) == 1


async def test_a_page_that_names_a_page_leads_no_further(place: Place) -> None:
    place.feeds = numbered(place, 1)
    place.server.on("/f0", page("/a"))
    place.server.on("/a", page("/b"))
    async with place.house() as house:
        await collect_once(house)

    assert asked(place) == {"/f0": 1, "/a": 1}


async def test_a_feed_that_was_well_is_not_led_astray_by_a_page_of_excuses(place: Place) -> None:
    place.feeds = numbered(place, 1)
    async with place.house() as house:
        await collect_once(house)
        place.server.on("/f0", page("/blog.xml"))
        for _ in range(24):
            place.clock.pass_by(HOUR)
            await collect_once(house)
        assert "/blog.xml" not in asked(place)

        for _ in range(20):
            place.clock.pass_by(3 * HOUR)
            await collect_once(house)
        assert "/blog.xml" in asked(place)


async def test_the_address_a_page_led_to_may_be_written_down_and_nothing_changes(place: Place) -> None:
    place.feeds = numbered(place, 1)
    place.server.on("/f0", page("/rss"))
    async with place.house() as house:
        await collect_once(house)
        before = await house.archive.state(place.feeds[0])
    place.feeds = [replace(place.feeds[0], url=place.server.url("/rss", "127.3.0.1"))]
    async with place.house() as house:
        await collect_once(house)
        after = await house.archive.state(place.feeds[0])

    assert asked(place) == {"/f0": 1, "/rss": 1}
    assert after == replace(before, moved_to="")


async def test_the_minutes_that_are_full_are_known_again_after_a_restart(place: Place) -> None:
    place.feeds = numbered(place, 20)
    async with place.house() as house:
        await collect_once(house)
        before = dict(house.agenda.planned)
    async with place.house() as house:
        assert dict(house.agenda.planned) == before
        assert sum(before.values()) == 20


async def test_a_page_that_names_the_feed_of_another_entry_is_not_asked_beside_it(place: Place) -> None:
    rss = make_feed(id=FeedId("rss"), url=place.server.url("/rss", "127.3.0.1"))
    place.feeds = [*numbered(place, 1), rss]
    place.server.on("/f0", page("/rss"))
    async with place.house() as house:
        await collect_once(house)
        state = await house.archive.state(place.feeds[0])

    assert asked(place) == {"/f0": 1, "/rss": 1}
    assert (state.double_of, state.due) == ("rss", None)
    assert ["rss is asked at the same address" in line for line in await told(place)] == [True]
