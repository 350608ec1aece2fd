"""`stories`: which there are, and what one is made of."""

import argparse
import asyncio
import re

from bot.cli.lines import settings_of, stamp, write
from bot.cli.tables import show
from bot.configuration.wording import nearest
from bot.digest.lines import headline
from bot.errors import ConfigError, Problem
from bot.model import Coverage, EntityId, Story
from bot.opening import opened
from bot.settings import Settings
from bot.store import stories

_NUMBER = re.compile("[0-9]{1,18}|[0-8][0-9]{18}")


def listing(options: argparse.Namespace) -> int:
    """Print the stories with the newest reports that name a tracked entity, or the one that is given."""
    settings = settings_of(options)
    known = [entity.id for entity in settings.entities]
    if options.entity and options.entity not in known:
        raise ConfigError([Problem("--entity", "", f"{options.entity!r} is no entity{nearest(options.entity, known)}")])
    wanted = [EntityId(options.entity)] if options.entity else known
    rows = [_row(story) for story in asyncio.run(_newest(settings, wanted, options.limit))]
    show(rows, as_json=options.json, numbers=("reports", "voices"))
    return 0


async def _newest(settings: Settings, wanted: list[EntityId], limit: int) -> list[Story]:
    async with opened(settings) as (known, database):
        items = await database.read(stories.newest, wanted, limit=limit)
        of = await database.read(stories.of_items, items)
        ids = [of[one] for one in items]
        found = await database.read(stories.load, ids, {feed.id: feed for feed in known.feeds}, wanted=wanted)
    return sorted(found, key=lambda story: ids.index(story.id))


def _row(story: Story) -> dict[str, object]:
    return {
        "id": str(story.id),
        "last": stamp(story.coverage[-1].published),
        "reports": len(story.coverage),
        "voices": len(story.voices),
        "languages": " ".join(story.languages),
        "entities": " ".join(story.entities),
        "title": headline(story, "en").title,
    }


def details(options: argparse.Namespace) -> int:
    """Print the reports of a story, known by its id or that of any of its items, oldest first."""
    story = asyncio.run(_story(settings_of(options), options.id))
    for report in story.coverage:
        if options.json:
            write({"story": str(story.id), **_report(report)})
        else:
            copied = " (a copy)" if report.copy_of else ""
            taken_back = f" (taken back: {report.withdrawn})" if report.withdrawn else ""
            print(f"{stamp(report.published)} {report.feed.id}: {report.title}{copied}{taken_back}\n    {report.link}")
    return 0


async def _story(settings: Settings, name: str) -> Story:
    async with opened(settings) as (known, database):
        ids = [await database.read(stories.holding, int(name))] if _NUMBER.fullmatch(name) else []
        feeds = {feed.id: feed for feed in known.feeds}
        found = await database.read(stories.load, ids, feeds, whole=True)
    if not found:
        raise ConfigError([Problem("stories show", "", f"there is no story or item {name}")])
    return found[0]


def _report(report: Coverage) -> dict[str, object]:
    return {
        "id": str(report.item),
        "published": stamp(report.published),
        "source": report.feed.id,
        "lang": report.language or None,
        "title": report.title,
        "link": report.link or None,
        "entities": report.entities,
        "duplicate_of": None if report.copy_of is None else str(report.copy_of),
        "withdrawn": report.withdrawn or None,
    }
