"""Polling, offsets, conflicts and sizes, asked of the sandbox and of an emulator by another author alike."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass
from typing import Any

import aiohttp
import pytest
from aiohttp.test_utils import TestServer
from lo_bot_api_emulator import LoBotApiEmulator

from sandbox import Sandbox
from sandbox.limits import UNLIMITED
from tests.sandbox.conftest import Ask

TOKEN = "7000000001:SYNTHETIC-TOKEN-FOR-AN-EMULATOR-ONLY"


@dataclass(frozen=True)
class Server:
    """`ask` calls a method and returns the body; `happen` lets a user say something; `chat` takes messages."""

    ask: Ask
    happen: Callable[[str], Awaitable[None]]
    chat: int


def asking(session: aiohttp.ClientSession, base: str) -> Ask:
    async def ask(method: str, **parameters: Any) -> dict[str, Any]:
        async with session.post(f"{base}/{method}", json=parameters) as response:
            body: dict[str, Any] = await response.json()
            return body

    return ask


@pytest.fixture(params=["sandbox", "lo-bot-api-emulator"])
async def server(request: pytest.FixtureRequest) -> AsyncIterator[Server]:
    async with aiohttp.ClientSession() as session:
        opener = ours if request.param == "sandbox" else theirs
        async for running in opener(session):
            yield running


async def ours(session: aiohttp.ClientSession) -> AsyncIterator[Server]:
    async with Sandbox(pace=UNLIMITED) as sandbox:

        async def happen(text: str) -> None:
            sandbox.say(text)

        yield Server(asking(session, sandbox.base_url + sandbox.token), happen, sandbox.channel.id)


async def theirs(session: aiohttp.ClientSession) -> AsyncIterator[Server]:
    emulator = LoBotApiEmulator()
    async with TestServer(emulator.app()) as running:
        person = {"id": 5, "is_bot": False, "first_name": "Alex"}

        async def happen(text: str) -> None:
            message = {"message_id": 1, "date": 1, "chat": {"id": 5, "type": "private"}, "from": person, "text": text}
            await emulator.enqueue_update({"message": message}, token=TOKEN)

        yield Server(asking(session, str(running.make_url(f"/bot{TOKEN}"))), happen, 5)


async def texts(server: Server, **parameters: object) -> list[str]:
    return [update["message"]["text"] for update in (await server.ask("getUpdates", **parameters))["result"]]


async def test_updates_come_again_until_an_offset_confirms_them(server: Server) -> None:
    for text in "abc":
        await server.happen(text)
    first = (await server.ask("getUpdates", limit=2))["result"]

    again = await texts(server)
    rest = await texts(server, offset=first[-1]["update_id"] + 1)

    assert (len(first), again, rest) == (2, ["a", "b", "c"], ["c"])


async def test_a_negative_offset_takes_the_last_ones(server: Server) -> None:
    for text in "abc":
        await server.happen(text)

    assert await texts(server, offset=-2) == ["b", "c"]


async def test_a_long_poll_wakes_when_something_happens(server: Server) -> None:
    poll = asyncio.create_task(texts(server, timeout=20))
    await asyncio.sleep(0.1)
    await server.happen("now")

    assert await asyncio.wait_for(poll, 2) == ["now"]


async def test_of_two_pollers_one_is_told_of_the_conflict(server: Server) -> None:
    polls = [asyncio.create_task(server.ask("getUpdates", timeout=1)) for _ in range(2)]

    bodies = await asyncio.gather(*polls)

    assert sorted(body.get("error_code", 200) for body in bodies) == [200, 409]


async def test_the_kinds_asked_for_are_remembered(server: Server) -> None:
    await server.ask("getUpdates", allowed_updates=["callback_query"])
    await server.happen("unheard")

    assert (await server.ask("getUpdates"))["result"] == []


async def test_a_webhook_excludes_polling_until_it_is_deleted(server: Server) -> None:
    await server.ask("setWebhook", url="https://bot.example/hook")
    refused = await server.ask("getUpdates")
    await server.ask("deleteWebhook")

    assert refused["error_code"] == 409
    assert (await server.ask("getUpdates"))["ok"]


def keyboard(data: str) -> dict[str, object]:
    return {"inline_keyboard": [[{"text": "x", "callback_data": data}]]}


def articles(count: int) -> list[dict[str, object]]:
    content = {"message_text": "x"}
    return [{"type": "article", "id": str(n), "title": "t", "input_message_content": content} for n in range(count)]


@pytest.mark.parametrize(
    ("method", "parameters", "is_fine"),
    [
        ("sendMessage", {"text": "я" * 4096}, True),
        ("sendMessage", {"text": "я" * 4097}, False),
        ("sendMessage", {"text": ""}, False),
        ("sendMessage", {"text": "x", "reply_markup": keyboard("я" * 32)}, True),
        ("sendMessage", {"text": "x", "reply_markup": keyboard("я" * 33)}, False),
        ("answerInlineQuery", {"inline_query_id": "1", "results": articles(51)}, False),
        ("answerInlineQuery", {"inline_query_id": "1", "results": articles(1) * 2}, False),
        ("answerCallbackQuery", {"callback_query_id": "1", "text": "x" * 201}, False),
    ],
)
async def test_both_draw_the_same_lines(
    server: Server, method: str, parameters: dict[str, object], *, is_fine: bool
) -> None:
    place = {"chat_id": server.chat} if method == "sendMessage" else {}

    assert (await server.ask(method, **place, **parameters))["ok"] is is_fine
