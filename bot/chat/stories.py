"""/story and /cite: one event with all who reported it, and what of it can be cited."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

import sqlalchemy as sa

from bot.boundaries import Clock
from bot.chat import citing, telling
from bot.chat.asking import Answer, Asked, Rows
from bot.chat.paging import PAGE, Page, here, pager
from bot.chat.seeking import Seeking
from bot.model import Feed, FeedId, ItemId, StoryId
from bot.store import citations, pages, stories
from bot.store.database import Database
from bot.store.pages import Found


class Stories:
    """Shows stories, a page of reports at a time, and cites their reports."""

    def __init__(self, database: Database, sources: Mapping[FeedId, Feed], seeking: Seeking, clock: Clock) -> None:
        self._database = database
        self._sources = sources
        self._seeking = seeking
        self._clock = clock

    async def story(self, asked: Asked) -> Answer:
        """Answer /story: about a number, a link, words, or the post it replies to."""
        one = await self._seeking.one(asked, "story")
        return one if isinstance(one, Answer) else await self.show(asked, one)

    async def cite(self, asked: Asked) -> Answer:
        """Answer /cite: a report, or by a story's number all of its reports."""
        one = await self._seeking.one(asked, "cite")
        return one if isinstance(one, Answer) else await self._cite(asked, one)

    async def show(self, asked: Asked, item: ItemId, unknown: str = "no-report") -> Answer:
        """Show the story of a report, or of that number; `unknown` is the phrase for what is not there."""
        reports = await self._database.read(_reports, item)
        if not reports.standing:
            return Answer(asked.say(unknown))
        return await self._keep(asked, reports, reports.standing, self.page)

    async def page(self, asked: Asked, found: Found, number: int, place: int) -> Answer:
        """Return one page of a story's reports: those there were when it was asked for."""
        told = await self._database.read(stories.around, found.items, self._sources)
        story = next(iter(told.values()), None)
        if story is None:
            return await self.citations(asked, found, number, place)
        story = replace(story, coverage=tuple(one for one in story.coverage if one.item in found.items))
        earlier = await self._database.read(citations.wordings, here(found.items, place))
        shown = dict(enumerate(here(found.items, place), place * PAGE + 1))
        html = telling.story(story, shown, earlier, asked.reader(self._clock()))
        cite: Rows = (((asked.say("cite-button"), f"c:{number}:{place}"),),)
        return Answer(html, (*pager(number, place, len(found.items), asked.say), *cite))

    async def citations(self, asked: Asked, found: Found, number: int, place: int) -> Answer:
        """Return one page of citations of a story's reports."""
        cited = await self._database.read(citations.load, here(found.items, place))
        reader = asked.reader(self._clock())
        shown = [cited[one] for one in here(found.items, place) if one in cited]
        back: Rows = (((asked.say("story-button"), f"s:{number}:{place}"),),)
        stands = await self._database.read(stories.of_items, found.items)
        html = citing.cited(shown, self._sources, reader, first=place)
        return Answer(html, (*pager(number, place, len(found.items), asked.say, "c"), *(back if stands else ())))

    async def _cite(self, asked: Asked, item: ItemId) -> Answer:
        """Cite one report; where it founded a story, whose number is the same, all reports of that."""
        reports = await self._database.read(_reports, item)
        if not reports.all:
            return Answer(asked.say("no-report"))
        founded = int(reports.story) == int(item)
        return await self._keep(asked, reports, reports.all if founded else (item,), self.citations)

    async def _keep(self, asked: Asked, reports: "_Reports", listed: tuple[ItemId, ...], page: Page) -> Answer:
        found = Found(asked.user, str(reports.story), listed, len(listed), kind="story")
        return await page(asked, found, await self._database.write(pages.keep, found, now=self._clock()), 0)


@dataclass(frozen=True, slots=True)
class _Reports:
    """The reports of a story, oldest first: all of them, and those that were not taken back."""

    story: StoryId
    all: tuple[ItemId, ...]
    standing: tuple[ItemId, ...]


def _reports(conn: sa.Connection, item: ItemId) -> _Reports:
    """Return the reports of the story a report is in, or of the one that its number once named."""
    own = citations.load(conn, [item]).get(item)
    number = own.story if own and own.story else StoryId(int(item))
    cited = citations.load(conn, stories.reports(conn, number))
    ordered = sorted(cited.values(), key=lambda one: (one.published, one.item))
    standing = tuple(one.item for one in ordered if not one.withdrawn)
    return _Reports(number, tuple(one.item for one in ordered), standing)
