"""/cite: what can be cited of a report, also long after its text was let go."""

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest

from bot.feeds.identity import Edit
from bot.model import Item
from bot.store import items
from bot.text.say import LANGUAGES
from tests.builders import NOW
from tests.chat.reports import OUTLETS, VESTNIK, report
from tests.chat.talk import Talk, talking
from tests.telegram_parser import bare

LONG_AFTER = NOW + timedelta(days=400)
NEVER_SEEN = "no such report or story"


@pytest.fixture
async def talk(tmp_path: Path) -> AsyncIterator[Talk]:
    async with talking(tmp_path, outlets=OUTLETS) as talk:
        yield talk


async def edited(talk: Talk) -> Item:
    """Let a report be known whose headline and link were changed an hour after it came."""
    one = report("Five killed, says Putin", VESTNIK, minutes=90, seen=NOW - timedelta(minutes=85))
    await talk.tell(one)
    changed = Edit(NOW, "Six killed, says Putin", "", "http://vestnik.example/moved", ("title", "link"))
    await talk.database.write(items.edit, one.id, changed)
    return one


async def test_a_report_is_cited_with_headline_outlet_link_times_and_versions(talk: Talk) -> None:
    one = await edited(talk)

    message = await talk.ask(f"/cite {one.id}")

    told = bare(message.text)
    assert "1. Six killed, says Putin" in told
    assert "Вестник (Северный причал, state-run, RU)" in told
    assert "http://vestnik.example/moved" in told
    assert "Published: 1 March 2026, 10:30 UTC" in told
    assert "First seen here: 1 March 2026, 10:35 UTC" in told
    assert "Until 1 March 2026, 12:00 UTC: Five killed, says Putin" in told
    assert {one.link, "http://vestnik.example/moved"} <= {entity.get("url") for entity in message.entities}


async def test_times_are_told_in_utc_and_in_the_zone_of_the_chat(talk: Talk) -> None:
    one = await edited(talk)
    await talk.said("/settings Europe/Kyiv")

    told = await talk.said(f"/cite {one.id}")

    assert "Published: 1 March 2026, 10:30 UTC (1 March 2026, 12:30 Europe/Kyiv)" in told


async def test_it_still_answers_when_the_text_is_gone(talk: Talk) -> None:
    one = await edited(talk)
    before = await talk.said(f"/cite {one.id}")

    await talk.let_go(LONG_AFTER)

    for asked in (str(one.id), "http://vestnik.example/moved"):
        after = await talk.said(f"/cite {asked}")
        assert "The text is no longer kept; this is." in after
        assert [line for line in after.splitlines() if "kept" not in line] == before.splitlines()


async def test_a_story_is_cited_with_all_its_reports_a_report_of_it_alone(talk: Talk) -> None:
    reports = [report("Putin speaks", minutes=9), report("Путин говорит", VESTNIK)]
    number = await talk.tell(*reports)

    whole, single = await talk.said(f"/cite {number}"), await talk.said(f"/cite {reports[1].id}")

    assert [title in whole for title in ("Putin speaks", "Путин говорит")] == [True, True]
    assert [title in single for title in ("Putin speaks", "Путин говорит")] == [False, True]


async def test_many_reports_are_cited_on_pages_also_when_their_text_is_gone(talk: Talk) -> None:
    number = await talk.tell(*(report(f"Putin report {n}", minutes=60 - n) for n in range(7)))
    await talk.let_go(LONG_AFTER)
    message = await talk.ask(f"/cite {number}")
    before = message.text

    await talk.press(message, "Next ›")

    assert "5. Putin report 4" in before
    assert "6. Putin report 5" in await talk.changed(message, before)


async def test_what_was_taken_back_is_cited_with_the_reason(talk: Talk) -> None:
    one = report("Putin resigns")
    await talk.tell(one)
    await talk.archive.withdraw([one.id], "a hoax")

    message = await talk.ask(f"/cite {one.id}")

    assert "⚠️ withdrawn: a hoax" in bare(message.text)
    assert "strikethrough" in {entity["type"] for entity in message.entities}


async def test_a_reply_to_a_post_of_several_asks_which(talk: Talk) -> None:
    await talk.tell(report("Putin in Tula", minutes=1))
    await talk.tell(report("Putin in Kaluga"))
    post = await talk.ask("/latest")

    assert "/cite 2" in await talk.said("/cite", reply_to=post)
    assert "1. Putin in Tula" in await talk.said("/cite 2", reply_to=post)


@pytest.mark.parametrize("asked", ["1" * 17, "9" * 19, "http://nowhere.example/1"])
async def test_what_was_never_there_is_told_so(talk: Talk, asked: str) -> None:
    assert NEVER_SEEN in await talk.said(f"/cite {asked}")


@pytest.mark.parametrize("language", LANGUAGES)
async def test_a_citation_is_given_in_every_language(talk: Talk, language: str) -> None:
    reader = talk.sandbox.add_user("Reader", language=language)
    one = await edited(talk)

    told = await talk.said(f"/cite {one.id}", user=reader)

    assert str(one.id) in told
    assert "UTC" in told
    assert "/cite" in await talk.said("/cite", user=reader)
