"""Editors' remedies as commands: /retract, /hide, /unhide, /split, /merge."""

import re
from collections.abc import Mapping, Sequence
from typing import Protocol

from bot.model import ItemId, StoryId
from bot.store import outbox, stories
from bot.store.database import Database

_LINK = re.compile(r"(?:https?://)?t\.me/(?:c/(\d{1,15})|(\w{4,32}))/(?:\d{1,9}/)?(\d{1,9})(?:\?\S*)?")
_ITEM = re.compile("[0-9]{1,19}")


class Remedying(Protocol):
    """What carries editors' decisions out."""

    async def withdraw(self, items: Sequence[ItemId], reason: str) -> int:
        """Take reports back; return how many there were."""
        ...

    async def give_back(self, items: Sequence[ItemId]) -> int:
        """Let reports stand that were taken back; return how many there were."""
        ...

    async def split(self, items: Sequence[ItemId], by: str) -> StoryId:
        """Make a story of its own of some reports; return it."""
        ...

    async def merge(self, one: StoryId, other: StoryId, by: str) -> StoryId:
        """Make one story of two; return it."""
        ...


async def told_behind(link: str, database: Database, *, withdrawn: bool = False) -> list[ItemId]:
    """Return the reports that stand, or were taken back, of the stories told by the post that a link leads to."""
    match = _LINK.fullmatch(link)
    if match is None:
        return []
    chat = f"-100{match[1]}" if match[1] else f"@{match[2]}".lower()
    return await database.read(outbox.told_in, int(match[3]), chat, withdrawn=withdrawn)


async def stories_of(text: str, database: Database) -> Mapping[ItemId, StoryId]:
    """Return the stories of the reports whose numbers are given, in their order; of the unknown ones nothing."""
    numbers = numbers_in(text)
    found = await database.read(stories.of_items, numbers)
    return {number: found[number] for number in numbers if number in found}


def numbers_in(text: str) -> list[ItemId]:
    """Return the numbers among the words of a text that reports could have."""
    return [ItemId(int(word)) for word in text.split() if _ITEM.fullmatch(word) and int(word) < 2**63]
