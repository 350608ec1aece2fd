"""Is a post in doubt there? Messages of its chat are forwarded into a journal chat, one after the other, and read.

A bot cannot ask what stands in a chat, and its own posts are not told to it; but forwarding a message shows its text,
or that there is none. Message ids rise, so a post that arrived stands above the highest id known before it was sent.
"""

import asyncio
import logging
import unicodedata
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import timedelta
from enum import Enum

from bot.boundaries import Channel
from bot.chat.pace import Turns
from bot.digest.render import visible
from bot.errors import ChannelLostError, RefusedError
from bot.model import Post
from bot.store import sending
from bot.store.database import Database

log = logging.getLogger(__name__)

Tell = Callable[[str, str, str], Awaitable[None]]
"""Tells the operator: the kind of trouble, what it is about, a line."""


class Verdict(Enum):
    """What is known of a post that was not found."""

    ABSENT = "it certainly did not arrive"
    UNKNOWN = "nobody can tell"


@dataclass(frozen=True, slots=True)
class Journal:
    """The chat messages are forwarded into, "" for none, and how far is looked.

    `missing` ids in a row without a message are the end of a chat: other administrators delete some, service messages
    take some. After `most` a chat is too busy to be searched. `between`: the pace of forwards.
    """

    chat: str = ""
    missing: int = 5
    most: int = 60
    between: timedelta = timedelta(seconds=3.1)


class Probe:
    """Finds posts in doubt."""

    def __init__(self, database: Database, channel: Channel, journal: Journal, turns: Turns, tell: Tell) -> None:
        self._database = database
        self._channel = channel
        self._journal = journal
        self._turns = turns
        self._tell = tell
        self._alone = asyncio.Lock()

    async def find(self, post: Post) -> int | Verdict:
        """Return the message id of a post, or why there is none.

        Raises NotSentError, AmbiguousError or RateLimitError while Telegram cannot be asked.
        """
        await self._channel.check()
        if not self._journal.chat or post.is_personal:  # what people write is not for the journal's readers
            return Verdict.UNKNOWN
        async with self._alone:
            try:
                found = await self._search(post)
            except (ChannelLostError, RefusedError) as error:
                line = f"the journal chat {self._journal.chat} cannot be used: {error}"
                await self._tell("journal-lost", self._journal.chat, line)
                return Verdict.UNKNOWN
            await self._tell("journal-over", self._journal.chat, f"the journal chat {self._journal.chat} works again")
            return found

    async def _search(self, post: Post) -> int | Verdict:
        known = await self._database.read(sending.message_ids, post.chat, above=post.floor)
        missing = 0
        for number in range(post.floor + 1, post.floor + 1 + self._journal.most):
            seen = "" if number in known else await self._seen(post.chat, number)
            missing = missing + 1 if seen is None else 0
            if missing == self._journal.missing:
                return Verdict.ABSENT if post.floor else Verdict.UNKNOWN  # an old chat may begin with a gap
            if seen and says(seen, post):
                return number
            if seen is not None:
                await self._database.write(sending.raise_floor, post.chat, number)
        return Verdict.UNKNOWN

    async def _seen(self, chat: str, number: int) -> str | None:
        await self._turns.take()
        seen = await self._channel.glance(chat, number, self._journal.chat)
        if seen is not None:
            await asyncio.sleep(self._journal.between.total_seconds())
        return seen


def says(seen: str, post: Post) -> bool:
    """Tell whether a message says what a post says, whatever Telegram tidied away of space and control characters."""
    sent = visible(post.message.html) if post.message.html else post.message.plain
    return bool(_bare(sent)) and _bare(seen) == _bare(sent)


def _bare(text: str) -> str:
    return "".join(letter for letter in text if unicodedata.category(letter)[0] not in "CZM")
