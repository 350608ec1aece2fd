"""`source forget`: a takedown. A source is asked no more, and what it brought is gone from everywhere."""

import argparse
import asyncio
import sys

from bot import app
from bot.cli.feed_list import TAKE_UP
from bot.cli.lines import settings_of, write
from bot.cli.progress import progress
from bot.configuration import local_file
from bot.configuration.wording import nearest
from bot.errors import ConfigError, Problem
from bot.model import FeedId
from bot.newsroom import Newsroom, no_pictures
from bot.opening import opened
from bot.settings import Settings
from bot.store import takedown
from bot.store.archive import Archive
from bot.store.items import CHUNK
from bot.text.count import counted


def forget(options: argparse.Namespace) -> int:
    """Forget a feed's items and switch it off; posts that can be edited lose what they told of them."""
    settings, source = settings_of(options), FeedId(options.id)
    entries, edits, items, was_added = asyncio.run(_forget(settings, source, options.reason))
    if options.json:
        write({"source": source, "items": items, "entries": entries, "edits": edits})
    else:
        gone = f"{counted(items, 'item')} of {source} gone, {counted(entries, 'entry', 'entries')} of posts blanked"
        print(f"{gone}, {counted(edits, 'post')} to be edited")
    is_configured = source in {feed.id for feed in settings.feeds}
    if is_configured:
        local_file.set_keys(options.config / "local" / "feeds.toml", {source: {"enabled": False}})
    if is_configured or was_added:
        print(f"{source} is switched off; {TAKE_UP}", file=sys.stderr)
    return 0


async def _forget(settings: Settings, source: FeedId, reason: str) -> tuple[int, int, int, bool]:
    async with opened(settings) as (known, database):
        feeds = {feed.id: feed for feed in known.feeds}
        archive = Archive(database, feeds)
        items = await database.read(takedown.items_of, source)
        if not items and source not in feeds:
            problem = f"there is no such feed, nor anything of it{nearest(source, list(feeds))}"
            raise ConfigError([Problem("source", source, problem)])
        for start in range(0, len(items), CHUNK):
            await archive.withdraw(items[start : start + CHUNK], reason)
        entries = await database.write(takedown.blank, source)
        edits = await Newsroom(known, archive, feeds, no_pictures).take_back(now=app.clock())
        with progress("items forgotten", len(items)) as done:
            was_added = await takedown.finish(database, source, items, at=app.clock(), done=done)
    return entries, edits, len(items), was_added
