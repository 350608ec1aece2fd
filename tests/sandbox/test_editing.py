"""Edits, deletions, forwards and copies."""

import pytest
from telegram import Bot, InlineKeyboardButton, InlineKeyboardMarkup, InputMediaPhoto
from telegram.error import BadRequest

from sandbox import Sandbox
from tests.sandbox.conftest import Ask
from tests.sandbox.test_sending import picture

KEYBOARD = InlineKeyboardMarkup([[InlineKeyboardButton("More", callback_data="m")]])
NOT_MODIFIED = (
    "Bad Request: message is not modified: specified new message content and reply markup are exactly the same "
    "as a current content and reply markup of the message"
)


async def test_an_edit_shows_and_says_so(sandbox: Sandbox, bot: Bot) -> None:
    sent = await bot.send_message(sandbox.channel.id, "21 names")
    sandbox.clock.advance(60)

    await bot.edit_message_text("<b>23</b> names", sandbox.channel.id, sent.message_id, parse_mode="HTML")

    (post,) = sandbox.messages()
    assert (post.text, post.edited) == ("23 names", int(sandbox.clock.now()))


async def test_an_edit_without_a_keyboard_takes_it_away(sandbox: Sandbox, bot: Bot) -> None:
    sent = await bot.send_message(sandbox.channel.id, "a", reply_markup=KEYBOARD)

    await bot.edit_message_text("b", sandbox.channel.id, sent.message_id)

    assert sandbox.messages()[0].buttons == []


async def test_a_keyboard_alone_is_edited_without_the_mark_of_an_edit(sandbox: Sandbox, bot: Bot) -> None:
    sent = await bot.send_message(sandbox.channel.id, "a")

    await bot.edit_message_reply_markup(sandbox.channel.id, sent.message_id, reply_markup=KEYBOARD)

    (post,) = sandbox.messages()
    assert (post.buttons[0][0].text, post.edited) == ("More", None)


async def test_the_same_again_is_not_modified(sandbox: Sandbox, ask: Ask) -> None:
    chat = sandbox.channel.id
    sent = await ask("sendMessage", chat_id=chat, text="<b>a</b>", parse_mode="HTML")

    answer = await ask(
        "editMessageText",
        chat_id=chat,
        message_id=sent["result"]["message_id"],
        text="<strong>a</strong>",
        parse_mode="HTML",
    )

    assert answer["description"] == NOT_MODIFIED


async def test_what_is_gone_foreign_or_forwarded_is_not_edited(sandbox: Sandbox, ask: Ask) -> None:
    chat = sandbox.channel.id
    sandbox.set_bot(sandbox.channel, "administrator", {"can_post_messages"})
    foreign = sandbox.post("of another editor")
    forwarded = await ask("forwardMessage", chat_id=chat, from_chat_id=chat, message_id=foreign.id)

    async def edit(message_id: int) -> str:
        return str((await ask("editMessageText", chat_id=chat, message_id=message_id, text="x"))["description"])

    assert await edit(99) == "Bad Request: message to edit not found"
    assert await edit(foreign.id) == "Bad Request: message can't be edited"
    assert await edit(forwarded["result"]["message_id"]) == "Bad Request: message can't be edited"
    assert await edit(0) == "Bad Request: message identifier is not specified"


async def test_text_and_captions_are_edited_by_their_own_methods(sandbox: Sandbox, bot: Bot) -> None:
    chat = sandbox.channel.id
    photo = await bot.send_photo(chat, picture(), caption="a")
    text = await bot.send_message(chat, "a")

    await bot.edit_message_caption(chat, photo.message_id, caption="b")
    with pytest.raises(BadRequest, match="There is no text in the message to edit"):
        await bot.edit_message_text("b", chat, photo.message_id)
    with pytest.raises(BadRequest, match="There is no caption in the message to edit"):
        await bot.edit_message_caption(chat, text.message_id, caption="b")

    assert [post.text for post in sandbox.messages()] == ["b", "a"]


async def test_a_photo_is_replaced_by_another_upload(sandbox: Sandbox, bot: Bot) -> None:
    sent = await bot.send_photo(sandbox.channel.id, picture(40, 30), caption="a")

    media = InputMediaPhoto(picture(80, 60), caption="<b>b</b>", parse_mode="HTML")
    await bot.edit_message_media(media, sandbox.channel.id, sent.message_id)

    (post,) = sandbox.messages()
    assert post.photo is not None
    assert (post.photo.width, post.text, post.entities[0]["type"]) == (80, "b", "bold")


async def test_deleting_needs_a_right_or_youth(sandbox: Sandbox, ask: Ask) -> None:
    sandbox.say("hi")
    old = (await ask("sendMessage", chat_id=sandbox.user.id, text="x"))["result"]["message_id"]
    sandbox.clock.advance(48 * 3600 + 1)
    young = (await ask("sendMessage", chat_id=sandbox.user.id, text="y"))["result"]["message_id"]

    async def delete(message_id: int) -> str | None:
        return (await ask("deleteMessage", chat_id=sandbox.user.id, message_id=message_id)).get("description")

    assert await delete(young) is None
    assert await delete(old) == "Bad Request: message can't be deleted"
    assert await delete(young) == "Bad Request: message to delete not found"


async def test_several_messages_go_at_once_and_missing_ones_do_not_matter(sandbox: Sandbox, bot: Bot) -> None:
    ids = [(await bot.send_message(sandbox.channel.id, text)).message_id for text in "abc"]

    await bot.delete_messages(sandbox.channel.id, [ids[0], 77, ids[2]])

    assert [post.text for post in sandbox.messages()] == ["b"]


async def test_a_forward_carries_text_and_origin_and_tells_what_is_missing(sandbox: Sandbox, bot: Bot) -> None:
    journal = sandbox.add_chat("channel", "Journal")
    sent = await bot.send_message(sandbox.channel.id, "<b>digest</b> d1", parse_mode="HTML")

    copy = await bot.forward_message(journal.id, sandbox.channel.id, sent.message_id)
    with pytest.raises(BadRequest, match="Message to forward not found"):
        await bot.forward_message(journal.id, sandbox.channel.id, sent.message_id + 1)

    assert copy.text_html == "<b>digest</b> d1"
    assert copy.forward_origin is not None
    assert copy.forward_origin.to_dict()["message_id"] == sent.message_id


async def test_protected_content_is_not_forwarded(sandbox: Sandbox, bot: Bot) -> None:
    sent = await bot.send_message(sandbox.channel.id, "secret", protect_content=True)

    with pytest.raises(BadRequest, match="Message has protected content and can't be forwarded"):
        await bot.forward_message(sandbox.channel.id, sandbox.channel.id, sent.message_id)


async def test_a_copy_gives_only_an_id_and_no_origin(sandbox: Sandbox, bot: Bot) -> None:
    sent = await bot.send_photo(sandbox.channel.id, picture(), caption="<b>a</b>", parse_mode="HTML")

    copy = await bot.copy_message(sandbox.channel.id, sandbox.channel.id, sent.message_id)

    copied = sandbox.messages()[-1]
    assert (copied.id, copied.text, copied.origin) == (copy.message_id, "a", None)
