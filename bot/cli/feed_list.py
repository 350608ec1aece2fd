"""`feeds enable`, `disable`, `import` and `export`: the list of feeds, changed in config/local/feeds.toml."""

import argparse
import asyncio
import re
import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from bot.cli.asking import ask_feeds
from bot.cli.lines import settings_of, write
from bot.cli.progress import progress
from bot.configuration import local_file
from bot.configuration.feed_table import FeedTable
from bot.configuration.wording import nearest
from bot.errors import ConfigError, FeedError, FormatError, Problem
from bot.feeds import opml
from bot.feeds.keys import canonical_link
from bot.feeds.opml import Outline
from bot.model import Feed, FeedId
from bot.opening import ADDED, opened, with_all_feeds
from bot.proposing import name_of
from bot.settings import Settings
from bot.store import added

TAKE_UP = "a running bot takes it up on SIGHUP or /reload"


def enable(options: argparse.Namespace) -> int:
    """Let feeds be asked again."""
    return _switch(options, on=True)


def disable(options: argparse.Namespace) -> int:
    """Let feeds not be asked any more; what they brought stays."""
    return _switch(options, on=False)


def _switch(options: argparse.Namespace, *, on: bool) -> int:
    settings = asyncio.run(with_all_feeds(settings_of(options)))
    if problems := [Problem("feeds", name, why) for name in options.feeds if (why := _not_ours(name, settings))]:
        raise ConfigError(problems)
    file = options.config / "local" / "feeds.toml"
    local_file.set_keys(file, {name: {"enabled": on} for name in options.feeds})
    print(f"{file}: {', '.join(options.feeds)} switched {'on' if on else 'off'}; {TAKE_UP}")
    return 0


def _not_ours(name: str, settings: Settings) -> str:
    """Return why a feed cannot be switched in a file, "" if it can."""
    known = [str(feed.id) for feed in settings.feeds]
    if name not in known:
        return f"there is no such feed{nearest(name, known)}"
    if settings.file_of(f"feed.{name}.url") == ADDED:
        return f"it was {ADDED}, where /removefeed {name} takes it off"
    return ""


def confirm(options: argparse.Namespace) -> int:
    """Let feeds that were added in Telegram raise alerts; return 1 if one of them did not wait for that."""
    feeds = list(map(FeedId, options.feeds))
    found = asyncio.run(_confirmed(settings_of(options), feeds))
    for feed in feeds:
        if feed in found:
            print(f"{feed} is confirmed; {TAKE_UP}")
        else:
            print(f"{feed}: no feed of that id waits to be confirmed", file=sys.stderr)
    return int(len(found) < len(feeds))


async def _confirmed(settings: Settings, feeds: Sequence[FeedId]) -> list[FeedId]:
    async with opened(settings) as (_, database):
        return [feed for feed in feeds if await database.write(added.confirm, feed)]


def export(options: argparse.Namespace) -> int:
    """Print the feeds in force as OPML."""
    feeds = [feed for feed in asyncio.run(with_all_feeds(settings_of(options))).feeds if feed.enabled]
    sys.stdout.write(opml.write(feeds).decode())
    return 0


def import_(options: argparse.Namespace) -> int:
    """Add the feeds of an OPML file; what is known, wrong or does not answer is told, the rest is added."""
    settings = asyncio.run(with_all_feeds(settings_of(options)))
    try:
        outlines = opml.read(sys.stdin.buffer.read() if options.file == "-" else Path(options.file).read_bytes())
    except (OSError, FormatError) as error:
        raise ConfigError([Problem(options.file, "", str(error))]) from None
    verdicts = asyncio.run(_judged(settings, outlines, ask=not options.unasked))
    new = {str(feed.id): _keys(feed, outline) for outline, feed, what in verdicts if what == "added" and feed}
    if new:
        local_file.set_keys(options.config / "local" / "feeds.toml", new)
    for outline, feed, what in verdicts:
        if options.json:
            write({"url": outline.url, "title": outline.title, "id": feed.id if feed else None, "outcome": what})
        else:
            print(f"{what}: {outline.title or outline.url}{f' as {feed.id}' if feed and what == 'added' else ''}")
    print(f"{len(new)} of {len(verdicts)} added; {TAKE_UP}", file=sys.stderr)
    return int(any(what not in {"added", "double"} for *_, what in verdicts))


Verdict = tuple[Outline, Feed | None, str]


async def _judged(settings: Settings, outlines: Sequence[Outline], *, ask: bool) -> list[Verdict]:
    """Return each entry with the feed it stands for, if any, and what became of it: added, double, or what is wrong."""
    verdicts = list(_sorted(settings, outlines))
    if not ask:
        return verdicts
    wrong: dict[str, str] = {}
    asked = [feed for _, feed, what in verdicts if feed and what == "added"]
    with progress("feeds asked", len(asked)) as done:
        number = 0
        async for feed, outcome in ask_feeds(settings, asked):
            if isinstance(outcome, FeedError):
                wrong[feed.id] = f"dead ({outcome.reason})"
            number += 1
            done(number)
    return [(outline, feed, wrong.get(feed.id, what) if feed else what) for outline, feed, what in verdicts]


def _sorted(settings: Settings, outlines: Sequence[Outline]) -> Iterator[Verdict]:
    addresses = {canonical_link(feed.url) for feed in settings.feeds}
    ids = {str(feed.id) for feed in settings.feeds}
    for outline in outlines:
        address = canonical_link(outline.url)
        if address in addresses:
            yield outline, None, "double"
            continue
        name = name_of(outline.title or outline.url, ids)
        try:
            feed = FeedTable.model_validate(_table(name, outline)).feed(settings.sides)
        except ValidationError:
            yield outline, None, "no address of the web"
        else:
            addresses.add(address)
            ids.add(name)
            yield outline, feed, "added"


def _table(name: str, outline: Outline) -> dict[str, Any]:
    language = outline.language if re.fullmatch("[A-Za-z]{2,3}(-[A-Za-z0-9]+)*", outline.language) else ""
    return {"id": name, "title": outline.title or outline.url, "url": outline.url, "language": language}


def _keys(feed: Feed, outline: Outline) -> Mapping[str, Any]:
    folders = {"note": f"imported from {' / '.join(outline.folders)}"} if outline.folders else {}
    language = {"language": feed.language} if feed.language else {}
    return {"title": feed.title, "url": feed.url, **language, **folders}
