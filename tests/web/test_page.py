"""The status page in a real browser, on a phone and on a desk."""

import asyncio
import os
from collections.abc import AsyncIterator
from dataclasses import replace

import aiohttp
import pytest
from playwright.async_api import Browser, Page, expect

from bot.watch.vitals import Health
from bot.web.render import line
from tests.chromium import chromium
from tests.web.conftest import Site

PHONE = {"width": 360, "height": 740}
DESK = {"width": 1200, "height": 900}


@pytest.fixture
async def browser() -> AsyncIterator[Browser]:
    async with chromium() as running:
        yield running


async def opened(browser: Browser, address: str, size: dict[str, int], scheme: str) -> tuple[Page, list[str]]:
    """Open the page; return it with everything it complained of or asked for elsewhere."""
    complaints: list[str] = []
    page = await browser.new_page(
        viewport={"width": size["width"], "height": size["height"]},
        color_scheme="dark" if scheme == "dark" else "light",
    )
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("console", lambda said: complaints.append(said.text) if said.type == "error" else None)
    page.on("request", lambda asked: None if asked.url.startswith(address) else complaints.append(asked.url))
    await page.goto(address)
    return page, complaints


@pytest.mark.browser
async def test_everything_can_be_read_on_a_phone_and_on_a_desk_and_no_title_is_obeyed(
    site: Site, browser: Browser
) -> None:
    folder = os.environ.get("NEWSWATCH_PICTURES", "")
    site.health = Health("live", {}, {"delivering": "Telegram has not answered for 300 s"})
    async with site.open() as address:
        for size in (PHONE, DESK):
            for scheme in ("light", "dark"):
                page, complaints = await opened(browser, address, size, scheme)
                await expect(page).to_have_title("! Newswatch")
                await expect(page.get_by_text("Telegram has not answered for 300 s")).to_be_visible()
                await expect(page.get_by_text("items may be missing")).to_be_visible()
                await expect(page.get_by_text("A post that waits <script>")).to_be_visible()
                await expect(page.get_by_text("Outlet <script>").first).to_be_visible()
                await expect(page.locator(".feeds li .badge").first).to_have_text("dead")
                await expect(page.locator("svg polyline")).to_have_count(2)
                for summary in await page.locator("summary").all():
                    await summary.click()
                await expect(page.get_by_text("Putin in Minsk").first).to_be_visible()
                assert await page.evaluate("document.documentElement.scrollWidth") <= size["width"]
                assert await page.locator("script, img, form, button").count() == 0
                assert complaints == []
                if folder:
                    await page.screenshot(path=f"{folder}/status-{size['width']}-{scheme}.png", full_page=True)
                await page.close()


async def test_with_a_token_nothing_is_shown_to_who_does_not_know_it(site: Site) -> None:
    site.token = "open-sesame"
    basic = aiohttp.encode_basic_auth("any", "open-sesame")
    paths = ("/", "/style.css", "/feeds/putin.atom", "/feeds/search.json?q=minsk")
    async with site.open() as address, aiohttp.ClientSession() as client:
        for path in paths:
            for headers in ({}, {"Authorization": "Bearer wrong"}, {"Authorization": "Basic !!!"}):
                async with client.get(address + path, headers=headers) as answer:
                    assert answer.status == 401
                    assert "Putin" not in await answer.text()
            async with client.get(address + path, headers={"Authorization": "Bearer open-sesame"}) as answer:
                assert answer.status == 200
            async with client.get(address + path, headers={"Authorization": basic}) as answer:
                assert answer.status == 200
        async with client.get(f"{address}/feeds/putin.atom?token=open-sesame") as answer:
            assert answer.status == 200
            assert "open-sesame" not in await answer.text()
        async with client.get(f"{address}/livez") as answer:
            assert answer.status == 200


@pytest.mark.parametrize("shown", [b"Bearer \xff\xfe", b"Basic \xff\xfe", b"Basic //79", b"Bearer \xed\xa0\x80"])
async def test_a_token_that_is_no_text_is_a_wrong_one(site: Site, shown: bytes) -> None:
    site.token = "open-sesame"
    async with site.open():
        reader, writer = await asyncio.open_connection(*site.address.split(":"))
        writer.write(b"GET / HTTP/1.1\r\nHost: localhost\r\nAuthorization: " + shown + b"\r\n\r\n")
        answer = await reader.readline()
        writer.close()

    assert answer.startswith(b"HTTP/1.1 401 ")


async def test_without_a_token_only_this_computer_is_shown_anything_and_no_page_elsewhere_may_look(site: Site) -> None:
    async with site.open() as address, aiohttp.ClientSession() as client:
        for host in ("evil.example", "evil.example:8787", "10.0.0.1"):
            async with client.get(address, headers={"Host": host}) as answer:
                assert answer.status == 403
        async with client.get(address, headers={"Host": "localhost:8787"}) as answer:
            assert answer.status == 200


async def test_nothing_but_looking_is_possible(site: Site) -> None:
    async with site.open() as address, aiohttp.ClientSession() as client:
        for path in ("/", "/livez", "/metrics", "/feeds/putin.atom"):
            for method in ("POST", "PUT", "DELETE", "PATCH"):
                async with client.request(method, address + path) as answer:
                    assert answer.status == 405


async def test_a_bot_that_has_nothing_yet_has_a_page_all_the_same(site: Site) -> None:
    site.feeds = {}
    site.health = replace(site.health, mode="sandbox")
    async with site.open() as address, aiohttp.ClientSession() as client, client.get(address) as answer:
        assert answer.status == 200
        assert "sandbox" in await answer.text()


def test_a_sparkline_stays_within_its_frame_whatever_the_numbers() -> None:
    for values in ([], [0], [0] * 14, [5] * 14, [0, 10**9, 1]):
        points = [tuple(map(float, point.split(","))) for point in line(values).split()]
        assert all(0 <= x <= 140 and 2 <= y <= 30 for x, y in points)
