"""What the thinking part asks of the world. The docstrings are the contracts."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Protocol

from bot.model import Post


class Clock(Protocol):
    """Tells the time."""

    def __call__(self) -> datetime:
        """Return now: aware, UTC."""
        ...


class Encode(Protocol):
    """Turns texts into sentence vectors."""

    async def __call__(self, texts: Sequence[str]) -> Sequence[Any] | None:
        """Return a vector of 512 float32 for each text, or None if there is no encoder; never raises."""
        ...


class Channel(Protocol):
    """A way to post into a chat."""

    async def send(self, post: Post) -> int:
        """Send a post once and return its message id.

        Raises RateLimitError and NotSentError (certainly not sent), AmbiguousError (perhaps sent), RefusedError (never
        will be) or ChannelLostError (the operator must act); nothing else.
        """
        ...
