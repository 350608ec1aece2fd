"""The archive opened by hand: its database, and the settings together with the feeds that stand only there."""

import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path

from pydantic import ValidationError

from bot.configuration.feed_table import FeedTable
from bot.errors import ConfigError, Problem
from bot.settings import Settings
from bot.store import added
from bot.store.database import Database
from bot.store.lock import file_of

log = logging.getLogger(__name__)

ADDED = "added in Telegram"
"""Where a feed comes from that no file names."""


def existing(url: str) -> Path:
    """Return the file of a database that is there. Raises ConfigError: who made one in passing would look in the wrong
    place and not know it.
    """
    if problem := missing(url):
        raise ConfigError([problem])
    return file_of(url)


def missing(url: str) -> Problem | None:
    """Return what is to be said of a database that is not there."""
    file = file_of(url)
    said = f"there is no database at {file.absolute()}; the first start of the bot makes it"
    return None if file.exists() else Problem("archive.database", "", said)


@asynccontextmanager
async def opened(settings: Settings) -> AsyncIterator[tuple[Settings, Database]]:
    """Open the database that is there; yield the settings with all feeds, and the database. Raises ConfigError."""
    existing(settings.archive.database)
    async with Database(settings.archive.database) as database:
        yield await with_added_feeds(settings, database), database


async def with_all_feeds(settings: Settings) -> Settings:
    """Return the settings with all feeds; as they are where there is no database yet."""
    if missing(settings.archive.database):
        return settings
    async with opened(settings) as (known, _):
        return known


async def with_added_feeds(settings: Settings, database: Database) -> Settings:
    """Return the settings together with the feeds that administrators added in Telegram; one in the files comes before
    one of the same id in the database.
    """
    feeds = {str(feed.id): feed for feed in settings.feeds}
    origin = dict(settings.origin)
    for number, one in (await database.read(added.feeds)).items():
        if number in feeds:
            continue
        try:
            feed = FeedTable.model_validate(one.table).feed(settings.sides)
        except ValidationError as error:  # an older version took what this one does not
            log.error("feed.unreadable feed=%s reason=%s", number, error.errors()[0]["msg"])  # noqa: TRY400
        else:
            feeds[number] = replace(feed, confirmed=one.confirmed)
            origin[f"feed.{number}.url"] = ADDED
    return replace(settings, feeds=tuple(feeds.values()), origin=origin)
