"""Links that open the bot: a story, an entity, a search; and whatever a forger may write there."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.chat.payloads import LONGEST, Payload, entity_payload, read_payload, search_payload, story_payload
from bot.model import EntityId, StoryId
from tests.chat.talk import Talk

ALLOWED = re.compile(r"[A-Za-z0-9_-]{0,64}")


@given(st.integers(0, 2**63 - 1))
def test_a_link_to_a_story_leads_to_it(number: int) -> None:
    assert read_payload(story_payload(StoryId(number))) == Payload("story", str(number))


@given(st.text())
def test_a_link_to_a_search_leads_to_it_or_there_is_none(words: str) -> None:
    payload = search_payload(words) if _encodable(words) else ""

    assert ALLOWED.fullmatch(payload)
    assert not payload or read_payload(payload) == Payload("search", words)


@pytest.mark.parametrize(
    ("payload", "words"), [("fcmFpbg", "rain"), ("f0LTQvtC20LTRjA", "дождь"), ("fcmFpbiBsYW5nOmFy", "rain lang:ar")]
)
def test_a_link_to_a_follow_holds_its_words_in_base64url(payload: str, words: str) -> None:
    assert read_payload(payload) == Payload("follow", words)


@given(st.text(max_size=80))
def test_no_payload_breaks_anything(text: str) -> None:
    read_payload(text)


def test_an_entity_with_too_long_a_name_has_no_link() -> None:
    assert read_payload(entity_payload(EntityId("al-assad_2"))) == Payload("entity", "al-assad_2")
    assert read_payload(entity_payload(EntityId("x" * (LONGEST - 2)))) == Payload("entity", "x" * (LONGEST - 2))
    assert entity_payload(EntityId("x" * (LONGEST - 1))) == ""


def _encodable(words: str) -> bool:
    return not any("\ud800" <= sign <= "\udfff" for sign in words)


async def test_a_link_does_at_once_what_it_says(talk: Talk) -> None:
    (item, *_) = await talk.know("Putin speaks in Tula", "Rain in the harbour")

    story = await talk.said(f"/start {story_payload(StoryId(item.id))}")
    assert "Putin speaks in Tula" in story
    assert "1 report · 1 outlet · 1 language" in story
    assert "Latest · Vladimir Putin" in await talk.said(f"/start {entity_payload(EntityId('putin'))}")
    assert "Rain in the harbour" in await talk.said(f"/start {search_payload('harbour lang:en')}")
    assert "Write what to look for" in await talk.said("/start search")


@pytest.mark.parametrize(
    "payload",
    [
        "d1",
        "d" + "9" * 63,
        "d" + "9" * 64,
        "s" + "A" * 64,
        "d" + "9" * 19,
        "e_caesar",
        "e",
        "s!!!",
        "s" + "_" * 63,
        "x",
    ],
)
async def test_a_forged_or_outdated_link_is_told_so(talk: Talk, payload: str) -> None:
    assert "This link leads to nothing" in await talk.said(f"/start {payload}")
