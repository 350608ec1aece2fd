"""The doctor finds what an operator, his computer and Telegram can do wrong, and says what to do."""

import argparse
import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime, timedelta

import pytest
import sqlalchemy as sa

from bot import app
from bot.cli import doctor
from bot.cli.check import API, check_telegram
from bot.cli.doctor import Finding
from bot.cli.service import live
from bot.errors import Problem
from bot.model import Message
from bot.settings import load
from bot.store import backup, outbox
from bot.store.archive import Archive
from bot.store.database import Database
from bot.store.schema import outbox as table
from tests.end_to_end.conftest import Home

TOKEN, CHANNEL = "TELEGRAM_BOT_TOKEN", "TELEGRAM_CHANNEL"
Plant = Callable[[Home, pytest.MonkeyPatch], object]


def sql(home: Home, statement: str) -> None:
    with closing(sqlite3.connect(home.database)) as database:
        database.execute(statement)
        database.commit()


def local(home: Home, text: str) -> None:
    (home.config / "local").mkdir(exist_ok=True)
    (home.config / "local" / "settings.toml").write_text(text)


def harm(home: Home, _: pytest.MonkeyPatch) -> None:
    with home.database.open("r+b") as file:
        file.seek(home.database.stat().st_size // 3)
        file.write(b"\xa5" * 40_000)


def readable(home: Home, _: pytest.MonkeyPatch) -> None:
    (home.folder / ".env").write_text("X=1\n")
    (home.folder / ".env").chmod(0o644)


def journal(home: Home, rights: set[str]) -> None:
    chat = home.sandbox.add_chat("channel", "Journal")
    home.sandbox.set_bot(chat, "administrator", rights)
    local(home, f"[telegram]\njournal_chat = {chat.id}\n")


def set_aside(home: Home, _: pytest.MonkeyPatch) -> None:
    engine = sa.create_engine(f"sqlite:///{home.database}")
    with engine.begin() as conn:
        outbox.queue(conn, "main", "@x", "k", [Message("<b>x</b>", "x")], now=datetime.now(UTC))
        conn.execute(sa.update(table).values(state="quarantined", error="can't parse"))
    engine.dispose()


FAULTS: dict[str, tuple[Plant, str, str]] = {
    "a mistake in the settings": (lambda home, _: local(home, "[poll]\nevery = 5\n"), "configuration", "poll.every"),
    "a file of secrets others can read": (readable, "secrets", "chmod 600"),
    "a damaged database": (harm, "database", "restore BACKUP"),
    "a database of a newer program": (
        lambda home, _: sql(home, "UPDATE alembic_version SET version_num = '0999'"), "database", "newer Newswatch"),
    "a database on hold": (lambda home, _: sql(home, "INSERT INTO hold VALUES (1, 'restored')"), "hold", "release"),
    "a post set aside": (set_aside, "posts", "/quarantine"),
    "a Telegram that does not answer": (
        lambda home, _: local(home, '[telegram]\nbase_url = "http://127.0.0.1:9/bot"\n'), "network", "firewall"),
    "a token Telegram does not know": (
        lambda _, patch: patch.setenv(TOKEN, f"7000000001:{'N' * 35}"), "telegram", "BotFather"),
    "a channel that threw the bot out": (
        lambda home, _: home.sandbox.set_bot(home.sandbox.channel, "kicked"), "telegram", "administrator"),
    "a journal in which the bot may not delete": (
        lambda home, _: journal(home, {"can_post_messages"}), "telegram", "delete messages there"),
    "a journal in which the bot may not post": (
        lambda home, _: journal(home, {"can_delete_messages"}), "telegram", "may not post there"),
    "an administrator who never wrote to the bot": (
        lambda home, _: local(home, f"[telegram]\nadmins = [{home.sandbox.add_user('Ada').id}]\n"),
        "telegram", "write /start"),
    "a full disk": (
        lambda _, patch: patch.setattr(shutil, "disk_usage", lambda _: shutil._ntuple_diskusage(10, 9, 1)),
        "disk", "make room"),
    "a clock that is wrong": (
        lambda _, patch: patch.setattr(app, "clock", lambda: datetime.now(UTC) + timedelta(minutes=9)), "clock", "NTP"),
    "a feed that fails": (
        lambda home, _: sql(home, """UPDATE feed SET state = json_set(state, '$.failures', 9, '$.last_poll',
            '2026-01-01T00:00:00Z', '$.failing_since', '2026-01-01T00:00:00Z')"""), "feeds", "feeds list"),
}  # fmt: skip


@pytest.fixture
async def well(home: Home, monkeypatch: pytest.MonkeyPatch) -> Home:
    """Everything is as it should be: a database with a feed in it, a token, a channel."""
    home.feeds = {"harbour": "http://harbour.example/rss"}
    home.write()
    monkeypatch.setenv(TOKEN, home.sandbox.token)
    monkeypatch.setenv(CHANNEL, str(home.sandbox.channel.id))
    settings = load(home.config)
    async with Database(settings.archive.database) as database:
        await Archive(database, {feed.id: feed for feed in settings.feeds}).register(now=datetime.now(UTC))
    return home


async def wrong(home: Home) -> list[Finding]:
    options = argparse.Namespace(config=home.config, database=None)
    return [found async for found in doctor.examine(options) if found.do]


@pytest.mark.parametrize(
    ("file", "advice"), [(TOKEN, "BotFather"), (API, "in a minute"), ("channel", "administrator there")]
)
async def test_what_to_do_is_told_by_what_is_wrong_not_by_its_wording(
    well: Home, monkeypatch: pytest.MonkeyPatch, file: str, advice: str
) -> None:
    async def wrongly(_: object) -> list[Problem]:
        return [Problem(file, "", "token expected in message, said Telegram")]

    monkeypatch.setattr(doctor, "check_telegram", wrongly)

    assert [advice in found.do for found in await wrong(well)] == [True]


async def test_nothing_is_wrong_where_nothing_is(well: Home) -> None:
    assert await wrong(well) == []


async def test_feeds_that_are_switched_off_are_counted_apart_and_never_ill(well: Home) -> None:
    FAULTS["a feed that fails"][0](well, pytest.MonkeyPatch())
    folder = well.config / "local"
    folder.mkdir()
    (folder / "feeds.toml").write_text('[[feed]]\nid = "harbour"\nenabled = false\n')

    options = argparse.Namespace(config=well.config, database=None)
    says = {found.about: found.says async for found in doctor.examine(options)}

    assert says["configuration"].startswith("0 feeds (1 more switched off), 4 entities")
    assert says["feeds"] == "0 asked, 0 not well"


async def test_nothing_is_wrong_with_a_journal_in_which_the_bot_may_post_and_delete_nor_with_a_group(
    well: Home,
) -> None:
    journal(well, {"can_post_messages", "can_delete_messages"})
    assert await wrong(well) == []

    group = well.sandbox.add_chat("supergroup", "Newsroom")
    well.sandbox.set_bot(group, "administrator", {"can_delete_messages"})
    local(well, f"[telegram]\njournal_chat = {group.id}\n")
    assert await wrong(well) == []


@pytest.mark.parametrize(
    ("rights", "lacks"), [({"can_post_messages"}, "delete messages"), ({"can_delete_messages"}, "post")]
)
async def test_check_says_what_the_bot_may_not_do_in_the_journal(well: Home, rights: set[str], lacks: str) -> None:
    journal(well, rights)

    (problem,) = await check_telegram(live(load(well.config)))

    assert problem.key == "journal_chat"
    assert f"the bot may not {lacks} there" in problem.message


@pytest.mark.parametrize("fault", FAULTS)
async def test_a_planted_fault_is_found_with_what_to_do(
    well: Home, fault: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    plant, about, advice = FAULTS[fault]
    plant(well, monkeypatch)

    found = await wrong(well)

    assert [one.about for one in found] == [about]
    assert advice in f"{found[0].says} {found[0].do}"


def test_no_examination_writes_into_a_damaged_file(well: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    harm(well, monkeypatch)
    before = well.database.read_bytes()

    assert backup.damage(well.database)
    assert well.database.read_bytes() == before
