from collections.abc import AsyncIterator, Sequence
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa

from bot.boundaries import Understanding
from bot.digest.choose import Choosing
from bot.digest.rhythm import Slot
from bot.entities.match import Matcher
from bot.errors import FetchError, StoreError
from bot.model import Correction, Entity, EntityId, ItemId, StoryId
from bot.pipeline.compose import Audience, compose
from bot.store import outbox, search_upkeep, stories, upkeep
from bot.store.archive import Archive
from bot.store.database import Database
from bot.store.schema import feed, item, item_version, mention, moment
from bot.stories.cluster import Clusterer, Decision, Rules
from bot.stories.report import Report
from bot.stories.window import Rules as WindowRules
from tests.builders import NOW
from tests.pipeline.house import FEEDS, HARBOUR, PUTIN, VESTNIK, House, rss


@pytest.fixture
async def house(tmp_path: Path) -> AsyncIterator[House]:
    async with Database(f"sqlite:///{tmp_path / 'n.db'}") as database:
        house = House(database)
        await house.archive.register(now=NOW)
        yield house


async def test_what_a_feed_brings_is_stored_once(house: House) -> None:
    for _ in range(3):
        assert await house.poll(HARBOUR, rss("Putin speaks", "Rain")) == ""

    assert sorted(await house.titles()) == ["Putin speaks", "Rain"]


async def test_a_feed_that_fails_is_counted_and_nothing_of_it_is_kept(house: House) -> None:
    reason = await house.poll(HARBOUR, FetchError("HTTP 404: not found", status=404))
    state = await house.archive.state(HARBOUR)

    assert reason == state.last_error == "HTTP 404: not found"
    assert state.failures == 1
    assert await house.titles() == []


async def test_a_page_that_is_no_feed_fails_with_a_reason_and_is_asked_again_later(house: House) -> None:
    reason = await house.poll(HARBOUR, b"<html><body>Hello</body></html>")
    state = await house.archive.state(HARBOUR)

    assert "not a feed" in reason
    assert state.due is not None
    assert state.due > NOW


async def test_an_unchanged_feed_costs_nothing_and_ends_a_row_of_failures(house: House) -> None:
    await house.poll(HARBOUR, rss("Rain"))
    await house.poll(HARBOUR, FetchError("timed out"))
    await house.poll(HARBOUR, None)

    assert (await house.archive.state(HARBOUR)).failures == 0
    assert await house.titles() == ["Rain"]


async def test_an_item_that_was_forgotten_brings_nothing_new_when_its_feed_still_shows_it(house: House) -> None:
    await house.poll(HARBOUR, rss("Rain", hours_ago=24 * 40))
    await house.think()
    keeping = upkeep.Keeping(timedelta(days=30), timedelta(days=365), timedelta(days=999), 10**12)
    await upkeep.keep_up(house.database, keeping, search_upkeep.documents_of(FEEDS), now=NOW)
    assert await house.titles() == []

    await house.poll(HARBOUR, rss("Rain", hours_ago=24 * 40) + b"<!-- again -->")

    assert await house.titles() == []


async def test_a_title_that_was_edited_changes_the_item_keeps_the_version_and_is_understood_again(house: House) -> None:
    await house.poll(HARBOUR, rss("Rain kills 12"))
    await house.think()
    house.now += timedelta(hours=1)
    await house.poll(HARBOUR, rss("Putin: rain kills 120"))
    assert await house.think() == 1

    versions = await house.database.read(lambda conn: conn.execute(sa.select(item_version)).all())
    named = await house.database.read(lambda conn: conn.execute(sa.select(mention.c.entity)).scalars().all())
    assert await house.titles() == ["Putin: rain kills 120"]
    assert [(version.title, moment(version.until)) for version in versions] == [("Rain kills 12", house.now)]
    assert named == ["putin"]


async def test_what_an_edit_corrects_is_decided_once_and_comes_with_the_story(house: House) -> None:
    for title in ("Rain kills 12", "Rain kills 120", "Rain kills 120, says Putin", "Rain kills 120, says Putin!"):
        await house.poll(HARBOUR, rss(title))
        house.now += timedelta(hours=1)
    assert await house.think() == 1
    assert await house.think() == 0

    (told,) = await house.archive.candidates("main", [PUTIN.id], FEEDS, since=NOW - timedelta(days=1))
    assert told.coverage[0].corrections == (Correction("number", "12", "120"), Correction("entity", "", "Putin"))
    versions = await house.database.read(lambda conn: conn.execute(sa.select(item_version)).all())
    assert len(versions) == 3


async def test_every_version_of_title_summary_and_link_is_kept_though_the_clock_steps_back(house: House) -> None:
    for number in range(4):
        await house.poll(HARBOUR, rss(f"Rain, part {number}").replace(b"/g/0", b"/g/%d" % number))
        house.now -= timedelta(hours=number)

    versions = await house.database.read(
        lambda conn: conn.execute(sa.select(item_version).order_by(item_version.c.until)).all()
    )
    assert [version.title for version in versions] == ["Rain, part 0", "Rain, part 1", "Rain, part 2"]
    assert [version.link for version in versions] == [f"http://feeds.example/g/{number}" for number in range(3)]


async def test_an_edit_that_arrives_while_its_item_is_being_understood_is_understood_after_it(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    await house.poll(HARBOUR, rss("Rain"))
    finish = house.archive.finish

    async def finish_late(understood: Sequence[Understanding]) -> None:
        await house.poll(HARBOUR, rss("Putin and the rain"))
        monkeypatch.undo()
        await finish(understood)

    monkeypatch.setattr(house.archive, "finish", finish_late)
    assert await house.think() == 1
    assert await house.think() == 1
    assert await house.think() == 0

    named = await house.database.read(lambda conn: conn.execute(sa.select(mention.c.entity)).scalars().all())
    assert named == ["putin"]


async def test_a_digest_tells_each_story_once(house: House) -> None:
    await house.poll(HARBOUR, rss("Putin signs the harbour treaty", "Rain"))
    await house.think()

    first = await house.digest("one")
    second = await house.digest("two")

    assert len(first) == 1
    assert "Putin signs the harbour treaty" in first[0].plain
    assert "Rain" not in first[0].plain
    assert second == ()


async def test_a_digest_of_the_same_slot_is_queued_once_however_often_it_is_composed(house: House) -> None:
    await house.poll(HARBOUR, rss("Putin signs the harbour treaty"))
    await house.think()

    await house.digest("one")
    await house.digest("one")

    assert await house.database.read(outbox.states) == {"pending": 1}
    assert await house.archive.composed("main", Slot("one", NOW))


async def test_what_was_told_is_not_told_again_when_its_story_becomes_part_of_another(house: House) -> None:
    await house.poll(HARBOUR, rss("Putin signs the harbour treaty"))
    await house.think()
    await house.digest("one")
    (told,) = await house.database.read(lambda conn: conn.scalars(sa.select(item.c.id)).all())
    older = StoryId(told - 1)
    await house.database.write(stories.move, {ItemId(told): older})

    assert await house.digest("two") == ()


async def test_an_item_collected_just_after_a_daily_digest_is_in_the_next_one(house: House) -> None:
    await house.digest("today")
    await house.poll(HARBOUR, rss("Putin signs the harbour treaty", hours_ago=1))
    await house.think()
    house.now += timedelta(hours=24)

    assert "harbour treaty" in (await house.digest("tomorrow"))[0].plain


async def test_a_dry_run_leaves_no_trace(house: House) -> None:
    await house.poll(HARBOUR, rss("Putin signs the harbour treaty"))
    await house.think()

    dry = await house.digest("dry", keep=False)

    assert await house.database.read(outbox.states) == {}
    assert await house.digest("wet") == dry


async def test_items_of_a_first_poll_count_for_digests_of_their_own_dates_only(house: House) -> None:
    await house.poll(HARBOUR, rss("Putin of last week", hours_ago=24 * 7))
    await house.think()

    assert await house.digest() == ()


async def test_what_was_not_understood_at_a_crash_is_understood_after_it_and_stories_go_on(house: House) -> None:
    await house.poll(HARBOUR, rss("Putin and the mayor open the new bridge in Kaluga"))
    await house.think()
    await house.poll(VESTNIK, rss("Putin opens a new bridge in Kaluga with the mayor", guid="v"))

    reborn = House(house.database)
    reborn.mind = await reborn.archive.recall(Matcher([PUTIN]), Clusterer(), now=NOW)
    assert await reborn.think() == 1

    rows = await house.database.read(lambda conn: conn.execute(sa.select(item.c.story)).scalars().all())
    assert len(set(rows)) == 1
    assert reborn.mind.turn == 2


async def test_stories_are_recalled_in_parts_and_no_further_back_than_is_needed(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    await house.poll(HARBOUR, rss("Putin speaks", "Rain", "A fire in Turku", "A new bridge", "Bees", "The tide"))
    await house.think()
    ids = await house.database.read(lambda conn: conn.scalars(sa.select(item.c.id).order_by(item.c.turn)).all())
    one, other = StoryId(ids[0]), StoryId(ids[2])
    await house.archive.move(dict(zip(map(ItemId, ids), (one, one, other, one, other, one), strict=True)))
    monkeypatch.setattr("bot.store.archive.RECALLED", 2)
    came_round: list[int] = []
    rules = Rules(window=WindowRules(reports=2))

    mind = await house.archive.recall(
        Matcher([PUTIN]), Clusterer(rules), now=NOW, came_round=lambda: came_round.append(1)
    )

    assert (mind.turn, len(came_round)) == (6, 2)
    groups = {item: mind.clusterer._groups[item] for item in mind.clusterer._groups._story_of}
    assert sorted((group.size, len(group.members)) for group in groups.values()) == [(1, 1), (3, 1)]
    assert {group.founded * 3600 for group in groups.values()} == {(NOW - timedelta(hours=1)).timestamp()}


async def test_after_a_long_break_turns_go_on_and_nothing_old_is_recalled(house: House) -> None:
    await house.poll(HARBOUR, rss("Putin speaks", "Rain"))
    await house.think()

    mind = await house.archive.recall(Matcher([PUTIN]), Clusterer(), now=NOW + timedelta(days=30))

    assert mind.turn == 2
    assert not mind.clusterer._groups._story_of


async def test_an_item_that_breaks_a_step_costs_only_itself(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    add = house.mind.clusterer.add

    def picky(report: Report) -> Decision:
        if "poison" in report.title:
            raise ValueError("a bad character")
        return add(report)

    monkeypatch.setattr(house.mind.clusterer, "add", picky)
    await house.poll(HARBOUR, rss("Putin speaks", "poison", "Putin leaves for Tula"))

    assert await house.think() == 3
    assert await house.think() == 0
    assert len((await house.digest())[0].plain.split("Putin ")) >= 3


async def test_a_report_that_comes_days_late_stands_alone(house: House) -> None:
    await house.poll(HARBOUR, rss("Putin and the mayor open the new bridge in Kaluga"))
    await house.think()
    await house.poll(VESTNIK, rss("Putin and the mayor open the new bridge in Kaluga", guid="v", hours_ago=24 * 5))
    await house.think()

    rows = await house.database.read(lambda conn: conn.execute(sa.select(item.c.story)).scalars().all())
    assert len(set(rows)) == 2


async def test_feeds_are_leased_so_that_a_restart_storm_asks_nobody_twice(house: House) -> None:
    first = await house.archive.lease(10, now=NOW, lease_for=timedelta(minutes=3))
    again = await house.archive.lease(10, now=NOW, lease_for=timedelta(minutes=3))
    later = await house.archive.lease(10, now=NOW + timedelta(minutes=3), lease_for=timedelta(minutes=3))

    assert {feed.id for feed in first} == set(FEEDS)
    assert again == []
    assert {feed.id for feed in later} == set(FEEDS)


async def test_a_feed_that_is_switched_off_is_not_asked(house: House) -> None:
    off = Archive(house.database, {**FEEDS, HARBOUR.id: replace(HARBOUR, enabled=False)})

    assert [feed.id for feed in await off.lease(10, now=NOW, lease_for=timedelta(minutes=3))] == [VESTNIK.id]


async def test_entries_read_are_unusable_known_or_new(house: House) -> None:
    body = rss("Putin speaks", "Rain").replace(b"</channel>", b"<item><description></description></item></channel>")
    await house.poll(HARBOUR, body)
    await house.poll(HARBOUR, body + b"<!-- again -->")

    row = await house.database.read(lambda conn: conn.execute(sa.select(feed).where(feed.c.id == HARBOUR.id)).one())
    assert (row.read, row.unusable, row.known, row.new) == (6, 2, 2, 2)


async def test_a_batch_the_archive_refused_is_understood_again_as_if_for_the_first_time(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    await house.poll(HARBOUR, rss("Putin and the mayor open the new bridge in Kaluga"))

    async def refuse(_: object) -> None:
        raise StoreError("database is locked")

    monkeypatch.setattr(house.archive, "finish", refuse)
    with pytest.raises(StoreError):
        await house.think()
    monkeypatch.undo()
    house.mind = await house.archive.recall(house.mind.matcher, Clusterer(), now=NOW)
    await house.think()

    copies = await house.database.read(lambda conn: conn.scalars(sa.select(item.c.duplicate_of)).all())
    assert copies == [None]


async def test_an_item_that_only_possibly_names_someone_is_in_no_digest(house: House) -> None:
    sandu = Entity(EntityId("sandu"), "Maia Sandu")
    house.mind.matcher = Matcher([sandu])
    assert house.mind.matcher.match({"title": "Sandu wins judo gold in Cluj"}).possible == ("sandu",)
    audience = Audience("main", "@news", {sandu.id: sandu}, FEEDS, Choosing())

    await house.poll(HARBOUR, rss("Sandu wins judo gold in Cluj", "Rain"))
    while await house.think():
        pass
    nothing = await compose(audience, Slot("a", NOW), archive=house.archive, now=NOW)
    await house.poll(VESTNIK, rss("Maia Sandu in Cahul", guid="h"))
    while await house.think():
        pass
    (post,) = await compose(audience, Slot("b", NOW), archive=house.archive, now=NOW)

    assert nothing == ()
    assert "Maia Sandu in Cahul" in post.plain
    assert "judo" not in post.plain
