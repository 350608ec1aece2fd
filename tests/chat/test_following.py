"""People follow searches: what they are asked, what they see, who may."""

from datetime import timedelta
from typing import get_args

import pytest

from bot.chat.following import MOST
from bot.store import follows, pages, preferences
from bot.store.preferences import Preference
from sandbox.faults import Fault
from sandbox.world import Chat, Message
from tests.builders import NOW
from tests.chat.talk import Talk
from tests.chat.test_conversation import RAIN
from tests.telegram_parser import bare


async def followed(talk: Talk, chat: int | None = None) -> dict[str, str]:
    """Return what a chat follows, with how."""
    known = await talk.database.read(follows.of_chat, str(chat or talk.sandbox.user.id))
    return {one.query: one.mode for one in known}


async def pressed(talk: Talk, message: Message, button: str) -> str:
    """Press a button and return what the message says then."""
    before = message.text
    await talk.press(message, button)
    return await talk.changed(message, before)


async def with_zone(talk: Talk, chat: int | None = None) -> None:
    chosen = Preference("", "Europe/Kyiv")
    await talk.database.write(preferences.save, chat or talk.sandbox.user.id, chosen)


async def test_follow_says_how_much_that_would_have_been_and_asks(talk: Talk) -> None:
    await talk.know(*RAIN)

    question = await talk.ask("/follow rain -tennis")

    assert "rain -tennis" in question.text
    assert "stories a day" in question.text
    assert [[button.text for button in row] for row in question.buttons] == [["At once", "As a digest"], ["Not at all"]]
    assert await followed(talk) == {}


async def test_pressing_at_once_follows_at_once(talk: Talk) -> None:
    question = await talk.ask("/follow rain")

    assert "new stories come at once" in await pressed(talk, question, "At once")
    assert await followed(talk) == {"rain": "at once"}


async def test_not_at_all_follows_nothing(talk: Talk) -> None:
    question = await talk.ask("/follow rain")

    assert "nothing is followed" in await pressed(talk, question, "Not at all")
    assert await followed(talk) == {}


async def test_the_first_digest_asks_for_the_time_zone_and_keeps_it(talk: Talk) -> None:
    question = await talk.ask("/follow rain")
    assert "In which time zone" in await pressed(talk, question, "As a digest")
    assert await followed(talk) == {}

    assert "a digest at 09:00 and 18:00" in await pressed(talk, question, "Kyiv")

    assert await followed(talk) == {"rain": "digest"}
    assert (await talk.database.read(preferences.load, talk.sandbox.user.id)).zone == "Europe/Kyiv"
    second = await talk.ask("/follow snow")
    assert "come in a digest" in await pressed(talk, second, "As a digest")


async def test_above_twenty_a_day_a_digest_is_proposed(talk: Talk) -> None:
    words = ("Oslo", "Lima", "Kansas", "Batumi", "Dakar", "Perth", "Quito", "Minsk", "Turin", "Delhi", "Cairo", "Hanoi")
    await talk.know(
        *(f"{word} {deed}" for word in words for deed in ("mends roads", "elects judges", "counts rare birds"))
    )

    question = await talk.ask("/follow lang:en")

    assert "That is many" in question.text
    assert [button.text for button in question.buttons[0]] == ["As a digest", "At once"]


async def test_a_query_that_brought_nothing_is_followed_all_the_same(talk: Talk) -> None:
    question = await talk.ask("/follow unheard")

    assert "nothing would have come" in question.text
    await pressed(talk, question, "At once")
    assert await followed(talk) == {"unheard": "at once"}


@pytest.mark.parametrize("nothing", ["😀", "rain before:2020-01-01", "..."])
async def test_what_no_new_report_can_answer_is_not_followed(talk: Talk, nothing: str) -> None:
    assert "nothing in that" in await talk.said(f"/follow {nothing}")


async def test_follow_without_words_says_how(talk: Talk) -> None:
    assert "just as you would search" in await talk.said("/follow")
    assert "Nothing yet" in await talk.said("/following")


async def test_below_results_a_button_follows_the_search_and_leads_back(talk: Talk) -> None:
    await talk.know(*RAIN)
    results = await talk.ask("/search rain")
    found = bare(results.text)

    assert "Shall new stories come" in await pressed(talk, results, "🔔 Follow this search")
    assert await pressed(talk, results, "‹ Back") == found
    await pressed(talk, results, "🔔 Follow this search")
    assert "Following rain" in await pressed(talk, results, "At once")
    assert await pressed(talk, results, "‹ Back") == found
    assert await followed(talk) == {"rain": "at once"}


async def test_following_lists_changes_and_ends_what_is_followed(talk: Talk) -> None:
    await with_zone(talk)
    for words in ("rain", "snow"):
        await pressed(talk, await talk.ask(f"/follow {words}"), "At once")
    listed = await talk.ask("/following")
    assert "1. rain — at once" in bare(listed.text)

    assert "Digests come at 09:00 and 18:00 (Europe/Kyiv)" in await pressed(talk, listed, "1 · As a digest")
    assert await followed(talk) == {"rain": "digest", "snow": "at once"}
    assert "rain" not in await pressed(talk, listed, "✕ 1")
    assert await followed(talk) == {"snow": "at once"}
    assert "is followed no longer" in await talk.said("/unfollow snow")
    assert "That is not followed" in await talk.said("/unfollow snow")
    assert await followed(talk) == {}


async def test_changing_to_a_digest_asks_for_the_time_zone_too(talk: Talk) -> None:
    await pressed(talk, await talk.ask("/follow rain"), "At once")
    listed = await talk.ask("/following")

    assert "In which time zone" in await pressed(talk, listed, "1 · As a digest")
    assert "in a digest" in await pressed(talk, listed, "Cairo")


async def test_a_long_list_has_pages_and_an_end(talk: Talk) -> None:
    chat = str(talk.sandbox.user.id)
    for number in range(MOST):
        await talk.database.write(follows.add, chat, f"rain {number}", "at once", language="en", now=NOW)

    listed = await talk.ask("/following")
    assert "\n1. rain 0 — at once" in bare(listed.text)
    assert "\n9. rain 8 — at once" in await pressed(talk, listed, "Next ›")
    assert "\n9. rain 8 — at once" not in await pressed(talk, listed, "‹ Back")
    assert f"{MOST} searches can be followed" in await talk.said("/follow one more")


async def test_times_of_digests_are_chosen_in_settings(talk: Talk) -> None:
    await with_zone(talk)
    overview = await talk.ask("/settings")
    assert "Digests of what is followed: 09:00 and 18:00" in overview.text
    await talk.press(overview, "Digest times…")
    await talk.sandbox.until(lambda: "08:00 · 13:00" in str(overview.buttons))
    assert "followed: 08:00, 13:00 and 19:00" in await pressed(talk, overview, "08:00 · 13:00 · 19:00")
    assert "followed: 06:30 and 21:05" in await talk.said("/settings 21:05 6:30")


async def test_an_expired_question_says_so(talk: Talk) -> None:
    question = await talk.ask("/follow rain")
    await talk.database.write(pages.forget, now=NOW + timedelta(days=2))

    assert "more than a day old" in (await talk.press(question, "At once"))["text"]
    assert await followed(talk) == {}


async def test_forged_presses_change_nothing(talk: Talk) -> None:
    other = await talk.database.write(follows.add, "4711", "secret", "at once", language="en", now=NOW)
    message = await talk.ask("/following")

    for data in (f"f:x:{other.id}", f"f:m:{other.id}:d:UTC", "f:q:999:o", "f:", "f:q:" + "9" * 40, "f:m:1:x", "m:x:1",
                 "m:q:1:3h", "x:yes:1", "f:l:99999999"):  # fmt: skip
        await talk.forge(message, data)
    for kind in get_args(pages.Kind):
        page = pages.Found(talk.sandbox.user.id, "rain", (), 0, kind=kind)
        number = await talk.database.write(pages.keep, page, now=NOW)
        for data, kinds in {"s:{}:0": "search latest story", "c:{}:0": "story", "f:q:{}:n": "search follow",
                            "m:q:{}:xx": "mute", "o:{}:new": "search", "l:{}:": "search"}.items():  # fmt: skip
            if kind not in kinds.split():
                assert "did not work" not in (await talk.forge(message, data.format(number))).get("text", "")

    assert await followed(talk, 4711) == {"secret": "at once"}
    assert await followed(talk) == {}


@pytest.fixture
def group(talk: Talk) -> Chat:
    """A group with an administrator, the sandbox's own user, and a member."""
    group = talk.sandbox.add_chat("supergroup", "Readers")
    talk.sandbox.set_member(group, talk.sandbox.user, "administrator")
    return group


async def test_in_a_group_only_administrators_follow_and_change(talk: Talk, group: Chat) -> None:
    member = talk.sandbox.add_user("Member")
    talk.sandbox.set_member(group, member, "member")
    await with_zone(talk, group.id)

    for command in ("/follow rain", "/unfollow rain", "/mute lang:ar 3h", "/start fcmFpbg"):
        assert "only administrators" in await talk.said(command, user=member, chat=group)
    question = await talk.ask("/follow rain", chat=group)
    assert "only administrators" in (await talk.press(question, "At once", member))["text"]
    await pressed(talk, question, "At once")
    assert await followed(talk, group.id) == {"rain": "at once"}
    listed = await talk.ask("/following", user=member, chat=group)
    assert "rain" in listed.text
    assert listed.buttons == []
    number = (await talk.database.read(follows.of_chat, str(group.id)))[0].id
    listed.markup = {"inline_keyboard": [[{"text": "forged", "callback_data": f"f:x:{number}"}]]}
    assert "only administrators" in (await talk.press(listed, "forged", member))["text"]
    assert await followed(talk, group.id) == {"rain": "at once"}


async def test_another_administrators_question_is_not_answered_for_them(talk: Talk, group: Chat) -> None:
    other = talk.sandbox.add_user("Other")
    talk.sandbox.set_member(group, other, "administrator")
    question = await talk.ask("/follow rain", chat=group)

    assert "Only who asked" in (await talk.press(question, "At once", other))["text"]


async def ask_incognito(talk: Talk, group: Chat, text: str) -> Message:
    """Say something in the name of a group, as its administrators may, and return the answer."""
    payload = {
        "message_id": 99,
        "date": 1,
        "chat": {"id": group.id, "type": "supergroup", "title": group.title},
        "from": {"id": 1087968824, "is_bot": True, "first_name": "Group", "username": "GroupAnonymousBot"},
        "sender_chat": {"id": group.id, "type": "supergroup", "title": group.title},
        "text": text.replace(" ", f"@{talk.sandbox.world.bot.username} ", 1),
    }
    before = len(talk.sandbox.messages(group))
    talk.sandbox.inject("message", payload)
    return await talk.next_message(before, group)


async def test_what_is_asked_in_the_name_of_a_group_is_answered_by_any_of_its_administrators(
    talk: Talk, group: Chat
) -> None:
    member = talk.sandbox.add_user("Member")
    talk.sandbox.set_member(group, member, "member")
    question = await ask_incognito(talk, group, "/follow rain")

    assert "only administrators" in (await talk.press(question, "At once", member))["text"]
    await pressed(talk, question, "At once")
    assert await followed(talk, group.id) == {"rain": "at once"}


async def test_pages_of_what_is_asked_in_the_name_of_a_group_are_turned_by_its_administrators(
    talk: Talk, group: Chat
) -> None:
    await talk.know(*RAIN)
    stranger = talk.sandbox.add_user("Mallory")
    found = await ask_incognito(talk, group, "/search rain")

    assert "Only who asked" in (await talk.press(found, "Next ›", stranger))["text"]
    assert "6." in await pressed(talk, found, "Next ›")


async def test_where_a_group_hides_its_members_they_can_look_but_not_change(talk: Talk, group: Chat) -> None:
    await talk.know(*RAIN)
    talk.sandbox.arm(Fault("refusal", "getChatMember", times=9, description="Bad Request: member list is inaccessible"))

    assert "only administrators" in await talk.said("/follow rain", chat=group)
    assert "6." in await pressed(talk, await talk.ask("/search rain", chat=group), "Next ›")


async def test_what_is_asked_in_the_name_of_a_group_is_nobodys_elsewhere(talk: Talk, group: Chat) -> None:
    question = await ask_incognito(talk, group, "/follow rain")
    number = (question.buttons[0][0].data or "").split(":")[2]
    elsewhere = talk.sandbox.add_chat("supergroup", "Others")
    talk.sandbox.set_member(elsewhere, talk.sandbox.user, "administrator")

    for chat in (None, elsewhere):
        message = await talk.ask("/following", chat=chat)
        assert "Only who asked" in (await talk.forge(message, f"f:q:{number}:o"))["text"]


async def test_a_link_to_a_follow_asks_first(talk: Talk) -> None:
    question = await talk.ask("/start fcmFpbiBsYW5nOmFy")

    assert "rain lang:ar" in question.text
    assert await followed(talk) == {}
    await pressed(talk, question, "At once")
    assert await followed(talk) == {"rain lang:ar": "at once"}
