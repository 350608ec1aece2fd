"""Answers in the reader's own language: the client's, or the one chosen by /settings."""

import sqlite3
from datetime import timedelta

import pytest
from sqlalchemy.exc import DatabaseError
from telegram import (
    BotCommandScopeAllChatAdministrators,
    BotCommandScopeAllGroupChats,
    BotCommandScopeAllPrivateChats,
    BotCommandScopeChat,
)

from bot.chat import menu
from bot.chat.menu import GROUP, GROUP_ADMINISTRATORS, PRIVATE, announce
from bot.store import people, preferences, tally
from bot.store.preferences import Preference
from bot.text.say import LANGUAGES, phrases
from sandbox.faults import Fault
from tests.chat.talk import Talk
from tests.telegram_parser import bare, parsed


def words(language: str) -> str:
    """Return what the bot says to /search alone."""
    return bare(parsed(phrases(language)("search-usage"))["text"])


def broken(*_: object) -> None:
    """Read as from a damaged database."""
    raise DatabaseError("", {}, sqlite3.DatabaseError("database disk image is malformed"))


ADMIN = 7_000_001
ACTS = ("latest", "why")


async def test_the_language_of_the_client_is_that_of_the_answers(talk: Talk) -> None:
    for code, language in {"ru": "ru", "uk": "uk", "ar-EG": "ar", "en-GB": "en", "fi": "en", None: "en"}.items():
        user = talk.sandbox.add_user("Reader", language=code)
        assert await talk.said("/search", user=user) == words(language)


async def test_remarks_on_a_search_are_in_the_readers_language(talk: Talk) -> None:
    user = talk.sandbox.add_user("Oksana", language="uk")

    told = await talk.said('/search "дощ', user=user)

    assert "нічого не знайдено" in told
    assert "лапки не закрито" in told
    assert "0 повідомлень; 1 стрічка" in told.replace("\N{NO-BREAK SPACE}", " ")


async def test_settings_change_the_language_and_the_zone_of_a_private_chat_at_once(talk: Talk) -> None:
    overview = await talk.ask("/settings")
    assert "Language: As in Telegram" in bare(overview.text)

    before = overview.text
    assert (await talk.press(overview, "Українська"))["text"] == "Збережено"
    assert "Мова: Українська" in await talk.changed(overview, before)
    await talk.press(overview, "Часовий пояс…")
    await talk.sandbox.until(lambda: "Kyiv" in [button.text for row in overview.buttons for button in row])
    before = overview.text
    assert (await talk.press(overview, "Kyiv"))["text"] == "Збережено"
    assert "Часовий пояс: Europe/Kyiv" in await talk.changed(overview, before)
    assert await talk.said("/search") == words("uk")


async def test_back_to_the_language_of_the_client_is_confirmed_in_that(talk: Talk) -> None:
    reader = talk.sandbox.add_user("Reader", language="ru")
    await talk.database.write(preferences.save, reader.id, Preference("ar"))
    overview = await talk.ask("/settings", user=reader)

    before = overview.text
    assert (await talk.press(overview, phrases("ar")("settings-follow"), reader))["text"] == "Сохранено"
    assert "Язык: Как в Telegram" in await talk.changed(overview, before)


async def test_that_something_did_not_work_is_said_in_the_language_that_was_chosen(
    talk: Talk, monkeypatch: pytest.MonkeyPatch
) -> None:
    await talk.database.write(preferences.save, talk.sandbox.user.id, Preference("uk"))
    monkeypatch.setattr(tally, "extent", broken)

    assert await talk.said("/search nothing") == phrases("uk")("failed")


async def test_where_even_the_choice_cannot_be_read_the_language_of_the_client_is_spoken(
    talk: Talk, monkeypatch: pytest.MonkeyPatch
) -> None:
    reader = talk.sandbox.add_user("Reader", language="ru")
    settings = await talk.ask("/settings", user=reader)
    monkeypatch.setattr(preferences, "load", broken)

    assert await talk.said("/settings", user=reader) == phrases("ru")("failed")
    assert (await talk.press(settings, "Русский", reader))["text"] == phrases("ru")("failed")


async def test_a_time_zone_can_be_typed(talk: Talk) -> None:
    assert "Time zone: Europe/Warsaw" in await talk.said("/settings europe/warsaw")
    assert "Time zone: America/New_York" in await talk.said("/settings america/new york")
    for wrong in ("Mars/Olympus", "../../etc/passwd", "x" * 999):
        assert "is no time zone I know" in await talk.said(f"/settings {wrong}")


async def test_a_day_begins_where_its_reader_is(talk: Talk) -> None:
    await talk.know("Rain at midnight in Fiji", "Rain a minute before")
    assert "2 reports" in await talk.said("/search rain since:today")

    await talk.said("/settings Pacific/Fiji")

    assert "1 report" in await talk.said("/search rain since:today")
    chosen = await talk.database.read(preferences.load, talk.sandbox.user.id)
    assert chosen == Preference("", "Pacific/Fiji")


async def test_what_was_chosen_can_be_forgotten(talk: Talk) -> None:
    await talk.said("/settings Asia/Tokyo")

    await people.forget(talk.database, talk.sandbox.user.id)

    assert "Time zone: UTC" in await talk.said("/settings")


async def test_in_a_group_only_administrators_change_the_settings(talk: Talk) -> None:
    group = talk.sandbox.add_chat("supergroup", "Readers")
    member = talk.sandbox.add_user("Member")
    talk.sandbox.set_member(group, member, "member")

    assert "Only administrators" in await talk.said("/settings", user=member, chat=group)
    overview = await talk.ask("/settings", chat=group)
    assert "Only administrators" in (await talk.press(overview, "Русский", member))["text"]
    before = overview.text
    assert (await talk.press(overview, "Русский"))["text"] == "Сохранено"
    assert "Язык: Русский" in await talk.changed(overview, before)
    assert await talk.said("/search", user=member, chat=group) == words("ru")
    assert await talk.said("/search", user=member) == words("en")


async def test_a_forged_choice_changes_nothing(talk: Talk) -> None:
    overview = await talk.ask("/settings")

    for data in ("p:l:xx", "p:z:Mars/Olympus", "p:", "p:x:y", "p:l:" + "я" * 30):
        assert not (await talk.forge(overview, data)).get("text")
    assert await talk.database.read(preferences.load, talk.sandbox.user.id) == Preference()


async def test_clients_offer_the_commands_of_each_kind_of_chat_in_each_language(talk: Talk) -> None:
    admin = talk.sandbox.user.id
    await announce(talk.app.bot, [admin], ACTS)

    for scope, names in {
        BotCommandScopeAllPrivateChats(): PRIVATE,
        BotCommandScopeAllGroupChats(): GROUP,
        BotCommandScopeAllChatAdministrators(): GROUP_ADMINISTRATORS,
        BotCommandScopeChat(admin): (*PRIVATE, *ACTS),
    }.items():
        for language in LANGUAGES:
            offered = await talk.app.bot.get_my_commands(scope, "" if language == "en" else language)
            described = [(one.command, one.description) for one in offered]
            assert described == [(name, phrases(language)(f"command-{name}")) for name in names]


async def test_an_administrator_without_a_chat_keeps_nobody_from_his_commands(talk: Talk) -> None:
    await announce(talk.app.bot, [ADMIN, talk.sandbox.user.id], ACTS)

    assert f"chat:{talk.sandbox.user.id}|ru" in talk.sandbox.world.commands


async def test_every_answer_is_taken_by_telegram_in_every_language(talk: Talk) -> None:
    await talk.know("Putin speaks in Tula", "Путина видели в Калуге")
    asked = ("/start", "/help", "/latest", "/latest nobody", "/entities", "/why", "/why putin tula", "/why xylophone")

    for language in LANGUAGES:
        for text in (*asked, "/nonsense", "/settings", "putin", '(((-"putin* lang:xx since:x sort:x entity:y'):
            assert await talk.said(text, user=talk.sandbox.add_user("Reader", language=language))


async def test_commands_that_the_network_swallows_are_offered_later(
    talk: Talk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(menu, "AGAIN", timedelta(milliseconds=10))
    talk.sandbox.arm(Fault("reset", method="setMyCommands", times=2))
    talk.sandbox.arm(Fault("429", method="setMyCommands", seconds=1))

    await announce(talk.app.bot)

    assert len(talk.sandbox.world.commands) == 3 * len(LANGUAGES)
