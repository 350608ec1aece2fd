"""`feeds`: how every feed is doing, and what one would give."""

import argparse
import asyncio
import sys
from collections.abc import Mapping, Sequence
from typing import Any

from bot import app
from bot.cli.lines import settings_of, stamp, write
from bot.cli.match import named
from bot.configuration.wording import nearest
from bot.entities.match import Matcher
from bot.errors import ConfigError, FeedError, Problem
from bot.feeds.document import Document
from bot.feeds.health import condition, describe, redirection
from bot.feeds.reading import items_of
from bot.feeds.state import FeedState, address
from bot.model import Feed, FeedId, Item, Page
from bot.opening import missing, opened, with_all_feeds
from bot.pipeline.understand import fields_of
from bot.settings import Settings
from bot.store.archive import Archive

FIRST = 3
"""Items of a feed that is tried whose titles are shown, with whom they name."""


def listed(options: argparse.Namespace) -> int:
    """Print how every configured feed is doing: what came last, what went wrong, when it is asked next and why then."""
    feeds, states = asyncio.run(_states(settings_of(options)))
    for feed in feeds:
        if options.json:
            write(_health(feed, states[feed.id]))
        else:
            print(f"{feed.id}: {describe(feed, states[feed.id], now=app.clock())}")
    return 0


async def _states(settings: Settings) -> tuple[Sequence[Feed], Mapping[FeedId, FeedState]]:
    if missing(settings.archive.database):  # nothing was asked yet
        return settings.feeds, {feed.id: FeedState() for feed in settings.feeds}
    async with opened(settings) as (known, database):
        return known.feeds, await Archive(database, {feed.id: feed for feed in known.feeds}).states()


def _health(feed: Feed, state: FeedState) -> dict[str, Any]:
    last = {"last_success": state.last_success, "last_new": state.last_new, "next_due": state.due}
    return {
        "id": feed.id,
        "title": feed.title,
        "url": feed.url,
        "asked": address(feed, state),
        "condition": condition(state, now=app.clock()),
        **{name: None if when is None else stamp(when) for name, when in last.items()},
        "why": state.why or None,
        "failures": state.failures,
        "last_error": state.last_error or None,
        "stopped": state.disabled or (state.why if state.stopped else None),
        "redirect": redirection(state) or None,
        "items": state.items,
        "items_a_day": round(state.rate, 2),
        "unusable": dict(state.unusable),
    }


def test(options: argparse.Namespace) -> int:
    """Ask one feed once, by its id or its address, and print what it would give; store nothing.

    Of a web page's address, what the feed that it leads to would give.
    """
    settings = asyncio.run(with_all_feeds(settings_of(options)))
    feed = _feed(options.feed, settings)
    try:
        page, document = asyncio.run(app.read_feed(settings, feed))
    except FeedError as error:
        if options.json:
            write({"feed": options.feed, "error": error.reason})
        print(f"{options.feed}: {error.reason}", file=sys.stderr)
        return 1
    items, unusable = items_of(document, feed, now=app.clock())
    found = _trial(feed, page, document, items, unusable)
    matcher = Matcher(settings.entities)
    first = [(item.title, matcher.match(fields_of(item), language=item.language)) for item in items[:FIRST]]
    if options.json:
        told = [{"title": title, "entities": one.entities, "possible": one.possible} for title, one in first]
        write({"feed": options.feed, **found, "first": told})
        return 0
    for name, value in found.items():
        print(f"{name}: {value}")
    for title, one in first:
        print(f"item: {title}: {named(one)}")
    return 0


def _feed(name: str, settings: Settings) -> Feed:
    """Return the feed of an id, or one that nobody lists at an address."""
    feeds = {str(feed.id): feed for feed in settings.feeds}
    if name not in feeds and "//" not in name:
        problem = f"there is no such feed{nearest(name, list(feeds))}"
        raise ConfigError([Problem("feeds", name, f"{problem} (an address begins with https:// or http://)")])
    return feeds.get(name) or Feed(FeedId(name), title=name, url=name)


def _trial(
    feed: Feed, page: Page, document: Document, items: Sequence[Item], unusable: Mapping[str, int]
) -> dict[str, Any]:
    stated = [item.stated for item in items if item.stated]
    return {
        "url": page.url,
        "led_from": feed.url if page.asked != feed.url else None,
        "moved_to": page.moved_to or None,
        "title": document.title or None,
        "language": document.language or None,
        "items": len(items),
        "unusable": dict(unusable),
        "newest": stamp(max(stated)) if stated else None,
        "reader": document.reader,
    }
