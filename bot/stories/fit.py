"""From pairs to stories: how well a report fits a story, and two stories each other. All scores are logits."""

from dataclasses import dataclass
from math import log2

import numpy as np

from bot.stories.pairs import Floats


@dataclass(frozen=True, slots=True)
class Rules:
    """A story is entered at `join`; the larger it is, the more that takes (`tighten` for each doubling above `easy`).

    Two stories become one at `merge`; `reach` is how far below `join` another story may have fitted a report to be
    considered for that.
    """

    join: float = 0.0
    merge: float = 0.5
    floor: float = -6.0
    ceiling: float = 5.0
    easy: int = 8
    tighten: float = 0.4
    reach: float = 3.0


def fit(scores: Floats, rules: Rules) -> float:
    """Return how well a report fits a story, or a story another, given the scores of all pairs across them.

    That is their mean: one look-alike is not enough. No single pair outweighs all others.
    """
    return float(np.minimum(np.maximum(scores, rules.floor), rules.ceiling).mean())


def needed(size: int, rules: Rules) -> float:
    """Return the score at which a story of `size` reports is entered."""
    return rules.join + rules.tighten * max(0.0, log2(max(size, 1) / rules.easy))
