"""/forgetme, and what nobody but the person may ever read."""

import logging
import random
import struct
from datetime import timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa

from bot.chat.administration import Administration
from bot.chat.asking import Asked
from bot.feeds.health import Network
from bot.model import FeedId, Notice
from bot.model import Message as Post
from bot.store import (
    added,
    follows,
    hold,
    matches,
    mutes,
    notices,
    outbox,
    pages,
    people,
    preferences,
    rewriting,
    rulings,
    sending,
)
from bot.store.database import Database
from bot.store.preferences import Preference
from bot.store.schema import follow_told
from bot.store.schema import outbox as outbox_table
from bot.stories.rulings import Ruling
from tests.builders import NOW
from tests.chat.talk import Talk
from tests.chat.test_following import pressed

SECRET = "zweckverbandsumlage"
PERSON = 5_678_901_234
"""A number of the size that Telegram gives today."""


def traces(folder: Path, person: int, *words: str) -> list[str]:
    """Return where the database's files speak of a person: as text, or as an integer of 6 or 8 bytes."""
    wanted = {str(person): str(person).encode(), "integer": struct.pack(">q", person)[2:]}
    wanted |= {word: word.encode() for word in words}
    return [
        f"{name} in {file.name}"
        for file in sorted(folder.glob("n.db*"))
        for name, bytes_ in wanted.items()
        if bytes_ in file.read_bytes()
    ]


async def live(database: Database, person: int) -> None:
    """Let a person do all that leaves something behind, and others too."""
    for number in range(40):
        for chat in (person, 7_000_000 + number):
            name, text = str(chat), f"{SECRET if chat == person else 'rain'} {number}"
            one = await database.write(follows.add, name, text, "digest", language="en", now=NOW)
            await database.write(follows.change, name, one.id, "at once")
            await database.write(mutes.add, name, f'source:"{text}"', until=NOW + timedelta(days=1))
            chosen = Preference("en", "Europe/Kyiv", f"0{number % 9}:00")
            await database.write(preferences.save, chat, chosen)
            posts = [Post(html=f"<b>{text}</b>" * 40, plain=text * 30)]
            await database.write(outbox.queue_for_follower, name, f"{number} {name}", posts, now=NOW)
            waiting = await database.read(sending.head, name, now=NOW)
            assert waiting is not None
            await database.write(sending.begin, waiting.id, now=NOW)
            await database.write(sending.sent, waiting, 100 + number, now=NOW, rest=NOW)
            await database.write(outbox.edit, outbox.FOLLOWERS, f"{number} {name}", 0, posts[0], now=NOW)
    for admin in (person, 7_000_001):
        await database.write(added.add, FeedId(f"tide-{admin == person}"), {"title": "Tide"}, by=admin, now=NOW)
        await database.write(pages.keep, pages.Found(admin, f"rain {admin == person}", (), 0), now=NOW)
    await database.write(notices.add, Notice("chat-lost", str(person), f"chat {person} takes no posts"), now=NOW)
    await database.write(rulings.add, Ruling("keep", (1,)), by=str(person), now=NOW)
    await database.write(outbox.notify, [7_000_001], f"{person}: paused", now=NOW)


def live_long(conn: sa.Connection) -> None:
    """Let 3,000 posts come in such an order, and grow so, that the pages of the tables are parted again and again."""
    chance = random.Random(1)
    numbers = list(range(3000))
    chance.shuffle(numbers)
    for number in numbers:
        chat = str(7_000_000_000 + number if number % 10 else PERSON)
        posts = [Post(html="rain", plain="rain " * chance.randint(1, 40))]
        outbox.queue_for_follower(conn, chat, f"{number} {chat}", posts, now=NOW)
        conn.execute(sa.insert(follow_told).values(chat=chat, item=chance.randrange(10**9), at=number))
    for one in conn.scalars(sa.select(outbox_table.c.id)).all()[::2]:
        grown = sa.update(outbox_table).where(outbox_table.c.id == one)
        conn.execute(grown.values(error="x" * chance.randint(1, 300)))


@pytest.mark.parametrize("small", [rewriting.SMALL * 10, rewriting.SMALL], ids=["at once", "in steps"])
async def test_copies_of_deleted_rows_that_pages_keep_go_too(
    tmp_path: Path, small: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rewriting, "SMALL", small)
    async with Database(f"sqlite:///{tmp_path / 'n.db'}") as database:
        await database.write(live_long)
        await database.write(people._delete, PERSON)
        await database.settle()
        assert traces(tmp_path, PERSON), "nothing would have to be written anew"

        await people.forget(database, PERSON)

        assert traces(tmp_path, PERSON) == []


async def test_nothing_about_a_person_is_left_in_the_files_once_they_are_forgotten(tmp_path: Path) -> None:
    async with Database(f"sqlite:///{tmp_path / 'n.db'}") as database:
        await live(database, PERSON)
        assert traces(tmp_path, PERSON, SECRET)

        await people.forget(database, PERSON)

        assert traces(tmp_path, PERSON, SECRET) == []
        assert len(await database.read(follows.queries)) == 40  # those of everybody else
        feeds = await database.read(added.feeds)
        assert {number: one.by for number, one in feeds.items()} == {"tide-True": 0, "tide-False": 7_000_001}
    assert traces(tmp_path, PERSON, SECRET) == []


async def test_forgetme_asks_first_and_then_forgets_all_that_was_asked_and_told(talk: Talk, tmp_path: Path) -> None:
    person = talk.sandbox.user.id
    (item,) = await talk.know(f"Rain and {SECRET[:6]}")
    await pressed(talk, await talk.ask(f"/follow {SECRET}"), "At once")
    await talk.said("/mute lang:ar 3d")
    await talk.said("/settings Europe/Kyiv")
    await talk.said(f"/search {SECRET} OR rain")
    await talk.database.write(matches.add, {item.id: {SECRET}}, now=NOW)
    await talk.database.write(follows.claim, str(person), item.id, now=NOW)
    await talk.database.write(outbox.queue_for_follower, str(person), "k", [Post(html=SECRET, plain=SECRET)], now=NOW)

    question = await talk.ask("/forgetme")
    assert "Forget everything about you?" in question.text
    assert traces(tmp_path, person, SECRET)
    assert "stays as it is" in await pressed(talk, await talk.ask("/forgetme"), "No")
    assert await talk.database.read(follows.of_chat, str(person))
    assert "I know nothing about you" in await pressed(talk, question, "Forget me")

    left = [trace for trace in traces(tmp_path, person, SECRET) if not trace.startswith("integer")]
    assert left == []  # the sandbox's numbers are so small that their bytes stand anywhere
    assert await talk.database.read(preferences.load, person) == Preference()


async def test_in_a_group_nobody_is_forgotten(talk: Talk) -> None:
    group = talk.sandbox.add_chat("supergroup", "Readers")

    assert "in our private chat" in await talk.said("/forgetme", chat=group)


async def test_a_post_on_the_wire_when_its_reader_is_forgotten_leaves_nothing_behind(tmp_path: Path) -> None:
    async with Database(f"sqlite:///{tmp_path / 'n.db'}") as database:
        await database.write(outbox.queue_for_follower, str(PERSON), "k", [Post(html="a", plain="a")], now=NOW)
        post = await database.read(sending.head, str(PERSON), now=NOW)
        assert post is not None
        await database.write(sending.begin, post.id, now=NOW)
        await people.forget(database, PERSON)

        await database.write(sending.sent, post, 5, now=NOW, rest=NOW)
        await database.write(sending.pause, post, "blocked", now=NOW)
        await database.write(sending.put_back, post, "later", now=NOW, until=NOW)
        await database.settle()

        assert traces(tmp_path, PERSON) == []


async def test_what_people_look_for_and_follow_stands_in_no_log(talk: Talk, caplog: pytest.LogCaptureFixture) -> None:
    await talk.know(f"Rain and {SECRET}")
    with caplog.at_level(logging.DEBUG):
        await talk.said(f"/search {SECRET}")
        await pressed(talk, await talk.ask(f"/follow {SECRET} rain"), "At once")
        await talk.said("/following")
        await talk.said(f"/unfollow {SECRET} rain")
        await talk.said(f"/mute {SECRET} 3d")

    ours = [record for record in caplog.records if record.name.startswith("bot")]
    assert [record.getMessage() for record in ours if SECRET in record.getMessage()] == []


async def test_what_people_follow_stands_in_no_view_of_an_administrator(talk: Talk) -> None:
    posts = [Post(html=f"🔔 {SECRET}", plain=f"🔔 {SECRET}")]
    await talk.database.write(outbox.queue_for_follower, str(PERSON), "k", posts, now=NOW)
    post = await talk.database.read(sending.head, str(PERSON), now=NOW)
    assert post is not None
    await talk.database.write(sending.quarantine, post, "Bad Request", now=NOW)
    desk = Administration(talk.database, {}, {}, None, lambda: NOW, None, None, Network())  # type: ignore[arg-type]

    for command in (desk.quarantine, desk.status):
        answer = await command(Asked("", 1))
        assert SECRET not in answer.html
        assert str(PERSON) not in answer.html
    assert (await talk.database.read(outbox.quarantined))[0].id == post.id
    await talk.database.write(outbox.queue_for_follower, str(PERSON), "later", posts, now=NOW)
    assert [one.plain for one in await talk.database.read(hold.waiting)] == ["…"]
