"""/story: one event with all who reported it."""

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from bot.feeds.identity import Edit
from bot.model import Item, ItemId
from bot.store import items
from bot.store.schema import item_version
from tests.builders import NOW
from tests.chat.reports import BARID, DAILY, HARBOUR, LYST, OUTLETS, VESTNIK, report
from tests.chat.talk import Talk, talking
from tests.telegram_parser import bare


@pytest.fixture
async def talk(tmp_path: Path) -> AsyncIterator[Talk]:
    async with talking(tmp_path, outlets=OUTLETS) as talk:
        yield talk


def on_four_sides() -> tuple[Item, ...]:
    return (
        report("Putin opens a bridge in Tula", HARBOUR, minutes=90),
        report("Bridge opens, says Daily", DAILY, minutes=80),
        report("Президент открыл мост", VESTNIK, minutes=75),
        report("Міст відкрито попри протести", LYST, minutes=30),
        report("افتتاح جسر في تولا", BARID, minutes=5),
    )


def leads_to(message: Any, link: str) -> bool:
    return any(entity.get("url") == link for entity in message.entities)


async def test_a_story_lists_every_outlet_with_owner_label_language_and_link(talk: Talk) -> None:
    reports = on_four_sides()
    number = await talk.tell(*reports)

    message = await talk.ask(f"/story {number}")

    told = bare(message.text)
    assert "5 reports · 5 outlets · 4 languages" in told
    assert "Вестник (Северный причал, state-run, RU)" in told
    assert "Harbour Post (Harbour Trust, private, EN)" in told
    assert all(leads_to(message, one.link) for one in reports)


async def test_how_each_side_titled_it_is_set_side_by_side(talk: Talk) -> None:
    number = await talk.tell(*on_four_sides())

    told = await talk.said(f"/story {number}")

    assert "• Western: Putin opens a bridge in Tula (Harbour Post)" in told
    assert "• State-run: Президент открыл мост (Вестник)" in told
    assert "• Ukrainian: Міст відкрито попри протести (Лист)" in told
    assert "• Arab: افتتاح جسر في تولا (بريد)" in told


async def test_a_story_of_one_side_has_no_comparison(talk: Talk) -> None:
    number = await talk.tell(*on_four_sides()[:2])

    assert "How each side titled it" not in await talk.said(f"/story {number}")


async def test_the_spread_is_told_in_minutes_to_the_second_owner_and_the_second_language(talk: Talk) -> None:
    number = await talk.tell(*on_four_sides())

    told = await talk.said(f"/story {number}")

    assert "first report 1 Mar, 10:30 · second owner after 15 min · second language after 15 min" in told
    assert "85 min later" in told


async def test_a_story_that_one_owner_tells_is_labelled_single_source(talk: Talk) -> None:
    first, second, third = on_four_sides()[:3]
    assert "2 outlets · 1 language · single source" in await talk.said(f"/story {await talk.tell(first, second)}")

    await talk.tell(first, third)

    assert "single source" not in await talk.said(f"/story {first.id}")


async def test_what_a_title_was_before_is_told_and_a_correction_is_marked(talk: Talk) -> None:
    one = report("Five killed near Tula", HARBOUR)
    number = await talk.tell(one)

    def edit(conn: sa.Connection) -> None:
        items.edit(conn, one.id, Edit(NOW, "Six killed near Tula", "", "", ("title",)))
        conn.execute(sa.update(item_version).values(corrections=[{"kind": "number", "was": "5", "now": "6"}]))

    await talk.database.write(edit)

    assert "⚠️ was: Five killed near Tula" in await talk.said(f"/story {number}")


async def test_a_long_story_has_pages_that_stay_as_they_were_while_reports_arrive(talk: Talk) -> None:
    reports = [report(f"Putin report {n}", minutes=60 - n) for n in range(12)]
    number = await talk.tell(*reports)
    message = await talk.ask(f"/story {number}")
    seen = [message.text]

    await talk.tell(reports[0], report("Putin came first", minutes=120))
    for _ in range(2):
        before = message.text
        await talk.press(message, "Next ›")
        seen.append(await talk.changed(message, before))

    lines = [line for text in seen for line in bare(text).splitlines() if ". Putin report" in line]
    assert [line.partition(". ")[2] for line in lines] == [one.title for one in reports]
    assert "Putin came first" not in "".join(seen)


async def test_a_stranger_cannot_turn_the_pages_of_a_story(talk: Talk) -> None:
    group = talk.sandbox.add_chat("supergroup", "Readers")
    stranger = talk.sandbox.add_user("Mallory")
    talk.sandbox.set_member(group, stranger, "member")
    message = await talk.ask(f"/story {await talk.tell(*on_four_sides())}", chat=group)
    before = message.text

    assert "Only who asked" in (await talk.press(message, "Cite", stranger))["text"]
    assert message.text == before


async def test_a_button_cites_the_story_and_another_leads_back(talk: Talk) -> None:
    message = await talk.ask(f"/story {await talk.tell(*on_four_sides())}")
    story = message.text

    await talk.press(message, "Cite")
    assert "Published: 1 March 2026, 10:30 UTC" in await talk.changed(message, story)

    before = message.text
    await talk.press(message, "‹ Story")
    assert await talk.changed(message, before) == bare(story)


async def test_words_a_link_any_report_and_a_reply_lead_to_the_story(talk: Talk) -> None:
    reports = on_four_sides()
    await talk.tell(*reports)
    other = await talk.tell(report("Rain in the harbour"))

    for asked in ("мост тула OR мост", reports[3].link, str(reports[2].id)):
        assert "5 reports · 5 outlets" in await talk.said(f"/story {asked}")
    post = await talk.ask("/search putin OR rain sort:new")
    assert "/story 2" in await talk.said("/story", reply_to=post)
    assert str(other) in await talk.said("/story", reply_to=post)
    assert "1 report · 1 outlet" in await talk.said("/story 1", reply_to=post)


@pytest.mark.parametrize("asked", ["1" * 17, "9" * 19, "http://nowhere.example/1", "xylophone"])
async def test_a_story_that_is_not_there_is_told_so(talk: Talk, asked: str) -> None:
    assert "no such report or story" in await talk.said(f"/story {asked}")


async def test_nothing_asked_says_how_to_ask(talk: Talk) -> None:
    assert "/story putin tula" in await talk.said("/story")


async def test_what_editors_took_back_is_in_no_story(talk: Talk) -> None:
    hoax, true = report("Putin resigns", minutes=9), report("Putin does not resign", VESTNIK)
    number = await talk.tell(hoax, true)
    await talk.archive.withdraw([hoax.id], "hoax")

    assert "resigns" not in await talk.said(f"/story {number}")

    await talk.archive.withdraw([true.id], "hoax")
    assert "no such report or story" in await talk.said(f"/story {number}")


async def test_a_story_whose_text_is_gone_is_still_told(talk: Talk) -> None:
    number = await talk.tell(*on_four_sides())
    await talk.let_go(NOW + timedelta(days=400))

    told = await talk.said(f"/story {number}")

    assert "5 reports · 5 outlets" in told
    assert "• Ukrainian: Міст відкрито попри протести (Лист)" in told


async def test_lines_of_a_search_and_of_the_latest_link_to_the_story(talk: Talk) -> None:
    number = await talk.tell(*on_four_sides())
    link = f"https://t.me/{talk.sandbox.world.bot.username}?start=d{number}"

    for asked in ("/search bridge", "/latest"):
        message = await talk.ask(asked)
        assert "+4 outlets, 4 languages" in bare(message.text)
        assert leads_to(message, link)
    assert "5 reports · 5 outlets" in await talk.said(f"/start {link.partition('=')[2]}")


@pytest.mark.parametrize("language", ["ru", "uk", "ar"])
async def test_a_story_is_told_in_the_readers_language(talk: Talk, language: str) -> None:
    reader = talk.sandbox.add_user("Reader", language=language)
    side = {"ru": "Украинские", "uk": "Українські", "ar": "أوكرانية"}[language]

    assert side in await talk.said(f"/story {await talk.tell(*on_four_sides())}", user=reader)


async def test_no_story_is_too_long_for_a_message(talk: Talk) -> None:
    long = [report("Putin " + "x" * 900, minutes=n, summary="") for n in range(9)]
    number = await talk.tell(*long)

    assert len((await talk.ask(f"/story {number}")).text) <= 4096
    assert ItemId(int(number)) == long[0].id
