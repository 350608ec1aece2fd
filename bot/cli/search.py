"""`search`: what /search finds."""

import argparse
import asyncio
import sys
from datetime import UTC, datetime
from html import escape
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from bot.cli.lines import a_time, settings_of, stamp, write
from bot.digest.render import visible
from bot.errors import ConfigError, Problem
from bot.opening import missing, opened
from bot.search.names import SearchNames
from bot.search.sources import SourceNames
from bot.settings import Settings
from bot.store import search_sqlite
from bot.store.find import Finder, Found, Wish
from bot.text.say import phrases

SAY = phrases("en")


def search(options: argparse.Namespace) -> int:
    """Print what /search finds, an item a line."""
    wish = Wish(
        " ".join(options.query),
        now=a_time("--now", options.now) or datetime.now(UTC),
        zone=_zone(options.tz),
        limit=options.limit,
        sort=options.sort,
        exact=options.exact,
        limits=search_sqlite.Limits(
            counted=2000, ranked=2000, window=0, spare=10, seconds=10
        ),  # above 2,000 newest first
    )
    settings = settings_of(options)
    if problem := missing(settings.archive.database):  # no hits, and no mistake of who asked
        print(f"warning: {problem}", file=sys.stderr)
        return 0
    found, notes = asyncio.run(_search(settings, wish))
    for note in (*notes, *_correction(wish, found)):
        print(f"warning: {note}", file=sys.stderr)
    for one in found.hits:
        item = one.item
        if not options.json:
            print(f"{stamp(item.published)} {item.feed}: {item.title}\n    {item.link}")
            continue
        row = {
            "guid": item.guid,
            "title": item.title,
            "link": item.link or None,
            "source": item.feed,
            "lang": item.language or None,
            "published": stamp(item.published),
            "entities": one.entities,
            "story": None if one.story is None else str(one.story),
            "score": round(one.score, 6),
        }
        write(row | ({"corrected": found.corrected} if found.corrected else {}))
    return 0


async def _search(settings: Settings, wish: Wish) -> tuple[Found, list[str]]:
    """Return what was found, and what of the query was not understood, in the words of the bot."""
    async with opened(settings) as (known, database):
        finder = Finder(SearchNames(known.entities), SourceNames(known.feeds))
        notes = [SAY(note.phrase, **note.values) for note in finder.read(wish).notes]
        return await database.read(finder.items, wish), notes


def _correction(wish: Wish, found: Found) -> list[str]:
    if not found.corrected:
        return []
    return [visible(SAY("showing-instead", asked=escape(wish.text), corrected=escape(found.corrected)))]


def _zone(name: str) -> ZoneInfo:
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise ConfigError(
            [Problem("--tz", "", f"{name!r} is no time zone; expected one such as Europe/Kyiv")]
        ) from None
