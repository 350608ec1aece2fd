"""/forgetme: all that is stored about a person is deleted, once they have said so twice."""

import asyncio
from collections.abc import Mapping

from bot.chat.asking import Answer, Asked, Command, Press, Turned
from bot.store import people
from bot.store.database import Database


class Forgetting:
    """A Part of the conversation. People are forgotten in private, where nobody else can ask it for them."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._forgetting = asyncio.Lock()

    @property
    def commands(self) -> Mapping[str, Command]:
        """Return what answers the command."""
        return {"forgetme": self.forgetme}

    @property
    def presses(self) -> Mapping[str, Press]:
        """Return what answers a press."""
        return {"x": self.press}

    async def forgetme(self, asked: Asked) -> Answer:
        """Answer /forgetme: say what would be deleted, and ask."""
        if asked.chat != asked.user:
            return Answer(asked.say("forget-private"))
        return Answer(
            asked.say("forget-sure"), (((asked.say("forget-yes"), "x:yes"), (asked.say("forget-no"), "x:no")),)
        )

    async def press(self, asked: Asked) -> Turned:
        """Answer a press: forget whoever pressed, or leave everything as it is."""
        if asked.chat != asked.user:
            return Turned(toast=asked.say("forget-private"))
        if asked.text != "x:yes":
            return Turned(answer=Answer(asked.say("forget-kept")))
        async with self._forgetting:
            await people.forget(self._database, asked.user)
        return Turned(answer=Answer(asked.say("forget-done")))
