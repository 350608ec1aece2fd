"""Asking feeds once, storing nothing."""

import asyncio
from collections.abc import AsyncIterator, Iterable

from bot import app
from bot.errors import FeedError
from bot.feeds.state import FeedState
from bot.model import Feed, Unchanged
from bot.settings import Settings
from bot.work.pool import Workers


async def ask_feeds(settings: Settings, feeds: Iterable[Feed]) -> AsyncIterator[tuple[Feed, int | FeedError]]:
    """Ask each feed once; yield how many entries it has, or what is wrong with it, as answers come."""
    with Workers() as workers:
        async with app.fetcher(settings) as fetch:

            async def ask(feed: Feed) -> tuple[Feed, int | FeedError]:
                try:
                    page = await fetch(feed, FeedState())
                    return feed, 0 if isinstance(page, Unchanged) else len((await workers.parse(page)).entries)
                except FeedError as error:
                    return feed, error

            for answer in asyncio.as_completed([ask(feed) for feed in feeds]):
                yield await answer
