"""The sandbox's time."""

import time
from datetime import datetime


class Clock:
    """The computer's time, unless a test stops it or moves it on.

    Dates, expiry and flood limits follow this clock; waiting on the wire (long polls, hangs) takes real time.
    """

    def __init__(self) -> None:
        self._ahead = 0.0
        self._stopped: float | None = None

    def now(self) -> float:
        """Unix time in seconds."""
        return self._stopped if self._stopped is not None else time.time() + self._ahead

    def advance(self, seconds: float) -> None:
        if self._stopped is not None:
            self._stopped += seconds
        else:
            self._ahead += seconds

    def stop(self, at: datetime | None = None) -> None:
        """Stand still (at a given moment) until told to go on; `advance` still moves it."""
        self._stopped = at.timestamp() if at else self.now()

    def go_on(self) -> None:
        """Run again from where it stands."""
        if self._stopped is not None:
            self._ahead, self._stopped = self._stopped - time.time(), None
