from datetime import timedelta
from pathlib import Path

import pytest

from bot.errors import ConfigError
from bot.settings import Settings, load

TOKEN = "123456:AAE-abcdefghijklmnopqrstuvwxyz012345"
SHIPPED = Path(__file__).parents[1] / "config"


@pytest.fixture
def config(tmp_path: Path) -> Path:
    folder = tmp_path / "config"
    (folder / "local").mkdir(parents=True)
    (folder / "settings.toml").write_text('[poll]\nevery = "15m"\n[[channel]]\nid = "main"\ndigest_at = ["07:00"]\n')
    (folder / "feeds.toml").write_text('[[feed]]\nid = "harbour"\ntitle = "Harbour"\nurl = "http://h.example/rss"\n')
    (folder / "entities.toml").write_text('[[entity]]\nid = "putin"\nname = "Vladimir Putin"\n')
    return folder


def problems(folder: Path, environment: dict[str, str] | None = None) -> list[str]:
    with pytest.raises(ConfigError) as caught:
        load(folder, environment or {})
    return [str(problem) for problem in caught.value.problems]


def test_the_shipped_configuration_is_right() -> None:
    settings = load(SHIPPED, {})

    assert len(settings.feeds) >= 60
    assert len({feed.language for feed in settings.feeds}) >= 12
    assert all(feed.owner and feed.country and feed.ownership_source for feed in settings.feeds)


def test_a_local_table_changes_only_the_keys_it_names(config: Path) -> None:
    (config / "local" / "feeds.toml").write_text('[[feed]]\nid = "harbour"\nenabled = false\n')
    (config / "local" / "settings.toml").write_text('[poll]\nevery = "1h"\n')

    settings = load(config, {})

    assert [(feed.title, feed.enabled) for feed in settings.feeds] == [("Harbour", False)]
    assert settings.poll.every == timedelta(hours=1)
    assert settings.origin["poll.every"] == str(config / "local" / "settings.toml")
    assert settings.origin["feed.harbour.title"] == str(config / "feeds.toml")


def test_a_local_table_with_a_new_id_adds_to_the_catalogue(config: Path) -> None:
    (config / "local" / "entities.toml").write_text('[[entity]]\nid = "macron"\nname = "Emmanuel Macron"\n')

    assert [entity.id for entity in load(config, {}).entities] == ["putin", "macron"]


def test_every_problem_is_told_at_once_with_file_key_and_expectation(config: Path) -> None:
    (config / "local" / "settings.toml").write_text('[poll]\nevry = "5m"\ntimeout = "soon"\n')
    (config / "local" / "feeds.toml").write_text('[[feed]]\nid = "bad"\ntitle = "Bad"\nurl = "gopher://x"\n')

    found = problems(config)

    local = config / "local"
    assert found == [
        f"{local / 'settings.toml'}: poll.timeout: 'soon': expected a number and a unit, such as 30s, 15m, 6h or 7d",
        f"{local / 'settings.toml'}: poll.evry: there is no such key; did you mean every?",
        f"{local / 'feeds.toml'}: feed.bad.url: 'gopher://x': expected an address that begins with http:// or https://",
    ]


def test_a_file_that_is_no_toml_is_named(config: Path) -> None:
    (config / "feeds.toml").write_text("[[feed]\n")

    assert problems(config)[0].startswith(f"{config / 'feeds.toml'}: is not valid TOML")


def test_an_id_that_stands_twice_in_one_file_is_a_problem(config: Path) -> None:
    (config / "entities.toml").write_text('[[entity]]\nid = "a"\nname = "Aa"\n' * 2)

    assert problems(config) == [f"{config / 'entities.toml'}: entity.a: this id stands twice in the file"]


def test_a_channel_that_asks_for_an_unknown_entity_is_told_the_nearest(config: Path) -> None:
    (config / "local" / "settings.toml").write_text('[[channel]]\nid = "main"\nentities = ["puttin"]\n')

    assert "'puttin' is no entity; did you mean putin?" in problems(config)[0]


def test_secrets_come_from_the_environment_a_file_or_dotenv(config: Path, tmp_path: Path) -> None:
    (config.parent / ".env").write_text("TELEGRAM_CHANNEL=@fromdotenv\n")
    (tmp_path / "token").write_text(f"{TOKEN}\n")

    secrets = load(config, {"TELEGRAM_BOT_TOKEN_FILE": str(tmp_path / "token")}).secrets

    assert (secrets.token, secrets.channel) == (TOKEN, "@fromdotenv")
    assert load(config, {"TELEGRAM_CHANNEL": "@fromenv"}).secrets.channel == "@fromenv"


def test_a_token_is_never_shown_not_even_a_wrong_one(config: Path) -> None:
    settings: Settings = load(config, {"TELEGRAM_BOT_TOKEN": TOKEN})

    assert TOKEN not in repr(settings)
    assert all("hush" not in problem for problem in problems(config, {"TELEGRAM_BOT_TOKEN": "hush"}))


def test_a_feeds_further_domains_are_registered_domains_and_nothing_else(config: Path) -> None:
    table = '[[feed]]\nid = "harbour"\ndomains = ["{}"]\n'
    (config / "local" / "feeds.toml").write_text(table.format("harbour.org"))
    assert load(config, {}).feeds[0].domains == ("harbour.org",)

    for wrong in ("www.harbour.org", "https://harbour.org/", "Harbour.org"):
        (config / "local" / "feeds.toml").write_text(table.format(wrong))
        assert "expected a registered domain such as" in problems(config)[0]


def test_every_mistake_in_an_entity_is_told_at_once_with_file_entity_key_and_what_was_expected(config: Path) -> None:
    (config / "local" / "entities.toml").write_text(
        """
        [[entity]]
        id = "sandu"
        name = "S"
        kind = "persn"
        gender = "x"
        gvien = ["Maia"]
        context = "war"
        against = ["@sprot", ""]
        match = [1]
        threshold = "high"
        [entity.strong]
        english = ["Maia Sandu"]
        ru = "Майя Санду"
        "*" = ["."]
        """
    )

    found = problems(config)

    local = f"{config / 'local' / 'entities.toml'}: entity.sandu"
    assert sorted(found) == sorted(
        [
            f"{local}.name: 'S': expected a name of at least two letters",
            f"{local}.kind: 'persn': expected one of 'person', 'organisation', 'place', 'other'; did you mean person?",
            f"{local}.gender: 'x': expected one of 'm', 'f', ''",
            f"{local}.gvien: there is no such key; did you mean given?",
            f"{local}.context: 'war': expected a list in brackets, such as [\"war\"]",
            f"{local}.against.0: '@sprot': there is no such topic; did you mean @sport?",
            f"{local}.against.1: '': expected a word, or a topic such as @politics",
            f"{local}.match.0: 1: expected text in quotes",
            f"{local}.threshold: 'high': expected a number",
            f"{local}.strong.english: 'english': expected a language such as ru, or \"*\" for any",
            f"{local}.strong.ru: 'Майя Санду': expected a list in brackets, such as [\"Майя Санду\"]",
            f"{local}.strong.*.0: '.': expected a name of at least two letters",
        ]
    )


def test_a_key_like_no_other_is_told_which_there_are(config: Path) -> None:
    (config / "local" / "entities.toml").write_text('[[entity]]\nid = "a"\nname = "Aa"\nspelling = ["x"]\n')

    (found,) = problems(config)

    assert "there is no such key; known are id, name, kind, gender, strong, weak" in found


def test_the_language_of_a_row_is_written_as_that_of_items(config: Path) -> None:
    (config / "local" / "entities.toml").write_text('[[entity]]\nid = "a"\nname = "Aa"\nstrong.pt-BR = ["Aa"]\n')

    (found,) = problems(config)

    assert 'expected a language such as ru, or "*" for any; write pt' in found


def test_a_key_below_the_tables_of_an_entity_is_told_where_it_belongs(config: Path) -> None:
    (config / "local" / "entities.toml").write_text(
        '[[entity]]\nid = "a"\nname = "Aa Bb"\n[entity.weak]\nid = ["Aa"]\ncontext = ["war"]\n'
    )

    (found,) = problems(config)  # `id` is Indonesian

    assert "entity.a.weak.context" in found
    assert "stands above its tables" in found


def sides(config: Path, text: str) -> dict[str, str]:
    """Return the side of each feed of the operator's file."""
    (config / "local" / "feeds.toml").write_text(text)
    return {feed.id: feed.side for feed in load(config, {}).feeds if feed.id.startswith("x-")}


def test_a_feed_is_of_the_first_side_that_fits_it_unless_it_names_one(config: Path) -> None:
    feed = '[[feed]]\nid = "x-{}"\ntitle = "X"\nurl = "http://x.example/{}"\n'
    found = sides(
        config,
        '[[side]]\nid = "one"\ncountries = ["XA"]\nownership = ["exile"]\n[[side]]\nid = "two"\ncountries = ["XA"]\n'
        + feed.format(1, 1) + 'country = "XA"\nownership = "exile"\n'
        + feed.format(2, 2) + 'country = "XA"\nownership = "private"\n'
        + feed.format(3, 3) + 'country = "XA"\nside = "three"\n'
        + feed.format(4, 4) + 'country = "XB"\n',
    )  # fmt: skip

    assert found == {"x-1": "one", "x-2": "two", "x-3": "three", "x-4": ""}


def test_the_shipped_sides_are_told_apart() -> None:
    side = {str(feed.id): feed.side for feed in load(SHIPPED, {}).feeds}

    assert [side[feed] for feed in ("tass-en", "ukrinform-en", "annahar-ar", "bbc-arabic", "meduza-ru")] == [
        "state-run", "ukrainian", "arab", "western", "exile",
    ]  # fmt: skip


def test_sizes_and_the_address_to_listen_at_are_checked(config: Path) -> None:
    mine = config / "local" / "settings.toml"
    mine.write_text('[archive]\nmax_disk = "500MB"\n[watch]\nlisten = "[::1]:9000"\n')
    settings = load(config, {})
    assert (settings.archive.max_disk, settings.watch.listen) == (500_000_000, "[::1]:9000")

    mine.write_text('[archive]\nmax_disk = "much"\n[watch]\nlisten = "9000"\nlog = "xml"\nheartbeat = "x"\n')
    size, *others = problems(config)
    assert "archive.max_disk: 'much': expected a number and a unit, such as 500MB or 5GB" in size
    assert [line.split(": ")[1] for line in others] == ["watch.listen", "watch.heartbeat", "watch.log"]


def test_a_disk_limit_the_archive_cannot_live_with_is_refused(config: Path) -> None:
    (config / "local" / "settings.toml").write_text('[archive]\nmax_disk = "20MB"\n')

    (line,) = problems(config)

    assert "archive.max_disk" in line
