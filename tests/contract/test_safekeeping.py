"""Copies of the database, made and put back by hand; and a database that is not where a command looks."""

import stat
from pathlib import Path

import pytest

from bot.store.lock import Lock, beside
from tests.contract.conftest import NEWS, Command, given


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


def test_a_backup_says_when_it_takes_the_place_of_a_file_and_never_that_of_the_database(
    loaded: Command, tmp_path: Path
) -> None:
    kept = tmp_path / "kept.db"

    assert "took the place" not in loaded("backup", str(kept)).out
    assert "it took the place of what was there" in loaded("backup", str(kept)).out
    itself = loaded("backup", str(tmp_path / "n.db"))

    assert (itself.code, "is the database itself" in itself.err) == (2, True)


@pytest.mark.parametrize("name", ["settings.toml", "feeds.toml", "entities.toml"])
def test_a_mistake_in_the_configuration_keeps_nobody_from_copies_and_sums(
    loaded: Command, config: Path, tmp_path: Path, name: str
) -> None:
    kept = str(tmp_path / "kept.db")
    with (config / name).open("a") as file:
        file.write("\n[pol]\nevery = 1\n")

    for verb in (("backup", kept), ("restore", kept), ("release", "--list"), ("release",)):
        done = loaded(*verb)
        assert (done.code, "did you mean poll?" in done.err) == (0, True), verb
    sums = loaded("receipt", "--json")
    assert (sums.code, [row["of"] for row in sums.lines]) == (0, ["entries", "items"])
    assert "channels" in sums.err
    assert loaded("export", "items").code == 2


def test_where_nobody_can_know_which_database_is_meant_none_is_copied(
    loaded: Command, config: Path, tmp_path: Path
) -> None:
    (config / "settings.toml").write_text("[archive\n")
    named = ("--database", f"sqlite:///{tmp_path / 'n.db'}")

    assert loaded("backup", str(tmp_path / "kept.db")).code == 2
    assert loaded("backup", str(tmp_path / "kept.db"), *named).code == 0


def test_what_was_taken_down_after_a_backup_stays_so_when_that_is_restored(loaded: Command, tmp_path: Path) -> None:
    kept = str(tmp_path / "kept.db")
    loaded("backup", kept)
    loaded("source", "forget", "mine")

    first, second = loaded("restore", kept), loaded("restore", kept)

    assert "Taken down since the backup, and forgotten again: mine." in first.out
    assert "Taken down since the backup, and forgotten again: mine." in second.out
    assert [row["guid"] for row in loaded("export", "items").lines] == ["2"]
    assert NEWS[2]["title"].encode() not in (tmp_path / "n.db").read_bytes()
    assert loaded("receipt").code == 0


def test_a_restore_over_a_database_that_cannot_be_read_says_that_takedowns_are_to_be_repeated(
    loaded: Command, tmp_path: Path
) -> None:
    loaded("backup", str(tmp_path / "kept.db"))
    (tmp_path / "n.db").write_bytes(b"\xa5" * 4096)

    done = loaded("restore", str(tmp_path / "kept.db"))

    assert (done.code, "`source forget` them again" in done.err) == (0, True)


@pytest.mark.parametrize(
    "verb",
    [
        ("stories",), ("stories", "show", "1"), ("digest", "preview"), ("export", "items"),
        ("reindex",), ("receipt",), ("backup",), ("release",), ("source", "forget", "mine"), ("feeds", "confirm", "x"),
    ],
    ids=lambda verb: verb[0],
)  # fmt: skip
def test_a_command_that_reads_the_archive_says_where_there_is_none_and_makes_none(
    command: Command, tmp_path: Path, verb: tuple[str, ...]
) -> None:
    done = command(*verb)

    assert done.code == 2
    assert f"there is no database at {tmp_path / 'n.db'}" in done.err
    assert not (tmp_path / "n.db").exists()


def test_a_search_where_there_is_no_database_finds_nothing_and_says_why(command: Command, tmp_path: Path) -> None:
    done = command("search", "--json", "rain")

    assert (done.code, done.out) == (0, "")
    assert f"there is no database at {tmp_path / 'n.db'}" in done.err
    assert not (tmp_path / "n.db").exists()


def test_feeds_are_listed_and_a_backup_is_put_back_where_there_is_no_database(command: Command, tmp_path: Path) -> None:
    assert command("load", given=given(*NEWS)).code == 0
    command("backup", str(tmp_path / "kept.db"))
    for file in tmp_path.glob("n.db*"):
        file.unlink()

    assert command("feeds", "list").code == 0
    assert command("check").code == 0
    assert not (tmp_path / "n.db").exists()
    assert command("restore", str(tmp_path / "kept.db")).code == 0
    assert len(command("export", "items").lines) == 3
