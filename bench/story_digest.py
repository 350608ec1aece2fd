"""A digest a day over a labelled stream: whether it tells the large stories, once each, in the right order."""

import math
from collections import Counter, defaultdict
from collections.abc import Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import combinations
from typing import Final

from bench.story_data import Labelled
from bot.stories.report import Key

ENTRIES: Final = 10
LARGE: Final = 6  # reports of a story that a reader must not miss
DAY: Final = timedelta(days=1)
GROWN: Final = 1.5


@dataclass(frozen=True, slots=True)
class DigestQuality:
    """`redundancy`: entries of stories told before; `coverage`: large stories told at all; `tau`: rank correlation.

    Rank correlation (Kendall's tau-b) is that of importance with the number of sources a story truly has so far.
    """

    redundancy: float
    coverage: float
    tau: float

    def __str__(self) -> str:
        """Return the three figures as a report shows them."""
        return f"redundancy {self.redundancy:.3f} coverage {self.coverage:.3f} tau {self.tau:.2f}"


def digest_quality(rows: Sequence[Labelled], found: Mapping[Key, Hashable]) -> DigestQuality:
    """Return how good ten entries a day are, chosen by distinct sources, velocity and freshness."""
    told: list[Hashable] = []
    shown: dict[Hashable, int] = {}
    taus: list[float] = []
    for now, so_far in _days(rows):
        stories: defaultdict[Hashable, list[Labelled]] = defaultdict(list)
        for row in so_far:
            stories[found[row.report.key]].append(row)
        fresh = {
            name: listed
            for name, listed in stories.items()
            if listed[-1].report.published > now - DAY and len(listed) >= GROWN * shown.get(name, 0) + 1
        }
        ranked = sorted(fresh, key=lambda name: (-_importance(stories[name], now), str(name)))
        sources = _true_sources(so_far)
        taus += _tau([(_importance(fresh[name], now), sources[_truth(fresh[name])]) for name in ranked])
        for name in ranked[:ENTRIES]:
            told.append(_truth(stories[name]))
            shown[name] = len(stories[name])
    large = {story for story, count in Counter(row.story for row in rows).items() if count >= LARGE}
    return DigestQuality(
        1 - len(set(told)) / max(len(told), 1),
        len(large & set(told)) / max(len(large), 1),
        sum(taus) / max(len(taus), 1),
    )


def _days(rows: Sequence[Labelled]) -> Iterator[tuple[datetime, Sequence[Labelled]]]:
    """Yield the end of each day with all reports until then."""
    now = rows[0].report.published.replace(hour=0, minute=0, second=0) + DAY
    while True:
        number = sum(row.report.published < now for row in rows)
        yield now, rows[:number]
        if number == len(rows):
            return
        now += DAY


def _source(row: Labelled) -> str:
    return row.report.source or row.report.language


def _importance(listed: Sequence[Labelled], now: datetime) -> float:
    new = sum(row.report.published > now - DAY for row in listed)
    age = (now - listed[-1].report.published) / timedelta(hours=12)
    velocity = 1 + 0.3 * math.log1p(new / (1 + len(listed) - new))
    return math.log1p(len({_source(row) for row in listed})) * velocity * (0.5 + 0.5 * math.exp(-age))


def _truth(listed: Sequence[Labelled]) -> Hashable:
    return Counter(row.story for row in listed).most_common(1)[0][0]


def _true_sources(rows: Sequence[Labelled]) -> dict[Hashable, int]:
    sources: defaultdict[Hashable, set[str]] = defaultdict(set)
    for row in rows:
        sources[row.story].add(_source(row))
    return {story: len(named) for story, named in sources.items()}


def _tau(pairs: Sequence[tuple[float, float]]) -> list[float]:
    """Return Kendall's tau-b, or nothing where all are equal."""
    order = [((a > c) - (a < c), (b > d) - (b < d)) for (a, b), (c, d) in combinations(pairs, 2)]
    left, right = sum(x != 0 for x, _ in order), sum(y != 0 for _, y in order)
    return [sum(x * y for x, y in order) / math.sqrt(left * right)] if left and right else []
