from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa

from bot.model import ItemId
from bot.search.document import IndexDocument
from bot.store import follows, items, search_sqlite
from bot.store.database import Database
from bot.store.schema import item
from tests.builders import make_item
from tests.search.builders import NOW, read


@pytest.fixture
async def database(tmp_path: Path) -> AsyncIterator[Database]:
    async with Database(f"sqlite:///{tmp_path / 'n.db'}") as opened:
        yield opened


async def report(database: Database, title: str, *, story: int, days_ago: float = 1) -> ItemId:
    when = NOW - timedelta(days=days_ago)
    guid = f"{title} {story} {days_ago}"
    one = make_item(
        id=ItemId(int(when.timestamp() * 1000) << 20), title=title, published=when, guid=guid, keys=(f"guid:{guid}",)
    )
    (number,) = await database.write(items.add, [one])
    await database.write(lambda conn: conn.execute(sa.update(item).where(item.c.id == number).values(story=story)))
    await database.write(search_sqlite.index, [IndexDocument(number, one.feed, title)])
    return number


async def test_what_is_followed_is_kept_as_it_was_typed(database: Database) -> None:
    first = await database.write(follows.add, "chat", '"peace  Talks" -ankara', "at once", language="en", now=NOW)
    second = await database.write(follows.add, "chat", "rain", "digest", language="en", now=NOW)
    await database.write(follows.add, "other", "rain", "digest", language="en", now=NOW)

    assert await database.read(follows.of_chat, "chat") == [first, second]
    assert first.query == '"peace  Talks" -ankara'
    assert await database.read(follows.queries) == {'"peace  Talks" -ankara': NOW, "rain": NOW}


async def test_following_again_changes_the_mode(database: Database) -> None:
    first = await database.write(follows.add, "chat", "rain", "at once", language="en", now=NOW)
    again = await database.write(follows.add, "chat", "rain", "digest", language="en", now=NOW)

    assert (again.id, again.mode) == (first.id, "digest")
    assert await database.read(follows.of_chat, "chat") == [again]


async def test_only_its_own_chat_ends_a_follow(database: Database) -> None:
    one = await database.write(follows.add, "chat", "rain", "at once", language="en", now=NOW)

    assert not await database.write(follows.remove, "other", one.id)
    assert await database.write(follows.remove, "chat", one.id)
    assert await database.read(follows.of_chat, "chat") == []


async def test_a_chat_is_told_of_a_story_once(database: Database) -> None:
    first, second = await report(database, "Rain", story=1), await report(database, "Snow", story=1, days_ago=2)
    other = await report(database, "Hail", story=2, days_ago=3)

    assert await database.write(follows.claim, "chat", first, now=NOW)
    assert not await database.write(follows.claim, "chat", first, now=NOW)
    assert not await database.write(follows.claim, "chat", second, now=NOW)
    assert await database.write(follows.claim, "chat", other, now=NOW)
    assert await database.write(follows.claim, "another chat", second, now=NOW)


async def test_a_story_that_was_told_stays_told_when_it_merges_into_another(database: Database) -> None:
    first, second = await report(database, "Rain", story=1), await report(database, "Snow", story=2, days_ago=2)
    await database.write(follows.claim, "chat", first, now=NOW)
    await database.write(lambda conn: conn.execute(sa.update(item).where(item.c.story == 1).values(story=2)))

    assert not await database.write(follows.claim, "chat", second, now=NOW)


async def test_what_was_told_long_ago_is_let_go(database: Database) -> None:
    number = await report(database, "Rain", story=1)
    await database.write(follows.claim, "chat", number, now=NOW - timedelta(days=100))
    await database.write(follows.forget_told, before=NOW - timedelta(days=90))

    assert await database.write(follows.claim, "chat", number, now=NOW)


async def test_how_much_a_query_would_have_brought_counts_stories_of_the_last_fortnight(database: Database) -> None:
    for number in range(7):
        await report(database, "Rain again", story=number // 2, days_ago=1 + number)
    await report(database, "Rain long ago", story=99, days_ago=20)

    assert await database.read(follows.a_day, read("rain"), now=NOW) == pytest.approx(4 / 14)
    assert await database.read(follows.a_day, read("snow"), now=NOW) == 0


async def test_of_very_many_hits_the_newest_tell_the_rate(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(follows, "_MOST_HITS", 4)
    monkeypatch.setattr(follows, "_LIMITS", search_sqlite.Limits(counted=4))
    for number in range(12):
        await report(database, "Rain", story=number, days_ago=(number + 1) / 4)

    assert await database.read(follows.a_day, read("rain"), now=NOW) == pytest.approx(4, rel=0.3)
