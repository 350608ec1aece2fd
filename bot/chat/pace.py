"""How fast posts go, and how long to wait after a failure."""

import asyncio
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.boundaries import Clock


@dataclass(frozen=True, slots=True)
class Pace:
    """Telegram takes about 20 posts a minute in a channel or group, one a second in a chat and 30 a second in all.

    `overall` leaves a third of that to answers, which never wait for posts.
    """

    between: timedelta = timedelta(seconds=3.1)
    private: timedelta = timedelta(seconds=1)
    overall: timedelta = timedelta(seconds=0.05)
    grace: timedelta = timedelta(seconds=90)
    """Before a post in doubt is looked at: the client's own time-out, and a minute for a slow server."""
    retry: timedelta = timedelta(seconds=5)
    longest: timedelta = timedelta(minutes=10)
    look: timedelta = timedelta(seconds=1)
    doubts: int = 3
    """Sends in doubt before a post is set aside: each may have arrived."""
    stale: timedelta = timedelta(hours=1)
    """A digest that could not be sent for so long is composed anew."""
    patience: timedelta = timedelta(minutes=2)
    """How long `drain` waits for a chat."""
    farewell: timedelta = timedelta(seconds=3)

    def rest(self, chat: str) -> timedelta:
        """Return how long a chat is left alone after a post: people have numbers, channels and groups -numbers."""
        return self.between if chat.startswith(("-", "@")) else self.private

    def backoff(self, attempts: int) -> timedelta:
        """Return how long to wait after so many attempts."""
        return min(self.longest, self.retry * float(2 ** min(attempts, 10)))


class Turns:
    """Lets the requests of all chats through one after the other, each some time after the one before."""

    def __init__(self, clock: Clock, pace: Pace) -> None:
        self._clock = clock
        self._pace = pace
        self._free: datetime | None = None

    async def take(self) -> None:
        """Wait for the next turn."""
        now = self._clock()
        mine = now if self._free is None else max(now, self._free)
        self._free = mine + self._pace.overall
        while (wait := mine - self._clock()) > timedelta():  # noqa: ASYNC110 - the clock decides, not the event loop's
            await asyncio.sleep(min(wait, self._pace.look).total_seconds())
