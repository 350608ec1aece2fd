"""Faults on both sides of the commit, as python-telegram-bot sees them."""

import asyncio
import time
from typing import Any

import aiohttp
import pytest
from telegram import Bot
from telegram.error import BadRequest, NetworkError, RetryAfter, TelegramError, TimedOut

from sandbox import Sandbox
from sandbox.faults import Fault, When
from tests.sandbox.conftest import Ask


@pytest.mark.parametrize("when", ["before", "after"])
@pytest.mark.parametrize(
    ("fault", "error"),
    [
        ({"kind": "502"}, NetworkError),
        ({"kind": "reset"}, NetworkError),
        ({"kind": "truncated"}, TelegramError),
        ({"kind": "hang", "seconds": 2}, TimedOut),
        ({"kind": "429", "seconds": 7}, RetryAfter),
        ({"kind": "refusal", "description": "Bad Request: no"}, BadRequest),
    ],
)
async def test_a_fault_strikes_once_before_or_after_the_commit(
    sandbox: Sandbox, bot: Bot, fault: dict[str, Any], error: type[TelegramError], when: When
) -> None:
    sandbox.arm(Fault(method="sendMessage", when=when, **fault))

    with pytest.raises(error):
        await bot.send_message(sandbox.channel.id, "struck", read_timeout=0.3)
    sandbox.clock.advance(7)
    await bot.send_message(sandbox.channel.id, "safe")

    assert [post.text for post in sandbox.messages()] == (["struck", "safe"] if when == "after" else ["safe"])
    struck, safe = sandbox.journal.calls("sendMessage")
    assert (struck.fault, struck.committed) == (f"{fault['kind']} {when}", when == "after")
    assert (safe.fault, safe.outcome) == (None, "ok")


async def test_a_late_commit_comes_after_the_client_has_gone(sandbox: Sandbox, bot: Bot) -> None:
    sandbox.arm(Fault("late", method="sendMessage", seconds=0.6))

    with pytest.raises(TimedOut):
        await bot.send_message(sandbox.channel.id, "late", read_timeout=0.2)
    at_once = len(sandbox.messages())
    await sandbox.until(sandbox.messages)

    assert at_once == 0
    assert [post.text for post in sandbox.messages()] == ["late"]


async def test_after_a_429_the_chat_stays_closed_for_so_long_and_others_open(sandbox: Sandbox, ask: Ask) -> None:
    other = sandbox.add_chat("channel", "Other")
    sandbox.clock.stop()
    sandbox.arm(Fault("429", chat=sandbox.channel.id, seconds=7))

    async def send(chat: int) -> int | None:
        parameters: dict[str, int] = (await ask("sendMessage", chat_id=chat, text="x")).get("parameters", {})
        return parameters.get("retry_after")

    first = await send(sandbox.channel.id)
    sandbox.clock.advance(3)
    early = await send(sandbox.channel.id)
    elsewhere = await send(other.id)
    sandbox.clock.advance(4)

    assert (first, early, elsewhere) == (7, 4, None)
    assert await send(sandbox.channel.id) is None


async def test_a_fault_may_wait_its_turn_and_strike_several_times(sandbox: Sandbox, ask: Ask) -> None:
    sandbox.arm(Fault("refusal", method="sendMessage", containing="b", skip=1, times=2))

    answers = [(await ask("sendMessage", chat_id=sandbox.channel.id, text=text))["ok"] for text in "abbbb"]

    assert answers == [True, True, False, False, True]
    assert sandbox.faults.armed == []


async def test_a_hanging_call_shows_in_the_journal_as_committed_while_its_client_waits(
    sandbox: Sandbox, ask: Ask
) -> None:
    """This is how a test knows when to kill a bot between the commit and the reply."""
    sandbox.arm(Fault("hang", method="sendMessage", when="after", seconds=60))

    call = asyncio.create_task(ask("sendMessage", chat_id=sandbox.channel.id, text="x"))
    await sandbox.until(lambda: sandbox.journal.entries and sandbox.journal.entries[0].committed)

    assert not call.done()
    call.cancel()
    with pytest.raises(asyncio.CancelledError):
        await call


async def test_the_sandbox_stops_at_once_whatever_hangs() -> None:
    async with aiohttp.ClientSession() as session:
        async with Sandbox() as sandbox:
            sandbox.arm(Fault("hang", method="getMe", seconds=60))
            sandbox.arm(Fault("late", method="sendMessage", seconds=60))
            url = f"{sandbox.base_url}{sandbox.token}"
            calls = [
                asyncio.create_task(session.get(f"{url}/{method}"))
                for method in ("getMe", "sendMessage", "getUpdates?timeout=50")
            ]
            await sandbox.until(lambda: len(sandbox.journal) == 3)
            start = time.monotonic()
        assert time.monotonic() - start < 2
        await asyncio.gather(*calls, return_exceptions=True)
