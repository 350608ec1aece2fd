"""Which minutes are full already, so that polls fall on them evenly and not as chance has it."""

from collections import Counter
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from types import MappingProxyType
from typing import Final

from bot.model import FeedId

Planned = Mapping[int, int]
"""How many polls are planned for a minute, minutes counted from 1970."""

NOTHING_PLANNED: Final[Planned] = MappingProxyType({})
_MINUTE: Final = timedelta(minutes=1)
_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)


def calmest(earliest: datetime, latest: datetime, wished: datetime, planned: Planned) -> datetime:
    """Return the moment nearest to the wished one in a minute for which least is planned; never outside the limits."""
    wish = _minute(wished)
    minutes = range(_minute(earliest), _minute(latest) + 1)
    best = min(minutes, key=lambda minute: (planned.get(minute, 0), abs(minute - wish)), default=wish)
    return min(max(wished + (best - wish) * _MINUTE, earliest), latest)


class Agenda:
    """When every feed is due. It is the archive's knowledge, counted: a restart counts it anew."""

    def __init__(self) -> None:
        self._due: dict[FeedId, int] = {}
        self._planned: Counter[int] = Counter()

    @property
    def planned(self) -> Planned:
        """Return how many feeds are due in each minute."""
        return self._planned

    def note(self, feed: FeedId, due: datetime | None) -> None:
        """Remember when a feed is due now, None for never, instead of what was known of it."""
        before = self._due.pop(feed, None)
        if before is not None:
            self._planned[before] -= 1
            if not self._planned[before]:
                del self._planned[before]
        if due is not None:
            self._due[feed] = minute = _minute(due)
            self._planned[minute] += 1


def _minute(moment: datetime) -> int:
    return (moment - _EPOCH) // _MINUTE
