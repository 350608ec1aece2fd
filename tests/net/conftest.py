"""A scripted server, and a fetcher that may talk to it."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta

import pytest

from bot.net.body import Caps
from bot.net.fetch import Fetcher, user_agent
from bot.net.guard import Allowed
from bot.net.hosts import Manners
from tests.builders import NOW
from tests.net.server import Server, serve

LOOPBACK = Allowed(networks=("127.0.0.0/8",), any_port=True)
HASTY = Manners(spacing=0.0, starts=1e6)
AGENT = user_agent("0.1", "https://newswatch.example/about", 3)


class Time:
    """A time of day that stands still until it is moved."""

    def __init__(self) -> None:
        self.now: datetime = NOW.astimezone(UTC)

    def __call__(self) -> datetime:
        return self.now

    def pass_by(self, span: timedelta) -> datetime:
        self.now += span
        return self.now


@pytest.fixture
def clock() -> Time:
    return Time()


@pytest.fixture
async def server() -> AsyncIterator[Server]:
    async with serve() as running:
        yield running


@pytest.fixture
async def fetch(clock: Time) -> AsyncIterator[Fetcher]:
    small = Caps(wire=200_000, decoded=3_000_000, total=0.6, connect=0.5)
    async with Fetcher(clock=clock, agent=AGENT, allowed=LOOPBACK, manners=HASTY, caps=small) as running:
        yield running
