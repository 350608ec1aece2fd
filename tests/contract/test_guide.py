"""The documents are true: every command and setting they name exists, every one there is is named, examples run."""

import argparse
import json
import re
import shlex
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import get_args

import pytest
from pydantic import BaseModel

from bot.cli.arguments import parser
from bot.settings import Document, load
from tests.contract.conftest import ROOT, Command

OPERATING = (ROOT / "docs" / "operating.md").read_text(encoding="utf-8")
DOCUMENTS = {
    path.name: path.read_text(encoding="utf-8") for path in [ROOT / "README.md", *(ROOT / "docs").glob("*.md")]
}
ASKS_THE_WORLD = ("check --feeds", "doctor", "feeds test", "once")
ANYWHERE = " ".join(DOCUMENTS.values())


def verbs(of: argparse.ArgumentParser, before: str = "") -> Iterator[str]:
    """Yield every command there is, as it is typed."""
    inner = [action for action in of._actions if isinstance(action, argparse._SubParsersAction)]
    for action in inner:
        for name, verb in action.choices.items():
            yield from verbs(verb, f"{before} {name}".strip())
    if before and not any(action.required for action in inner):
        yield before


def examples() -> list[str]:
    return re.findall(r"^ +python run_bot\.py (.+)$", OPERATING, re.MULTILINE)


@pytest.mark.parametrize("verb", sorted(set(verbs(parser()))))
def test_every_command_is_documented(verb: str) -> None:
    last = verb.rsplit(maxsplit=1)[-1]
    by_itself = re.search(rf"run_bot\.py {verb}\b|`{verb}\b", ANYWHERE)
    assert by_itself or re.search(rf"`{verb.split(maxsplit=1)[0]} [^`]*`(?:, `\w+`)*(?:,? and|,) `{last}\b", ANYWHERE)


@pytest.mark.parametrize("name", DOCUMENTS)
def test_every_command_that_is_documented_exists(name: str) -> None:
    known = {one.split()[0] for one in verbs(parser())}
    for line in re.findall(r"run_bot\.py (?:--\S+ )*([a-z]+)\b", DOCUMENTS[name]):
        assert line in known, line


def sections() -> dict[str, set[str]]:
    found = {}
    for section, field in Document.model_fields.items():
        kinds = [kind for kind in (field.annotation, *get_args(field.annotation)) if isinstance(kind, type)]
        found[section] = set(next(kind for kind in kinds if issubclass(kind, BaseModel)).model_fields)
    return found


@pytest.mark.parametrize("name", DOCUMENTS)
def test_every_setting_that_is_documented_exists(name: str) -> None:
    known = sections()
    for section, key in re.findall(r"`(\w+)\.(\w+)(?: = [^`]*)?`", DOCUMENTS[name]):
        assert section not in known or key in known[section] | {"py"}, f"{section}.{key}"


def test_the_tables_of_the_readme_are_good_settings(tmp_path: Path) -> None:
    shutil.copytree(ROOT / "config", tmp_path / "config", ignore=shutil.ignore_patterns("local"))
    (tmp_path / "config" / "local").mkdir()
    tables = re.findall(r"^    (\[\[(\w+)\]\]\n(?:    \S.*\n)+)", DOCUMENTS["README.md"], re.MULTILINE)
    files = {"feed": "feeds", "entity": "entities", "channel": "settings"}
    for text, kind in tables:
        (tmp_path / "config" / "local" / f"{files[kind]}.toml").write_text(text.replace("\n    ", "\n"))

    settings = load(tmp_path / "config", {})

    assert {kind for _, kind in tables} == set(files)
    assert settings.channels[0].timezone == "Europe/Kyiv"


def test_the_second_channel_of_the_documents_is_a_good_one(tmp_path: Path) -> None:
    shutil.copytree(ROOT / "config", tmp_path / "config", ignore=shutil.ignore_patterns("local"))
    (tmp_path / "config" / "local").mkdir()
    (text,) = re.findall(r"^    (\[\[channel\]\]\n(?:    \S.*\n)+)", DOCUMENTS["digests.md"], re.MULTILINE)
    (tmp_path / "config" / "local" / "settings.toml").write_text(text.replace("\n    ", "\n"))

    _, second = load(tmp_path / "config", {}).channels

    assert (second.language, second.timezone, len(second.digest_at)) == ("uk", "Europe/Kyiv", 2)


def test_the_readme_says_what_only_telegram_itself_could_prove() -> None:
    readme = " ".join(DOCUMENTS["README.md"].split())
    (said,) = re.findall(r"What only Telegram itself could prove \((.+?)\)[^.]+never against Telegram\.", readme)

    for unproven in ("flood limits", "message ids rise", "forwards", "each client draws", "old ones"):
        assert unproven in said


def test_every_example_runs_in_the_order_in_which_it_stands(
    command: Command, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    shutil.rmtree(tmp_path / "config")
    shutil.copytree(ROOT / "config", tmp_path / "config", ignore=shutil.ignore_patterns("local"))
    (tmp_path / "config" / "feeds.toml").write_text(
        '[[feed]]\nid = "bbc-world"\ntitle = "BBC"\nurl = "http://127.0.0.1:9/rss"\n'
    )
    (tmp_path / "config" / "local").mkdir()
    (tmp_path / "config" / "local" / "settings.toml").write_text(
        '[telegram]\nbase_url = "http://127.0.0.1:9/bot"\n[understanding]\nvectors = false\n'
    )
    item = {
        "id": "1",
        "title": "Putin opens a bridge",
        "lang": "en",
        "source": "bbc-world",
        "link": "http://b.example/1",
    }
    (tmp_path / "items.jsonl").write_text(json.dumps(item))
    (tmp_path / "feed.xml").write_text("<rss version='2.0'><channel><title>F</title></channel></rss>")
    command("load", "items.jsonl", configured=False)  # as the first start does, it makes the database

    for example in examples():
        if example.startswith("run"):  # the service: tests/end_to_end
            assert parser().parse_args(shlex.split(example)).live
            continue
        done = command(*shlex.split(example), configured=False)
        allowed = {0, 1, 2} if example.startswith(ASKS_THE_WORLD) else {0}
        assert done.code in allowed, f"{example}: {done.err}"
        assert "Traceback" not in done.err, example
    assert len(examples()) > 30
