"""The learned part: how much each figure of a pair says for one story (made by bench/fit_stories.py)."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from bot.stories.pairs import FIGURES, Floats
from bot.stories.tables import DATA

_NO_VECTOR: Final = FIGURES.index("no_vector")


@dataclass(frozen=True, slots=True)
class Logistic:
    """A logistic regression over the figures of a pair."""

    weights: NDArray[np.float64]
    bias: float


@dataclass(frozen=True, slots=True)
class Scorer:
    """Two regressions: what words and names are worth depends on whether sentence vectors speak too.

    A score is in logits: 0 is as likely as not.
    """

    with_vectors: Logistic
    without: Logistic

    def __call__(self, figures: Floats) -> Floats:
        """Return a score for each row of figures."""
        both = figures @ self.with_vectors.weights + self.with_vectors.bias
        words = figures @ self.without.weights + self.without.bias
        return np.where(figures[:, _NO_VECTOR] > 0, words, both)


@cache
def shipped() -> Scorer:
    """Return the scorer in data/scorer.json."""
    content = json.loads((DATA / "scorer.json").read_text("utf-8"))
    return Scorer(_logistic(content["with vectors"]), _logistic(content["without vectors"]))


def _logistic(content: Mapping[str, Any]) -> Logistic:
    return Logistic(np.array([content["weights"].get(figure, 0.0) for figure in FIGURES]), content["bias"])
