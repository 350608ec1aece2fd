"""Editors' remedies: the posts say so at once, searches and later digests tell nothing of it, and that lasts."""

import asyncio
from collections.abc import AsyncIterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import cast

import pytest
import sqlalchemy as sa

from bot.chat.remedying import stories_of, told_behind
from bot.digest.rhythm import Slot
from bot.entities.match import Matcher
from bot.model import FeedId, ItemId, Message
from bot.newsroom import Newsroom
from bot.pipeline.compose import compose
from bot.pipeline.revise import revise
from bot.pipeline.understand import Mind
from bot.remedies import Remedies
from bot.store import outbox as outbox_rows
from bot.store import pulse, stories, takedown
from bot.store.database import Database
from bot.store.schema import millis, outbox
from bot.stories.cluster import Clusterer
from tests.builders import NOW
from tests.desk import FEEDS, PUTIN, Desk

LATER = NOW + timedelta(minutes=30)
LONG_AFTER = NOW + timedelta(days=9)


class OneChannel:
    """A newsroom with the desk's channel alone."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk

    async def revise(self, *, now: datetime) -> int:
        return await revise(self.desk.audience, archive=self.desk.archive, now=now)


@pytest.fixture
async def desk(tmp_path: Path) -> AsyncIterator[Desk]:
    async with Database(f"sqlite:///{tmp_path / 'n.db'}") as database:
        yield Desk(database)


def remedies(desk: Desk, now: datetime = LATER) -> Remedies:
    async def recalled() -> Mind:
        return Mind(Matcher([]), Clusterer(), FEEDS, latest=NOW)

    return Remedies(desk.archive, cast("Newsroom", OneChannel(desk)), recalled, asyncio.Lock(), lambda: now)


async def post(desk: Desk) -> None:
    await compose(desk.audience, Slot("k", NOW), archive=desk.archive, now=NOW)
    await desk.database.write(lambda conn: conn.execute(sa.update(outbox).values(state="sent", message_id=7)))


async def edits(desk: Desk) -> list[sa.Row[tuple[object, ...]]]:
    query = sa.select(outbox).where(outbox.c.version > 0).order_by(outbox.c.version)
    return list(await desk.database.read(lambda conn: conn.execute(query).all()))


@pytest.mark.parametrize("now", [LATER, LONG_AFTER], ids=["a fresh post", "a post of last week"])
async def test_a_post_says_at_once_what_was_taken_back_and_why(desk: Desk, now: datetime) -> None:
    story = await desk.story("f1")
    await post(desk)
    behind = await told_behind("https://t.me/news/7", desk.database)
    assert behind == [ItemId(story)]

    await remedies(desk, now).withdraw(behind, "a <hoax> of bbc.com")

    (edit,) = await edits(desk)
    assert "<s>Putin speaks 1</s>" in edit.body
    assert "withdrawn: \u2068a &lt;hoax&gt; of bbc\u2060.com\u2069" in edit.body
    assert "<a href" not in edit.body
    assert edit.urgent
    assert edit.not_before <= millis(now)


async def test_behind_a_post_are_all_reports_of_the_stories_it_tells_as_they_are_now(desk: Desk) -> None:
    story, other = await desk.story("f1", "f2"), await desk.story("f3", title="Putin talks")
    await post(desk)
    unheard = await desk.story("f3", title="Putin rests", at=LATER)

    behind = await told_behind("https://t.me/news/7", desk.database)
    assert set(behind) == {*await desk.archive.reports_of(story), *await desk.archive.reports_of(other)}
    assert ItemId(unheard) not in behind

    await remedies(desk).withdraw(behind, "hoax")
    assert await told_behind("https://t.me/news/7", desk.database) == []
    again = await compose(desk.audience, Slot("k2", LATER), archive=desk.archive, now=LATER, keep=True)
    assert "Putin speaks" not in "".join(message.html for message in again)


@pytest.mark.parametrize("now", [LATER, LONG_AFTER], ids=["a fresh post", "a post of last week"])
async def test_what_was_taken_back_by_mistake_stands_again_in_its_post_and_in_digests(
    desk: Desk, now: datetime
) -> None:
    story = await desk.story("f1")
    await post(desk)
    await remedies(desk, now).withdraw([ItemId(story)], "hoax")
    assert await told_behind("https://t.me/news/7", desk.database) == []

    behind = await told_behind("https://t.me/news/7", desk.database, withdrawn=True)
    assert await remedies(desk, now).give_back(behind) == 1

    *_, edit = await edits(desk)
    assert "<s>" not in edit.body
    assert "withdrawn: " not in edit.body
    assert "<a href" in edit.body
    (again,) = await desk.archive.fresh(10)
    assert again.item.id == ItemId(story), "it is understood, and so found, anew"
    assert again.story == story


async def test_what_was_taken_back_is_in_no_digest_no_list_and_no_count(desk: Desk) -> None:
    story = await desk.story("f1")

    await remedies(desk).withdraw([ItemId(story)], "hoax")

    assert await compose(desk.audience, Slot("k", LATER), archive=desk.archive, now=LATER, keep=True) == ()
    assert await desk.database.read(stories.newest, [PUTIN], limit=5) == []
    hour = timedelta(hours=1)
    assert await desk.database.read(pulse.voices, FEEDS, since=NOW - hour, until=LATER) == []
    assert await stories_of(str(story), desk.database) == {}


async def test_the_other_reports_of_a_story_stand(desk: Desk) -> None:
    story = await desk.story("f1", "f2")
    await post(desk)
    other = next(one for one in await desk.archive.reports_of(story) if one != ItemId(story))

    await remedies(desk).withdraw([other], "hoax")

    (kept,) = await desk.database.read(stories.load, [story], FEEDS)
    assert [report.item for report in kept.coverage] == [ItemId(story)]
    assert "withdrawn" not in "".join(edit.body for edit in await edits(desk))


async def test_a_decision_outlasts_revisions_that_follow(desk: Desk) -> None:
    story = await desk.story("f1")
    await post(desk)
    await remedies(desk).withdraw([ItemId(story)], "hoax")
    other = await desk.story("f3", title="Putin talks", at=LATER)
    await desk.database.write(stories.move, {ItemId(other): story})

    await OneChannel(desk).revise(now=LATER)

    assert "withdrawn: " in (await edits(desk))[-1].body


@pytest.mark.parametrize("now", [LATER, LONG_AFTER], ids=["a fresh post", "a post of last week"])
async def test_merged_stories_are_told_as_one_at_once(desk: Desk, now: datetime) -> None:
    one, other = await desk.story("f1"), await desk.story("f2", title="Putin talks")
    await post(desk)

    merged = await remedies(desk, now).merge(one, other, "7")

    assert merged == min(one, other)
    (edit,) = await edits(desk)
    assert "one story with" in edit.body
    assert edit.urgent


@pytest.mark.parametrize("now", [LATER, LONG_AFTER], ids=["a fresh post", "a post of last week"])
async def test_a_part_of_a_story_that_is_split_off_is_one_of_its_own_and_leaves_its_post_at_once(
    desk: Desk, now: datetime
) -> None:
    story = await desk.story("f1", "f2")
    await post(desk)
    other = next(one for one in await desk.archive.reports_of(story) if one != ItemId(story))

    alone = await remedies(desk, now).split([other], "7")

    assert list(await desk.archive.reports_of(alone)) == [other]
    (edit,) = await edits(desk)
    assert "Outlet 1" in edit.body
    assert "Outlet 2" not in edit.body
    assert edit.urgent


async def test_a_decision_that_no_edit_followed_as_the_bot_was_stopped_is_made_up_for(desk: Desk) -> None:
    one, other = await desk.story("f1"), await desk.story("f2", title="Putin talks")
    await post(desk)
    await desk.archive.move({ItemId(other): one})

    await OneChannel(desk).revise(now=LONG_AFTER)

    (edit,) = await edits(desk)
    assert "one story with" in edit.body
    assert await OneChannel(desk).revise(now=LONG_AFTER) == 0


async def test_what_the_clusterer_finds_out_late_does_not_change_old_posts_and_a_decision_changes_its_own_alone(
    desk: Desk,
) -> None:
    old, late = await desk.story("f1"), await desk.story("f2", title="Putin talks", at=LATER)
    await post(desk)
    decided = await desk.story("f3", title="Putin rests")
    await compose(desk.audience, Slot("k2", NOW), archive=desk.archive, now=NOW)
    await desk.database.write(lambda conn: conn.execute(sa.update(outbox).values(state="sent", message_id=7)))
    await desk.database.write(stories.move, {ItemId(late): old})

    assert await OneChannel(desk).revise(now=LONG_AFTER) == 0
    await remedies(desk, LONG_AFTER).withdraw([ItemId(decided)], "hoax")

    assert [edit.digest_key for edit in await edits(desk)] == ["k2"]


async def test_after_thirty_days_no_decision_changes_a_post(desk: Desk) -> None:
    story = await desk.story("f1")
    await post(desk)

    await remedies(desk, NOW + timedelta(days=31)).withdraw([ItemId(story)], "hoax")

    assert await edits(desk) == []


@pytest.mark.parametrize(
    "link", ["https://t.me/elsewhere/7", "https://t.me/news/8", "t.me/c/1/7", "x", "https://bbc.com/7"]
)
async def test_a_link_that_leads_to_no_post_of_ours_is_none(desk: Desk, link: str) -> None:
    await desk.story("f1")
    await post(desk)

    assert await told_behind(link, desk.database) == []


async def test_should_a_post_not_be_editable_its_reply_says_what_was_taken_back_and_why(desk: Desk) -> None:
    story = await desk.story("f1")
    await desk.story("f2", title="Putin talks")
    await post(desk)

    await remedies(desk).withdraw([ItemId(story)], "a <hoax>")

    (edit,) = await edits(desk)
    assert edit.otherwise == "<s>Putin speaks 1</s>\n⚠️ <i>\u200ewithdrawn: \u2068a &lt;hoax&gt;\u2069</i>"


async def test_a_takedown_forgets_what_replies_to_its_posts_said_too(desk: Desk) -> None:
    await desk.story("f1")
    await post(desk)
    reply = Message("<s>Putin speaks 1</s>", "Putin speaks 1", reply_to=7)
    other = Message("Assad rests", "Assad rests", reply_to=8)
    for key, message in (("withdrawn 7", reply), ("withdrawn 8", other)):
        await desk.database.write(outbox_rows.queue, "main", "@news", key, [message], now=NOW, kind=outbox_rows.REPLY)
    await desk.database.write(lambda conn: conn.execute(sa.update(outbox).values(state="sent")))

    await desk.database.write(takedown.blank, FeedId("f1"))

    assert await desk.posts() == ["", "", "Assad rests"]
