"""The page in a real browser: what a reader sees and can do, at the width of a phone and of a desk."""

import re
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any

import pytest
import pytest_asyncio
from playwright.async_api import Browser, Page, ViewportSize, expect
from telegram import (
    Bot,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    InlineQueryResultArticle,
    InputTextMessageContent,
    Update,
)
from telegram.ext import (
    Application,
    ApplicationBuilder,
    CallbackQueryHandler,
    CommandHandler,
    ContextTypes,
    InlineQueryHandler,
)

from sandbox import Sandbox
from sandbox.limits import UNLIMITED
from tests.chromium import chromium
from tests.sandbox.conftest import make_bot
from tests.sandbox.test_sending import picture

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="module")]

PHONE, DESK = ViewportSize(width=360, height=740), ViewportSize(width=1280, height=860)
POST_KEYBOARD = InlineKeyboardMarkup(
    [[InlineKeyboardButton("Follow", url="https://t.me/newswatch_sandbox_bot?start=f_putin")]]
)
KEYBOARD = InlineKeyboardMarkup(
    [
        [InlineKeyboardButton("Toast", callback_data="toast"), InlineKeyboardButton("Alert", callback_data="alert")],
        [InlineKeyboardButton("Share", switch_inline_query_current_chat="putin")],
    ]
)

Open = Callable[..., Awaitable[Page]]


SHARED_LOOP = pytest_asyncio.fixture(loop_scope="module")  # one browser for all, so one event loop


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def browser() -> AsyncIterator[Browser]:
    async with chromium() as running:
        yield running


@SHARED_LOOP
async def sandbox() -> AsyncIterator[Sandbox]:
    async with Sandbox(pace=UNLIMITED) as running:
        yield running


@SHARED_LOOP
async def bot(sandbox: Sandbox) -> AsyncIterator[Bot]:
    async with make_bot(sandbox) as running:
        yield running


@SHARED_LOOP
async def open_page(sandbox: Sandbox, browser: Browser) -> AsyncIterator[Open]:
    """Open the page; whatever it asked for, or complained of, is judged at the end."""
    pages: list[Page] = []
    asked: list[str] = []
    complaints: list[str] = []

    async def open_at(size: ViewportSize = DESK, **options: Any) -> Page:
        page = await browser.new_page(viewport=size, **{"locale": "en-GB"} | options)
        pages.append(page)
        page.on("request", lambda request: asked.append(request.url))
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("console", lambda line: complaints.append(line.text) if line.type == "error" else None)
        await page.goto(sandbox.page_url)
        await expect(page.get_by_label("Connected")).to_have_class(re.compile("open"))
        return page

    yield open_at
    for page in pages:
        await page.close()
    assert complaints == []
    assert [url for url in asked if not url.startswith((sandbox.page_url, "data:"))] == []


@SHARED_LOOP
async def reader_bot(sandbox: Sandbox) -> AsyncIterator[Bot]:
    """A bot that greets, answers buttons and finds things inline."""
    app = ApplicationBuilder().token(sandbox.token).base_url(sandbox.base_url).build()
    app.add_handler(CommandHandler("start", greet))
    app.add_handler(CallbackQueryHandler(answer_button))
    app.add_handler(InlineQueryHandler(find))
    await app.initialize()
    await app.start()
    assert app.updater is not None
    await app.updater.start_polling()
    await app.bot.set_my_commands([("start", "Begin"), ("search", "Search the archive")])
    yield app.bot
    await stop(app)


async def stop(app: Application[Any, Any, Any, Any, Any, Any]) -> None:
    assert app.updater is not None
    await app.updater.stop()
    await app.stop()
    await app.shutdown()


async def greet(update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
    assert update.message is not None
    words = f"<b>Welcome</b> {' '.join(context.args or [])}"
    await update.message.reply_text(words, parse_mode="HTML", reply_markup=KEYBOARD)


async def answer_button(update: Update, _context: ContextTypes.DEFAULT_TYPE) -> None:
    assert update.callback_query is not None
    pressed = update.callback_query.data
    await update.callback_query.answer(f"This is a {pressed}", show_alert=pressed == "alert")


async def find(update: Update, _context: ContextTypes.DEFAULT_TYPE) -> None:
    assert update.inline_query is not None
    query = update.inline_query.query
    results = [
        InlineQueryResultArticle(str(n), f"{query} {n}", InputTextMessageContent(f"Story {n} on {query}"))
        for n in range(3)
    ]
    await update.inline_query.answer(results)


async def test_posts_appear_as_they_come_with_all_their_marks(sandbox: Sandbox, bot: Bot, open_page: Open) -> None:
    page = await open_page()
    log = page.locator("#channel .log")
    await expect(page.get_by_text("No posts yet")).to_have_count(0)

    await bot.send_message(
        sandbox.channel.id,
        "<b>Bold</b> <i>it</i> <u>un</u> <s>st</s> <code>co</code> "
        '<a href="https://a.example/x">link</a> &lt;img src=x&gt;',
        parse_mode="HTML",
        disable_notification=True,
    )

    post = log.locator(".message")
    await expect(post.locator("b").first).to_have_text("Bold")
    for tag, text in {"i": "it", "u": "un", "s": "st", "code": "co"}.items():
        await expect(post.locator(f".text {tag}")).to_have_text(text)
    await expect(post.get_by_role("link", name="link", exact=True)).to_have_attribute("href", "https://a.example/x")
    await expect(post.locator(".text")).to_contain_text("<img src=x>")
    await expect(post.locator(".text img")).to_have_count(0)
    await expect(post.locator(".meta:not(.room)").get_by_label("Sent without sound")).to_be_visible()
    await expect(post.locator(".preview b")).to_have_text("a.example")


async def test_a_time_is_written_as_the_readers_clock_shows_it(sandbox: Sandbox, bot: Bot, open_page: Open) -> None:
    await bot.send_message(sandbox.channel.id, "news")
    sandbox.messages()[0].date = 1_772_354_640  # 08:44 UTC
    page = await open_page(locale="en-US", timezone_id="UTC")

    await expect(page.locator("#channel .meta:not(.room) time")).to_have_text(re.compile(r"^8:44\sAM$"))


async def test_the_date_stands_above_its_day_and_covers_no_text(sandbox: Sandbox, bot: Bot, open_page: Open) -> None:
    page = await open_page()
    for number in range(30):
        await bot.send_message(sandbox.channel.id, f"news {number}")

    await expect(page.locator("#channel .message").last).to_be_in_viewport()
    await expect(page.locator("#channel .day")).to_have_count(1)
    await expect(page.locator("#channel .day")).not_to_be_in_viewport()


async def test_an_edit_is_marked_and_a_deletion_goes(sandbox: Sandbox, bot: Bot, open_page: Open) -> None:
    page = await open_page()
    sent = await bot.send_message(sandbox.channel.id, "21 names")
    await bot.edit_message_text("23 names", sandbox.channel.id, sent.message_id)

    post = page.locator("#channel .message")
    await expect(post.locator(".text")).to_contain_text("23 names")
    await expect(post.locator(".meta:not(.room) .edited")).to_be_visible()
    sandbox.delete(sandbox.messages()[0])
    await expect(post).to_have_count(0)
    await expect(page.locator("#channel .day")).to_have_count(0)


async def test_a_conversation_begins_with_start_and_goes_on_by_keyboard(
    sandbox: Sandbox, reader_bot: Bot, open_page: Open
) -> None:
    page = await open_page()
    await page.get_by_role("button", name="Start").click()
    await expect(page.locator("#private .message").nth(1)).to_contain_text("Welcome")

    await page.get_by_label("Message to the bot").fill("/start بوتين")
    await page.keyboard.press("Enter")

    await expect(page.locator("#private .message").nth(3)).to_contain_text("Welcome بوتين")
    await expect(page.get_by_label("Message to the bot")).to_have_value("")
    assert reader_bot.username == sandbox.world.bot.username


async def test_buttons_answer_with_a_toast_or_an_alert(reader_bot: Bot, open_page: Open) -> None:
    page = await open_page()
    await page.get_by_role("button", name="Start").click()
    assert reader_bot is not None

    await page.get_by_role("button", name="Toast").click()
    await expect(page.locator("#toast")).to_have_text("This is a toast")
    await page.get_by_role("button", name="Alert").click()
    await expect(page.get_by_role("dialog")).to_contain_text("This is a alert")
    await page.get_by_role("button", name="OK").click()
    await expect(page.get_by_role("dialog")).to_have_count(0)


async def test_a_deep_link_in_the_channel_opens_the_chat_on_a_phone_too(
    sandbox: Sandbox, reader_bot: Bot, open_page: Open
) -> None:
    page = await open_page(PHONE)
    await reader_bot.send_message(sandbox.channel.id, "A post", reply_markup=POST_KEYBOARD)

    await page.get_by_role("button", name="Follow").click()

    await expect(page.get_by_role("tab", name="Chat")).to_have_attribute("aria-selected", "true")
    await expect(page.locator("#private .message").nth(1)).to_contain_text("Welcome f_putin")
    assert sandbox.messages(sandbox.user.id)[0].text == "/start f_putin"


async def test_inline_mode_shows_results_and_sends_the_chosen_one(
    sandbox: Sandbox, reader_bot: Bot, open_page: Open
) -> None:
    page = await open_page()
    await page.get_by_role("button", name="Start").click()
    await page.get_by_role("button", name="Share").click()

    await expect(page.get_by_role("option")).to_have_count(3)
    await page.keyboard.press("ArrowDown")
    await page.keyboard.press("ArrowDown")
    await page.keyboard.press("Enter")

    await expect(page.locator("#private .message").last).to_contain_text("Story 1 on putin")
    await expect(page.locator("#private .message").last).to_contain_text(f"via @{reader_bot.username}")
    assert sandbox.messages(sandbox.user.id)[-1].via_bot


async def test_the_menu_offers_the_bots_commands(reader_bot: Bot, open_page: Open) -> None:
    page = await open_page()
    await page.get_by_role("button", name="Start").click()
    assert reader_bot is not None

    await page.get_by_role("button", name="Menu").click()
    await expect(page.get_by_role("option")).to_have_text(["/startBegin", "/searchSearch the archive"])
    await page.keyboard.press("Escape")
    await expect(page.get_by_role("option")).to_have_count(0)
    await page.get_by_label("Message to the bot").press_sequentially("/st")
    await page.keyboard.press("Enter")

    await expect(page.locator("#private .message.mine")).to_have_count(2)
    await expect(page.locator("#private .message.mine").last).to_contain_text("/start")


async def test_a_long_quote_unfolds_and_folds_by_keyboard(sandbox: Sandbox, bot: Bot, open_page: Open) -> None:
    lines = "\n".join(f"Line {number}" for number in range(9))
    await bot.send_message(sandbox.channel.id, f"<blockquote expandable>{lines}</blockquote>", parse_mode="HTML")
    page = await open_page()
    quote = page.locator("blockquote")

    folded = await quote.evaluate("quote => quote.offsetHeight")
    await page.get_by_role("button", name="Show all of the quote").press("Enter")
    unfolded = await quote.evaluate("quote => quote.offsetHeight")
    await page.get_by_role("button", name="Show less of the quote").click()

    assert unfolded > 2 * folded
    assert await quote.evaluate("quote => quote.offsetHeight") == folded


async def test_each_paragraph_runs_in_its_own_direction(sandbox: Sandbox, bot: Bot, open_page: Open) -> None:
    await bot.send_message(sandbox.channel.id, "Left to right, and long enough\nمن اليمين\nשלום\nLeft")
    page = await open_page()

    sides = await page.locator("#channel .text").evaluate(
        """text => {
            const node = text.firstChild, box = text.getBoundingClientRect();
            return ["Left to", "من", "שלום", "Left"].map((words, index) => {
                const range = document.createRange();
                const start = index === 3 ? node.data.lastIndexOf(words) : node.data.indexOf(words);
                range.setStart(node, start);
                range.setEnd(node, start + words.length);
                const place = range.getBoundingClientRect();
                return place.left - box.left < box.right - place.right ? "left" : "right";
            });
        }"""
    )

    assert sides == ["left", "right", "right", "left"]


async def test_a_photo_is_shown_and_can_be_enlarged(sandbox: Sandbox, bot: Bot, open_page: Open) -> None:
    await bot.send_photo(sandbox.channel.id, picture(640, 360), caption="Mentions, last 7 days\nPutin 38")
    page = await open_page()
    image = page.locator("#channel .photo img")

    await expect(image).to_have_js_property("naturalWidth", 640)
    await expect(image).to_have_attribute("alt", "Mentions, last 7 days")
    await page.get_by_role("button", name="Enlarge").click()
    await expect(page.get_by_role("dialog", name="Photo")).to_be_visible()
    await page.keyboard.press("Escape")
    await expect(page.get_by_role("dialog", name="Photo")).to_have_count(0)


async def test_a_reload_shows_the_same(sandbox: Sandbox, bot: Bot, open_page: Open) -> None:
    for number in range(40):
        await bot.send_message(sandbox.channel.id, f"Post {number}")
    page = await open_page()
    await expect(page.locator("#channel .message")).to_have_count(40)
    before = await page.locator("#channel .log").inner_text()

    await page.reload()
    await expect(page.locator("#channel .message")).to_have_count(40)

    assert await page.locator("#channel .log").inner_text() == before
    await expect(page.get_by_text("Post 39")).to_be_in_viewport()


async def test_a_reader_who_scrolled_back_is_not_pulled_away(sandbox: Sandbox, bot: Bot, open_page: Open) -> None:
    for number in range(40):
        await bot.send_message(sandbox.channel.id, f"Post {number}")
    page = await open_page()
    await expect(page.get_by_text("Post 39")).to_be_in_viewport()
    await page.locator("#channel .scroll").evaluate("scroll => scroll.scrollTo(0, 0)")
    down = page.locator("#channel .down")
    await expect(down).to_be_visible()

    await bot.send_message(sandbox.channel.id, "Breaking")

    await expect(down.locator(".count")).to_have_text("1")
    await expect(page.locator("#channel .message").first).to_be_in_viewport()
    await down.click()
    await expect(page.get_by_text("Breaking")).to_be_in_viewport()
    await expect(down).to_be_hidden()


async def test_on_a_phone_one_pane_is_shown_and_the_other_counts_what_is_new(
    sandbox: Sandbox, bot: Bot, open_page: Open
) -> None:
    page = await open_page(PHONE)
    await expect(page.locator("#private")).to_be_hidden()
    sandbox.say("/start")
    await bot.send_message(sandbox.user.id, "A very long word: " + "x" * 200)

    await expect(page.locator("#tab-private .count")).to_have_text("2")
    await page.get_by_role("tab", name="Chat").click()
    await expect(page.locator("#channel")).to_be_hidden()
    await expect(page.locator("#tab-private .count")).to_be_hidden()
    assert await page.evaluate("document.documentElement.scrollWidth") == 360


@pytest.mark.parametrize("scheme", ["light", "dark"])
async def test_light_and_dark_follow_the_system_until_the_reader_chooses(open_page: Open, scheme: str) -> None:
    page = await open_page(color_scheme=scheme)

    async def is_dark() -> bool:
        colour = await page.locator("body").evaluate("body => getComputedStyle(body).backgroundColor")
        return sum(map(int, re.findall(r"\d+", colour)[:3])) < 384

    at_first = await is_dark()
    await page.get_by_role("button", name="Theme").click()
    light = await is_dark()
    await page.get_by_role("button", name="Theme").click()
    dark = await is_dark()
    await page.reload()

    assert (at_first, light, dark, await is_dark()) == (scheme == "dark", False, True, True)


async def test_another_channel_can_be_looked_at(sandbox: Sandbox, bot: Bot, open_page: Open) -> None:
    page = await open_page()
    chooser = page.get_by_label("Chat shown here")
    await expect(chooser).to_be_hidden()
    other = sandbox.add_chat("channel", "Вестник", username="vestnik")
    await bot.send_message(other.id, "Another post")
    await bot.send_message(sandbox.channel.id, "See https://t.me/vestnik/1")

    await chooser.select_option("Вестник")
    await expect(page.locator("#channel .message")).to_contain_text("Another post")
    await chooser.select_option("Newswatch")
    await page.get_by_role("link", name="https://t.me/vestnik/1").click()

    await expect(page.get_by_role("heading", name="Вестник")).to_be_visible()
    await expect(page.locator("#channel .message.glow")).to_contain_text("Another post")


async def test_every_control_has_a_name(sandbox: Sandbox, reader_bot: Bot, open_page: Open) -> None:
    await reader_bot.send_photo(sandbox.channel.id, picture(), reply_markup=POST_KEYBOARD)
    page = await open_page()
    await expect(page.locator("#channel .photo")).to_be_visible()

    nameless = await page.locator("button, textarea, a, [role=button], [tabindex]").evaluate_all(
        """all => all.filter(one => one.checkVisibility() && !one.textContent.trim() && !one.getAttribute("aria-label"))
                   .map(one => one.outerHTML)"""
    )

    assert nameless == []
