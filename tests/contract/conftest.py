"""A configuration of its own for each test, and the command line run to its end."""

import io
import json
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from bot.cli import main

ROOT = Path(__file__).parents[2]
SETTINGS = """
[archive]
database = "sqlite:///{database}"
[understanding]
vectors = false
[[channel]]
id = "main"
digest_every = "1h"
"""

NEWS = [
    {"id": "1", "title": "Putin visits Kazan and praises engineers", "lang": "en", "source": "mine"},
    {"id": "2", "title": "Путин посетил Казань и похвалил инженеров", "lang": "ru", "source": "theirs"},
    {"id": "3", "title": "Rain in the harbour", "lang": "en", "source": "mine"},
]
NO_PORT = "port 9 is no web port (80, 443, 8080, 8443; with poll.allow_networks any)"
FEEDS = '[[feed]]\nid = "mine"\ntitle = "Mine"\nurl = "http://127.0.0.1:9/a"\nlanguage = "en"\n'


@dataclass(frozen=True)
class Outcome:
    code: int
    out: str
    err: str

    @property
    def lines(self) -> list[dict[str, Any]]:
        return [json.loads(line) for line in self.out.splitlines()]


Command = Callable[..., Outcome]


@pytest.fixture
def config(tmp_path: Path) -> Path:
    folder = tmp_path / "config"
    folder.mkdir()
    (folder / "settings.toml").write_text(SETTINGS.format(database=tmp_path / "n.db"))
    (folder / "entities.toml").write_bytes((ROOT / "config" / "entities.toml").read_bytes())
    return folder


@pytest.fixture
def command(config: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Command:
    """Return a function that runs a command line to its end."""
    for name in ("TELEGRAM_BOT_TOKEN", "TELEGRAM_CHANNEL"):
        monkeypatch.delenv(name, raising=False)

    def run(*arguments: str, given: str | bytes = "", configured: bool = True) -> Outcome:
        body = given.encode() if isinstance(given, str) else given
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(body)))
        try:
            code = main([*(["--config", str(config)] if configured else []), *arguments])
        except SystemExit as stopped:
            code = int(stopped.code or 0)
        out, err = capsys.readouterr()
        return Outcome(code, out, err)

    return run


def given(*items: dict[str, Any]) -> str:
    times = (f"2099-01-01T10:0{one['id']}:00Z" for one in items)
    links = (f"http://n.example/{one['id']}" for one in items)
    dated = ({**one, "link": link, "published": at} for one, link, at in zip(items, links, times, strict=True))
    return "\n".join(json.dumps(one) for one in dated)


@pytest.fixture
def loaded(command: Command, config: Path) -> Command:
    (config / "feeds.toml").write_text(FEEDS)
    assert command("load", given=given(*NEWS)).code == 0
    return command
