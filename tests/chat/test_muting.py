"""/mute: a story, a source, a language, an entity, until a time."""

import re
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from bot.chat import mute_words
from bot.model import FeedId
from bot.store import follows, matches, mutes
from bot.store.mutes import Mute
from tests.builders import NOW, make_feed
from tests.chat.talk import FEED, Talk, talking
from tests.chat.test_following import pressed, with_zone
from tests.telegram_parser import bare


async def muted(talk: Talk) -> list[Mute]:
    return await talk.database.read(mutes.of_chat, str(talk.sandbox.user.id), now=NOW)


@pytest.mark.parametrize(
    ("typed", "what"),
    [
        ("lang:ar", 'lang:"ar"'),
        ("entity:putin", 'entity:"putin"'),
        ("Путина", 'entity:"putin"'),
        ("Harbour Post", 'source:"harbour"'),
        ("source:harbour", 'source:"harbour"'),
        ("harbour", 'source:"harbour"'),
        ("feeds.example", 'source:"harbour"'),
        ("source:feeds.example", 'source:"harbour"'),
    ],
)
async def test_a_source_a_language_or_an_entity_is_muted_for_a_time(talk: Talk, typed: str, what: str) -> None:
    answer = await talk.said(f"/mute {typed} for 3d")

    assert "is muted until 4 March" in answer
    assert [(one.what, one.until) for one in await muted(talk)] == [(what, NOW + timedelta(days=3))]


async def test_one_of_several_names_is_muted_as_all_of_them_are(talk: Talk) -> None:
    answer = await talk.said("/mute putin OR assad 3d")

    assert "Vladimir Putin, Bashar al-Assad is muted until 4 March" in answer
    assert [one.what for one in await muted(talk)] == ['entity:"putin" OR entity:"assad"']


@pytest.mark.parametrize("typed", ["source:north", "Harbour Trust"])
async def test_outlets_of_one_owner_are_muted_together_and_by_name(tmp_path: Path, typed: str) -> None:
    outlets = (FEED, make_feed(id=FeedId("north"), title="North Pier", url="http://north.example/rss"))
    async with talking(tmp_path, outlets=(*outlets, make_feed(id=FeedId("east"), title="North East"))) as talk:
        answer = await talk.said(f"/mute {typed} 3h")

    assert re.search(r"🔕 \S.* is muted until", answer)
    assert "North Pier" in answer


async def test_without_a_time_buttons_ask_for_how_long(talk: Talk) -> None:
    question = await talk.ask("/mute lang:ar")
    assert "Mute Arabic: for how long?" in bare(question.text)

    assert "is muted until" in await pressed(talk, question, "3 hours")
    assert (await muted(talk))[0].until == NOW + timedelta(hours=3)


async def test_until_a_time_of_day_asks_for_the_time_zone_first(talk: Talk) -> None:
    question = await talk.ask("/mute lang:ar until 18:00")
    assert "In which time zone" in question.text
    assert await muted(talk) == []

    assert "is muted until 18:00" in await pressed(talk, question, "Kyiv")
    assert (await muted(talk))[0].until == datetime(2026, 3, 1, 16, 0, tzinfo=UTC)
    assert "is muted until 2 March 13:00" in await talk.said("/mute lang:ru until 13:00")


async def test_a_story_is_muted_by_its_link_its_number_or_as_a_reply(talk: Talk) -> None:
    first, _ = await talk.know("Rain in the harbour", "Snow in Lima")
    await talk.said(f"/mute {first.link} 1d")
    assert [one.what for one in await muted(talk)] == [f"story:{first.id}"]
    assert "Rain in the harbour" in await talk.said("/mute")

    told = await talk.ask("/search snow")
    assert "Snow in Lima" in await talk.said("/mute 1d", reply_to=told)


async def test_of_a_post_that_tells_of_several_stories_one_is_muted_by_its_place(talk: Talk) -> None:
    _, second = await talk.know("Rain in the harbour", "Snow in Lima and no rain")
    told = await talk.ask("/search rain sort:new")

    assert "tells of several reports" in await talk.said("/mute 1d", reply_to=told)
    assert await muted(talk) == []
    assert "Snow in Lima" in await talk.said("/mute 2 1d", reply_to=told)
    assert [one.what for one in await muted(talk)] == [f"story:{second.id}"]


@pytest.mark.parametrize(("typed", "perhaps"), [("source:harbuor", "Perhaps Harbour Post?"), ("source:nosuch", "")])
async def test_an_outlet_that_is_not_read_is_not_muted_but_told_with_the_nearest(
    talk: Talk, typed: str, perhaps: str
) -> None:
    answer = bare(await talk.said(f"/mute {typed} 3d"))

    assert f"no outlet called {typed.removeprefix('source:')}" in answer
    assert perhaps in answer
    assert ("Perhaps" in answer) == bool(perhaps)
    assert await muted(talk) == []


async def test_what_is_muted_is_listed_and_can_be_lifted(talk: Talk) -> None:
    assert "Nothing is muted" in await talk.said("/mute")
    await talk.said("/mute lang:ar 3d")
    await talk.said("/mute putin 1d")

    listed = await talk.ask("/mute")
    assert "1. Vladimir Putin — until 2 March 12:00" in bare(listed.text)
    assert "Vladimir Putin" not in await pressed(talk, listed, "Hear 1 again")
    assert [one.what for one in await muted(talk)] == ['lang:"ar"']


@pytest.mark.parametrize(
    "typed", ["tennis 3d", "putin lang:ar 3d", "-putin", "http://nowhere.example/1 1d", "lang:ar 0:61"]
)
async def test_what_cannot_be_muted_is_told_so(talk: Talk, typed: str) -> None:
    assert "did not understand what to mute" in await talk.said(f"/mute {typed}")
    assert await muted(talk) == []


async def test_what_waits_for_a_digest_and_is_muted_now_waits_no_longer(talk: Talk) -> None:
    await with_zone(talk)
    chat = str(talk.sandbox.user.id)
    await talk.database.write(follows.add, chat, "rain", "digest", language="en", now=NOW)
    first, second = await talk.know("Rain in the harbour", "Putin stands in the rain")
    await talk.database.write(matches.add, {first.id: {"rain"}, second.id: {"rain"}}, now=NOW)

    await talk.said("/mute putin 1d")
    waiting = await talk.database.read(matches.waiting, chat, "digest", until=NOW)
    assert [one.item for one in waiting] == [first.id]
    await talk.said(f"/mute {first.id} 1d")
    assert await talk.database.read(matches.waiting, chat, "digest", until=NOW) == []


@pytest.mark.parametrize(
    ("typed", "what", "end"),
    [
        ("lang:ar until 18:00", "lang:ar", "2026-03-01T16:00"),
        ("lang:ar до 13.30", "lang:ar", "2026-03-02T11:30"),
        ("بوتين حتى 18:00", "بوتين", "2026-03-01T16:00"),
        ("source:bbc 12h", "source:bbc", "2026-03-02T00:00"),
        ("source:bbc 2 д", "source:bbc", "2026-03-03T12:00"),
        ("putin for 1w", "putin", "2026-03-08T12:00"),
        ("putin 999w", "putin", "2027-03-02T12:00"),
        ("18:00", "", "2026-03-01T16:00"),
    ],
)
def test_until_when_is_read_from_the_end(typed: str, what: str, end: str) -> None:
    wanted = mute_words.read(typed)

    assert wanted.what == what
    until = mute_words.end(wanted.when, now=NOW, zone=ZoneInfo("Europe/Kyiv"))
    assert until is not None
    assert f"{until:%Y-%m-%dT%H:%M}" == end
