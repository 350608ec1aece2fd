"""A real archive with a fake network, for tests of the stages."""

from collections.abc import Sequence
from datetime import datetime, timedelta

import sqlalchemy as sa

from bot.digest.choose import Choosing
from bot.digest.rhythm import Slot
from bot.entities.match import Matcher
from bot.errors import FetchError
from bot.feeds.agenda import Agenda
from bot.feeds.health import Network
from bot.feeds.reading import Reading
from bot.feeds.reading import read as read_page
from bot.feeds.state import FeedState
from bot.feeds.timetable import RULES
from bot.model import Entity, EntityId, Feed, FeedId, Message, Page, Unchanged
from bot.pipeline.collect import collect
from bot.pipeline.compose import Audience, compose
from bot.pipeline.understand import Mind, understand
from bot.store import notices
from bot.store.archive import Archive
from bot.store.database import Database
from bot.store.schema import item
from bot.stories.cluster import Clusterer
from tests.builders import NOW, make_feed

PUTIN = Entity(EntityId("putin"), "Vladimir Putin", weak={"*": ("Putin",), "ru": ("Путин",)})
SOURCES = (
    make_feed(),
    make_feed(id=FeedId("vestnik"), url="http://vestnik.example/rss", owner="Vestnik", language="ru"),
)
FEEDS = {feed.id: feed for feed in SOURCES}
HARBOUR, VESTNIK = FEEDS.values()


def rss(*titles: str, guid: str = "g", hours_ago: int = 1) -> bytes:
    when = (NOW - timedelta(hours=hours_ago)).strftime("%a, %d %b %Y %H:%M:%S +0000")
    entries = "".join(
        f"<item><guid isPermaLink='false'>{guid}{n}</guid><link>http://feeds.example/{guid}/{n}</link>"
        f"<title>{title}</title><pubDate>{when}</pubDate></item>"
        for n, title in enumerate(titles)
    )
    return f"<rss version='2.0'><channel><title>F</title>{entries}</channel></rss>".encode()


class FakeFetch:
    """Answers with what it was told, a body or an error, for each feed."""

    def __init__(self) -> None:
        self.answers: dict[FeedId, bytes | FetchError | None] = {}
        self.moved_to: dict[FeedId, str] = {}

    async def __call__(self, feed: Feed, state: FeedState) -> Page | Unchanged:  # noqa: ARG002 - a Fetch
        answer = self.answers[feed.id]
        if isinstance(answer, FetchError):
            raise answer
        if answer is None:
            return Unchanged(feed.url, feed.url, status=304, moved_to=self.moved_to.get(feed.id, ""))
        return Page(asked=feed.url, url=feed.url, body=answer, body_hash=str(hash(answer)))


async def read(page: Page, feed: Feed, *, shared_links: bool, now: datetime) -> Reading:
    return read_page(page, feed, shared_links=shared_links, now=now)


async def no_encoder(texts: Sequence[str]) -> None:  # noqa: ARG001 - an Encode
    return None


class House:
    """A real archive with a fake network and a clock that stands still."""

    def __init__(self, database: Database) -> None:
        self.database = database
        self.archive = Archive(database, FEEDS)
        self.fetch = FakeFetch()
        self.network = Network()
        self.agenda = Agenda()
        self.mind = Mind(Matcher([PUTIN]), Clusterer(), FEEDS, latest=NOW - timedelta(days=9))
        self.now = NOW

    def clock(self) -> datetime:
        return self.now

    async def poll(self, feed: Feed, answer: bytes | FetchError | None) -> str:
        self.fetch.answers[feed.id] = answer
        return await collect(
            feed,
            fetch=self.fetch,
            read=read,
            archive=self.archive,
            rules=RULES,
            network=self.network,
            agenda=self.agenda,
            clock=self.clock,
        )

    async def think(self) -> int:
        return await understand(self.mind, encode=no_encoder, archive=self.archive)

    async def digest(self, key: str = "k", *, keep: bool = True) -> tuple[Message, ...]:
        audience = Audience("main", "@news", {PUTIN.id: PUTIN}, FEEDS, Choosing())
        return await compose(audience, Slot(key, self.now), archive=self.archive, now=self.now, keep=keep)

    async def told(self) -> list[str]:
        """Return what the operator has to be told, and let him have been told."""
        waiting = await self.database.read(notices.waiting)
        await self.database.write(notices.told, [one.id for one in waiting], at=self.now)
        return [one.notice.text for one in waiting]

    async def titles(self) -> list[str]:
        rows = await self.database.read(lambda conn: conn.execute(sa.select(item.c.title).order_by(item.c.id)).all())
        return [row.title for row in rows]
