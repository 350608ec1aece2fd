"""Feeds added in Telegram stand only in the database; the commands know them as well as those of the files."""

import json
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from tests.contract.conftest import NO_PORT, Command


@pytest.fixture
def added(loaded: Command, tmp_path: Path) -> Command:
    """A feed beside that of the files, one of the same id, and one that this version does not take."""
    tables = {
        "theirs": {"title": "Theirs", "url": "http://127.0.0.1:9/t", "language": "ru", "country": "KZ"},
        "mine": {"title": "Other", "url": "http://127.0.0.1:9/o"},
        "odd": {"title": "Odd", "url": "gopher://x"},
    }
    with closing(sqlite3.connect(tmp_path / "n.db")) as database:
        for number, (name, keys) in enumerate(tables.items()):
            row = (name, json.dumps(keys), 7, number, True)
            database.execute("INSERT INTO added_feed VALUES (?, ?, ?, ?, ?)", row)
        database.commit()
    return loaded


def test_an_added_feed_is_read_unless_the_files_have_one_of_its_id(added: Command) -> None:
    done = added("feeds", "list", "--json")

    assert [(row["id"], row["title"]) for row in done.lines] == [("mine", "Mine"), ("theirs", "Theirs")]


def test_an_added_feed_is_tested_by_its_id(added: Command) -> None:
    (row,) = added("feeds", "test", "theirs", "--json").lines

    assert row == {"feed": "theirs", "error": NO_PORT}


def test_an_added_feed_is_exported_and_not_imported_again(added: Command, config: Path, tmp_path: Path) -> None:
    (tmp_path / "list.opml").write_text(added("feeds", "export").out)

    done = added("feeds", "import", "--unasked", "--json", str(tmp_path / "list.opml"))

    assert {row["title"]: row["outcome"] for row in done.lines} == {"Mine": "double", "Theirs": "double"}
    assert not (config / "local").exists()


def test_an_added_feed_is_switched_off_where_it_was_added(added: Command, config: Path) -> None:
    done = added("feeds", "disable", "theirs")

    assert (done.code, "added in Telegram, where /removefeed theirs takes it off" in done.err) == (2, True)
    assert not (config / "local").exists()


def test_check_shows_an_added_feed_and_where_it_comes_from(added: Command) -> None:
    assert "feed theirs: http://127.0.0.1:9/t  (added in Telegram)" in added("check").out


def test_search_and_index_know_the_country_and_the_name_of_an_added_feed(added: Command) -> None:
    assert added("reindex").code == 0

    for query in ("country:kz", "source:theirs"):
        assert [row["guid"] for row in added("search", "--json", query).lines] == ["2"], query
