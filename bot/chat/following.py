"""/follow, /following, /unfollow: which queries a chat follows, and how it is told of what answers them.

Nothing is followed before somebody has pressed how: so a link that leads to /follow changes nothing by itself. Buttons
send `f:q:page:how` for a question (a page of results, or one kept for it), `f:m:follow:how` and `f:x:follow` for what
is followed, `f:l:place` for a page of the list; how is `o`(nce), `d`(igest), or that and a zone where none was set.
"""

from collections.abc import Mapping, Sequence
from typing import Final

from bot.boundaries import Clock
from bot.chat import follow_replies
from bot.chat.answers import Answers
from bot.chat.asking import Answer, Asked, Command, Press, Rows, Turned
from bot.chat.paging import opened
from bot.chat.preferences import Preferences, digest_at, zone_buttons
from bot.model import Mode
from bot.search.expression import NOTHING
from bot.search.query import Query
from bot.store import follows, pages
from bot.store.database import Database
from bot.store.find import Wish
from bot.store.follows import Follow

MOST: Final = 50
"""Queries one chat may follow."""
_MODES: Final[Mapping[str, Mode]] = {"o": "at once", "d": "digest"}
_LONGEST: Final = 15
"""Digits of a number on a button, so that it fits the database."""


class Following:
    """A Part of the conversation."""

    def __init__(self, database: Database, answers: Answers, preferences: Preferences, clock: Clock) -> None:
        self._database = database
        self._answers = answers
        self._preferences = preferences
        self._clock = clock

    @property
    def commands(self) -> Mapping[str, Command]:
        """Return what answers each command."""
        return {"follow": self.follow, "following": self.following, "unfollow": self.unfollow}

    @property
    def presses(self) -> Mapping[str, Press]:
        """Return what answers a press."""
        return {"f": self.press}

    async def follow(self, asked: Asked) -> Answer:
        """Answer /follow: say how much that would have been, and ask how to tell it."""
        text = asked.text.strip()
        if not asked.may_change:
            return Answer(asked.say("follow-admins"))
        if not text:
            return Answer(asked.say("follow-usage"))
        query = self._read(asked, text)
        if query.expression == NOTHING or (query.before is not None and query.before <= self._clock()):
            return Answer(asked.say("follow-nothing"))
        if await self._is_full(asked, query.text):
            return Answer(asked.say("follow-enough", number=MOST))
        page = pages.Found(asked.user, query.text, (), 0, kind="follow")
        number = await self._database.write(pages.keep, page, now=self._clock())
        return await self._question(asked, query, number, back=False)

    async def following(self, asked: Asked) -> Answer:
        """Answer /following: what the chat follows."""
        return await self._list(asked, 0)

    async def unfollow(self, asked: Asked) -> Answer:
        """Answer /unfollow: end a follow, by its place in the list or its words; without either, show the list."""
        text = asked.text.strip()
        if not asked.may_change:
            return Answer(asked.say("follow-admins"))
        followed = await self._of(asked)
        meant = [one for place, one in enumerate(followed, 1) if text in (str(place), one.query)]
        if not text:
            return await self._list(asked, 0)
        if not meant:
            return Answer(asked.say("unfollow-unknown"))
        await self._database.write(follows.remove, meant[0].chat, meant[0].id)
        return Answer(asked.opening + asked.say("unfollowed", query=follow_replies.typed(meant[0].query)))

    async def press(self, asked: Asked) -> Turned:
        """Answer a press on one of the buttons."""
        _, act, number, how, zone = (*asked.text.split(":", 4), "", "", "", "")[:5]
        if not number.isdecimal() or len(number) > _LONGEST:
            return Turned()
        if act == "l":
            return Turned(answer=await self._list(asked, int(number)))
        if not asked.may_change:
            return Turned(toast=asked.say("follow-admins"))
        if zone:
            asked = await self._preferences.settle(asked, zone)
        if act == "q":
            return await self._answered(asked, int(number), how)
        return await self._changed(asked, act, int(number), how)

    async def _answered(self, asked: Asked, number: int, how: str) -> Turned:
        """Go on from a page of results to the question, or from the question to what was chosen."""
        found = await opened(self._database, asked, number, "search", "follow", now=self._clock())
        if isinstance(found, Turned):
            return found
        if how == "n":
            return Turned(answer=Answer(asked.say("followed-not")))
        if how not in _MODES:
            return Turned(answer=await self._question(asked, self._read(asked, found.query), number, back=True))
        if how == "d" and not await self._has_zone(asked):
            return Turned(answer=_which_zone(asked))
        back = ((asked.say("back"), f"s:{number}:0"),)
        return await self._begin(asked, found.query, how, (back,) if found.kind == "search" else ())

    async def _begin(self, asked: Asked, text: str, how: str, buttons: Rows) -> Turned:
        """Follow a query from now on."""
        if await self._is_full(asked, text):
            return Turned(toast=asked.say("follow-enough", number=MOST))
        chat, mode = str(asked.chat), _MODES[how]
        await self._database.write(follows.add, chat, text, mode, language=asked.language, now=self._clock())
        said = asked.say(f"followed-{how}", query=follow_replies.typed(text), at=await self._at(asked))
        return Turned(answer=Answer(f"🔔 {asked.opening}{said}", buttons))

    async def _changed(self, asked: Asked, act: str, number: int, how: str) -> Turned:
        """Change or end what is followed, and show the list as it is now."""
        chat = str(asked.chat)
        place = next((n for n, one in enumerate(await self._of(asked)) if one.id == number), 0)
        if act == "x":
            await self._database.write(follows.remove, chat, number)
        elif act == "m" and how in _MODES:
            if how == "d" and not await self._has_zone(asked):
                return Turned(answer=_which_zone(asked))
            await self._database.write(follows.change, chat, number, _MODES[how])
        else:
            return Turned()
        return Turned(answer=await self._list(asked, place // follow_replies.A_PAGE))

    async def _question(self, asked: Asked, query: Query, number: int, *, back: bool) -> Answer:
        a_day = await self._database.read(follows.a_day, query, now=self._clock())
        tracked, reader = self._answers.tracked(query), asked.reader(self._clock())
        html = follow_replies.question(query, tracked, a_day, reader, await self._at(asked))
        return Answer(html, follow_replies.choices(number, a_day, asked.say, back=back))

    async def _list(self, asked: Asked, place: int) -> Answer:
        return follow_replies.following(await self._of(asked), place, asked, await self._at(asked))

    async def _of(self, asked: Asked) -> Sequence[Follow]:
        return await self._database.read(follows.of_chat, str(asked.chat))

    async def _at(self, asked: Asked) -> str:
        return follow_replies.clocks(digest_at(await self._preferences.of(asked.chat)), asked.say)

    async def _is_full(self, asked: Asked, text: str) -> bool:
        """Tell whether a chat follows as much as it may, and not this yet."""
        followed = {one.query for one in await self._of(asked)}
        return len(followed) >= MOST and text not in followed

    async def _has_zone(self, asked: Asked) -> bool:
        return bool((await self._preferences.of(asked.chat)).zone)

    def _read(self, asked: Asked, text: str) -> Query:
        return self._answers.finder.read(Wish(text, now=self._clock(), zone=asked.zone))


def _which_zone(asked: Asked) -> Answer:
    """Ask for the zone; each button repeats what was pressed, with a zone behind it."""
    return Answer(f"🕘 {asked.opening}{asked.say('which-zone')}", zone_buttons(f"{asked.text}:"))
