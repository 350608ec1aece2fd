"""/addfeed, /removefeed, /confirmfeed: the feeds that administrators add in Telegram.

What such a feed brings raises no alert before a second administrator, or the console, confirmed it. Buttons send
`a:y:page` and `a:n:page` for an address that was asked, `a:c:feed:mark` to confirm, `a:r:feed:mark` to remove; the mark
stands for the address, so that an old button never means another one.
"""

import hashlib
import html
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final, Protocol

from bot.boundaries import Clock
from bot.chat.asking import Answer, Asked, Command, Press, Turned
from bot.chat.paging import opened
from bot.chat.record import Record, given
from bot.chat.replies import fitting
from bot.digest.lines import isolated
from bot.errors import FeedError
from bot.model import Feed, FeedId
from bot.store import added, pages
from bot.store.added import Added
from bot.store.database import Database
from bot.text.inert import escape
from bot.text.say import DEFAULT, phrases

ACTS: Final = ("addfeed", "removefeed", "confirmfeed")
"""The commands, in the order in which they are offered."""
LONGEST: Final = 40
"""Letters of an id given in Telegram, so that a button holds it."""


@dataclass(frozen=True, slots=True)
class Proposal:
    """What an address would bring as a feed. `keys` are those of its [[feed]]; `known` is the feed that is read from
    there already, "" if none is. `named`: of the `newest` items, the titles that name each tracked entity.
    """

    keys: Mapping[str, Any]
    items: int
    last: datetime | None
    newest: int
    named: Mapping[str, Sequence[str]]
    known: str = ""


class Proposing(Protocol):
    """What asks an address what it would bring."""

    async def __call__(self, url: str, name: str) -> Proposal:
        """Return the proposal, by the id `name`, or one made of its title. Raises FeedError."""
        ...


class Renew(Protocol):
    """What takes up the feeds as they are in the database now."""

    def __call__(self) -> None:
        """Take them up, in a moment."""
        ...


class Adding:
    """Carries out what administrators ask for. `sources` are the feeds in force."""

    def __init__(
        self,
        database: Database,
        sources: Mapping[FeedId, Feed],
        record: Record,
        clock: Clock,
        propose: Proposing,
        renew: Renew,
    ) -> None:
        self._database = database
        self._sources = sources
        self._record = record
        self._clock = clock
        self._propose = propose
        self._renew = renew

    @property
    def commands(self) -> Mapping[str, Command]:
        """Return what answers each command."""
        return {name: getattr(self, name) for name in ACTS}

    @property
    def presses(self) -> Mapping[str, Press]:
        """Return what answers a press, by the letter before the first colon."""
        return {"a": self.press}

    async def addfeed(self, asked: Asked) -> Answer:
        """Answer /addfeed: ask the address once, show what came, and ask whether it shall be read."""
        url, _, name = asked.text.strip().partition(" ")
        if not url:
            return Answer(asked.say("addfeed-usage"))
        try:
            proposal = await self._propose(url, name.strip())
        except FeedError as error:
            return Answer(asked.opening + asked.say("addfeed-refused", reason=given(error.reason)))
        if proposal.known:
            return Answer(asked.opening + asked.say("addfeed-known", feed=_code(proposal.known)))
        page = pages.Found(asked.user, json.dumps(dict(proposal.keys)), (), 0, kind="feed")
        number = await self._database.write(pages.keep, page, now=self._clock())
        buttons = ((asked.say("addfeed-yes"), f"a:y:{number}"), (asked.say("addfeed-no"), f"a:n:{number}"))
        return Answer(self._told(proposal, asked), (buttons,))

    def _told(self, proposal: Proposal, asked: Asked) -> str:
        say, keys, mark = asked.say, proposal.keys, asked.opening
        when = asked.reader(self._clock()).age(proposal.last) if proposal.last else "—"
        language = keys.get("language") or "—"
        facts = (
            say("feed-language", language=given(language)),
            say("reports", number=proposal.items),
            say("feed-newest", when=when),
        )
        lines = [
            f"📡 {mark}<b>{given(keys['title'])}</b> · {_code(keys['id'])}",
            mark + isolated(f"<code>{html.escape(keys['url'], quote=False)}</code>"),
            mark + " · ".join(facts),
            mark + say("feed-owner", owner=given(keys["owner"])),
            mark + say("feed-names" if proposal.named else "feed-names-nobody", number=proposal.newest),
        ]
        for name, titles in proposal.named.items():
            lines.append(f"{mark}• <b>{given(name)}</b> ({len(titles)}): {given(titles[0])}")
        return fitting([*lines, mark + say("addfeed-sure")], say)

    async def removefeed(self, asked: Asked) -> Answer:
        """Answer /removefeed: of a feed that was added in Telegram, ask whether to; of others, say where they stand."""
        name = FeedId(asked.text.strip())
        known = await self._database.read(added.feeds)
        if name in known:
            url = known[name].table["url"]
            sure = asked.say("removefeed-sure", feed=_code(name), url=given(url))
            yes = (asked.say("removefeed-yes"), f"a:r:{name}:{_mark(url)}")
            return Answer(asked.opening + sure, ((yes, (asked.say("removefeed-no"), "a:k")),))
        if name in self._sources:
            lines = f'<code>[[feed]]\nid = "{name}"\nenabled = false</code>'
            return Answer(f"{asked.opening}{asked.say('removefeed-file', feed=_code(name))}\n{isolated(lines)}")
        return Answer(asked.say("removefeed-usage", names=_listed(list(known))))

    async def confirmfeed(self, asked: Asked) -> Answer:
        """Answer /confirmfeed."""
        name = FeedId(asked.text.strip())
        known = await self._database.read(added.feeds)
        if name not in known or known[name].confirmed:
            waiting = [feed for feed, one in known.items() if not one.confirmed]
            return Answer(asked.say("confirmfeed-usage", names=_listed(waiting)))
        return await self._confirmed(asked, name, known[name])

    async def _confirmed(self, asked: Asked, feed: FeedId, one: Added) -> Answer:
        """Confirm a feed for somebody who did not add it; for whom that is nobody knows if they were forgotten."""
        if one.by in (asked.user, 0):
            return Answer(asked.opening + asked.say("confirmfeed-own", feed=feed))
        await self._database.write(added.confirm, feed)
        self._renew()
        return await self._record.done(asked, "feed-confirmed", feed=feed, url=one.table["url"])

    async def press(self, asked: Asked) -> Turned:
        """Answer a press on one of the buttons."""
        _, act, what, mark = (*asked.text.split(":", 3), "", "", "")[:4]
        if act == "k":
            return Turned(answer=Answer(asked.say("nothing-changed")))
        if act in ("y", "n"):
            return await self._answered(asked, int(what) if what.isdecimal() and len(what) < 16 else 0, add=act == "y")
        feed = FeedId(what)
        one = (await self._database.read(added.feeds)).get(feed)
        if one is None or mark != _mark(one.table["url"]) or (act == "c" and one.confirmed):
            return Turned(toast=asked.say("nothing-waits"))
        if act == "c":
            return Turned(answer=await self._confirmed(asked, feed, one))
        return Turned(answer=await self._removed(asked, feed)) if act == "r" else Turned()

    async def _answered(self, asked: Asked, number: int, *, add: bool) -> Turned:
        page = await opened(self._database, asked, number, "feed", now=self._clock())
        if isinstance(page, Turned):
            return page
        return Turned(answer=await self._added(asked, page) if add else Answer(asked.say("nothing-changed")))

    async def _added(self, asked: Asked, page: pages.Found) -> Answer:
        keys = json.loads(page.query)
        feed = FeedId(keys.pop("id"))
        taken = feed in self._sources
        if taken or not await self._database.write(added.add, feed, keys, by=asked.user, now=self._clock()):
            return Answer(asked.opening + asked.say("addfeed-known", feed=_code(feed)))
        self._renew()
        button = (phrases(DEFAULT)("feed-confirm"), f"a:c:{feed}:{_mark(keys['url'])}")
        done = await self._record.done(asked, "feed-added", button=button, feed=feed, url=keys["url"])
        until = "feed-unconfirmed" if self._record.others(asked.user) else "feed-unconfirmed-alone"
        return Answer(f"{done.html}\n{asked.opening}{asked.say(until, feed=feed)}")

    async def _removed(self, asked: Asked, feed: FeedId) -> Answer:
        await self._database.write(added.remove, feed)
        self._renew()
        return await self._record.done(asked, "feed-removed", feed=feed)


def _mark(url: str) -> str:
    return hashlib.sha256(url.encode()).hexdigest()[:8]


def _code(name: str) -> str:
    return isolated(f"<code>{escape(name)}</code>")


def _listed(names: Sequence[str]) -> str:
    return ", ".join(map(_code, names)) or "—"
