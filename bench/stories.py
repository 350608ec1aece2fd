"""Stories, measured: `python -m bench.stories [--shared DIR] [--scale N...] [ROWS.jsonl...]`.

Pair precision, recall and F1 (all pairs, then pairs across languages) and BCubed F1 of the clusterer with and without
vectors, next to a single pass over TF-IDF of titles and the research prototype, on the stories of each development set
that the scorer was not fitted on; ROWS are further labelled files. Then near-duplicates, then speed and memory.
"""

import argparse
import json
import math
import random
import re
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Hashable, Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Final

import numpy as np
import psutil

from bench.fit_stories import DEV, half
from bench.story_data import OWN, Encoder, Labelled, bcubed, pair_quality, read_rows
from bot.stories.cluster import Clusterer
from bot.stories.report import Key, Report
from bot.text.story_fold import WORD, fold

MORE: Final = ("wmt21en_parallel", "pud_ar_parallel", "wmt_parallel")
TITLE_THRESHOLD: Final = 0.15  # the best of .1, .15, .2, .25, .3 on the half of basil that may be fitted on
Partition = dict[Key, Hashable]


def clustered(rows: Sequence[Labelled]) -> Partition:
    """Return the product's story of each report after the last one."""
    found: Partition = {}
    for decision in Clusterer().add_many(row.report for row in rows):
        found[decision.key] = decision.story
        found |= dict(decision.moved)
    return found


def by_title(rows: Sequence[Labelled]) -> Partition:
    """Return the stories of a single pass: TF-IDF of titles, nearest earlier title within 72 hours."""
    frequency: Counter[str] = Counter()
    seen: list[tuple[Labelled, dict[str, float]]] = []
    found: Partition = {}
    for row in rows:
        words = {fold(word) for word in WORD.findall(row.report.title)}
        frequency.update(words)
        weights = {word: math.log((len(seen) + 2) / frequency[word]) + 0.1 for word in words}
        length = math.sqrt(sum(w * w for w in weights.values())) or 1.0
        vector = {word: weight / length for word, weight in weights.items()}
        since = row.report.published - timedelta(hours=72)
        near = (
            (sum(w * other.get(word, 0.0) for word, w in vector.items()), found[earlier.report.key])
            for earlier, other in seen
            if earlier.report.published >= since
        )
        score, story = max(near, key=lambda pair: pair[0], default=(0.0, None))
        found[row.report.key] = story if score >= TITLE_THRESHOLD else row.report.key
        seen.append((row, vector))
    return found


def by_prototype(rows: Sequence[Labelled], shared: Path) -> Partition:
    """Return the stories of the research prototype, run as a program of its own."""
    lines = (
        {
            "id": row.report.key,
            "source": row.report.source,
            "lang": row.report.language,
            "published": row.report.published.isoformat().replace("+00:00", "Z"),
            "title": row.report.title,
            "summary": row.report.summary,
        }
        for row in rows
    )
    answer = subprocess.run(  # noqa: S603 - our own program, beside the repository
        [sys.executable, str(shared / "prototypes" / "stories" / "cluster.py")],
        input="\n".join(json.dumps(line) for line in lines),
        capture_output=True,
        text=True,
        check=True,
    )
    return {line["id"]: line["story"] for line in map(json.loads, answer.stdout.splitlines())}


def _print_quality(name: str, rows: list[Labelled], encoder: Encoder, shared: Path) -> None:
    print(f"\n{name}: {len(rows)} reports, {len({row.story for row in rows})} stories")
    systems: dict[str, Callable[[], Partition]] = {
        "title TF-IDF": lambda: by_title(rows),
        "prototype": lambda: by_prototype(rows, shared),
        "stories, no vectors": lambda: clustered(rows),
        "stories": lambda: clustered(encoder.encoded(rows)),
    }
    for system, run in systems.items():
        found = run()
        pairs, across = pair_quality(rows, found), pair_quality(rows, found, across=True)
        print(
            f"  {system:20} pairs P {pairs.precision:.3f} R {pairs.recall:.3f} F1 {pairs.f1:.3f}   across languages "
            f"P {across.precision:.3f} R {across.recall:.3f} F1 {across.f1:.3f}   BCubed {bcubed(rows, found).f1:.3f}"
        )


def edits(text: str, rng: random.Random) -> dict[str, str]:
    """Return a text as others print it: cut, with a boilerplate, with words changed, as an excerpt."""
    words = text.split()
    changed = [rng.choice(words) if rng.random() < 0.1 else word for word in words]
    return {
        "60 % of it": " ".join(words[: int(len(words) * 0.6)]),
        "wire boilerplate": f"(Agency) All rights reserved. {text} This report was not edited by our staff.",
        "10 % of words changed": " ".join(changed),
        "first 3 sentences": " ".join(re.split(r"(?<=[.!?])\s+", text)[:3]),
    }


def _print_duplicates(shared: Path) -> None:
    rows = [row for name in ("basil", "wmt_parallel") for row in _texts(shared / "stories" / "dev" / f"{name}.jsonl")]
    rng = random.Random(2026)
    originals = rows[:300]
    reports: list[Report] = []
    start = datetime(2026, 1, 1, tzinfo=UTC)
    made_from: dict[Key, tuple[str, Key]] = {}
    for number, (title, text) in enumerate(originals):
        key = f"{number}"
        reports.append(Report(key, title, start, text, source="first", language="en"))
        shuffled = " ".join(rng.sample(title.split(), len(title.split())))
        for kind, edited in {"title shuffled": text, **edits(text, rng)}.items():
            name = f"{number} {kind}"
            made_from[name] = kind, key
            reports.append(Report(name, shuffled, start, edited, source=kind, language="en"))
    clusterer = Clusterer()
    found: dict[Key, Key | None] = {}
    for report in reports:
        decision = clusterer.add(replace(report, published=start + timedelta(seconds=len(found))))
        found[report.key] = decision.duplicate_of
    print(f"\nnear-duplicates: {len(originals)} English articles, five edits each")
    named = [(key, original) for key, original in found.items() if original is not None]
    right = sum(1 for key, original in named if made_from.get(key, ("", None))[1] == original)
    print(f"  precision {right / max(len(named), 1):.4f}")
    for kind in dict.fromkeys(kind for kind, _ in made_from.values()):
        keys = [key for key, (made, _) in made_from.items() if made == kind]
        recall = sum(found[key] == made_from[key][1] for key in keys) / len(keys)
        print(f"  recall {recall:.3f}  {kind}")


def _texts(path: Path) -> list[tuple[str, str]]:
    rows = [json.loads(line) for line in path.read_text("utf-8").splitlines()]
    return [(row["title"], row["text"]) for row in rows if row["lang"] == "en" and len(row["text"].split()) >= 80]


def headlines(path: Path, number: int, *, vectors: bool) -> Iterator[Report]:
    """Yield `number` headlines of one war within 72 hours; beyond the file they are varied."""
    rows = [json.loads(line) for line in path.read_text("utf-8").splitlines()]
    start, rng = datetime(2026, 1, 1, tzinfo=UTC), np.random.default_rng(2026)
    for n in range(number):
        row, turn = rows[n % len(rows)], n // len(rows)
        title, summary = row["title"].split(), (row.get("summary") or "").split()
        if turn:
            cut = max(2, len(title) * 35 // 100)
            title = [*title[:cut][::-1], *title[cut:], str(turn)]
            summary = summary[::-1] if turn % 2 else summary[turn:]
        vector = rng.standard_normal(512, dtype=np.float32) if vectors else None
        if vector is not None:
            vector /= np.linalg.norm(vector)
        yield Report(
            n,
            " ".join(title),
            start + timedelta(hours=72 * n / number),
            " ".join(summary),
            row.get("source") or "",
            language="en",
            title_vector=vector,
            vector=vector,
        )


def _print_speed(shared: Path, number: int, *, vectors: bool) -> None:
    process = psutil.Process()
    clusterer = Clusterer()
    clusterer.add(Report(-1, "Warm up", datetime(2025, 12, 31, tzinfo=UTC), language="en"))
    before, busy, quarter = process.memory_info().rss, 0.0, 0.0
    for n, report in enumerate(headlines(shared / "stories" / "ruwa_unlabelled.jsonl", number, vectors=vectors)):
        began = time.process_time()
        clusterer.add(report)
        spent = time.process_time() - began
        busy += spent
        quarter += spent if n >= number * 3 // 4 else 0.0
    kind = "with vectors" if vectors else "lexical"
    now = process.memory_info().rss
    print(
        f"  {number:7} reports {kind:12}  {number / busy:6.0f} per CPU second, "
        f"last quarter {number / 4 / quarter:6.0f}   memory +{(now - before) / 2**20:.0f} of {now / 2**20:.0f} MiB",
        flush=True,
    )


def main(argv: Sequence[str]) -> int:
    """Print all figures."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--shared", type=Path, default=Path("../shared"))
    parser.add_argument("--scale", type=int, nargs="*", default=[1_000, 10_000])
    parser.add_argument("rows", type=Path, nargs="*")
    options = parser.parse_args(argv)
    encoder = Encoder()
    for path in options.rows:
        _print_quality(path.stem, read_rows(path), encoder, options.shared)
    for path in sorted(OWN.glob("*.jsonl")):
        _print_quality(f"{path.stem} (fitted on: no proof)", read_rows(path), encoder, options.shared)
    for name in (*DEV, *MORE):
        rows = [row for row in read_rows(options.shared / "stories" / "dev" / f"{name}.jsonl") if not half(row.story)]
        _print_quality(f"{name} (the half not fitted on)", rows, encoder, options.shared)
    _print_duplicates(options.shared)
    print("\nspeed: headlines of one war squeezed into 72 hours; vectors are random, encoding is not counted")
    for number in options.scale:
        for vectors in (False, True):
            _print_speed(options.shared, number, vectors=vectors)
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
