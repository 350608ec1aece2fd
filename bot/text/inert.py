"""Text from outside, made safe to show in Telegram: nothing in it becomes a link, a mention, a command or a tag.

Telegram turns bare `t.me/x`, `@name`, `bbc.com`, `/command`, `#tag`, `$TAG` and long digit runs of plain text into
active things. A word joiner (U+2060, invisible) keeps the parts asunder and leaves what a reader sees as it is.
"""

import html
import re

JOINER = "\u2060"

_AFTER_SIGN = re.compile(r"(?<=[@#$/＃＠])(?=\w)")
"""`@name`, `#tag`, `$TAG`, `/command` and the path of an address."""
_BEFORE_DOT = re.compile(r"(?<=\w)(?=[.．。｡]\w)|(?<=:)(?=//)")
"""`bbc.com`, `1.2.3.4`, `http://`: a dot between two words, a colon before slashes."""
_IN_DIGITS = re.compile(r"(?<=\d{4})(?=[ -]?\d{4})")
"""Bank card numbers; a run of digits is parted wherever four stand on both sides."""


def inert(text: str) -> str:
    """Return text that shows the same and does nothing."""
    for place in (_AFTER_SIGN, _BEFORE_DOT, _IN_DIGITS):
        text = place.sub(JOINER, text)
    return text


def escape(text: str) -> str:
    """Return inert text ready to stand in Telegram HTML."""
    return html.escape(inert(text), quote=False)


def shorten(text: str, limit: int) -> str:
    """Return text of at most `limit` code points, cut at a word where one ends near, with an ellipsis if cut."""
    if len(text) <= limit:
        return text
    cut = text[: limit - 1]
    space = cut.rfind(" ", limit * 2 // 3)
    return (cut[:space] if space > 0 else cut).rstrip(" ,;:–—-") + "…"
