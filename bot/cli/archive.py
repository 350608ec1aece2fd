"""`load` and `reindex`: items into the archive by hand, and its index anew."""

import argparse
import asyncio
from collections.abc import Iterator

from bot import app
from bot.cli.lines import (
    EPOCH,
    BadLine,
    Line,
    batches,
    complain,
    in_time,
    language,
    read,
    settings_of,
    write,
)
from bot.cli.progress import progress
from bot.feeds.keys import item_id, keys
from bot.model import Feed, FeedId, Item
from bot.opening import opened
from bot.pipeline.understand import summary_of
from bot.settings import Settings
from bot.store import search_upkeep, tally
from bot.text.clean import clean
from bot.text.inert import shorten

TITLE = 160
"""Code points of a title made from the text."""


def load(options: argparse.Namespace) -> int:
    """Put items into the archive and understand them; print how many were new, changed and unreadable."""
    failed = 0

    def good() -> Iterator[Line]:
        nonlocal failed
        for one in in_time(read(options.file)):
            if isinstance(one, BadLine):
                failed += 1
                complain(one, as_json=options.json)
            else:
                yield one

    loaded, updated = asyncio.run(_load(settings_of(options), good()))
    if options.json:
        write({"loaded": loaded, "updated": updated, "failed": failed})
    else:
        print(f"{loaded} loaded, {updated} updated, {failed} failed")
    return int(failed > 0)


async def _load(settings: Settings, lines: Iterator[Line]) -> tuple[int, int]:
    loaded = updated = 0
    async with app.house(settings) as built:
        with progress("loaded") as done:
            for batch in batches(lines):
                new, old = await built.archive.load([_item(one) for one in batch])
                loaded, updated = loaded + new, updated + old
                await built.understand_all()
                done(loaded + updated)
        await search_upkeep.learn_words(built.database)
    return loaded, updated


def _item(line: Line) -> Item:
    """Return an input line as an item; one without a title is called by its first sentence."""
    feed = Feed(FeedId(line.source), title=line.source, url="")
    published = line.published or EPOCH
    texts = {field: clean(text) for field, text in line.texts.items()}
    told = summary_of(texts)
    title = texts.get("title") or shorten(told, TITLE)
    named = keys(line.id, "", title, told)
    return Item(
        id=item_id(published, feed.id, named[0]),
        feed=feed.id,
        guid=line.id,
        link=line.link,
        title=title,
        summary=texts.get("summary", ""),
        text=texts.get("text", ""),
        published=published,
        seen=published,
        stated=line.published,
        language=language(line),
        country=line.country.lower(),
        keys=named[:1],
    )


def reindex(options: argparse.Namespace) -> int:
    """Index the whole archive again, as after a change of the analyser; the bot may run meanwhile."""
    number = asyncio.run(_reindex(settings_of(options)))
    if options.json:
        write({"indexed": number})
    else:
        print(f"{number} indexed")
    return 0


async def _reindex(settings: Settings) -> int:
    async with opened(settings) as (known, database):
        documents = search_upkeep.documents({feed.id: feed for feed in known.feeds})
        number, _ = await database.read(tally.extent)
        with progress("indexed", number) as done:
            return await search_upkeep.renew(database, documents, told=done, anyway=True)
