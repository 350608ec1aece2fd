"""What an operator does by hand: lists of feeds, stories, previews, exports, backups, takedowns, sums."""

import json
import sqlite3
import stat
from contextlib import closing
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from rich.console import Console

from bot.store.lock import Lock, beside
from tests.contract.conftest import Command

NEWS = [
    {"id": "1", "title": "Putin visits Kazan and praises engineers", "lang": "en", "source": "mine"},
    {"id": "2", "title": "Путин посетил Казань и похвалил инженеров", "lang": "ru", "source": "theirs"},
    {"id": "3", "title": "Rain in the harbour", "lang": "en", "source": "mine"},
]
FEEDS = '[[feed]]\nid = "mine"\ntitle = "Mine"\nurl = "http://127.0.0.1:9/a"\nlanguage = "en"\n'
OPML = """<?xml version="1.0"?><!DOCTYPE opml [<!ENTITY x "y">]><opml version="2.0"><head><title>x</title></head><body>
<outline text="News"><outline text="Europe"><outline type="rss" text="Süd &amp; Nord" xmlUrl="http://127.0.0.1:9/n"/></outline>
<outline type="rss" text="Mine again" xmlUrl="http://127.0.0.1:9/a"/>
<outline type="rss" text="Süd &amp; Nord" xmlUrl="http://127.0.0.1:9/other" language="de"/></outline>
<outline type="rss" text="Gopher" xmlUrl="gopher://x/y"/><outline text="empty"/>
<outline type="rss" xmlUrl="http://127.0.0.1:9/n"/></body></opml>"""


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
    assert done.out.count("dead (port 9 is no web port)") == 2
    assert not (config / "local").exists()


@pytest.mark.parametrize("body", ["", "<html/>", "{}", "\x00"])
def test_what_is_no_opml_is_said_so(command: Command, tmp_path: Path, body: str) -> None:
    (tmp_path / "list.opml").write_text(body)

    done = command("feeds", "import", str(tmp_path / "list.opml"))

    assert (done.code, "it is no OPML" in done.err) == (2, True)


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


def test_a_backup_is_put_back_and_the_bot_is_on_hold_until_it_is_released(loaded: Command, tmp_path: Path) -> None:
    kept = tmp_path / "kept.db"
    assert loaded("backup", str(kept)).code == 0
    assert stat.S_IMODE(kept.stat().st_mode) == 0o600
    loaded("load", given=given({**NEWS[2], "id": "4"}))

    assert loaded("restore", str(kept)).code == 0
    assert len(loaded("export", "items").lines) == 3
    assert "On hold since" in loaded("release", "--list").out
    assert "Released." in loaded("release").out
    assert "Nothing is on hold." in loaded("release", "--list").out


def test_a_restore_while_the_bot_runs_is_refused(loaded: Command, tmp_path: Path) -> None:
    loaded("backup", str(tmp_path / "kept.db"))
    with Lock(beside(f"sqlite:///{tmp_path / 'n.db'}", "service")) as lock:
        assert lock.take()
        done = loaded("restore", str(tmp_path / "kept.db"))

    assert (done.code, "stop it first" in done.err) == (1, True)


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


def test_a_feed_added_in_telegram_is_read_unless_the_files_have_one_of_its_id(loaded: Command, tmp_path: Path) -> None:
    added = {
        "theirs": {"title": "Theirs", "url": "http://127.0.0.1:9/t"},
        "mine": {"title": "Other", "url": "http://127.0.0.1:9/o"},
        "odd": {"title": "Odd", "url": "gopher://x"},
    }
    with closing(sqlite3.connect(tmp_path / "n.db")) as database:
        for number, (name, keys) in enumerate(added.items()):
            row = (name, json.dumps(keys), 7, number, True)
            database.execute("INSERT INTO added_feed VALUES (?, ?, ?, ?, ?)", row)
        database.commit()

    done = loaded("feeds", "list", "--json")

    assert [(row["id"], row["title"]) for row in done.lines] == [("mine", "Mine"), ("theirs", "Theirs")]
