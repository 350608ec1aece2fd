"""Getting updates: offsets, long polls, conflicts, tokens."""

import asyncio
import time

import aiohttp
import pytest
from telegram import Bot

from sandbox import Sandbox
from sandbox.updates import CONFLICT, WEBHOOK
from tests.sandbox.conftest import Ask, make_bot


async def ids(ask: Ask, **parameters: object) -> list[int]:
    return [update["update_id"] for update in (await ask("getUpdates", **parameters))["result"]]


async def test_an_update_comes_again_until_an_offset_confirms_it(sandbox: Sandbox, ask: Ask) -> None:
    for text in "abc":
        sandbox.say(text)

    first = await ids(ask)
    again = await ids(ask, limit=1)
    rest = await ids(ask, offset=first[1] + 1)

    assert len(first) == 3
    assert again == first[:1]
    assert rest == await ids(ask) == first[2:]


async def test_a_negative_offset_keeps_only_the_last_ones(sandbox: Sandbox, ask: Ask) -> None:
    for text in "abc":
        sandbox.say(text)

    assert len(await ids(ask, offset=-1)) == 1
    assert len(await ids(ask)) == 1


async def test_a_long_poll_ends_when_something_happens(sandbox: Sandbox, ask: Ask) -> None:
    poll = asyncio.create_task(ids(ask, timeout=30))
    await sandbox.until(lambda: len(sandbox.journal) == 1)
    sandbox.say("now")

    assert len(await asyncio.wait_for(poll, 2)) == 1


async def test_a_long_poll_ends_empty_when_its_time_is_over(ask: Ask) -> None:
    start = time.monotonic()

    assert await ids(ask, timeout=1) == []
    assert 0.9 < time.monotonic() - start < 3


async def test_a_second_poller_ends_the_first_with_409(sandbox: Sandbox, ask: Ask) -> None:
    first = asyncio.create_task(ask("getUpdates", timeout=30))
    await sandbox.until(lambda: len(sandbox.journal) == 1)
    second = asyncio.create_task(ask("getUpdates", timeout=30))

    conflict = await asyncio.wait_for(first, 2)
    sandbox.say("for the second")

    assert conflict == {"ok": False, "error_code": 409, "description": CONFLICT}
    assert len((await asyncio.wait_for(second, 2))["result"]) == 1


async def test_with_a_webhook_there_is_no_polling(ask: Ask) -> None:
    assert (await ask("setWebhook", url="http://bot.example"))["error_code"] == 400
    await ask("setWebhook", url="https://bot.example/hook")

    refused = await ask("getUpdates")
    info = await ask("getWebhookInfo")
    await ask("deleteWebhook")

    assert (refused["error_code"], refused["description"]) == (409, WEBHOOK)
    assert info["result"]["url"] == "https://bot.example/hook"
    assert (await ask("getUpdates"))["ok"]


async def test_allowed_updates_stick_until_others_are_named(sandbox: Sandbox, ask: Ask) -> None:
    await ask("getUpdates", allowed_updates=["channel_post"])
    sandbox.say("unheard")
    await ask("getUpdates")
    sandbox.post("heard")

    updates = (await ask("getUpdates", allowed_updates=[]))["result"]
    sandbox.say("heard again")

    assert [set(update) - {"update_id"} for update in updates] == [{"channel_post"}]
    assert len(await ids(ask, offset=updates[-1]["update_id"] + 1)) == 1


async def test_edits_and_odd_updates_are_told_too(sandbox: Sandbox, ask: Ask) -> None:
    sandbox.edit(sandbox.say("first"), "second")
    sandbox.edit(sandbox.post("a post"), "another")
    sandbox.inject("message", {"message_id": "no number"})

    updates = (await ask("getUpdates"))["result"]

    assert [next(iter(update.keys() - {"update_id"})) for update in updates] == [
        "message",
        "edited_message",
        "channel_post",
        "edited_channel_post",
        "message",
    ]
    assert updates[1]["edited_message"]["text"] == "second"
    assert updates[-1]["message"] == {"message_id": "no number"}


async def test_changes_of_members_come_only_when_asked_for(sandbox: Sandbox, ask: Ask) -> None:
    reader = sandbox.add_user("Basma")
    sandbox.set_member(sandbox.channel, reader, "member")
    unasked = await ids(ask, allowed_updates=["chat_member"])
    sandbox.set_member(sandbox.channel, reader, "left")

    (asked,) = (await ask("getUpdates"))["result"]

    assert unasked == []
    assert asked["chat_member"]["new_chat_member"]["status"] == "left"


async def test_an_update_is_kept_for_a_day(sandbox: Sandbox, ask: Ask) -> None:
    sandbox.say("old")
    sandbox.clock.advance(24 * 3600 + 1)
    sandbox.say("new")

    assert len(await ids(ask)) == 1


async def test_pending_updates_can_be_dropped(sandbox: Sandbox, ask: Ask) -> None:
    sandbox.say("before the start")

    await ask("deleteWebhook", drop_pending_updates=True)

    assert await ids(ask) == []


@pytest.mark.parametrize(
    ("token", "description"),
    [
        ("7000000001:wrong", "Unauthorized"),
        ("nonsense", "Unauthorized: invalid token specified"),
        ("0:x", "Unauthorized: invalid token specified"),
    ],
)
async def test_a_wrong_token_is_401(sandbox: Sandbox, token: str, description: str) -> None:
    async with aiohttp.ClientSession() as session, session.get(f"{sandbox.base_url}{token}/getMe") as response:
        assert response.status == 401
        assert (await response.json())["description"] == description


async def test_a_revoked_token_is_refused_and_the_new_one_is_the_same_bot(sandbox: Sandbox, bot: Bot) -> None:
    before = await bot.get_me()
    old = sandbox.token
    sandbox.replace_token()

    async with aiohttp.ClientSession() as session, session.get(f"{sandbox.base_url}{old}/getMe") as response:
        refused = response.status
    async with make_bot(sandbox) as again:
        after = await again.get_me()

    assert refused == 401
    assert after == before
    assert sandbox.token != old


async def test_unknown_methods_are_404_and_unbuilt_ones_say_so(sandbox: Sandbox, ask: Ask) -> None:
    assert (await ask("sendCake"))["description"] == "Not Found: method not found"
    assert (await ask("sendDice"))["error_code"] == 501
    assert sandbox.journal.violations == [
        "sendCake: no such method in Bot API 10.3",
        "sendDice: missing parameter chat_id",
    ]


async def test_method_names_are_read_in_any_case_and_by_get_and_form_too(sandbox: Sandbox) -> None:
    url = f"{sandbox.base_url}{sandbox.token}"
    async with aiohttp.ClientSession() as session:
        async with session.get(f"{url}/SENDMESSAGE?chat_id={sandbox.channel.id}&text=by%20get") as response:
            assert response.status == 200
        async with session.post(
            f"{url}/sendmessage", data={"chat_id": sandbox.channel.id, "text": "by form"}
        ) as answer:
            assert answer.status == 200
        async with session.post(f"{url}/sendMessage", data=b"[1", headers={"Content-Type": "application/json"}) as bad:
            assert bad.status == 400

    assert [post.text for post in sandbox.messages()] == ["by get", "by form"]
    assert [entry.method for entry in sandbox.journal] == ["sendMessage"] * 3


async def test_the_bot_is_who_it_is(sandbox: Sandbox, bot: Bot) -> None:
    me = await bot.get_me()

    assert (me.username, me.is_bot, me.supports_inline_queries, me.can_read_all_group_messages) == (
        sandbox.world.bot.username,
        True,
        True,
        False,
    )
    assert await bot.close()
    assert await bot.log_out()
