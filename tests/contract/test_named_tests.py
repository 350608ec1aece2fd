"""What the documents say is tested is tested: every test, file and measurement they name is there."""

import ast
import re
from collections.abc import Iterator
from functools import cache
from itertools import chain
from pathlib import Path

import pytest

from tests.contract.conftest import ROOT

FILES = sorted((ROOT / "tests").rglob("test_*.py"))
TABLES = {"delivery.md": 30, "feeds.md": 20, "operating.md": 35, "search.md": 40}
"""Documents with a table whose last column is headed by "test" or "tests", and how many rows it has at least."""
DOCUMENTS = sorted((ROOT / "docs").glob("*.md"))


@cache
def named_in(path: Path) -> frozenset[str]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    functions = (node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef))
    return frozenset(one.name for one in functions if one.name.startswith("test_"))


def rows(text: str) -> Iterator[tuple[list[str], list[str]]]:
    """Yield what stands in backquotes in the last column of a table of tests: in its heading, and in each row."""
    heading = ""
    for line in text.splitlines():
        last = line.rstrip("|").rsplit("|", 1)[-1].strip()
        if not line.startswith("|"):
            heading = ""
        elif re.match(r"tests?\b", last):
            heading = last
        elif heading and set(last) != {"-"}:
            yield re.findall(r"`([^`]+)`", heading), re.findall(r"`([^`]+)`", last)


def stands(name: str, path: Path | None) -> bool:
    """Tell whether a test is in a file; three dots are for what a long name leaves out, and `test_` may be left out."""
    pattern = re.compile("(test_)?" + ".*".join(map(re.escape, name.split("..."))))
    return path is not None and any(pattern.fullmatch(test) for test in named_in(path))


def missing(text: str) -> list[str]:
    """Return what the tables of tests name and is not there; a test is in the file that was named last."""
    wrong = []
    path = None
    for span in chain.from_iterable(chain.from_iterable(rows(text))):
        if span.startswith("tests/"):
            path = ROOT / span
            known = path.exists()
        elif command := re.match(r"python -m (bench\.\w+)", span):
            known = ROOT.joinpath(*command[1].split(".")).with_suffix(".py").exists()
        elif elsewhere := re.fullmatch(r"(test_\w+): (\S+)", span):
            path = next((file for file in FILES if file.stem == elsewhere[1] and stands(elsewhere[2], file)), None)
            known = path is not None
        else:
            known = stands(span, path)
        if not known:
            wrong.append(span)
    return wrong


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_every_test_that_a_document_names_is_there(document: Path) -> None:
    text = document.read_text(encoding="utf-8")

    assert missing(text) == []
    assert [path for path in re.findall(r"`(tests/[\w/.]+)`", text) if not (ROOT / path).exists()] == []


@pytest.mark.parametrize("name", TABLES)
def test_every_rule_of_a_table_of_tests_names_one(name: str) -> None:
    named = [cell for _, cell in rows((ROOT / "docs" / name).read_text(encoding="utf-8"))]

    assert [] not in named
    assert len(named) >= TABLES[name]


@pytest.mark.parametrize(
    "name",
    [
        "`test_nobody_wrote_this`",
        "`tests/no/test_such.py`",
        "`python -m bench.nothing`",
        "`test_guide: every_rumour_...`",
    ],
)
def test_a_test_that_is_not_there_is_noticed(name: str) -> None:
    assert missing(f"| rule | tests (`tests/contract/test_guide.py`) |\n|---|---|\n| a | {name} |\n") != []
