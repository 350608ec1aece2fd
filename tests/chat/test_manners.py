"""How the bot behaves among people: whom it answers, where, how often, and what it never does."""

import asyncio
from functools import partial
from pathlib import Path
from time import monotonic

from bot.chat.patience import Allowance
from sandbox.faults import Fault
from tests.chat.talk import Talk, talking
from tests.chat.test_conversation import RAIN


async def test_one_persons_slow_searches_delay_nobody_else(talk: Talk, slow: float) -> None:
    await talk.know("Rain in the harbour")
    busy = talk.sandbox.add_user("Busy")
    for _ in range(6):
        talk.sandbox.say("/search slow", user=busy)
    await asyncio.sleep(0.1)

    began = monotonic()
    await talk.ask("/search harbour")

    assert monotonic() - began < slow
    place = talk.sandbox.private_chat(busy)
    await talk.sandbox.until(lambda: len(talk.sandbox.messages(place)) == 12, 20)


async def test_twenty_people_are_answered_at_once(talk: Talk) -> None:
    await talk.know(*RAIN)
    people = [talk.sandbox.add_user(f"Reader {number}") for number in range(20)]

    answers = await asyncio.gather(*(talk.said("/search rain", user=one) for one in people))

    assert all("12 reports" in answer for answer in answers)


async def test_a_search_under_way_when_the_bot_stops_is_still_answered(talk: Talk, slow: float) -> None:
    talk.sandbox.say("/search slow rain")
    await asyncio.sleep(0.3)
    assert talk.app.updater is not None

    await talk.app.updater.stop()
    began = monotonic()
    await talk.app.stop()

    assert "slow rain" in talk.messages[-1].text
    assert monotonic() - began < slow + 3


async def test_too_many_questions_get_one_polite_line_then_silence(tmp_path: Path) -> None:
    async with talking(tmp_path, allowance=Allowance(questions=3)) as talk:
        for _ in range(8):
            talk.sandbox.say("/help")
        await talk.sandbox.until(lambda: len(talk.messages) == 8 + 4)
        other = talk.sandbox.add_user("Other")
        assert "What you can ask" in await talk.said("/help", user=other)

        polite = [message.text for message in talk.messages if "Please wait a minute" in message.text]
        assert len(polite) == 1
        assert len(talk.messages) == 12


async def test_a_group_has_one_allowance_for_all_its_members(tmp_path: Path) -> None:
    async with talking(tmp_path, allowance=Allowance(questions=3)) as talk:
        group = talk.sandbox.add_chat("supergroup", "Readers")
        people = [talk.sandbox.add_user(f"Member {number}") for number in range(6)]
        for one in people:
            talk.sandbox.set_member(group, one, "member")
            talk.sandbox.say("/help", user=one, chat=group)
        await talk.sandbox.until(lambda: len(talk.sandbox.messages(group)) == 6 + 4)
        assert "What you can ask" in await talk.said("/help", user=people[0])


async def test_a_press_beyond_what_is_fair_is_answered_all_the_same(tmp_path: Path) -> None:
    async with talking(tmp_path, allowance=Allowance(questions=2)) as talk:
        await talk.know(*RAIN)
        first = await talk.ask("/search rain")

        answers = [await talk.press(first, "1 / 3") for _ in range(3)]

        assert [bool(answer.get("text")) for answer in answers] == [False, True, False]


async def test_in_a_group_a_command_is_answered_as_a_reply(talk: Talk) -> None:
    group = talk.sandbox.add_chat("supergroup", "Readers")
    name = talk.sandbox.world.bot.username

    for text in ("/help", f"/help@{name}", f"/HELP@{name}", f"/nonsense@{name}"):
        answer = await talk.ask(text, chat=group)
        assert answer.reply_to == talk.sandbox.messages(group)[-2].id


async def test_in_a_group_what_is_not_meant_for_the_bot_is_left_alone(talk: Talk) -> None:
    group = talk.sandbox.add_chat("supergroup", "Readers", is_admin=True)

    for text in ("/help@another_bot", "/nonsense", "hello", "putin"):
        await talk.silent(partial(talk.sandbox.say, text, chat=group), chat=group)


async def test_a_question_in_a_topic_is_answered_in_the_topic(talk: Talk) -> None:
    forum = talk.sandbox.add_chat("supergroup", "Forum", is_forum=True)
    topic = talk.sandbox.add_topic(forum, "News")

    answer = await talk.ask("/latest", chat=forum, thread=topic)

    assert answer.thread == topic
    assert answer.reply_to is not None


async def test_edited_messages_and_posts_in_channels_are_not_answered(talk: Talk) -> None:
    said = await talk.ask("/help")
    mine = talk.messages[-2]
    channel = talk.sandbox.channel

    await talk.silent(
        lambda: talk.sandbox.edit(mine, "/latest"), lambda: talk.sandbox.post("/help", chat=channel), chat=channel
    )

    assert talk.messages[-1].text == said.text


async def test_plain_words_in_private_are_a_search(talk: Talk) -> None:
    await talk.know("Rain in the harbour")

    assert "Rain in the harbour" in await talk.said("harbour")


async def test_what_was_typed_comes_back_inert(talk: Talk) -> None:
    answer = await talk.ask("/search &lt;b&gt;x&lt;/b&gt; @admin t.me/joinchat bbc.com #tag")

    assert {entity["type"] for entity in answer.entities} <= {"bold", "italic"}


async def test_latest_has_pages_that_stay_as_they_were(talk: Talk) -> None:
    await talk.know(*(f"Putin and {title}" for title in RAIN))
    first = await talk.ask("/latest putin")
    assert "1. Putin and Rain delays" in first.text

    told = first.text
    await talk.press(first, "Next ›")
    second = await talk.changed(first, told)

    assert second.startswith("🕒 Latest · Vladimir Putin")
    assert "6. Putin and " in second
    assert "2 / " in str(first.buttons)


async def test_latest_tells_of_several_names(talk: Talk) -> None:
    await talk.know("Putin speaks in Tula", "Rain in the harbour", "Assad leaves Damascus for good")

    told = await talk.said("/latest putin, assad")

    assert "Latest · Vladimir Putin · Bashar al-Assad" in told
    assert "Tula" in told
    assert "Damascus" in told
    assert "caesar is not tracked here" in await talk.said("/latest putin caesar")


async def test_a_press_on_pages_that_are_gone_says_so(talk: Talk) -> None:
    await talk.know(*RAIN)
    first = await talk.ask("/search rain")

    assert "more than a day old" in (await talk.forge(first, "s:999:1"))["text"]


async def test_a_strangers_press_in_a_group_does_nothing_but_a_toast(talk: Talk) -> None:
    await talk.know(*RAIN)
    group = talk.sandbox.add_chat("supergroup", "Readers")
    stranger = talk.sandbox.add_user("Mallory")
    talk.sandbox.set_member(group, stranger, "member")
    first = await talk.ask("/search rain", chat=group)
    before = first.text

    assert "Only who asked" in (await talk.press(first, "Next ›", stranger))["text"]
    assert first.text == before


async def test_a_page_turned_twice_is_answered_twice_and_nothing_breaks(talk: Talk) -> None:
    await talk.know(*RAIN)
    first = await talk.ask("/search rain")
    data = str(first.buttons[0][-1].data)
    before = first.text
    await talk.press(first, "Next ›")
    await talk.changed(first, before)

    assert await talk.forge(first, data) is not None
    assert "What you can ask" in await talk.said("/help")


async def test_a_press_that_is_answered_too_late_breaks_nothing(talk: Talk) -> None:
    await talk.know(*RAIN)
    first = await talk.ask("/search rain")
    before = first.text
    talk.sandbox.arm(
        Fault(
            "refusal",
            method="answerCallbackQuery",
            description="Bad Request: query is too old and response timeout expired or query ID is invalid",
        )
    )

    talk.sandbox.press(first, "Next ›")

    assert "2 / 3" not in before
    await talk.changed(first, before)


async def test_a_question_whose_message_is_gone_is_answered_without_a_reply(talk: Talk) -> None:
    group = talk.sandbox.add_chat("supergroup", "Readers")
    talk.sandbox.delete(talk.sandbox.say("/help", chat=group))

    await talk.sandbox.until(lambda: len(talk.sandbox.messages(group)) == 1)
