"""The reports of the last days, found again by what they share with a new one."""

from array import array
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from bot.stories.duplicates import Identities
from bot.stories.features import Features, Group
from bot.stories.rarity import Frequencies, Usual, shipped
from bot.stories.report import Key, Vector
from bot.stories.weighed import Weighed, unpack, weigh

_SEARCHED: Final = np.zeros(len(Group), dtype=bool)
_SEARCHED[[Group.TOKEN, Group.CONCEPT, Group.ACTOR, Group.PLACE, Group.SKELETON, Group.NUMBER]] = True
_DIMENSIONS: Final = 512
_SHELF: Final = 512


@dataclass(frozen=True, slots=True)
class Rules:
    """How far back and how wide to look. Bounds, so that neither a report's cost nor the memory grows without end.

    The window holds the reports of `hours`, and no more than `reports` of them (some 5 KB each, 8 with vectors). They
    are counted in 16 bits: 65,535 at most.
    """

    hours: float = 72.0
    reports: int = 30_000
    rarest: int = 24
    newest: int = 64
    found: int = 40
    nearest: int = 12
    vectors: int = 4096


class Window:
    """Reports by serial number, in order of time. What left it is forgotten without a trace."""

    def __init__(self, rules: Rules, usual: Usual | None = None) -> None:
        self._rules = rules
        self._reports: deque[Weighed] = deque()
        self._first = 0
        self._serials: dict[Key, int] = {}
        self._postings = Postings()
        self._frequencies = Frequencies(usual or shipped())
        self._vectors = np.zeros((rules.vectors, _DIMENSIONS), dtype=np.float32)
        self._vector_serials = np.full(rules.vectors, -1, dtype=np.int64)
        self._vectors_seen = 0
        self._shelves = Shelves()
        self.identities = Identities()

    def __contains__(self, key: object) -> bool:
        return key in self._serials

    def __getitem__(self, key: Key) -> Weighed:
        return self._reports[self._serials[key] - self._first]

    def expire(self, hours: float) -> Iterator[Key]:
        """Make room for a report of `hours` (since 1970): forget what is too old or too much, and yield the keys."""
        while self._reports and (
            len(self._reports) >= self._rules.reports or hours - self._reports[0].hours > self._rules.hours
        ):
            gone = self._reports.popleft()
            figures = unpack([gone])
            for key in np.unique(figures.keys[_SEARCHED[figures.cells]]).tolist():
                self._postings.drop_oldest(key)
            self._frequencies.remove(figures.keys, figures.cells)
            self.identities.forget(gone.key, gone.identities)
            del self._serials[gone.key]
            self._first += 1
            yield gone.key

    def weigh(self, features: Features) -> Weighed:
        """Return a report with the weights of this moment."""
        vectors = None if features.vectors is None else self._shelves.put(features.vectors)
        return weigh(features, self._frequencies.rarity(features), vectors)

    def add(self, report: Weighed) -> None:
        """Let a report in."""
        serial = self._first + len(self._reports)
        self._reports.append(report)
        self._serials[report.key] = serial
        figures = unpack([report])
        for key in np.unique(figures.keys[_SEARCHED[figures.cells]]).tolist():
            self._postings.add(key, serial)
        self._frequencies.add(figures.keys, figures.cells)
        self.identities.add(report.key, report.identities)
        if report.vectors is not None:
            row = self._vectors_seen % self._rules.vectors
            self._vectors[row], self._vector_serials[row] = report.vectors[1], serial
            self._vectors_seen += 1

    def alike(self, report: Weighed) -> list[Key]:
        """Return the keys of the reports that share most with this one, best first, then those nearest by vector."""
        serials = dict.fromkeys([*self._sharing(report), *self._nearest(report)])
        return [self._reports[serial - self._first].key for serial in serials]

    def _sharing(self, report: Weighed) -> list[int]:
        figures = unpack([report])
        searched = np.flatnonzero(_SEARCHED[figures.cells])
        rarest = searched[np.argsort(-figures.weights[searched], kind="stable")[: self._rules.rarest]]
        hits: list[array[int]] = []
        weights: list[float] = []
        for key, weight in zip(figures.keys[rarest].tolist(), figures.weights[rarest].tolist(), strict=True):
            if found := self._postings.newest(key, self._rules.newest):
                hits.append(found)
                weights.append(weight)
        if not hits:
            return []
        listed = np.concatenate([np.frombuffer(hit, dtype=np.uint32) for hit in hits])
        first = int(listed.min())
        scores = np.bincount(listed - first, np.repeat(weights, [len(hit) for hit in hits]))
        serials = np.flatnonzero(scores)
        return _best(serials + first, scores[serials], self._rules.found)

    def _nearest(self, report: Weighed) -> list[int]:
        if report.vectors is None:
            return []
        filled = min(self._vectors_seen, self._rules.vectors)
        rows = np.flatnonzero(self._vector_serials[:filled] >= self._first)
        scores = self._vectors[:filled] @ report.vectors[1].astype(np.float32)
        return _best(self._vector_serials[rows], scores[rows], self._rules.nearest)


class Shelves:
    """Where vectors are kept, many in one block: blocks of their own between what comes and goes would leave gaps that
    nothing fits into. A block goes when all that stood in it is gone.
    """

    def __init__(self) -> None:
        self._block = np.empty((0, 2, _DIMENSIONS), dtype=np.float16)
        self._filled = 0

    def put(self, vectors: tuple[Vector, Vector]) -> NDArray[np.float16]:
        """Return two vectors of length 512 as they stand in their block, shape (2, 512)."""
        if self._filled == len(self._block):
            self._block = np.empty((_SHELF, 2, _DIMENSIONS), dtype=np.float16)
            self._filled = 0
        self._block[self._filled] = vectors
        self._filled += 1
        kept: NDArray[np.float16] = self._block[self._filled - 1]
        return kept


class Postings:
    """In which reports each key stands, oldest first. Most keys stand in one: those need no array."""

    def __init__(self) -> None:
        self._only: dict[int, int] = {}
        self._several: dict[int, array[int]] = {}

    def add(self, key: int, serial: int) -> None:
        """Enter a report, the newest so far, under a key."""
        if (several := self._several.get(key)) is not None:
            several.append(serial)
        elif (only := self._only.pop(key, None)) is not None:
            self._several[key] = array("I", (only, serial))
        else:
            self._only[key] = serial

    def drop_oldest(self, key: int) -> None:
        """Take the oldest report from under a key."""
        several = self._several.get(key)
        if several is None:
            del self._only[key]
            return
        del several[0]
        if len(several) == 1:
            self._only[key] = several[0]
            del self._several[key]

    def newest(self, key: int, number: int) -> "array[int]":
        """Return the newest reports under a key, at most so many."""
        several = self._several.get(key)
        if several is not None:
            return several[-number:]
        only = self._only.get(key)
        return array("I") if only is None else array("I", (only,))


def _best(serials: NDArray[Any], scores: NDArray[Any], number: int) -> list[int]:
    """Return the serials of the best scores; of equal ones the newest."""
    if len(scores) > number:
        kept = np.flatnonzero(scores >= np.partition(scores, -number)[-number])
        serials, scores = serials[kept], scores[kept]
    order = np.lexsort((-serials.astype(np.int64), -scores))[:number]
    return [int(serial) for serial in serials[order]]
