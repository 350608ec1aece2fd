"""What people follow is sent beside the channels' posts: never before them, never at their expense, and in private."""

import asyncio
from dataclasses import replace
from datetime import timedelta

import sqlalchemy as sa

from bot.chat import commands
from bot.chat.channel import TelegramChannel
from bot.chat.delivery import AT_A_TIME
from bot.chat.pace import Pace
from bot.model import Message
from bot.store import follows, outbox, sending
from bot.store.schema import millis
from sandbox.faults import Fault
from sandbox.world import Chat, User
from tests.delivery.conftest import Office
from tests.delivery.haste import QUICK, now
from tests.delivery.test_chats import listening


def readers(office: Office, number: int) -> list[User]:
    """Return people who have written to the bot."""
    people = [office.sandbox.add_user(f"Reader {n}") for n in range(number)]
    for one in people:
        office.sandbox.say("/start", user=one)
    return people


async def follow(office: Office, chat: int, *texts: str) -> None:
    """Let a chat follow something, and queue what answers it."""
    await office.database.write(follows.add, str(chat), "rain", "at once", language="en", now=now())
    for text in texts:
        posts = [Message(html=f"<b>{text}</b>", plain=text)]
        key = f"{text} {chat}"
        await office.database.write(outbox.queue_for_follower, str(chat), key, posts, now=now())


def told(office: Office, reader: User) -> list[str]:
    place = office.sandbox.private_chat(reader)
    return [one.text for one in office.sandbox.messages(place) if one.sender == office.sandbox.world.bot.id]


async def test_a_channels_post_waits_for_a_few_followers_at_most(office: Office) -> None:
    pace = Pace(
        between=timedelta(0), private=timedelta(0), overall=timedelta(seconds=0.02), look=timedelta(seconds=0.02)
    )
    people = readers(office, 100)
    for one in people:
        await follow(office, one.id, "Rain")

    async with office.delivering(pace) as delivery:
        await office.sandbox.until(lambda: told(office, people[0]))
        await office.queue("Digest")
        delivery.wake()
        await office.sandbox.until(lambda: office.posts() == ["Digest"])
        before = sum(bool(told(office, one)) for one in people)
        await office.settled(sent=101)

    assert before < AT_A_TIME * 3
    assert all(told(office, one) == ["Rain"] for one in people)


def rest(conn: sa.Connection, chat: str) -> None:
    """Let a chat take no post for a minute."""
    outbox.chat_is(conn, chat, not_before=millis(now() + timedelta(minutes=1)))


async def test_followers_who_must_wait_hold_no_places(office: Office) -> None:
    people = readers(office, AT_A_TIME + 5)
    for one in people:
        await follow(office, one.id, "Rain")
    for one in people[:AT_A_TIME]:
        await office.database.write(rest, str(one.id))

    async with office.delivering():
        await office.settled(sent=5, pending=AT_A_TIME)

    assert told(office, people[-1]) == ["Rain"]


async def test_a_reader_who_blocked_the_bot_is_paused_without_a_word_and_goes_on_when_they_return(
    office: Office,
) -> None:
    (reader,) = readers(office, 1)
    await follow(office, reader.id, "Rain")
    office.sandbox.block(user=reader)

    async with listening(office):
        for _ in range(200):
            if await office.database.read(outbox.paused, str(reader.id)):
                break
            await asyncio.sleep(0.02)
        assert await office.database.read(outbox.paused, str(reader.id))
        office.sandbox.block(user=reader, is_blocked=False)
        await office.settled(sent=1)

    assert told(office, reader) == ["Rain"]
    assert office.told == []


async def test_who_blocks_the_bot_before_anything_is_sent_is_paused_by_that_word_alone(office: Office) -> None:
    (reader,) = readers(office, 1)
    await follow(office, reader.id)

    async with listening(office):
        office.sandbox.block(user=reader)
        for _ in range(200):
            if await office.database.read(outbox.paused, str(reader.id)):
                break
            await asyncio.sleep(0.02)

    assert await office.database.read(outbox.paused, str(reader.id)) == "the bot was blocked or removed"
    assert await office.database.read(sending.followers, now=now(), limit=9) == []


async def test_of_who_follows_nothing_and_blocks_the_bot_nothing_is_kept(office: Office) -> None:
    (reader,) = readers(office, 1)

    async with listening(office):
        office.sandbox.block(user=reader)
        await asyncio.sleep(0.3)

    assert await office.database.read(outbox.paused, str(reader.id)) == ""


async def test_a_post_in_doubt_is_not_looked_for_among_what_a_person_wrote(office: Office, journal: Chat) -> None:
    (reader,) = readers(office, 1)
    await follow(office, reader.id, "Rain")
    office.sandbox.arm(Fault("reset", method="sendMessage", containing="Rain", when="before"))

    async with office.delivering():
        await office.settled(sent=1)

    assert office.sandbox.messages(journal) == []
    assert office.sandbox.journal.calls("forwardMessage") == []


async def test_what_a_group_follows_goes_with_it_when_it_becomes_a_supergroup(office: Office) -> None:
    group = office.sandbox.add_chat("group", "Readers", is_admin=True)
    await follow(office, group.id, "Rain")
    new = office.sandbox.migrate(group)

    async with office.delivering():
        await office.settled(sent=1)

    assert [one.query for one in await office.database.read(follows.of_chat, str(new.id))] == ["rain"]
    assert await office.database.read(follows.of_chat, str(group.id)) == []
    assert office.told == []


async def test_followers_get_their_posts_from_a_single_run_too(office: Office) -> None:
    people = readers(office, 3)
    for one in people:
        await follow(office, one.id, "Rain", "Snow")

    async with commands.bot(office.sandbox.token, office.sandbox.base_url) as bot:
        pace = replace(QUICK, private=timedelta(seconds=0.2))
        await office.delivery(TelegramChannel(bot), pace).drain()

    assert all(told(office, one) == ["Rain", "Snow"] for one in people)
