"""All that is done with a document before the archive is asked: parsed, its entries made items, its items named.

It is one function so that the worker process does all of it, and what comes back is what will be stored.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from bot.feeds.document import Document
from bot.feeds.identity import identified
from bot.feeds.normalise import normalise
from bot.feeds.parse import parse
from bot.model import Feed, Item, Page


@dataclass(frozen=True, slots=True)
class Reading:
    """What a page said: of itself (`document`, without its entries), and its items in its order, with their keys.

    `unusable` counts the entries that no reader could be shown.
    """

    document: Document
    items: Sequence[Item] = ()
    unusable: int = 0


def read(page: Page, feed: Feed, *, shared_links: bool, now: datetime) -> Reading:
    """Return what a page of the feed says. Raises nothing but FormatError."""
    document = parse(page.body, content_type=page.content_type, url=page.url)
    found = [normalise(entry, feed, now=now, language=document.language) for entry in document.entries]
    items = identified([one for one in found if isinstance(one, Item)], shared_links=shared_links)
    return Reading(replace(document, entries=()), items, unusable=len(found) - len(items))
