"""The learned part: how much each figure of a pair says for one story (made by bench/fit_stories.py)."""

import json
from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

from bot.stories.pairs import FIGURES, Floats
from bot.stories.tables import DATA


@dataclass(frozen=True, slots=True)
class Scorer:
    """A logistic regression; a score is in logits: 0 is as likely as not."""

    weights: NDArray[np.float64]
    bias: float

    def __call__(self, figures: Floats) -> Floats:
        """Return a score for each row of figures."""
        return np.asarray(figures @ self.weights + self.bias)


@cache
def shipped() -> Scorer:
    """Return the scorer in data/scorer.json."""
    content = json.loads((DATA / "scorer.json").read_text("utf-8"))
    return Scorer(np.array([content["weights"].get(figure, 0.0) for figure in FIGURES]), content["bias"])
