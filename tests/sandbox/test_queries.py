"""Buttons, inline mode, commands: what users do with them and what the bot may answer."""

from typing import Any

import pytest
from telegram import (
    Bot,
    BotCommandScopeAllPrivateChats,
    BotCommandScopeChat,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    InlineQueryResultArticle,
    InputTextMessageContent,
    LinkPreviewOptions,
)
from telegram.error import BadRequest

from sandbox import Sandbox
from tests.sandbox.conftest import Ask

TOO_OLD = "Bad Request: query is too old and response timeout expired or query ID is invalid"
KEYBOARD = InlineKeyboardMarkup([[InlineKeyboardButton("Next ›", callback_data="s:1:2")]])


def article(number: int = 1, text: str = "<b>hit</b>") -> InlineQueryResultArticle:
    content = InputTextMessageContent(text, "HTML", link_preview_options=LinkPreviewOptions(is_disabled=True))
    return InlineQueryResultArticle(str(number), f"Hit {number}", content)


async def pressed(sandbox: Sandbox, bot: Bot) -> str:
    sandbox.say("/search putin")
    await bot.send_message(sandbox.user.id, "page 1", reply_markup=KEYBOARD)
    return sandbox.press(sandbox.messages(sandbox.user.id)[-1], "Next ›")


async def test_a_press_reaches_the_bot_and_its_answer_the_user(sandbox: Sandbox, bot: Bot) -> None:
    query = await pressed(sandbox, bot)
    update = (await bot.get_updates())[-1]
    assert update.callback_query is not None

    await update.callback_query.answer("page 2", show_alert=True)

    assert update.callback_query.data == "s:1:2"
    assert await sandbox.answered(query) == {"text": "page 2", "alert": True, "url": ""}


async def test_a_press_is_answered_in_time_once_and_by_its_id(sandbox: Sandbox, bot: Bot, ask: Ask) -> None:
    in_time, late = await pressed(sandbox, bot), await pressed(sandbox, bot)

    async def answer(query: str) -> str | None:
        return (await ask("answerCallbackQuery", callback_query_id=query)).get("description")

    assert await answer(in_time) is None
    assert await answer(in_time) == TOO_OLD
    sandbox.clock.advance(16)
    assert await answer(late) == TOO_OLD
    assert await answer("12345") == TOO_OLD


async def test_a_toast_is_short_and_leads_only_to_the_bot(sandbox: Sandbox, bot: Bot, ask: Ask) -> None:
    query = await pressed(sandbox, bot)

    too_long = await ask("answerCallbackQuery", callback_query_id=query, text="x" * 201)
    away = await ask("answerCallbackQuery", callback_query_id=query, url="https://elsewhere.example")
    start = f"https://t.me/{sandbox.world.bot.username}?start=a"

    assert too_long["description"] == "Bad Request: MESSAGE_TOO_LONG"
    assert away["description"] == "Bad Request: URL_INVALID"
    assert (await ask("answerCallbackQuery", callback_query_id=query, url=start))["ok"]


async def test_a_chosen_result_is_sent_by_the_user_via_the_bot(sandbox: Sandbox, bot: Bot) -> None:
    query = sandbox.inline("putin", offset="10")
    update = (await bot.get_updates())[0]
    assert update.inline_query is not None
    await update.inline_query.answer([article()], next_offset="20", is_personal=True)

    answer = await sandbox.answered(query)
    message = sandbox.choose(query, "1")
    feedback = (await bot.get_updates())[-1].chosen_inline_result

    assert (update.inline_query.query, update.inline_query.offset) == ("putin", "10")
    assert (answer["next_offset"], answer["is_personal"]) == ("20", True)
    assert (message.text, message.sender, message.via_bot) == ("hit", sandbox.user.id, True)
    assert message.preview == {"is_disabled": True}
    assert feedback is not None
    assert feedback.result_id == "1"


async def test_a_keyboard_under_an_inline_message_works_by_its_inline_id(sandbox: Sandbox, bot: Bot) -> None:
    query = sandbox.inline("putin")
    result = InlineQueryResultArticle("1", "Hit", InputTextMessageContent("hit"), reply_markup=KEYBOARD)
    await bot.answer_inline_query(query, [result])
    message = sandbox.choose(query, "1")
    sandbox.press(message, "s:1:2")
    press = (await bot.get_updates())[-1].callback_query
    assert press is not None
    assert press.message is None

    await bot.edit_message_text("changed", inline_message_id=press.inline_message_id)

    assert message.text == "changed"


@pytest.mark.parametrize(
    ("results", "description"),
    [
        ([article(n).to_dict() for n in range(50)], None),
        ([article(n).to_dict() for n in range(51)], "too many inline query results specified"),
        ([article(1).to_dict(), article(1).to_dict()], "RESULT_ID_DUPLICATE"),
        ([article(1).to_dict() | {"id": "x" * 65}], "RESULT_ID_INVALID"),
        (
            [{"type": "article", "id": "1", "title": "t"}],
            "can't parse inline query result: Input message content is not specified",
        ),
        ([article(1, "<br>").to_dict()], """can't parse entities: Unsupported start tag "br" at byte offset 0"""),
        ("{", "can't parse JSON encoded inline query results"),
        ({}, "expected an Array of inline query results"),
    ],
)
async def test_inline_results_are_checked(sandbox: Sandbox, ask: Ask, results: Any, description: str | None) -> None:
    query = sandbox.inline("x")

    answer = await ask("answerInlineQuery", inline_query_id=query, results=results)

    assert answer.get("description") == (f"Bad Request: {description}" if description else None)


@pytest.mark.parametrize(
    ("start", "is_fine"), [("a-b_1", True), ("x" * 64, True), ("x" * 65, False), ("", False), ("a b", False)]
)
async def test_the_start_button_of_inline_results_is_checked(
    sandbox: Sandbox, ask: Ask, start: str, *, is_fine: bool
) -> None:
    query = sandbox.inline("x")
    button = {"text": "Settings", "start_parameter": start}

    answer = await ask("answerInlineQuery", inline_query_id=query, results=[], button=button)

    assert answer["ok"] is is_fine


async def test_an_inline_query_waits_ten_seconds(sandbox: Sandbox, ask: Ask) -> None:
    query = sandbox.inline("x")
    sandbox.clock.advance(11)

    assert (await ask("answerInlineQuery", inline_query_id=query, results=[]))["description"] == TOO_OLD


async def test_commands_are_kept_per_scope_and_language(sandbox: Sandbox, bot: Bot) -> None:
    mine = BotCommandScopeChat(sandbox.user.id)
    await bot.set_my_commands([("search", "Search")])
    await bot.set_my_commands([("search", "Поиск")], language_code="ru")
    await bot.set_my_commands([("status", "Status")], scope=mine)

    async def texts(**place: Any) -> list[str]:
        return [command.description for command in await bot.get_my_commands(**place)]

    assert await texts() == ["Search"]
    assert await texts(language_code="ru") == ["Поиск"]
    assert await texts(language_code="de") == []
    assert await texts(scope=mine) == ["Status"]
    await bot.delete_my_commands(scope=mine)
    assert await texts(scope=mine) == []


async def test_a_user_sees_the_narrowest_commands_that_there_are(sandbox: Sandbox, bot: Bot) -> None:
    def seen() -> list[str]:
        return [command["command"] for command in sandbox.state()["commands"]]

    await bot.set_my_commands([("help", "for all")])
    everybody = seen()
    await bot.set_my_commands([("search", "in private")], scope=BotCommandScopeAllPrivateChats())
    private = seen()
    await bot.set_my_commands([("status", "for one")], scope=BotCommandScopeChat(sandbox.user.id))

    assert (everybody, private, seen()) == (["help"], ["search"], ["status"])


@pytest.mark.parametrize(
    ("command", "description"),
    [
        ({"command": "Search!", "description": "x"}, "BOT_COMMAND_INVALID"),
        ({"command": "a" * 33, "description": "x"}, "BOT_COMMAND_INVALID"),
        ({"command": "a", "description": ""}, "BOT_COMMAND_DESCRIPTION_INVALID"),
        ({"command": "a", "description": "x" * 257}, "BOT_COMMAND_DESCRIPTION_INVALID"),
        ({"command": "a"}, """can't parse BotCommand: Can't find field "description\""""),
    ],
)
async def test_commands_are_checked(ask: Ask, command: dict[str, str], description: str) -> None:
    answer = await ask("setMyCommands", commands=[command])

    assert answer["description"] == f"Bad Request: {description}"


async def test_the_bot_describes_itself_in_many_languages(bot: Bot) -> None:
    await bot.set_my_description("News")
    await bot.set_my_description("Новости", language_code="ru")
    await bot.set_my_short_description("short")

    assert (await bot.get_my_description("ru")).description == "Новости"
    assert (await bot.get_my_description("de")).description == "News"
    assert (await bot.get_my_short_description()).short_description == "short"
    with pytest.raises(BadRequest):
        await bot.set_my_description("x" * 513)
