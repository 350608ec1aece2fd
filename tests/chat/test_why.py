"""/why: whom an item names, whom it does not, and why it is in its story, in words anybody can read."""

from collections.abc import AsyncIterator, Sequence
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from bot.chat.answers import Answers
from bot.chat.asking import Asked, Turned
from bot.entities.match import Matcher
from bot.model import Entity, EntityId, Item
from bot.pipeline.understand import Mind, understand
from bot.store import search_upkeep, upkeep
from bot.store.archive import Archive
from bot.store.database import Database
from bot.stories.cluster import Clusterer
from tests.builders import NOW, make_feed, make_item
from tests.entities.rows import shipped
from tests.telegram_parser import bare, found, links, parsed

FEED = make_feed()
SANDU = Entity(EntityId("sandu"), "Maia Sandu")


async def no_encoder(texts: object) -> None:  # noqa: ARG001 - an Encode
    return None


class Asking:
    """An archive, and somebody who asks why."""

    def __init__(self, database: Database, entities: Sequence[Entity]) -> None:
        self.database = database
        self.entities = entities
        self.known = 0
        self.archive = Archive(database, {FEED.id: FEED})
        self.mind = Mind(Matcher(entities), Clusterer(), {FEED.id: FEED}, latest=NOW - timedelta(days=9))

    async def know(self, title: str, summary: str = "", **changes: object) -> Item:
        self.known += 1
        number = int(NOW.timestamp() * 1000) + self.known
        item = make_item(number=number, title=title, summary=summary, **changes)
        await self.archive.load([item])
        while await understand(self.mind, encode=no_encoder, archive=self.archive):
            pass
        return item

    async def why(self, text: str = "", links: tuple[str, ...] = (), entities: Sequence[Entity] = ()) -> str:
        """Ask, and check that Telegram takes the answer."""
        answers = Answers(self.database, {FEED.id: FEED}, entities or self.entities, lambda: NOW)
        html = (await answers.why(Asked(text, 1, links))).html
        assert len(parsed(html)["text"]) <= 4096
        return bare(html)


@pytest.fixture
async def asking(tmp_path: Path) -> AsyncIterator[Asking]:
    async with Database(f"sqlite:///{tmp_path / 'n.db'}") as database:
        asking = Asking(database, [*shipped(), SANDU])
        await asking.archive.register(now=NOW)
        yield asking


async def test_a_mention_is_told_with_its_place_its_sum_and_its_reasons(asking: Asking) -> None:
    item = await asking.know("Maia Sandu meets Vladimir Putin in Tula")

    told = await asking.why(item.link)

    assert "<b>Maia Sandu</b> — mentioned" in told
    assert "• «Sandu» in the title, +5.5, needs more than 0: own given name «Maia» before (+6.0)" in told
    assert "<b>Vladimir Putin</b> — mentioned" in told


async def test_a_rejection_is_told_with_what_spoke_against_it(asking: Asking) -> None:
    item = await asking.know("Richard Wagner opera opens in Bayreuth")

    told = await asking.why(item.link)

    assert "<b>Wagner Group</b> — not mentioned" in told
    assert "veto: another given name «Richard»" in told


async def test_what_is_only_possible_is_told_as_such(asking: Asking) -> None:
    await asking.know("Sandu wins judo gold in Cluj")

    assert "<b>Maia Sandu</b> — only possible, never posted" in await asking.why("judo gold")


async def test_an_item_that_names_nobody_is_told_so(asking: Asking) -> None:
    await asking.know("Rain in the harbour")

    told = await asking.why("harbour")

    assert "No form of a name that is tracked here stands in it." in told
    assert "it stands alone" in told


async def test_the_story_is_told_with_what_two_reports_have_in_common_in_any_language(asking: Asking) -> None:
    first = await asking.know("Putin and Xi meet in Moscow: bridge in Kherson hit by two drones, 3 killed")
    second = await asking.know(
        "Putin meets Xi in Moscow as two drones hit a bridge in Kherson, killing 3", link="http://feeds.example/b"
    )

    told = await asking.why(second.link)

    assert "with 1 other report of one event" in told
    assert f'In common with <a href="{first.link}">' in told
    assert all(name in told for name in ("putin", "Moscow", "Kherson", "drone"))
    assert "which it founded" in await asking.why(first.link)


async def test_a_link_is_known_however_it_is_spelled(asking: Asking) -> None:
    await asking.know("Maia Sandu in Cahul", link="http://feeds.example/x/1", keys=("guid:1",))

    for spelling in ("http://feeds.example/x/1", "http://feeds.example/x/1/"):
        assert "Maia Sandu" in await asking.why(spelling)


async def test_an_item_is_found_by_its_number_and_by_words(asking: Asking) -> None:
    item = await asking.know("Maia Sandu in Cahul")

    assert "Cahul" in await asking.why(str(item.id))
    assert "Cahul" in await asking.why("cahul")


async def test_a_reply_to_a_post_of_several_reports_asks_which(asking: Asking) -> None:
    first = await asking.know("Maia Sandu in Cahul", link="http://feeds.example/1")
    second = await asking.know("Richard Wagner in Bayreuth", link="http://feeds.example/2")
    links = (first.link, "http://elsewhere.example/", second.link)

    which = await asking.why(links=links)

    assert f"1. Maia Sandu in Cahul — <code>/why {first.id}</code>" in which
    assert f"2. Richard Wagner in Bayreuth — <code>/why {second.id}</code>" in which
    assert "<b>Wagner Group</b> — not mentioned" in await asking.why("2", links)


async def test_a_reply_to_a_post_of_one_report_explains_it(asking: Asking) -> None:
    item = await asking.know("Maia Sandu in Cahul")

    assert "<b>Maia Sandu</b> — mentioned" in await asking.why(links=(item.link, item.link))


@pytest.mark.parametrize("asked", ["http://nowhere.example/", "9" * 19, "9223372036854775807", "1" * 16, "xylophone"])
async def test_what_is_not_there_is_told_so(asking: Asking, asked: str) -> None:
    assert "I have no such report" in await asking.why(asked)


async def test_an_item_that_was_forgotten_is_told_so(asking: Asking) -> None:
    item = await asking.know("Rain in the harbour")
    later = NOW + timedelta(days=40)
    month = timedelta(days=30)
    keeping = upkeep.Keeping(month, month, month, 10**12)
    await upkeep.keep_up(asking.database, keeping, search_upkeep.documents_of({}), now=later)

    assert "keep its text no longer" in await asking.why(item.link)


async def test_nothing_asked_says_how_to_ask(asking: Asking) -> None:
    assert "Reply with /why to a post" in await asking.why()


async def test_what_counts_since_it_was_read_is_told_beside_what_is_found_now(asking: Asking) -> None:
    item = await asking.know("Maia Sandu in Cahul")
    strict = replace(SANDU, threshold=9.0)

    told = await asking.why(item.link, entities=[strict])
    gone = await asking.why(item.link, entities=[Entity(EntityId("macron"), "Emmanuel Macron")])

    assert "<b>Maia Sandu</b> — counted since it was read; not mentioned as things are now" in told
    assert "It counts for sandu since it was read, under other settings." in gone


async def test_a_sense_that_is_no_longer_kept_is_told_so(asking: Asking) -> None:
    item = await asking.know("Wagner sagt ab")

    assert "The sense of the whole text was weighed too" in await asking.why(item.link)


async def test_nothing_in_a_title_or_a_name_becomes_active(asking: Asking) -> None:
    item = await asking.know("<b>Maia Sandu</b> @admin t.me/x & /start", "Maia <i>Sandu</i> #tag")

    told = await asking.why(item.link)

    assert links(told) == [item.link]
    assert found(parsed(told)["text"]) == []


async def test_the_longest_item_is_explained_within_one_message(asking: Asking) -> None:
    crowd = [Entity(EntityId(f"p{n}"), f"Vasily {chr(65 + n % 26) * 3}sandrov{'x' * 60}{n}") for n in range(60)]
    text = " ".join(f"{one.name}. {one.name.split()[1]} @opera.x/y." for one in crowd)
    for number in range(3):
        item = await asking.know(text[:400], text, link=f"http://feeds.example/{'long' * 400}/{number}")

    told = await asking.why(item.link, entities=crowd)

    assert "• «" in told
    assert "… and" in told
    assert "<b>Story</b> — with 2 other reports" in told


@pytest.mark.parametrize("data", [f"s:{'9' * 30}:0", f"s:1:{'9' * 30}", "s:²:0", "s:1", "-", ""])
async def test_a_button_with_an_impossible_number_does_nothing(asking: Asking, data: str) -> None:
    answers = Answers(asking.database, {FEED.id: FEED}, [SANDU], lambda: NOW)

    assert await answers.turn(Asked(data, 1)) == Turned()
