"""Fit the weights of the matcher's clues, and its classifiers on sentence vectors, by regularised logistic regression.

    python -m bench.fit_entities [--shared ../shared] [--write]

Data: our own rows (tests/data/entities), the open half of the blind rows (bench/data/entities_open.jsonl) and, where
the folder is there, the labelled sentences of entities/dev.jsonl with a lower weight. Vectors are those of the texts
the pipeline encodes. Every weight is drawn towards its hand-set value (`prior` in weights.json), lexical clues towards
nothing. How hard is chosen by cross-validation over groups: a language is never split, but for the largest ones.
Prints what the matcher finds in rows whose languages it was not fitted on; --write replaces the data files.
"""

import argparse
import json
import sys
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import product
from pathlib import Path
from typing import Any
from zlib import crc32

import numpy as np

from bench.entities import Tally, score, show
from bench.entities_model import FOLDS, Array, Example, Fit, Settings, VectorModels, clue_values
from bench.entities_rows import OPEN, ROWS, Row, catalogue, encode_all, read_rows
from bot.entities.match import Matcher

DATA = Path(__file__).parents[1] / "bot" / "entities" / "data"
TRIALS = tuple(Settings(strength, caution) for strength, caution in product((1.2, 2.4), (1.5, 2.5)))
VECTOR_STRENGTH = 1.0
DEV_WEIGHT = 0.3
VECTOR_ENTITIES = ("zelensky", "wagner", "assad")
FALSE_COSTS = 1.5
"""Misses that one false mention outweighs, when trials are compared."""


@dataclass(frozen=True)
class Table:
    """The rows, what each of them holds that is certain, and the examples of each entity in question."""

    rows: Sequence[Row]
    certain: Sequence[frozenset[str]]
    examples: Mapping[str, Sequence[Example]]


def group_of(row: Row, sizes: Mapping[str, int]) -> int:
    """Return the fold of a row: by language, the large ones in pieces."""
    key = row.language if sizes[row.language] < 60 else f"{row.language}{crc32(row.id.encode()) % 9}"
    return crc32(key.encode()) % FOLDS


def collect(rows: Sequence[Row], matcher: Matcher) -> Table:
    """Return the rows with their candidates: certain ones decided, the others as examples with vectors if readable."""
    sizes = Counter(row.language for row in rows)
    ids = [entity.id for entity in matcher.entities]
    weighed = [matcher.weigh(row.fields, row.language) for row in rows]
    wanted = [
        place
        for place, found in enumerate(weighed)
        if any(
            one.readable and not one.certain and not one.vetoed and ids[one.candidate.entity] in VECTOR_ENTITIES
            for one in found
        )
    ]
    vectors = dict(zip(wanted, encode_all([rows[place] for place in wanted]), strict=True))
    examples: dict[str, list[Example]] = {entity: [] for entity in ids}
    for place, (row, found) in enumerate(zip(rows, weighed, strict=True)):
        for number, entity in enumerate(ids):
            same = [one for one in found if one.candidate.entity == number]
            in_question = [one for one in same if not one.certain and not one.vetoed]
            if in_question and not any(one.certain for one in same):
                sensed = entity in VECTOR_ENTITIES and any(one.readable for one in in_question)
                examples[entity].append(
                    Example(
                        place,
                        group_of(row, sizes),
                        entity in row.entities,
                        row.weight,
                        tuple(map(clue_values, in_question)),
                        vectors[place].astype(np.float64) if sensed else None,
                    )
                )
    certain = [frozenset(ids[one.candidate.entity] for one in found if one.certain) for found in weighed]
    return Table(rows, certain, examples)


def held_out(
    examples: Sequence[Example], models: VectorModels, prior: Mapping[str, float], settings: Settings
) -> Iterator[tuple[int, float]]:
    """Yield (row, score) of each example, by a fit that has not seen its group."""
    for fold in range(FOLDS):
        fitted = Fit(examples, models, prior, settings, unseen=(fold,))
        for example in examples:
            if example.group == fold:
                yield example.row, fitted.score(example)


def found_in(table: Table, entity: str, scores: Mapping[int, float]) -> list[bool]:
    """Return for each row whether the entity is found in it."""
    return [entity in certain or scores.get(place, -1.0) > 0 for place, certain in enumerate(table.certain)]


def cost(table: Table, entity: str, scores: Mapping[int, float]) -> float:
    """Return the weighted errors of one entity: a false mention counts more than a miss."""
    total = 0.0
    for row, found in zip(table.rows, found_in(table, entity, scores), strict=True):
        if found != (entity in row.entities):
            total += row.weight * (FALSE_COSTS if found else 1.0)
    return total


def report(table: Table, found: Mapping[str, Sequence[bool]]) -> None:
    """Print precision and recall of the held-out decisions, by source."""
    places = {row.id: place for place, row in enumerate(table.rows)}

    def system(row: Row) -> frozenset[str]:
        return frozenset(entity for entity, hits in found.items() if hits[places[row.id]])

    for source in dict.fromkeys(row.source for row in table.rows):
        rows = [row for row in table.rows if row.source == source]
        tallies: Mapping[str, Tally] = score(rows, system, list(found))
        show(f"{source}: {len(rows)} rows, out of fold", tallies, [*found, "all"])


def main(argv: Sequence[str] | None = None) -> int:
    """Fit, print the cross-validated figures, and write the data files if asked to."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--shared", type=Path, default=Path("../shared"))
    parser.add_argument("--write", action="store_true")
    options = parser.parse_args(argv)
    rows = [row for path in (*ROWS, OPEN) for row in read_rows(path)]
    dev = options.shared / "entities" / "dev.jsonl"
    if dev.is_file():
        rows += [replace(row, weight=DEV_WEIGHT) for row in read_rows(dev)]
    matcher = Matcher(catalogue())
    table = collect(rows, matcher)
    stored = json.loads((DATA / "weights.json").read_text(encoding="utf-8"))
    fitted_vectors: dict[str, Array] = {}
    found: dict[str, list[bool]] = {}
    for entity in matcher.entities:
        prior = {**stored["prior"]["any"], **stored["prior"].get(entity.kind, {}), **stored["prior"].get(entity.id, {})}
        examples = table.examples[entity.id]
        models = VectorModels(examples, VECTOR_STRENGTH)
        trials = {settings: dict(held_out(examples, models, prior, settings)) for settings in TRIALS}
        costs = {settings: cost(table, entity.id, scores) for settings, scores in trials.items()}
        best = min(costs, key=lambda settings: costs[settings])
        for settings, errors in costs.items():
            print(f"{entity.id:10} {len(examples)} rows in question, errors {errors:5.1f} {settings}")
        found[entity.id] = found_in(table, entity.id, trials[best])
        fitted = Fit(examples, models, prior, best)
        stored["weights"][entity.id] = _rounded(fitted.plain, prior)
        if fitted.model:
            stored["weights"][f"{entity.id} with vector"] = _rounded(fitted.sensed, fitted.plain)
            fitted_vectors[entity.id] = fitted.model.coefficients
    report(table, found)
    if options.write:
        write(stored, fitted_vectors)
    return 0


def _rounded(table: Mapping[str, float], prior: Mapping[str, float]) -> dict[str, float]:
    """Return what is worth writing down: weights that count, or that differ from what would stand without them."""
    return {
        name: round(weight, 2)
        for name, weight in sorted(table.items())
        if abs(weight) >= 0.05 or abs(prior.get(name, 0.0)) >= 0.05
    }


def write(stored: Mapping[str, Any], vectors: Mapping[str, Array]) -> None:
    """Replace the data files."""
    note = "Written by `python -m bench.fit_entities --write`."
    about = f"{note} Log-odds of each clue. `prior`: set by hand, where a fit starts from; `weights`: what is used."
    weights = {**stored["weights"], **{key: stored["prior"][key] for key in ("any", "person", "organisation")}}
    table = {**stored, "weights": weights, "about": about}
    (DATA / "weights.json").write_text(json.dumps(table, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    lines = ",\n".join(
        f"{json.dumps(entity)}: {json.dumps([round(float(x), 3) for x in row])}" for entity, row in vectors.items()
    )
    about = json.dumps(f"{note} A weight for each of 512 dimensions of the sentence vector, and a bias.")
    (DATA / "vectors.json").write_text(f'{{"about": {about},\n"vectors": {{\n{lines}\n}}}}\n', encoding="utf-8")


if __name__ == "__main__":
    sys.exit(main())
