"""Knowledge for the replies: from what was asked to what is shown. Reads the archive, writes only pages of results."""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import timedelta

from bot.boundaries import Clock, Draw
from bot.chat import reasons, replies, why
from bot.chat.asking import Answer, Asked, Command, Turned
from bot.chat.inline import Inline
from bot.chat.latest import leads
from bot.chat.naming import Naming
from bot.chat.paging import BUTTON, PAGE, Page, here, opened, pager
from bot.chat.payloads import read_payload
from bot.chat.replies import hit_of
from bot.chat.searching import Searching
from bot.chat.seeking import Seeking
from bot.chat.sources import Sources
from bot.chat.stories import Stories
from bot.chat.trend import Trend
from bot.entities.match import Matcher
from bot.model import Entity, EntityId, Feed, FeedId, ItemId
from bot.search.names import SearchNames
from bot.search.query import Query
from bot.search.sources import SourceNames
from bot.store import pages, stories, tally
from bot.store.database import Database
from bot.store.find import Finder
from bot.store.pages import Found, Kind

KEPT_NEWEST = 50
"""Stories a list of the newest can be paged through."""


async def no_picture(title: str, days: Sequence[str], lines: Sequence[tuple[str, tuple[int, ...]]]) -> bytes:  # noqa: ARG001 - a Draw
    """Draw nothing: the numbers are text as well."""
    return b""


class Answers:
    """Answers everyone's questions from one archive; a command that needs much has a class of its own."""

    def __init__(
        self,
        database: Database,
        sources: Mapping[FeedId, Feed],
        entities: Sequence[Entity],
        clock: Clock,
        matcher: Matcher | None = None,
        draw: Draw = no_picture,
    ) -> None:
        self._database = database
        self._sources = sources
        self._clock = clock
        self._matcher = matcher or Matcher(entities)
        outlets = SourceNames(sources.values())
        self.finder = finder = Finder(SearchNames(entities), outlets)
        self._naming = Naming(entities, finder.names)
        self._entities = self._naming.entities
        self._seeking = Seeking(database, finder, clock)
        self._searching = Searching(database, sources, self._entities, finder, clock)
        self._stories = Stories(database, sources, self._seeking, clock)
        self._trend = Trend(database, self._naming, draw, clock)
        self._outlets = Sources(database, sources, outlets, clock)
        self._pages: Mapping[Kind, Page] = {
            "search": self._searching.page,
            "latest": self._newest_page,
            "story": self._stories.page,
        }
        self.inline = Inline(database, sources, list(self._entities), finder, clock)

    @property
    def commands(self) -> Mapping[str, Command]:
        """Return what answers each command."""
        return {
            "start": self.start,
            "help": self.help,
            "search": self._searching.search,
            "latest": self.latest,
            "story": self._stories.story,
            "trend": self._trend.trend,
            "source": self._outlets.source,
            "cite": self._stories.cite,
            "why": self.why,
            "entities": self.entities,
        }

    def tracked(self, query: Query) -> tuple[str, ...]:
        """Return the names of the entities that were found in every script."""
        return self._searching.tracked(query)

    async def start(self, asked: Asked) -> Answer:
        """Answer /start; with the payload of a link behind it, show at once what that leads to."""
        if not asked.text.strip():
            return Answer(
                replies.welcome([entity.called(asked.language) for entity in self._entities.values()], asked.say)
            )
        payload = read_payload(asked.text.strip())
        if payload is None:
            return Answer(asked.say("link-unknown"))
        if payload.kind == "story":
            return await self._stories.show(asked, ItemId(int(payload.value)), unknown="link-unknown")
        if payload.kind == "search":
            return await self._searching.search(replace(asked, text=payload.value))
        if payload.value not in self._entities:
            return Answer(asked.say("link-unknown"))
        return await self._newest(asked, [EntityId(payload.value)])

    async def help(self, asked: Asked) -> Answer:
        """Answer /help."""
        return Answer(asked.say("help", bot=asked.bot))

    async def entities(self, asked: Asked) -> Answer:
        """Answer /entities."""
        since = self._clock() - timedelta(days=7)
        counts = await self._database.read(tally.of_entities, since=since)
        return Answer(replies.entities(list(self._entities.values()), counts, asked.reader(self._clock())))

    async def latest(self, asked: Asked) -> Answer:
        """Answer /latest: the newest stories of everyone followed, or of those whose names are given."""
        named = self._naming.read(asked.text.replace(",", " ").split())
        if named.unknown:
            return Answer(replies.no_entity(named.unknown, list(self._entities.values()), asked.say))
        return await self._newest(asked, named.entities)

    async def why(self, asked: Asked) -> Answer:
        """Answer /why: about the post it replies to, a link, the number of an item, or the best hit for words."""
        one = await self._seeking.one(asked, "why", unknown="why-unknown")
        if isinstance(one, Answer):
            return one
        kept = await self._database.read(reasons.kept, one, self._sources)
        if kept is None:
            return Answer(asked.say("why-unknown"))
        found = await asyncio.to_thread(reasons.reasons, kept, self._matcher)
        return Answer(why.explained(found, self._entities, asked.reader(self._clock())))

    async def turn(self, asked: Asked) -> Turned:
        """Answer a press on a button below a list that was kept: `kind:number:value`."""
        pressed = BUTTON.fullmatch(asked.text)
        if pressed is None:
            return Turned()
        kind, number, value = pressed.groups()
        found = await opened(self._database, asked, int(number), *self._pages, now=self._clock())
        if isinstance(found, Turned):
            return found
        turning = {"s": self._page, "c": self._stories.citations} if found.kind == "story" else {"s": self._page}
        if kind in turning and value.isdigit():
            return Turned(answer=await turning[kind](asked, found, int(number), int(value)))
        if found.kind == "search":
            return Turned(answer=await self._searching.change(asked, found, kind, value))
        return Turned()

    async def _page(self, asked: Asked, found: Found, number: int, place: int) -> Answer:
        return await self._pages[found.kind](asked, found, number, place)

    async def _newest(self, asked: Asked, wanted: Sequence[EntityId]) -> Answer:
        named = list(wanted or self._entities)
        newest = await self._database.read(leads, named, self._sources, asked.language, limit=KEPT_NEWEST)
        found = Found(asked.user, " ".join(wanted), newest, len(newest), kind="latest")
        number = await self._database.write(pages.keep, found, now=self._clock()) if len(newest) > PAGE else 0
        return await self._newest_page(asked, found, number, 0)

    async def _newest_page(self, asked: Asked, found: Found, number: int, place: int) -> Answer:
        """Return one page of the newest stories: those there were when it was asked."""
        about = [
            self._entities[EntityId(name)].called(asked.language)
            for name in found.query.split()
            if name in self._entities
        ]
        told = await self._database.read(stories.around, here(found.items, place), self._sources)
        hits = [hit_of(story, story.report(item)) for item, story in told.items()]
        html = replies.latest(hits, about, asked.reader(self._clock()), first=place * PAGE + 1)
        return Answer(html, pager(number, place, len(found.items), asked.say))
