"""/search: from words to pages of stories, with the buttons that turn them, sort them or keep to one language."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta

import sqlalchemy as sa

from bot.boundaries import Clock
from bot.chat import replies
from bot.chat.asking import Answer, Asked, Rows
from bot.chat.paging import PAGE, here, pager
from bot.chat.preferences import language_name
from bot.chat.replies import Extent, Results, hit_of
from bot.model import Coverage, Entity, EntityId, Feed, FeedId
from bot.search.highlight import extract, highlight
from bot.search.query import Query, Sort
from bot.store import feeds, pages, stories, tally
from bot.store.database import Database
from bot.store.find import Finder, Wish
from bot.store.pages import Found

EXTRACT = 160
"""Code points of a summary shown."""
ALSO = 3
"""Reports in other languages shown below a story where few stories were found."""
COUNTED = timedelta(minutes=1)
"""How long a count of all items may serve again: of a million it takes a tenth of a second."""
SORTS: Mapping[str, Sort] = {"new": "new", "best": "best"}
KEPT = 500
"""Items a search can be paged through; its total is told beside it."""


class Searching:
    """Answers searches from one archive."""

    def __init__(
        self,
        database: Database,
        sources: Mapping[FeedId, Feed],
        entities: Mapping[EntityId, Entity],
        finder: Finder,
        clock: Clock,
    ) -> None:
        self._database = database
        self._sources = sources
        self._entities = entities
        self._finder = finder
        self._clock = clock
        self._counted: tuple[datetime, int, datetime | None] | None = None

    async def search(self, asked: Asked) -> Answer:
        """Answer /search."""
        if not asked.text.strip():
            return Answer(asked.say("search-usage"))
        return await self._answer(asked, self._wish(asked, Found(asked.user, asked.text, (), 0)))

    async def change(self, asked: Asked, found: Found, kind: str, value: str) -> Answer | None:
        """Answer a button that searches anew: `o` sorts, `l` keeps to a language or to none, `e` takes what was typed
        as it is.
        """
        if kind == "e":
            return await self._answer(asked, replace(self._wish(asked, found), text=found.typed, exact=True))
        if kind == "o" and value in SORTS:
            return await self._answer(asked, replace(self._wish(asked, found), sort=SORTS[value]), found.typed)
        if kind == "l" and value in {"", asked.language}:
            return await self._answer(asked, replace(self._wish(asked, found), language=value), found.typed)
        return None

    async def page(self, asked: Asked, found: Found, number: int, place: int) -> Answer:
        """Return one page of what was found when it was asked."""
        query = self._finder.read(self._wish(asked, found))
        shown = await self._database.read(stories.around, here(found.items, place), self._sources)
        more = ALSO if len(shown) < PAGE and not query.languages else 0
        hits = tuple(
            replace(hit_of(story, story.report(item), more), extract=self._extract(story.report(item), query))
            for item, story in shown.items()
        )
        results = Results(
            query=found.typed or found.query,
            hits=hits,
            total=found.total,
            more_than=found.more,
            corrected=found.query if found.typed else "",
            tracked=self.tracked(query),
            notes=query.notes,
            first=place * PAGE + 1,
            only=language_name(found.language) if found.language else "",
        )
        extent = Extent(0, 0, 0, None) if hits else await self._extent()
        html = replies.search(results, extent, asked.reader(self._clock()))
        return Answer(html, self._buttons(asked, found, query, number, place) if number else ())

    async def _answer(self, asked: Asked, wish: Wish, typed: str = "") -> Answer:
        found = await self._database.read(self._find, asked, wish, typed)
        changed = wish.language or wish.exact
        number = await self._database.write(pages.keep, found, now=self._clock()) if found.items or changed else 0
        return await self.page(asked, found, number, 0)

    def _find(self, conn: sa.Connection, asked: Asked, wish: Wish, typed: str) -> Found:
        query, hits, corrected = self._finder.find(conn, wish)
        leading = stories.leading(conn, hits.ids, asked.language)
        return Found(
            user=asked.user,
            query=corrected or wish.text,
            items=tuple(sorted(leading, reverse=True)) if query.sort == "new" else leading,
            total=hits.total,
            more=hits.more,
            typed=wish.text if corrected else typed,
            sort=wish.sort,
            language=wish.language,
        )

    def _wish(self, asked: Asked, found: Found) -> Wish:
        return Wish(found.query, self._clock(), asked.zone, limit=KEPT, sort=found.sort, language=found.language)

    def _buttons(self, asked: Asked, found: Found, query: Query, number: int, place: int) -> Rows:
        say = asked.say
        own = language_name(asked.language)
        sort = "best" if query.sort == "new" else "new"
        change = [(say(f"sort-{sort}"), f"o:{number}:{sort}")] if len(found.items) > 1 else []
        if found.language:
            change.append((say("all-languages"), f"l:{number}:"))
        elif len(found.items) > 1 and not query.languages:
            change.append((say("one-language", language=own), f"l:{number}:{asked.language}"))
        literal = [(say("literally", asked=replies.typed(found.typed)), f"e:{number}:")] if found.typed else []
        follow = [] if found.language else [(say("follow-this"), f"f:q:{number}")]  # a follow is of the words alone
        rows = (*pager(number, place, len(found.items), say), tuple(change), tuple(literal), tuple(follow))
        return tuple(row for row in rows if row)

    def tracked(self, query: Query) -> tuple[str, ...]:
        """Return the names of the entities that were found in every script."""
        named = dict.fromkeys(name.entity for name in query.names)
        return tuple(self._entities[entity].name for entity in named if entity in self._entities)

    async def _extent(self) -> Extent:
        states = await self._database.read(feeds.states)
        now = self._clock()
        if self._counted is None or now - self._counted[0] > COUNTED:
            self._counted = now, *await self._database.read(tally.extent)
        _, number, since = self._counted
        polled = [states[feed] for feed, source in self._sources.items() if source.enabled and feed in states]
        return Extent(items=number, feeds=len(polled), failing=sum(state.failures > 0 for state in polled), since=since)

    def _extract(self, report: Coverage, query: Query) -> tuple[tuple[str, bool], ...]:
        """Return the part of a summary with most hits in it, in pieces that are hits or not."""
        text = report.summary
        spans = highlight(text, query, report.language, self._finder.names)
        first, last = extract(text, spans, EXTRACT)
        pieces = [("…", False)] if first else []
        place = first
        for start, end in spans:
            if place <= start and end <= last:
                pieces += [(text[place:start], False), (text[start:end], True)]
                place = end
        pieces += [(text[place:last], False), *([("…", False)] if last < len(text) else [])]
        return tuple(piece for piece in pieces if piece[0])
