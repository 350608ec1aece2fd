import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from bot.chat.delivery import Delivery
from bot.chat.pace import Pace
from bot.errors import (
    AmbiguousError,
    ChannelLostError,
    DeliveryError,
    NotSentError,
    RateLimitError,
    RefusedError,
    StoreError,
)
from bot.model import Message, Post
from bot.store import outbox, sending
from bot.store.database import Database

FAST = Pace(
    between=timedelta(),
    grace=timedelta(milliseconds=50),
    retry=timedelta(milliseconds=1),
    look=timedelta(milliseconds=5),
)


class FakeChannel:
    """A channel that takes posts, or fails as told: one failure a send, in order."""

    def __init__(self, *failures: DeliveryError | None) -> None:
        self.failures = list(failures)
        self.taken: list[tuple[str, str]] = []

    async def send(self, post: Post) -> int:
        await asyncio.sleep(0)
        if self.failures and (failure := self.failures.pop(0)) is not None:
            raise failure
        self.taken.append((post.chat, post.message.html or post.message.plain))
        return 100 + len(self.taken)

    async def edit(self, post: Post) -> bool:
        return await self.send(post) > 0

    async def glance(self, chat: str, message_id: int, journal: str) -> str | None:  # noqa: ARG002 - a Channel
        raise AssertionError("no journal here")

    async def check(self) -> None:
        return

    def of(self, chat: str) -> list[str]:
        return [text for where, text in self.taken if where == chat]


@pytest.fixture
async def database(tmp_path: Path) -> AsyncIterator[Database]:
    async with Database(f"sqlite:///{tmp_path / 'n.db'}") as opened:
        yield opened


async def queue(database: Database, *texts: str, chat: str = "@news", key: str = "k") -> None:
    messages = [Message(html=f"<b>{text}</b>", plain=text) for text in texts]
    await database.write(outbox.queue, "main", chat, key, messages, now=datetime.now(UTC))


@asynccontextmanager
async def delivering(database: Database, channel: FakeChannel, pace: Pace = FAST) -> AsyncIterator[Delivery]:
    delivery = Delivery(database, channel, lambda: datetime.now(UTC), pace)
    task = asyncio.create_task(delivery.run())
    try:
        yield delivery
    finally:
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task


async def settled(database: Database, **expected: int) -> None:
    for _ in range(400):
        if await database.read(outbox.states) == expected:
            return
        await asyncio.sleep(0.01)
    assert await database.read(outbox.states) == expected


async def test_posts_of_a_chat_arrive_once_and_in_order(database: Database) -> None:
    await queue(database, "one", "two", "three")
    channel = FakeChannel()

    async with delivering(database, channel):
        await settled(database, sent=3)

    assert channel.of("@news") == ["<b>one</b>", "<b>two</b>", "<b>three</b>"]


async def test_the_same_digest_queued_twice_is_posted_once(database: Database) -> None:
    await queue(database, "one")
    await queue(database, "one again")
    channel = FakeChannel()

    async with delivering(database, channel):
        await settled(database, sent=1)

    assert channel.of("@news") == ["<b>one</b>"]


@pytest.mark.parametrize("failure", [RateLimitError(timedelta(milliseconds=30)), NotSentError("no route")])
async def test_what_was_certainly_not_sent_is_sent_again(database: Database, failure: DeliveryError) -> None:
    await queue(database, "one", "two")
    channel = FakeChannel(failure)

    async with delivering(database, channel):
        await settled(database, sent=2)

    assert channel.of("@news") == ["<b>one</b>", "<b>two</b>"]


async def test_a_flood_limit_is_obeyed_by_the_chat_across_a_restart_and_stops_no_other(database: Database) -> None:
    await queue(database, "limited")
    limited = FakeChannel(RateLimitError(timedelta(seconds=60)))
    async with delivering(database, limited):
        for _ in range(200):
            if not limited.failures:
                break
            await asyncio.sleep(0.01)
    await queue(database, "free", chat="@other", key="o")
    restarted = FakeChannel()

    async with delivering(database, restarted):
        await settled(database, sent=1, pending=1)

    assert restarted.taken == [("@other", "<b>free</b>")]


async def test_html_that_is_refused_is_sent_once_more_as_plain_text(database: Database) -> None:
    await queue(database, "odd", "next")
    channel = FakeChannel(RefusedError("can't parse entities"))

    async with delivering(database, channel):
        await settled(database, sent=2)

    assert channel.of("@news") == ["odd", "<b>next</b>"]


async def test_a_poison_post_is_quarantined_and_does_not_block_the_queue(database: Database) -> None:
    await queue(database, "poison", "next")
    channel = FakeChannel(RefusedError("too long"), RefusedError("too long"))

    async with delivering(database, channel):
        await settled(database, sent=1, quarantined=1)

    assert channel.of("@news") == ["<b>next</b>"]


async def test_a_doubtful_post_waits_for_the_grace_and_blocks_those_behind_it(database: Database) -> None:
    await queue(database, "one", "two")
    channel = FakeChannel(AmbiguousError("timed out"))
    start = asyncio.get_running_loop().time()

    async with delivering(database, channel):
        await settled(database, sent=2)

    assert asyncio.get_running_loop().time() - start >= FAST.grace.total_seconds()
    assert channel.of("@news") == ["<b>one</b>", "<b>two</b>"]


async def test_a_lost_channel_is_paused_with_its_backlog_and_resumes_without_loss(database: Database) -> None:
    await queue(database, "one", "two")
    channel = FakeChannel(ChannelLostError("bot was kicked"))

    async with delivering(database, channel):
        await settled(database, pending=2)
        for _ in range(200):
            if await database.read(sending.chats) == []:
                break
            await asyncio.sleep(0.01)
        assert channel.taken == []
        await database.write(outbox.resume, "@news", now=datetime.now(UTC))
        await settled(database, sent=2)

    assert channel.of("@news") == ["<b>one</b>", "<b>two</b>"]


async def test_a_group_that_became_a_supergroup_is_followed(database: Database) -> None:
    await queue(database, "one", chat="-5")
    channel = FakeChannel(ChannelLostError("upgraded", moved_to=-100500))

    async with delivering(database, channel):
        await settled(database, sent=1)

    assert channel.taken == [("-100500", "<b>one</b>")]


async def test_a_send_under_way_at_the_stop_is_finished_and_recorded(database: Database) -> None:
    await queue(database, "one")
    began = asyncio.Event()

    class SlowChannel(FakeChannel):
        async def send(self, post: Post) -> int:
            began.set()
            await asyncio.sleep(0.1)
            return await super().send(post)

    async with delivering(database, SlowChannel()):
        await began.wait()

    assert await database.read(outbox.states) == {"sent": 1}


async def test_the_pace_between_two_posts_of_a_chat_is_kept(database: Database) -> None:
    await queue(database, "one", "two", "three")
    pace = Pace(between=timedelta(milliseconds=80), look=timedelta(milliseconds=5))
    start = asyncio.get_running_loop().time()

    async with delivering(database, FakeChannel(), pace):
        await settled(database, sent=3)

    assert asyncio.get_running_loop().time() - start >= 0.16


async def test_a_post_that_never_gets_a_clear_answer_is_set_aside_after_a_few_sends(database: Database) -> None:
    await queue(database, "unlucky", "next")
    channel = FakeChannel(*[AmbiguousError("timed out")] * 4)

    async with delivering(database, channel):
        await settled(database, sent=1, quarantined=1)

    assert channel.of("@news") == ["<b>next</b>"]


async def test_a_sent_post_is_recorded_however_often_the_database_refuses(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    await queue(database, "one")
    record, refusals = sending.sent, iter([True, True])

    def refusing(*arguments: Any, **named: Any) -> None:
        if next(refusals, False):
            raise StoreError("database is locked")
        record(*arguments, **named)

    monkeypatch.setattr(sending, "sent", refusing)
    channel = FakeChannel()

    async with delivering(database, channel):
        await settled(database, sent=1)

    assert channel.of("@news") == ["<b>one</b>"]


async def test_two_channels_that_post_into_one_chat_lose_nothing(database: Database) -> None:
    for name in ("first", "second"):
        message = Message(html=f"<b>{name}</b>", plain=name)
        await database.write(outbox.queue, name, "@news", "k", [message], now=datetime.now(UTC))
    channel = FakeChannel()

    async with delivering(database, channel):
        await settled(database, sent=2)

    assert channel.of("@news") == ["<b>first</b>", "<b>second</b>"]
