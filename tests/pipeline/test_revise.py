from collections.abc import AsyncIterator
from dataclasses import asdict, replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa

from bot.digest.rhythm import Slot
from bot.feeds.identity import Edit
from bot.model import Correction, ItemId, StoryId
from bot.pipeline.compose import compose
from bot.pipeline.revise import revise
from bot.store import items, stories
from bot.store.database import Database
from bot.store.schema import item_version, millis, outbox
from tests.builders import NOW
from tests.desk import Desk

LATER = NOW + timedelta(minutes=30)


@pytest.fixture
async def desk(tmp_path: Path) -> AsyncIterator[Desk]:
    async with Database(f"sqlite:///{tmp_path / 'n.db'}") as database:
        yield Desk(database)


async def post(desk: Desk, key: str = "k", now: datetime = NOW) -> None:
    """Compose a digest, and let it be sent."""
    await compose(desk.audience, Slot(key, now), archive=desk.archive, now=now)
    await desk.database.write(lambda conn: conn.execute(sa.update(outbox).values(state="sent", message_id=7)))


async def revised(desk: Desk, now: datetime = LATER) -> int:
    return await revise(desk.audience, archive=desk.archive, now=now)


async def report(desk: Desk, story: StoryId, feed: str) -> None:
    """Let one more outlet report a story."""
    other = await desk.story(feed, title="Putin talks", at=LATER)
    await desk.database.write(stories.move, {ItemId(other): story})


async def edit(desk: Desk, story: StoryId, title: str, *corrections: Correction) -> None:
    """Let the outlet that founded a story change its title."""

    def change(conn: sa.Connection) -> None:
        before = conn.scalar(sa.select(sa.func.count()).select_from(item_version)) or 0
        at = NOW + timedelta(minutes=20 + 20 * before)
        items.edit(conn, ItemId(story), Edit(at, title, "", "", ("title",)))
        this = item_version.c.until == millis(at)
        conn.execute(sa.update(item_version).where(this).values(corrections=[asdict(one) for one in corrections]))

    await desk.database.write(change)


async def versions(desk: Desk) -> list[str]:
    rows = await desk.database.read(lambda conn: conn.execute(sa.select(outbox).order_by(outbox.c.id)).all())
    return [row.plain for row in rows]


async def test_new_outlets_are_added_to_the_post_and_make_no_second_one(desk: Desk) -> None:
    story = await desk.story("f1")
    await post(desk)
    await report(desk, story, "f2")

    assert [await revised(desk), await revised(desk)] == [1, 0]
    first, second = await versions(desk)
    assert "Outlet 2" not in first
    assert "Outlet 1" in second
    assert "Outlet 2" in second
    assert "single source" not in second
    assert await compose(desk.audience, Slot("l", LATER), archive=desk.archive, now=LATER) == ()


async def test_nothing_new_is_no_edit(desk: Desk) -> None:
    await desk.story("f1", "f2")
    await post(desk)

    assert await revised(desk) == 0


async def test_a_correction_shows_what_it_was(desk: Desk) -> None:
    story = await desk.story("f1", title="Putin names 12 ministers")
    await post(desk)
    await edit(desk, story, "Putin names 15 ministers", Correction("number", "12", "15"))

    assert [await revised(desk), await revised(desk)] == [1, 0]
    _, edited, reply = await versions(desk)
    for text in (edited, reply):
        assert "Putin names 15 ministers" in text
        assert "was: \u2068Putin names 12 ministers 1\u2069" in text
    assert reply.startswith("⚠️ Corrected")


async def test_a_correction_is_told_in_a_reply_to_the_post_once(desk: Desk) -> None:
    story = await desk.story("f1", title="Putin names 12 ministers")
    await post(desk)
    await edit(desk, story, "Putin names 15 ministers", Correction("number", "12", "15"))
    await revised(desk)
    await edit(desk, story, "Putin names fifteen: 15 ministers")
    await revised(desk)

    rows = await desk.database.read(lambda conn: conn.execute(sa.select(outbox)).all())
    assert [row.reply_to for row in rows if row.digest_key.startswith("correction")] == [7]


async def test_a_post_nobody_has_seen_yet_is_corrected_without_a_reply(desk: Desk) -> None:
    story = await desk.story("f1", title="Putin names 12 ministers")
    await compose(desk.audience, Slot("k", NOW), archive=desk.archive, now=NOW)
    await edit(desk, story, "Putin names 15 ministers", Correction("number", "12", "15"))
    await revised(desk)

    (text,) = await versions(desk)
    assert "Putin names 15 ministers" in text


async def test_mere_wording_leaves_the_published_headline_as_it_was(desk: Desk) -> None:
    story = await desk.story("f1", title="Putin speaks")
    await post(desk)
    await edit(desk, story, "Putin: a speech")

    assert await revised(desk) == 0


async def test_a_louder_outlet_does_not_take_the_headline_over(desk: Desk) -> None:
    story = await desk.story("f1", title="Putin speaks calmly")
    await post(desk)
    for _ in range(30):
        await report(desk, story, "f9")

    await revised(desk)
    text = (await versions(desk))[-1]
    assert "Putin speaks calmly 1 (http://feeds.example/a/1)" in text
    assert "Putin talks" not in text


async def test_two_stories_that_turn_out_to_be_one_are_said_to_be_one(desk: Desk) -> None:
    first = await desk.story("f1", "f2", title="Putin in Sochi")
    second = await desk.story("f3", title="Putin by the sea")
    await post(desk)
    await desk.database.write(stories.move, {ItemId(second): first})

    assert [await revised(desk), await revised(desk)] == [1, 0]
    assert "one story with “\u2068Putin in Sochi 1\u2069” above" in (await versions(desk))[-1]


async def test_after_a_day_posts_stay_as_they_are(desk: Desk) -> None:
    story = await desk.story("f1")
    await post(desk)
    await report(desk, story, "f2")

    assert await revised(desk, now=NOW + timedelta(hours=25)) == 0


async def test_a_story_returns_as_an_update_only_once_it_has_grown_and_then_counts_anew(desk: Desk) -> None:
    story = await desk.story("f1", "f2")
    await post(desk)
    await report(desk, story, "f3")
    await revised(desk)
    assert await compose(desk.audience, Slot("l", LATER), archive=desk.archive, now=LATER) == ()

    await report(desk, story, "f4")
    (update,) = await compose(desk.audience, Slot("m", LATER), archive=desk.archive, now=LATER)

    assert "↻" in update.plain
    assert await compose(desk.audience, Slot("n", LATER), archive=desk.archive, now=LATER) == ()


async def test_the_channels_language_may_change_and_edits_follow(desk: Desk) -> None:
    story = await desk.story("f1")
    await post(desk)
    await report(desk, story, "f2")
    desk.audience = replace(desk.audience, language="ru")

    await revised(desk)
    assert "2 события" not in (text := (await versions(desk))[-1].replace("\N{NO-BREAK SPACE}", " "))
    assert "1 событие" in text
