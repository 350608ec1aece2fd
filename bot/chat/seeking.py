"""Which reports somebody means: by a number, a link, words, or the post they reply to."""

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

import sqlalchemy as sa

from bot.boundaries import Clock
from bot.chat import replies
from bot.chat.asking import Answer, Asked
from bot.model import ItemId
from bot.store import items
from bot.store.database import Database
from bot.store.find import Finder, Wish

_PLACE = re.compile("[0-9]{1,15}")
"""What is shorter than any item's number."""
_ITEM = re.compile("[0-9]{16,19}")


class Seeking:
    """Finds the reports that a question is about."""

    def __init__(self, database: Database, finder: Finder, clock: Clock) -> None:
        self._database = database
        self._finder = finder
        self._clock = clock

    async def one(self, asked: Asked, command: str, unknown: str = "no-report") -> ItemId | Answer:
        """Return the one item a command is about, or what to say where that is none, or one of several.

        It may have been forgotten since; `unknown` is the phrase for what is not there.
        """
        if not asked.text.strip() and not asked.links:
            return Answer(asked.say(f"usage-{command}"))
        pointed = await self.pointed(asked)
        found = await self._database.read(self._best, asked, self._clock()) if pointed is None else pointed
        if len(found) > 1:
            return await self.which(asked, command, found)
        return found[0] if found else Answer(asked.say(unknown))

    async def which(self, asked: Asked, command: str, told: Sequence[ItemId]) -> Answer:
        """Ask which of several items a command is about."""
        known = await self._database.read(items.items, told)
        return Answer(replies.which([known[one] for one in told if one in known], command, asked.say))

    async def pointed(self, asked: Asked) -> Sequence[ItemId] | None:
        """Return the items that a number, a link or the post replied to stands for: several only for a post that tells
        of several; None for words.
        """
        text = asked.text.strip()
        if not text or _PLACE.fullmatch(text):
            behind = [await self._database.read(items.by_link, link) for link in asked.links]
            told = list(dict.fromkeys(number for number in behind if number is not None))
            if not text or 0 < int(text) <= len(told):
                return [told[int(text) - 1]] if text else told
        if _ITEM.fullmatch(text):
            return [ItemId(int(text))] if int(text) < 2**63 else []
        if text.startswith(("http://", "https://")):
            number = await self._database.read(items.by_link, text)
            return [] if number is None else [number]
        return None

    def _best(self, conn: sa.Connection, asked: Asked, now: datetime) -> tuple[ItemId, ...]:
        _, hits, _ = self._finder.find(conn, replace(Wish(asked.text, now=now, zone=asked.zone), limit=1))
        return hits.ids[:1]
