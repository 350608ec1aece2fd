"""Those who follow queries are told of new stories: at once, or at the times of their digests.

Items that were understood meet the queries; what they answer waits, and is told in one message when the chat is due.
Each of the two steps is one transaction, so a story is told once whatever comes in between.
"""

import asyncio
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime, time
from zoneinfo import ZoneInfo

from bot.boundaries import Edition, Followed, Follower, Waiting
from bot.digest import rhythm
from bot.digest.choose import Choosing, importance
from bot.digest.lines import isolated
from bot.digest.render import LAYOUT, lay_out, render
from bot.digest.rhythm import Slot, latest_slot
from bot.model import Coverage, Digest, Entity, Feed, Message, Mode, Story, Told
from bot.pipeline.compose import as_told
from bot.search.document import Tokens
from bot.search.language import read_query
from bot.search.names import SearchNames
from bot.search.percolate import Percolator
from bot.search.sources import SourceNames
from bot.text.inert import shorten
from bot.text.say import phrases

BATCH = 64
"""Items that meet the queries in one transaction."""
DIGEST_AT = (time(9), time(18))
"""When the digest of a chat comes that chose no times."""
CHOOSING = Choosing()


class Watch:
    """All that is followed or muted, compiled, as of an edition; what is no longer is let go of."""

    edition: Edition = ()

    def __init__(self, entities: Iterable[Entity], sources: Iterable[Feed]) -> None:
        self._entities, self._sources = tuple(entities), tuple(sources)
        self._names: tuple[SearchNames, SourceNames] | None = None
        self._texts: set[str] = set()
        self._percolator: Percolator[str] = Percolator()

    def matches(self, item: Tokens) -> set[str]:
        """Return which of the texts an item answers."""
        return set(self._percolator.matches(item))

    def keep(self, edition: Edition, wanted: Mapping[str, datetime]) -> None:
        """Compile an edition. Each text has the time from which it counts its days."""
        if self._names is None:  # learning the names takes a second: not before anybody follows anything
            self._names = SearchNames(self._entities), SourceNames(self._sources)
        names, sources = self._names
        for text in self._texts - wanted.keys():
            self._percolator.discard(text)
        for text in wanted.keys() - self._texts:
            self._percolator.add(text, read_query(text, now=wanted[text], zone=UTC, names=names, sources=sources))
        self._texts = set(wanted)
        self.edition = edition


async def match(watch: Watch, *, archive: Followed, now: datetime) -> int:
    """Let what was understood meet all queries; return how many matches wait to be told now.

    Thinking is done beside the event loop.
    """
    number = 0
    while items := await archive.due(BATCH):
        if newer := await archive.queries(watch.edition):
            await asyncio.to_thread(watch.keep, *newer)
        found = await asyncio.to_thread(lambda: {item.id: watch.matches(item) for item in items})
        number += await archive.match(found, now=now)
    return number


async def tell_at_once(*, archive: Followed, now: datetime) -> int:
    """Tell those who want it at once; return how many messages that made. What comes within a minute is one message."""
    posts = 0
    for follower in await archive.at_once(now=now):
        title = phrases(follower.language)("follow-new")
        posts += await _tell(follower, "at once", title, archive=archive, until=now, now=now)
    return posts


async def tell_digests(*, archive: Followed, now: datetime) -> int:
    """Tell those whose digest is due; return how many messages that made.

    A slot's digest tells what came before it: there is one for each slot, however late and however often it is asked.
    """
    posts = 0
    slots: dict[tuple[str, str], Slot] = {}
    for follower, first in await archive.for_digests():
        rhythm_of = (follower.zone, follower.digest_at)
        if rhythm_of not in slots:
            slots[rhythm_of] = slot_of(follower, now=now)
        slot = slots[rhythm_of]
        if first <= slot.at:
            title = rhythm.title(slot, follower.language, _zone(follower))
            posts += await _tell(follower, "digest", title, archive=archive, until=slot.at, now=now)
    return posts


def slot_of(follower: Follower, *, now: datetime) -> Slot:
    """Return the slot of a chat's digest that came due last."""
    return latest_slot(rhythm.times(follower.digest_at) or DIGEST_AT, None, _zone(follower), now=now)


def _zone(follower: Follower) -> ZoneInfo:
    return ZoneInfo(follower.zone or "UTC")


async def _tell(
    follower: Follower, mode: Mode, title: str, *, archive: Followed, until: datetime, now: datetime
) -> int:
    gathered = await archive.waiting(follower.chat, mode, until=until)
    stories = await archive.stories({one.story for one in gathered if not one.told})
    entries = [entry for story in stories if (entry := _entry(story, gathered, follower.language))]
    entries.sort(key=lambda entry: (-importance(entry.story, {}, CHOOSING, now=now), entry.story.id))
    messages = _messages(entries, follower, title, now=now)
    told = [entry.lead.item for entry in entries]
    done = await archive.tell(follower.chat, gathered, told, messages, now=now)
    return len(messages) if done else 0


def _entry(story: Story, gathered: Iterable[Waiting], language: str) -> Told | None:
    """Return a story as the report tells it that answers a query, if possible one in the reader's language.

    None if there is no such report any more: it was taken back.
    """
    reports = {report.item: report for report in story.coverage}
    answers: list[tuple[Coverage, str]] = [
        (reports[one.item], one.query) for one in gathered if one.item in reports and not one.told
    ]
    if not answers:
        return None
    lead, query = next((answer for answer in answers if answer[0].language == language), answers[0])
    return replace(as_told(story, language, lead), asked=query)


def _messages(entries: Sequence[Told], follower: Follower, title: str, *, now: datetime) -> tuple[Message, ...]:
    """Return one story as a message of its own, several as a digest of the most important ones.

    A query that all of them answer is named once, above them.
    """
    digest = Digest("", "", "", now, follower.language, tuple(entries), kind="each", zone=str(_zone(follower)))
    if len(entries) < 2:
        return tuple(render(digest, {}) for _ in entries)
    shown = [replace(entry, folded=place >= CHOOSING.main) for place, entry in enumerate(entries)]
    most = CHOOSING.main + CHOOSING.folded
    more = [phrases(follower.language)("follow-more", number=len(shown) - most)] if len(shown) > most else []
    asked = {entry.asked for entry in entries}
    if len(asked) == 1:
        shown = [replace(entry, asked="") for entry in shown]
    query = [isolated(shorten(one, LAYOUT.asked)) for one in asked] if len(asked) == 1 else []
    note = "\n".join([*query, *more])
    digest = replace(digest, kind="follow", title=title, note=note, entries=tuple(shown[:most]))
    return tuple(message for _, message in lay_out(digest, {}))
