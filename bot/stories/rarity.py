"""How rare a key is: its frequency in the window on top of what is usual in the news."""

from functools import cache
from typing import Final

import numpy as np
from numpy.typing import NDArray

from bot.stories.features import BUCKETS, Features, Group, hashed
from bot.stories.tables import DATA

# The other groups repeat what these hold, for the title.
_WHOLE: Final = np.array([Group.TITLE_TOKEN < group < Group.TITLE_CONCEPT for group in Group])


class Frequencies:
    """In how many reports of the window each key stands."""

    def __init__(self) -> None:
        self._usual, self._reports = usual()
        self._counts = np.zeros(BUCKETS, dtype=np.uint32)

    def add(self, features: Features) -> None:
        """Count a report that came."""
        self._counts[_countable(features)] += 1
        self._reports += 1

    def remove(self, features: Features) -> None:
        """Take back a report that left."""
        self._counts[_countable(features)] -= 1
        self._reports -= 1

    def rarity(self, features: Features) -> NDArray[np.float32]:
        """Return the inverse document frequency of each of its keys, in nats."""
        seen = self._counts[features.keys] + self._usual[features.keys]
        rarity: NDArray[np.float32] = np.log((self._reports + 20) / (seen + 0.7)).astype(np.float32)
        return rarity


def _countable(features: Features) -> NDArray[np.uint32]:
    return np.unique(features.keys[_WHOLE[features.groups]])


@cache
def usual() -> tuple[NDArray[np.float32], float]:
    """Return the usual number of reports with each key, and of how many reports; made by bench/fit_stories.py."""
    counts = np.zeros(BUCKETS, dtype=np.float32)
    total = 0.0
    for line in (DATA / "frequencies.tsv").read_text("utf-8").splitlines():
        kind, name, count = line.split("\t")
        if kind == "reports":
            total = float(count)
        else:
            counts[hashed(kind, name)] += float(count)
    return counts, total
