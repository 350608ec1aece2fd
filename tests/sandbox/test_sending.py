"""Text, photos and keyboards: what arrives and what is refused."""

import io
from typing import Any

import pytest
from PIL import Image
from telegram import Bot, InlineKeyboardButton, InlineKeyboardMarkup, LinkPreviewOptions
from telegram.error import BadRequest

from sandbox import Sandbox
from tests.sandbox.conftest import Ask


def picture(width: int = 40, height: int = 30) -> bytes:
    content = io.BytesIO()
    Image.new("RGB", (width, height), "teal").save(content, "PNG")
    return content.getvalue()


async def test_a_post_is_seen_in_the_channel_as_it_was_meant(sandbox: Sandbox, bot: Bot) -> None:
    sent = await bot.send_message(
        "@newswatch_sandbox",
        "<b>Digest</b> of today",
        parse_mode="HTML",
        disable_notification=True,
        reply_markup=InlineKeyboardMarkup([[InlineKeyboardButton("More", url="https://t.me/x?start=d1")]]),
    )

    (post,) = sandbox.messages()
    assert (post.id, post.text, post.html, post.silent) == (
        sent.message_id,
        "Digest of today",
        "<b>Digest</b> of today",
        True,
    )
    assert sent.text_html == "<b>Digest</b> of today"
    assert sent.sender_chat is not None
    assert sent.from_user is None
    assert post.buttons[0][0].url == "https://t.me/x?start=d1"


async def test_a_photo_comes_by_upload_and_goes_again_by_id(sandbox: Sandbox, bot: Bot) -> None:
    first = await bot.send_photo(sandbox.channel.id, picture(), caption="<i>chart</i>", parse_mode="HTML")
    again = await bot.send_photo(sandbox.channel.id, first.photo[-1].file_id)

    file = await bot.get_file(again.photo[-1].file_id)
    assert bytes(await file.download_as_bytearray()) == picture()
    assert first.caption_html == "<i>chart</i>"
    assert (first.photo[-1].width, first.photo[-1].height) == (40, 30)


async def test_ids_rise_by_one_in_a_channel_and_are_shared_by_private_chats(sandbox: Sandbox, bot: Bot) -> None:
    other = sandbox.add_user("Basma")
    ids = [sandbox.say("a").id, sandbox.say("b", user=other).id]
    posts = [(await bot.send_message(sandbox.channel.id, text)).message_id for text in "xyz"]

    assert ids == [1, 2]
    assert posts == [1, 2, 3]


@pytest.mark.parametrize("letter", ["a", "я", "😀"])
async def test_text_is_measured_in_code_points(sandbox: Sandbox, ask: Ask, letter: str) -> None:
    fits = await ask("sendMessage", chat_id=sandbox.channel.id, text=letter * 4096)
    over = await ask("sendMessage", chat_id=sandbox.channel.id, text=letter * 4097)

    assert fits["ok"]
    assert over["description"] == "Bad Request: message is too long"


async def test_markup_does_not_count_towards_the_length(sandbox: Sandbox, ask: Ask) -> None:
    answer = await ask("sendMessage", chat_id=sandbox.channel.id, text="<b>a</b>" * 4000, parse_mode="HTML")

    assert answer["ok"]


async def test_a_caption_has_1024_code_points(sandbox: Sandbox, bot: Bot) -> None:
    await bot.send_photo(sandbox.channel.id, picture(), caption="😀" * 1024)

    with pytest.raises(BadRequest, match="Message caption is too long"):
        await bot.send_photo(sandbox.channel.id, picture(), caption="a" * 1025)


@pytest.mark.parametrize(
    ("parameters", "description"),
    [
        ({}, "message text is empty"),
        ({"text": " \n "}, "text must be non-empty"),
        ({"text": "x", "reply_markup": "no"}, "can't parse reply keyboard markup JSON object"),
        ({"text": "x", "reply_markup": "[]"}, "object expected as reply markup"),
        ({"text": "x", "reply_parameters": {"message_id": 77}}, "message to be replied not found"),
        ({"text": "x", "chat_id": ""}, "chat_id is empty"),
        ({"text": "x", "chat_id": 42}, "chat not found"),
        ({"text": "x", "chat_id": "@nobody"}, "chat not found"),
        ({"text": "x", "link_preview_options": "[]"}, "object expected as link preview options"),
    ],
)
async def test_refusals_have_telegrams_words(
    sandbox: Sandbox, ask: Ask, parameters: dict[str, Any], description: str
) -> None:
    answer = await ask("sendMessage", **{"chat_id": sandbox.channel.id, **parameters})

    assert answer == {"ok": False, "error_code": 400, "description": f"Bad Request: {description}"}
    assert sandbox.messages() == []


@pytest.mark.parametrize(
    ("button", "description"),
    [
        ({"text": "x", "callback_data": "я" * 32}, None),
        ({"text": "x", "callback_data": "я" * 32 + "a"}, "BUTTON_DATA_INVALID"),
        ({"text": "x"}, "can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard"),
        ({"callback_data": "x"}, """can't parse inline keyboard button: Can't find field "text\""""),
        (
            {"text": "x", "url": "http://localhost/"},
            "inline keyboard button URL 'http://localhost/' is invalid: Wrong HTTP URL",
        ),
        ({"text": "x", "url": "https://t.me/bot?start=a_b"}, None),
    ],
)
async def test_keyboards_are_checked(
    sandbox: Sandbox, ask: Ask, button: dict[str, str], description: str | None
) -> None:
    answer = await ask(
        "sendMessage", chat_id=sandbox.channel.id, text="x", reply_markup={"inline_keyboard": [[button]]}
    )

    assert answer.get("description") == (f"Bad Request: {description}" if description else None)


@pytest.mark.parametrize(
    ("markup", "description"),
    [
        ({"keyboard": [["a"]]}, "inline keyboard expected"),
        (
            {"inline_keyboard": [[{"text": "Share", "switch_inline_query": "x"}]]},
            (
                "can't use switch_inline_query button in a channel chat, because users will not be able to use the "
                "button without knowing bot's username"
            ),
        ),
    ],
)
async def test_some_keyboards_are_for_chats_only_not_for_channels(
    sandbox: Sandbox, ask: Ask, markup: dict[str, Any], description: str
) -> None:
    sandbox.say("hi")

    private = await ask("sendMessage", chat_id=sandbox.user.id, text="x", reply_markup=markup)
    channel = await ask("sendMessage", chat_id=sandbox.channel.id, text="x", reply_markup=markup)

    assert private["ok"]
    assert channel["description"] == f"Bad Request: {description}"


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"not a picture", "Image_process_failed"),
        (picture(500, 20), "Photo_invalid_dimensions"),
    ],
)
async def test_a_bad_picture_is_refused(sandbox: Sandbox, bot: Bot, content: bytes, words: str) -> None:
    with pytest.raises(BadRequest, match=words):
        await bot.send_photo(sandbox.channel.id, content)


async def test_a_reply_to_a_deleted_message_can_be_lenient(sandbox: Sandbox, ask: Ask) -> None:
    reply = {"message_id": 9, "allow_sending_without_reply": True}

    answer = await ask("sendMessage", chat_id=sandbox.channel.id, text="x", reply_parameters=reply)

    assert "reply_to_message" not in answer["result"]


async def test_preview_options_are_kept(sandbox: Sandbox, bot: Bot) -> None:
    await bot.send_message(sandbox.channel.id, "a.example", link_preview_options=LinkPreviewOptions(is_disabled=True))

    assert sandbox.messages()[0].preview == {"is_disabled": True}


async def test_a_bot_does_not_hear_itself(sandbox: Sandbox, bot: Bot) -> None:
    await bot.send_message(sandbox.channel.id, "mine")
    sandbox.post("of another editor")

    updates = await bot.get_updates()

    assert [update.channel_post and update.channel_post.text for update in updates] == ["of another editor"]


async def test_surplus_entities_are_a_violation(sandbox: Sandbox, bot: Bot) -> None:
    await bot.send_message(sandbox.channel.id, "<b>x</b> " * 101, parse_mode="HTML")

    assert sandbox.journal.violations == ["sendMessage: 1 entities over the 100 that are kept"]
    sandbox.journal.entries.clear()  # the judge at the end would say so, too


async def test_unknown_parameters_are_ignored_but_noted(sandbox: Sandbox, ask: Ask) -> None:
    answer = await ask("sendMessage", chat_id=sandbox.channel.id, text="x", disable_preview=True)

    assert answer["ok"]
    assert sandbox.journal.violations == ["sendMessage: unknown parameter disable_preview"]


async def test_the_action_of_a_typing_bot_reaches_the_page(sandbox: Sandbox, ask: Ask) -> None:
    heard: list[str] = []
    sandbox.telegram.listeners.append(lambda event, _facts: heard.append(event))
    sandbox.say("hi")

    assert (await ask("sendChatAction", chat_id=sandbox.user.id, action="typing"))["result"] is True
    assert (await ask("sendChatAction", chat_id=sandbox.user.id, action="dancing"))["error_code"] == 400
    assert heard == ["message", "action"]
