"""A status page over a newsroom with something in it, hostile titles included."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa

from bot.digest.rhythm import Slot
from bot.feeds.state import FeedState
from bot.model import Entity, EntityId, Feed, FeedId, Message, Notice, Post
from bot.pipeline.compose import compose
from bot.store import feeds, notices, outbox, sending
from bot.store.database import Database
from bot.watch.vitals import Health, Vitals
from bot.web.page import Subject
from bot.web.pages import Pages
from bot.web.server import Watched, door, listening
from tests.builders import NOW, make_feed
from tests.desk import FEEDS, Desk

HOSTILE = (
    '<script>document.title="owned"</script><img src=x onerror="document.title=\'owned\'">&lt;b&gt; "\' ]]> \u202e\x08'
)
NAMES = (Entity(EntityId("putin"), "Vladimir Putin"), Entity(EntityId("assad"), HOSTILE))


class Site:
    """What is shown, and where."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        self.health = Health("live", {}, {})
        self.token = ""
        self.feeds: dict[FeedId, Feed] = dict(FEEDS)
        self.address = ""

    async def _health(self) -> Health:
        return self.health

    @asynccontextmanager
    async def open(self) -> AsyncIterator[str]:
        watched = Watched(self.desk.database, Vitals(), self._health, set(FEEDS), lambda: NOW, "1.2.3")
        pages = Pages(watched, Subject(self.feeds, NAMES, ("main",), "1.2.3", feeds_on=True), self.token)
        async with listening(door(watched, pages.routes(page=True, feeds=True)), "127.0.0.1:0") as self.address:
            yield f"http://{self.address}"

    async def fill(self) -> None:
        """Let there be feeds of every kind, stories, a digest that is out and one that waits, and some trouble."""
        database = self.desk.database
        self.feeds = {number: replace(feed, url=f"http://{number}.example/rss") for number, feed in self.feeds.items()}
        named = make_feed(id=FeedId("f3"), owner="Owner 3", title=f"Outlet {HOSTILE}", url="http://hostile.example/")
        self.feeds[FeedId("f3")] = named
        await database.write(feeds.register, list(self.feeds.values()), now=NOW - timedelta(days=9))
        for number in range(30):
            state = FeedState(
                last_success=NOW - timedelta(minutes=9 * number),
                last_poll=NOW - timedelta(minutes=9 * number),
                last_new=NOW - timedelta(minutes=20 * number),
                due=NOW + timedelta(minutes=number),
                items=100 * number,
                rate=1.0,
            )
            if number == 3:
                state = replace(state, failures=3, failing_since=NOW - timedelta(days=5), last_error=HOSTILE)
            await database.write(feeds.remember, FeedId(f"f{number}"), state, ())
        for number in range(9):
            for _ in range(number % 5 + 1):
                outlets = [f"f{number + one}" for one in range(number % 3 + 1)]
                await self.desk.story(*outlets, at=NOW - timedelta(hours=30 * number + 1), title="Putin in Minsk")
        await self.desk.story("f3", "f4", at=NOW - timedelta(hours=2), title=f"Putin {HOSTILE}")
        await compose(self.desk.audience, Slot("k1", NOW), archive=self.desk.archive, now=NOW)
        await database.write(_arrive)
        text = f"A post that waits {HOSTILE}"
        await database.write(outbox.queue, "main", "@news", "k2", [Message(text, text)], now=NOW - timedelta(hours=1))
        lost = Notice("chat-lost", "@news", f"chat @news takes no posts ({HOSTILE})")
        await database.write(notices.add, lost, Notice("gap-open", "f1", "F1: items may be missing"), now=NOW)


def _arrive(conn: sa.Connection) -> None:
    post: Post | None = sending.head(conn, "@news", now=NOW)
    while post is not None:
        sending.sent(conn, post, 1, now=NOW, rest=NOW)
        post = sending.head(conn, "@news", now=NOW)


@pytest.fixture
async def site(tmp_path: Path) -> AsyncIterator[Site]:
    async with Database(f"sqlite:///{tmp_path / 'n.db'}") as database:
        one = Site(Desk(database))
        await one.fill()
        yield one
