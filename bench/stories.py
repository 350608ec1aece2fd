"""Stories, measured: `python -m bench.stories [--shared DIR] [--scale N...] [ROWS.jsonl...]`.

Pair precision, recall and F1 (all pairs, then pairs across languages) and BCubed F1 of the clusterer with and without
vectors, next to a single pass over TF-IDF of titles and the research prototype, on the stories of each development set
that the scorer was not fitted on; ROWS are further labelled files. Then a digest a day over the unseen halves in one
stream, near-duplicates, then speed and memory, each in a process of its own.
"""

import argparse
import json
import math
import random
import re
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Final

from bench.fit_stories import DEV, half
from bench.story_data import Encoder, Labelled, Partition, bcubed, clustered, own_files, pair_quality, read_rows
from bench.story_digest import digest_quality
from bot.stories.cluster import Clusterer
from bot.stories.report import Key, Report
from bot.text.story_fold import WORD, fold

MORE: Final = ("wmt21en_parallel", "pud_ar_parallel", "wmt_parallel")
# What the digests tell: the sets of the research simulation. Single sentences (pud) are no reports.
TOLD: Final = ("basil", "wmt21en_disjoint", "wmt_disjoint")
TITLE_THRESHOLD: Final = 0.15  # the best of .1, .15, .2, .25, .3 on the half of basil that may be fitted on


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
            f"  {system:20} pairs {pairs}   across languages {across}   BCubed {bcubed(rows, found).f1:.3f}", flush=True
        )


def _print_digests(rows: list[Labelled], encoder: Encoder) -> None:
    stream = sorted(encoder.encoded(rows), key=lambda row: row.report.published)
    print(f"\na digest a day, ten entries, over {len(stream)} reports (the halves not fitted on)")
    partitions: dict[str, Partition] = {
        "no stories": {row.report.key: row.report.key for row in stream},
        "title TF-IDF": by_title(stream),
        "stories": clustered(stream),
        "true stories": {row.report.key: row.story for row in stream},
    }
    for system, found in partitions.items():
        print(f"  {system:20} {digest_quality(stream, found)}")


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
    for path in own_files():
        _print_quality(f"{path.stem} (fitted on: no proof)", read_rows(path), encoder, options.shared)
    unseen: list[Labelled] = []
    for name in (*DEV, *MORE):
        rows = [row for row in read_rows(options.shared / "stories" / "dev" / f"{name}.jsonl") if not half(row.story)]
        _print_quality(f"{name} (the half not fitted on)", rows, encoder, options.shared)
        unseen += rows if name in TOLD else []
    _print_digests(unseen, encoder)
    _print_duplicates(options.shared)
    print(
        "\nspeed: headlines of one war squeezed into 72 hours; vectors are random, encoding is not counted", flush=True
    )
    for number in options.scale:
        for kind in ("lexical", "vectors"):
            command = [sys.executable, "-m", "bench.story_speed", str(options.shared), str(number), kind]
            subprocess.run(command, check=True)  # noqa: S603 - our own program
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
