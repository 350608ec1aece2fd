"""From a followed query to the outbox: what is told, when, and how often."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa

from bot.model import ItemId, Mode
from bot.pipeline.follow import Watch, match, tell_at_once, tell_digests
from bot.store import follows, matches, mutes, outbox, preferences, search_upkeep, upkeep
from bot.store.archive import Archive
from bot.store.database import Database
from bot.store.preferences import Preference
from bot.store.schema import follow_due, item
from bot.store.schema import outbox as outbox_table
from tests.builders import NOW
from tests.pipeline.house import FEEDS, HARBOUR, PUTIN, VESTNIK, House, rss

READER = "77"
MINUTE = timedelta(minutes=1)


@dataclass(slots=True)
class Desk:
    """A house whose feeds have been read before, and people who follow something."""

    house: House
    watch: Watch = field(default_factory=lambda: Watch([PUTIN], FEEDS.values()))

    async def follow(self, query: str, mode: Mode = "at once", chat: str = READER) -> follows.Follow:
        return await self.house.database.write(follows.add, chat, query, mode, language="en", now=self.house.now)

    async def read(self, *titles: str, guid: str = "g", feed: object = HARBOUR, hours_ago: int = 0) -> None:
        """Let a feed bring news, and the bot understand it."""
        assert feed in FEEDS.values()
        await self.house.poll(feed, rss(*titles, guid=guid, hours_ago=hours_ago))  # type: ignore[arg-type]
        while await self.house.think():
            pass

    async def tell(self) -> int:
        """Do what the bot does each second."""
        followers = self.house.archive.followers
        await match(self.watch, archive=followers, now=self.house.now)
        told = await tell_at_once(archive=followers, now=self.house.now)
        return told + await tell_digests(archive=followers, now=self.house.now)

    async def posts(self, chat: str = READER) -> list[str]:
        """Return what stands in the outbox for a chat, as it is read."""
        query = sa.select(outbox_table.c.plain).where(outbox_table.c.chat == chat).order_by(outbox_table.c.id)
        return list(await self.house.database.read(lambda conn: conn.scalars(query).all()))

    async def deliver(self) -> None:
        """Let everything in the outbox be sent."""
        await self.house.database.write(lambda conn: conn.execute(sa.update(outbox_table).values(state="sent")))

    async def waiting(self) -> int:
        """Return how much waits to be told."""
        query = sa.text("SELECT (SELECT count(*) FROM follow_match) + (SELECT count(*) FROM follow_due)")
        return int(await self.house.database.read(lambda conn: conn.scalar(query)) or 0)


@pytest.fixture
async def desk(tmp_path: Path) -> AsyncIterator[Desk]:
    async with Database(f"sqlite:///{tmp_path / 'n.db'}") as database:
        house = House(database)
        desk = Desk(house)
        await house.archive.register(now=house.now)
        for feed in (HARBOUR, VESTNIK):
            await desk.read("Nothing in particular", guid="begin", feed=feed)
        yield desk


async def test_a_new_story_that_answers_is_told_at_once_with_its_query(desk: Desk) -> None:
    await desk.follow("rain -tennis")
    await desk.read("Rain in the harbour", "Tennis in the rain", "Snow")

    assert await desk.tell() == 1

    (post,) = await desk.posts()
    assert post.startswith("\u200e🔔 \u2068rain -tennis\u2069\n")
    assert "Rain in the harbour" in post
    assert "Tennis" not in post


async def test_a_story_is_told_once_however_many_follows_and_reports_it_answers(desk: Desk) -> None:
    for query in ("rain", "harbour", "source:vestnik"):
        await desk.follow(query)
    await desk.read("Rain floods the harbour of Sevastopol, 12 ships are damaged")
    assert await desk.tell() == 1
    desk.house.now += 2 * MINUTE
    await desk.deliver()
    await desk.read("Rain floods the harbour of Sevastopol, 12 ships are damaged", guid="h", feed=VESTNIK)

    assert await desk.tell() == 0
    assert len(await desk.posts()) == 1
    assert await desk.waiting() == 0


async def test_every_chat_is_told_on_its_own(desk: Desk) -> None:
    await desk.follow("rain")
    await desk.follow("rain", chat="78")
    await desk.follow("snow", chat="79")
    await desk.read("Rain in the harbour")

    assert await desk.tell() == 2
    assert await desk.posts("79") == []


async def test_what_comes_within_a_minute_is_one_message(desk: Desk) -> None:
    await desk.follow("rain")
    await desk.read("Rain delays the ferry to Batumi")
    await desk.tell()
    await desk.deliver()
    for second, title in enumerate(("Farmers of Kansas wait for rain", "Rain of meteors over Peru tonight"), 1):
        desk.house.now = NOW + timedelta(seconds=20 * second)
        await desk.read(title, guid=f"s{second}")
        assert await desk.tell() == 0

    desk.house.now = NOW + MINUTE + timedelta(seconds=1)
    assert await desk.tell() == 1

    _, gathered = await desk.posts()
    assert "New of what you follow" in gathered
    assert gathered.count("rain\u2069") == 1  # the query that both answer is named once
    assert "Kansas" in gathered
    assert "Peru" in gathered


async def test_what_comes_while_a_post_cannot_be_sent_is_gathered(desk: Desk) -> None:
    await desk.follow("rain")
    for hour, title in enumerate(
        ("Rain delays the ferry to Batumi", "Farmers of Kansas wait for rain", "Rain in Peru")
    ):
        desk.house.now = NOW + timedelta(hours=hour)
        await desk.read(title, guid=f"s{hour}")
        await desk.tell()

    assert len(await desk.posts()) == 1
    await desk.deliver()
    assert await desk.tell() == 1
    assert len(await desk.posts()) == 2


async def test_a_digest_follow_waits_for_the_chats_own_times(desk: Desk) -> None:
    await desk.house.database.write(preferences.save, int(READER), Preference("", "Europe/Kyiv"))  # now: 14:00
    await desk.follow("rain", "digest")
    await desk.read("Rain delays the ferry to Batumi")
    assert await desk.tell() == 0
    desk.house.now = datetime(2026, 3, 1, 15, 59, tzinfo=UTC)
    assert await desk.tell() == 0

    desk.house.now = datetime(2026, 3, 1, 16, 0, tzinfo=UTC)
    assert await desk.tell() == 1
    assert await desk.tell() == 0
    assert "Rain delays the ferry" in (await desk.posts())[0]


async def test_times_and_language_that_a_chat_chose_are_kept_to(desk: Desk) -> None:
    chosen = Preference("ru", "Europe/Kyiv", "07:30 14:30")
    await desk.house.database.write(preferences.save, int(READER), chosen)
    await desk.follow("rain", "digest")
    await desk.read("Rain delays the ferry to Batumi", "Farmers of Kansas wait for rain")
    desk.house.now = NOW + timedelta(minutes=30)

    assert await desk.tell() == 1
    assert "дайджест" in (await desk.posts())[0].lower()


async def test_a_digest_comes_once_for_each_slot_through_restarts_and_a_clock_that_is_put_back(desk: Desk) -> None:
    zone = Preference("", "Europe/Berlin", "02:30")
    await desk.house.database.write(preferences.save, int(READER), zone)
    await desk.follow("rain", "digest")
    desk.house.now = datetime(2026, 10, 24, 12, 0, tzinfo=UTC)
    await desk.read("Rain delays the ferry to Batumi")
    posts = 0
    for minute in range(0, 180, 5):  # 02:30 comes twice that night, at 00:30 and 01:30 UTC
        desk.house.now = datetime(2026, 10, 25, 0, 0, tzinfo=UTC) + timedelta(minutes=minute)
        desk.watch = Watch([PUTIN], FEEDS.values())
        if minute == 60:
            await desk.read("Farmers of Kansas wait for rain", guid="later")
        posts += await desk.tell()

    assert posts == 1
    desk.house.now = datetime(2026, 10, 26, 1, 30, tzinfo=UTC)
    assert await desk.tell() == 1


async def test_a_digest_of_very_many_stories_shows_the_most_important_and_counts_the_others(desk: Desk) -> None:
    await desk.follow("lang:en", "digest")
    words = ["Oslo", "Lima", "Kansas", "Batumi", "Dakar", "Perth", "Quito", "Minsk", "Turin", "Delhi"]
    deeds = ["mends roads", "elects judges", "counts birds", "sells ships"]
    titles = [f"{word} {deed}" for word in words for deed in deeds]
    await desk.read(*titles)
    await desk.tell()
    desk.house.now = NOW + timedelta(hours=9)
    assert await desk.tell() >= 1

    assert "more stories answered" in (await desk.posts())[0]
    assert await desk.waiting() == 0
    desk.house.now += timedelta(days=1)
    assert await desk.tell() == 0


async def test_a_story_that_answers_both_kinds_of_follows_is_told_at_once_alone(desk: Desk) -> None:
    await desk.follow("rain")
    await desk.follow("ferry", "digest")
    await desk.read("Rain delays the ferry to Batumi")
    assert await desk.tell() == 1
    desk.house.now = NOW + timedelta(hours=7)

    assert await desk.tell() == 0
    assert await desk.waiting() == 0


async def test_the_first_poll_of_a_new_feed_tells_nobody(tmp_path: Path) -> None:
    async with Database(f"sqlite:///{tmp_path / 'fresh.db'}") as database:
        fresh = Desk(House(database))
        await fresh.house.archive.register(now=NOW)
        await fresh.follow("rain")
        await fresh.read("Rain in the harbour", "Farmers of Kansas wait for rain")

        assert await fresh.tell() == 0
        assert await fresh.waiting() == 0


async def test_what_is_older_than_a_day_when_it_is_seen_is_told_in_digests_only(desk: Desk) -> None:
    await desk.follow("rain")
    await desk.follow("rain", "digest", chat="78")
    await desk.read("Rain delays the ferry to Batumi", hours_ago=30)
    assert await desk.tell() == 0
    desk.house.now = NOW + timedelta(hours=7)

    assert await desk.tell() == 1
    assert await desk.posts() == []
    assert len(await desk.posts("78")) == 1


async def test_feeds_that_nobody_confirmed_tell_followers_in_digests_only(desk: Desk) -> None:
    sources = FEEDS | {HARBOUR.id: replace(HARBOUR, confirmed=False)}
    desk.house.archive = Archive(desk.house.database, sources)
    await desk.follow("rain")
    await desk.follow("rain", "digest", chat="78")
    await desk.read("Rain in the harbour")

    assert await desk.tell() == 0
    desk.house.now += timedelta(hours=24)
    assert await desk.tell() == 1
    assert "Rain in the harbour" in (await desk.posts("78"))[0]
    await desk.read("More rain to come", feed=VESTNIK, guid="h")
    assert await desk.tell() == 1
    assert len(await desk.posts()) == 1


async def test_what_editors_took_back_is_not_told(desk: Desk) -> None:
    await desk.follow("rain", "digest")
    await desk.read("Rain delays the ferry to Batumi")
    await desk.tell()
    (number,) = await desk.house.database.read(
        lambda conn: conn.scalars(sa.select(item.c.id).where(item.c.title.startswith("Rain"))).all()
    )
    await desk.house.archive.withdraw([ItemId(number)], "a hoax")
    desk.house.now = NOW + timedelta(hours=7)

    assert await desk.tell() == 0
    assert await desk.waiting() == 0


async def test_what_is_unfollowed_before_its_digest_is_not_told(desk: Desk) -> None:
    one = await desk.follow("rain", "digest")
    await desk.read("Rain delays the ferry to Batumi")
    await desk.tell()
    await desk.house.database.write(follows.remove, READER, one.id)
    desk.house.now = NOW + timedelta(hours=7)

    assert await desk.tell() == 0


async def test_stories_that_merge_while_they_wait_are_told_as_one(desk: Desk) -> None:
    await desk.follow("rain", "digest")
    await desk.read("Rain delays the ferry to Batumi", "Farmers of Kansas wait for rain")
    await desk.tell()
    await desk.house.database.write(
        lambda conn: conn.execute(
            sa.update(item)
            .values(story=sa.select(sa.func.max(item.c.story)).scalar_subquery())
            .where(item.c.title.contains("ain"))
        )
    )
    desk.house.now = NOW + timedelta(hours=7)
    await desk.tell()

    (post,) = await desk.posts()
    assert ("Batumi" in post) != ("Kansas" in post)


@pytest.mark.parametrize("what", ['source:"harbour trust"', "lang:en", "entity:putin"])
async def test_what_is_muted_is_not_told_until_its_time_is_over(desk: Desk, what: str) -> None:
    await desk.follow("rain OR putin")
    await desk.house.database.write(mutes.add, READER, what, until=NOW + timedelta(hours=1))
    await desk.read("Putin stands in the rain in Tula")
    assert await desk.tell() == 0
    await desk.read("Дождь: Путин в Сочи", guid="ru", feed=VESTNIK)
    told = await desk.tell()
    assert told == (0 if what == "entity:putin" else 1)

    desk.house.now = NOW + timedelta(hours=2)
    await desk.deliver()
    await desk.read("Putin opens a piano competition in the capital", guid="later")
    assert await desk.tell() == 1


async def test_a_muted_story_is_not_told_with_its_later_reports(desk: Desk) -> None:
    await desk.read("Rain floods the harbour of Sevastopol, 12 ships are damaged")
    await desk.follow("rain")
    number = await desk.house.database.read(
        lambda conn: conn.scalar(sa.select(item.c.id).where(item.c.title.startswith("Rain")))
    )
    assert number is not None
    await desk.house.database.write(mutes.add, READER, mutes.story(ItemId(number)), until=NOW + timedelta(days=1))
    await desk.read("Rain floods the harbour of Sevastopol, 12 ships are damaged", guid="h", feed=VESTNIK)

    assert await desk.tell() == 0


async def test_a_paused_chat_is_told_nothing_and_goes_on_with_what_comes_then(desk: Desk) -> None:
    await desk.follow("rain")
    await desk.house.database.write(outbox.leave, READER)
    await desk.read("Rain delays the ferry to Batumi")
    assert await desk.tell() == 0
    await desk.house.database.write(outbox.resume, READER, now=NOW)
    await desk.read("Farmers of Kansas wait for rain", guid="later")

    assert await desk.tell() == 1
    (post,) = await desk.posts()
    assert "Kansas" in post
    assert "Batumi" not in post


@pytest.mark.parametrize("struck", ["before the match", "before the telling"])
async def test_a_crash_in_between_neither_loses_nor_doubles_a_story(
    desk: Desk, struck: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    await desk.follow("rain")
    await desk.read("Rain delays the ferry to Batumi")

    def crash(*_: object, **__: object) -> None:
        raise RuntimeError("killed")

    with monkeypatch.context() as patch:
        if struck == "before the match":
            patch.setattr(follows, "siblings", crash)  # in the middle of the transaction
        else:
            patch.setattr(outbox, "queue_for_follower", crash)
        with pytest.raises(RuntimeError, match="killed"):
            await desk.tell()

    desk.watch = Watch([PUTIN], FEEDS.values())
    assert await desk.tell() == 1
    assert await desk.tell() == 0
    assert len(await desk.posts()) == 1


async def test_two_processes_at_once_tell_a_story_once(desk: Desk) -> None:
    await desk.follow("rain")
    await desk.read("Rain delays the ferry to Batumi", "Farmers of Kansas wait for rain")
    other = replace(desk, watch=Watch([PUTIN], FEEDS.values()))

    assert sum(await asyncio.gather(desk.tell(), other.tell())) == 1
    assert len(await desk.posts()) == 1


async def test_a_query_counts_for_what_comes_after_it_was_followed_and_changed(desk: Desk) -> None:
    await desk.read("Rain delays the ferry to Batumi")
    one = await desk.follow("rain")
    assert await desk.tell() == 0
    await desk.house.database.write(follows.remove, READER, one.id)
    await desk.follow("snow")
    await desk.read("Rain in Peru", "Snow in Lima", guid="later")

    assert await desk.tell() == 1
    assert "Snow in Lima" in (await desk.posts())[0]


async def test_nothing_waits_where_nobody_follows_anything(desk: Desk) -> None:
    await desk.read("Rain delays the ferry to Batumi")

    assert (
        await desk.house.database.read(lambda conn: conn.scalar(sa.select(sa.func.count()).select_from(follow_due)))
        == 0
    )


async def test_a_chats_digest_is_no_digest_of_a_channel_and_never_composed_anew(desk: Desk) -> None:
    await desk.follow("rain")
    await desk.read("Rain delays the ferry to Batumi")
    await desk.tell()
    later = NOW + timedelta(hours=5)

    assert not await desk.house.database.read(outbox.has_backlog, before=later)
    await desk.house.database.write(outbox.take_back, before=later)
    assert len(await desk.posts()) == 1


async def test_what_followers_were_told_and_what_waited_too_long_is_let_go(desk: Desk) -> None:
    await desk.follow("rain")
    await desk.follow("snow", "digest")
    await desk.read("Rain delays the ferry to Batumi", "Snow in Lima")
    await match(desk.watch, archive=desk.house.archive.followers, now=NOW)
    await tell_at_once(archive=desk.house.archive.followers, now=NOW)
    keeping = upkeep.Keeping(timedelta(days=30), timedelta(days=30), timedelta(days=30), 10**9)
    documents = search_upkeep.documents_of({})
    await upkeep.keep_up(desk.house.database, keeping, documents, now=NOW + timedelta(days=4))

    assert await desk.posts() == []
    assert await desk.waiting() == 0


async def test_the_tokens_of_the_index_are_what_meets_the_queries(desk: Desk) -> None:
    await desk.follow("rain")
    await desk.read("Rain delays the ferry to Batumi")
    (due,) = await desk.house.database.read(matches.due, 10)

    desk.watch.keep((1,), {"ferries": NOW, "title:batumi": NOW, "snow": NOW})

    assert desk.watch.matches(due) == {"ferries", "title:batumi"}
