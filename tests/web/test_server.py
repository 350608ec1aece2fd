"""The bot's own door, over real HTTP."""

import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

import aiohttp
import pytest
from prometheus_client.parser import text_string_to_metric_families

from bot.model import Digest, EntityId, FeedId, ItemId, Mention, Message, Told
from bot.store import feeds, items, outbox, sending, told
from bot.store.database import Database
from bot.watch.vitals import Health, Vitals
from bot.web.metrics import quantile
from bot.web.server import Watched, door, listening
from tests.builders import NOW, make_coverage, make_feed, make_item, make_story

FEEDS = [make_feed(), make_feed(id=FeedId("other"), url="http://other.example/rss")]
HOUR = timedelta(hours=1)


class Page:
    """What is watched, and a client that looks at it."""

    def __init__(self, database: Database) -> None:
        self.database = database
        self.vitals = Vitals()
        self.health = Health("sandbox", {}, {})
        self.address = ""

    async def _health(self) -> Health:
        return self.health

    @asynccontextmanager
    async def open(self) -> AsyncIterator[None]:
        asked = {feed.id for feed in FEEDS}
        watched = Watched(self.database, self.vitals, self._health, asked, lambda: NOW, "1.2.3")
        async with listening(door(watched), "127.0.0.1:0") as self.address:
            yield

    async def get(self, path: str) -> tuple[int, Any]:
        async with aiohttp.ClientSession() as session, session.get(f"http://{self.address}{path}") as answer:
            is_json = answer.content_type == "application/json"
            return answer.status, await (answer.json() if is_json else answer.text())

    async def metrics(self) -> dict[tuple[str, ...], float]:
        """Return the samples of /metrics by name and the values of their labels."""
        status, text = await self.get("/metrics")
        assert status == 200
        return {
            (sample.name, *sample.labels.values()): sample.value
            for family in text_string_to_metric_families(text)
            for sample in family.samples
        }


@pytest.fixture
async def page(tmp_path: Path) -> AsyncIterator[Page]:
    async with Database(f"sqlite:///{tmp_path / 'n.db'}") as database:
        await database.write(feeds.register, FEEDS, now=NOW)
        one = Page(database)
        async with one.open():
            yield one


async def test_a_bot_that_is_well_says_so_and_in_which_mode_it_runs(page: Page) -> None:
    fine = {"collecting": "fine", "understanding": "fine", "delivering": "fine"}
    expected = {"ok": True, "mode": "sandbox", "version": "1.2.3", "stages": fine}

    assert await page.get("/livez") == (200, expected)
    assert await page.get("/readyz") == (200, expected)


@pytest.mark.parametrize("stage", ["collecting", "understanding", "delivering"])
async def test_a_stage_that_stopped_fails_both_and_one_that_waits_fails_readiness_alone(page: Page, stage: Any) -> None:
    page.health = Health("live", {}, {stage: "it waits"})
    assert (await page.get("/livez"))[0] == 200
    status, body = await page.get("/readyz")
    assert (status, body["ok"], body["mode"], body["stages"][stage]) == (503, False, "live", "it waits")

    page.health = Health("live", {stage: "it hangs"}, {stage: "it hangs"})
    assert (await page.get("/livez"))[0] == 503
    assert (await page.get("/readyz"))[0] == 503


async def test_a_port_that_is_taken_costs_the_figures_and_not_the_bot(page: Page, caplog: Any) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        watched = Watched(page.database, page.vitals, page._health, (), lambda: NOW, "1")
        async with listening(door(watched), f"127.0.0.1:{other.getsockname()[1]}") as address:
            assert address == ""
    assert "web.closed" in caplog.text


async def test_nothing_listens_where_nothing_is_to(page: Page) -> None:
    watched = Watched(page.database, page.vitals, page._health, (), lambda: NOW, "1")
    async with listening(door(watched), "") as address:
        assert address == ""


async def posted(page: Page, number: int, *, published: timedelta, fetched: timedelta) -> None:
    """Let a report be posted so long after it was published and fetched."""
    one = make_item(
        number=number, id=ItemId((int((NOW - published).timestamp() * 1000) << 20) + number),
        published=NOW - published, seen=NOW - fetched, feed=FeedId("harbour"),
    )  # fmt: skip
    await page.database.write(items.add, [one])
    await page.database.write(
        items.mentions, one.id, [Mention(EntityId("putin"), "title", 0, 5, "Putin", "putin", 1.0)]
    )
    story = make_story(make_coverage(number=one.id))
    digest = Digest("main", f"k{number}", "t", NOW, "en", (Told(story, story.coverage[0]),))

    def store(conn: Any) -> None:
        outbox.queue(conn, "main", "@news", digest.key, [Message("<b>A</b>", "A")], now=NOW)
        told.add(conn, digest, 0)
        post = sending.head(conn, "@news", now=NOW)
        assert post is not None
        sending.sent(conn, post, number, now=NOW, rest=NOW)

    await page.database.write(store)


async def test_metrics_tell_how_long_news_took_from_publisher_and_fetch_to_the_channel(page: Page) -> None:
    for number in range(1, 21):
        await posted(page, number, published=number * HOUR / 2, fetched=number * timedelta(minutes=1))

    found = await page.metrics()

    assert found["newswatch_posted_after_seconds", "0.95", "published"] == 19 * 1800
    assert found["newswatch_posted_after_seconds", "0.5", "fetched"] == 600
    assert found["newswatch_posted_stories",] == 20
    assert found["newswatch_posts", "sent"] == 20
    assert found["newswatch_matches_last_day", "putin"] == 20
    assert found["newswatch_items_waiting",] == 20


async def test_metrics_tell_of_outcomes_jobs_lag_and_the_mode(page: Page) -> None:
    page.vitals.count("polls", "failed", 3)
    page.vitals.count("jobs", "tick done", 2)
    page.vitals.took("answer", "search", 0.25)
    page.vitals.lagged(0.125)
    page.health = Health("live", {}, {"delivering": "it waits"})

    found = await page.metrics()

    assert found["newswatch_polls_total", "failed"] == 3
    assert found["newswatch_jobs_total", "tick", "done"] == 2
    assert found["newswatch_answer_seconds_sum", "search"] == 0.25
    assert found["newswatch_loop_lag_seconds",] == 0.125
    assert found["newswatch_ready",] == 0
    assert found["newswatch_feeds", "new"] == 2
    assert found["newswatch_info", "live", "1.2.3"] == 1


async def test_pages_tell_a_browser_to_keep_nothing_and_run_nothing(page: Page) -> None:
    async with aiohttp.ClientSession() as session:
        for path in ("/livez", "/nothing-here"):
            async with session.get(f"http://{page.address}{path}") as answer:
                assert answer.headers["Cache-Control"] == "no-store"
                assert "default-src 'none'" in answer.headers["Content-Security-Policy"]


def test_a_quantile_is_a_value_that_was_measured() -> None:
    assert quantile([5.0], 0.95) == 5.0
    assert quantile(range(1, 101), 0.95) == 95
    assert quantile([3, 1, 2], 0.5) == 2
