"""/mute: what a chat does not want to hear of until a time, though it answers what it follows.

Buttons send `m:q:page:span` for the question until when (a page keeps what is meant; the span is `3h` or a time such as
`1800`, with the zone behind it where none was known), and `m:x:mute` to hear of it again.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import UTC, datetime
from typing import Final

import sqlalchemy as sa

from bot.boundaries import Clock
from bot.chat import follow_replies, mute_words, replies
from bot.chat.asking import Answer, Asked, Command, Press, Turned
from bot.chat.paging import opened
from bot.chat.preferences import Preferences, zone_buttons
from bot.chat.seeking import Seeking
from bot.digest.lines import headline
from bot.model import Entity, EntityId, Feed, FeedId, ItemId
from bot.search.percolate import Percolator
from bot.search.query import Filter, Query
from bot.store import follows, matches, mutes, pages, stories
from bot.store.database import Database
from bot.store.find import Finder, Wish
from bot.store.mutes import Mute
from bot.text.say import Phrases

MOST: Final = 50
"""Things one chat may mute."""
SPANS: Final = ("3h", "1d", "7d", "30d")
_PRESSED: Final = re.compile(
    r"m:(?P<act>[qx]):(?P<number>[0-9]{1,15})(?::(?P<span>[0-9]{1,4}[hd]?)(?::(?P<zone>.+))?)?"
)


class Muting:
    """A Part of the conversation."""

    def __init__(
        self,
        database: Database,
        finder: Finder,
        preferences: Preferences,
        sources: Mapping[FeedId, Feed],
        entities: Iterable[Entity],
        clock: Clock,
    ) -> None:
        self._database = database
        self._finder = finder
        self._seeking = Seeking(database, finder, clock)
        self._preferences = preferences
        self._sources = sources
        self._entities = {entity.id: entity for entity in entities}
        self._clock = clock

    @property
    def commands(self) -> Mapping[str, Command]:
        """Return what answers the command."""
        return {"mute": self.mute}

    @property
    def presses(self) -> Mapping[str, Press]:
        """Return what answers a press."""
        return {"m": self.press}

    async def mute(self, asked: Asked) -> Answer:
        """Answer /mute: alone with what is muted; as a reply to a post it means the story that is told there."""
        if not asked.may_change:
            return Answer(asked.say("follow-admins"))
        wanted = mute_words.read(asked.text)
        if not wanted.what and not asked.links:
            return await self._list(asked)
        what = await self._meant(replace(asked, text=wanted.what))
        if isinstance(what, Answer):
            return what
        if wanted.when and not (mute_words.is_clock(wanted.when) and await self._lacks_zone(asked)):
            return await self._muted(asked, what, wanted.when)
        page = pages.Found(asked.user, what, (), 0, kind="mute")
        number = await self._database.write(pages.keep, page, now=self._clock())
        if wanted.when:
            clock = wanted.when.replace(".", ":").replace(":", "").zfill(4)
            return Answer(f"🕘 {asked.opening}{asked.say('which-zone')}", zone_buttons(f"m:q:{number}:{clock}:"))
        html = f"🔕 {asked.opening}{asked.say('mute-until', what=await self._name(asked, what))}"
        spans = tuple((asked.say(f"span-{span}"), f"m:q:{number}:{span}") for span in SPANS)
        return Answer(html, (spans[:2], spans[2:]))

    async def press(self, asked: Asked) -> Turned:
        """Answer a press on one of the buttons."""
        pressed = _PRESSED.fullmatch(asked.text)
        if pressed is None:
            return Turned()
        if not asked.may_change:
            return Turned(toast=asked.say("follow-admins"))
        if pressed["act"] == "x":
            await self._database.write(mutes.lift, str(asked.chat), int(pressed["number"]))
            return Turned(answer=await self._list(asked))
        found = await opened(self._database, asked, int(pressed["number"]), "mute", now=self._clock())
        if isinstance(found, Turned):
            return found
        asked = await self._preferences.settle(asked, pressed["zone"] or "")
        span = pressed["span"] or ""
        return Turned(
            answer=await self._muted(asked, found.query, f"{span[:2]}:{span[2:]}" if span.isdecimal() else span)
        )

    async def _meant(self, asked: Asked) -> str | Answer:
        """Return what is to be muted as it is kept, or what to say where that is not clear."""
        told = await self._seeking.pointed(asked)
        if told is None:
            return self._named(asked)
        where = await self._database.read(stories.of_items, told)
        if len(set(where.values())) > 1:
            return await self._seeking.which(asked, "mute", told)
        return mutes.story(min(where)) if where else Answer(asked.say("mute-unknown"))

    def _named(self, asked: Asked) -> str | Answer:
        """Return what mutes the sources, languages or entities that words name."""
        outlets, query = self._finder.sources, self._read(asked.text)
        wanted = mute_words.filters(query)
        for one in wanted:
            if one.kind == "source" and not outlets.meant(one.value):
                near = [self._sources[feed].title for feed in outlets.nearest(one.value)]
                return Answer(replies.no_outlet(one.value, near, asked.say))
        named = [one for one in wanted if one.kind != "source" or one.value in self._sources]
        called = [Filter("source", feed) for feed in outlets.meant(asked.text)]
        return mute_words.muting(named or called) or Answer(asked.say("mute-unknown"))

    async def _muted(self, asked: Asked, what: str, when: str) -> Answer:
        now = self._clock()
        until = mute_words.end(when, now=now, zone=asked.zone)
        known = await self._database.read(mutes.of_chat, str(asked.chat), now=now)
        if until is None:
            return Answer(asked.say("mute-unknown"))
        if len(known) >= MOST and what not in {one.what for one in known}:
            return Answer(asked.say("mute-enough", number=MOST))
        query = None if what.startswith("story:") else self._read(what)
        await self._database.write(_mute, str(asked.chat), what, query, until=until)
        shown = follow_replies.when(until, now, asked.zone, asked.say)
        said = asked.say("muted-now", what=await self._name(asked, what), until=shown)
        return Answer(f"🔕 {asked.opening}{said}")

    async def _list(self, asked: Asked) -> Answer:
        now = self._clock()
        known: list[Mute] = await self._database.read(mutes.of_chat, str(asked.chat), now=now)
        names = {one.what: await self._name(asked, one.what) for one in known}
        return follow_replies.muted(known, names, asked, now)

    async def _name(self, asked: Asked, what: str) -> str:
        """Return what something that is muted is called: a title, a language, an outlet, whoever is named."""
        if not what.startswith("story:"):
            found = mute_words.filters(self._read(what))
            names = dict.fromkeys(self._called(one.kind, one.value, asked.say) for one in found)
            return ", ".join(follow_replies.typed(name) for name in list(names)[:3])
        number = ItemId(int(what.removeprefix("story:")))
        where = await self._database.read(stories.of_items, [number])
        told = await self._database.read(stories.load, where.values(), self._sources)
        title = headline(told[0], asked.language).title if told else str(number)
        return follow_replies.typed(title)

    def _called(self, kind: str, value: str, say: Phrases) -> str:
        if kind == "language":
            return str(say.locale.languages.get(value, value))
        if kind == "entity" and (entity := self._entities.get(EntityId(value))):
            return entity.name
        feed = self._sources.get(FeedId(value))
        return feed.title if feed else value

    async def _lacks_zone(self, asked: Asked) -> bool:
        return not (await self._preferences.of(asked.chat)).zone

    def _read(self, text: str) -> Query:
        return self._finder.read(Wish(text, now=self._clock(), zone=UTC))


def _mute(conn: sa.Connection, chat: str, what: str, query: Query | None, *, until: datetime) -> None:
    """Mute something, and let go of what waits for a digest and is muted now."""
    mutes.add(conn, chat, what, until=until)
    if query is None:
        same = follows.siblings(conn, ItemId(int(what.removeprefix("story:"))))
        matches.silence(conn, chat, lambda one: one.id in same)
    else:
        answers = Percolator([("", query)])
        matches.silence(conn, chat, lambda one: bool(answers.matches(one)))
