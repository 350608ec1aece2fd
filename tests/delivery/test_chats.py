"""Chats that take no posts, for now or for good: nothing is lost, nobody else is touched, the operator is told once."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta

import pytest
import sqlalchemy as sa
from telegram.ext import Application

from bot.chat.delivery import Delivery
from bot.chat.membership import on_change, on_word
from bot.model import Message
from bot.store import outbox
from bot.store.schema import outbox as table
from sandbox.faults import Fault
from sandbox.world import Chat
from tests.delivery.conftest import TIMEOUT, Office
from tests.delivery.haste import now
from tests.sandbox.test_sending import picture


def kick(office: Office) -> None:
    office.sandbox.set_bot(office.sandbox.channel, "kicked")


def leave(office: Office) -> None:
    office.sandbox.set_bot(office.sandbox.channel, "left")


def take_rights(office: Office) -> None:
    office.sandbox.set_bot(office.sandbox.channel, "administrator", {"can_manage_chat"})


@asynccontextmanager
async def listening(office: Office) -> AsyncIterator[Delivery]:
    """Let the outbox be sent while the bot hears of its own place in chats."""
    application = (
        Application.builder().token(office.sandbox.token).base_url(office.sandbox.base_url).updater(None)
    ).build()
    async with application, office.delivering() as delivery:
        application.add_handlers([on_change(delivery.resume, delivery.leave), on_word(delivery.resume)])
        await application.start()

        async def poll() -> None:
            seen = 0
            while True:
                for update in await application.bot.get_updates(offset=seen, timeout=timedelta(seconds=1)):
                    seen = update.update_id + 1
                    await application.process_update(update)

        polling = asyncio.create_task(poll())
        yield delivery
        polling.cancel()
        await application.stop()


@pytest.mark.parametrize("lose", [kick, leave, take_rights])
async def test_a_lost_channel_is_paused_told_once_and_goes_on_when_the_bot_is_let_in_again(
    office: Office, lose: Callable[[Office], None]
) -> None:
    lose(office)
    await office.queue("A", "B")

    async with listening(office):
        await office.sandbox.until(lambda: office.told)
        await asyncio.sleep(0.3)
        tries = len(office.sandbox.journal.calls("sendMessage"))
        assert await office.database.read(outbox.paused, office.chat) != ""
        office.sandbox.set_bot(office.sandbox.channel, "administrator", {"can_post_messages"})
        await office.settled(sent=2)

    assert tries == 1
    assert office.posts() == ["A", "B"]
    assert len(office.told) == 1
    assert "takes no posts" in office.told[0]


async def test_a_channel_that_is_known_by_its_name_is_resumed_too(office: Office) -> None:
    kick(office)
    messages = [Message(html="<b>A</b>", plain="A")]
    await office.database.write(outbox.queue, "named", "@Newswatch_Sandbox", "k", messages, now=now())

    async with listening(office):
        await office.sandbox.until(lambda: office.told)
        office.sandbox.set_bot(office.sandbox.channel, "administrator", {"can_post_messages"})
        await office.settled(sent=1)


async def test_losing_more_rights_does_not_resume_a_channel(office: Office) -> None:
    take_rights(office)
    await office.queue("A")

    async with listening(office):
        await office.sandbox.until(lambda: office.told)
        kick(office)
        await asyncio.sleep(0.3)

    assert len(office.sandbox.journal.calls("sendMessage")) == 1


async def test_a_deleted_channel_is_paused_and_told_once(office: Office) -> None:
    office.sandbox.delete_chat(office.sandbox.channel)
    await office.queue("A", "B")

    async with office.delivering():
        await office.sandbox.until(lambda: office.told)
        await asyncio.sleep(0.2)

    assert len(office.told) == 1
    assert await office.database.read(outbox.states) == {"pending": 2}


async def test_a_user_who_blocked_the_bot_or_is_gone_is_paused_like_a_channel(office: Office) -> None:
    office.sandbox.say("/start")
    reader = office.sandbox.private_chat()
    office.sandbox.block()
    await office.queue("A", chat=reader)

    async with office.delivering():
        await office.sandbox.until(lambda: office.told)

    assert "blocked by the user" in office.told[0]


async def test_notices_to_who_never_wrote_to_the_bot_wait_for_nobody(office: Office) -> None:
    user = office.sandbox.add_user("Ada")
    await office.database.write(outbox.notify, [user.id], "the disk is nearly full", now=datetime.now(UTC))

    async with office.delivering():
        await office.sandbox.until(lambda: office.told)
        await office.database.write(outbox.notify, [user.id], "a feed is dead", now=datetime.now(UTC))
        office.sandbox.say("/start", user=user)

    rows = await office.database.read(lambda conn: conn.execute(sa.select(table)).all())
    assert [(row.plain, row.state) for row in rows] == [("the disk is nearly full", "dropped")]


async def test_a_first_word_to_the_bot_lets_it_write_too(office: Office) -> None:
    user = office.sandbox.add_user("Ada")
    async with listening(office):
        await office.database.write(outbox.notify, [user.id], "the disk is nearly full", now=datetime.now(UTC))
        while not await office.database.read(outbox.waits, str(user.id)):  # noqa: ASYNC110 - the outbox has no event
            await asyncio.sleep(0.01)
        office.sandbox.say("/start", user=user)
        while await office.database.read(outbox.waits, str(user.id)):  # noqa: ASYNC110 - the outbox has no event
            await asyncio.sleep(0.01)
        await office.database.write(outbox.notify, [user.id], "a feed is dead", now=datetime.now(UTC))
        chat = office.sandbox.private_chat(user)
        await office.sandbox.until(lambda: "a feed is dead" in office.sandbox.messages(chat)[-1].text)


async def test_who_is_an_administrator_no_more_gets_nothing_that_still_waits(office: Office) -> None:
    await office.database.write(outbox.notify, [7, 8], "the disk is nearly full", now=datetime.now(UTC))

    await office.database.write(outbox.dismiss, [8], now=datetime.now(UTC))

    rows = await office.database.read(lambda conn: conn.execute(sa.select(table)).all())
    assert {row.chat: row.state for row in rows} == {"7": "dropped", "8": "pending"}


async def test_a_group_that_became_a_supergroup_is_followed_for_good(office: Office) -> None:
    group = office.sandbox.add_chat("group", "Readers", is_admin=True)
    new = office.sandbox.migrate(group)
    await office.queue("A", chat=group)
    async with office.delivering():
        await office.settled(sent=1)
    await office.queue("B", chat=group, key="later")

    async with office.delivering():
        await office.settled(sent=2)

    assert [message.text for message in office.sandbox.messages(new) if message.text] == ["A", "B"]
    assert len(office.told) == 1
    assert str(new.id) in office.told[0]


async def test_a_photo_that_is_refused_leaves_its_text(office: Office) -> None:
    await office.queue("the numbers", photo=b"this is no picture")

    async with office.delivering():
        await office.settled(sent=1)

    assert office.posts() == ["the numbers"]


async def test_a_photo_arrives_with_its_text(office: Office) -> None:
    await office.queue("the numbers", photo=picture())

    async with office.delivering():
        await office.settled(sent=1)

    (post,) = office.sandbox.messages()
    assert (post.text, post.photo is not None) == ("the numbers", True)


async def test_a_poison_post_is_tried_as_plain_text_then_set_aside_told_and_passed_by(office: Office) -> None:
    office.sandbox.arm(Fault("refusal", method="sendMessage", containing="poison", times=2))
    await office.queue("poison", "next")

    async with office.delivering():
        await office.settled(sent=1, quarantined=1)

    assert office.posts() == ["next"]
    assert [entry.params["text"] for entry in office.sandbox.journal.calls("sendMessage")] == [
        "<b>poison</b>",
        "poison",
        "<b>next</b>",
    ]
    assert len(office.told) == 1


@pytest.fixture
def forum(office: Office) -> Chat:
    return office.sandbox.add_chat("supergroup", "Forum", is_forum=True, is_admin=True)


async def test_posts_go_to_their_topic(office: Office, forum: Chat) -> None:
    topic = office.sandbox.add_topic(forum, "News")
    await office.queue("A", chat=forum, topic=topic)

    async with office.delivering():
        await office.settled(sent=1)

    assert office.sandbox.messages(forum)[-1].thread == topic


async def test_a_topic_that_is_gone_is_told_and_its_posts_go_to_the_general_one(office: Office, forum: Chat) -> None:
    await office.queue("A", chat=forum, topic=999)

    async with office.delivering():
        await office.settled(sent=1)

    assert office.posts(forum) == ["A"]
    assert "topic 999" in office.told[0]


async def test_one_bad_chat_does_not_touch_another(office: Office) -> None:
    others = [office.sandbox.add_chat("channel", name) for name in ("kicked", "flooded", "hanging", "poisoned")]
    kicked, flooded, hanging, poisoned = others
    office.sandbox.set_bot(kicked, "kicked")
    office.sandbox.arm(Fault("429", chat=flooded.id, seconds=60))
    office.sandbox.arm(Fault("hang", chat=hanging.id, seconds=TIMEOUT * 2, times=99))
    office.sandbox.arm(Fault("refusal", chat=poisoned.id, times=99))
    for chat in others:
        await office.queue("X", "Y", chat=chat)
    start = now()
    await office.queue("A", "B", "C")

    async with office.delivering():
        await office.sandbox.until(lambda: len(office.posts()) == 3)

    assert office.posts() == ["A", "B", "C"]
    assert now() - start < timedelta(seconds=2)


async def test_a_flood_limit_is_obeyed_across_a_restart_and_stops_no_other_chat(office: Office) -> None:
    other = office.sandbox.add_chat("channel", "Other")
    office.sandbox.arm(Fault("429", method="sendMessage", chat=office.sandbox.channel.id, seconds=2))
    await office.queue("A", "B")
    async with office.delivering():
        await office.sandbox.until(office.sandbox.journal.refusals)
    limited = next(entry.at for entry in office.sandbox.journal.calls("sendMessage") if not entry.is_ok)
    again = office.sandbox.clock.now()
    await office.queue("C", chat=other)

    async with office.delivering():
        await office.sandbox.until(lambda: office.posts(other) == ["C"])
        assert office.sandbox.clock.now() - again < 1
        await office.settled(sent=3)

    sent = [entry.at for entry in office.sandbox.journal.calls("sendMessage") if entry.is_ok]
    assert sent[1] - limited >= 1.9
    assert len(office.sandbox.journal.refusals()) == 1
