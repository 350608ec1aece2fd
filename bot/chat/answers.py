"""Knowledge for the replies: from what was asked to what is shown. Reads the archive, writes only pages of results."""

import asyncio
import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import timedelta

from bot.boundaries import Clock
from bot.chat import reasons, replies, why
from bot.chat.asking import Answer, Asked, Rows, Turned
from bot.chat.payloads import read_payload
from bot.chat.replies import Extent, Hit, Results
from bot.digest.lines import headline
from bot.entities.match import Matcher
from bot.model import Coverage, Entity, EntityId, Feed, FeedId, ItemId, Story, StoryId
from bot.search.highlight import extract, highlight
from bot.search.names import SearchNames
from bot.search.query import Query
from bot.search.sources import SourceNames
from bot.store import feeds, items, pages, stories
from bot.store.database import Database
from bot.store.find import Finder, Wish
from bot.text.say import Phrases

PAGE = 5
"""Stories on one page."""
EXTRACT = 160
"""Code points of a summary shown."""
ALSO = 3
"""Reports in other languages shown below a story where few stories were found."""
KEPT_HITS, KEPT_NEWEST = 500, 50
"""Items a search, and stories a list of the newest, can be paged through; a search's total is told beside it."""
LONGEST_NAME = 4
"""Words."""
_NUMBER = re.compile("[0-9]{1,15}")
"""What is shorter than any item's number, and fits the database."""
_ITEM = re.compile("[0-9]{16,19}")


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

    async def start(self, asked: Asked) -> Answer:
        """Answer /start; with the payload of a link behind it, show at once what that leads to."""
        if not asked.text.strip():
            return Answer(replies.welcome([entity.name for entity in self._entities.values()], asked.say))
        payload = read_payload(asked.text.strip())
        if payload is None:
            return Answer(asked.say("link-unknown"))
        if payload.kind == "story":
            return await self._story(asked, StoryId(int(payload.value)))
        if payload.kind == "search":
            return await self.search(replace(asked, text=payload.value))
        if payload.value not in self._entities:
            return Answer(asked.say("link-unknown"))
        return await self._newest(asked, [EntityId(payload.value)])

    async def help(self, asked: Asked) -> Answer:
        """Answer /help."""
        return Answer(asked.say("help"))

    async def entities(self, asked: Asked) -> Answer:
        """Answer /entities."""
        since = self._clock() - timedelta(days=7)
        counts = await self._database.read(items.counts, since=since)
        return Answer(replies.entities(list(self._entities.values()), counts, asked.reader(self._clock())))

    async def latest(self, asked: Asked) -> Answer:
        """Answer /latest: the newest stories of everyone followed, or of those whose names are given."""
        wanted, unknown = self._named(asked.text)
        if unknown:
            return Answer(replies.no_entity(unknown, list(self._entities.values()), asked.say))
        return await self._newest(asked, wanted)

    async def search(self, asked: Asked) -> Answer:
        """Answer /search."""
        if not asked.text.strip():
            return Answer(asked.say("search-usage"))
        query, hits, corrected = await self._database.read(self._finder.find, self._wish(asked, asked.text))
        found = pages.Found(asked.user, query.text, hits.ids, hits.total, hits.more)
        number = await self._database.write(pages.keep, found, now=self._clock()) if hits.ids else 0
        results = Results(
            query=asked.text,
            hits=(),
            total=hits.total,
            more_than=hits.more,
            corrected=corrected,
            tracked=self._tracked(query),
            notes=query.notes,
        )
        return await self._page(asked, results, query, found, number, 0)

    async def why(self, asked: Asked) -> Answer:
        """Answer /why: about the post it replies to, a link, the number of an item, or the best hit for words."""
        if not asked.text.strip() and not asked.links:
            return Answer(asked.say("why-usage"))
        meant = await self._meant(asked)
        if len(meant) > 1:
            loaded = await self._database.read(items.items, meant)
            return Answer(why.which([loaded[number] for number in meant if number in loaded], asked.say))
        kept = await self._database.read(reasons.kept, meant[0], self._sources) if meant else None
        if kept is None:
            return Answer(asked.say("why-unknown"))
        found = await asyncio.to_thread(reasons.reasons, kept, self._matcher)
        return Answer(why.explained(found, self._entities, asked.reader(self._clock())))

    async def turn(self, asked: Asked) -> Turned:
        """Answer a press on a button below results: `s:number:page`."""
        kind, _, rest = asked.text.partition(":")
        number, _, place = rest.partition(":")
        if kind != "s" or not _NUMBER.fullmatch(number) or not _NUMBER.fullmatch(place):
            return Turned()
        found = await self._database.read(pages.load, int(number), now=self._clock())
        if found is None:
            return Turned(toast=asked.say("expired"))
        if found.user != asked.user:
            return Turned(toast=asked.say("not-yours"))
        if found.kind == "latest":
            return Turned(answer=await self._newest_page(asked, found, int(number), int(place)))
        query = self._finder.read(self._wish(asked, found.query))
        tracked = self._tracked(query)
        results = Results(query=found.query, hits=(), total=found.total, more_than=found.more, tracked=tracked)
        return Turned(answer=await self._page(asked, results, query, found, int(number), int(place)))

    def _named(self, text: str) -> tuple[list[EntityId], str]:
        """Return the entities that words name, the longest names first, and the first word that names none."""
        words, found = text.replace(",", " ").split(), list[EntityId]()
        while words:
            length = next(
                (n for n in range(LONGEST_NAME, 0, -1) if self._finder.names.resolve(" ".join(words[:n]))), None
            )
            name = self._finder.names.resolve(" ".join(words[:length])) if length else None
            if name is None or name not in self._entities:
                return [], " ".join(words)
            found.append(name)
            words = words[length:]
        return list(dict.fromkeys(found)), ""

    async def _story(self, asked: Asked, number: StoryId) -> Answer:
        """Show a story, by what it is called now or was called once."""
        now_in = (await self._database.read(stories.of_items, [ItemId(int(number))])).get(ItemId(int(number)), number)
        found = await self._database.read(stories.load, [now_in], self._sources)
        if not found:
            return Answer(asked.say("link-unknown"))
        return Answer(replies.story(found[0], headline(found[0], asked.language), asked.reader(self._clock())))

    async def _newest(self, asked: Asked, wanted: Sequence[EntityId]) -> Answer:
        ids = await self._database.read(stories.newest, list(wanted or self._entities), limit=KEPT_NEWEST)
        founders = tuple(ItemId(int(number)) for number in ids)
        found = pages.Found(asked.user, " ".join(wanted), founders, len(ids), kind="latest")
        number = await self._database.write(pages.keep, found, now=self._clock()) if len(ids) > PAGE else 0
        return await self._newest_page(asked, found, number, 0)

    async def _newest_page(self, asked: Asked, found: pages.Found, number: int, place: int) -> Answer:
        """Return one page of the newest stories: those there were when it was asked."""
        about = [self._entities[EntityId(name)].name for name in found.query.split() if name in self._entities]
        here = [StoryId(int(item)) for item in found.items[place * PAGE : (place + 1) * PAGE]]
        loaded = {story.id: story for story in await self._database.read(stories.load, here, self._sources)}
        hits = [_hit(loaded[one], headline(loaded[one], asked.language)) for one in here if one in loaded]
        html = replies.latest(hits, about, asked.reader(self._clock()), first=place * PAGE + 1)
        return Answer(html, _pager(number, place, (len(found.items) - 1) // PAGE, asked.say))

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
        _, hits, _ = await self._database.read(self._finder.find, replace(self._wish(asked, text), limit=1))
        return list(hits.ids[:1])

    def _tracked(self, query: Query) -> tuple[str, ...]:
        """Return the names of the entities that were found in every script."""
        named = dict.fromkeys(name.entity for name in query.names)
        return tuple(self._entities[entity].name for entity in named if entity in self._entities)

    def _wish(self, asked: Asked, text: str) -> Wish:
        return Wish(text, now=self._clock(), zone=asked.zone, limit=KEPT_HITS)

    async def _page(
        self, asked: Asked, results: Results, query: Query, found: pages.Found, number: int, place: int
    ) -> Answer:
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
        hits = []
        for one, item in shown:
            if one in loaded:
                report = next(
                    (report for report in loaded[one].coverage if report.item == item), loaded[one].coverage[0]
                )
                hits.append(
                    replace(_hit(loaded[one], report, more), extract=_extract(report, query, self._finder.names))
                )
        extent = await self._extent() if not hits else Extent(0, 0, 0, None)
        results = replace(results, hits=tuple(hits), first=place * PAGE + 1)
        html = replies.search(results, extent, asked.reader(self._clock()))
        return Answer(html, _pager(number, place, (len(grouped) - 1) // PAGE, asked.say))

    async def _extent(self) -> Extent:
        states = await self._database.read(feeds.states)
        number, since = await self._database.read(items.extent)
        polled = [states[feed] for feed, source in self._sources.items() if source.enabled and feed in states]
        return Extent(items=number, feeds=len(polled), failing=sum(state.failures > 0 for state in polled), since=since)


def _hit(story: Story, report: Coverage, more: int = 0) -> Hit:
    others = {one.language: one for one in reversed(story.coverage) if one.language != report.language}
    return Hit(
        report=report,
        outlets=len({one.feed.id for one in story.coverage}),
        languages=len(story.languages),
        also=tuple(others.values())[:more],
    )


def _pager(number: int, place: int, last: int, say: Phrases) -> Rows:
    if last < 1:
        return ()
    back = [(say("back"), f"s:{number}:{place - 1}")] if place else []
    here = [(f"{place + 1} / {last + 1}", "-")]
    onward = [(say("next"), f"s:{number}:{place + 1}")] if place < last else []
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
