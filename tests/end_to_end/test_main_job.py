"""`make run` as a newcomer sees it: three lines, a page that fills, a bot that answers."""

import asyncio
import os
import re
import signal
import sys
from collections.abc import AsyncIterator
from time import monotonic

import pytest
from playwright.async_api import Page

from tests.chromium import chromium
from tests.end_to_end.conftest import ROOT


@pytest.fixture
async def page() -> AsyncIterator[Page]:
    """A browser on the page of a bot that was just started without a token."""
    environment = {key: value for key, value in os.environ.items() if not key.startswith("TELEGRAM")}
    async with chromium() as browser:
        bot = await asyncio.create_subprocess_exec(
            sys.executable,
            str(ROOT / "run_bot.py"),
            "run",
            cwd=ROOT,
            env=environment,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.PIPE,
        )
        assert bot.stdout is not None
        told = [(await asyncio.wait_for(bot.stdout.readline(), 60)).decode() for _ in range(3)]
        address = re.search(r"http://127\.0\.0\.1:\d+/", "".join(told))
        assert address, told
        opened = await browser.new_page(viewport={"width": 1280, "height": 900})
        await opened.goto(address[0])
        yield opened
    stopped = monotonic()
    bot.send_signal(signal.SIGINT)
    _, err = await asyncio.wait_for(bot.communicate(), 10)
    assert monotonic() - stopped < 5
    assert b"Traceback" not in err, err.decode()
    assert bot.returncode == 0


@pytest.mark.browser
async def test_the_channel_fills_and_the_bot_answers_in_several_scripts(page: Page) -> None:
    digest = page.locator("#channel .message").first
    await digest.wait_for(timeout=60_000)  # on a quiet machine it takes 15 s
    assert "stories" in await digest.inner_text()

    box = page.locator("#words")
    for query in ("/search putin", "/search вагнер", "/search بوتين"):
        await box.fill(query)
        await box.press("Enter")
        heading = re.compile(f"🔎.*{query.removeprefix('/search ')}.* — ")
        answer = page.locator("#private .message", has_text=heading).last
        await answer.wait_for(timeout=30_000)
        titles = " ".join(await answer.locator("a").all_inner_texts()).lower()
        scripts = [
            script for script in ("[a-z]", "[а-яё]", "[\u0600-\u06ff]", "[\u4e00-\u9fff]") if re.search(script, titles)
        ]
        assert len(scripts) >= 2, (query, titles)
