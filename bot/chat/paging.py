"""Pages of a list that was kept: which part is shown, and the buttons that turn them (`s:number:page`)."""

import re
from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime
from typing import TypeVar

from bot.chat.asking import Answer, Asked, Rows, Turned
from bot.store import pages
from bot.store.database import Database
from bot.store.pages import Found, Kind
from bot.text.say import Phrases

PAGE = 5
"""Stories, or reports of a story, on one page."""

T = TypeVar("T")
Page = Callable[[Asked, Found, int, int], Awaitable[Answer]]
"""What shows one page of what was kept: of which number, and which page of it."""
BUTTON = re.compile("([a-z]):([0-9]{1,15}):([a-z0-9]{0,15})", re.ASCII)
"""The data of a button below a list: what to do, with which list, how. What is forged and longer fits no id."""


async def opened(database: Database, asked: Asked, number: int, *kinds: Kind, now: datetime) -> Found | Turned:
    """Return the page a button belongs to, or a word about why it is of no use: it is gone, or of no kind that the
    button is for (then it is forged), or somebody else asked.

    What an administrator asked in the name of the group is for all who may change its settings.
    """
    found = await database.read(pages.load, number, now=now)
    if found is None or found.kind not in kinds:
        return Turned(toast=asked.say("expired"))
    if found.user != asked.user and not (asked.may_change and found.user == asked.chat):
        return Turned(toast=asked.say("not-yours"))
    return found


def here(listed: Sequence[T], place: int) -> Sequence[T]:
    """Return what stands on a page; the first is number 0."""
    return listed[place * PAGE : (place + 1) * PAGE]


def pager(number: int, place: int, listed: int, say: Phrases, kind: str = "s") -> Rows:
    """Return the row of buttons below a page of so many entries in all; no row if there is one page only."""
    last = (listed - 1) // PAGE
    if last < 1:
        return ()
    back = [(say("back"), f"{kind}:{number}:{place - 1}")] if place else []
    middle = [(f"{place + 1} / {last + 1}", "-")]
    onward = [(say("next"), f"{kind}:{number}:{place + 1}")] if place < last else []
    return ((*back, *middle, *onward),)
