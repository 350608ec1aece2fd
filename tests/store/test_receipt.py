"""The receipt: nothing that was read or called for is without an account."""

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa

from bot.digest.rhythm import Slot
from bot.model import FeedId, ItemId, Message
from bot.pipeline.compose import compose
from bot.store import outbox, receipt, takedown, upkeep
from bot.store.database import Database
from bot.store.receipt import Account, Reader
from bot.store.schema import digest, item
from bot.store.schema import outbox as table
from tests.builders import NOW, make_item
from tests.desk import PUTIN, Desk
from tests.pipeline.house import HARBOUR, House, rss

LONG_AGO = NOW - timedelta(days=90)


@pytest.fixture
async def desk(tmp_path: Path) -> AsyncIterator[Desk]:
    async with Database(f"sqlite:///{tmp_path / 'n.db'}") as database:
        yield Desk(database)


async def told(desk: Desk) -> Account:
    reader = Reader("main", [PUTIN], NOW - timedelta(hours=24), LONG_AGO)
    return await desk.database.read(receipt.told, reader)


def settle(conn: sa.Connection, number: int, state: str) -> None:
    conn.execute(sa.update(table).where(table.c.id == number).values(state=state, message_id=number))


async def posts(desk: Desk) -> Account:
    return await desk.database.read(receipt.posts, "main", since=LONG_AGO)


async def tell(desk: Desk, key: str = "k") -> None:
    await compose(desk.audience, Slot(key, NOW), archive=desk.archive, now=NOW)


async def test_entries_are_unusable_known_or_new_and_items_are_matched_or_not(tmp_path: Path) -> None:
    async with Database(f"sqlite:///{tmp_path / 'n.db'}") as database:
        house = House(database)
        await house.archive.register(now=house.now)
        await house.poll(HARBOUR, rss("Putin speaks", "Rain", ""))
        await house.think()
        await house.poll(HARBOUR, rss("Putin speaks", "Rain", "Snow", "Hail"))

        read, stored = await database.read(receipt.accounts, [])

    assert read.missing == stored.missing == 0
    assert read.parts["known"] == 2
    assert stored.parts == {"not yet understood": 2, "matched": 1, "not matched": 1, "forgotten": 0}


async def test_what_matched_is_awaited_posted_joined_or_suppressed_for_a_reason(desk: Desk) -> None:
    await desk.story("f1", "f2")
    await desk.story("f3", at=NOW - timedelta(days=3))
    taken = await desk.story("f4")
    await desk.archive.withdraw([ItemId(int(taken))], "hoax")
    before = await told(desk)
    await tell(desk)
    after = await told(desk)

    assert (before.amount, before.missing) == (4, 0)
    assert before.parts["awaiting a digest"] == 2
    assert (before.parts["too old for a digest"], before.parts["taken back"]) == (1, 1)
    assert (after.parts["posted"], after.parts["awaiting a digest"], after.missing) == (2, 0, 0)


async def test_posts_are_sent_waiting_set_aside_or_dropped_and_edits_are_none(desk: Desk) -> None:
    for number in range(4):
        await desk.story("f1", title=f"Putin {number}")
        await tell(desk, f"k{number}")
    for number, state in ((1, "sent"), (2, "quarantined"), (3, "dropped")):
        await desk.database.write(settle, number, state)
    await desk.database.write(outbox.edit, "main", "k0", 0, Message("<b>x</b>", "x"), now=NOW)

    found = await posts(desk)

    assert (found.amount, found.missing) == (4, 0)
    assert found.parts == {"sent": 1, "waiting": 1, "quarantined": 1, "dropped": 1}


async def test_a_digest_taken_back_is_no_post_and_its_items_await_a_digest_again(desk: Desk) -> None:
    await desk.story("f1")
    await tell(desk)
    await desk.database.write(outbox.take_back, before=NOW + timedelta(hours=2))

    assert (await posts(desk)).amount == 0
    assert (await told(desk)).parts["awaiting a digest"] == 1


async def test_what_is_forgotten_is_accounted_for(desk: Desk) -> None:
    await desk.archive.load([make_item(feed=FeedId("f1"))])
    before = await desk.database.read(receipt.items)
    await desk.database.write(upkeep.forget, await desk.database.read(takedown.items_of, FeedId("f1")))
    after = await desk.database.read(receipt.items)

    assert before.amount == after.amount == 1
    assert after.parts["forgotten"] == 1
    assert before.missing == after.missing == 0


async def test_a_post_that_is_lost_breaks_a_sum(desk: Desk) -> None:
    await desk.story("f1")
    await tell(desk)
    await desk.database.write(lambda conn: conn.execute(sa.delete(table)))

    assert (await posts(desk)).missing == 1
    assert str(await posts(desk)).endswith("WRONG by 1")


async def test_an_item_that_no_digest_would_find_breaks_a_sum(desk: Desk) -> None:
    await desk.story("f1", "f2")
    assert (await told(desk)).missing == 0

    await desk.database.write(lambda conn: conn.execute(sa.update(item).values(story=None)))

    assert (await told(desk)).missing == 2


async def test_an_item_told_in_a_digest_that_is_not_there_breaks_a_sum(desk: Desk) -> None:
    await desk.story("f1")
    await tell(desk)
    assert (await told(desk)).missing == 0

    await desk.database.write(lambda conn: conn.execute(sa.delete(digest)))

    assert (await told(desk)).missing == 1


async def test_posts_that_are_no_longer_kept_are_not_called_for(desk: Desk) -> None:
    await desk.story("f1")
    await tell(desk)
    await desk.database.write(lambda conn: conn.execute(sa.delete(table)))

    later = await desk.database.read(receipt.posts, "main", since=NOW + timedelta(days=1))

    assert (later.amount, later.missing) == (0, 0)
