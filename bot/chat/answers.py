"""Knowledge for the replies: from what was asked to what is shown. Reads the archive, writes only pages of results."""

import asyncio
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, timedelta

from bot.boundaries import Clock
from bot.chat import reasons, replies, why
from bot.chat.replies import Extent, Hit, Results
from bot.entities.match import Matcher
from bot.model import Coverage, Entity, EntityId, Feed, FeedId, ItemId, Story, StoryId
from bot.search.highlight import extract, highlight
from bot.search.names import SearchNames
from bot.search.query import Query
from bot.search.sources import SourceNames
from bot.store import feeds, items, pages, stories
from bot.store.database import Database
from bot.store.find import Finder, Wish

PAGE = 5
"""Stories on one page."""
EXTRACT = 160
"""Code points of a summary shown."""
ALSO = 3
"""Reports in other languages shown below a story where few stories were found."""
KEPT_HITS = 500
"""Items a search can be paged through; the total is told beside it."""
EXPIRED = "This search is more than a day old. Please ask again."
NOT_YOURS = "Only who asked can turn these pages."
_NUMBER = re.compile("[0-9]{1,15}")
"""What is shorter than any item's number, and fits the database."""
_ITEM = re.compile("[0-9]{16,19}")


@dataclass(frozen=True, slots=True)
class Asked:
    """What somebody wrote behind a command, or the data of the button they pressed.

    `links` are those of the message it replies to, in their order.
    """

    text: str
    user: int
    links: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Answer:
    """What to say, and the rows of buttons under it as (text, data)."""

    html: str
    buttons: tuple[tuple[tuple[str, str], ...], ...] = ()


@dataclass(frozen=True, slots=True)
class Turned:
    """What a press of a button leads to: another page, or a word about why not."""

    toast: str = ""
    answer: Answer | None = None


class Answers:
    """Answers everyone's questions from one archive."""

    def __init__(
        self,
        database: Database,
        sources: Mapping[FeedId, Feed],
        entities: Sequence[Entity],
        clock: Clock,
        matcher: Matcher | None = None,
    ) -> None:
        self._database = database
        self._sources = sources
        self._entities = {entity.id: entity for entity in entities}
        self._finder = Finder(SearchNames(entities), SourceNames(sources.values()))
        self._clock = clock
        self._matcher = matcher or Matcher(entities)

    async def welcome(self, _: Asked) -> Answer:
        """Answer /start."""
        return Answer(replies.welcome([entity.name for entity in self._entities.values()]))

    async def help(self, _: Asked) -> Answer:
        """Answer /help."""
        return Answer(replies.help_text())

    async def entities(self, _: Asked) -> Answer:
        """Answer /entities."""
        since = self._clock() - timedelta(days=7)
        counts = await self._database.read(items.counts, since=since)
        return Answer(replies.entities(list(self._entities.values()), counts))

    async def latest(self, asked: Asked) -> Answer:
        """Answer /latest: the newest stories of everyone followed, or of one."""
        name = asked.text.strip()
        wanted: Sequence[EntityId] = list(self._entities)
        about = ""
        if name:
            found = self._finder.names.resolve(name)
            if found is None:
                return Answer(replies.no_entity(name, list(self._entities.values())))
            wanted, about = [found], self._entities[found].name
        newest = await self._database.read(stories.newest, wanted, self._sources, limit=PAGE)
        return Answer(replies.latest([self._hit(story) for story in newest], about, now=self._clock()))

    async def search(self, asked: Asked) -> Answer:
        """Answer /search."""
        if not asked.text.strip():
            return Answer(replies.search_usage())
        now = self._clock()
        query, hits, corrected = await self._database.read(self._finder.find, self._wish(asked.text))
        found = pages.Found(asked.user, query.text, hits.ids, hits.total, hits.more)
        number = await self._database.write(pages.keep, found, now=now) if hits.ids else 0
        results = Results(
            query=asked.text,
            hits=(),
            total=hits.total,
            more_than=hits.more,
            corrected=corrected,
            tracked=self._tracked(query),
            notes=query.notes,
        )
        return await self._page(results, query, found, number, 0)

    async def why(self, asked: Asked) -> Answer:
        """Answer /why: about the post it replies to, a link, the number of an item, or the best hit for words."""
        if not asked.text.strip() and not asked.links:
            return Answer(why.usage())
        meant = await self._meant(asked)
        if len(meant) > 1:
            loaded = await self._database.read(items.items, meant)
            return Answer(why.which([loaded[number] for number in meant if number in loaded]))
        kept = await self._database.read(reasons.kept, meant[0], self._sources) if meant else None
        if kept is None:
            return Answer(why.unknown())
        found = await asyncio.to_thread(reasons.reasons, kept, self._matcher)
        return Answer(why.explained(found, self._entities, now=self._clock()))

    async def _meant(self, asked: Asked) -> list[ItemId]:
        """Return the items somebody asks about: several only for a post that tells of several."""
        text = asked.text.strip()
        behind = [await self._database.read(items.by_link, link) for link in asked.links]
        told = list(dict.fromkeys(number for number in behind if number is not None))
        if not text:
            return told
        if _NUMBER.fullmatch(text) and 0 < int(text) <= len(told):
            return [told[int(text) - 1]]
        if _ITEM.fullmatch(text) and int(text) < 2**63:
            return [ItemId(int(text))]
        if text.startswith(("http://", "https://")):
            number = await self._database.read(items.by_link, text)
            return [] if number is None else [number]
        _, hits, _ = await self._database.read(self._finder.find, replace(self._wish(text), limit=1))
        return list(hits.ids[:1])

    async def turn(self, asked: Asked) -> Turned:
        """Answer a press on a button below results: `s:number:page`."""
        kind, _, rest = asked.text.partition(":")
        number, _, place = rest.partition(":")
        if kind != "s" or not _NUMBER.fullmatch(number) or not _NUMBER.fullmatch(place):
            return Turned()
        found = await self._database.read(pages.load, int(number), now=self._clock())
        if found is None:
            return Turned(toast=EXPIRED)
        if found.user != asked.user:
            return Turned(toast=NOT_YOURS)
        query = self._finder.read(self._wish(found.query))
        tracked = self._tracked(query)
        results = Results(query=found.query, hits=(), total=found.total, more_than=found.more, tracked=tracked)
        return Turned(answer=await self._page(results, query, found, int(number), int(place)))

    def _tracked(self, query: Query) -> tuple[str, ...]:
        """Return the names of the entities that were found in every script."""
        named = dict.fromkeys(name.entity for name in query.names)
        return tuple(self._entities[entity].name for entity in named if entity in self._entities)

    def _wish(self, text: str) -> Wish:
        return Wish(text, now=self._clock(), zone=UTC, limit=KEPT_HITS)

    async def _page(self, asked: Results, query: Query, found: pages.Found, number: int, place: int) -> Answer:
        """Return one page: the stories of the hits, each at the place of its best hit."""
        order = await self._database.read(stories.of_items, found.items)
        grouped: dict[StoryId, ItemId] = {}
        for item in found.items:
            if item in order:
                grouped.setdefault(order[item], item)
        shown = list(grouped.items())[place * PAGE : (place + 1) * PAGE]
        loaded = {
            story.id: story
            for story in await self._database.read(stories.load, [story for story, _ in shown], self._sources)
        }
        more = ALSO if len(shown) < PAGE else 0
        hits = [self._hit(loaded[story], item, query, more) for story, item in shown if story in loaded]
        extent = await self._extent() if not hits else Extent(0, 0, 0, None)
        results = replace(asked, hits=tuple(hits), first=place * PAGE + 1)
        last = (len(grouped) - 1) // PAGE
        return Answer(replies.search(results, extent, now=self._clock()), _pager(number, place, last))

    def _hit(self, story: Story, item: ItemId | None = None, query: Query | None = None, more: int = 0) -> Hit:
        report = next((one for one in story.coverage if one.item == item), story.coverage[0])
        others = {one.language: one for one in reversed(story.coverage) if one.language != report.language}
        return Hit(
            report=report,
            outlets=len({one.feed.id for one in story.coverage}),
            languages=len(story.languages),
            also=tuple(others.values())[:more],
            extract=_extract(report, query, self._finder.names) if query is not None else (),
        )

    async def _extent(self) -> Extent:
        states = await self._database.read(feeds.states)
        number, since = await self._database.read(items.extent)
        polled = [states[feed] for feed, source in self._sources.items() if source.enabled and feed in states]
        return Extent(items=number, feeds=len(polled), failing=sum(state.failures > 0 for state in polled), since=since)


def _pager(number: int, place: int, last: int) -> tuple[tuple[tuple[str, str], ...], ...]:
    if last < 1:
        return ()
    back = [("‹ Back", f"s:{number}:{place - 1}")] if place else []
    here = [(f"{place + 1} / {last + 1}", "-")]
    onward = [("Next ›", f"s:{number}:{place + 1}")] if place < last else []
    return ((*back, *here, *onward),)


def _extract(report: Coverage, query: Query, names: SearchNames) -> tuple[tuple[str, bool], ...]:
    """Return the part of a summary with most hits in it, in pieces that are hits or not."""
    text = report.summary
    spans = highlight(text, query, report.language, names)
    first, last = extract(text, spans, EXTRACT)
    pieces = [("…", False)] if first else []
    place = first
    for start, end in spans:
        if place <= start and end <= last:
            pieces += [(text[place:start], False), (text[start:end], True)]
            place = end
    pieces += [(text[place:last], False), *([("…", False)] if last < len(text) else [])]
    return tuple(piece for piece in pieces if piece[0])
