"""A clock that runs faster than the real one; the bot, the world and the sandbox of a soak go by it."""

import time
from datetime import UTC, datetime

from sandbox.clock import Clock as SandboxClock


class FastClock:
    """Tells the time for the bot and the world: since `begun` (Unix time), `speed` seconds pass in one."""

    def __init__(self, begun: float, speed: float) -> None:
        self.begun, self.speed = begun, speed

    def seconds(self) -> float:
        """Return Unix time as it is there."""
        return self.begun + (time.time() - self.begun) * self.speed

    def __call__(self) -> datetime:
        """Return now: aware, UTC."""
        return datetime.fromtimestamp(self.seconds(), UTC)


class FastSandboxClock(SandboxClock):
    """The same for the sandbox: its dates and flood limits."""

    def __init__(self, clock: FastClock) -> None:
        super().__init__()
        self._fast = clock

    def now(self) -> float:
        """Unix time in seconds."""
        return self._fast.seconds()
