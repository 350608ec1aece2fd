"""Precision, recall and speed of the matcher, beside a naive baseline and the research prototype, in one run.

    python -m bench.entities [--shared ../shared] [--data FILE ...] [--no-encoder] [--no-speed] [--errors 40]

Rows are JSON lines {"id", "lang", "title"|"text", "summary"?, "entities", "kind"?}. Without --data: our own rows
(tests/data/entities), the open half of the blind rows and, where the shared folder is there, entities/dev.jsonl and
entities/wild_nyt.jsonl. All were tuned on: they show regressions; `python -m bench.fit_entities` shows what is found in
languages it was not fitted on. --seen lists the catalogue's forms that occur in them.
"""

import argparse
import importlib.util
import sys
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import sqrt
from pathlib import Path
from typing import Any

from bench import entities_speed
from bench.entities_rows import OPEN, ROWS, Row, catalogue, encoder, read_rows
from bot.entities.match import Matcher
from bot.model import Entity, EntityId, Matching
from bot.text.entity_fold import fold_text

NAIVE = {
    "putin": "putin poutine путин путін بوتين پوتین פוטין 普京 プーチン 푸틴 पुतिन πουτιν",
    "zelensky": "zelensky zelenskiy selenskyj zelenski зеленск زيلينسكي زلنسکی זלנסקי 泽连斯基 ゼレンスキー 젤렌스키",
    "wagner": "wagner вагнер فاغنر واگنر וגנר 瓦格纳 ワグネル 바그너 वैगनर βαγκνερ",
    "assad": "assad асад الاسد اسد אסד 阿萨德 アサド 아사드 असद ασαντ",
}
"""The surname anywhere in the folded text: what a list of keywords does."""
NOBODY = "rows that mention nobody"
System = Callable[["Row"], frozenset[str]]


def wilson(hits: int, of: int) -> tuple[float, float]:
    """Return the 95 % interval of a proportion (E. B. Wilson, 1927)."""
    if not of:
        return 0.0, 1.0
    z, share = 1.96, hits / of
    middle = (share + z * z / (2 * of)) / (1 + z * z / of)
    half = z * sqrt(share * (1 - share) / of + z * z / (4 * of * of)) / (1 + z * z / of)
    return max(0.0, middle - half), min(1.0, middle + half)


@dataclass
class Tally:
    """Right, false and missed mentions."""

    right: int = 0
    false: int = 0
    missed: int = 0
    rows: int = 0

    def add(self, expected: bool, found: bool) -> None:  # noqa: FBT001 - two facts of one row
        """Count one row."""
        self.right += expected and found
        self.false += found and not expected
        self.missed += expected and not found

    @property
    def precision(self) -> float:
        """Share of what was found that is right."""
        return self.right / max(self.right + self.false, 1)

    @property
    def recall(self) -> float:
        """Share of what is there that was found."""
        return self.right / max(self.right + self.missed, 1)

    def __str__(self) -> str:
        low_p, high_p = wilson(self.right, self.right + self.false)
        low_r, high_r = wilson(self.right, self.right + self.missed)
        return (
            f"P {self.precision:.3f} [{low_p:.3f}, {high_p:.3f}]  R {self.recall:.3f} [{low_r:.3f}, {high_r:.3f}]"
            f"  right {self.right} false {self.false} missed {self.missed}"
        )


def score(rows: Sequence[Row], system: System, entities: Sequence[str]) -> dict[str, Tally]:
    """Return the tallies by entity, "language xx", "kind xx", of all, and of the rows that mention nobody (by kind)."""
    tallies: dict[str, Tally] = defaultdict(Tally)
    for row in rows:
        found = system(row)
        for entity in entities:
            for name in (entity, f"language {row.language}", *([f"kind {row.kind}"] if row.kind else []), "all"):
                tallies[name].add(entity in row.entities, entity in found)
        if not row.entities:
            for name in (NOBODY, *([f"{NOBODY}: {row.kind}"] if row.kind else [])):
                tallies[name].rows += 1
                tallies[name].false += bool(found)
    return tallies


def naive(row: Row) -> frozenset[str]:
    """Return the entities whose surname occurs anywhere."""
    text = fold_text(" ".join(row.fields.values()))
    return frozenset(entity for entity, words in NAIVE.items() if any(fold_text(w) in text for w in words.split()))


def ours(matcher: Matcher, encode: Callable[[str], Any] | None) -> System:
    """Return the matcher as the pipeline uses it: a sentence vector only for undecided items."""

    def system(row: Row) -> frozenset[str]:
        return frozenset(match(matcher, row, encode).entities)

    return system


def match(matcher: Matcher, row: Row, encode: Callable[[str], Any] | None) -> Matching:
    """Return the matching of a row, with a sentence vector where it would help."""
    wanted = encode is not None and matcher.undecided(row.fields, language=row.language)
    vector = encode(row.sense) if encode is not None and wanted else None
    return matcher.match(row.fields, language=row.language, vector=vector)


def prototype(shared: Path) -> System | None:
    """Return the second research prototype, or None where it cannot run."""
    path = shared / "prototypes" / "entities" / "match.py"
    spec = importlib.util.spec_from_file_location("entities_prototype", path)
    if spec is None or spec.loader is None or not path.is_file():
        return None
    module = importlib.util.module_from_spec(spec)
    try:
        spec.loader.exec_module(module)
    except ImportError as error:
        print(f"the prototype cannot run here: {error}")
        return None
    return lambda row: frozenset(module.match(row.fields["title"], row.fields.get("summary", "")))


def show(title: str, tallies: Mapping[str, Tally], names: Iterable[str]) -> None:
    """Print some of the tallies, and how many rows that mention nobody were fired on."""
    print(f"\n{title}")
    for name in names:
        if name in tallies:
            print(f"  {name:28} {tallies[name]}")
    print(_fired(NOBODY, tallies.get(NOBODY, Tally())))


def show_details(tallies: Mapping[str, Tally]) -> None:
    """Print the tallies by language and kind, and of each kind of row that mentions nobody."""
    for name in sorted(name for name in tallies if name.startswith(("language ", "kind "))):
        print(f"  {name:28} {tallies[name]}")
    for name in sorted(name for name in tallies if name.startswith(f"{NOBODY}: ")):
        print(_fired(name, tallies[name]))


def _fired(name: str, tally: Tally) -> str:
    low, high = wilson(tally.false, tally.rows)
    return f"  {name}: fired on {tally.false} of {tally.rows} [{low:.4f}, {high:.4f}]"


def show_errors(rows: Sequence[Row], matcher: Matcher, encode: Callable[[str], Any] | None, limit: int) -> None:
    """Print every error with its explanation, up to a limit."""
    shown = 0
    for row in rows:
        matching = match(matcher, row, encode)
        for entity in sorted(set(matching.entities) ^ row.entities):
            if shown == limit:
                print(f"  ... only the first {limit} are shown (--errors)")
                return
            shown += 1
            kind = "missed" if entity in row.entities else "false"
            print(f"  {kind} {entity} [{row.language}] {row.text}\n      {_why(matching, EntityId(entity))}")


def _why(matching: Matching, entity: EntityId) -> str:
    reasons = [f"«{m.surface}» {m.score}: {'; '.join(m.evidence[:4])}" for m in matching.mentions if m.entity == entity]
    reasons += [f"«{r.surface}»: {r.reason}" for r in matching.rejected if r.entity == entity]
    return reasons[0] if reasons else "no form of the name occurs"


def seen(rows: Sequence[Row], entities: Sequence[Entity]) -> None:
    """Print which forms of the catalogue occur in rows that mention their entity, by language."""
    for entity in entities:
        texts = [fold_text(row.text) for row in rows if entity.id in row.entities]
        for table in (entity.strong, entity.weak):
            for language, forms in table.items():
                counts = Counter({form: sum(fold_text(form.rstrip("*")) in text for text in texts) for form in forms})
                print(entity.id, language, *(f"{form}:{count}" for form, count in counts.items()))


def main(argv: Sequence[str] | None = None) -> int:
    """Print the tables."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--shared", type=Path, default=Path("../shared"))
    parser.add_argument("--data", type=Path, nargs="*", default=[])
    parser.add_argument("--no-encoder", action="store_true")
    parser.add_argument("--no-speed", action="store_true")
    parser.add_argument("--seen", action="store_true")
    parser.add_argument("--errors", type=int, default=40)
    options = parser.parse_args(argv)
    shipped = options.shared / "entities"
    paths = options.data or [*ROWS, OPEN, *(shipped / name for name in ("dev.jsonl", "wild_nyt.jsonl"))]
    files = {path: read_rows(path) for path in paths if path.is_file()}
    if options.seen:
        seen([row for rows in files.values() for row in rows], catalogue())
        return 0
    _quality(files, options)
    if not options.no_speed:
        entities_speed.run(catalogue(), [row.text for rows in files.values() for row in rows])
    return 0


def _quality(files: Mapping[Path, Sequence[Row]], options: argparse.Namespace) -> None:
    matcher = Matcher(catalogue())
    encode = None if options.no_encoder else encoder()
    systems = {"newswatch": ours(matcher, encode), "newswatch without encoder": ours(matcher, None), "naive": naive}
    rival = prototype(options.shared)
    if rival:
        systems["prototype"] = rival
    ids = [entity.id for entity in matcher.entities]
    for path, rows in files.items():
        for name, system in systems.items():
            tallies = score(rows, system, ids)
            show(f"{path.name}: {len(rows)} rows, {name}", tallies, [*ids, "all"])
            if name == "newswatch":
                show_details(tallies)
        print(f"\n{path.name}: errors")
        show_errors(rows, matcher, encode, options.errors)


if __name__ == "__main__":
    sys.exit(main())
