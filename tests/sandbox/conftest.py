"""A sandbox for each test, and two ways to talk to it: raw requests and python-telegram-bot."""

import os
from collections.abc import AsyncIterator, Callable, Coroutine
from typing import Any

os.environ.setdefault("PTB_TIMEDELTA", "1")  # read when telegram is imported; without it every 429 is a warning

import aiohttp
import pytest
from telegram import Bot
from telegram.request import HTTPXRequest

from sandbox import Sandbox
from sandbox.limits import UNLIMITED
from tests.sandbox.aiogram_judge import problems

Ask = Callable[..., Coroutine[Any, Any, dict[str, Any]]]


@pytest.fixture
async def sandbox(request: pytest.FixtureRequest) -> AsyncIterator[Sandbox]:
    """A sandbox. What the library sends is judged at the end; raw requests may be odd on purpose."""
    async with Sandbox(pace=UNLIMITED) as running:
        yield running
        if "bot" in request.fixturenames and "ask" not in request.fixturenames:
            assert problems(running.journal) == []


@pytest.fixture
async def ask(sandbox: Sandbox) -> AsyncIterator[Ask]:
    """Call a method with parameters as JSON and return the whole answer."""
    async with aiohttp.ClientSession() as session:

        async def call(method: str, **parameters: Any) -> dict[str, Any]:
            url = f"{sandbox.base_url}{sandbox.token}/{method}"
            async with session.post(url, json=parameters) as response:
                body: dict[str, Any] = await response.json()
                assert response.status == body.get("error_code", 200)
                return body

        yield call


def make_bot(sandbox: Sandbox) -> Bot:
    """A client of the sandbox's bot. It speaks plain HTTP, so it need not read the certificates of the world."""
    requests = [HTTPXRequest(httpx_kwargs={"verify": False}) for _ in range(2)]
    return Bot(
        sandbox.token,
        base_url=sandbox.base_url,
        base_file_url=sandbox.base_file_url,
        request=requests[0],
        get_updates_request=requests[1],
    )


@pytest.fixture
async def bot(sandbox: Sandbox) -> AsyncIterator[Bot]:
    async with make_bot(sandbox) as running:
        yield running
