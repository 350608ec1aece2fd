"""Flood limits, as Telegram's FAQ states them; the exact numbers of the real server are unknown and change."""

import math
from collections import defaultdict, deque
from dataclasses import dataclass

from sandbox.clock import Clock
from sandbox.refusals import too_many_requests


@dataclass(frozen=True)
class Pace:
    """How much is let through. `chat_burst` messages may come at once before one chat is slowed to its rate."""

    chat_per_second: float = 1.0
    chat_burst: int = 5
    group_per_minute: int = 20  # groups and channels
    overall_per_second: int = 30


UNLIMITED = Pace(chat_per_second=1e9, chat_burst=10**9, group_per_minute=10**9, overall_per_second=10**9)


class Limits:
    """Counts what a bot sends, and refuses with a whole number of seconds to wait. What is refused does not count."""

    def __init__(self, clock: Clock, pace: Pace | None = None) -> None:
        self.pace = pace or Pace()
        self._clock = clock
        self._due: dict[int, float] = {}  # per chat: when an evenly paced sender would send next
        self._minute: dict[int, deque[float]] = defaultdict(deque)
        self._second: deque[float] = deque()
        self._held: dict[int, float] = {}

    def hold(self, chat: int, seconds: int) -> None:
        """Refuse everything for this chat for so long, as after a flood."""
        self._held[chat] = self._clock.now() + seconds

    def spend(self, chat: int, *, is_shared: bool, count: int = 1) -> None:
        """Let `count` messages for a chat through, or refuse them. `is_shared`: a group or a channel."""
        now = self._clock.now()
        wait = max(
            self._held.get(chat, 0) - now,
            self._chat_wait(chat, now),
            _window_wait(self._minute[chat], 60, self.pace.group_per_minute, now) if is_shared else 0,
            _window_wait(self._second, 1, self.pace.overall_per_second, now),
        )
        if wait > 0:
            raise too_many_requests(math.ceil(wait))
        self._due[chat] = max(self._due.get(chat, 0), now) + count / self.pace.chat_per_second
        self._minute[chat].extend([now] * count)
        self._second.extend([now] * count)

    def _chat_wait(self, chat: int, now: float) -> float:
        allowed_ahead = (self.pace.chat_burst - 1) / self.pace.chat_per_second
        return self._due.get(chat, 0) - allowed_ahead - now


def _window_wait(sent: deque[float], seconds: float, most: int, now: float) -> float:
    """Seconds until fewer than `most` of the times lie within the last `seconds`; forgets what is older."""
    while sent and sent[0] <= now - seconds:
        sent.popleft()
    return sent[0] + seconds - now if len(sent) >= most else 0
