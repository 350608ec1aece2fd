"""From pairs to stories: how well a report fits a story, and two stories each other. All scores are logits."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import log2

import numpy as np

from bot.stories.pairs import Floats


@dataclass(frozen=True, slots=True)
class Rules:
    """A story is entered at `join`, two become one at `merge`; for large ones that rises.

    `tighten` is added for each doubling above `easy` reports. `reach` is how far below `join` another story may have
    fitted a report to be considered for a merge.
    """

    join: float = -0.5
    merge: float = 0.5
    floor: float = -6.0
    ceiling: float = 5.0
    easy: int = 8
    tighten: float = 0.4
    reach: float = 1.0


def fit(scores: Floats, lengths: Sequence[int], rules: Rules) -> Floats:
    """Return how well a report fits each of several stories, given its scores with the members of one after the other.

    That is their mean: one look-alike is not enough. No single pair outweighs all others.
    """
    clipped = np.minimum(np.maximum(scores, rules.floor), rules.ceiling)
    starts = np.cumsum([0, *lengths[:-1]])
    return np.asarray(np.add.reduceat(clipped, starts) / np.array(lengths))


def kinship(scores: Floats, rules: Rules) -> float:
    """Return how well two stories fit, given the scores of all pairs across them."""
    return float(fit(scores, [len(scores)], rules)[0])


def needed_to_join(size: int, rules: Rules) -> float:
    """Return the score at which a story of `size` reports is entered."""
    return rules.join + _tightening(size, rules)


def needed_to_merge(size: int, rules: Rules) -> float:
    """Return the kinship at which two stories of `size` reports together become one."""
    return rules.merge + _tightening(size, rules)


def _tightening(size: int, rules: Rules) -> float:
    return rules.tighten * max(0.0, log2(max(size, 1) / rules.easy))
