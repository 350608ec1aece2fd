"""`parse`: what a feed says, normalised."""

import argparse
import asyncio
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from bot import app
from bot.cli.lines import settings_of, stamp, write
from bot.errors import FeedError, FormatError
from bot.feeds.document import Document
from bot.feeds.normalise import normalise
from bot.feeds.parse import parse as parse_feed
from bot.model import Feed, FeedId, Item


def parse(options: argparse.Namespace) -> int:
    """Print what feeds say, normalised; a source that is no feed is told and the rest goes on."""
    failed = False
    for source in options.sources:
        try:
            document = _document(source, options)
        except FeedError as error:
            failed = True
            if options.json:
                write({"file": source, "error": error.reason})
            print(f"{source}: {error.reason}", file=sys.stderr)
        else:
            for row in _rows(source, document):
                _print_item(row, as_json=options.json)
    return int(failed)


def _document(source: str, options: argparse.Namespace) -> Document:
    if source.startswith(("http://", "https://")):
        _, document = asyncio.run(app.read_feed(settings_of(options), Feed(FeedId(source), title=source, url=source)))
        return document
    try:
        return parse_feed(sys.stdin.buffer.read() if source == "-" else Path(source).read_bytes())
    except OSError as error:
        raise FormatError(f"cannot be read ({error.strerror})") from None


def _rows(source: str, document: Document) -> Iterator[dict[str, Any]]:
    feed = Feed(id=FeedId("-"), title="", url="")
    for entry in document.entries:
        item = normalise(entry, feed, now=app.clock(), language=document.language)
        if isinstance(item, Item):
            yield {
                "file": source,
                "feed_title": document.title or None,
                "guid": item.guid or None,
                "link": item.link or None,
                "title": item.title or None,
                "summary": item.summary or None,
                "published": None if item.stated is None else stamp(item.stated),
                "language": item.language or None,
            }


def _print_item(row: dict[str, Any], *, as_json: bool) -> None:
    if as_json:
        write(row)
    else:
        print(f"{row['published'] or '-':25} {row['title']}\n{'':25} {row['link'] or row['guid'] or '-'}")
