"""One call of a method."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

from sandbox.journal import Entry
from sandbox.parameters import Parameters
from sandbox.telegram import Telegram
from sandbox.world import Chat, World


@dataclass
class Call:
    """What a method is given: the Telegram it acts on, its parameters, and its line in the journal."""

    telegram: Telegram
    params: Parameters
    entry: Entry

    @property
    def world(self) -> World:
        return self.telegram.world

    def spend(self, chat: Chat, count: int = 1) -> None:
        """Count this call's messages against the flood limits; the last check before anything is done."""
        self.telegram.limits.spend(chat.id, is_shared=not chat.is_private, count=count)


Method = Callable[[Call], Any | Awaitable[Any]]  # what it returns is the answer's `result`
