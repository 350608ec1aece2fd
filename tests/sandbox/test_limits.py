"""Flood limits: what is let through, and how long the rest is told to wait."""

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st
from telegram.error import RetryAfter

from sandbox import Sandbox
from sandbox.clock import Clock
from sandbox.limits import Limits, Pace
from sandbox.refusals import Refusal
from tests.sandbox.conftest import make_bot

CHANNEL, PRIVATE = -100, 7


@pytest.fixture
def clock() -> Clock:
    stopped = Clock()
    stopped.stop()
    return stopped


def wait(limits: Limits, chat: int = CHANNEL, *, is_shared: bool = True) -> int:
    """Seconds a message for a chat has to wait; 0: it was let through."""
    try:
        limits.spend(chat, is_shared=is_shared)
    except Refusal as refusal:
        return refusal.parameters["retry_after"]
    return 0


def test_a_clock_stands_moves_and_runs_again(clock: Clock) -> None:
    stood = clock.now()
    clock.advance(60)
    moved = clock.now()
    clock.go_on()

    assert moved == stood + 60
    assert moved <= clock.now() < moved + 5


def test_a_short_burst_passes_and_then_one_a_second(clock: Clock) -> None:
    limits = Limits(clock)

    burst = [wait(limits, PRIVATE, is_shared=False) for _ in range(6)]
    clock.advance(1)
    later = [wait(limits, PRIVATE, is_shared=False) for _ in range(2)]

    assert burst == [0, 0, 0, 0, 0, 1]
    assert later == [0, 1]


def test_a_channel_takes_twenty_a_minute(clock: Clock) -> None:
    limits = Limits(clock)
    for _ in range(20):
        assert wait(limits) == 0
        clock.advance(1.5)

    asked = wait(limits)
    clock.advance(asked)

    assert asked == 30
    assert wait(limits) == 0


def test_all_chats_together_take_thirty_a_second(clock: Clock) -> None:
    limits = Limits(clock)

    waits = [wait(limits, chat, is_shared=False) for chat in range(31)]

    assert waits == [0] * 30 + [1]


def test_one_full_chat_does_not_stop_another(clock: Clock) -> None:
    limits = Limits(clock)
    while wait(limits) == 0:
        pass

    assert wait(limits, PRIVATE, is_shared=False) == 0


@given(st.lists(st.tuples(st.sampled_from([-1, -2, 3]), st.floats(0, 20)), max_size=80))
def test_no_window_ever_holds_more_than_its_limit(calls: list[tuple[int, float]]) -> None:
    clock = Clock()
    clock.stop()
    limits, passed = Limits(clock, Pace(chat_burst=30)), []
    for chat, pause in calls:
        clock.advance(pause)
        if wait(limits, chat, is_shared=chat < 0) == 0:
            passed.append((chat, clock.now()))

    for _, end in passed:
        minute = Counter(chat for chat, at in passed if end - 60 < at <= end and chat < 0)
        assert max(minute.values(), default=0) <= 20


@given(st.lists(st.sampled_from([-1, -2, 3]), min_size=1, max_size=60))
def test_who_waits_as_told_is_let_through(chats: list[int]) -> None:
    clock = Clock()
    clock.stop()
    limits = Limits(clock)
    for chat in chats:
        clock.advance(wait(limits, chat, is_shared=chat < 0))
        if wait(limits, chat, is_shared=chat < 0):
            # a second message may have to wait again, but the refused one must have had its turn
            clock.advance(60)
            assert wait(limits, chat, is_shared=chat < 0) == 0


async def test_a_flood_is_told_in_whole_seconds_over_the_wire() -> None:
    async with Sandbox() as sandbox, make_bot(sandbox) as bot:
        sandbox.clock.stop()
        for number in range(5):
            await bot.send_message(sandbox.channel.id, str(number))
        with pytest.raises(RetryAfter):
            await bot.send_message(sandbox.channel.id, "too much")

        assert len(sandbox.messages()) == 5
        assert sandbox.journal.refusals() == {"429 Too Many Requests: retry after 1": 1}
