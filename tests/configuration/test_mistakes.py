"""Every mistake is told in plain words, all at once, with the key and what was expected."""

from pathlib import Path
from typing import Any, get_args

import pytest
import tomlkit
from pydantic import BaseModel

from bot.configuration.layers import LISTS
from bot.errors import ConfigError
from bot.settings import Document, Settings, load

TOKEN = "123456:AAE-abcdefghijklmnopqrstuvwxyz012345"
SHIPPED = Path(__file__).parents[2] / "config"
CHANNEL = '[[channel]]\nid = "main"\ndigest_at = ["07:00"]\n'


@pytest.fixture
def config(tmp_path: Path) -> Path:
    folder = tmp_path / "config"
    (folder / "local").mkdir(parents=True)
    (folder / "settings.toml").write_text(CHANNEL)
    return folder


def read(folder: Path, text: str, **environment: str) -> Settings:
    (folder / "local" / "settings.toml").write_text(text)
    return load(folder, environment)


def told(folder: Path, text: str, **environment: str) -> list[str]:
    with pytest.raises(ConfigError) as caught:
        read(folder, text, **environment)
    return [f"{problem.key}: {problem.message}" for problem in caught.value.problems]


def tables() -> list[tuple[str, type[BaseModel]]]:
    found = []
    for section, field in Document.model_fields.items():
        kinds = [kind for kind in (field.annotation, *get_args(field.annotation)) if isinstance(kind, type)]
        found.append((section, next(kind for kind in kinds if issubclass(kind, BaseModel))))
    return found


KEYS = [(section, key) for section, table in tables() for key in table.model_fields if key != "id"]
ODD: list[Any] = [True, -7, 10**30, 2.5, float("inf"), float("nan"), "", "nonsense\x00", [], ["x"], [[]], {}, {"x": 1}]


@pytest.mark.parametrize(("section", "key"), KEYS, ids=[".".join(one) for one in KEYS])
def test_whatever_stands_behind_a_key_is_taken_or_refused_in_plain_words(config: Path, section: str, key: str) -> None:
    for value in ODD:
        table: dict[str, Any] = {key: value}
        if section in LISTS:
            table = {"id": "main", **table}
        try:
            read(config, tomlkit.dumps({section: [table] if section in LISTS else table}))
        except ConfigError as error:
            for problem in error.problems:
                assert problem.key.startswith(section)
                assert any(word in problem.message for word in ("expected", "is missing", "no such", "is no entity"))
                assert not any(word in problem.message for word in ("Input", "valid ", "instance", "pydantic"))


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("[poll]\nevery = '0s'", "poll.every: '0s': expected more than nothing, such as 30s, 15m, 6h or 7d"),
        ("[poll]\nevery = '1d'", "poll: expected longest to be no shorter than every"),
        ("[archive]\nkeep = '999999d'", "archive.keep: '999999d': expected at most 36500d"),
        (f"[archive]\nkeep = '{'9' * 400}d'", f"archive.keep: '{'9' * 99}…: expected at most 36500d"),
        ("[archive]\nkeep = '2d'\nkeep_matched = '1d'", "archive: expected keep_matched to be no shorter than keep"),
        ("[archive]\ndatabase = 'n.db'", "archive.database: 'n.db': expected a file, such as \"sqlite:///data/"),
        ("[poll]\nbudget = 0", "poll.budget: 0: expected 1 or more"),
        ("[poll]\nconcurrency = 2000", "poll.concurrency: 2000: expected 1000 or less"),
        ("[poll]\nallow_networks = ['here']", "poll.allow_networks.0: 'here': expected a network such as 10.1.0.0/16"),
        ("poll = 5", "poll: 5: expected a table, under a heading in brackets"),
        ("[telegram]\nadmins = ['@me']", "telegram.admins.0: '@me': expected a whole number"),
        ("[telegram]\ntoken = 'x'", "telegram.token: there is no such key (secrets stand in .env)"),
        (CHANNEL + "digest_every = '2h'", "channel.main: expected either digest_at or digest_every, not both"),
        (CHANNEL.replace('"07:00"', ""), "channel.main: expected either digest_at or digest_every, not both, such as"),
        ("[channel]\nlanguage = 'ru'", "channel: expected tables that begin with [[channel]], in double brackets"),
        ("[feed]\nid = 'x'\nurl = 'http://x'", "feed: expected tables that begin with [[feed]], in double brackets"),
        ("entity = 5", "entity: expected tables that begin with [[entity]], in double brackets"),
        (
            CHANNEL.replace("07:00", "8:00"),
            "channel.main.digest_at.0: '8:00': expected hours and minutes in quotes, two",
        ),
        (
            CHANNEL + "entities = 'putin'",
            "channel.main.entities: 'putin': expected a list in brackets, such as [\"putin\"]",
        ),
        ("[telegram]\nadmins = 12", "telegram.admins: 12: expected a list in brackets, such as [12]"),
        ("[telegram]\nadmins = true", 'telegram.admins: True: expected a list in brackets, such as ["one", "two"]'),
        (CHANNEL + "chat = 'my channel'", "channel.main.chat: 'my channel': expected @name, or the number of a chat"),
        (CHANNEL + "quiet = ['22:00']", "channel.main.quiet: ['22:00']: expected two times, such as"),
        (CHANNEL + "language = 'de'", "channel.main.language: 'de': expected one of ar, en, ru, uk"),
        (
            CHANNEL + "post = 'digest'",
            "channel.main.post: 'digest': expected one of 'digests', 'stories'; did you mean",
        ),
        (CHANNEL.replace("07:00", "07:00:30"), "channel.main.digest_at.0: '07:00:30': expected hours and minutes in"),
        (CHANNEL.replace("07:00", "07:00Z"), "channel.main.digest_at.0: '07:00Z': expected hours and minutes in"),
        ("[[channel]]\nid = 'main'\ndigest_every = '8d'", "channel.main: expected digest_every to be at most 7d"),
        ("[[feed]]\nid = 'x'\ntitle = 'X'\nurl = 'http://x'\ncountry = 'uk'", "feed.x.country: 'uk': expected two "),
        ("[[feed]]\nid = 'x'\ntitle = 'X'\nurl = 'http://x'\nlanguage = 'klingonese'", "feed.x.language: 'klingonese'"),
    ],
)
def test_a_mistake_is_told_with_its_value_and_what_was_expected(config: Path, line: str, expected: str) -> None:
    (found,) = told(config, line)

    assert found.startswith(expected)


def test_one_mistake_hides_no_other(config: Path) -> None:
    (config / "local" / "setings.toml").write_text("")
    (config.parent / ".env").write_bytes(b"TELEGRAM_CHANNEL=\xff\xfe")

    found = told(config, CHANNEL + "entities = ['nobody']\n[poll]\nevery = 5\n", TELEGRAM_BOT_TOKEN="hush")

    assert len(found) == 5
    for part in ("did you mean settings.toml?", "is not UTF-8", "does not look like", "'nobody'", "poll.every"):
        assert any(part in one for one in found)


def test_a_rhythm_of_ones_own_takes_the_place_of_the_inherited_times_and_the_other_way_round(config: Path) -> None:
    every = read(config, "[[channel]]\nid = 'main'\ndigest_every = '2h'\n").channels[0]
    assert (every.digest_at, bool(every.digest_every)) == ((), True)

    (config / "settings.toml").write_text("[[channel]]\nid = 'main'\ndigest_every = '2h'\n")
    times = read(config, CHANNEL).channels[0]
    assert (len(times.digest_at), times.digest_every) == (1, None)


def test_a_channel_that_says_nothing_of_when_has_the_times_of_the_shipped_one(config: Path) -> None:
    (shipped,) = load(SHIPPED, {}).channels

    second = read(config, "[[channel]]\nid = 'kyiv'\nchat = '@kyiv'\nlanguage = 'uk'\n").channels[1]

    assert (second.digest_at, second.digest_every) == (shipped.digest_at, None)


@pytest.mark.parametrize(("zone", "meant"), [("Europe/Kiew", "Europe/Ki"), ("Europe/Berln", "Europe/Berlin")])
def test_an_unknown_time_zone_is_told_the_nearest(config: Path, zone: str, meant: str) -> None:
    (found,) = told(config, f"{CHANNEL}timezone = '{zone}'")

    assert f"; did you mean {meant}" in found


def test_times_may_be_written_as_toml_writes_them(config: Path) -> None:
    channel = read(config, "[[channel]]\nid = 'main'\ndigest_at = [07:30:00]\nquiet = [22:00:00, 07:00:00]\n").channels[
        0
    ]

    assert [f"{clock:%H:%M}" for clock in (*channel.digest_at, *(channel.quiet or ()))] == ["07:30", "22:00", "07:00"]


def test_files_with_a_byte_order_mark_are_read(config: Path) -> None:
    (config.parent / ".env").write_bytes(b"\xef\xbb\xbfTELEGRAM_CHANNEL=@news\n")
    (config / "local" / "settings.toml").write_bytes(b"\xef\xbb\xbf[poll]\nevery = '20m'\n")

    settings = load(config, {})

    assert (settings.secrets.channel, settings.poll.every.seconds) == ("@news", 1200)


def test_the_environment_comes_before_dotenv_and_a_value_before_its_file(config: Path, tmp_path: Path) -> None:
    (tmp_path / "name").write_text("@from_file\n")
    (config.parent / ".env").write_text("TELEGRAM_CHANNEL=@dotenv\n")
    file = {"TELEGRAM_CHANNEL_FILE": str(tmp_path / "name")}

    assert load(config, file).secrets.channel == "@from_file"
    assert load(config, {**file, "TELEGRAM_CHANNEL": "@direct"}).secrets.channel == "@direct"
    assert load(config, {}).secrets.channel == "@dotenv"


@pytest.mark.parametrize(
    "text",
    [
        f"[telegram]\nbase_url = '{TOKEN}'",
        f"[telegram]\nbase_url = 'https://api.telegram.org/bot{TOKEN}'",
        f"[telegram]\n'{TOKEN}' = 1",
        f"[poll]\nallow_networks = ['{TOKEN}']",
        f"[[channel]]\nid = 'main'\nchat = '{TOKEN}'",
        f"[[channel]]\nid = 'main'\nentities = ['{TOKEN}']",
        f"{TOKEN}",
    ],
)
def test_a_token_in_the_wrong_place_is_not_repeated(config: Path, text: str) -> None:
    assert not [problem for problem in told(config, text) if TOKEN in problem]


def test_a_country_taken_for_a_language_is_told_which_language_is_meant(config: Path) -> None:
    feed = '[[feed]]\nid = "one"\ntitle = "One"\nurl = "http://one.example/rss"\nlanguage = "ua"\n'
    (config / "local" / "feeds.toml").write_text(feed)

    found = told(config, '[[channel]]\nid = "main"\nlanguage = "ua"\n')

    assert [line.endswith("; did you mean uk?") for line in found] == [True, True]
