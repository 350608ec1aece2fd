"""120 posts at once: no limit of Telegram's is exceeded, and a user who asks meanwhile is answered at once."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from time import monotonic

import pytest

from bot.chat import commands
from bot.chat.answers import Answers
from bot.chat.channel import TelegramChannel
from bot.chat.conversation import Conversation
from bot.chat.delivery import Delivery
from bot.chat.pace import Pace
from bot.chat.preferences import Preferences
from bot.store.archive import Archive
from bot.store.database import Database
from sandbox import Sandbox
from sandbox.clock import Clock
from sandbox.journal import Entry
from tests.builders import NOW, make_feed
from tests.delivery.conftest import Office
from tests.delivery.haste import now
from tests.sandbox.aiogram_judge import problems

FASTER = 25
"""How much faster time goes where a minute has to pass."""


class FastClock(Clock):
    def __init__(self) -> None:
        super().__init__()
        self._begun = monotonic()

    def now(self) -> float:
        return super().now() + (monotonic() - self._begun) * (FASTER - 1)


def most_within(seconds: float, times: list[float]) -> int:
    """Return the highest number of times within any span of so many seconds."""
    return max(sum(start <= at < start + seconds for at in times) for start in times)


def sends(entries: list[Entry]) -> dict[int, list[float]]:
    found: dict[int, list[float]] = {}
    for entry in entries:
        if entry.method in {"sendMessage", "editMessageText"}:
            found.setdefault(entry.chat or 0, []).append(entry.at)
    return found


@pytest.fixture
async def office(tmp_path: Path) -> AsyncIterator[Office]:
    """A sandbox with the limits of Telegram."""
    async with Sandbox() as sandbox, Database(f"sqlite:///{tmp_path / 'n.db'}") as database:
        yield Office(sandbox, database)
        assert problems(sandbox.journal) == []


async def test_120_posts_at_once_stay_within_every_limit_and_a_search_is_answered_in_two_seconds(
    office: Office,
) -> None:
    channels = [office.sandbox.add_chat("channel", f"Channel {number}") for number in range(60)]
    feeds = {make_feed().id: make_feed()}
    await Archive(office.database, feeds).register(now=NOW)
    answers = Answers(office.database, feeds, [], lambda: NOW)
    conversation = Conversation(answers, Preferences(office.database), now)
    application = commands.build(office.sandbox.token, office.sandbox.base_url, conversation)
    assert application.updater is not None
    for channel in channels:
        await office.queue("A", "B", chat=channel)
    waits = []
    async with application:
        await application.start()
        await application.updater.start_polling(allowed_updates=commands.UPDATES)
        delivery = Delivery(office.database, TelegramChannel(application.bot), now, Pace(), None)
        task = asyncio.create_task(delivery.run())
        private = office.sandbox.private_chat()
        while sum(len(office.posts(channel)) for channel in channels) < 120:
            answered, asked = len(office.posts(private)), monotonic()
            office.sandbox.say("/search rain")
            await office.sandbox.until(lambda: len(office.posts(private)) >= answered + 2)  # noqa: B023 - used at once
            waits.append(monotonic() - asked)
            await asyncio.sleep(1.2)
        await office.settled(sent=120)
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
        await application.updater.stop()
        await application.stop()

    assert max(waits) < 2, waits
    assert office.sandbox.journal.refusals() == Counter()
    assert len(waits) >= 3


async def test_a_channel_never_gets_more_than_twenty_posts_and_edits_in_a_minute(tmp_path: Path) -> None:
    clock = FastClock()

    def fast_now() -> datetime:
        return datetime.fromtimestamp(clock.now(), UTC)

    async with Sandbox(clock=clock) as sandbox, Database(f"sqlite:///{tmp_path / 'n.db'}") as database:
        office = Office(sandbox, database)
        other = sandbox.add_chat("channel", "Other")
        await office.queue(*(str(number) for number in range(25)), at=fast_now())
        await office.queue(*(str(number) for number in range(20)), chat=other, at=fast_now())
        pace = replace(Pace(), look=timedelta(milliseconds=20))
        async with commands.bot(sandbox.token, sandbox.base_url) as bot:
            delivery = Delivery(database, TelegramChannel(bot), fast_now, pace, None)
            task = asyncio.create_task(delivery.run())
            await sandbox.until(lambda: len(office.posts()) >= 5, 30)
            await office.edit("corrected", at=fast_now(), urgent=True)
            await sandbox.until(lambda: len(office.posts()) == 25, 30)
            await sandbox.until(lambda: len(office.posts(other)) == 20, 30)
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)

        times = sends(sandbox.journal.entries)
        assert sandbox.journal.refusals() == Counter()
        assert set(times) == {int(office.chat), other.id}
        assert all(10 < most_within(60, when) <= 20 for when in times.values())
        assert office.posts()[0] == "corrected"
