"""The control surface over HTTP, which the page shares with tests in other processes."""

import asyncio
from collections.abc import AsyncIterator, Callable, Coroutine
from typing import Any

import aiohttp
import pytest
from telegram import Bot, InlineKeyboardButton, InlineKeyboardMarkup

from sandbox import Sandbox

Act = Callable[..., Coroutine[Any, Any, Any]]
KEYBOARD = InlineKeyboardMarkup([[InlineKeyboardButton("a", callback_data="b")]])


@pytest.fixture
async def session() -> AsyncIterator[aiohttp.ClientSession]:
    async with aiohttp.ClientSession() as running:
        yield running


@pytest.fixture
def act(sandbox: Sandbox, session: aiohttp.ClientSession) -> Act:
    async def post(action: str, **body: Any) -> Any:
        async with session.post(f"{sandbox.page_url}sandbox/api/{action}", json=body) as response:
            assert response.status == 200, await response.text()
            return await response.json()

    return post


async def test_a_user_writes_and_the_bot_reads(sandbox: Sandbox, bot: Bot, act: Act) -> None:
    person = await act("add_user", first_name="Basma", language="ar")
    said = await act("say", text="/search بوتين", user=person["id"])

    (update,) = await bot.get_updates()

    assert update.message is not None
    assert update.message.from_user is not None
    assert (update.message.text, update.message.from_user.language_code) == ("/search بوتين", "ar")
    assert said["mine"] is True
    assert sandbox.messages(person["id"])[0].text == "/search بوتين"


async def test_a_press_waits_for_its_answer(sandbox: Sandbox, bot: Bot, act: Act) -> None:
    sent = await bot.send_message(sandbox.channel.id, "x", reply_markup=KEYBOARD)

    press = asyncio.create_task(act("press", chat=sandbox.channel.id, message=sent.message_id, button=[0, 0]))
    (update,) = await bot.get_updates(timeout=5)
    assert update.callback_query is not None
    await update.callback_query.answer("done")

    assert (await press)["answer"]["text"] == "done"


async def test_a_bot_that_does_not_answer_leaves_nothing_but_a_null(sandbox: Sandbox, bot: Bot, act: Act) -> None:
    sent = await bot.send_message(sandbox.channel.id, "x", reply_markup=KEYBOARD)

    assert (await act("press", message=sent.message_id, button="a", wait=0.05))["answer"] is None
    assert (await act("inline", text="x", wait=0.05))["answer"] is None


async def test_faults_rights_and_time_are_set_from_outside(sandbox: Sandbox, bot: Bot, act: Act) -> None:
    before = sandbox.clock.now()
    await act("arm", kind="502", method="getMe")
    await act("advance", seconds=3600)
    await act("set_bot", status="kicked")
    await act("block")
    await act("disarm")

    assert (await bot.get_me()).is_bot
    assert sandbox.clock.now() - before >= 3600
    assert sandbox.channel.members[sandbox.world.bot.id].status == "kicked"
    assert sandbox.private_chat().is_blocked


async def test_chats_posts_and_tokens_are_made_from_outside(sandbox: Sandbox, act: Act) -> None:
    group = await act("add_chat", kind="group", title="Editors")
    moved = await act("migrate", chat=group["id"])
    post = await act("post", text="of another")
    edited = await act("edit", message=post["message_id"], text="changed")
    await act("delete", message=post["message_id"])
    await act("inject", kind="message", payload={})
    await act("delete_chat", chat=moved["id"])
    token = await act("replace_token")

    assert moved["type"] == "supergroup"
    assert edited["text"] == "changed"
    assert sandbox.world.chats[moved["id"]].is_deleted
    assert any(pending["update"].get("message") == {} for pending in sandbox.world.pending)
    assert sandbox.messages() == []
    assert token == sandbox.token


async def test_the_journal_can_be_read_from_outside(sandbox: Sandbox, bot: Bot, session: aiohttp.ClientSession) -> None:
    await bot.get_me()
    await bot.send_message(sandbox.channel.id, "x")

    async with session.get(f"{sandbox.page_url}sandbox/api/journal", params={"method": "sendMessage"}) as response:
        (entry,) = await response.json()

    assert (entry["outcome"], entry["committed"], entry["result"]["text"]) == ("ok", True, "x")


@pytest.mark.parametrize(
    ("action", "body", "status"),
    [("fly", {}, 404), ("say", {}, 400), ("press", {"message": 1, "button": "a"}, 400), ("arm", {"kin": 1}, 400)],
)
async def test_a_mistaken_request_is_told_so(
    sandbox: Sandbox, session: aiohttp.ClientSession, action: str, body: dict[str, Any], status: int
) -> None:
    async with session.post(f"{sandbox.page_url}sandbox/api/{action}", json=body) as response:
        assert response.status == status


@pytest.mark.parametrize("headers", [{"Origin": "http://elsewhere.example"}, {"Host": "elsewhere.example"}])
async def test_another_site_in_the_same_browser_is_refused(
    sandbox: Sandbox, session: aiohttp.ClientSession, headers: dict[str, str]
) -> None:
    url = f"{sandbox.page_url}sandbox/api/say"
    async with session.post(url, json={"text": "x"}, headers=headers) as response:
        assert response.status == 403
    assert sandbox.messages(sandbox.user.id) == []
