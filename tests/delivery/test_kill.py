"""kill -9 of a process that sends, at every point between intent and record."""

import asyncio
import os
import random
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest

from sandbox.faults import Fault
from tests.delivery.conftest import Office
from tests.end_to_end.conftest import ROOT

POINTS = ("before the intent", "after the intent", "after the server's commit", "after the reply")
POSTS = ("A", "B", "C", "D")


@asynccontextmanager
async def sender(office: Office, *arguments: str) -> AsyncIterator[asyncio.subprocess.Process]:
    """Start a process that sends the outbox; it does not outlive the block."""
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "tests.delivery.sender",
        office.database.url.render_as_string(),
        office.sandbox.base_url,
        office.sandbox.token,
        str(office.journal.id) if office.journal else "",
        *arguments,
        cwd=ROOT,
        env=os.environ | {"PTB_TIMEDELTA": "1"},
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    try:
        yield process
    finally:
        if process.returncode is None:
            process.kill()
            await process.communicate()


async def kill_and_restart(office: Office, point: str, *, after: int, by_hand: int = 0) -> list[str]:
    """Kill the sender at a point of one of its posts, start another; return what stands in the channel then."""
    await office.queue(*POSTS)
    if point == "after the server's commit":
        office.sandbox.arm(Fault("hang", method="sendMessage", when="after", skip=after, seconds=60))
        async with sender(office):
            await office.sandbox.until(lambda: len(ours(office)) > after, 90)
    else:
        async with sender(office, "--halt", point, "--after", str(after)) as first:
            assert first.stdout is not None
            assert await asyncio.wait_for(first.stdout.readline(), 90) == b"here\n"
    for number in range(by_hand):
        office.sandbox.post(f"by hand {number}")
    async with sender(office) as second:
        _, err = await asyncio.wait_for(second.communicate(), 90)
    assert second.returncode == 0, err.decode()
    return ours(office)


def ours(office: Office) -> list[str]:
    """Return what stands in the channel and is not of another administrator."""
    return [text for text in office.posts() if not text.startswith("by hand")]


@pytest.mark.usefixtures("journal")
@pytest.mark.parametrize("point", POINTS)
async def test_with_a_journal_every_post_arrives_exactly_once_when_killed(office: Office, point: str) -> None:
    assert await kill_and_restart(office, point, after=1, by_hand=2) == list(POSTS)


@pytest.mark.parametrize("point", ["after the intent", "after the reply"])
async def test_without_a_journal_no_post_is_lost_when_killed(office: Office, point: str) -> None:
    """The process that comes after cannot know whether the post arrived: it is sent, perhaps again."""
    posts = await kill_and_restart(office, point, after=1)

    assert posts == (["A", "B", "B", "C", "D"] if point == "after the reply" else list(POSTS))


@pytest.mark.soak
@pytest.mark.usefixtures("journal")
@pytest.mark.parametrize("seed", range(100))
@pytest.mark.parametrize("point", POINTS)
async def test_soak_every_post_arrives_exactly_once_when_killed(office: Office, point: str, seed: int) -> None:
    chance = random.Random(seed)
    for _ in range(chance.randrange(4)):
        office.sandbox.post("by hand before")

    posts = await kill_and_restart(office, point, after=chance.randrange(len(POSTS)), by_hand=chance.randrange(4))

    assert posts == list(POSTS)
