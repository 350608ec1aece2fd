"""How often a feed deserves to be asked, before its server has a word in it.

With news arriving at rate r and weight w, polling in proportion to sqrt(w * r) makes the mean delay of all news the
least that a budget of polls allows (Sia and Cho); polling in proportion to r itself, as is common, starves the small
feeds.
"""

import math
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

DAY = timedelta(days=1)
CAUTION = timedelta(hours=12)


@dataclass(frozen=True, slots=True)
class Rhythm:
    """Tuning: between `floor` and `ceiling`; `scale` days is the interval of a feed of weight 1 with one item a day."""

    floor: timedelta = timedelta(minutes=15)
    ceiling: timedelta = timedelta(hours=12)
    scale: float = 0.125
    memory: timedelta = timedelta(days=7)


def interval(rate: float, weight: float, rhythm: Rhythm) -> timedelta:
    """Return how long to wait between polls of a feed with `rate` new items a day."""
    wanted = max(weight, 0.0) * max(rate, 0.0)
    if wanted <= 0:
        return rhythm.ceiling
    days = rhythm.scale / math.sqrt(wanted)
    return min(max(timedelta(days=min(days, 1000)), rhythm.floor), rhythm.ceiling)


def observed(rate: float, new_items: int, since: datetime | None, now: datetime, rhythm: Rhythm) -> float:
    """Return the rate of new items a day after a poll that brought `new_items`.

    An exponential average over `memory`.
    """
    if since is None or now <= since:
        return rate
    elapsed = (now - since) / DAY
    kept = math.exp(-elapsed / (rhythm.memory / DAY))
    return rate * kept + (new_items / elapsed) * (1 - kept)


def told(stated: Iterable[datetime], now: datetime) -> float | None:
    """Return the rate that the dates in a first document speak of; None if there are none.

    So many items in the time from the oldest until now, and `CAUTION` more: three of this minute are no thousand a day.
    """
    ages = [max(now - moment, timedelta()) for moment in stated]
    return len(ages) / ((max(ages) + CAUTION) / DAY) if ages else None


def scale_for(demands: Iterable[tuple[float, float]], polls_a_day: float, rhythm: Rhythm) -> float:
    """Return the `scale` with which feeds of the given (rate, weight) together cost at most `polls_a_day`.

    Found by halving, since the clamps make it no formula. If even the ceiling costs more, the ceiling's scale is
    returned.
    """
    wanted = list(demands)
    low, high = 1e-6, 1e3
    for _ in range(60):
        middle = math.sqrt(low * high)
        trial = Rhythm(rhythm.floor, rhythm.ceiling, middle, rhythm.memory)
        polls = sum(DAY / interval(rate, weight, trial) for rate, weight in wanted)
        low, high = (middle, high) if polls > polls_a_day else (low, middle)
    return high
