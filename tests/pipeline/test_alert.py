from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa

from bot.boundaries import Hour, Voice
from bot.digest.rhythm import Slot
from bot.model import EntityId, FeedId, StoryId
from bot.pipeline.alert import Alarm, Allowance, alarms, close_hours, watch
from bot.pipeline.compose import compose
from bot.store import added, pulse
from bot.store.database import Database
from bot.store.schema import outbox
from tests.builders import NOW
from tests.desk import ASSAD, FEEDS, PUTIN, Desk

QUIET_DAYS = [
    Hour(entity, NOW - timedelta(days=day), voices=3, biggest=1)
    for day in range(20, 0, -1)
    for entity in (PUTIN, ASSAD)
]


def heard(entity: EntityId, story: int, voices: int) -> list[Voice]:
    return [Voice(entity, StoryId(story), f"Owner {n}") for n in range(voices)]


def test_a_story_with_far_more_voices_than_the_biggest_usually_have_is_an_alarm_with_its_figure() -> None:
    (alarm,) = alarms(heard(PUTIN, 1, 12) + heard(ASSAD, 2, 3), QUIET_DAYS, [PUTIN, ASSAD], now=NOW)

    assert alarm.story == 1
    assert alarm.burst.count == 12
    assert alarm.burst.expected == pytest.approx(1, abs=0.2)


def test_many_small_stories_about_one_entity_are_an_alarm_over_the_biggest_of_them() -> None:
    voices = [Voice(PUTIN, StoryId(1 + n // 3), f"Owner {n}") for n in range(29)] + heard(PUTIN, 4, 4)

    (alarm,) = alarms(voices, QUIET_DAYS, [PUTIN], now=NOW)

    assert (alarm.story, alarm.entity) == (4, PUTIN)


def test_what_is_usual_at_this_hour_is_no_alarm() -> None:
    loud = [replace(hour, voices=14, biggest=12) for hour in QUIET_DAYS]

    assert alarms(heard(PUTIN, 1, 12), loud, [PUTIN], now=NOW) == []


def test_stories_of_one_voice_each_are_no_alarm_however_many() -> None:
    many = [Voice(PUTIN, StoryId(n), f"Owner {n}") for n in range(30)]

    assert alarms(many, QUIET_DAYS, [PUTIN], now=NOW) == []


@pytest.fixture
async def desk(tmp_path: Path) -> AsyncIterator[Desk]:
    async with Database(f"sqlite:///{tmp_path / 'n.db'}") as database:
        desk = Desk(database)
        await desk.archive.close(QUIET_DAYS)
        yield desk


async def watched(desk: Desk, *, now: datetime = NOW + timedelta(minutes=1)) -> int:
    return await watch(desk.audience, Allowance(an_hour=2, a_day=6), archive=desk.archive, now=now)


def owners(count: int, start: int = 0) -> list[str]:
    return [f"f{n}" for n in range(start, start + count)]


async def test_a_burst_is_posted_once_with_the_figure_behind_it(desk: Desk) -> None:
    story = await desk.story(*owners(12))

    assert [await watched(desk), await watched(desk)] == [1, 0]
    (post,) = await desk.posts()
    assert "12 independent sources within an hour; usual for the largest stories: 1" in post
    assert await desk.archive.alerted("main") == {story}


async def test_thirty_look_alikes_of_one_owner_are_no_alert(desk: Desk) -> None:
    await desk.story(*["f1"] * 30)

    assert await watched(desk) == 0
    assert await desk.posts() == []


async def test_what_a_feed_begins_with_is_no_alert(desk: Desk) -> None:
    await desk.story(*owners(12), quiet="first poll")

    assert await watched(desk) == 0


def unconfirmed(desk: Desk, count: int) -> Desk:
    """Return the desk with its first feeds as added in Telegram by somebody, and confirmed by nobody."""
    feeds = {name: replace(feed, confirmed=n >= count) for n, (name, feed) in enumerate(FEEDS.items())}
    return Desk(desk.database, feeds)


async def test_feeds_that_nobody_confirmed_raise_no_alert_however_many_and_are_told_in_digests(desk: Desk) -> None:
    room = unconfirmed(desk, 12)
    await room.story(*owners(12))

    assert await watched(room) == 0
    assert await room.archive.voices(since=NOW - timedelta(hours=1), until=NOW + timedelta(hours=1)) == []
    (digest,) = await compose(room.audience, Slot("k", NOW), archive=room.archive, now=NOW + timedelta(minutes=2))
    assert "Putin speaks" in digest.plain


async def test_a_feed_that_nobody_confirmed_is_no_voice_beside_others_and_has_no_word_in_their_alert(
    desk: Desk,
) -> None:
    room = unconfirmed(desk, 8)
    await room.story(*owners(12))
    assert await watched(room) == 0, "four others are too few"

    room = unconfirmed(desk, 1)
    assert await watched(room) == 1
    (post,) = await room.posts()
    assert "11 independent sources" in post
    assert "Outlet 0" not in post
    assert "Putin speaks 1 " not in post


async def test_what_a_feed_brought_before_anybody_confirmed_it_raises_no_alert_after_it_was_removed(desk: Desk) -> None:
    await desk.story(*owners(12))
    for name in owners(12):
        await desk.database.write(added.add, FeedId(name), {}, by=1, now=NOW)
        assert await desk.database.write(added.remove, FeedId(name))

    assert await watched(desk) == 0


async def test_alerts_above_the_allowance_are_held_back_and_the_next_digest_says_so(desk: Desk) -> None:
    for start in range(0, 30, 10):
        await desk.story(*owners(10, start), title=f"Putin {start}")

    assert await watched(desk) == 2
    messages = await compose(
        desk.audience, Slot("k", NOW), archive=desk.archive, now=NOW + timedelta(minutes=2), keep=True
    )

    assert "1 alert was held back since the last digest" in messages[0].plain
    assert messages[0].plain.count("Putin 20") >= 1
    assert await desk.archive.held("main") == set()


async def test_no_more_than_the_days_allowance_of_alerts_is_sent(desk: Desk) -> None:
    sent = 0
    for hour in range(10):
        at = NOW + timedelta(hours=hour)
        await desk.story(*owners(12), at=at, title=f"Putin at {hour}")
        sent += await watched(desk, now=at + timedelta(minutes=1))

    assert sent == 6


async def test_an_alert_sounds_in_quiet_hours(desk: Desk) -> None:
    night = replace(desk.audience, quiet=(NOW.time(), (NOW + timedelta(hours=2)).time()))
    await desk.story(*owners(12))
    await watch(night, Allowance(), archive=desk.archive, now=NOW + timedelta(minutes=1))
    await desk.story("f1", title="Putin sleeps")
    await compose(night, Slot("k", NOW), archive=desk.archive, now=NOW + timedelta(minutes=2))

    rows = await desk.database.read(lambda conn: conn.execute(sa.select(outbox.c.silent)).all())
    assert [row.silent for row in rows] == [False, True]


async def test_full_hours_are_recorded_once_and_only_if_the_bot_was_there(desk: Desk) -> None:
    await desk.story(*owners(4), at=NOW - timedelta(minutes=30))

    for since in (NOW - timedelta(minutes=59), NOW - timedelta(hours=3), NOW - timedelta(hours=3)):
        await close_hours([PUTIN, ASSAD], archive=desk.archive, now=NOW + timedelta(minutes=5), since=since)

    begin = NOW - timedelta(hours=1)
    assert [hour for hour in await desk.archive.hours(since=begin) if hour.begin == begin] == [
        Hour(PUTIN, begin, voices=4, biggest=4),
        Hour(ASSAD, begin, voices=0, biggest=0),
    ]


def test_an_alarm_without_history_is_none() -> None:
    assert alarms(heard(PUTIN, 1, 30), [], [PUTIN], now=NOW) == []
    assert isinstance(alarms(heard(PUTIN, 1, 30), QUIET_DAYS, [PUTIN], now=NOW)[0], Alarm)


async def test_hours_and_alerts_of_last_month_are_forgotten(desk: Desk) -> None:
    await desk.story(*owners(12))
    await watched(desk)

    await desk.database.write(pulse.forget, now=NOW + timedelta(days=40))

    assert await desk.archive.hours(since=NOW - timedelta(days=40)) == []
    assert await desk.archive.alerted("main") == set()
