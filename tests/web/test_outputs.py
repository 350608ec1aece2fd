"""The bot's own feeds: readers can read them, and so can we."""

import json
from datetime import timedelta

import aiohttp
import feedparser
import pytest
import sqlalchemy as sa
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from bot.feeds.parse import parse
from bot.model import ItemId
from bot.search.document import IndexDocument
from bot.store import items, search_sqlite
from bot.store.schema import item
from bot.web.outputs import Output, entries, written
from tests.builders import NOW, make_coverage, make_story
from tests.web.conftest import HOSTILE, Site


async def got(site: Site, path: str) -> bytes:
    async with site.open() as address, aiohttp.ClientSession() as client, client.get(address + path) as answer:
        assert answer.status == 200
        return await answer.read()


async def test_an_entitys_atom_feed_is_valid_for_feedparser_and_for_ourselves(site: Site) -> None:
    body = await got(site, "/feeds/putin.atom")

    found = feedparser.parse(body)
    ours = parse(body)
    assert found.bozo == 0
    assert found.version == "atom10"
    assert found.feed.title == "Vladimir Putin · Newswatch"
    assert len(found.entries) == len(ours.entries) > 5
    assert [one.id for one in found.entries] == [one.guid for one in ours.entries]
    assert len({one.id for one in found.entries}) == len(found.entries)
    newest = max(one.updated_parsed for one in found.entries)
    assert found.entries[0].updated_parsed == newest
    for one, other in zip(found.entries, ours.entries, strict=True):
        assert one.link == other.link
        assert one.author.startswith("Outlet")
        assert other.published is not None


async def test_an_entitys_json_feed_says_the_same(site: Site) -> None:
    body = await got(site, "/feeds/putin.json")
    atom = feedparser.parse(await got(site, "/feeds/putin.atom"))

    found = json.loads(body)
    ours = parse(body)
    assert found["version"] == "https://jsonfeed.org/version/1.1"
    assert (
        [one["id"] for one in found["items"]] == [one.id for one in atom.entries] == [one.guid for one in ours.entries]
    )
    assert all({"id", "url", "title", "content_html", "date_published"} <= one.keys() for one in found["items"])


async def test_a_hostile_title_is_text_in_both(site: Site) -> None:
    body = await got(site, "/feeds/putin.atom")
    tree = etree.fromstring(body)
    titles = tree.findall(".//{*}entry/{*}title")
    (shown,) = [title.text for title in titles if title.text and "script" in title.text]
    found = json.loads(await got(site, "/feeds/putin.json"))

    assert shown.startswith('Putin <script>document.title="owned"</script>')
    assert not any(len(title) for title in titles)
    assert not any("<script" in one["content_html"] or "<img" in one["content_html"] for one in found["items"])


async def test_a_search_is_a_feed_of_what_it_finds_and_is_stored_nowhere(site: Site) -> None:
    ids = await site.desk.database.read(lambda conn: [ItemId(one) for one in conn.scalars(sa.select(item.c.id))])
    known = await site.desk.database.read(items.items, ids)
    documents = [IndexDocument(one.id, one.feed, one.title, one.summary, "en") for one in known.values()]
    await site.desk.database.write(search_sqlite.index, documents)

    found = feedparser.parse(await got(site, "/feeds/search.atom?q=minsk+-xylophone"))
    nothing = feedparser.parse(await got(site, "/feeds/search.atom?q=xylophone"))

    assert found.bozo == nothing.bozo == 0
    assert found.feed.title == "minsk -xylophone · Newswatch"
    assert len(found.entries) > 5
    assert all("Minsk" in one.title for one in found.entries)
    assert nothing.entries == []


@pytest.mark.parametrize(
    ("path", "status"), [("/feeds/nobody.atom", 404), ("/feeds/putin.rss", 404), ("/feeds/search.json", 400)]
)
async def test_what_is_no_feed_is_told_so(site: Site, path: str, status: int) -> None:
    async with site.open() as address, aiohttp.ClientSession() as client, client.get(address + path) as answer:
        assert answer.status == status


@given(
    st.text(), st.text(), st.sampled_from(["https://a.example/1", "javascript:alert(1)", "", "http://a.example/?a=1&b"])
)
def test_any_text_makes_a_feed_that_can_be_read(title: str, summary: str, link: str) -> None:
    story = make_story(
        make_coverage(title=title, summary=summary, link=link),
        make_coverage(number=2, title=HOSTILE, published=NOW + timedelta(hours=1)),
    )
    output = Output("urn:x", title, "http://127.0.0.1/", entries([story]))

    atom = etree.fromstring(written(output, "atom").encode())
    links = [one.get("href") for one in atom.findall(".//{*}entry/{*}link")]
    (shown,) = json.loads(written(output, "json"))["items"]

    assert links == ([link] if link.startswith("http") else [])
    assert shown.get("url", "") == (link if link.startswith("http") else "")
    assert shown["date_modified"] == "2026-03-01T13:00:00Z"
