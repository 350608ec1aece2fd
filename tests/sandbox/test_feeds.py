"""The invented outlets: their data, their feeds as feedparser reads them, and validators."""

import json
import re
from calendar import timegm
from collections import Counter
from datetime import UTC, datetime
from itertools import pairwise

import aiohttp
import feedparser
import pytest
from multidict import CIMultiDictProxy

from sandbox import Sandbox
from sandbox.clock import Clock
from sandbox.feeds import DATA, MOST_ENTRIES, SampleFeeds, read_items, read_outlets

ITEMS = read_items(DATA / "items.jsonl")
OUTLETS = read_outlets(DATA / "outlets.toml")
LINES = [json.loads(line) for line in (DATA / "items.jsonl").read_text("utf-8").splitlines()]
END = max(item.at for item in ITEMS)


async def get(url: str, **headers: str) -> tuple[int, bytes, CIMultiDictProxy[str]]:
    async with aiohttp.ClientSession() as session, session.get(url, headers=headers) as response:
        return response.status, await response.read(), response.headers


def test_there_is_enough_to_show() -> None:
    assert len({(item.outlet, item.guid) for item in ITEMS}) >= 60
    assert {outlet.language for outlet in OUTLETS} == {"en", "ru", "uk", "ar", "de", "fr", "es", "zh"}
    assert {outlet.format for outlet in OUTLETS} == {"rss2", "rss1", "atom", "jsonfeed"}
    assert len({outlet.owner for outlet in OUTLETS}) == 8


def test_every_entity_is_reported_in_every_language_or_nearly_and_there_are_decoys() -> None:
    language = {outlet.id: outlet.language for outlet in OUTLETS}
    spoken = {(entity, language[line["outlet"]]) for line in LINES for entity in line["entities"]}
    languages = Counter(entity for entity, _ in spoken)

    assert min(languages[entity] for entity in ("putin", "zelensky", "wagner", "assad")) >= 6
    assert sum(bool(line["decoy"]) for line in LINES) >= 20


def test_something_new_comes_all_the_time() -> None:
    times = sorted(item.at for item in ITEMS if item.at >= 0)

    assert times[0] <= 30
    assert max(later - earlier for earlier, later in pairwise(times)) <= 45


async def test_every_feed_says_the_same_in_its_own_format() -> None:
    clock = Clock()
    async with SampleFeeds(clock) as feeds:
        clock.advance(END + 1)
        for outlet in feeds.outlets:
            _, body, headers = await get(outlet.url)
            expected = feeds.published(outlet.id)[:MOST_ENTRIES]
            if outlet.format == "jsonfeed":
                feed = json.loads(body)
                said = [(entry["id"], entry["title"], entry["date_published"]) for entry in feed["items"]]
                assert said == [(a.guid, a.title, a.published.isoformat()) for a in expected]
            else:
                feed = feedparser.parse(body)
                assert not feed.bozo
                assert feed.feed.language == outlet.language
                assert [entry.title for entry in feed.entries] == [article.title for article in expected]
                parsed = [entry.get("published_parsed") or entry.updated_parsed for entry in feed.entries]
                dates = [datetime.fromtimestamp(timegm(moment), UTC) for moment in parsed]
                assert dates == [article.published for article in expected]
            assert headers["Content-Type"].endswith("charset=utf-8")


async def test_a_feed_has_not_changed_until_something_appears() -> None:
    clock = Clock()
    clock.stop()
    async with SampleFeeds(clock) as feeds:
        outlet = next(outlet for outlet in feeds.outlets if any(i.outlet == outlet.id and i.at > 0 for i in ITEMS))
        status, body, headers = await get(outlet.url)
        same = await get(outlet.url, **{"If-None-Match": headers["ETag"]})
        since = await get(outlet.url, **{"If-Modified-Since": headers["Last-Modified"]})
        weaker = await get(outlet.url, **{"If-None-Match": '"other"', "If-Modified-Since": headers["Last-Modified"]})
        clock.advance(END + 1)
        later_status, later, _ = await get(outlet.url, **{"If-None-Match": headers["ETag"]})

    assert (status, same[0], since[0], weaker[0], later_status) == (200, 304, 304, 200, 200)
    assert same[1] == b""
    assert later != body
    assert headers["Cache-Control"] == "max-age=15"


async def test_an_edit_replaces_what_it_corrects_and_keeps_its_date() -> None:
    edit = next(line for line in LINES if line.get("edit"))
    clock = Clock()
    feeds = SampleFeeds(clock)
    clock.advance(END + 1)

    (article,) = [article for article in feeds.published(edit["outlet"]) if article.guid == edit["guid"]]

    assert article.title == edit["title"]
    assert article.updated > article.published


async def test_a_link_leads_to_the_article_and_the_front_page_to_the_feed() -> None:
    async with Sandbox(with_sample_feeds=True) as sandbox:
        sandbox.clock.advance(END + 1)
        outlet = sandbox.feeds[0]
        entry = feedparser.parse((await get(outlet.url))[1]).entries[0]
        status, article, _ = await get(entry.link)
        front = (await get(f"{sandbox.page_url}{outlet.id}/"))[1].decode()
        unwritten = await get(f"{sandbox.page_url}{outlet.id}/articles/none")

    assert status == 200
    assert entry.title.split()[0] in article.decode()
    assert re.search(rf'rel="alternate"[^>]*href="{outlet.path}"', front)
    assert unwritten[0] == 404


@pytest.mark.parametrize("outlet", OUTLETS, ids=lambda outlet: outlet.id)
def test_an_outlet_says_who_owns_it(outlet: object) -> None:
    facts = vars(outlet)

    assert all(facts[name] for name in ("title", "country", "owner", "ownership", "ownership_source"))
