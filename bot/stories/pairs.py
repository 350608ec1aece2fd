"""How alike one report is to each of many others: one row of figures per pair, all pairs at once."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from bot.stories.features import BUCKETS, Group
from bot.stories.recurring import same_of_others
from bot.stories.weighed import GROUPS, Unpacked, Weighed, unpack

Floats = NDArray[np.float64]

# How much each kind of finding counts where all are compared together.
_BRIDGE: Final = np.zeros(GROUPS)
_BRIDGE[[Group.ACTOR, Group.PLACE, Group.COUNTRY, Group.CONCEPT, Group.NUMBER, Group.SKELETON]] = (
    1.0,
    1.0,
    0.6,
    0.7,
    0.8,
    0.6,
)
_TITLE_BRIDGE: Final = np.zeros(GROUPS)
_TITLE_BRIDGE[
    [
        Group.TITLE_ACTOR,
        Group.TITLE_PLACE,
        Group.TITLE_COUNTRY,
        Group.TITLE_CONCEPT,
        Group.TITLE_NUMBER,
        Group.TITLE_SKELETON,
    ]
] = 1.0, 1.0, 0.6, 0.7, 0.8, 0.6
_TITLE: Final = np.array([group == Group.TITLE_TOKEN or group >= Group.TITLE_CONCEPT for group in Group])
# Two reports of one event in one language share at least about this much of their words (cosine).
_USUAL_OVERLAP: Final = 0.15
# Below this cosine two texts are of one subject at most, not of one event.
_CLOSE: Final = 0.55
# One name that two reports share across languages may be a namesake, or sound alike by chance.
_ENOUGH_BRIDGES: Final = 2

FIGURES: Final = (
    *("same", "title_same", "text_same", "words_differ"),
    *("vector_title_across", "vector_text_across", "vector_best", "vector_close", "no_vector"),
    *("concepts", "events", "events_mass", "places_mass", "countries", "skeletons_mass", "numbers_mass"),
    *("bridge_across", "bridge_mass", "bridge_title", "one_bridge", "places_conflict", "title_numbers_conflict"),
    *("title_places_conflict", "title_countries_conflict", "talks_elsewhere"),
    *("strikes_elsewhere", "strikes_same_place", "talks_with_others"),
    *("other_actors", "other_countries", "other_title_actors", "other_title_events"),
    *("same_of_others", "elsewhere", "days", "first_hours", "same_source", "same_place_and_event"),
)
"""The columns, in order. "conflict": both name some and share none; "other": each names some the other does not.
"elsewhere": titles and wholes name other countries, and no name or number is in both.

Words count within a language only: those shared across languages are loan words and digits as often as names, which are
counted as names already.
"""


class Comparer:
    """Compares one report with many. Holds the scratch table that says which keys it has."""

    def __init__(self) -> None:
        self._has = np.zeros(BUCKETS, dtype=np.bool_)

    def compare(self, one: Weighed, others: Sequence[Weighed]) -> Floats:
        """Return the figures of `one` with each of the others, shape (len(others), len(FIGURES))."""
        mine, theirs = unpack([one]), unpack(others)
        columns = _columns(_Side([one], mine), _Side(others, theirs), self._shared(mine, theirs))
        return np.array([columns[name] for name in FIGURES]).T

    def _shared(self, mine: Unpacked, theirs: Unpacked) -> "_Shared":
        in_title = _TITLE[mine.cells]
        both = self._in_both(mine.keys, theirs.keys)
        keys, cells = theirs.keys[both], theirs.cells[both]
        title, whole = _weights(mine, in_title, keys), _weights(mine, ~in_title, keys)
        weights = np.where(_TITLE[cells % GROUPS], title, whole)
        hit = np.flatnonzero(weights)
        cells, ours, others = cells[hit], weights[hit], theirs.weights[both][hit]
        shape = theirs.sizes.shape

        def total(values: NDArray[np.float32] | None) -> Floats:
            return np.bincount(cells, values, shape[0] * shape[1]).reshape(shape).astype(np.float64)

        least = np.minimum(ours, others)
        return _Shared(total(ours * others), total(least), total(None))

    def _in_both(self, mine: NDArray[np.uint32], theirs: NDArray[np.uint32]) -> NDArray[np.intp]:
        """Return at which places of `theirs` a key of `mine` stands."""
        self._has[mine] = True
        places = np.flatnonzero(self._has[theirs])
        self._has[mine] = False
        return places


def _weights(report: Unpacked, chosen: NDArray[np.bool_], keys: NDArray[np.uint32]) -> NDArray[np.float32]:
    """Return the weights `keys` have among the chosen keys of a report, 0 where they are not."""
    order = np.flatnonzero(chosen)[np.argsort(report.keys[chosen], kind="stable")]
    if not len(order):
        return np.zeros(len(keys), dtype=np.float32)
    known = report.keys[order]
    places = np.searchsorted(known, keys, side="right") - 1
    return np.where(known[places] == keys, report.weights[order][places], np.float32(0))


@dataclass(frozen=True, slots=True)
class _Side:
    """Reports of one side of a comparison, with their figures."""

    reports: Sequence[Weighed]
    figures: Unpacked


@dataclass(frozen=True, slots=True)
class _Shared:
    """What two reports share, by pair and group: products of weights, least weights, number."""

    products: Floats
    mass: Floats
    count: Floats


def _columns(mine: _Side, theirs: _Side, shared: _Shared) -> dict[str, Floats]:
    one, others = mine.reports[0], theirs.reports
    norms, sizes = (mine.figures.norms, theirs.figures.norms), (mine.figures.sizes, theirs.figures.sizes)
    cosines = shared.products / np.maximum(norms[0] * norms[1], 1e-9)
    conflict = ((sizes[0] > 0) & (sizes[1] > 0) & (shared.count == 0)).astype(np.float64)
    other = ((sizes[0] > shared.count) & (sizes[1] > shared.count)).astype(np.float64)
    same = np.array([o.language == one.language for o in others], dtype=np.float64)
    strike = np.array([o.strike and one.strike for o in others], dtype=np.float64)
    talk = np.array([o.talk and one.talk for o in others], dtype=np.float64)
    hours = np.abs(np.array([o.hours for o in others]) - one.hours)
    bridge = _together(_BRIDGE, norms, shared)
    return _vectors(one, others, same) | {
        "same": same,
        "title_same": cosines[:, Group.TITLE_TOKEN] * same,
        "text_same": cosines[:, Group.TOKEN] * same,
        "words_differ": np.maximum(_USUAL_OVERLAP - cosines[:, Group.TOKEN], 0) / _USUAL_OVERLAP * same,
        "concepts": cosines[:, Group.CONCEPT],
        "events": cosines[:, Group.EVENT],
        "events_mass": np.minimum(shared.mass[:, Group.EVENT], 16) / 6,
        "places_mass": np.minimum(shared.mass[:, Group.PLACE], 12) / 6,
        "countries": cosines[:, Group.COUNTRY],
        "skeletons_mass": np.minimum(shared.mass[:, Group.SKELETON], 30) / 6,
        "numbers_mass": np.minimum(shared.mass[:, Group.NUMBER], 12) / 6,
        "bridge_across": bridge * (1 - same),
        "bridge_mass": np.minimum(shared.mass @ _BRIDGE, 40) / 12,
        "bridge_title": _together(_TITLE_BRIDGE, norms, shared),
        "one_bridge": (_bridges(shared.count) < _ENOUGH_BRIDGES) * (1 - same),
        "places_conflict": conflict[:, Group.PLACE],
        "title_numbers_conflict": conflict[:, Group.TITLE_NUMBER],
        "title_places_conflict": conflict[:, Group.TITLE_PLACE],
        "title_countries_conflict": conflict[:, Group.TITLE_COUNTRY],
        "talks_elsewhere": conflict[:, Group.TITLE_PLACE] * talk,
        "strikes_elsewhere": conflict[:, Group.TITLE_PLACE] * strike,
        "strikes_same_place": (shared.count[:, Group.TITLE_PLACE] > 0) * strike,
        "talks_with_others": other[:, Group.TITLE_ACTOR] * talk,
        "other_actors": other[:, Group.ACTOR],
        "other_countries": other[:, Group.COUNTRY],
        "other_title_actors": other[:, Group.TITLE_ACTOR],
        "other_title_events": other[:, Group.TITLE_EVENT],
        "same_of_others": _same_of_others(mine, theirs, shared, same),
        "elsewhere": conflict[:, Group.TITLE_COUNTRY] * conflict[:, Group.COUNTRY] * _nothing(shared.count),
        "days": hours / 24,
        "first_hours": np.minimum(hours, 6) / 6,
        "same_source": np.array([o.source == one.source for o in others], dtype=np.float64),
        "same_place_and_event": (shared.count[:, Group.PLACE] > 0) * (shared.count[:, Group.EVENT] > 0) * (hours < 24),
    }


def _same_of_others(mine: _Side, theirs: _Side, shared: _Shared, same: Floats) -> Floats:
    """Return 1 for each headline of one's language that says the same of others, else 0."""
    found = np.zeros(len(same))
    words = np.minimum(mine.figures.sizes, theirs.figures.sizes)[:, Group.TITLE_TOKEN]
    heading = mine.reports[0].heading
    for i in np.flatnonzero((same > 0) & (shared.count[:, Group.TITLE_TOKEN] >= words / 3)).tolist():
        found[i] = same_of_others(heading, theirs.reports[i].heading)
    return found


def _nothing(count: Floats) -> Floats:
    """Return 1 for reports that share neither a name nor a number, else 0."""
    return np.asarray((count[:, [Group.ACTOR, Group.SKELETON, Group.NUMBER]] == 0).all(axis=1), dtype=np.float64)


def _bridges(count: Floats) -> Floats:
    """Return how many independent things two reports share: names (two at most), what happened, a number."""
    places = np.maximum(count[:, Group.PLACE], count[:, Group.COUNTRY])
    names = count[:, Group.ACTOR] + places + count[:, Group.SKELETON]
    happened = (count[:, Group.EVENT] > 0) | (count[:, Group.CONCEPT] > 1)
    return np.asarray(np.minimum(names, 2) + happened + (count[:, Group.NUMBER] > 0))


def _together(importance: Floats, norms: tuple[NDArray[np.float32], NDArray[np.float32]], shared: _Shared) -> Floats:
    """Return the cosine over several groups at once, each multiplied by its importance."""
    square = importance**2
    lengths = np.sqrt((norms[1] ** 2 @ square) * (norms[0] ** 2 @ square))
    return np.asarray(shared.products @ square / np.maximum(lengths, 1e-9))


def _vectors(one: Weighed, others: Sequence[Weighed], same: Floats) -> dict[str, Floats]:
    title, text, best, known = (np.zeros(len(others)) for _ in range(4))
    rows = [i for i, other in enumerate(others) if other.vectors is not None]
    if one.vectors is not None and rows:
        both = np.stack([vectors for other in others if (vectors := other.vectors) is not None]).astype(np.float32)
        likeness = both @ one.vectors.astype(np.float32).T
        title[rows], text[rows], known[rows] = likeness[:, 0, 0], likeness[:, 1, 1], 1.0
        best[rows] = likeness.max(axis=(1, 2))
    return {
        "vector_title_across": title * (1 - same),
        "vector_text_across": text * (1 - same),
        "vector_best": best,
        "vector_close": np.maximum(best - _CLOSE, 0),
        "no_vector": 1 - known,
    }
