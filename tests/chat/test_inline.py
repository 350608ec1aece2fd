"""Inline mode: stories while somebody types, in any chat."""

import asyncio
import logging
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from bot.chat import conversation
from bot.chat.patience import Allowance
from bot.store import search_sqlite
from bot.store.schema import page
from bot.text.say import LANGUAGES
from tests.chat.reports import DAILY, OUTLETS, VESTNIK, report
from tests.chat.talk import Talk, talking
from tests.telegram_parser import bare


@pytest.fixture
async def talk(tmp_path: Path) -> AsyncIterator[Talk]:
    async with talking(tmp_path, outlets=OUTLETS) as talk:
        yield talk


def titles(answer: dict[str, Any]) -> list[str]:
    return [result["title"] for result in answer["results"]]


async def test_stories_are_offered_while_somebody_types(talk: Talk) -> None:
    await talk.tell(report("Putin opens a bridge"), report("Мост открыт", VESTNIK))
    await talk.tell(report("Rainstorms over Cork", minutes=1))

    assert titles(await talk.offered("putin")) == ["Putin opens a bridge"]
    assert titles(await talk.offered("путин")) == ["Putin opens a bridge"]
    assert titles(await talk.offered("rainst")) == ["Rainstorms over Cork"]
    assert titles(await talk.offered("over cork")) == ["Rainstorms over Cork"]
    (result,) = (await talk.offered("bridge"))["results"]
    assert bare(result["description"]) == "Harbour Post (private, EN) · just now · +1 outlet, 2 languages"


async def test_a_chosen_story_becomes_a_message_with_inert_text_and_our_links(talk: Talk) -> None:
    one = report(
        "Putin &lt;b&gt; @admin t.me/join #tag".replace("&lt;", "<").replace("&gt;", ">"), summary="See bbc.com"
    )
    number = await talk.tell(one)
    query = talk.sandbox.inline("putin")
    answer = await talk.sandbox.answered(query)

    message = talk.sandbox.choose(query, answer["results"][0]["id"])

    assert {entity["type"] for entity in message.entities} <= {"bold", "italic", "text_link"}
    bot = talk.sandbox.world.bot.username
    assert [entity["url"] for entity in message.entities if entity["type"] == "text_link"] == [
        one.link,
        f"https://t.me/{bot}?start=d{number}",
    ]
    assert "Harbour Post (private, EN)" in bare(message.text)
    assert message.preview == {"is_disabled": True}


async def test_nothing_typed_offers_the_latest_in_the_readers_language(talk: Talk) -> None:
    await talk.tell(report("Putin in Tula", minutes=9))
    await talk.tell(report("Putin in Kaluga"), report("Путин в Калуге", VESTNIK))
    reader = talk.sandbox.add_user("Reader", language="ru")

    assert titles(await talk.offered("")) == ["Putin in Kaluga", "Putin in Tula"]
    assert titles(await talk.offered("", user=reader)) == ["Путин в Калуге", "Putin in Tula"]


@pytest.mark.parametrize("typed", ["", "putin", "report"])
async def test_pages_repeat_and_skip_nothing_while_items_arrive(talk: Talk, typed: str) -> None:
    reports = [report(f"Putin report {n}", minutes=n) for n in range(45)]
    for one in reports:
        await talk.tell(one)
    seen: list[str] = []
    offset = ""
    for late in range(1, 9):
        answer = await talk.offered(typed, offset=offset)
        seen += titles(answer)
        offset = answer["next_offset"]
        if not offset:
            break
        await talk.tell(report(f"Putin report, brand-new {late}", minutes=-late))
        await talk.tell(reports[44], report(f"Putin report 44 again {late}", DAILY, minutes=-late))

    assert sorted(seen) == sorted(one.title for one in reports)


async def test_a_page_asked_for_by_a_stranger_or_after_a_restart_is_the_end_of_the_list(talk: Talk) -> None:
    for number in range(25):
        await talk.tell(report(f"Putin report {number}"))
    offset = (await talk.offered("putin"))["next_offset"]
    stranger = talk.sandbox.add_user("Mallory")

    for answer in (
        await talk.offered("putin", offset=offset, user=stranger),
        await talk.offered("putin", offset="999:20"),
        await talk.offered("putin", offset="'; DROP TABLE item; --"),
    ):
        assert (answer["results"], answer["next_offset"]) == ([], "")
    assert len((await talk.offered("putin", offset=offset))["results"]) == 5


async def test_results_are_for_one_person_and_soon_asked_anew(talk: Talk) -> None:
    answer = await talk.offered("putin")

    assert answer["is_personal"]
    assert 10 <= answer["cache_time"] <= 30


async def test_where_nothing_is_found_a_button_leads_to_the_search_in_the_chat(talk: Talk) -> None:
    await talk.tell(report("Putin in Tula"))

    answer = await talk.offered("xylophone")

    assert answer["results"] == []
    assert answer["button"]["text"] == "Nothing found. Look in the chat with me"
    assert "🔎 xylophone — nothing found" in await talk.said(f"/start {answer['button']['start_parameter']}")


async def test_what_is_typed_reaches_no_log_and_no_table(
    talk: Talk, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    caplog.set_level(logging.DEBUG, logger="bot")
    caplog.set_level(logging.INFO)
    await talk.tell(report("Putin in Tula"))
    await talk.offered("unmistakable putin")

    def broken(*_: object, **__: object) -> None:
        raise ValueError

    monkeypatch.setattr(search_sqlite, "newest", broken)
    talk.sandbox.inline("unmistakable too")
    await talk.sandbox.until(lambda: "handler_failed" in caplog.text)

    assert "unmistakable" not in caplog.text
    assert await talk.database.read(lambda conn: conn.execute(page.select()).all()) == []


async def test_what_editors_took_back_is_not_offered(talk: Talk) -> None:
    hoax = report("Putin resigns")
    await talk.tell(hoax)
    await talk.archive.withdraw([hoax.id], "hoax")

    for typed in ("", "putin", "resigns"):
        assert titles(await talk.offered(typed)) == []


async def test_who_types_far_too_fast_is_answered_with_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(conversation, "TYPING", Allowance(questions=2))
    async with talking(tmp_path, outlets=OUTLETS) as talk:
        await talk.tell(report("Putin in Tula"))

        answers = [await talk.offered("putin") for _ in range(4)]
        assert [len(titles(answer)) for answer in answers] == [1, 1, 0, 0]
        assert [answer["cache_time"] > 0 for answer in answers] == [True, True, False, False]
        assert "Putin in Tula" in await talk.said("/search putin")


@pytest.mark.usefixtures("slow")
async def test_what_was_typed_over_meanwhile_is_answered_with_nothing_that_is_kept(talk: Talk) -> None:
    await talk.tell(report("Putin in Tula"))
    typed = [talk.sandbox.inline(text) for text in ("slow", "put", "putin")]

    _, typed_over, newest = await asyncio.gather(*map(talk.sandbox.answered, typed))

    assert (typed_over["results"], typed_over["cache_time"]) == ([], 0)
    assert titles(newest) == ["Putin in Tula"]
    assert (await talk.offered("put"))["results"]


@pytest.mark.parametrize("typed", ["x" * 256, '"', "(((", "-", "😀", "lang:", "'; --", "putin OR", "\u202e"])
async def test_nothing_that_is_typed_breaks_anything(talk: Talk, typed: str) -> None:
    await talk.tell(report("Putin in Tula"))

    assert (await talk.offered(typed)).keys() >= {"results", "next_offset"}


@pytest.mark.parametrize("language", LANGUAGES)
async def test_results_are_described_in_the_readers_language(talk: Talk, language: str) -> None:
    reader = talk.sandbox.add_user("Reader", language=language)
    await talk.tell(report("Putin in Tula", minutes=5))
    said = {"en": "5 min ago", "ru": "5 мин назад", "uk": "5 хв тому", "ar": "قبل 5 د"}[language]

    (result,) = (await talk.offered("putin", user=reader))["results"]

    assert said in bare(result["description"])
