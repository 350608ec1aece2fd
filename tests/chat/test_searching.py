"""The buttons below a search, and pages that hold whatever arrives meanwhile."""

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa

from bot.feeds.state import FeedState
from bot.store import feeds
from bot.store.schema import page
from sandbox.world import Message
from tests.builders import NOW
from tests.chat.reports import BARID, DAILY, HARBOUR, LYST, OUTLETS, VESTNIK, report
from tests.chat.talk import Talk, talking
from tests.telegram_parser import bare


@pytest.fixture
async def talk(tmp_path: Path) -> AsyncIterator[Talk]:
    async with talking(tmp_path, outlets=OUTLETS) as talk:
        yield talk


IN_SCRIPTS = (
    ("Putin speaks in Tula", HARBOUR),
    ("Путин говорит", VESTNIK),
    ("Путін сказав", LYST),
    ("بوتين يتحدث", BARID),
)


def buttons(message: Message) -> list[str]:
    return [button.text for row in message.buttons for button in row]


def titles(text: str) -> list[str]:
    """Return the titles of a page of results."""
    return [line.partition(". ")[2] for line in bare(text).splitlines() if line.partition(". ")[0].isdigit()]


async def pressed(talk: Talk, message: Message, button: str) -> str:
    before = message.text
    await talk.press(message, button)
    return await talk.changed(message, before)


async def many(talk: Talk, count: int, *, newer: int = 0) -> list[str]:
    """Let stories about him be known in four scripts in turn, each of its own; return their titles."""
    told = []
    for number in range(count):
        words, feed = IN_SCRIPTS[number % 4]
        one = report(f"{words} {newer or 1}{number:02}", feed, minutes=number - newer)
        await talk.tell(one)
        told.append(one.title)
    return told


async def developing(talk: Talk) -> None:
    """Let a story be an hour old in English and new in Russian, and another be between them."""
    await talk.tell(report("Putin speaks in Tula", minutes=60), report("Путин говорит в Туле", VESTNIK, minutes=1))
    await talk.tell(report("Putin in Kaluga", minutes=30))


async def test_a_line_leads_with_the_headline_in_the_readers_language_if_that_was_found_too(talk: Talk) -> None:
    await developing(talk)
    russian = talk.sandbox.add_user("Reader", language="ru")

    assert "Putin speaks in Tula" in titles(await talk.said("/search путин"))
    assert "Путин говорит в Туле" in titles(await talk.said("/search putin", user=russian))
    assert titles(await talk.said("/search putin source:vestnik")) == ["Путин говорит в Туле"]
    assert titles(await talk.said("/search говорит")) == ["Путин говорит в Туле"]


@pytest.mark.parametrize("asked", ["/latest", "/search putin sort:new"])
async def test_the_newest_stand_in_the_order_of_the_ages_that_are_shown(talk: Talk, asked: str) -> None:
    await developing(talk)
    russian = talk.sandbox.add_user("Reader", language="ru")

    told = await talk.said(asked)
    assert titles(told) == ["Putin in Kaluga", "Putin speaks in Tula"]
    assert told.index("30 min ago") < told.index("1 h ago")
    assert titles(await talk.said(asked, user=russian)) == ["Путин говорит в Туле", "Putin in Kaluga"]


async def test_later_pages_hold_while_items_arrive_in_every_script(talk: Talk) -> None:
    told = await many(talk, 12)
    message = await talk.ask("/search путин sort:new")
    seen = titles(message.text)

    for newer in (100, 200):
        await many(talk, 4, newer=newer)
        seen += titles(await pressed(talk, message, "Next ›"))

    assert seen == told


async def test_later_pages_hold_when_a_report_is_taken_back(talk: Talk) -> None:
    reports = [report(f"Putin report {n}", minutes=n) for n in range(8)]
    for one in reports:
        await talk.tell(one)
    message = await talk.ask("/search putin sort:new")
    seen = titles(message.text)

    await talk.archive.withdraw([reports[0].id, reports[6].id], "hoax")
    seen += titles(await pressed(talk, message, "Next ›"))

    assert seen == [one.title for one in reports if one is not reports[6]]


async def test_pages_outlive_a_restart(talk: Talk, tmp_path: Path) -> None:
    await many(talk, 7)
    message = await talk.ask("/search путин sort:new")
    number = await talk.database.read(lambda conn: conn.scalar(sa.select(page.c.id)))
    assert str(message.buttons[0][-1].data) == f"s:{number}:1"

    async with talking(tmp_path, outlets=OUTLETS) as again:
        fresh = await again.ask("/help")
        before = fresh.text
        await again.forge(fresh, f"s:{number}:1")
        assert titles(await again.changed(fresh, before))[0].endswith("105")


async def test_a_button_puts_the_newest_first_and_another_the_best(talk: Talk) -> None:
    await talk.tell(report("Rain in Cork", minutes=30, summary="Rain and rain."))
    await talk.tell(report("A poem wins", summary="It is about rain, of course."))
    message = await talk.ask("/search rain")
    assert titles(message.text) == ["Rain in Cork", "A poem wins"]

    assert titles(await pressed(talk, message, "Newest first")) == ["A poem wins", "Rain in Cork"]
    assert titles(await pressed(talk, message, "Best first")) == ["Rain in Cork", "A poem wins"]


async def test_a_button_keeps_to_the_readers_language_and_another_takes_all_again(talk: Talk) -> None:
    await many(talk, 8)
    message = await talk.ask("/search путин")

    only = await pressed(talk, message, "English only")
    assert "🔎 путин — 2 reports · English only" in only
    assert all("speaks" in title for title in titles(only))

    assert "8 reports" in await pressed(talk, message, "All languages")


async def test_a_language_with_nothing_in_it_leads_back_to_all(talk: Talk) -> None:
    await talk.tell(report("Путин говорит", VESTNIK))
    await talk.tell(report("Путин молчит", VESTNIK))
    message = await talk.ask("/search путин")

    assert "nothing found · English only" in await pressed(talk, message, "English only")
    assert "2 reports" in await pressed(talk, message, "All languages")


async def test_a_language_in_the_query_itself_offers_no_other(talk: Talk) -> None:
    await many(talk, 8)

    assert "English only" not in buttons(await talk.ask("/search путин lang:ru"))


async def test_a_language_button_applies_to_all_alternatives(talk: Talk) -> None:
    await talk.tell(report("Storm over Cork"))
    await talk.tell(report("Rain over Cork"))
    await talk.tell(report("Дождь над Корком", VESTNIK))
    message = await talk.ask("/search дождь OR storm OR rain")

    assert sorted(titles(await pressed(talk, message, "English only"))) == ["Rain over Cork", "Storm over Cork"]


async def test_a_typo_is_corrected_openly_and_a_button_searches_what_was_typed(talk: Talk) -> None:
    await many(talk, 8)
    message = await talk.ask("/search puttin")
    assert "Nothing for puttin; showing putin." in bare(message.text)
    assert "Nothing for puttin; showing putin." in await pressed(talk, message, "Next ›")

    literal = await pressed(talk, message, "Exactly “puttin”")

    assert "🔎 puttin — nothing found" in literal


async def test_a_line_has_the_outlet_with_label_the_language_the_age_and_who_else_has_it(talk: Talk) -> None:
    await talk.tell(report("Rain in Cork", minutes=7), report("Rain too", DAILY), report("Дождь в Корке", VESTNIK))

    told = await talk.said("/search cork")

    assert "Harbour Post (private, EN) · 7 min ago · +2 outlets, 2 languages" in told


async def test_the_total_is_exact_or_more_than_a_number(talk: Talk) -> None:
    await many(talk, 8)
    assert "путин — 8 reports" in await talk.said("/search путин")
    await talk.tell(*(report(f"Rain number {number}") for number in range(1001)))
    assert "rain — more than 1,000 reports" in await talk.said("/search rain")


async def test_an_empty_answer_says_what_was_searched_from_the_database(talk: Talk) -> None:
    await talk.tell(report("Rain in Cork", minutes=3 * 24 * 60))
    hoax = report("Putin resigns", minutes=9 * 24 * 60)
    await talk.tell(hoax)
    await talk.archive.withdraw([hoax.id], "hoax")
    silent = FeedState(last_poll=NOW, failures=2, failing_since=NOW)
    await talk.database.write(feeds.remember, VESTNIK.id, silent, [])

    told = await talk.said("/search xylophone")

    assert "Searched titles and summaries: 1 report; 5 feeds; since 26 February 2026; 1 is not answering now." in told


async def test_a_language_that_is_none_is_told(talk: Talk) -> None:
    assert "lang:qq is no language" in await talk.said("/search rain lang:qq")


async def test_what_editors_took_back_is_in_no_search_and_no_list(talk: Talk) -> None:
    hoax = report("Putin resigns")
    await talk.tell(hoax)
    assert "Putin resigns" in await talk.said("/search resigns")

    await talk.archive.withdraw([hoax.id], "hoax")

    assert "nothing found" in await talk.said("/search resigns")
    assert "Nothing yet" in await talk.said("/latest putin")
    assert "0 reports in 7 days" in await talk.said("/entities")


@pytest.mark.parametrize("kind", ["s:{}:1", "o:{}:new", "l:{}:en", "e:{}:"])
async def test_pages_of_more_than_a_day_ago_say_so(talk: Talk, kind: str) -> None:
    await many(talk, 7)
    message = await talk.ask("/search путин")
    number = await talk.database.read(lambda conn: conn.scalar(sa.select(page.c.id)))
    old = sa.update(page).values(created=page.c.created - int(timedelta(hours=25).total_seconds() * 1000))
    await talk.database.write(lambda conn: conn.execute(old))

    assert "more than a day old" in (await talk.forge(message, kind.format(number)))["text"]


@pytest.mark.parametrize("kind", ["o:{}:new", "l:{}:en", "e:{}:"])
async def test_a_strangers_press_on_any_button_is_a_toast_and_no_more(talk: Talk, kind: str) -> None:
    await many(talk, 7)
    group = talk.sandbox.add_chat("supergroup", "Readers")
    stranger = talk.sandbox.add_user("Mallory")
    talk.sandbox.set_member(group, stranger, "member")
    message = await talk.ask("/search путин", chat=group)
    before = message.text
    number = await talk.database.read(lambda conn: conn.scalar(sa.select(page.c.id)))
    message.markup = {"inline_keyboard": [[{"text": "forged", "callback_data": kind.format(number)}]]}

    assert "Only who asked" in (await talk.press(message, "forged", stranger))["text"]
    assert message.text == before
