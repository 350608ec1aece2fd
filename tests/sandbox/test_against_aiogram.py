"""What goes over the wire, judged by aiogram's types: python-telegram-bot's requests and our answers."""

from telegram import (
    Bot,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    InlineQueryResultArticle,
    InputMediaPhoto,
    InputTextMessageContent,
    LinkPreviewOptions,
    ReplyParameters,
)

from sandbox import Sandbox
from sandbox.journal import KNOWN
from tests.sandbox.aiogram_judge import parameters, problems
from tests.sandbox.conftest import Ask
from tests.sandbox.test_sending import picture

RICH = (
    "<b>b</b><i>i</i><u>u</u><s>s</s><tg-spoiler>x</tg-spoiler><code>c</code>"
    '<pre><code class="language-py">p</code></pre><a href="https://a.example">l</a><a href="tg://user?id=1000001">m</a>'
    "<blockquote>q</blockquote><blockquote expandable>e</blockquote>"
    '<tg-time unix="1673596800" format="r">t</tg-time> #tag /cmd t.me/x a@b.com $USD'
)
KEYBOARD = InlineKeyboardMarkup(
    [[InlineKeyboardButton("a", callback_data="b"), InlineKeyboardButton("c", url="t.me/x")]]
)


def test_the_table_of_parameters_is_that_of_the_bot_api() -> None:
    assert parameters() == KNOWN


async def people_talk(sandbox: Sandbox) -> None:
    forum = sandbox.add_chat("supergroup", "Forum", is_forum=True, username="a_forum")
    sandbox.set_member(forum, sandbox.add_user("Basma", username="basma"), "restricted", {"can_send_messages"})
    sandbox.say("/help", chat=forum, thread=sandbox.add_topic(forum, "News"))
    sandbox.post("of another")
    sandbox.migrate(sandbox.add_chat("group", "Editors"))
    sandbox.block()
    sandbox.block(is_blocked=False)


async def the_bot_writes(sandbox: Sandbox, bot: Bot) -> None:
    question = sandbox.say("/search putin t.me/x")
    await bot.send_message(sandbox.channel.id, RICH, parse_mode="HTML", reply_markup=KEYBOARD)
    await bot.send_message(
        sandbox.user.id,
        "answer",
        reply_parameters=ReplyParameters(question.id, quote="putin"),
        link_preview_options=LinkPreviewOptions(url="https://a.example", prefer_small_media=True),
    )
    forum = next(chat for chat in sandbox.world.chats.values() if chat.is_forum)
    await bot.send_message(forum.id, "in the topic", message_thread_id=next(iter(forum.topics)))
    await bot.send_chat_action(sandbox.user.id, "typing")
    await bot.forward_message(sandbox.user.id, sandbox.user.id, question.id)


async def the_bot_changes_its_mind(sandbox: Sandbox, bot: Bot) -> None:
    channel = sandbox.channel.id
    text = await bot.send_message(channel, "a", reply_markup=KEYBOARD)
    photo = await bot.send_photo(channel, picture(), caption="c", disable_notification=True, protect_content=False)
    await bot.edit_message_caption(channel, photo.message_id, caption="<b>d</b>", parse_mode="HTML")
    await bot.edit_message_media(InputMediaPhoto(picture(), caption="e"), channel, photo.message_id)
    await bot.edit_message_text("b", channel, text.message_id)
    await bot.edit_message_reply_markup(channel, text.message_id, reply_markup=KEYBOARD)
    await bot.forward_message(sandbox.user.id, channel, text.message_id)
    await bot.copy_message(sandbox.user.id, channel, photo.message_id)
    await bot.get_file(photo.photo[-1].file_id)
    await bot.delete_message(channel, photo.message_id)


async def people_press_and_ask(sandbox: Sandbox, bot: Bot) -> None:
    inline = sandbox.inline("putin")
    article = InlineQueryResultArticle("1", "t", InputTextMessageContent("x"), reply_markup=KEYBOARD)
    await bot.answer_inline_query(inline, [article], is_personal=True)
    sandbox.press(sandbox.choose(inline, "1"), "a")
    shown = await bot.send_message(sandbox.user.id, "press", reply_markup=KEYBOARD)
    message = sandbox.private_chat().messages[shown.message_id]
    await bot.answer_callback_query(sandbox.press(message, "a"), "toast")


async def the_bot_looks_around(sandbox: Sandbox, bot: Bot) -> None:
    for chat in sandbox.world.chats.values():
        await bot.get_chat(chat.id)
        if not chat.is_private:
            await bot.get_chat_administrators(chat.id)
    forum = next(chat for chat in sandbox.world.chats.values() if chat.is_forum)
    for user in sandbox.world.users:
        await bot.get_chat_member(forum.id, user)
    await bot.set_my_commands([("a", "b")], language_code="ru")
    await bot.get_my_commands(language_code="ru")
    await bot.get_me()
    await bot.get_webhook_info()


async def test_every_answer_of_a_long_conversation_is_as_the_bot_api_says(sandbox: Sandbox, bot: Bot) -> None:
    await people_talk(sandbox)
    await the_bot_writes(sandbox, bot)
    await the_bot_changes_its_mind(sandbox, bot)
    await people_press_and_ask(sandbox, bot)
    await the_bot_looks_around(sandbox, bot)
    updates = await bot.get_updates(allowed_updates=["message", "callback_query", "chosen_inline_result"])

    assert len(updates) >= 10
    assert problems(sandbox.journal) == []


async def test_the_judge_finds_what_is_wrong(sandbox: Sandbox, ask: Ask) -> None:
    await ask(
        "sendMessage",
        chat_id=sandbox.channel.id,
        text="x",
        reply_markup={"inline_keyboard": [[{"text": "a", "urll": "x"}]]},
    )
    await ask("sendMessage", chat_id=sandbox.channel.id, text="x", disable_notification="perhaps")
    await ask("sendMessage", chat_id=sandbox.channel.id)

    assert problems(sandbox.journal) == [
        "sendMessage: unknown InlineKeyboardButton.urll",
        "sendMessage: disable_notification: Input should be a valid boolean, unable to interpret input",
        "sendMessage: missing parameter text",
        "sendMessage: text: Field required",
    ]
