"""What goes wrong on the wire: every post arrives exactly once, and in order, wherever that can be known."""

import asyncio
import random
from dataclasses import replace
from datetime import timedelta

import pytest

from bot.chat.pace import Pace
from sandbox.faults import Fault, FaultKind, When
from tests.delivery.conftest import TIMEOUT, Office
from tests.delivery.haste import QUICK

FAULTS: dict[str, tuple[FaultKind, When, int]] = {
    "a time-out after the commit": ("hang", "after", 1),
    "a time-out before the commit": ("hang", "before", 1),
    "a reset after the commit": ("reset", "after", 1),
    "a reset before the commit": ("reset", "before", 1),
    "a 502 before the commit": ("502", "before", 1),
    "a 502 after the commit": ("502", "after", 1),
    "an answer cut short after the commit": ("truncated", "after", 1),
    "two floods": ("429", "before", 2),
    "a commit after the client gave up": ("late", "before", 1),
}
POSTS = ("A", "B", "C", "D", "E", "F")
SLOW = 0.6
"""Seconds of a hanging or late answer: longer than the client's patience, shorter than the grace after it."""
GRACE = replace(QUICK, grace=timedelta(seconds=0.3))


async def deliver(office: Office, fault: str, *, after: int, pace: Pace = GRACE) -> list[str]:
    """Send six posts, one of which a fault strikes; return what stands in the channel then."""
    kind, when, times = FAULTS[fault]
    seconds = 1 if kind == "429" else SLOW
    office.sandbox.arm(Fault(kind, method="sendMessage", when=when, times=times, skip=after, seconds=seconds))
    await office.queue(*POSTS)
    async with office.delivering(pace):
        await office.settled(sent=len(POSTS))
    return office.posts()


@pytest.mark.usefixtures("journal")
@pytest.mark.parametrize("fault", FAULTS)
async def test_with_a_journal_every_post_arrives_exactly_once_through(office: Office, fault: str) -> None:
    assert await deliver(office, fault, after=2) == list(POSTS)


@pytest.mark.parametrize("fault", FAULTS)
async def test_without_a_journal_no_post_is_lost_through(office: Office, fault: str) -> None:
    arrived = fault.endswith("after the commit") or "gave up" in fault

    assert await deliver(office, fault, after=2) == (list("ABCCDEF") if arrived else list(POSTS))


@pytest.mark.usefixtures("journal")
async def test_a_post_is_found_among_those_of_another_administrator(office: Office) -> None:
    office.sandbox.arm(Fault("reset", method="sendMessage", when="after", skip=1))
    await office.queue("A", "B", "C")

    async with office.delivering():
        await office.sandbox.until(lambda: len(office.posts()) == 2)
        for text in ("B", "by hand", "C"):  # one of them looks like ours, but stands elsewhere
            office.sandbox.post(text)
        await office.settled(sent=3)

    assert office.posts() == ["A", "B", "B", "by hand", "C", "C"]


@pytest.mark.usefixtures("journal")
async def test_ids_that_others_used_up_do_not_hide_a_post(office: Office) -> None:
    await office.queue("A")
    async with office.delivering():
        await office.settled(sent=1)
    for number in range(4):
        office.sandbox.delete(office.sandbox.post(f"deleted at once {number}"))
    office.sandbox.arm(Fault("502", method="sendMessage", when="after"))
    await office.queue("B", key="second")

    async with office.delivering():
        await office.settled(sent=2)

    assert office.posts() == ["A", "B"]


async def test_copies_in_the_journal_are_deleted_at_once(office: Office) -> None:
    office.journal = office.sandbox.add_chat("channel", "Journal")
    office.sandbox.arm(Fault("502", method="sendMessage", when="after", skip=1))
    await office.queue("A", "B")

    async with office.delivering():
        await office.settled(sent=2)

    assert office.sandbox.journal.calls("forwardMessage")
    assert office.posts(office.journal) == []


async def test_a_journal_that_cannot_be_used_is_told_to_the_operator_and_nothing_is_lost(office: Office) -> None:
    office.journal = office.sandbox.add_chat("channel", "Journal")
    office.sandbox.set_bot(office.journal, "kicked")
    office.sandbox.arm(Fault("502", method="sendMessage", when="before", skip=1))
    await office.queue("A", "B")

    async with office.delivering():
        await office.settled(sent=2)

    assert office.posts() == ["A", "B"]
    assert [line for line in office.told if "journal chat" in line]


async def test_nothing_is_sent_twice_into_a_telegram_that_is_down(office: Office) -> None:
    office.sandbox.arm(Fault("502", method="sendMessage", when="before"))
    office.sandbox.arm(Fault("502", method="getMe", times=3, skip=1))  # the first is asked when the bot starts
    await office.queue("A")

    async with office.delivering():
        await office.settled(sent=1)

    assert [entry.outcome for entry in office.sandbox.journal.calls("sendMessage")] == ["502 before", "ok"]


async def test_a_post_that_never_gets_a_clear_answer_is_set_aside_and_told_to_the_operator(office: Office) -> None:
    office.sandbox.arm(Fault("502", method="sendMessage", containing="poison", times=9))
    await office.queue("poison", "next")

    async with office.delivering():
        await office.settled(sent=1, quarantined=1)

    assert office.posts() == ["next"]
    assert office.told == ["post 1 for chat " + office.chat + " was set aside: no clear answer in 3 sends"]


async def test_refused_connections_lose_nothing_and_double_nothing(office: Office) -> None:
    port = office.sandbox.port
    await office.queue(*POSTS)

    async with office.delivering() as delivery:
        await office.settled(sent=6)
        await office.sandbox.__aexit__(None, None, None)
        await office.queue("G", key="away")
        delivery.wake()
        await asyncio.sleep(0.2)
        office.sandbox.port = port
        await office.sandbox.__aenter__()
        await office.settled(sent=7)

    assert office.posts() == [*POSTS, "G"]


@pytest.mark.soak
@pytest.mark.usefixtures("journal")
@pytest.mark.parametrize("seed", range(100))
@pytest.mark.parametrize("fault", FAULTS)
async def test_soak_every_post_arrives_exactly_once_through(office: Office, fault: str, seed: int) -> None:
    chance = random.Random(seed)
    for _ in range(chance.randrange(4)):
        office.sandbox.post("by hand")
    before = len(office.posts())
    grace = replace(QUICK, grace=timedelta(seconds=chance.uniform(SLOW - TIMEOUT + 0.1, 0.5)))

    posted = await deliver(office, fault, after=chance.randrange(len(POSTS)), pace=grace)

    assert posted[before:] == list(POSTS)
