"""The regularised logistic regressions behind the matcher's weights, and its classifiers on sentence vectors."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from bot.entities.evidence import TUNING, Weighed

Array = npt.NDArray[np.float64]

FOLDS = 5
_RARE = 2
"""Rows in which a clue must occur to get a weight of its own."""
COMMON = -0.25
"""Log-odds of a name that others bear too, without any evidence, at most: it takes some to be a mention."""
_WRITING = ("script ", "form ", "spelling of the language", "opens", "closes", "after dash", "speaks", "everyday name")
_AMBIGUOUS = {"topic departure": 0.15, "near departure": 0.05, "more departure": 0.05}
"""Players leave clubs as troops leave countries: alone no evidence."""
_FIXED = frozenset(
    {"strong name", "own given name", "relative", "homograph", "female honorific", "male honorific", "feminine form"}
)


@dataclass(frozen=True, slots=True)
class Settings:
    """How hard the fits are held. `caution`: how much more a row that does not mention the entity counts."""

    strength: float
    caution: float


@dataclass(frozen=True)
class Example:
    """What one row says about one entity: the clues of each candidate in question, the label, the sentence vector.

    `row` is its place among the rows, `group` the fold it is held out in.
    """

    row: int
    group: int
    positive: bool
    weight: float
    candidates: tuple[Mapping[str, float], ...]
    vector: Array | None


def clue_values(weighed: Weighed) -> dict[str, float]:
    """Return the clues of a candidate as amounts by name."""
    values: Counter[str] = Counter()
    for clue in (*weighed.clues, *weighed.item_clues):
        values[clue.name] += clue.amount  # type: ignore[assignment]
    return dict(values)


def logistic(
    inputs: Array, labels: Array, weights: Array, mean: Array, pull: Array, most: Array | float = np.inf
) -> Array:
    """Return the coefficients that minimise weighted log-loss plus pull / 2 * (coefficient - mean)^2, by Newton.

    None is above its bound `most`: one that stands there and would rise is left out of the step.
    """
    found = np.minimum(mean, most)
    for _ in range(40):
        guess = 1 / (1 + np.exp(-np.clip(inputs @ found, -30, 30)))
        gradient = inputs.T @ (weights * (guess - labels)) + pull * (found - mean)
        free = (found < most) | (gradient > 0)
        curvature = (inputs[:, free].T * (weights * guess * (1 - guess))) @ inputs[:, free] + np.diag(pull[free])
        moved = found.copy()
        moved[free] -= np.linalg.solve(curvature, gradient[free])
        moved = np.minimum(moved, most)
        step, found = np.abs(moved - found).max(), moved
        if step < 0.01:
            break
    return found


class VectorModel:
    """A logistic regression on sentence vectors: the sense of an item, whatever its words."""

    def __init__(self, examples: Sequence[Example], strength: float) -> None:
        known = [e for e in examples if e.vector is not None]
        inputs = np.array([np.append(e.vector, 1.0) for e in known])  # type: ignore[arg-type]
        labels = np.array([float(e.positive) for e in known])
        weights = np.array([e.weight for e in known])
        share = float(labels @ weights / weights.sum())
        balance = np.where(labels > 0, 0.5 / max(share, 0.05), 0.5 / max(1 - share, 0.05))
        pull = np.full(inputs.shape[1], strength)
        pull[-1] = 0.01
        self.coefficients = logistic(inputs, labels, balance * weights, np.zeros(inputs.shape[1]), pull)

    def lean(self, example: Example) -> float:
        """Return the log-odds, clipped as the matcher clips them; 0 without a vector."""
        if example.vector is None:
            return 0.0
        lean = float(np.append(example.vector, 1.0) @ self.coefficients)
        return max(-TUNING.vector_clip, min(TUNING.vector_clip, lean))


class VectorModels:
    """The classifiers of one entity by the folds they have not seen; each is trained once."""

    def __init__(self, examples: Sequence[Example], strength: float) -> None:
        self.examples = [e for e in examples if e.vector is not None]
        self.strength = strength
        self._models: dict[frozenset[int], VectorModel] = {}

    def without(self, *folds: int) -> VectorModel:
        """Return the classifier trained on all other folds."""
        key = frozenset(folds)
        if key not in self._models:
            self._models[key] = VectorModel([e for e in self.examples if e.group not in key], self.strength)
        return self._models[key]


class Fit:
    """Weights of one entity's clues, fitted on all folds but one; a positive row is judged by its best candidate.

    Two sets: `plain` without a sentence vector; `sensed` with one, drawn towards the plain one and fitted on leans of
    classifiers that had not seen the example.
    """

    def __init__(
        self,
        examples: Sequence[Example],
        models: VectorModels,
        prior: Mapping[str, float],
        settings: Settings,
        unseen: Sequence[int] = (),
    ) -> None:
        train = [e for e in examples if e.group not in unseen]
        self.plain = fit(train, [0.0] * len(train), prior, settings)
        seen = [e for e in train if e.vector is not None]
        self.model = models.without(*unseen) if seen else None
        start = {"vector": 1.0, **self.plain}
        leaning = [models.without(e.group, *unseen).lean(e) for e in seen]
        self.sensed = fit(seen, leaning, start, settings) if seen else self.plain

    def score(self, example: Example, *, sensed: bool = True) -> float:
        """Return the log-odds of the best candidate."""
        if sensed and self.model and example.vector is not None:
            lean = self.model.lean(example)
            return max(dot(self.sensed, {**values, "vector": lean}) for values in example.candidates)
        return max(dot(self.plain, values) for values in example.candidates)


def dot(table: Mapping[str, float], values: Mapping[str, float]) -> float:
    """Return the score of a candidate."""
    return sum(table.get(name, 0.0) * amount for name, amount in values.items())


def fit(
    examples: Sequence[Example], leaning: Sequence[float], prior: Mapping[str, float], settings: Settings
) -> dict[str, float]:
    """Return the weights, the fixed ones included."""
    counts = Counter(name for e in examples for name in {name for c in e.candidates for name in c})
    names = sorted({name for name, count in counts.items() if count >= _RARE} - _FIXED | {"vector"})
    index = {name: i for i, name in enumerate(names)}
    mean = np.array([prior.get(name, 0.0) for name in names])
    pull = np.array([settings.strength * _pull(name) for name in names])
    most = np.array([_most(name, prior) for name in names])
    found = dict(prior)
    for _ in range(3):
        picked = list(_picked(examples, leaning, found, settings.caution))
        inputs = np.zeros((len(picked), len(names)))
        for place, (values, _, _) in enumerate(picked):
            for name, amount in values.items():
                if name in index:
                    inputs[place, index[name]] = amount
        labels = np.array([label for _, label, _ in picked])
        weights = np.array([weight for _, _, weight in picked])
        coefficients = logistic(inputs, labels, weights, mean, pull, most)
        found = {**prior, **{name: float(coefficients[i]) for name, i in index.items()}}
    return found


def _picked(
    examples: Sequence[Example], leaning: Sequence[float], table: Mapping[str, float], caution: float
) -> Iterator[tuple[Mapping[str, float], float, float]]:
    """Yield (clues, label, weight): the best candidate of a positive row, every candidate of a negative one."""
    for example, lean in zip(examples, leaning, strict=True):
        candidates = [{**values, "vector": lean} if lean else values for values in example.candidates]
        if example.positive:
            yield max(candidates, key=lambda values: dot(table, values)), 1.0, example.weight
        else:
            for values in candidates:
                yield values, 0.0, caution * example.weight / len(candidates)


def _most(name: str, prior: Mapping[str, float]) -> float:
    """Return the most a clue may weigh. How and where a name is written is no evidence of who bears it.

    Nor is the bare name, where its hand-set weight says that it is a common one; others stay near theirs.
    """
    by_hand = prior.get(name, 0.0)
    if name == "prior":
        return COMMON if by_hand < 0 else by_hand + 1.25
    if name.startswith(_WRITING):
        return min(0.0, by_hand)
    return _AMBIGUOUS.get(name, np.inf)


def _pull(name: str) -> float:
    if name in {"prior", "vector"}:
        return 0.2
    if name.startswith(("after ", "form ")):
        return 2.0
    return 1.0 if name.startswith(("topic ", "near ", "more ")) else 0.8
