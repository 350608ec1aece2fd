"""The reports of the last days, found again by what they share with a new one."""

from array import array
from collections import defaultdict, deque
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from bot.stories.duplicates import Identities
from bot.stories.features import Features, Group
from bot.stories.pairs import Weighed, weigh
from bot.stories.rarity import Frequencies
from bot.stories.report import Key

_SEARCHED: Final = np.zeros(len(Group), dtype=bool)
_SEARCHED[[Group.TOKEN, Group.CONCEPT, Group.ACTOR, Group.PLACE, Group.SKELETON, Group.NUMBER]] = True
_DIMENSIONS: Final = 512


@dataclass(frozen=True, slots=True)
class Rules:
    """How far back and how wide to look. Bounds, so that the cost of a report does not grow with the window."""

    hours: float = 72.0
    rarest: int = 24
    newest: int = 64
    found: int = 40
    nearest: int = 12
    vectors: int = 4096


class Window:
    """Reports by serial number, in order of time. What left it is forgotten without a trace."""

    def __init__(self, rules: Rules) -> None:
        self._rules = rules
        self._reports: deque[Weighed] = deque()
        self._first = 0
        self._serials: dict[Key, int] = {}
        self._postings: defaultdict[int, array[int]] = defaultdict(lambda: array("I"))
        self._frequencies = Frequencies()
        self._vectors = np.zeros((rules.vectors, _DIMENSIONS), dtype=np.float32)
        self._vector_serials = np.full(rules.vectors, -1, dtype=np.int64)
        self._vectors_seen = 0
        self.identities = Identities()

    def __contains__(self, key: object) -> bool:
        return key in self._serials

    def __getitem__(self, key: Key) -> Weighed:
        return self._reports[self._serials[key] - self._first]

    def expire(self, hours: float) -> Iterator[Key]:
        """Forget what is older than the window, `hours` (since 1970) being now, and yield the keys."""
        while self._reports and hours - self._reports[0].features.hours > self._rules.hours:
            gone = self._reports.popleft().features
            for key in _searchable(gone):
                posting = self._postings[int(key)]
                # Postings are in order of time, so the oldest is the first.
                del posting[0]
                if not posting:
                    del self._postings[int(key)]
            self._frequencies.remove(gone)
            self.identities.forget(gone.key, gone.sketch)
            del self._serials[gone.key]
            self._first += 1
            yield gone.key

    def weigh(self, features: Features) -> Weighed:
        """Return a report with the weights of this moment."""
        return weigh(features, self._frequencies.rarity(features))

    def add(self, report: Weighed) -> None:
        """Let a report in."""
        serial = self._first + len(self._reports)
        features = report.features
        self._reports.append(report)
        self._serials[features.key] = serial
        for key in _searchable(features):
            self._postings[int(key)].append(serial)
        self._frequencies.add(features)
        self.identities.add(features.key, features.sketch)
        if features.vectors is not None:
            row = self._vectors_seen % self._rules.vectors
            self._vectors[row], self._vector_serials[row] = features.vectors[1], serial
            self._vectors_seen += 1

    def alike(self, report: Weighed) -> list[Key]:
        """Return the keys of the reports that share most with this one, best first, then those nearest by vector."""
        serials = dict.fromkeys([*self._sharing(report), *self._nearest(report)])
        return [self._reports[serial - self._first].features.key for serial in serials]

    def _sharing(self, report: Weighed) -> list[int]:
        features = report.features
        searched = np.flatnonzero(_SEARCHED[features.groups])
        rarest = searched[np.argsort(-report.weights[searched], kind="stable")[: self._rules.rarest]]
        hits: list[NDArray[np.uint32]] = []
        weights: list[float] = []
        for i in rarest:
            posting = self._postings.get(int(features.keys[i]))
            if posting:
                hits.append(np.array(posting[-self._rules.newest :], dtype=np.uint32))
                weights.append(float(report.weights[i]))
        if not hits:
            return []
        serials, places = np.unique(np.concatenate(hits), return_inverse=True)
        scores = np.bincount(places, np.repeat(weights, [len(hit) for hit in hits]))
        return _best(serials, scores, self._rules.found)

    def _nearest(self, report: Weighed) -> list[int]:
        if report.features.vectors is None:
            return []
        rows = np.flatnonzero(self._vector_serials[: max(1, self._vectors_seen)] >= self._first)
        filled = min(self._vectors_seen, self._rules.vectors)
        scores = self._vectors[:filled] @ report.features.vectors[1]
        return _best(self._vector_serials[rows], scores[rows], self._rules.nearest)


def _searchable(features: Features) -> NDArray[np.uint32]:
    return np.unique(features.keys[_SEARCHED[features.groups]])


def _best(serials: NDArray[Any], scores: NDArray[Any], number: int) -> list[int]:
    """Return the serials of the best scores; of equal ones the newest."""
    order = np.lexsort((-serials.astype(np.int64), -scores))[:number]
    return [int(serials[i]) for i in order]
