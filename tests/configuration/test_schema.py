import json
import tomllib
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft7Validator

from bot.cli.schemas import NAME, SHIPPED, schema

FILES = sorted(SHIPPED.glob("*.toml"))


@pytest.fixture(scope="module")
def shipped() -> dict[str, Any]:
    found: dict[str, Any] = json.loads((SHIPPED / NAME).read_text(encoding="utf-8"))
    return found


def test_the_schema_in_the_repository_is_current(shipped: dict[str, Any]) -> None:
    assert shipped == schema(SHIPPED), "run: python run_bot.py schemas --write"


def test_every_key_is_explained_where_it_stands(shipped: dict[str, Any]) -> None:
    unexplained = [
        f"{name}.{key}"
        for name, table in shipped["$defs"].items()
        for key, value in table["properties"].items()
        if not value["description"]
    ]
    assert unexplained == []


@pytest.mark.parametrize("file", FILES, ids=[file.stem for file in FILES])
def test_the_shipped_files_name_the_schema_and_fit_it(file: Path, shipped: dict[str, Any]) -> None:
    text = file.read_text(encoding="utf-8")

    assert text.startswith(f"#:schema {NAME}\n")
    assert list(Draft7Validator(shipped).iter_errors(tomllib.loads(text))) == []


@pytest.mark.parametrize(
    "text",
    [
        "[poll]\nevry = '5m'",
        "[poll]\nevery = 5",
        "[poll]\nevery = 'soon'",
        "[[channel]]\ndigest_at = ['07:00']",
        "[[channel]]\nid = 'main'\ndigest_at = ['7 h']",
        "[[channel]]\nid = 'main'\npost = 'digest'",
        "[[feed]]\nid = 'x'\nownership = 'mine'",
        "[[entity]]\nid = 'x'\nkind = 'persn'",
    ],
)
def test_an_editor_sees_mistakes(text: str, shipped: dict[str, Any]) -> None:
    assert list(Draft7Validator(shipped).iter_errors(tomllib.loads(text)))


def test_a_local_table_need_name_only_what_it_changes(shipped: dict[str, Any]) -> None:
    local = (
        "[poll]\nevery = '20m'\n[[feed]]\nid = 'bbc-world'\nenabled = false\n[[channel]]\nid = 'main'\nstories = 4\n"
    )

    assert list(Draft7Validator(shipped).iter_errors(tomllib.loads(local))) == []
