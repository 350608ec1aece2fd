"""What administrators do is written down: in the log, and to each other."""

import logging

from bot.boundaries import Clock
from bot.chat.asking import Answer, Asked
from bot.digest.lines import foreign
from bot.store import outbox
from bot.store.database import Database
from bot.text.say import DEFAULT, phrases

log = logging.getLogger(__name__)

LINE = 160
"""Code points of a line about a feed, a post, a reason."""


class Record:
    """Tells of acts. `admins` are all who may act."""

    def __init__(self, database: Database, admins: frozenset[int], clock: Clock) -> None:
        self._database = database
        self._admins = admins
        self._clock = clock

    def others(self, admin: int) -> list[int]:
        """Return the administrators but one."""
        return sorted(self._admins - {admin})

    async def done(
        self, asked: Asked, phrase: str, button: tuple[str, str] | None = None, **values: str | int
    ) -> Answer:
        """Log an act, tell the other administrators of it, with a button if there is one, and say that it was done."""
        log.info("administration.act admin=%d command=%s %s", asked.user, phrase, values)
        line = f"{asked.user}: {phrases(DEFAULT)(phrase, **values)}"
        others = self.others(asked.user)
        await self._database.write(outbox.notify, others, line, now=self._clock(), button=button)
        shown = {name: value if isinstance(value, int) else given(value) for name, value in values.items()}
        return Answer(asked.opening + asked.say(phrase, **shown))


def given(text: str) -> str:
    """Return text that is not ours as a part of a line; a number to be copied."""
    if text.isdecimal():
        return f"<code>{text}</code>"
    return foreign(text, LINE)
