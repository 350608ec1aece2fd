"""/source: who is behind an outlet, where that label comes from, how its feeds are doing and how much they bring."""

import html
from collections.abc import Mapping, Sequence
from datetime import timedelta

from bot.boundaries import Clock
from bot.chat.asking import Answer, Asked
from bot.chat.replies import NAME, Reader, fitting, no_outlet
from bot.chat.telling import side_name
from bot.digest.lines import foreign, isolated
from bot.feeds.health import condition
from bot.feeds.state import FeedState, address
from bot.model import Feed, FeedId
from bot.search.sources import SourceNames
from bot.store import feeds, tally
from bot.store.database import Database
from bot.text.say import Phrases

WEEK = timedelta(days=7)
LABEL = 120
"""Code points of where a label comes from."""
LISTED = 12
"""Feeds that are told of in full; of more, only names."""


class Sources:
    """Answers for the outlets that are read."""

    def __init__(self, database: Database, sources: Mapping[FeedId, Feed], names: SourceNames, clock: Clock) -> None:
        self._database = database
        self._sources = sources
        self._names = names
        self._clock = clock

    async def source(self, asked: Asked) -> Answer:
        """Answer /source: outlets by id, by words of their title or owner, or by their domain."""
        name = asked.text.strip()
        if not name:
            return Answer(asked.say("source-usage", number=len(self._sources)))
        found = [self._sources[feed] for feed in self._names.meant(name)]
        if not found:
            near = [self._sources[feed].title for feed in self._names.nearest(name)]
            return Answer(no_outlet(name, near, asked.say))
        states = await self._database.read(feeds.states)
        since = self._clock() - WEEK
        brought = await self._database.read(tally.of_feeds, [feed.id for feed in found], since=since)
        reader = asked.reader(self._clock())
        if len(found) > LISTED:
            return Answer(_names(found, reader))
        told = [_told(feed, states.get(feed.id, FeedState()), brought.get(feed.id, 0), reader) for feed in found]
        return Answer(fitting(told, asked.say, "\n\n"))


def _names(found: Sequence[Feed], reader: Reader) -> str:
    mark = reader.opening
    lines = [f"{mark}• {foreign(feed.title, NAME)} — {isolated(f'<code>/source {feed.id}</code>')}" for feed in found]
    return fitting([mark + reader.say("source-which", number=len(found)), *lines], reader.say)


def _told(feed: Feed, state: FeedState, brought: int, reader: Reader) -> str:
    say, mark = reader.say, reader.opening
    lines = [f"📡 {mark}<b>{foreign(feed.title, NAME)}</b> · {isolated(f'<code>{feed.id}</code>')}"]
    lines.append(mark + say("source-owner", owner=foreign(feed.owner, NAME) if feed.owner else "—"))
    basis = foreign(feed.ownership_source, LABEL) if feed.ownership_source else "—"
    lines.append(mark + say("source-label", label=say(feed.ownership), basis=basis))
    facts = [
        *([_territory(feed.country, say)] if feed.country else []),
        *([_language(feed.language, say)] if feed.language else []),
        *([side_name(feed.side, say)] if feed.side else []),
    ]
    lines += [mark + " · ".join(facts)] if facts else []
    link = f"<code>{html.escape(address(feed, state), quote=False)}</code>"
    lines.append(f"{mark}{say('source-feed')} {isolated(link)}")
    health = [say(f"feed-{condition(state, now=reader.now)}")]
    health += [say("last-read", when=reader.age(state.last_success))] if state.last_success else []
    health += [say("last-news", when=reader.age(state.last_new))] if state.last_new else []
    lines.append(mark + " · ".join(health))
    search = isolated(f"<code>/search source:{feed.id}</code>")
    lines.append(f"{mark}{say('reports-in-week', number=brought)} · {search}")
    return "\n".join(lines)


def _territory(code: str, say: Phrases) -> str:
    return str(say.locale.territories.get(code.upper(), code))


def _language(code: str, say: Phrases) -> str:
    return str(say.locale.languages.get(code, code))
