"""Pages of a list that was kept: which part is shown, and the buttons that turn them (`s:number:page`)."""

import re
from collections.abc import Sequence
from typing import TypeVar

from bot.chat.asking import Rows
from bot.text.say import Phrases

PAGE = 5
"""Stories, or reports of a story, on one page."""

T = TypeVar("T")
BUTTON = re.compile("([a-z]):([0-9]{1,15}):([a-z0-9]{0,15})", re.ASCII)
"""The data of a button below a list: what to do, with which list, how. What is forged and longer fits no id."""


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
