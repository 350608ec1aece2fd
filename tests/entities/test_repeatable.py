"""The same text gives the same answer in every process, to the letter: Python orders sets anew in each."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
ROWS = ROOT / "bench" / "data" / "entities_open.jsonl"


def test_mentions_and_their_reasons_are_the_same_in_every_process(tmp_path: Path) -> None:
    shutil.copytree(ROOT / "config", tmp_path / "config", ignore=shutil.ignore_patterns("local"))
    (tmp_path / "config" / "local").mkdir()
    (tmp_path / "config" / "local" / "settings.toml").write_text("[understanding]\nvectors = false\n")

    def answers(seed: str) -> bytes:
        match = ("run_bot.py", "match", "--json", "--config", str(tmp_path / "config"), str(ROWS))
        environment = {**os.environ, "PYTHONHASHSEED": seed}
        return subprocess.run(  # noqa: S603 - our own program, our own arguments
            [sys.executable, *match], env=environment, cwd=ROOT, capture_output=True, check=True
        ).stdout

    assert answers("1") == answers("7") == answers("12")
