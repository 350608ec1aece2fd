"""What the bot's own administrators can do in their private chats. Every act is logged and told to the others."""

import re
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.boundaries import Clock
from bot.chat.adding import Proposing, Renew
from bot.chat.asking import Answer, Asked, Command, Press
from bot.chat.record import Record, given
from bot.chat.remedying import Remedying, numbers_in, stories_of, told_behind
from bot.chat.replies import fitting
from bot.digest.lines import isolated, opening
from bot.errors import Problem
from bot.feeds.health import Network, condition, describe
from bot.feeds.state import FeedState
from bot.model import Feed, FeedId, PostId
from bot.store import feeds, hold, outbox, tally
from bot.store.database import Database
from bot.text.say import Phrases

ACTS = (
    "status", "feeds", "pause", "resume", "digest", "quarantine", "retract", "hide", "unhide", "split", "merge",
    "reload",
)  # fmt: skip
"""The commands, in the order in which they are offered."""
_POST = re.compile("([0-9]{1,15})(?: (again|drop))?")

Compose = Callable[[str], Awaitable[int]]
Reload = Callable[[], Awaitable[Sequence[Problem]]]


@dataclass(frozen=True, slots=True)
class Levers:
    """What moves the running bot: `compose` puts a digest of now into the outbox of a channel and returns of how many
    posts; `reload` takes up changed settings and returns what is wrong with them; `propose` asks an address what it
    would bring as a feed; `renew` takes up feeds that were added, removed or confirmed.
    """

    compose: Compose
    reload: Reload
    propose: Proposing
    renew: Renew


class Administration:
    """Carries out what administrators ask for. `chats` maps channels to where they post; while our own `network`
    is down, nothing is held against feeds.
    """

    def __init__(
        self,
        database: Database,
        sources: Mapping[FeedId, Feed],
        chats: Mapping[str, str],
        record: Record,
        clock: Clock,
        levers: Levers,
        remedies: Remedying,
        network: Network,
    ) -> None:
        self._database = database
        self._sources = sources
        self._chats = chats
        self._clock = clock
        self._record = record
        self._levers = levers
        self._remedies = remedies
        self._network = network

    @property
    def commands(self) -> Mapping[str, Command]:
        """Return what answers each command."""
        return {name: getattr(self, name) for name in ACTS}

    @property
    def presses(self) -> Mapping[str, Press]:
        """Return what answers a press: there are no buttons."""
        return {}

    async def status(self, asked: Asked) -> Answer:
        """Answer /status: how much was read, how the feeds are, what waits, which channels are paused."""
        say, mark = asked.say, opening(asked.language)
        number, _ = await self._database.read(tally.extent)
        states = await self._states()
        asked_still = [state for state in states.values() if not state.stopped]
        failing = [state for state in asked_still if state.failures]
        lines = [
            f"<b>{say('status')}</b>",
            f"{mark}{say('reports', number=number)} · {say('feeds', number=len(states))}",
            mark + say("status-failing", number=len(failing), count=len(states) - len(asked_still)),
        ]
        alike = len(failing) == len(asked_still) > 1 and len({state.last_error for state in failing}) == 1
        if self._network.down or alike:
            lines.append(f"{mark}⚠️ {say('network-down', number=len(self._network.failed) or len(failing))}")
        if on_hold := await self._on_hold(say):
            lines.append(f"{mark}⏸ {on_hold}")
        posts = await self._database.read(outbox.states)
        lines += [f"{mark}{say(f'posts-{state}')}: {posts[state]}" for state in outbox.STATES if posts.get(state)]
        for channel in self._chats:
            why = await self._database.read(outbox.paused, self._chats[channel])
            last = await self._database.read(outbox.last_composed, channel)
            when = asked.reader(self._clock()).age(last) if last else "—"
            held = f" · {say('is-paused', reason=given(why))}" if why else ""
            lines.append(f"{mark}• {given(channel)}: {say('last-digest', when=when)}{held}")
        return Answer(fitting(lines, say))

    async def feeds(self, asked: Asked) -> Answer:
        """Answer /feeds: how each is doing, those first that are not well."""
        now = self._clock()
        states = await self._states()
        ill = [number for number, state in states.items() if condition(state, now=now) != "fine"]
        order = [*ill, *(number for number in states if number not in ill)]
        mark = opening(asked.language)
        lines = [f"{mark}• {given(_health(self._sources[one], states[one], now))}" for one in order]
        return Answer(fitting([f"<b>{asked.say('feeds', number=len(states))}</b>", *lines], asked.say))

    async def pause(self, asked: Asked) -> Answer:
        """Answer /pause: a channel, the only one without a name, gets nothing until /resume."""
        return await self._for_channel(asked, "channel-paused", self._hold)

    async def resume(self, asked: Asked) -> Answer:
        """Answer /resume."""
        return await self._for_channel(asked, "channel-resumed", self._release)

    async def digest(self, asked: Asked) -> Answer:
        """Answer /digest: compose one now, of what is new."""
        if on_hold := await self._on_hold(asked.say):
            return Answer(on_hold)
        return await self._for_channel(asked, "digest-composed", self._levers.compose)

    async def quarantine(self, asked: Asked) -> Answer:
        """Answer /quarantine: the posts set aside; with a number and `again` or `drop`, what becomes of one."""
        say = asked.say
        match = _POST.fullmatch(asked.text.strip())
        if match is None or not match[2]:
            aside = await self._database.read(outbox.quarantined)
            lines = [f"<code>{one.id}</code> {given(one.plain)} — <i>{given(one.error)}</i>" for one in aside]
            return Answer(fitting([say("quarantine") if aside else say("quarantine-empty"), *lines], say))
        post, again = PostId(int(match[1])), match[2] == "again"
        if not await self._database.write(outbox.settle, post, again=again, now=self._clock()):
            return Answer(say("quarantine-unknown"))
        return await self._record.done(asked, "post-again" if again else "post-dropped", post=str(post))

    async def retract(self, asked: Asked) -> Answer:
        """Answer /retract: take back what a post told, by its link."""
        link, _, reason = asked.text.strip().partition(" ")
        if not link or not reason:
            return Answer(asked.say("retract-usage"))
        taken = await told_behind(link, self._database)
        if not taken:
            return Answer(asked.say("nothing-there"))
        number = await self._remedies.withdraw(taken, reason.strip())
        return await self._record.done(asked, "post-retracted", number=number, reason=reason.strip())

    async def hide(self, asked: Asked) -> Answer:
        """Answer /hide: take one report back, by its number."""
        name, _, reason = asked.text.strip().partition(" ")
        if not name:
            return Answer(asked.say("hide-usage"))
        known = await stories_of(name, self._database)
        if not known:
            return Answer(asked.say("nothing-there"))
        reason = reason.strip() or asked.say("no-reason")
        await self._remedies.withdraw(list(known), reason)
        return await self._record.done(asked, "item-hidden", item=name, reason=reason)

    async def unhide(self, asked: Asked) -> Answer:
        """Answer /unhide: let reports stand again that were taken back, by /hide or with a post."""
        if not asked.text.strip():
            return Answer(asked.say("unhide-usage"))
        behind = await told_behind(asked.text.strip(), self._database, withdrawn=True)
        number = await self._remedies.give_back(behind or numbers_in(asked.text))
        if not number:
            return Answer(asked.say("nothing-there"))
        return await self._record.done(asked, "items-unhidden", number=number)

    async def split(self, asked: Asked) -> Answer:
        """Answer /split: let reports be a story of their own."""
        known = await stories_of(asked.text, self._database)
        if len(known) != len(set(asked.text.split())) or len(set(known.values())) != 1:
            return Answer(asked.say("nothing-there" if asked.text.strip() else "split-usage"))
        story = await self._remedies.split(list(known), str(asked.user))
        return await self._record.done(asked, "story-split", story=str(story))

    async def merge(self, asked: Asked) -> Answer:
        """Answer /merge: let the stories of two reports be one."""
        known = await stories_of(asked.text, self._database)
        if len(set(known.values())) != 2:
            return Answer(asked.say("nothing-there" if asked.text.strip() else "merge-usage"))
        one, other = dict.fromkeys(known.values())
        story = await self._remedies.merge(one, other, str(asked.user))
        return await self._record.done(asked, "stories-merged", story=str(story))

    async def reload(self, asked: Asked) -> Answer:
        """Answer /reload: take up changed settings, or say what is wrong with them."""
        if problems := await self._levers.reload():
            lines = [f"{opening(asked.language)}• {given(str(problem))}" for problem in problems]
            return Answer(fitting([asked.say("reload-refused"), *lines], asked.say))
        return await self._record.done(asked, "reloaded")

    async def _for_channel(self, asked: Asked, phrase: str, act: Callable[[str], Awaitable[int]]) -> Answer:
        """Do something for the channel that is named, or for the only one there is."""
        name = asked.text.strip() or (next(iter(self._chats)) if len(self._chats) == 1 else "")
        if name not in self._chats:
            known = ", ".join(f"<code>{channel}</code>" for channel in self._chats)
            return Answer(asked.say("which-channel", names=isolated(known)))
        number = await act(name)
        return await self._record.done(asked, phrase, channel=name, number=number)

    async def _on_hold(self, say: Phrases) -> str:
        """Return why nothing is sent to any channel, "" if it is."""
        held = await self._database.read(hold.current)
        return "" if held is None else say("on-hold", reason=given(held.why))

    async def _hold(self, channel: str) -> int:
        await self._database.write(outbox.hold, self._chats[channel])
        return 0

    async def _release(self, channel: str) -> int:
        await self._database.write(outbox.release, self._chats[channel])
        return 0

    async def _states(self) -> Mapping[FeedId, FeedState]:
        found = await self._database.read(feeds.states)
        return {number: found.get(number, FeedState()) for number in self._sources}


def _health(feed: Feed, state: FeedState, now: datetime) -> str:
    return f"{feed.id}: {describe(feed, state, now=now)}"
