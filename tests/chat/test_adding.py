"""Feeds that administrators add in Telegram: looked at first, told to the others, confirmed by a second person."""

import asyncio
from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from bot.chat.adding import ACTS, Adding, Proposal
from bot.chat.record import Record
from bot.errors import FetchError
from bot.model import FeedId
from bot.store import added, outbox, people
from bot.store.database import Database
from bot.store.schema import outbox as table
from sandbox.world import Message
from tests.builders import NOW
from tests.chat.talk import FEED, Talk, talking
from tests.delivery.haste import now
from tests.telegram_parser import bare

FIRST, SECOND = 1_000_001, 7_000_000_002
KEYS: Mapping[str, Any] = {
    "id": "tide",
    "title": "Tide <Times>",
    "url": "https://tide.example/rss?a=1&b=2",
    "language": "en",
    "owner": "tide.example",
    "ownership": "unknown",
    "ownership_source": "",
}


@dataclass(slots=True)
class Web:
    """Addresses that answer as a test says, and how often what they bring was taken up."""

    proposal: Proposal | FetchError
    slow: asyncio.Event = field(default_factory=asyncio.Event)
    renewed: int = 0

    async def propose(self, url: str, name: str) -> Proposal:  # noqa: ARG002 - a Proposing
        if "slow" in url:
            await self.slow.wait()
        if isinstance(self.proposal, FetchError):
            raise self.proposal
        return self.proposal

    def renew(self) -> None:
        self.renewed += 1


@dataclass(slots=True)
class Room:
    """A talk with administrators."""

    talk: Talk
    web: Web

    async def feeds(self) -> Mapping[FeedId, added.Added]:
        return await self.talk.database.read(added.feeds)

    async def notices(self) -> list[sa.Row[Any]]:
        query = sa.select(table).where(table.c.channel == outbox.OPERATOR)
        return list(await self.talk.database.read(lambda conn: conn.execute(query).all()))

    async def pressed(self, message: Message, button: str) -> str:
        """Press a button and return what the message says then."""
        before = message.text
        await self.talk.press(message, button)
        return await self.talk.changed(message, before)

    async def add(self) -> None:
        await self.pressed(await self.talk.ask("/addfeed tide.example"), "Add")


@pytest.fixture(params=[frozenset({FIRST, SECOND})])
async def room(tmp_path: Path, request: pytest.FixtureRequest) -> AsyncIterator[Room]:
    proposal = Proposal(KEYS, 9, NOW, 5, {"Vladimir Putin": ["Putin <speaks>", "Putin rests"]})
    admins: frozenset[int] = request.param
    async with Database(f"sqlite:///{tmp_path / 'n.db'}") as database:
        web = Web(proposal)
        acts = Adding(database, {FEED.id: FEED}, Record(database, admins, now), now, web.propose, web.renew)
        async with talking(tmp_path, acts=[acts], admins=admins) as talk:
            assert talk.sandbox.add_user("Second").id == SECOND
            yield Room(talk, web)


async def test_a_feed_is_shown_first_and_added_only_when_the_button_is_pressed(room: Room) -> None:
    shown = await room.talk.ask("/addfeed tide.example")

    assert "Tide <Times> · tide" in bare(shown.text)
    assert "https://tide.example/rss?a=1&b=2" in shown.text
    assert "9 reports" in shown.text
    assert "Vladimir Putin (2): Putin <speaks>" in bare(shown.text)
    assert await room.feeds() == {}

    told = await room.pressed(shown, "Add")

    assert "Feed tide is added" in told
    assert "raises no alert before another administrator confirms it" in told
    (feed,) = (await room.feeds()).values()
    assert feed.table == KEYS
    assert not feed.confirmed
    assert room.web.renewed == 1


async def test_whoever_does_not_want_it_adds_nothing(room: Room) -> None:
    assert "stays as it is" in await room.pressed(await room.talk.ask("/addfeed tide.example"), "Do not add")
    assert await room.feeds() == {}
    assert room.web.renewed == 0


async def test_an_address_that_gives_no_feed_is_told_in_one_plain_line(room: Room) -> None:
    room.web.proposal = FetchError("127.0.0.1 is in a private network")

    said = await room.talk.said("/addfeed http://127.0.0.1/rss")

    assert "cannot be added: " in said
    assert "is in a private network" in said
    assert "\n" not in said


async def test_what_is_read_already_is_said_to_be_and_cannot_be_added(room: Room) -> None:
    room.web.proposal = Proposal({}, 0, None, 0, {}, known="harbour")

    answer = await room.talk.ask("/addfeed http://www.feeds.example/rss/")

    assert "read already" in answer.text
    assert "harbour" in answer.text
    assert not answer.markup


async def test_a_second_administrator_is_told_with_a_button_and_confirms_by_it(room: Room) -> None:
    await room.add()

    (notice,) = await room.notices()
    assert notice.chat == str(SECOND)
    assert notice.plain == f"{FIRST}: Feed tide is added: {KEYS['url']}"
    text, data = notice.button
    assert "Confirm" in text
    seen = await room.talk.ask("/help", user=room.talk.sandbox.world.users[SECOND])
    await room.talk.forge(seen, data)  # the sandbox presses as its first user, who added the feed
    assert not (await room.feeds())[FeedId("tide")].confirmed

    second = room.talk.sandbox.world.users[SECOND]
    seen.markup = {"inline_keyboard": [[{"text": "Confirm", "callback_data": data}]]}
    await room.talk.press(seen, "Confirm", user=second)

    assert (await room.feeds())[FeedId("tide")].confirmed
    assert room.web.renewed == 2
    assert [one.chat for one in await room.notices()] == [str(SECOND), str(FIRST)]


async def test_who_added_a_feed_cannot_confirm_it_and_another_can_by_its_id(room: Room) -> None:
    await room.add()
    second = room.talk.sandbox.world.users[SECOND]

    assert "feeds confirm tide" in await room.talk.said("/confirmfeed tide")
    assert not (await room.feeds())[FeedId("tide")].confirmed
    assert "waits to be confirmed: tide" in await room.talk.said("/confirmfeed", user=second)
    assert "is confirmed and may raise alerts" in await room.talk.said("/confirmfeed tide", user=second)
    assert (await room.feeds())[FeedId("tide")].confirmed


@pytest.mark.parametrize("room", [frozenset({FIRST})], indirect=True)
async def test_where_there_is_one_administrator_only_the_console_confirms_and_it_says_so(room: Room) -> None:
    told = await room.pressed(await room.talk.ask("/addfeed tide.example"), "Add")

    assert "confirmed on the server, as there is no other administrator: run_bot.py feeds confirm tide" in told
    assert await room.notices() == []


async def test_an_old_button_confirms_no_other_address_that_has_the_id_now(room: Room) -> None:
    await room.add()
    (notice,) = await room.notices()
    await room.talk.database.write(added.remove, FeedId("tide"))
    other = {**KEYS, "url": "https://other.example/rss"}
    await room.talk.database.write(added.add, FeedId("tide"), other, by=FIRST, now=NOW)

    second = room.talk.sandbox.world.users[SECOND]
    seen = await room.talk.ask("/help", user=second)
    seen.markup = {"inline_keyboard": [[{"text": "Confirm", "callback_data": notice.button[1]}]]}
    answer = await room.talk.press(seen, "Confirm", user=second)

    assert "not so any more" in answer["text"]
    assert not (await room.feeds())[FeedId("tide")].confirmed


async def test_who_was_forgotten_leaves_a_feed_that_only_the_console_confirms(room: Room) -> None:
    await room.add()
    await people.forget(room.talk.database, FIRST)

    assert "feeds confirm tide" in await room.talk.said("/confirmfeed tide")
    assert not (await room.feeds())[FeedId("tide")].confirmed


async def test_a_feed_that_was_added_is_removed_after_a_question(room: Room) -> None:
    await room.add()

    asked = await room.talk.ask("/removefeed tide")
    assert "be read no more" in asked.text
    assert "stays as it is" in await room.pressed(asked, "Keep")
    assert len(await room.feeds()) == 1
    told = await room.pressed(await room.talk.ask("/removefeed tide"), "Remove")

    assert "read no more; what it brought stays" in told
    assert await room.feeds() == {}
    assert room.web.renewed == 2
    assert "read no more" in (await room.notices())[-1].plain


async def test_of_a_feed_of_the_files_it_is_said_where_to_switch_it_off(room: Room) -> None:
    told = await room.talk.said("/removefeed harbour")

    assert "config/local/feeds.toml" in told
    assert '[[feed]]\nid = "harbour"\nenabled = false' in told
    assert "added here" in await room.talk.said("/removefeed nobody")


async def test_a_slow_address_delays_only_who_asked(room: Room) -> None:
    first, second = room.talk.sandbox.user, room.talk.sandbox.world.users[SECOND]
    room.talk.sandbox.say("/addfeed slow.example", user=first)

    assert "what you can ask" in (await room.talk.said("/help", user=second)).lower()
    before = len(room.talk.messages)
    room.web.slow.set()

    assert "Tide" in (await room.talk.next_message(before)).text


async def test_a_stranger_and_a_group_get_neither_commands_nor_buttons(room: Room) -> None:
    await room.add()
    (notice,) = await room.notices()
    mallory = room.talk.sandbox.add_user("Mallory")
    group = room.talk.sandbox.add_chat("supergroup", "Readers")
    name = room.talk.sandbox.world.bot.username

    for act in ACTS:
        assert "I do not know the command" in await room.talk.said(f"/{act} tide", user=mallory)
        assert "I do not know the command" in await room.talk.said(f"/{act}@{name} tide", chat=group)
    for data in (notice.button[1], notice.button[1].replace(":c:", ":r:"), "a:y:1"):
        seen = await room.talk.ask("/help", user=mallory)
        seen.markup = {"inline_keyboard": [[{"text": "forged", "callback_data": data}]]}
        await room.talk.press(seen, "forged", user=mallory)
    feeds = await room.feeds()
    assert list(feeds) == [FeedId("tide")]
    assert not feeds[FeedId("tide")].confirmed


@pytest.mark.parametrize(
    "data", ["a:", "a:y:", "a:y:x", "a:y:99", "a:c:x", "a:c:tide:", "a:r:tide:00000000", "a:z:tide:"]
)
async def test_a_forged_button_of_an_administrator_breaks_nothing(room: Room, data: str) -> None:
    await room.add()
    seen = await room.talk.ask("/help")

    await room.talk.forge(seen, data)

    assert list(await room.feeds()) == [FeedId("tide")]
