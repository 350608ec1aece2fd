"""/source: who is behind an outlet, where the label comes from, how the feed is doing."""

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.feeds.state import FeedState
from bot.model import FeedId
from bot.search.sources import SourceNames
from bot.store import feeds
from bot.text.say import LANGUAGES
from tests.builders import NOW
from tests.chat.reports import OUTLETS, VESTNIK, report
from tests.chat.talk import Talk, talking
from tests.telegram_parser import bare


@pytest.fixture
async def talk(tmp_path: Path) -> AsyncIterator[Talk]:
    async with talking(tmp_path, outlets=OUTLETS) as talk:
        yield talk


async def test_an_outlet_is_told_with_owner_label_its_basis_country_language_and_feed(talk: Talk) -> None:
    told = await talk.said("/source вестник")

    assert "Вестник · vestnik" in told
    assert "Owner: Северный причал" in told
    assert "Label: state-run, according to: its own imprint" in told
    assert "Russia · Russian · State-run" in told
    assert "http://vestnik.example/rss" in told


async def test_the_health_of_its_feed_and_what_it_brought_in_a_week_are_told(talk: Talk) -> None:
    read = FeedState(last_poll=NOW, last_success=NOW - timedelta(minutes=5), last_new=NOW - timedelta(hours=3))
    await talk.database.write(feeds.remember, VESTNIK.id, read, [])
    await talk.tell(report("Putin speaks", VESTNIK), report("Putin spoke", VESTNIK, minutes=6 * 24 * 60))
    await talk.tell(report("Putin spoke long ago", VESTNIK, minutes=8 * 24 * 60))

    told = await talk.said("/source vestnik")

    assert "doing well · last read 5 min ago · last news 3 h ago" in told
    assert "2 reports in 7 days" in told

    failing = replace(read, failures=3, failing_since=NOW - timedelta(hours=2))
    await talk.database.write(feeds.remember, VESTNIK.id, failing, [])
    assert "does not answer now" in await talk.said("/source vestnik")


async def test_an_owner_leads_to_all_its_outlets_an_address_to_the_one(talk: Talk) -> None:
    told = await talk.said("/source harbour trust")
    assert "Harbour Post · harbour" in told
    assert "Daily · daily" in told

    for address in ("https://vestnik.example/news/1", "vestnik.example"):
        assert "Вестник · vestnik" in await talk.said(f"/source {address}")


async def test_many_of_one_name_are_listed_to_choose_from(tmp_path: Path) -> None:
    many = [replace(VESTNIK, id=FeedId(f"vestnik-{n}"), title=f"Вестник {n}") for n in range(20)]
    async with talking(tmp_path, outlets=many) as talk:
        told = await talk.said("/source вестник")

    assert "20 feeds are called so" in told
    assert "/source vestnik-19" in told


async def test_an_unknown_outlet_is_told_so_with_a_way_on(talk: Talk) -> None:
    assert "I read no outlet called Gazette" in await talk.said("/source Gazette")
    assert "5 feeds are read" in await talk.said("/source")


@pytest.mark.parametrize("language", LANGUAGES)
async def test_an_outlet_is_told_in_the_readers_language(talk: Talk, language: str) -> None:
    reader = talk.sandbox.add_user("Reader", language=language)
    country = {"en": "Russia", "ru": "Россия", "uk": "Росія", "ar": "روسيا"}[language]

    assert country in bare(await talk.said("/source vestnik", user=reader))


@given(st.text())
def test_no_name_breaks_anything(name: str) -> None:
    names = SourceNames(OUTLETS)

    assert {*names.meant(name), *names.nearest(name)} <= {feed.id for feed in OUTLETS}


async def test_a_misspelt_outlet_is_answered_with_the_nearest(talk: Talk) -> None:
    assert bare(await talk.said("/source vestnk")).endswith("Perhaps Вестник?")
