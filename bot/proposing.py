"""An address that somebody proposes as a feed is asked once; what it would bring is told, and nothing of it stored."""

import asyncio
import re
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Final, TypeVar

from anyascii import anyascii
from pydantic import ValidationError

from bot.boundaries import Fetch
from bot.chat.adding import LONGEST, Proposal
from bot.configuration.feed_table import FeedTable
from bot.entities.match import Matcher
from bot.errors import FetchError, FormatError, MovedError, WebPageError
from bot.feeds.leading import first_own
from bot.feeds.reading import Reading
from bot.feeds.roster import asked_at
from bot.feeds.state import FeedState
from bot.model import Entity, Feed, FeedId, Item, Page, Unchanged
from bot.pipeline.understand import fields_of
from bot.text.domains import domain_of, is_shared
from bot.text.languages import is_language, primary

T = TypeVar("T")

NEWEST: Final = 20
"""Items that are matched."""
PATIENCE: Final = timedelta(seconds=60)
"""How long an address may take, with the page it leads to; whoever asked waits, nobody else does."""


async def first_read(feed: Feed, *, fetch: Fetch, read: Callable[[Page], Awaitable[T]]) -> tuple[Page, T]:
    """Ask a feed's address once, or the feed that a page there leads to, and return what it answers and says.

    Raises FeedError.
    """

    async def ask(state: FeedState) -> tuple[Page, T]:
        page = await fetch(feed, state)
        if isinstance(page, Unchanged):
            raise FetchError('it answers "unchanged" to a first question')
        return page, await read(page)

    try:
        return await ask(FeedState())
    except WebPageError as page:
        if target := first_own(feed, page):
            return await ask(FeedState(moved_to=target))
        raise


def name_of(words: str, taken: set[str]) -> str:
    """Return an id made from words, which no other feed has."""
    words = re.sub("[^a-z0-9]+", "-", anyascii(words).lower())[: LONGEST - 4].strip("-") or "feed"
    number, name = 2, words
    while name in taken:
        number, name = number + 1, f"{words}-{number}"
    return name


@dataclass(frozen=True, slots=True)
class Proposer:
    """Asks for administrators. `feeds` are those in force, `states` returns what is remembered of them."""

    feeds: Mapping[FeedId, Feed]
    entities: Sequence[Entity]
    matcher: Matcher
    fetch: Fetch
    read: Callable[[Page, Feed], Awaitable[Reading]]
    states: Callable[[], Awaitable[Mapping[FeedId, FeedState]]]

    async def __call__(self, url: str, name: str) -> Proposal:
        """Return what an address would bring, by the id `name`, or one made of its title. Raises FeedError."""
        self._check(name)
        typed = url if "://" in url else f"https://{url}"
        feed = Feed(FeedId(name or "proposed"), title=typed, url=typed)
        if known := await self._known(typed):
            return Proposal({}, 0, None, 0, {}, known)
        try:
            async with asyncio.timeout(PATIENCE.total_seconds()):
                page, reading = await first_read(feed, fetch=self.fetch, read=lambda page: self.read(page, feed))
        except TimeoutError:
            raise FetchError(f"it did not come within {PATIENCE.total_seconds():.0f} s") from None
        except MovedError as moved:
            raise FetchError(f"it moved to {moved.target}; if you mean that, give its address") from None
        where = page.moved_to or page.asked
        keys = self._keys(where, name, reading)
        newest = sorted(reading.items, key=lambda item: item.published, reverse=True)[:NEWEST]
        named = await asyncio.to_thread(self._named, newest)
        last = max((item.stated for item in newest if item.stated), default=None)
        return Proposal(keys, len(reading.items), last, len(newest), named, await self._known(where))

    def _check(self, name: str) -> None:
        if name and not re.fullmatch(rf"[a-z0-9][a-z0-9_-]{{0,{LONGEST - 1}}}", name):
            raise FormatError(f"an id has small letters a-z, digits, - and _, at most {LONGEST} of them")
        if FeedId(name) in self.feeds:
            raise FormatError(f"the id {name} is taken")

    async def _known(self, url: str) -> str:
        """Return the feed that is read at an address already, or was given it and moved; "" if none is."""
        feeds = self.feeds.values()
        return asked_at(url, feeds, await self.states()) or asked_at(url, feeds, {}) or ""

    def _keys(self, url: str, name: str, reading: Reading) -> dict[str, Any]:
        """Return the keys of the [[feed]]. It is one voice with all of its domain, and labelled as they are."""
        document, domain = reading.document, domain_of(url)
        title = document.title.strip()[:100] or domain
        language = document.language if is_language(primary(document.language)) else ""
        kin = None if is_shared(domain) else next((feed for feed in self.feeds.values() if _is_of(domain, feed)), None)
        keys = {
            "id": name or name_of(document.title or domain, set(self.feeds)),
            "title": title,
            "url": url,
            "language": language,
            "owner": kin.owner if kin and kin.owner else domain,
            "ownership": kin.ownership if kin else "unknown",
            "ownership_source": kin.ownership_source if kin else "",
        }
        try:
            FeedTable.model_validate(keys)
        except ValidationError as error:
            raise FormatError(str(error.errors()[0]["msg"]).removeprefix("Value error, ")) from None
        return keys

    def _named(self, newest: Sequence[Item]) -> dict[str, list[str]]:
        """Return the titles that name each entity, in the order of the configuration."""
        found = [(item.title, self.matcher.match(fields_of(item), language=item.language).entities) for item in newest]
        named = {entity.name: [title for title, ids in found if entity.id in ids] for entity in self.entities}
        return {name: titles for name, titles in named.items() if titles}


def _is_of(domain: str, feed: Feed) -> bool:
    return domain in {domain_of(feed.url), *feed.domains}
