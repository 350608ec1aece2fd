"""`entities`: what an operator sees when tracking someone new."""

import json
import tomllib
from pathlib import Path

import pytest

from tests.contract.conftest import Command

SANDU = '[[entity]]\nid = "sandu"\nname = "Maia Sandu"\nmatch = ["Maia Sandu in Cahul"]\n'


@pytest.fixture(autouse=True)
def local(config: Path) -> Path:
    (config / "local").mkdir()
    file = config / "local" / "entities.toml"
    file.write_text(SANDU)
    return file


@pytest.mark.parametrize("arguments", [["entities"], ["entities", "list"]])
def test_who_is_tracked_is_listed_with_the_file_that_says_so(
    command: Command, local: Path, arguments: list[str]
) -> None:
    done = command(*arguments)

    assert done.code == 0
    assert [line.split("\t")[0] for line in done.out.splitlines()] == ["putin", "zelensky", "wagner", "assad", "sandu"]
    assert done.out.splitlines()[-1].endswith(str(local))


def test_the_list_is_one_object_a_line(command: Command) -> None:
    *_, sandu = command("entities", "list", "--json").lines

    assert (sandu["id"], sandu["name"], sandu["kind"], sandu["examples"]) == ("sandu", "Maia Sandu", "person", 1)


def test_an_entity_that_is_told_by_its_name_alone_has_one(command: Command, local: Path) -> None:
    local.write_text('[[entity]]\nid = "macron"\nname = "Emmanuel Macron"\n')

    *_, macron = command("entities", "list", "--json").lines

    assert (macron["languages"], macron["names"]) == (0, 1)


def test_trying_a_text_tells_who_is_mentioned_and_adds_up_why(command: Command) -> None:
    done = command("entities", "try", "Maia Sandu in Cahul")

    assert done.code == 0
    assert "Maia Sandu (sandu) is mentioned" in done.out
    assert "«Sandu», characters 5 to 10, spelled as «Sandu», a name that needs evidence" in done.out
    assert "own given name «Maia» before" in done.out
    assert "in all: more than 0, so it is a mention" in done.out


def test_trying_a_text_tells_a_near_miss_from_a_mention(command: Command) -> None:
    done = command("entities", "try", "Sandu", "wins", "judo", "gold")

    assert "Maia Sandu (sandu) is only possible: kept apart, never posted" in done.out
    assert "in all: not more than 0, but near: possible" in done.out
    assert "A word under `context`" in done.out


def test_trying_a_text_tells_the_veto(command: Command) -> None:
    done = command("entities", "try", "Ion Sandu deschide o brutărie")

    assert "Maia Sandu (sandu) is not mentioned" in done.out
    assert "veto: another given name «Ion»" in done.out
    assert "in all: not more than 0: no mention" in done.out


def test_trying_a_text_tells_a_name_inside_a_word_and_who_is_not_there_at_all(command: Command) -> None:
    done = command("entities", "try", "Rasputin sings")

    assert "putin is not mentioned: the name is only a part of the word «Rasputin»" in done.out
    assert "No form of the name stands in the text: zelensky, wagner, assad, sandu" in done.out


def test_the_language_may_be_told(command: Command) -> None:
    told = command("entities", "try", "--json", "--lang", "hr", "Plitvička i dalje puna, putina kaže").lines
    assert all(row["entity"] == "putin" for row in told)

    wrong = command("entities", "try", "--lang", "klingonish", "Putin")
    assert wrong.code == 2
    assert "--lang: 'klingonish' is no language" in wrong.err


def test_trying_as_json_gives_every_place_with_its_reasons(command: Command) -> None:
    text = "Ion Sandu meets Maia Sandu"

    first, second = command("entities", "try", "--json", text).lines

    assert (first["entity"], first["verdict"]) == ("sandu", "rejected")
    assert (second["verdict"], text[second["start"] : second["end"]]) == ("mention", "Sandu")
    assert sum(one["weight"] for one in second["reasons"]) == pytest.approx(second["score"], abs=0.2)


def test_a_text_with_half_a_surrogate_pair_is_matched_like_any_other(command: Command) -> None:
    given = json.dumps({"id": "\ud83d", "title": "Maia Sandu \ud83d"})

    assert command("match", "--json", given=given).lines[0]["entities"] == ["sandu"]
    assert command("match", given=given).out == "\\ud83d: sandu\n"
    assert command("cluster", given=given).out == "\\ud83d: \\ud83d\n"


def test_half_a_surrogate_pair_is_shown_and_breaks_nothing(command: Command) -> None:
    done = command("entities", "try", "Maia Sandu \ud83d")

    assert done.code == 0
    assert "is mentioned" in done.out


def test_proposals_are_toml_to_paste_and_each_names_its_rule(command: Command, local: Path) -> None:
    done = command("entities", "suggest", "sandu")

    local.write_text(SANDU + done.out)
    (entity,) = tomllib.loads(local.read_text())["entity"]
    assert entity["strong"]["ru"] == ["Майа Санду"]
    assert entity["weak"]["*"][:2] == ["Sandu", "Санду"]
    assert done.out.count("# letter by letter") == len(entity["strong"])
    assert "# understood with it: " in done.out
    assert "Sandu" in command("entities", "try", "Президент Санду").out


def test_proposals_as_json_are_a_row_a_line(command: Command) -> None:
    rows = command("entities", "suggest", "--json", "sandu").lines

    assert all(set(row) >= {"table", "language", "names", "rule"} for row in rows)


def test_an_unknown_entity_is_wrong_usage_and_told_the_nearest(command: Command) -> None:
    done = command("entities", "suggest", "sando")

    assert done.code == 2
    assert "'sando' is no entity; did you mean sandu?" in done.err


def test_examples_are_counted(command: Command) -> None:
    done = command("entities", "test")

    assert done.code == 0
    assert done.out.endswith("examples of 5 entities, 0 failed\n")


def test_a_failed_example_names_file_entity_key_and_text(command: Command, local: Path) -> None:
    local.write_text(SANDU + 'no_match = ["Maia Sandu sings"]\n')

    plain, lines = command("entities", "test"), command("entities", "test", "--json").lines

    assert plain.code == 2
    assert plain.out.endswith("1 failed\n")
    assert f"{local}: entity.sandu.no_match: 'Maia Sandu sings' is found: " in plain.err
    failed = [line for line in lines if not line["passed"]]
    assert [(line["entity"], line["key"], line["text"]) for line in failed] == [
        ("sandu", "no_match", "Maia Sandu sings")
    ]


@pytest.mark.parametrize("arguments", [["try"], ["suggest"], ["nonsense"]])
def test_wrong_usage_is_2(command: Command, arguments: list[str]) -> None:
    assert command("entities", *arguments).code == 2
