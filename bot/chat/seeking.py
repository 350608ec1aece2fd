"""Which reports somebody means: by a number, a link, words, or the post they reply to."""

import re
from dataclasses import replace
from datetime import datetime

import sqlalchemy as sa

from bot.boundaries import Clock
from bot.chat.asking import Asked
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

    async def meant(self, asked: Asked) -> list[ItemId]:
        """Return the items somebody asks about: several only for a post that tells of several.

        They may have been forgotten since.
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
        return list(await self._database.read(self._best, asked, self._clock()))

    def _best(self, conn: sa.Connection, asked: Asked, now: datetime) -> tuple[ItemId, ...]:
        _, hits, _ = self._finder.find(conn, replace(Wish(asked.text, now=now, zone=asked.zone), limit=1))
        return hits.ids[:1]
