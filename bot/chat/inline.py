"""Inline mode (`@bot putin` in any chat): stories while somebody types; a chosen one becomes a message of theirs.

What was found for a query is kept in memory while its pages are turned: typing leaves nothing in the database. A page
asked for after a restart, or much later, ends the list.
"""

from collections import OrderedDict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import count

import sqlalchemy as sa

from bot.boundaries import Clock
from bot.chat.asking import Asked
from bot.chat.latest import leads
from bot.chat.payloads import search_payload
from bot.chat.replies import Hit, Reader, facts, hit_of
from bot.digest.lines import linked_title
from bot.digest.render import visible
from bot.model import EntityId, Feed, FeedId, ItemId, Story
from bot.store import stories
from bot.store.database import Database
from bot.store.find import Finder, Wish
from bot.text.inert import escape, shorten

PAGE = 20
"""Stories in one answer."""
KEPT, LISTS = 300, 500
"""Items a query is paged through, and queries whose pages can be turned."""
TITLE, DESCRIPTION, EXTRACT = 120, 160, 280
"""Code points."""


@dataclass(frozen=True, slots=True)
class Result:
    """A story as one of the offers above what somebody types; `html` is the message it becomes."""

    id: str
    title: str
    description: str
    html: str


@dataclass(frozen=True, slots=True)
class Offer:
    """One page of results, where the next one begins ("": nowhere), and what a link to the whole search starts with."""

    results: tuple[Result, ...] = ()
    next_offset: str = ""
    start: str = ""


class Inline:
    """Finds stories for what somebody types."""

    def __init__(
        self,
        database: Database,
        sources: Mapping[FeedId, Feed],
        entities: Sequence[EntityId],
        finder: Finder,
        clock: Clock,
    ) -> None:
        self._database = database
        self._sources = sources
        self._entities = entities
        self._finder = finder
        self._clock = clock
        self._numbers = count(1)
        self._lists: OrderedDict[int, tuple[int, tuple[ItemId, ...]]] = OrderedDict()

    async def offer(self, asked: Asked, offset: str = "") -> Offer:
        """Return stories for what was typed, or the latest; `offset` is where an earlier page said the next begins."""
        number, place, found = await self._found(asked, offset)
        here = found[place : place + PAGE]
        told = await self._database.read(stories.around, here, self._sources)
        reader = asked.reader(self._clock())
        results = tuple(_result(told[one], one, reader) for one in here if one in told)
        more = f"{number}:{place + PAGE}" if place + PAGE < len(found) else ""
        return Offer(results, more, search_payload(asked.text.strip()) or "search")

    async def _found(self, asked: Asked, offset: str) -> tuple[int, int, tuple[ItemId, ...]]:
        if offset:
            number, place = (int(part) if part.isdecimal() else 0 for part in f"{offset}:".split(":")[:2])
            user, found = self._lists.get(number, (asked.user, ()))
            return number, place, found if user == asked.user else ()
        found = await self._database.read(self._search if asked.text.strip() else self._latest, asked)
        number = next(self._numbers)
        if len(found) > PAGE:
            self._lists[number] = asked.user, found
        if len(self._lists) > LISTS:
            self._lists.popitem(last=False)
        return number, 0, found

    def _latest(self, conn: sa.Connection, asked: Asked) -> tuple[ItemId, ...]:
        return leads(conn, self._entities, self._sources, asked.language, limit=3 * PAGE)

    def _search(self, conn: sa.Connection, asked: Asked) -> tuple[ItemId, ...]:
        wish = Wish(asked.text, self._clock(), asked.zone, limit=KEPT, typing=True)
        _, hits, _ = self._finder.find(conn, wish)
        return stories.leading(conn, hits.ids, asked.language)


def _result(story: Story, item: ItemId, reader: Reader) -> Result:
    """Return a story by the report that was found."""
    report = story.report(item)
    hit = hit_of(story, report)
    told = visible(facts(replace(hit, story=None), reader))
    return Result(
        id=str(item),
        title=shorten(report.title, TITLE),
        description=shorten(told, DESCRIPTION),
        html=_message(hit, reader),
    )


def _message(hit: Hit, reader: Reader) -> str:
    """Return what is sent when a story is chosen: the headline, who reports, how the report begins."""
    report = hit.report
    lines = [f"📰 <b>{linked_title(report)}</b>", f"<i>{reader.opening}{facts(hit, reader)}</i>"]
    if report.summary and not report.summary.startswith(report.title):
        lines.append(escape(shorten(report.summary, EXTRACT)))
    return "\n".join(lines)
