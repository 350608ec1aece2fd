"""Several processes on one database: one delivers at a time, and no post goes out twice."""

import asyncio
from contextlib import AsyncExitStack
from pathlib import Path

import pytest

from bot.chat import commands
from bot.chat.channel import TelegramChannel
from bot.errors import StoreError
from bot.store import outbox
from bot.store.lock import Lock
from sandbox.faults import Fault
from tests.delivery.conftest import Office
from tests.delivery.test_kill import POSTS, sender


async def test_two_services_on_one_database_post_everything_once(office: Office) -> None:
    await office.queue(*(str(number) for number in range(20)))

    async with sender(office) as first, sender(office) as second:
        ends = [await asyncio.wait_for(process.communicate(), 60) for process in (first, second)]

    assert [first.returncode, second.returncode] == [0, 0], ends
    assert office.posts() == [str(number) for number in range(20)]


async def test_a_service_takes_over_at_once_when_the_other_is_killed(office: Office) -> None:
    await office.queue(*POSTS)
    async with AsyncExitStack() as stack:
        async with sender(office, "--halt", "after the intent", "--after", "1") as first:
            assert first.stdout is not None
            await first.stdout.readline()
            second = await stack.enter_async_context(sender(office))
            await asyncio.sleep(1)
            assert office.posts() == ["A"]  # the second waits while the first lives
        await asyncio.wait_for(second.communicate(), 30)

    assert office.posts() == list(POSTS)


async def test_once_leaves_to_a_running_service_what_it_is_sending(office: Office) -> None:
    office.sandbox.arm(Fault("hang", method="sendMessage", when="after", seconds=0.3))
    await office.queue("A", "B", "C")

    async with office.delivering(), commands.bot(office.sandbox.token, office.sandbox.base_url) as bot:
        await office.sandbox.until(office.posts)
        await office.delivery(TelegramChannel(bot)).drain()

        assert await office.database.read(outbox.states) == {"sent": 3}

    assert office.posts() == ["A", "B", "C"]


def test_a_lock_is_held_by_one_and_free_again_when_it_lets_go(tmp_path: Path) -> None:
    with Lock(tmp_path / "lock") as first, Lock(tmp_path / "lock") as second:
        assert first.take()
        assert first.take()
        assert not second.take()
        first.__exit__(None, None, None)
        assert second.take()


def test_a_lock_that_cannot_be_made_is_a_store_error(tmp_path: Path) -> None:
    with Lock(tmp_path / "nowhere" / "lock") as lock, pytest.raises(StoreError):
        lock.take()
