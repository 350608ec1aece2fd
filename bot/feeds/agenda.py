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
REACH: Final = 15
"""Minutes: looking further makes the load hardly more even."""
_MINUTE: Final = timedelta(minutes=1)
_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)


def calmest(earliest: datetime, latest: datetime, wished: datetime, planned: Planned) -> datetime:
    """Return the moment nearest to the wished one in the minute for which least is planned, of those within the limits
    and `REACH` minutes around the wish.
    """
    wish = best = _minute(wished)
    least = planned.get(wish, 0)
    first, last = max(_minute(earliest), wish - REACH), min(_minute(latest), wish + REACH)
    for minute in range(first, last + 1):
        load = planned.get(minute, 0)
        if load < least or (load == least and abs(minute - wish) < abs(best - wish)):
            best, least = minute, load
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
