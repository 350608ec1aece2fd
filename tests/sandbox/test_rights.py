"""Chats of all kinds: who may do what where, and who hears of it."""

from collections.abc import Callable

import pytest
from telegram import Bot
from telegram.error import ChatMigrated

from sandbox import Sandbox
from sandbox.world import Chat, ChatKind
from tests.sandbox.conftest import Ask


def kicked(sandbox: Sandbox, chat: Chat) -> None:
    sandbox.set_bot(chat, "kicked")


def left(sandbox: Sandbox, chat: Chat) -> None:
    sandbox.set_bot(chat, "left")


def robbed_of_its_rights(sandbox: Sandbox, chat: Chat) -> None:
    sandbox.set_bot(chat, "administrator", {"can_manage_chat"})


def silenced(sandbox: Sandbox, chat: Chat) -> None:
    sandbox.set_bot(chat, "restricted", set())


@pytest.mark.parametrize(
    ("kind", "change", "code", "description"),
    [
        ("channel", kicked, 403, "Forbidden: bot was kicked from the channel chat"),
        ("channel", left, 403, "Forbidden: bot is not a member of the channel chat"),
        ("channel", robbed_of_its_rights, 400, "Bad Request: need administrator rights in the channel chat"),
        ("supergroup", kicked, 403, "Forbidden: bot was kicked from the supergroup chat"),
        ("supergroup", left, 403, "Forbidden: bot is not a member of the supergroup chat"),
        ("supergroup", silenced, 400, "Bad Request: not enough rights to send text messages to the chat"),
        ("group", kicked, 403, "Forbidden: bot was kicked from the group chat"),
    ],
)
async def test_a_chat_that_is_closed_to_the_bot_says_why(
    sandbox: Sandbox, ask: Ask, kind: ChatKind, change: Callable[[Sandbox, Chat], None], code: int, description: str
) -> None:
    chat = sandbox.add_chat(kind, "Somewhere")
    change(sandbox, chat)

    answer = await ask("sendMessage", chat_id=chat.id, text="x")
    (update,) = (await ask("getUpdates"))["result"]

    assert answer == {"ok": False, "error_code": code, "description": description}
    assert update["my_chat_member"]["chat"]["id"] == chat.id
    assert sandbox.messages(chat) == []


async def test_a_bot_that_is_let_in_again_may_post(sandbox: Sandbox, ask: Ask) -> None:
    sandbox.set_bot(sandbox.channel, "kicked")
    sandbox.set_bot(sandbox.channel, "administrator", {"can_post_messages"})

    assert (await ask("sendMessage", chat_id=sandbox.channel.id, text="back"))["ok"]


async def test_a_person_who_never_wrote_has_blocked_or_is_gone_cannot_be_written_to(sandbox: Sandbox, ask: Ask) -> None:
    async def write() -> str | None:
        return (await ask("sendMessage", chat_id=sandbox.user.id, text="x")).get("description")

    never = await write()
    sandbox.say("/start")
    welcome = await write()
    sandbox.block()
    blocked = await write()
    sandbox.block(is_blocked=False)
    again = await write()
    sandbox.user.is_deactivated = True

    assert never == "Forbidden: bot can't initiate conversation with a user"
    assert (welcome, again) == (None, None)
    assert blocked == "Forbidden: bot was blocked by the user"
    assert await write() == "Forbidden: user is deactivated"


async def test_a_stranger_has_no_chat_until_it_writes_or_shares_a_group(sandbox: Sandbox, ask: Ask) -> None:
    stranger = sandbox.add_user("Basma")
    unknown = await ask("sendMessage", chat_id=stranger.id, text="x")
    sandbox.set_member(sandbox.add_chat("supergroup", "Readers"), stranger, "member")
    known = await ask("sendMessage", chat_id=stranger.id, text="x")

    assert unknown["description"] == "Bad Request: chat not found"
    assert known["description"] == "Forbidden: bot can't initiate conversation with a user"


async def test_a_bot_without_rights_cannot_touch_its_own_posts(sandbox: Sandbox, ask: Ask) -> None:
    place = {"chat_id": sandbox.channel.id, "message_id": 1}
    await ask("sendMessage", chat_id=sandbox.channel.id, text="x")
    sandbox.set_bot(sandbox.channel, "administrator", {"can_manage_chat"})
    edit = await ask("editMessageText", text="y", **place)
    delete = await ask("deleteMessage", **place)
    sandbox.set_bot(sandbox.channel, "kicked")
    kicked_edit = await ask("editMessageText", text="y", **place)

    assert edit["description"] == "Bad Request: message can't be edited"
    assert delete["description"] == "Bad Request: message can't be deleted"
    assert kicked_edit["description"] == "Forbidden: bot was kicked from the channel chat"


async def test_a_group_that_became_a_supergroup_says_where_it_is(sandbox: Sandbox, bot: Bot) -> None:
    group = sandbox.add_chat("group", "Editors")
    new = sandbox.migrate(group)

    with pytest.raises(ChatMigrated) as moved:
        await bot.send_message(group.id, "x")
    await bot.send_message(moved.value.new_chat_id, "x")

    assert moved.value.new_chat_id == new.id
    assert sandbox.messages(new)[-1].text == "x"


@pytest.mark.parametrize(
    ("kind", "description"),
    [("group", "Forbidden: the group chat was deleted"), ("channel", "Bad Request: chat not found")],
)
async def test_a_deleted_chat_is_gone(sandbox: Sandbox, ask: Ask, kind: ChatKind, description: str) -> None:
    chat = sandbox.add_chat(kind, "Gone")
    sandbox.delete_chat(chat)

    assert (await ask("sendMessage", chat_id=chat.id, text="x"))["description"] == description


async def test_topics_are_found_or_not(sandbox: Sandbox, bot: Bot, ask: Ask) -> None:
    forum = sandbox.add_chat("supergroup", "Forum", is_forum=True)
    topic = sandbox.add_topic(forum, "News")

    sent = await bot.send_message(forum.id, "x", message_thread_id=topic)
    missing = await ask("sendMessage", chat_id=forum.id, text="x", message_thread_id=999)

    assert (sent.message_thread_id, sent.is_topic_message) == (topic, True)
    assert missing["description"] == "Bad Request: message thread not found"


async def test_in_groups_a_bot_hears_commands_and_replies_to_it(sandbox: Sandbox, bot: Bot) -> None:
    group = sandbox.add_chat("supergroup", "Readers")
    sandbox.say("just talking", chat=group)
    sandbox.say("/search putin", chat=group)
    sandbox.say("/search@other_bot putin", chat=group)
    sandbox.say("/search@newswatch_sandbox_bot putin", chat=group)
    await bot.send_message(group.id, "results")
    sandbox.say("thanks", chat=group, reply_to=sandbox.messages(group)[-1])

    heard = [update.message and update.message.text for update in await bot.get_updates()]

    assert heard == ["/search putin", "/search@newswatch_sandbox_bot putin", "thanks"]


async def test_an_administrator_hears_everything_in_a_group(sandbox: Sandbox, bot: Bot) -> None:
    group = sandbox.add_chat("supergroup", "Readers", is_admin=True)
    sandbox.say("just talking", chat=group)

    assert len(await bot.get_updates()) == 1


async def test_chats_and_members_are_described(sandbox: Sandbox, bot: Bot) -> None:
    chat = await bot.get_chat("@newswatch_sandbox")
    me = await bot.get_chat_member(chat.id, sandbox.world.bot.id)
    admins = await bot.get_chat_administrators(chat.id)

    assert (chat.type, chat.title) == ("channel", "Newswatch")
    assert me.to_dict()["can_post_messages"] is True
    assert {admin.user.id for admin in admins} == {sandbox.user.id, sandbox.world.bot.id}
    assert await bot.get_chat_member_count(chat.id) == 2


async def test_a_bot_that_leaves_is_outside(sandbox: Sandbox, bot: Bot, ask: Ask) -> None:
    group = sandbox.add_chat("supergroup", "Readers")

    await bot.leave_chat(group.id)

    assert (await ask("getChat", chat_id=group.id))["error_code"] == 403
    assert (await ask("leaveChat", chat_id=sandbox.user.id))["error_code"] == 400
