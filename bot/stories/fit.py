"""From pairs to stories: how well a report fits a story, and two stories each other. All scores are logits."""

from dataclasses import dataclass

import numpy as np

from bot.stories.pairs import Floats


@dataclass(frozen=True, slots=True)
class Rules:
    """A story is entered at `join`; the larger it is, the more that takes (`tighten` for each doubling above `easy`).

    `reach` is how far below `join` another story may have fitted a report to be considered for a merge, and `better`
    by how much a report must fit another story better than its own to move there.
    """

    join: float = 0.0
    merge: float = 1.5
    best: int = 3
    share_of_best: float = 0.3
    floor: float = -6.0
    ceiling: float = 5.0
    easy: int = 8
    tighten: float = 0.4
    reach: float = 0.5
    better: float = 1.0


def fit(scores: Floats, rules: Rules) -> float:
    """Return how well a report fits a story, given its scores with the story's members.

    Part is the mean of the best three, the greater part the mean of all: one look-alike is not enough.
    """
    clipped = np.sort(scores.clip(rules.floor, rules.ceiling))[::-1]
    best = clipped[: rules.best]
    share = rules.share_of_best
    return float(share * best.sum() / len(best) + (1 - share) * clipped.sum() / len(clipped))


def kinship(scores: Floats, rules: Rules) -> float:
    """Return how well two stories fit, given the scores of all pairs across them, shape (members, members)."""
    clipped = np.sort(np.clip(scores, rules.floor, rules.ceiling), axis=None)[::-1]
    best = clipped[: max(rules.best, clipped.size // 3)]
    return float(rules.share_of_best * best.mean() + (1 - rules.share_of_best) * clipped.mean())


def needed(size: int, rules: Rules) -> float:
    """Return the score at which a story of `size` reports is entered."""
    return rules.join + rules.tighten * max(0.0, float(np.log2(max(size, 1) / rules.easy)))
