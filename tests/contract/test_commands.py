"""The command line is a contract: programs outside the repository read these formats."""

import json
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from bot.configuration.values import Table
from bot.settings import Document
from tests.contract.conftest import NO_PORT, Command, Outcome

FEED = b"""<?xml version="1.0"?><rss version="2.0"><channel><title>Harbour</title><language>en</language>
<item><guid isPermaLink="false">a</guid><link>http://h.example/a</link><title>Rain &amp; &lt;b&gt;wind&lt;/b&gt;</title>
<description>&lt;p&gt;It rained.&lt;/p&gt;</description><pubDate>Sun, 01 Mar 2099 12:00:00 +0200</pubDate></item>
<item><description></description></item></channel></rss>"""


def lines(*items: dict[str, Any] | str) -> str:
    return "\n".join(one if isinstance(one, str) else json.dumps(one) for one in items)


def test_parse_gives_a_line_an_item_and_leaves_dates_as_the_feed_stated_them(command: Command, tmp_path: Path) -> None:
    (tmp_path / "f.xml").write_bytes(FEED)

    done = command("parse", "--json", str(tmp_path / "f.xml"))

    assert done.code == 0
    assert done.lines == [
        {
            "file": str(tmp_path / "f.xml"),
            "feed_title": "Harbour",
            "guid": "a",
            "link": "http://h.example/a",
            "title": "Rain & wind",
            "summary": "It rained.",
            "published": "2099-03-01T10:00:00Z",
            "language": "en",
        }
    ]


def test_parse_names_what_is_no_feed_and_goes_on(command: Command, tmp_path: Path) -> None:
    (tmp_path / "no.html").write_bytes(b"<html><body>Hello</body></html>")
    (tmp_path / "f.xml").write_bytes(FEED)

    done = command("parse", "--json", str(tmp_path / "no.html"), str(tmp_path / "none"), str(tmp_path / "f.xml"))

    assert done.code == 1
    assert [set(line) >= {"file", "error"} for line in done.lines] == [True, True, False]


def test_match_keeps_the_order_and_offsets_point_at_the_surface(command: Command) -> None:
    title = "Сегодня Путин встретился с Зеленским"

    done = command("match", "--json", given=lines({"id": "b", "title": title}, {"id": "a", "summary": "Rain."}))

    assert done.code == 0
    assert [(line["id"], line["entities"]) for line in done.lines] == [("b", ["putin", "zelensky"]), ("a", [])]
    for mention in done.lines[0]["mentions"]:
        assert set(mention) >= {"entity", "field", "start", "end", "surface", "alias", "score", "evidence"}
        assert title[mention["start"] : mention["end"]] == mention["surface"]


def test_match_explains_what_it_rejects(command: Command) -> None:
    done = command("match", "--json", given=lines({"id": "a", "title": "Richard Wagner opera opens in Bayreuth"}))

    (line,) = done.lines
    assert line["entities"] == []
    assert line["rejected"][0]["entity"] == "wagner"
    assert line["rejected"][0]["reason"]


def test_a_bad_line_is_told_by_number_and_the_rest_goes_on(command: Command) -> None:
    given = lines(
        "nonsense", {"id": "a", "title": "Rain"}, {"id": "b"}, "", {"id": "c", "title": 5}, {"title": "x"}, "[1]"
    )

    done = command("match", "--json", given=given)

    assert done.code == 1
    assert [line["line"] for line in done.lines if "error" in line] == [1, 3, 5, 6, 7]
    assert [line["id"] for line in done.lines if "error" not in line] == ["a"]


def test_a_line_that_is_not_utf8_costs_only_itself(command: Command) -> None:
    done = command("match", "--json", given=b'{"id": "\xff"}\n{"id": "a", "title": "Rain"}')

    assert [line.get("line", line.get("id")) for line in done.lines] == [1, "a"]


@pytest.mark.parametrize("when", ["2300-01-01", "0001-01-01T00:00:00+05:00", "9999-12-31T23:59:59-05:00"])
def test_a_time_out_of_all_bounds_costs_only_its_line(command: Command, when: str) -> None:
    given = lines({"id": "a", "title": "Rain", "published": when}, {"id": "b", "title": "Rain"})

    done = command("load", "--json", given=given)

    assert done.code == 1
    assert done.lines[-1] == {"loaded": 1, "updated": 0, "failed": 1}


EVENT = {"title": "Putin opens bridge in Kaluga with the mayor", "lang": "en"}


def test_cluster_decides_each_item_and_a_repeated_id_is_an_error(command: Command) -> None:
    given = lines(
        {"id": "1", **EVENT, "source": "a", "published": "2026-03-01T10:00:00Z"},
        {"id": "2", **EVENT, "source": "b", "published": "2026-03-01T11:00:00Z"},
        {"id": "1", **EVENT, "source": "c", "published": "2026-03-01T12:00:00Z"},
        {"id": "3", "title": "Tennis: Garcia wins in Madrid", "lang": "en", "published": "2026-03-01T13:00:00Z"},
    )

    done = command("cluster", "--json", given=given)

    assert done.code == 1
    decided = {line["id"]: line["story"] for line in done.lines if "id" in line}
    assert decided == {"1": "1", "2": "1", "3": "3"}
    assert [line["line"] for line in done.lines if "error" in line] == [3]
    assert all(set(line) >= {"id", "story", "duplicate_of", "score", "margin"} for line in done.lines if "id" in line)


def test_load_counts_new_changed_and_bad_lines_and_search_finds_what_was_loaded(command: Command) -> None:
    item = {
        "id": "x1",
        "title": "Путина видели в Калуге",
        "lang": "ru",
        "source": "vestnik",
        "link": "http://v.example/1",
    }
    dated = {**item, "published": "2026-03-01"}

    first = command("load", "--json", given=lines(dated, "nonsense"))
    again = command("load", "--json", given=lines({**dated, "title": "Путина видели в Туле"}))
    found = command("search", "--json", "putin")

    assert first.lines[-1] == {"loaded": 1, "updated": 0, "failed": 1}
    assert first.code == 1
    assert again.lines == [{"loaded": 0, "updated": 1, "failed": 0}]
    (hit,) = found.lines
    assert (hit["guid"], hit["title"], hit["source"]) == ("x1", "Путина видели в Туле", "vestnik")
    assert (hit["link"], hit["lang"], hit["entities"]) == ("http://v.example/1", "ru", ["putin"])
    assert hit["published"] == "2026-03-01T00:00:00Z"
    assert set(hit) >= {"story", "score"}


def test_an_item_that_was_forgotten_is_loaded_anew(command: Command, tmp_path: Path) -> None:
    item = {"id": "x1", "title": "Rain in the harbour", "lang": "en", "published": "2020-03-01"}
    command("load", given=lines(item))
    with closing(sqlite3.connect(tmp_path / "n.db")) as database, database:
        database.execute("DELETE FROM item")

    again = command("load", "--json", given=lines({**item, "published": "2026-03-01"}))
    twice = command("load", "--json", given=lines({**item, "published": "2026-03-02"}))

    assert again.lines == [{"loaded": 1, "updated": 0, "failed": 0}]
    assert twice.lines == [{"loaded": 0, "updated": 1, "failed": 0}]


def test_search_options_filter_and_sort(command: Command) -> None:
    days = [
        {"id": f"d{n}", "title": f"Rain in the harbour {n}", "lang": "en", "published": f"2026-03-0{n}"}
        for n in range(1, 6)
    ]
    command("load", given=lines(*days))

    def found(*arguments: str) -> list[str]:
        return [line["guid"] for line in command("search", "--json", *arguments).lines]

    assert found("--limit", "2", "--sort", "new", "rain") == ["d5", "d4"]
    assert sorted(found("rain", "since:2026-03-03", "before:2026-03-05")) == ["d3", "d4"]
    assert found("--now", "2026-03-05T12:00:00Z", "--sort", "new", "rain", "since:1d") == ["d5"]
    assert sorted(found("--", "rain", "-4")) == ["d1", "d2", "d3", "d5"]
    assert found("--exact", "rainn") == []
    corrected = command("search", "--json", "hrabour").lines
    assert [line["corrected"] for line in corrected] == ["harbour"] * 5


@pytest.mark.parametrize(
    ("query", "told"),
    [
        (["rain", "since:3 days"], "warning: since: wants a date like 2024-03-01, 7d or today, not 3\n"),
        (["rain", "lang:klingonese"], "warning: lang: wants a code like ar or uk, not klingonese\n"),
        (["rain", "country:russia"], "warning: country: wants a code like ua, not russia\n"),
        (["rain", "entity:nobody"], "warning: nobody is not a tracked name: it was searched as a word\n"),
        (["hrabour"], "warning: Nothing for hrabour; showing harbour.\n"),
        (["rain"], ""),
    ],
    ids=lambda one: " ".join(one) if isinstance(one, list) else "",
)
@pytest.mark.parametrize("form", [[], ["--json"]], ids=["plain", "json"])
def test_search_says_on_stderr_what_the_bot_would_say_of_the_query(
    command: Command, form: list[str], query: list[str], told: str
) -> None:
    command("load", given='{"id": "1", "title": "Rain in the harbour", "lang": "en"}')

    done = command("search", *form, *query)

    assert (done.code, done.err) == (0, told)


def test_no_hits_is_done(command: Command) -> None:
    command("load", given="")

    assert command("search", "--json", "nothing") == Outcome(0, "", "")


def test_common_options_stand_before_or_after_the_verb_and_the_last_one_wins(command: Command, tmp_path: Path) -> None:
    elsewhere = f"sqlite:///{tmp_path / 'else.db'}"

    command(
        "--database",
        "sqlite:////nowhere/at/all.db",
        "load",
        "--database",
        elsewhere,
        given=lines({"id": "1", "title": "Rain"}),
    )

    assert (tmp_path / "else.db").exists()


def test_one_secret_without_the_other_is_a_wrong_configuration(
    command: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TELEGRAM_CHANNEL", "@news")

    done = command("run")

    assert done.code == 2
    assert "TELEGRAM_BOT_TOKEN" in done.err


def test_live_never_falls_back_to_the_sandbox(command: Command) -> None:
    done = command("run", "--live")

    assert done.code == 2
    assert "TELEGRAM_BOT_TOKEN" in done.err
    assert "TELEGRAM_CHANNEL" in done.err


def test_once_without_a_token_posts_nowhere(command: Command) -> None:
    assert command("once").code == 2
    assert command("once", "--dry-run").code == 0


def test_a_wrong_configuration_lists_every_problem(command: Command, config: Path) -> None:
    (config / "settings.toml").write_text(
        '[poll]\nevry = "1m"\ntimeout = 5\n[[channel]]\nid = "main"\ndigest_every = "1h"\n'
    )

    done = command("check")

    assert done.code == 2
    assert done.out == ""
    assert len(done.err.splitlines()) == 2
    assert "did you mean every?" in done.err


def test_a_folder_that_is_not_there_is_said_so(command: Command, tmp_path: Path) -> None:
    done = command("check", "--config", str(tmp_path / "nowhere"), configured=False)

    assert done.code == 2
    assert "there is no such folder" in done.err


def test_check_shows_what_is_in_force_and_from_where(command: Command, config: Path) -> None:
    (config / "local").mkdir()
    (config / "local" / "settings.toml").write_text(
        '[poll]\nevery = "20m"\n[archive]\nkeep = "36h"\nmax_disk = "1.5GB"\n'
        '[[channel]]\nid = "main"\ndigest_at = ["07:30"]\nquiet = ["22:00", "07:00"]\nweekly = "Mon 09:00"\n'
    )

    done = command("check")

    assert done.code == 0
    assert f'poll.every = "20m"  ({config}/local/settings.toml)' in done.out
    assert 'poll.timeout = "30s"  (default)' in done.out
    for as_written in (
        'archive.keep = "36h"', 'archive.max_disk = "1500MB"', 'channel.main.digest_at = ["07:30"]',
        'channel.main.quiet = ["22:00", "07:00"]', 'channel.main.weekly = "Mon 09:00"',
    ):  # fmt: skip
        assert as_written in done.out
    sections = {name for name, one in Document.model_fields.items() if isinstance(one.default, Table)}
    assert sections <= {line.partition(".")[0] for line in done.out.splitlines()}


WRONG_EXAMPLE = """
[[entity]]
id = "sandu"
name = "Maia Sandu"
match = ["Maia Sandu in Cahul", "Санду в Кагуле"]
"""


@pytest.mark.parametrize("verb", [["check"], ["run"], ["once", "--dry-run"], ["load"]])
def test_a_wrong_example_of_an_entity_is_a_wrong_configuration(command: Command, config: Path, verb: list[str]) -> None:
    (config / "local").mkdir()
    local = config / "local" / "entities.toml"
    local.write_text(WRONG_EXAMPLE)

    done = command(*verb)

    assert done.code == 2
    assert done.err.splitlines()[-1] == (
        f"{local}: entity.sandu.match: 'Санду в Кагуле' is not found: no form of the name occurs in it"
    )


@pytest.mark.parametrize("arguments", [["nonsense"], ["search"], ["search", "--limit", "0", "x"], ["run", "--what"]])
def test_wrong_usage_is_2(command: Command, arguments: list[str]) -> None:
    assert command(*arguments).code == 2


@pytest.mark.parametrize("option", ["--now", "--tz", "--since"])
def test_a_wrong_value_of_an_option_is_2_and_names_it(command: Command, option: str) -> None:
    verb = ["once", "--dry-run"] if option == "--since" else ["search", "putin"]

    done = command(*verb, option, "yesterdayish")

    assert done.code == 2
    assert option in done.err
    assert "Traceback" not in done.err


def test_a_database_that_is_none_is_told_without_a_traceback(command: Command, tmp_path: Path) -> None:
    (tmp_path / "n.db").write_bytes(b"no database" * 100)

    done = command("search", "putin")

    assert done.code == 1
    assert done.err.startswith("database: ")


FEEDS = """
[[feed]]
id = "mine"
title = "Mine"
url = "http://127.0.0.1:9/feed"
domains = ["example.org"]
[[feed]]
id = "twin"
title = "Twin"
url = "http://127.0.0.1:9/feed"
"""


def test_feeds_list_says_how_each_feed_is_doing_and_when_it_is_asked_next(command: Command, config: Path) -> None:
    (config / "feeds.toml").write_text(FEEDS)

    assert [row["condition"] for row in command("feeds", "list", "--json").lines] == ["new", "new"]
    command("once", "--dry-run")
    mine, twin = command("feeds", "list", "--json").lines

    assert set(mine) == {
        "id", "title", "url", "asked", "condition", "last_success", "last_new", "next_due", "why", "failures",
        "last_error", "stopped", "redirect", "items", "items_a_day", "unusable",
    }  # fmt: skip
    assert (mine["condition"], mine["failures"], mine["last_error"]) == ("failing", 1, NO_PORT)
    assert mine["next_due"].endswith("Z")
    assert (twin["condition"], twin["stopped"]) == ("double", "never: mine is asked at the same address")
    plain = command("feeds", "list").out.splitlines()
    assert plain[0].startswith(f"mine: Mine: failing, 0 items, failed once, last: {NO_PORT}, next in 1")


@pytest.mark.parametrize("feed", ["mine", "http://127.0.0.1:9/feed"])
def test_feeds_test_says_what_is_wrong_with_a_feed_by_its_id_or_address(
    command: Command, config: Path, feed: str
) -> None:
    (config / "feeds.toml").write_text(FEEDS)

    done = command("feeds", "test", feed, "--json")

    assert (done.code, done.lines) == (1, [{"feed": feed, "error": NO_PORT}])
    assert command("feeds", "list", "--json").lines[0]["failures"] == 0


def test_feeds_test_says_of_what_is_neither_a_feed_nor_an_address_which_feed_is_nearest(
    command: Command, config: Path
) -> None:
    (config / "feeds.toml").write_text(FEEDS)

    done = command("feeds", "test", "mien")

    assert (done.code, "there is no such feed; did you mean mine?" in done.err) == (2, True)
    assert "an address begins with https://" in done.err


@pytest.mark.parametrize(
    ("typed", "meant"),
    [("serch", "search"), ("feeds lst", "list"), ("bakup x.db", "backup"), ("stories shwo 1", "show")],
)
def test_an_unknown_verb_is_refused_with_the_nearest(command: Command, typed: str, meant: str) -> None:
    done = command(*typed.split())

    assert done.code == 2
    assert f"there is no such command; did you mean {meant}?" in done.err
