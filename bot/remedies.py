"""What editors decide, carried out at once: stories split and merged, reports taken back, and posts that told them."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence

from bot.boundaries import Clock
from bot.model import ItemId, StoryId
from bot.newsroom import Newsroom
from bot.pipeline import rule
from bot.pipeline.understand import Mind
from bot.store.archive import Archive


class Remedies:
    """Editors' remedies over one archive. `thinking` keeps them and the understanding of new items apart."""

    def __init__(
        self,
        archive: Archive,
        newsroom: Newsroom,
        recalled: Callable[[], Awaitable[Mind]],
        thinking: asyncio.Lock,
        clock: Clock,
    ) -> None:
        self._archive = archive
        self._newsroom = newsroom
        self._recalled = recalled
        self._thinking = thinking
        self._clock = clock

    async def withdraw(self, items: Sequence[ItemId], reason: str) -> int:
        """Take reports back; return how many there were."""
        number = await self._archive.withdraw(items, reason)
        await self._newsroom.revise(now=self._clock())
        return number

    async def give_back(self, items: Sequence[ItemId]) -> int:
        """Let reports stand that were taken back; return how many there were."""
        number = await self._archive.give_back(items)
        await self._newsroom.revise(now=self._clock())
        return number

    async def split(self, items: Sequence[ItemId], by: str) -> StoryId:
        """Make a story of its own of some reports; return it."""
        return await self._rule(lambda mind: rule.split(mind, items, archive=self._archive, by=by, now=self._clock()))

    async def merge(self, one: StoryId, other: StoryId, by: str) -> StoryId:
        """Make one story of two; return it."""
        return await self._rule(
            lambda mind: rule.merge(mind, one, other, archive=self._archive, by=by, now=self._clock())
        )

    async def _rule(self, decide: Callable[[Mind], Awaitable[StoryId]]) -> StoryId:
        async with self._thinking:
            story = await decide(await self._recalled())
        await self._newsroom.revise(now=self._clock())
        return story
