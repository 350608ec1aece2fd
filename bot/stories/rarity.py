"""How rare a key is: its frequency in the window on top of what is usual in the news."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from typing import Final

import numpy as np
from numpy.typing import NDArray

from bot.stories.features import BUCKETS, Features, Group, hashed
from bot.stories.tables import DATA

# The other groups repeat what these hold, for the title.
_WHOLE: Final = np.array([Group.TITLE_TOKEN < group < Group.TITLE_CONCEPT for group in Group])


@dataclass(frozen=True, slots=True)
class Usual:
    """How many of so many reports of usual news have each key; made by bench/fit_stories.py.

    `keys` are in order, `counts` run parallel.
    """

    keys: NDArray[np.uint32]
    counts: NDArray[np.float32]
    reports: float

    def of(self, keys: NDArray[np.uint32]) -> NDArray[np.float32]:
        """Return how many have each of these keys."""
        places = np.searchsorted(self.keys, keys).clip(max=len(self.keys) - 1)
        return np.where(self.keys[places] == keys, self.counts[places], np.float32(0))


class Frequencies:
    """In how many reports of the window each key stands."""

    def __init__(self, usual: Usual) -> None:
        self._usual, self._reports = usual, usual.reports
        self._counts = np.zeros(BUCKETS, dtype=np.uint16)  # a window has 65,535 reports at most

    def add(self, keys: NDArray[np.uint32], groups: NDArray[np.intp]) -> None:
        """Count a report that came."""
        self._counts[_countable(keys, groups)] += 1
        self._reports += 1

    def remove(self, keys: NDArray[np.uint32], groups: NDArray[np.intp]) -> None:
        """Take back a report that left."""
        self._counts[_countable(keys, groups)] -= 1
        self._reports -= 1

    def rarity(self, features: Features) -> NDArray[np.float32]:
        """Return the inverse document frequency of each of its keys, in nats."""
        seen = self._counts[features.keys] + self._usual.of(features.keys)
        rarity: NDArray[np.float32] = np.log((self._reports + 20) / (seen + 0.7)).astype(np.float32)
        return rarity


def _countable(keys: NDArray[np.uint32], groups: NDArray[np.intp]) -> NDArray[np.uint32]:
    return np.unique(keys[_WHOLE[groups]])


def listed(rows: Iterable[tuple[str, str, float]]) -> Usual:
    """Return the frequencies that rows of kind, name and number of reports say; kind "reports": of how many."""
    counts: dict[int, float] = defaultdict(float)
    total = 0.0
    for kind, name, count in rows:
        if kind == "reports":
            total = count
        else:
            counts[hashed(kind, name)] += count
    keys = sorted(counts)
    return Usual(np.array(keys, np.uint32), np.array([counts[key] for key in keys], np.float32), total)


@cache
def shipped() -> Usual:
    """Return the frequencies in data/frequencies.tsv."""
    lines = (line.split("\t") for line in (DATA / "frequencies.tsv").read_text("utf-8").splitlines())
    return listed((kind, name, float(count)) for kind, name, count in lines)
