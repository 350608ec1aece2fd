"""What an address would bring as a feed: asked once, bounded, and one voice with whatever its domain has already."""

import asyncio
from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta

import pytest

from bot import proposing
from bot.entities.match import Matcher
from bot.errors import FeedError, FetchError, MovedError, WebPageError
from bot.feeds.document import Document
from bot.feeds.reading import Reading
from bot.feeds.state import FeedState, address
from bot.model import Feed, FeedId, Page, Unchanged
from bot.proposing import Proposer
from tests.builders import NOW, make_feed, make_item
from tests.chat.talk import ASSAD, PUTIN

BBC = make_feed(
    id=FeedId("bbc"),
    url="https://feeds.bbci.example/news/rss.xml",
    owner="BBC",
    ownership="public",
    ownership_source="Charter",
)


class Web:
    """Addresses and what they answer: a title, or what is wrong."""

    def __init__(self, answers: Mapping[str, str | FeedError]) -> None:
        self.answers = answers
        self.asked: list[str] = []
        self.moved = ""

    async def fetch(self, feed: Feed, state: FeedState) -> Page | Unchanged:
        url = address(feed, state)
        self.asked.append(url)
        if url == "https://slow.example":
            await asyncio.sleep(60)
        answer = self.answers.get(url, FetchError("HTTP 404"))
        if isinstance(answer, FetchError):
            raise answer
        return Page(url, url, b"", "", moved_to=self.moved)

    async def read(self, page: Page, feed: Feed) -> Reading:
        answer = self.answers[page.asked]
        if isinstance(answer, FeedError):
            raise answer
        titles = ("Rain in the harbour", "Putin visits Tula", "Assad in Moscow, Putin says")
        items = [
            make_item(number=n, title=title, feed=feed.id, published=NOW - n * timedelta(hours=1), stated=NOW)
            for n, title in enumerate(titles)
        ]
        return Reading(Document(title=answer, language="en-GB"), items)


def proposer(web: Web, *feeds: Feed) -> Proposer:
    async def states() -> dict[FeedId, FeedState]:
        return {}

    known = {feed.id: feed for feed in (BBC, *feeds)}
    entities = (PUTIN, ASSAD)
    return Proposer(known, entities, Matcher(entities), web.fetch, web.read, states)


async def test_a_feed_is_described_by_what_it_says_and_by_whom_its_newest_items_name() -> None:
    web = Web({"https://tide.example/rss": "Tide Times"})

    found = await proposer(web)("tide.example/rss", "")

    assert found.keys["id"] == "tide-times"
    assert (found.keys["title"], found.keys["language"]) == ("Tide Times", "en-GB")
    assert (found.items, found.newest, found.last, found.known) == (3, 3, NOW, "")
    assert found.named["Vladimir Putin"] == ["Putin visits Tula", "Assad in Moscow, Putin says"]
    assert web.asked == ["https://tide.example/rss"]


async def test_a_page_leads_to_its_own_feed() -> None:
    page = WebPageError(["https://other.example/rss", "https://tide.example/rss"])
    web = Web({"https://tide.example": page, "https://tide.example/rss": "Tide Times"})

    found = await proposer(web)("tide.example", "tide")

    assert (found.keys["id"], found.keys["url"]) == ("tide", "https://tide.example/rss")


async def test_an_added_feed_has_no_label_and_its_domain_for_an_owner() -> None:
    found = await proposer(Web({"https://news.tide.example/rss": "Tide"}))("https://news.tide.example/rss", "")

    assert (found.keys["owner"], found.keys["ownership"]) == ("tide.example", "unknown")


async def test_a_feed_of_a_known_domain_is_one_voice_with_it() -> None:
    found = await proposer(Web({"https://www.bbci.example/sport/rss": "Sport"}))(
        "https://www.bbci.example/sport/rss", ""
    )

    assert (found.keys["owner"], found.keys["ownership"]) == ("BBC", "public")


async def test_a_feed_beside_others_on_a_platform_is_not_labelled_as_they_are() -> None:
    blog = replace(BBC, id=FeedId("blog"), url="https://medium.com/feed/@one")

    found = await proposer(Web({"https://medium.com/feed/@two": "Two"}), blog)("https://medium.com/feed/@two", "")

    assert (found.keys["owner"], found.keys["ownership"]) == ("medium.com", "unknown")


@pytest.mark.parametrize(
    "typed", [BBC.url, "http://www.feeds.bbci.example/news/rss.xml", "feeds.bbci.example/news/rss.xml?utm_source=x"]
)
async def test_a_known_feed_is_recognised_in_any_spelling_and_not_asked(typed: str) -> None:
    web = Web({})

    assert (await proposer(web)(typed, "")).known == "bbc"
    assert web.asked == []


@pytest.mark.parametrize("typed", [BBC.url, "https://bbci.example/moved/"])
async def test_a_feed_that_moved_is_known_by_the_address_it_was_given_and_by_the_one_it_has(typed: str) -> None:
    async def states() -> dict[FeedId, FeedState]:
        return {BBC.id: FeedState(moved_to="https://bbci.example/moved")}

    assert (await replace(proposer(Web({})), states=states)(typed, "")).known == "bbc"


async def test_a_page_that_leads_to_a_known_feed_is_recognised() -> None:
    web = Web({"https://www.bbci.example": WebPageError([BBC.url]), BBC.url: "BBC"})

    assert (await proposer(web)("www.bbci.example", "")).known == "bbc"


@pytest.mark.parametrize(
    ("url", "name", "reason"),
    [
        ("nothing.example", "", "HTTP 404"),
        ("https://tide.example", "bbc", "is taken"),
        ("https://tide.example", "Tide Times", "small letters"),
        ("https://tide.example", "x" * 41, "at most 40"),
        ("page.example", "", "a web page, not a feed"),
        ("moved.example", "", "it moved to https://new.example; if you mean that"),
    ],
)
async def test_what_is_wrong_is_said_in_plain_words(url: str, name: str, reason: str) -> None:
    moved = MovedError("https://new.example", "new.example")
    web = Web({"https://page.example": WebPageError(), "https://moved.example": moved})

    with pytest.raises(FeedError) as raised:
        await proposer(web)(url, name)

    assert reason in raised.value.reason


async def test_an_address_that_does_not_come_to_an_end_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(proposing, "PATIENCE", timedelta(milliseconds=50))

    with pytest.raises(FeedError, match="did not come within"):
        await proposer(Web({}))("slow.example", "")
