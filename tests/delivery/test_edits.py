"""Edits of posts: gathered for five minutes unless urgent, counted in the pace, only the newest version sent."""

import asyncio
from dataclasses import replace
from datetime import timedelta

import pytest

from bot.model import Message
from bot.store import outbox
from sandbox.faults import Fault
from tests.delivery.conftest import Office
from tests.delivery.haste import QUICK, now
from tests.sandbox.test_sending import picture


@pytest.fixture
async def posted(office: Office) -> Office:
    """One post stands in the channel."""
    await office.queue("first version")
    async with office.delivering():
        await office.settled(sent=1)
    return office


async def test_edits_wait_five_minutes_and_only_the_newest_is_sent(posted: Office) -> None:
    await posted.edit("21 names", at=now() - timedelta(minutes=5, seconds=1))
    await posted.edit("22 names", at=now() - timedelta(minutes=2))
    await posted.edit("23 names", at=now())

    async with posted.delivering():
        await posted.settled(sent=2)

    assert posted.posts() == ["23 names"]
    assert len(posted.sandbox.journal.calls("editMessageText")) == 1


async def test_an_edit_is_not_sent_before_its_time(posted: Office) -> None:
    await posted.edit("too early", at=now() - timedelta(minutes=4))

    async with posted.delivering():
        await asyncio.sleep(0.2)

    assert posted.posts() == ["first version"]


async def test_an_urgent_edit_goes_at_once_and_takes_waiting_ones_with_it(posted: Office) -> None:
    await posted.edit("a new outlet")
    await posted.edit("withdrawn: the outlet took it back", urgent=True)

    async with posted.delivering():
        await posted.settled(sent=2)

    assert posted.posts() == ["withdrawn: the outlet took it back"]


async def test_an_urgent_edit_goes_before_waiting_posts_and_another_after_them(posted: Office) -> None:
    await posted.queue("B", "C", key="second")
    await posted.edit("routine", at=now() - timedelta(minutes=6))
    async with posted.delivering():
        await posted.settled(sent=4)
    await posted.queue("D", key="third")
    await posted.edit("urgent", urgent=True)

    async with posted.delivering():
        await posted.settled(sent=6)

    wire = [entry.params["text"] for entry in posted.sandbox.journal if "text" in entry.params]
    assert wire == [f"<b>{text}</b>" for text in ("first version", "B", "C", "routine", "urgent", "D")]


async def test_a_post_that_was_not_sent_yet_is_changed_on_the_spot(office: Office) -> None:
    await office.queue("first version")
    await office.edit("second version")

    async with office.delivering():
        await office.settled(sent=1)

    assert office.posts() == ["second version"]


async def test_the_edit_of_a_post_in_doubt_waits_until_its_message_is_known(office: Office) -> None:
    office.sandbox.arm(Fault("502", method="sendMessage", when="before"))
    await office.queue("first version")
    async with office.delivering(replace(QUICK, grace=timedelta(seconds=0.5))):
        await office.settled(ambiguous=1)
        await office.edit("second version", urgent=True)
        await office.settled(sent=2)

    assert office.posts() == ["second version"]
    assert [entry.method for entry in office.sandbox.journal][-3:-1] == ["getMe", "sendMessage"]


async def test_what_is_said_already_counts_as_edited(posted: Office) -> None:
    await posted.edit("first version", urgent=True)

    async with posted.delivering():
        await posted.settled(sent=2)


async def test_the_edit_of_a_deleted_post_is_dropped_and_stops_nothing(posted: Office) -> None:
    posted.sandbox.delete(posted.sandbox.messages()[0])
    await posted.edit("nobody reads this", urgent=True)
    await posted.queue("B", key="second")

    async with posted.delivering():
        await posted.settled(sent=2, dropped=1)

    assert posted.posts() == ["B"]
    assert posted.told == []


async def test_an_edit_that_is_not_allowed_is_set_aside_and_told_to_the_operator(posted: Office) -> None:
    posted.sandbox.set_bot(posted.sandbox.channel, "administrator", {"can_manage_chat"})
    await posted.edit("second version", urgent=True)

    async with posted.delivering():
        await posted.settled(sent=1, quarantined=1)

    assert len(posted.told) == 1


async def test_what_is_taken_back_from_a_post_that_cannot_be_edited_any_more_is_told_in_one_reply_to_it(
    posted: Office,
) -> None:
    (post,) = posted.sandbox.messages()
    for version in ("second", "third"):
        posted.sandbox.arm(
            Fault("refusal", method="editMessageText", description="Bad Request: message can't be edited")
        )
        await posted.edit(f"{version} version", urgent=True, otherwise="<s>Title</s>\nwithdrawn: a hoax")
        async with posted.delivering():
            await posted.settled(sent=2, dropped=1 if version == "second" else 2)

    assert posted.posts() == ["first version", "Title\nwithdrawn: a hoax"]
    assert posted.sandbox.messages()[-1].reply_to == post.id
    assert posted.told == []


async def test_such_a_reply_waits_for_its_chat_however_long_and_is_not_taken_back_as_a_digest_is(
    office: Office,
) -> None:
    long_ago = now() - timedelta(hours=9)
    await office.queue("a digest", at=long_ago)
    message = Message(html="withdrawn", plain="withdrawn")
    where = (f"to {office.chat}", office.chat, "withdrawn 7")
    await office.database.write(outbox.queue, *where, [message], now=long_ago, kind=outbox.REPLY)

    assert await office.database.write(outbox.take_back, before=now()) == 1
    assert await office.database.read(outbox.states) == {"pending": 1}


@pytest.mark.parametrize("kind", ["502", "reset", "truncated"])
async def test_an_edit_in_doubt_is_simply_repeated(posted: Office, kind: str) -> None:
    posted.sandbox.arm(Fault(kind, method="editMessageText", when="after"))  # type: ignore[arg-type]
    await posted.edit("second version", urgent=True)

    async with posted.delivering():
        await posted.settled(sent=2)

    assert posted.posts() == ["second version"]


async def test_a_newer_edit_overtakes_one_that_has_to_wait(posted: Office) -> None:
    posted.sandbox.arm(Fault("429", method="editMessageText", seconds=1))
    await posted.edit("second version", urgent=True)
    async with posted.delivering():
        await posted.sandbox.until(lambda: posted.sandbox.journal.calls("editMessageText"))
        await posted.edit("third version", urgent=True)
        await posted.sandbox.until(lambda: posted.posts() == ["third version"])

    assert len(posted.sandbox.journal.calls("editMessageText")) == 2


async def test_edits_are_counted_in_the_pace_of_the_channel(posted: Office) -> None:
    pace = replace(QUICK, between=timedelta(seconds=0.3))
    await posted.edit("second version", urgent=True)
    await posted.queue("B", key="second")

    async with posted.delivering(pace):
        await posted.settled(sent=3)

    edit, post = posted.sandbox.journal.entries[-2:]
    assert (edit.method, post.method) == ("editMessageText", "sendMessage")
    assert post.at - edit.at >= 0.3


async def test_the_caption_of_a_photo_is_edited_as_such(office: Office) -> None:
    await office.queue("mentions of the week", photo=picture())
    async with office.delivering():
        await office.settled(sent=1)
        await office.edit("mentions of the month", urgent=True)
        await office.settled(sent=2)

    assert office.posts() == ["mentions of the month"]
    assert office.sandbox.messages()[0].photo is not None


async def test_html_that_an_edit_is_refused_for_is_sent_as_plain_text(posted: Office) -> None:
    message = Message(html="<p>second</p>", plain="second version")
    await posted.database.write(outbox.edit, f"to {posted.chat}", "k", 0, message, now=now(), urgent=True)

    async with posted.delivering():
        await posted.settled(sent=2)

    assert posted.posts() == ["second version"]


async def test_there_is_nothing_to_edit_where_nothing_was_posted(office: Office) -> None:
    assert not await office.edit("second version")
