"""Downtime leaves one digest of what is news then, never a flood; channels live on their own."""

import asyncio
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot import app
from bot.app import House
from bot.chat import commands
from bot.chat.channel import TelegramChannel
from bot.chat.delivery import Delivery
from bot.digest.rhythm import Slot
from bot.model import ItemId, Message
from bot.settings import load
from bot.store import outbox
from sandbox import Sandbox
from sandbox.limits import UNLIMITED
from sandbox.world import Chat
from tests.builders import make_item
from tests.delivery.conftest import TIMEOUT
from tests.delivery.haste import QUICK
from tests.end_to_end.conftest import until
from tests.sandbox.aiogram_judge import problems

START = datetime(2026, 3, 1, 12, 0, 1, tzinfo=UTC)
SETTINGS = """
[archive]
database = "sqlite:///{folder}/newswatch.db"
[understanding]
vectors = false
"""
ENTITIES = """
[[entity]]
id = "putin"
name = "Vladimir Putin"
weak = { "*" = ["Putin"] }
[[entity]]
id = "assad"
name = "Bashar al-Assad"
weak = { "*" = ["Assad"] }
"""
EVENTS = (
    "Putin signs a decree on railway tariffs for grain",
    "Putin opens the international piano competition in the capital",
    "Putin congratulates polar explorers on a new Antarctic station",
    "Putin orders an inquiry into the mine collapse in Kuzbass",
)


@dataclass(slots=True)
class Newsroom:
    """The house with a clock that a test moves, and the sandbox it posts to."""

    house: House
    sandbox: Sandbox
    now: datetime = START
    told: int = 0

    def clock(self) -> datetime:
        return self.now

    async def news(self, *titles: str) -> None:
        """Let something happen now."""
        items = []
        for title in titles:
            self.told += 1
            number = ItemId(int(self.now.timestamp() * 1000) + self.told << 20)
            link = f"http://feeds.example/a/{self.told}"
            items.append(
                make_item(
                    id=number,
                    guid=link,
                    link=link,
                    title=title,
                    published=self.now,
                    seen=self.now,
                    keys=(f"guid:{link}",),
                )
            )
        await self.house.archive.load(items)
        await self.house.understand_all()

    async def compose(self, key: str) -> int:
        """Compose a digest now; return how many posts it has."""
        (channel,) = self.house.settings.channels
        newsroom = self.house.newsroom
        return len(await newsroom.compose(channel, Slot(key, self.now), now=self.now, since=None, keep=True))

    @asynccontextmanager
    async def delivering(self) -> AsyncIterator[Delivery]:
        async with commands.bot(self.sandbox.token, self.sandbox.base_url) as bot:
            delivery = Delivery(self.house.database, TelegramChannel(bot, TIMEOUT), self.clock, QUICK)
            task = asyncio.create_task(delivery.run())
            yield delivery
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)

    async def states(self) -> Mapping[str, int]:
        return await self.house.database.read(outbox.states)

    def posts(self, chat: Chat | None = None) -> list[str]:
        return [message.text for message in self.sandbox.messages(chat)]


@asynccontextmanager
async def newsroom(
    folder: Path, sandbox: Sandbox, channels: str, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[Newsroom]:
    (folder / "config").mkdir()
    (folder / "config" / "settings.toml").write_text(SETTINGS.format(folder=folder) + channels)
    (folder / "config" / "entities.toml").write_text(ENTITIES)
    async with app.house(load(folder / "config", {})) as house:
        house.caught_up = True
        room = Newsroom(house, sandbox)
        monkeypatch.setattr(app, "clock", room.clock)
        yield room
    assert problems(sandbox.journal) == []


@pytest.fixture
async def sandbox() -> AsyncIterator[Sandbox]:
    async with Sandbox(pace=UNLIMITED) as running:
        yield running


@pytest.fixture
async def room(tmp_path: Path, sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Newsroom]:
    channel = f'[[channel]]\nid = "main"\nchat = {sandbox.channel.id}\ndigest_every = "2h"\n'
    async with newsroom(tmp_path, sandbox, channel, monkeypatch) as opened:
        yield opened


async def test_a_paused_channel_gets_one_digest_of_everything_on_its_return(room: Newsroom) -> None:
    room.sandbox.set_bot(room.sandbox.channel, "kicked")
    async with room.delivering() as delivery:
        for title in EVENTS:
            await room.news(title)
            await room.house.publish()
            delivery.wake()
            await until(room.sandbox.journal.refusals)
            await asyncio.sleep(0.1)
            room.now += timedelta(hours=2)
        room.now -= timedelta(minutes=30)  # the last slot is one and a half hours old
        assert room.posts() == []

        room.sandbox.set_bot(room.sandbox.channel, "administrator", {"can_post_messages"})
        await delivery.resume(str(room.sandbox.channel.id))
        await room.house.publish()
        delivery.wake()
        await until(room.posts)
        await asyncio.sleep(0.1)

    (digest,) = room.posts()
    assert all(title in digest for title in EVENTS)
    assert await room.states() == {"sent": 1}


async def test_nothing_is_composed_for_a_paused_channel(room: Newsroom) -> None:
    room.sandbox.set_bot(room.sandbox.channel, "kicked")
    await room.news(EVENTS[0])
    await room.house.publish()
    async with room.delivering():
        await until(room.sandbox.journal.refusals)
        await asyncio.sleep(0.1)
    room.now += timedelta(hours=2)

    assert await room.house.publish() == 0


async def test_while_telegram_is_away_digests_become_one(room: Newsroom) -> None:
    for title in EVENTS:
        await room.news(title)
        await room.house.publish()
        room.now += timedelta(hours=2)
    waiting = await room.states()
    await room.house.publish()
    room.now += timedelta(minutes=1)

    async with room.delivering():
        await until(room.posts)
        await asyncio.sleep(0.1)

    assert waiting == {"pending": 1}
    (digest,) = room.posts()
    assert all(title in digest for title in EVENTS)


async def test_a_digest_that_could_not_be_sent_for_an_hour_is_composed_anew(room: Newsroom) -> None:
    await room.news(EVENTS[0])
    await room.house.publish()
    room.now += timedelta(minutes=70)
    await room.news(EVENTS[1])

    async with room.delivering() as delivery:
        await asyncio.sleep(0.2)
        assert room.posts() == []  # the old one was taken back
        await room.house.publish()
        delivery.wake()
        await until(room.posts)

    (digest,) = room.posts()
    assert EVENTS[0] in digest
    assert EVENTS[1] in digest


async def test_a_short_absence_changes_nothing(room: Newsroom) -> None:
    await room.news(EVENTS[0])
    await room.house.publish()
    room.now += timedelta(minutes=50)
    await room.news(EVENTS[1])

    async with room.delivering():
        await until(room.posts)

    (digest,) = room.posts()
    assert EVENTS[1] not in digest


async def test_a_digest_that_was_begun_is_not_taken_back(room: Newsroom) -> None:
    await room.house.database.write(
        outbox.queue,
        "main",
        str(room.sandbox.channel.id),
        "k",
        [Message("<b>A</b>", "A"), Message("<b>B</b>", "B")],
        now=room.now,
    )
    async with room.delivering():
        await until(lambda: len(room.posts()) == 2)
    await room.house.database.write(lambda conn: conn.exec_driver_sql("UPDATE outbox SET state='pending' WHERE part=1"))

    taken = await room.house.database.write(outbox.take_back, before=room.now + timedelta(days=1))

    assert taken == 0


async def test_a_story_that_another_process_told_meanwhile_is_not_told_twice(
    room: Newsroom, monkeypatch: pytest.MonkeyPatch
) -> None:
    await room.news(EVENTS[0])
    queue = room.house.archive.queue
    raced = iter([True])

    async def slow_queue(*arguments: object, **named: object) -> bool:
        if next(raced, False):  # `once` is faster
            await room.compose("once")
        return await queue(*arguments, **named)  # type: ignore[arg-type]

    monkeypatch.setattr(room.house.archive, "queue", slow_queue)
    assert await room.compose("slot") == 0
    assert await room.states() == {"pending": 1}


async def test_channels_have_their_own_entities_language_schedule_and_topic_and_one_bad_one_touches_no_other(
    tmp_path: Path, sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    forum = sandbox.add_chat("supergroup", "Forum", is_forum=True, is_admin=True)
    topic = sandbox.add_topic(forum, "Syria")
    lost = sandbox.add_chat("channel", "Lost")
    sandbox.set_bot(lost, "kicked")
    channels = f"""
    [[channel]]
    id = "lost"
    chat = {lost.id}
    digest_every = "1h"
    [[channel]]
    id = "russia"
    chat = {sandbox.channel.id}
    digest_every = "1h"
    language = "ru"
    entities = ["putin"]
    [[channel]]
    id = "syria"
    chat = {forum.id}
    topic = {topic}
    digest_every = "2h"
    entities = ["assad"]
    """
    async with newsroom(tmp_path, sandbox, channels, monkeypatch) as room, room.delivering() as delivery:
        await room.news(EVENTS[0], "Assad receives an ambassador in Damascus")
        await room.house.publish()
        delivery.wake()
        await until(lambda: room.posts() and len(room.posts(forum)) == 1)
        room.now += timedelta(hours=1)
        await room.news(EVENTS[1], "Assad visits a textile mill in Aleppo")
        await room.house.publish()
        delivery.wake()
        await until(lambda: len(room.posts()) == 2)
        await asyncio.sleep(0.1)

    assert [("Putin" in post, "Assad" in post) for post in room.posts()] == [(True, False)] * 2
    (syrian,) = room.posts(forum)  # its next digest is due in an hour
    assert "Assad receives" in syrian
    assert "Putin" not in syrian
    assert sandbox.messages(forum)[-1].thread == topic
    assert room.posts(lost) == []
