"""Is an entity far quieter than usual? Voices of the last day against the days before."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from statistics import median

DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Rules:
    """A day counts if the bot was there for `hours` of it. Of `days` past ones, `least` must count, with a median of
    `voices`; a day with less than `share` of that is quiet, until one has `back`.
    """

    hours: int = 22
    days: int = 14
    least: int = 7
    voices: int = 20
    share: float = 0.1
    back: float = 0.3


RULES = Rules()


@dataclass(frozen=True, slots=True)
class Level:
    """How many voices the last day had, and how many are usual."""

    last: int
    usual: float
    rules: Rules

    @property
    def is_quiet(self) -> bool:
        """Return whether something may be wrong: a name that no longer matches, sources that are gone."""
        return self.last < self.rules.share * self.usual

    @property
    def is_back(self) -> bool:
        """Return whether it speaks again."""
        return self.last >= self.rules.back * self.usual


def level(hours: Mapping[datetime, int], *, now: datetime, rules: Rules = RULES) -> Level | None:
    """Return how loud an entity is, from its voices by full hour; None while too little is known to say."""
    days = [_day(hours, now - (number + 1) * DAY, rules) for number in range(rules.days + 1)]
    last, past = days[0], [count for count in days[1:] if count is not None]
    if last is None or len(past) < rules.least or (usual := median(past)) < rules.voices:
        return None
    return Level(last, usual, rules)


def _day(hours: Mapping[datetime, int], begin: datetime, rules: Rules) -> int | None:
    counted: Sequence[int] = [count for hour, count in hours.items() if begin < hour <= begin + DAY]
    return sum(counted) if len(counted) >= rules.hours else None
