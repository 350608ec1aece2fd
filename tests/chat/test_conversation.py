"""What users say to the bot and what it answers, over real HTTP against the sandbox."""

import pytest

from sandbox.faults import Fault
from tests.chat.talk import Talk
from tests.telegram_parser import bare

RAIN = (
    "Rain delays a violin contest in Oslo",
    "Farmers of Gascony long for rain as vines dry up",
    "Acid rain is gone from the Black Forest, foresters say",
    "Chess in the rain: pensioners of Zagreb will not stop",
    "A poem about rain wins the Lisbon prize",
    "Rain floods the cellar of a Cork library",
    "Umbrella makers of Osaka wait for the season's first rain",
    "Football: Uruguay beat Peru in pouring rain",
    "Scientists hear rain on Titan",
    "No rain, no rice: Mekong growers switch to shrimp",
    "Tax on rain water divides a town in Ohio",
    "Rain washes Bronze Age coins out of a Cypriot hillside",
)


async def test_start_says_what_the_bot_is_for(talk: Talk) -> None:
    assert "Vladimir Putin" in (await talk.ask("/start")).text


async def test_help_shows_examples(talk: Talk) -> None:
    assert "/search" in (await talk.ask("/help")).text


@pytest.mark.parametrize("text", ["/nonsense", "/<b>bold</b> & t.me/x", "/", "//", "/start@somebody_else_bot x/y"])
async def test_a_command_that_is_none_gets_a_helpful_line(talk: Talk, text: str) -> None:
    if "@" in text:
        await talk.silent(lambda: talk.sandbox.say(text))
    else:
        assert "/help" in await talk.said(text)


async def test_search_finds_a_name_in_every_script_and_marks_words(talk: Talk) -> None:
    await talk.know("Putin speaks in Tula", "Путина видели в Калуге", "Rain in the harbour")

    named = await talk.ask("/search путин")
    worded = await talk.ask("/search harbour")

    assert "found in every script" in named.text
    assert "Putin speaks in Tula" in named.text
    assert "Путина видели в Калуге" in named.text
    assert "Rain" not in named.text
    units = worded.text.encode("utf-16-le")
    marked = [one for one in worded.entities if one["type"] == "underline"]
    words = [units[2 * one["offset"] : 2 * (one["offset"] + one["length"])].decode("utf-16-le") for one in marked]
    assert words == ["harbour"]


async def test_a_search_without_hits_says_what_was_searched(talk: Talk) -> None:
    await talk.know("Rain in the harbour")

    answer = await talk.ask("/search xylophone")

    assert "nothing found" in answer.text
    assert "1 report; 1 feed" in answer.text


async def test_a_search_for_nothing_says_how_to_search(talk: Talk) -> None:
    assert "/search putin" in (await talk.ask("/search")).text


async def test_pages_turn_in_the_same_message_and_only_for_who_asked(talk: Talk) -> None:
    await talk.know(*RAIN)
    first = await talk.ask("/search rain sort:new")
    told = first.text

    await talk.sandbox.answered(talk.sandbox.press(first, "Next ›"))
    await talk.sandbox.until(lambda: talk.messages[-1].text != told)
    second = talk.messages[-1]
    assert second.id == first.id
    assert "2 / 3" in [button.text for row in second.buttons for button in row]

    stranger = talk.sandbox.add_user("Mallory")
    answer = await talk.sandbox.answered(talk.sandbox.press(second, "Next ›", user=stranger))
    assert "Only who asked" in answer["text"]
    assert talk.messages[-1].text == second.text


async def test_the_number_of_the_page_is_a_button_that_is_answered_and_does_nothing(talk: Talk) -> None:
    await talk.know(*RAIN)
    first = await talk.ask("/search rain")

    assert await talk.sandbox.answered(talk.sandbox.press(first, "1 / 3")) is not None


async def test_latest_tells_of_everyone_or_of_one(talk: Talk) -> None:
    await talk.know("Putin speaks in Tula", "Rain in the harbour")

    assert "Putin speaks in Tula" in (await talk.ask("/latest")).text
    assert "Putin speaks in Tula" in (await talk.ask("/latest путин")).text
    assert "is not tracked here" in (await talk.ask("/latest caesar")).text


async def test_entities_are_listed_with_how_much_was_read_of_them(talk: Talk) -> None:
    await talk.know("Putin speaks in Tula")

    tracked = await talk.ask("/entities")
    assert "Vladimir Putin — 1 report in 7 days" in bare(tracked.text)
    assert f"https://t.me/{talk.sandbox.world.bot.username}?start=e_putin" in [
        one.get("url") for one in tracked.entities
    ]


async def test_why_as_a_reply_explains_the_post_it_replies_to(talk: Talk) -> None:
    await talk.know("Putin speaks in Tula")
    post = await talk.ask("/latest")

    before = len(talk.messages)
    talk.sandbox.say("/why", reply_to=post)
    told = bare((await talk.next_message(before + 1)).text)

    assert "Why · Putin speaks in Tula" in told
    assert "Vladimir Putin — mentioned" in told


async def test_questions_asked_faster_than_telegram_lets_us_answer_are_answered_later(talk: Talk) -> None:
    talk.sandbox.arm(Fault("429", method="sendMessage", seconds=1))

    assert "Vladimir Putin" in (await talk.ask("/start")).text
