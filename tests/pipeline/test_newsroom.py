import logging
from collections.abc import AsyncIterator, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa

from bot.digest.rhythm import Slot
from bot.model import ItemId
from bot.newsroom import Newsroom, no_pictures
from bot.pipeline.compose import compose, post_each
from bot.pipeline.revise import revise
from bot.pipeline.week import summarise
from bot.settings import load
from bot.store.archive import Archive
from bot.store.database import Database
from bot.store.schema import outbox
from tests.builders import NOW
from tests.desk import FEEDS, Desk


@pytest.fixture
async def desk(tmp_path: Path) -> AsyncIterator[Desk]:
    async with Database(f"sqlite:///{tmp_path / 'n.db'}") as database:
        yield Desk(database)


async def posted(desk: Desk, now: datetime = NOW) -> int:
    return await post_each(desk.audience, archive=desk.archive, now=now)


async def test_where_stories_are_posted_one_by_one_each_is_a_post_once(desk: Desk) -> None:
    await desk.story("f1", "f2", title="Putin in Sochi")
    await desk.story("f3", title="Putin by the sea")

    assert [await posted(desk), await posted(desk)] == [2, 0]
    assert ["Putin in Sochi" in post for post in await desk.posts()] == [True, False]


async def test_a_report_that_joined_a_post_which_was_taken_back_is_posted_once(desk: Desk) -> None:
    story = await desk.story("f1", title="Putin in Sochi")
    assert await posted(desk) == 1
    await desk.database.write(lambda conn: conn.execute(sa.update(outbox).values(state="sent", message_id=7)))
    other = await desk.story("f2", title="Putin by the sea")
    await desk.archive.move({ItemId(other): story})
    await revise(desk.audience, archive=desk.archive, now=NOW)

    await desk.archive.withdraw([ItemId(story)], "hoax")

    assert [await posted(desk), await posted(desk)] == [1, 0]
    assert "Putin by the sea" in (await desk.posts())[-1]


async def test_what_a_feed_began_with_is_not_posted_one_by_one(desk: Desk) -> None:
    await desk.story("f1", quiet="first poll")

    assert await posted(desk) == 0


async def test_feeds_that_nobody_confirmed_post_no_story_and_speak_for_none_that_others_tell_too(desk: Desk) -> None:
    feeds = {name: replace(feed, confirmed=name != "f1") for name, feed in FEEDS.items()}
    room = Desk(desk.database, feeds)
    alone = await room.story("f1", title="Putin resigns")
    await room.story("f1", "f2", title="Putin in Sochi")

    assert [await posted(room), await posted(room)] == [1, 0]
    (post,) = await room.posts()
    assert "Putin in Sochi 3" in post
    assert "Putin resigns" not in post

    other = await room.story("f3", title="Putin stays")
    await room.archive.move({ItemId(other): alone})
    assert await posted(room) == 1
    assert "Putin stays" in (await room.posts())[-1]


async def test_many_stories_after_a_downtime_are_one_catch_up_digest(desk: Desk) -> None:
    for number in range(15):
        await desk.story("f1", title=f"Putin speech {number}")

    assert [await posted(desk), await posted(desk)] == [1, 0]
    (post,) = await desk.posts()
    assert "Catch-up digest" in post
    assert "15 stories" in post


async def test_stories_that_waited_through_a_long_absence_of_telegram_are_one_catch_up_digest_and_none_is_lost(
    desk: Desk,
) -> None:
    await desk.story("f1", title="Putin before")
    await posted(desk)
    await desk.database.write(lambda conn: conn.execute(sa.update(outbox).values(state="sent")))
    for number in range(15):
        now = NOW + timedelta(minutes=20 * number)
        await desk.story("f1", title=f"Putin speech {number}", at=now)
        await posted(desk, now)

    _, post = await desk.posts()
    assert all(f"Putin speech {number}" in post for number in range(15))


async def test_stories_of_a_channels_absence_are_told_on_its_return(desk: Desk) -> None:
    await desk.story("f1", title="Putin before")
    await posted(desk)
    await desk.database.write(lambda conn: conn.execute(sa.update(outbox).values(state="sent")))
    for number in range(12):  # nothing is composed while the chat is paused
        await desk.story("f1", title=f"Putin speech {number}", at=NOW + timedelta(minutes=20 * number))

    assert await posted(desk, NOW + timedelta(hours=6)) == 1
    _, post = await desk.posts()
    assert all(f"Putin speech {number}" in post for number in range(12))


async def test_quiet_hours_make_posts_silent(desk: Desk) -> None:
    desk.audience = replace(desk.audience, quiet=((NOW - timedelta(hours=1)).time(), (NOW + timedelta(hours=1)).time()))
    await desk.story("f1")
    await compose(desk.audience, Slot("night", NOW), archive=desk.archive, now=NOW)
    await desk.database.write(lambda conn: conn.execute(sa.update(outbox).values(state="sent")))
    await desk.story("f2")
    later = NOW + timedelta(hours=2)
    await compose(desk.audience, Slot("day", later), archive=desk.archive, now=later)

    rows = await desk.database.read(lambda conn: conn.execute(sa.select(outbox).order_by(outbox.c.id)).all())
    assert [row.silent for row in rows] == [True, False]


async def no_picture(title: str, days: Sequence[str], lines: Sequence[tuple[str, tuple[int, ...]]]) -> bytes:
    return f"{title} {len(days)} {lines}".encode()


async def test_the_weekly_summary_counts_full_days_and_is_posted_once(desk: Desk) -> None:
    await desk.story("f1", "f2", at=NOW - timedelta(days=1))
    await desk.story("f1", at=NOW)

    slot = Slot("week 2026-03-01", NOW, "week")
    for _ in range(2):
        await summarise(desk.audience, slot, archive=desk.archive, draw=no_picture, now=NOW)

    rows = await desk.database.read(lambda conn: conn.execute(sa.select(outbox)).all())
    assert len(rows) == 1
    assert "Vladimir Putin: 2 (new)" in rows[0].plain.replace("\u200e", "")
    assert rows[0].photo == b"Reports that name them, a day 7 [('Vladimir Putin', (0, 0, 0, 0, 0, 0, 2))]"


async def test_weeks_without_a_report_are_not_summarised(desk: Desk) -> None:
    slot = Slot("week 2026-03-01", NOW, "week")

    assert await summarise(desk.audience, slot, archive=desk.archive, draw=no_picture, now=NOW) == 0
    assert await desk.archive.composed("main", slot)


async def test_a_digest_says_how_many_older_items_came_in_after_a_gap(desk: Desk) -> None:
    await desk.story("f1")
    await desk.story(*["f2"] * 3, at=NOW - timedelta(days=6), quiet="catching up")

    (message,) = await compose(
        desk.audience, Slot("k", NOW), archive=desk.archive, now=NOW, since=NOW - timedelta(days=7)
    )

    assert "3 older items came in after a gap" in message.plain


async def test_a_digest_of_nothing_is_no_news_in_the_log(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    settings = load(Path("config"), {}, database=f"sqlite:///{tmp_path / 'n.db'}")
    async with Database(settings.archive.database) as database:
        with caplog.at_level(logging.DEBUG, "bot.newsroom"):
            assert await Newsroom(settings, Archive(database, {}), {}, no_pictures).compose_due(now=NOW) == 0

    assert [one.levelname for one in caplog.records if "digest.composed" in one.message] == ["DEBUG"]
