"""How alike one report is to each of many others: one row of figures per pair, all pairs at once."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from bot.stories.duplicates import containment
from bot.stories.features import BUCKETS, Features, Group

Floats = NDArray[np.float64]

_GROUPS: Final = len(Group)
# How much each kind of finding counts where all are compared together.
_BRIDGE: Final = np.zeros(_GROUPS)
_BRIDGE[[Group.ACTOR, Group.PLACE, Group.COUNTRY, Group.CONCEPT, Group.NUMBER, Group.SKELETON]] = (
    1.0,
    1.0,
    0.6,
    0.7,
    0.8,
    0.6,
)
_TITLE_BRIDGE: Final = np.zeros(_GROUPS)
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
_FACTS: Final = [Group.ACTOR, Group.PLACE, Group.SKELETON, Group.NUMBER]

FIGURES: Final = (
    *("same", "title_same", "text_same", "text_across", "words_differ"),
    *(
        "vector_title_same",
        "vector_text_same",
        "vector_title_across",
        "vector_text_across",
        "vector_best",
        "vector_close",
        "vector_and_facts",
        "no_vector",
    ),
    *("concepts", "events", "events_mass", "actors", "actors_mass", "places", "places_mass", "countries"),
    *("skeletons_same", "skeletons_across", "skeletons_mass", "numbers_mass"),
    *("bridge_same", "bridge_across", "bridge_mass", "bridge_title", "rare_mass", "title_events", "title_actors"),
    *("places_conflict", "events_conflict", "numbers_conflict", "title_numbers_conflict"),
    *("title_actors_conflict", "title_places_conflict", "title_events_conflict", "title_countries_conflict"),
    *("capitals_conflict", "strikes_elsewhere", "strikes_same_place", "talks_elsewhere", "talks_with_others"),
    *("other_actors", "other_places", "other_countries", "other_title_actors", "other_title_events"),
    *("days", "first_hours", "later_days", "same_source", "contained", "same_place_and_event"),
)
"""The columns, in order. "conflict": both name some and share none; "other": each names some the other does not."""


@dataclass(frozen=True, slots=True)
class Weighed:
    """A report with the weight its keys had when it came: how rare they were then."""

    features: Features
    weights: NDArray[np.float32]
    norms: NDArray[np.float32]
    sizes: NDArray[np.float32]


def weigh(features: Features, rarity: NDArray[np.float32]) -> Weighed:
    """Return a report with weights count x rarity; `rarity` is parallel to its keys."""
    weights = features.counts * rarity
    norms = np.sqrt(np.bincount(features.groups, weights * weights, _GROUPS))
    return Weighed(
        features,
        weights.astype(np.float32),
        norms.astype(np.float32),
        np.bincount(features.groups, minlength=_GROUPS).astype(np.float32),
    )


class Comparer:
    """Compares one report with many. Holds the scratch table its keys are looked up in."""

    def __init__(self) -> None:
        self._whole = np.zeros(BUCKETS, dtype=np.float32)
        self._title = np.zeros(BUCKETS, dtype=np.float32)

    def compare(self, one: Weighed, others: Sequence[Weighed]) -> Floats:
        """Return the figures of `one` with each of the others, shape (len(others), len(FIGURES))."""
        shared = self._shared(one, others)
        columns = _columns(one, others, shared)
        return np.column_stack([columns[name] for name in FIGURES])

    def _shared(self, one: Weighed, others: Sequence[Weighed]) -> "_Shared":
        keys = np.concatenate([other.features.keys for other in others])
        groups = np.concatenate([other.features.groups for other in others])
        weights = np.concatenate([other.weights for other in others])
        cells = np.repeat(np.arange(len(others)) * _GROUPS, [len(other.weights) for other in others]) + groups
        in_title = _is_title(one.features.groups)
        title, whole = self._look(self._title, one, in_title, keys), self._look(self._whole, one, ~in_title, keys)
        mine = np.where(_is_title(groups), title, whole)
        hit = np.flatnonzero(mine)
        cells, mine, theirs = cells[hit], mine[hit], weights[hit]
        shape = len(others), _GROUPS

        def total(values: Floats | None) -> Floats:
            return np.bincount(cells, values, shape[0] * shape[1]).reshape(shape).astype(np.float64)

        least = np.minimum(mine, theirs)
        return _Shared(total(mine * theirs), total(least), total(np.maximum(least - 4.0, 0.0)), total(None))

    @staticmethod
    def _look(
        table: NDArray[np.float32], one: Weighed, chosen: NDArray[np.bool_], keys: NDArray[np.uint32]
    ) -> NDArray[np.float32]:
        """Return the weights `keys` have among the chosen keys of `one`, 0 where they are not."""
        mine = one.features.keys[chosen]
        table[mine] = one.weights[chosen]
        found = table[keys]
        table[mine] = 0.0
        return found


def _is_title(groups: NDArray[np.uint8]) -> NDArray[np.bool_]:
    return _TITLE[groups]


@dataclass(frozen=True, slots=True)
class _Shared:
    """What two reports share, by pair and group: products of weights, least weights, those of rare keys, number."""

    products: Floats
    mass: Floats
    rare: Floats
    count: Floats


def _columns(one: Weighed, others: Sequence[Weighed], shared: _Shared) -> dict[str, Floats]:
    norms = np.stack([other.norms for other in others]).astype(np.float64)
    sizes = np.stack([other.sizes for other in others]).astype(np.float64)
    cosines = shared.products / np.maximum(norms * one.norms, 1e-9)
    both = (sizes > 0) & (one.sizes > 0)
    conflict = (both & (shared.count == 0)).astype(np.float64)
    other = ((sizes > shared.count) & (one.sizes > shared.count)).astype(np.float64)
    same = np.array([o.features.language == one.features.language for o in others], dtype=np.float64)
    strike = np.array([o.features.strike and one.features.strike for o in others], dtype=np.float64)
    talk = np.array([o.features.talk and one.features.talk for o in others], dtype=np.float64)
    hours = np.abs(np.array([o.features.hours for o in others]) - one.features.hours)
    bridge = _together(_BRIDGE, one, norms, shared)
    capitals = conflict[:, Group.TITLE_PLACE] * conflict[:, Group.PLACE]
    facts = np.minimum(shared.rare[:, _FACTS].sum(axis=1), 15) / 5
    return _vectors(one, others, same, facts) | {
        "same": same,
        "title_same": cosines[:, Group.TITLE_TOKEN] * same,
        "text_same": cosines[:, Group.TOKEN] * same,
        "words_differ": np.maximum(_USUAL_OVERLAP - cosines[:, Group.TOKEN], 0) / _USUAL_OVERLAP * same,
        "text_across": cosines[:, Group.TOKEN] * (1 - same),
        "concepts": cosines[:, Group.CONCEPT],
        "events": cosines[:, Group.EVENT],
        "events_mass": np.minimum(shared.mass[:, Group.EVENT], 16) / 6,
        "actors": cosines[:, Group.ACTOR],
        "actors_mass": np.minimum(shared.mass[:, Group.ACTOR], 12) / 6,
        "places": cosines[:, Group.PLACE],
        "places_mass": np.minimum(shared.mass[:, Group.PLACE], 12) / 6,
        "countries": cosines[:, Group.COUNTRY],
        "skeletons_same": cosines[:, Group.SKELETON] * same,
        "skeletons_across": cosines[:, Group.SKELETON] * (1 - same),
        "skeletons_mass": np.minimum(shared.mass[:, Group.SKELETON], 15) / 6,
        "numbers_mass": np.minimum(shared.mass[:, Group.NUMBER], 12) / 6,
        "bridge_same": bridge * same,
        "bridge_across": bridge * (1 - same),
        "bridge_mass": np.minimum(shared.mass @ _BRIDGE, 40) / 12,
        "bridge_title": _together(_TITLE_BRIDGE, one, norms, shared),
        "rare_mass": facts,
        "title_events": cosines[:, Group.TITLE_EVENT],
        "title_actors": cosines[:, Group.TITLE_ACTOR],
        "places_conflict": conflict[:, Group.PLACE],
        "events_conflict": conflict[:, Group.EVENT],
        "numbers_conflict": conflict[:, Group.NUMBER],
        "title_numbers_conflict": conflict[:, Group.TITLE_NUMBER],
        "title_actors_conflict": conflict[:, Group.TITLE_ACTOR],
        "title_places_conflict": conflict[:, Group.TITLE_PLACE],
        "title_events_conflict": conflict[:, Group.TITLE_EVENT],
        "title_countries_conflict": conflict[:, Group.TITLE_COUNTRY],
        "capitals_conflict": capitals,
        "strikes_elsewhere": conflict[:, Group.TITLE_PLACE] * strike,
        "strikes_same_place": (shared.count[:, Group.TITLE_PLACE] > 0) * strike,
        "talks_elsewhere": conflict[:, Group.TITLE_COUNTRY] * talk,
        "talks_with_others": other[:, Group.TITLE_ACTOR] * talk,
        "other_actors": other[:, Group.ACTOR],
        "other_places": other[:, Group.PLACE],
        "other_countries": other[:, Group.COUNTRY],
        "other_title_actors": other[:, Group.TITLE_ACTOR],
        "other_title_events": other[:, Group.TITLE_EVENT],
        "days": hours / 24,
        "first_hours": np.minimum(hours, 6) / 6,
        "later_days": np.maximum(hours - 24, 0) / 24,
        "same_source": np.array([o.features.source == one.features.source for o in others], dtype=np.float64),
        "contained": containment(one.features.sketch.grams, [o.features.sketch.grams for o in others]),
        "same_place_and_event": (shared.count[:, Group.PLACE] > 0) * (shared.count[:, Group.EVENT] > 0) * (hours < 24),
    }


def _together(importance: Floats, one: Weighed, norms: Floats, shared: _Shared) -> Floats:
    """Return the cosine over several groups at once, each multiplied by its importance."""
    square = importance**2
    lengths = np.sqrt((norms**2 @ square) * float(one.norms.astype(np.float64) ** 2 @ square))
    return np.asarray(shared.products @ square / np.maximum(lengths, 1e-9))


def _vectors(one: Weighed, others: Sequence[Weighed], same: Floats, facts: Floats) -> dict[str, Floats]:
    title, text, best, known = (np.zeros(len(others)) for _ in range(4))
    mine = one.features.vectors
    theirs = [(i, other.features.vectors) for i, other in enumerate(others)]
    rows = [i for i, vectors in theirs if vectors is not None]
    if mine is not None and rows:
        titles, texts = (np.stack([v[n] for _, v in theirs if v is not None]) for n in (0, 1))
        title[rows], text[rows], known[rows] = titles @ mine[0], texts @ mine[1], 1.0
        best[rows] = np.maximum.reduce([title[rows], text[rows], titles @ mine[1], texts @ mine[0]])
    return {
        "vector_title_same": title * same,
        "vector_text_same": text * same,
        "vector_title_across": title * (1 - same),
        "vector_text_across": text * (1 - same),
        "vector_best": best,
        "vector_close": np.maximum(best - _CLOSE, 0),
        "vector_and_facts": best * np.minimum(facts, 1),
        "no_vector": 1 - known,
    }
