"""Ten thousand hostile titles, judged as Telegram reads them: nothing of a feed becomes active but our link."""

import random
import unicodedata

import pytest

from bot.digest.lines import TITLE, linked_title
from bot.feeds.normalise import normalise
from bot.model import Item
from bot.text.inert import JOINER, escape, shorten
from sandbox import judge
from tests.builders import NOW, make_coverage, make_entry, make_feed

FEED = make_feed(url="http://feeds.example/rss")
ACTIVE = (
    "t.me/x",
    "https://t.me/+abc",
    "tg://resolve?domain=x",
    "@BBCNews_support",
    "bbc.com",
    "//bbc.com/news",
    "пример.рф",
    "例子.中国",
    "/forgetme",
    "/stop@news_bot",
    "#tag",
    "#тег",
    "＃日本",
    "$USD",
    "a@b.com",
    "+1 212 555 01 23",
    "4111 1111 1111 1111",
    "1.2.3.4",
    "tonsite://x.ton",
    "https://en.example/a_(b)?c=d&e=<f>",
    "user:pass@host.example",
    "bbc。com",
    "①.com",
    "www.x.museum",
    "12:34",
)
MARKUP = (
    "<b>",
    "</b>",
    "<a href='http://evil.example'>x</a>",
    "<br>",
    "<!-- x -->",
    "&lt;",
    "&amp;lt;",
    "&#60;b&#62;",
    "&nbsp;",
    "<",
    ">",
    "&",
    '"',
    "'",
    "<tg-spoiler>",
    "<script>alert(1)</script>",
    "<![CDATA[",
    "]]>",
    "**",
    "__",
    "`",
    "[x](http://evil.example)",
    "\\",
    "<a href=",
)
ODD = (
    "\x00",
    "\r\n",
    "\t",
    "\u200b",
    "\u200e",
    "\u202e",
    "\u2066",
    "\u2069",
    "\u2028",
    "\u3164",
    "\ufeff",
    "\U000e0041",
    "\u0301" * 9,
    "é",
    "🙂",
    "👨‍👩‍👧",
    "🇺🇦",
    "\ud800",
    "\uffff",
    "שלום",
    "بوتين",
    "日本語",
    "普京",
    "नमस्ते",
    "x" * 300,
    "слово",
    "Putin",
    "Assad",
    " ",
    "  ",
    ".",
    "/",
    "@",
    "#",
    ":",
    "-",
)


def hostile(seed: int) -> str:
    """Return a title made of what could do harm."""
    chance = random.Random(seed)
    pieces = [chance.choice(chance.choice((ACTIVE, MARKUP, ODD))) for _ in range(chance.randint(1, 14))]
    return chance.choice(("", " ", " ")).join(pieces)


def read(title: str) -> tuple[Item | None, str]:
    """Return the item a feed's title becomes and what a post shows of it."""
    item = normalise(make_entry(title=title, summary=""), FEED, now=NOW)
    if not isinstance(item, Item):
        return None, ""
    return item, linked_title(make_coverage(title=item.title, link=item.link, feed=FEED))


def seen(text: str) -> str:
    """Return what a reader sees of a text: separators that keep it inert apart, and what Telegram's server trims."""
    return "".join(letter for letter in text.replace(JOINER, "") if not unicodedata.category(letter).startswith("Z"))


def check(seeds: range) -> int:
    shown = 0
    for seed in seeds:
        item, line = read(hostile(seed))
        if item is None:
            continue
        shown += 1
        message = judge.read(f"<b>Vladimir Putin</b>\n{line}\n<i>Harbour Post</i>", "HTML")
        assert [(one["type"], one.get("url")) for one in message.entities] == [
            ("bold", None),
            ("text_link", item.link),
            ("italic", None),
        ], (seed, item.title)
        title = message.text.removeprefix("Vladimir Putin\n").removesuffix("\nHarbour Post")
        assert seen(title) == seen(shorten(item.title, TITLE)), seed
        assert judge.read(escape(shorten(item.title, TITLE)), "HTML").entities == (), seed  # as in an extract
        assert len(message.text) <= judge.MAX_TEXT
        assert len(line.encode()) <= judge.MAX_SOURCE_BYTES
    return shown


def test_a_thousand_hostile_titles_show_what_they_say_and_carry_our_link_alone() -> None:
    assert check(range(1_000)) > 900


@pytest.mark.soak
def test_soak_ten_thousand_hostile_titles_show_what_they_say_and_carry_our_link_alone() -> None:
    assert check(range(10_000)) > 9_000
