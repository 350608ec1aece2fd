"""docs/entities.md is true: its examples are read out of it and run."""

import re
import tomllib
from pathlib import Path

import pytest

from bot.cli import main
from bot.configuration.entity_table import EntityTable
from bot.entities.explain import explain
from bot.entities.knowledge import topics
from bot.entities.match import Matcher
from bot.model import Entity

ROOT = Path(__file__).parents[2]
GUIDE = (ROOT / "docs" / "entities.md").read_text(encoding="utf-8")
TWO_LINES, MISTAKES, MENDED = re.findall(r"```toml\n(.*?)```", GUIDE, re.DOTALL)
TRIED, FAILED = re.findall(r"```\n(.*?)```", re.sub(r"```toml\n.*?```", "", GUIDE, flags=re.DOTALL), re.DOTALL)
ROWS = re.findall(r"^\| (.+?) \| (mentioned|not mentioned|only possible|not found) \| (.+?) \|$", GUIDE, re.MULTILINE)
VERDICTS = {"mention": "mentioned", "possible": "only possible", "rejected": "not mentioned"}


@pytest.fixture
def config(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return the file an operator edits, in an empty copy of the project."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "config" / "local").mkdir(parents=True)
    for name in ("settings.toml", "entities.toml"):
        (tmp_path / "config" / name).write_bytes((ROOT / "config" / name).read_bytes())
    return tmp_path / "config" / "local" / "entities.toml"


def entity(text: str) -> Entity:
    (table,) = tomllib.loads(text)["entity"]
    return EntityTable.model_validate(table).entity()


def without_weights(text: str) -> str:
    return re.sub(r"[-+]\d+\.\d", "±", text)


@pytest.mark.parametrize(("text", "verdict", "why"), ROWS, ids=[row[0] for row in ROWS])
def test_two_lines_find_and_miss_what_the_table_says(text: str, verdict: str, why: str) -> None:
    places = explain(Matcher([entity(TWO_LINES)]), {"title": text})

    assert [VERDICTS[one.verdict] for one in places] == ([] if verdict == "not found" else [verdict])
    if "«" in why:
        assert why in {reason for one in places for _, reason in one.reasons}


def test_the_table_shows_every_verdict() -> None:
    assert {verdict for _, verdict, _ in ROWS} == {*VERDICTS.values(), "not found"}


def test_what_is_tried_is_told_as_shown(config: Path, capsys: pytest.CaptureFixture[str]) -> None:
    config.write_text(TWO_LINES)

    assert main(["entities", "try", "President Sandu in Brussels"]) == 0

    assert without_weights(TRIED) in without_weights(capsys.readouterr().out)


@pytest.mark.parametrize("verb", [["entities", "test"], ["check"]])
def test_mistakes_written_down_fail_as_shown(config: Path, capsys: pytest.CaptureFixture[str], verb: list[str]) -> None:
    config.write_text(MISTAKES)

    assert main(verb) == 2

    assert without_weights(FAILED) == without_weights(capsys.readouterr().err)


def test_the_proposal_is_the_one_the_guide_warns_of(config: Path, capsys: pytest.CaptureFixture[str]) -> None:
    config.write_text(TWO_LINES)

    assert main(["entities", "suggest", "sandu"]) == 0

    assert '"Майа Санду"' in capsys.readouterr().out


def test_the_mended_entity_passes_all_its_examples(config: Path, capsys: pytest.CaptureFixture[str]) -> None:
    config.write_text(MENDED)

    assert main(["entities", "test"]) == 0

    assert capsys.readouterr().out.endswith(" 0 failed\n")


def test_a_surname_that_stands_first_is_told_as_the_guide_says() -> None:
    name = '[[entity]]\nid = "xi"\nname = "Xi Jinping"\n'

    taught = Matcher([entity(name + 'given = ["Jinping"]\n[entity.weak]\n"*" = ["Xi"]\n')])

    for title in ("Xi Jinping in Moscow", "President Xi in Moscow"):
        assert taught.match({"title": title}).entities == ("xi",)


def test_every_key_and_every_topic_is_named_in_the_guide() -> None:
    listed = set(re.findall(r"`(\w+)`", GUIDE)) | {"strong", "weak"}

    assert set(EntityTable.model_fields) <= listed
    assert all(re.search(rf"\b{topic}\b", GUIDE) for topic in topics().labels)
