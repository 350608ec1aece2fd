"""What an operator does by hand: lists of feeds, stories, previews, exports, backups, takedowns, sums."""

import sqlite3
from contextlib import closing
from functools import partial
from pathlib import Path

import pytest
from PIL import Image
from rich.console import Console

from bot import app
from bot.store.receipt import Account
from tests.builders import NOW
from tests.contract.conftest import FEEDS, NEWS, NO_PORT, Command, given

OPML = """<?xml version="1.0"?><!DOCTYPE opml [<!ENTITY x "y">]><opml version="2.0"><head><title>x</title></head><body>
<outline text="News"><outline text="Europe"><outline type="rss" text="Süd &amp; Nord" xmlUrl="http://127.0.0.1:9/n"/></outline>
<outline type="rss" text="Mine again" xmlUrl="http://127.0.0.1:9/a"/>
<outline type="rss" text="Süd &amp; Nord" xmlUrl="http://127.0.0.1:9/other" language="de"/></outline>
<outline type="rss" text="Gopher" xmlUrl="gopher://x/y"/><outline text="empty"/>
<outline type="rss" xmlUrl="http://127.0.0.1:9/n"/></body></opml>"""


def test_feeds_are_switched_in_a_file_of_ones_own_whose_comments_stay(command: Command, config: Path) -> None:
    (config / "feeds.toml").write_text(FEEDS)
    (config / "local").mkdir()
    local = config / "local" / "feeds.toml"
    local.write_text('# my own list\n[[feed]]\nid = "mine"\ntitle = "Ours" # better\n')

    assert command("feeds", "disable", "mine").code == 0
    assert local.read_text() == '# my own list\n[[feed]]\nid = "mine"\ntitle = "Ours" # better\nenabled = false\n'
    assert command("feeds", "enable", "mine").code == 0
    assert "enabled = true" in local.read_text()
    assert command("check").code == 0
    assert "did you mean mine?" in command("feeds", "disable", "mien").err


def test_opml_is_imported_with_its_folders_and_what_is_wrong_with_an_entry_costs_only_it(
    command: Command, config: Path, tmp_path: Path
) -> None:
    (config / "feeds.toml").write_text(FEEDS)
    (tmp_path / "list.opml").write_text(OPML)

    done = command("feeds", "import", "--unasked", "--json", str(tmp_path / "list.opml"))

    assert done.code == 1
    assert [row["outcome"] for row in done.lines] == ["added", "double", "added", "no address of the web", "double"]
    assert [row["id"] for row in done.lines if row["id"]] == ["sud-nord", "sud-nord-2"]
    added = (config / "local" / "feeds.toml").read_text()
    assert 'note = "imported from News / Europe"' in added
    assert 'language = "de"' in added
    assert command("check").code == 0


def test_an_imported_feed_that_does_not_answer_is_told_and_not_added(
    command: Command, config: Path, tmp_path: Path
) -> None:
    (config / "feeds.toml").write_text(FEEDS)
    (tmp_path / "list.opml").write_text(OPML)

    done = command("feeds", "import", str(tmp_path / "list.opml"))

    assert done.code == 1
    assert done.out.count(f"dead ({NO_PORT})") == 2
    assert not (config / "local").exists()


@pytest.mark.parametrize("body", ["", "<html/>", "{}", "\x00"])
def test_what_is_no_opml_is_said_so(command: Command, tmp_path: Path, body: str) -> None:
    (tmp_path / "list.opml").write_text(body)

    done = command("feeds", "import", str(tmp_path / "list.opml"))

    assert (done.code, "it is no OPML" in done.err) == (2, True)


def test_a_table_that_is_added_to_a_list_stands_apart(command: Command, config: Path, tmp_path: Path) -> None:
    (tmp_path / "list.opml").write_text(OPML)

    command("feeds", "import", "--unasked", str(tmp_path / "list.opml"))

    added = (config / "local" / "feeds.toml").read_text()
    assert added.count("[[feed]]") == added.count("\n\n[[feed]]") == 3


def test_an_exported_list_is_imported_again_as_it_was(command: Command, config: Path, tmp_path: Path) -> None:
    (config / "feeds.toml").write_text(FEEDS)
    (tmp_path / "list.opml").write_text(command("feeds", "export").out)
    (config / "feeds.toml").write_text("")

    command("feeds", "import", "--unasked", str(tmp_path / "list.opml"))
    (row,) = command("feeds", "list", "--json").lines

    assert (row["id"], row["title"], row["url"]) == ("mine", "Mine", "http://127.0.0.1:9/a")


def test_stories_are_listed_newest_first_and_shown_by_the_id_of_any_item(loaded: Command) -> None:
    (story,) = loaded("stories", "list", "--json").lines
    items = loaded("export", "items").lines
    shown = [loaded("stories", "show", one["id"], "--json").lines for one in items[:2]]

    assert (story["reports"], story["entities"]) == (2, "putin")
    assert shown[0] == shown[1]
    assert [row["title"] for row in shown[0]] == [one["title"] for one in NEWS[:2]]
    assert loaded("stories").out.count("\n") == 1
    assert loaded("stories", "list", "--entity", "assad").out == ""
    assert loaded("stories", "show", "5").code == 2


def test_a_preview_says_what_a_channel_would_be_told_and_changes_nothing(loaded: Command, tmp_path: Path) -> None:
    first, second = loaded("digest", "preview"), loaded("digest", "preview")
    drawn = loaded("digest", "preview", "--picture", str(tmp_path / "post.png"))

    assert "Putin visits Kazan" in first.out
    assert first.out.split("\n")[1:] == second.out.split("\n")[1:]
    assert drawn.code == 0
    with Image.open(tmp_path / "post.png") as picture:
        assert picture.width == 1080
        assert len(picture.getcolors(100_000) or ()) > 10
    assert loaded("digest", "preview", "--channel", "mian").err.endswith("did you mean main?\n")


def test_the_archive_is_exported_as_json_lines(loaded: Command) -> None:
    items, stories, mentions = (loaded("export", what).lines for what in ("items", "stories", "mentions"))

    assert [row["guid"] for row in items] == ["1", "2", "3"]
    assert items[0]["published"].endswith("Z")
    assert sorted(len(row["items"]) for row in stories) == [1, 2]
    assert {row["item"] for row in mentions} == {row["id"] for row in items[:2]}
    assert loaded("export", "items", "--since", "2099-02-01").lines == []


def test_a_forgotten_source_is_nowhere_any_more(loaded: Command, config: Path, tmp_path: Path) -> None:
    with closing(sqlite3.connect(tmp_path / "n.db")) as database:
        database.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    done = loaded("source", "forget", "mine", "--json")

    assert done.lines == [{"source": "mine", "items": 2, "entries": 0, "edits": 0}]
    assert loaded("search", "kazan").out == ""
    assert loaded("search", "harbour").out == ""
    assert [row["guid"] for row in loaded("export", "items").lines] == ["2"]
    assert "enabled = false" in (config / "local" / "feeds.toml").read_text()
    assert loaded("receipt").code == 0


def test_the_receipt_is_0_while_every_sum_agrees_and_1_where_one_does_not(loaded: Command, tmp_path: Path) -> None:
    right = loaded("receipt", "--json")
    with closing(sqlite3.connect(tmp_path / "n.db")) as database:
        database.execute("DELETE FROM item WHERE guid = '3'")
        database.commit()
    wrong = loaded("receipt")

    assert right.code == 0
    assert [(row["of"], row["total"], row["missing"]) for row in right.lines] == [
        ("entries", "read", 0), ("items", "new", 0), ("main", "matched", 0), ("main", "posts", 0),
    ]  # fmt: skip
    assert wrong.code == 1
    assert "items: 3 new = 2 matched  WRONG by 1" in wrong.out


@pytest.mark.parametrize(
    ("alone", "whole"),
    [("feeds", "feeds list"), ("entities", "entities list"), ("stories", "stories list"), ("digest", "digest preview")],
)
def test_a_command_with_others_below_it_shows_what_there_is_where_none_is_named(
    loaded: Command, monkeypatch: pytest.MonkeyPatch, alone: str, whole: str
) -> None:
    monkeypatch.setattr(app, "clock", lambda: NOW)  # a digest says when it was made

    shown = loaded(alone)

    assert (shown.code, shown.out) == (0, loaded(*whole.split()).out)


def test_one_thing_is_told_as_one(command: Command, config: Path) -> None:
    (config / "feeds.toml").write_text(FEEDS)
    command("load", given=given(NEWS[0]))

    told = command("source", "forget", "mine").out

    assert told == "1 item of mine gone, 0 entries of posts blanked, 0 posts to be edited\n"
    assert str(Account("main", "posts", 1, {"sent": 1})) == "main: 1 post = 1 sent"


def test_lists_are_plain_lines_in_a_pipe_and_a_table_on_a_terminal(
    loaded: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    plain = loaded("stories", "list").out
    monkeypatch.setattr("bot.cli.tables.sys.stdout.isatty", lambda: True, raising=False)

    table = loaded("stories", "list").out

    assert plain.count("\t") == 6
    assert "\t" not in table
    assert "reports" in table


def test_long_work_has_a_bar_on_a_terminal_and_a_line_now_and_then_in_a_pipe(
    command: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.cli.progress.SELDOM", -1.0)
    plain = command("load", given=given(*NEWS))
    monkeypatch.setattr("bot.cli.progress.sys.stderr.isatty", lambda: True)
    monkeypatch.setattr("bot.cli.progress.Console", partial(Console, force_terminal=True))

    drawn = command("load", given=given(*NEWS))

    assert "loaded: 3\n" in plain.err
    assert drawn.err.count("\N{BOX DRAWINGS HEAVY HORIZONTAL}") >= 40
    assert "3/" in drawn.err
    assert "\x1b" not in plain.err


def test_a_preview_of_nothing_says_so_and_draws_nothing(command: Command, tmp_path: Path) -> None:
    command("load")

    done = command("digest", "preview", "--picture", str(tmp_path / "post.png"))

    assert (done.code, done.out) == (0, f"There is nothing new to tell, so {tmp_path / 'post.png'} is not drawn.\n")
    assert not (tmp_path / "post.png").exists()
