"""All that is done with a document before the archive is asked: parsed, its entries made items, its items named.

It is one function so that the worker process does all of it, and what comes back is what will be stored.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from bot.feeds.document import Document
from bot.feeds.identity import identified
from bot.feeds.normalise import normalise
from bot.feeds.parse import parse
from bot.model import Feed, Item, Page, Unusable


@dataclass(frozen=True, slots=True)
class Reading:
    """What a page said: of itself (`document`, without its entries), and its items in its order, with their keys.

    `unusable` counts the entries that no reader can be shown, by reason.
    """

    document: Document
    items: Sequence[Item] = ()
    unusable: Mapping[str, int] = field(default_factory=dict)


def read(page: Page, feed: Feed, *, shared_links: bool, now: datetime) -> Reading:
    """Return what a page of the feed says. Raises nothing but FormatError."""
    document = parse(page.body, content_type=page.content_type, url=page.url)
    usable, unusable = items_of(document, feed, now=now)
    return Reading(replace(document, entries=()), identified(usable, shared_links=shared_links), unusable)


def items_of(document: Document, feed: Feed, *, now: datetime) -> tuple[list[Item], Counter[str]]:
    """Return the items a document holds, in its order, and how many entries cannot be shown, by reason."""
    found = [normalise(entry, feed, now=now, language=document.language) for entry in document.entries]
    unusable = Counter(one.reason for one in found if isinstance(one, Unusable))
    if document.left_out:
        unusable[f"beyond the newest {len(document.entries):,} of one document"] = document.left_out
    return [item for item in found if isinstance(item, Item)], unusable
