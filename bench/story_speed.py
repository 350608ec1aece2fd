"""Stories, speed and memory: `python -m bench.story_speed SHARED NUMBER lexical|vectors`, called by bench.stories."""

import json
import sys
import time
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

import numpy as np
import psutil

from bot.stories.cluster import Clusterer
from bot.stories.report import Report


def headlines(path: Path, number: int, *, vectors: bool) -> Iterator[Report]:
    """Yield `number` headlines of one war within 72 hours; beyond the file they are varied."""
    start, rng = datetime(2026, 1, 1, tzinfo=UTC), np.random.default_rng(2026)
    for n, (turn, row) in enumerate(_rows(path, number)):
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


def _rows(path: Path, number: int) -> Iterator[tuple[int, dict[str, str]]]:
    """Yield rows and how often the file was read before; it is read anew each time, so as not to be in memory."""
    turn = 0
    while number > 0:
        with path.open(encoding="utf-8") as lines:
            for line, _ in zip(lines, range(number), strict=False):
                yield turn, json.loads(line)
                number -= 1
        turn += 1


def main(argv: Sequence[str]) -> int:
    """Print reports a second of CPU and the memory of this process, of which the tables are a part."""
    shared, number, kind = Path(argv[0]), int(argv[1]), argv[2]
    process = psutil.Process()
    clusterer = Clusterer()
    clusterer.add(Report(-1, "Warm up", datetime(2025, 12, 31, tzinfo=UTC), language="en"))
    before, busy, quarter = process.memory_info().rss, 0.0, 0.0
    for n, report in enumerate(
        headlines(shared / "stories" / "ruwa_unlabelled.jsonl", number, vectors=kind == "vectors")
    ):
        began = time.process_time()
        clusterer.add(report)
        spent = time.process_time() - began
        busy += spent
        quarter += spent if n >= number * 3 // 4 else 0.0
    now = process.memory_info().rss
    print(
        f"  {number:7} reports {kind:8}  {number / busy:6.0f} per CPU second, "
        f"last quarter {number / 4 / quarter:6.0f}   memory +{(now - before) / 2**20:.0f} of {now / 2**20:.0f} MiB",
        flush=True,
    )
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
