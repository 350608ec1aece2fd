"""What the bot's administrators may do, and nobody else, and how the others hear of it."""

from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from bot.app import renew_nothing
from bot.chat.administration import ACTS, Administration, Levers
from bot.chat.record import Record
from bot.errors import Problem
from bot.feeds.health import Network
from bot.feeds.state import FeedState
from bot.model import Feed, FeedId, Message, PostId
from bot.store import feeds, hold, outbox
from bot.store.database import Database
from bot.store.schema import outbox as table
from tests.builders import NOW, make_feed
from tests.chat.proposals import nothing_there
from tests.chat.remedies import FakeRemedies
from tests.chat.talk import FEED, Talk, talking
from tests.delivery.haste import now

CHANNELS = {"main": "@news", "second": "-1007"}


@dataclass
class Room:
    """A talk in which the sandbox's first user is an administrator beside another one."""

    talk: Talk
    composed: list[str]
    remedies: FakeRemedies
    problems: list[Problem]
    sources: dict[FeedId, Feed]
    network: Network

    async def read(self, number: int, **state: Any) -> None:
        """Let there be so many feeds and no other, each in this state."""
        self.sources.clear()
        for place in range(number):
            feed = make_feed(id=FeedId(f"outlet-{place}"), title=f"Outlet {place} {'of the harbour ' * 9}")
            self.sources[feed.id] = feed
            await self.talk.database.write(feeds.register, [feed], now=NOW)
            await self.talk.database.write(feeds.remember, feed.id, FeedState(**state), ())

    async def notices(self) -> list[str]:
        rows = await self.talk.database.read(lambda conn: conn.execute(sa.select(table)).all())
        return [f"{row.chat} {row.plain}" for row in rows if row.channel == outbox.OPERATOR]

    async def paused(self, channel: str) -> str:
        return await self.talk.database.read(outbox.paused, CHANNELS[channel])

    async def post(self, *, state: str) -> PostId:
        def put(conn: sa.Connection) -> PostId:
            outbox.queue(conn, "main", "@news", "k", [Message("<b>x</b>", "Poison <b>")], now=datetime.now(UTC))
            row = conn.execute(sa.select(table)).first()
            assert row is not None
            outbox.change(conn, row.id, datetime.now(UTC), state=state, error="can't parse")
            return PostId(row.id)

        return await self.talk.database.write(put)


@pytest.fixture
async def room(tmp_path: Path) -> AsyncIterator[Room]:
    composed: list[str] = []

    async def compose(channel: str) -> int:
        composed.append(channel)
        return 2

    async def reload() -> Sequence[Problem]:
        return problems

    problems: list[Problem] = []
    levers = Levers(compose, reload, nothing_there, renew_nothing)
    remedies, network = FakeRemedies(), Network()
    async with Database(f"sqlite:///{tmp_path / 'n.db'}") as database:
        admins = frozenset({7, 1_000_001})
        record = Record(database, admins, now)
        sources = {FEED.id: FEED}
        acts = Administration(database, sources, CHANNELS, record, now, levers, remedies, network)
        async with talking(tmp_path, acts=[acts], admins=admins) as talk:
            yield Room(talk, composed, remedies, problems, sources, network)


async def test_the_status_tells_of_feeds_posts_and_channels(room: Room) -> None:
    await room.post(state="quarantined")
    told = await room.talk.said("/status")

    assert "0 reports · 1 feed" in told
    assert "Posts set aside: 1" in told
    assert "main: last digest: just now" in told


async def test_feeds_are_told_one_by_one(room: Room) -> None:
    assert "harbour: Harbour Post: new" in await room.talk.said("/feeds")


async def test_of_more_feeds_than_a_message_holds_the_first_are_told_and_the_others_counted(room: Room) -> None:
    await room.read(200, failures=3, last_error="no answer")

    message = await room.talk.ask("/feeds")

    shown = message.text.count("•")
    assert 10 < shown < 200
    assert f"… and {200 - shown} more" in message.text
    assert len(message.text) <= 4096


async def test_the_status_says_that_our_own_network_is_down_while_nothing_is_held_against_feeds(room: Room) -> None:
    assert "network" not in await room.talk.said("/status")
    for number in range(6):
        room.network.note(FeedId(f"outlet-{number}"), failed=True, now=NOW)

    assert "Our own network seems to be down: 6 feeds fail together" in await room.talk.said("/status")


async def test_the_status_says_so_too_where_all_feeds_have_failed_for_one_cause(room: Room) -> None:
    await room.read(3, failures=9, last_error="no such host")
    assert "Our own network seems to be down: 3 feeds" in await room.talk.said("/status")

    other = FeedState(failures=9, last_error="HTTP 404")
    await room.talk.database.write(feeds.remember, FeedId("outlet-1"), other, ())
    assert "network" not in await room.talk.said("/status")


async def test_a_channel_paused_by_hand_stays_so_until_it_is_resumed_and_the_others_are_told(room: Room) -> None:
    assert "Name a channel" in await room.talk.said("/pause")
    assert "Channel main is paused" in await room.talk.said("/pause main")
    await room.talk.database.write(outbox.resume_all)
    await room.talk.database.write(outbox.resume, "@news", now=datetime.now(UTC))
    assert await room.paused("main") == outbox.BY_HAND
    assert await room.paused("second") == ""
    assert "paused: by an administrator" in await room.talk.said("/status")

    assert "Channel main goes on" in await room.talk.said("/resume main")

    assert await room.paused("main") == ""
    admin = room.talk.sandbox.user.id
    assert await room.notices() == [
        f"7 {admin}: Channel main is paused until /resume.",
        f"7 {admin}: Channel main goes on.",
    ]


async def test_a_digest_is_composed_when_it_is_asked_for(room: Room) -> None:
    assert "on its way: 2 posts" in await room.talk.said("/digest second")
    assert room.composed == ["second"]


async def test_posts_set_aside_are_listed_sent_again_or_dropped(room: Room) -> None:
    assert "Nothing is set aside" in await room.talk.said("/quarantine")
    post = await room.post(state="quarantined")

    assert "Poison <b> — can't parse" in await room.talk.said("/quarantine")
    assert f"Post {post} is sent once more" in await room.talk.said(f"/quarantine {post} again")
    assert await room.talk.database.read(outbox.states) == {"pending": 1}
    assert "No post of that number" in await room.talk.said(f"/quarantine {post} drop")


async def test_others_get_the_answer_of_an_unknown_command(room: Room) -> None:
    stranger = room.talk.sandbox.add_user("Mallory")
    group = room.talk.sandbox.add_chat("supergroup", "Readers")
    name = room.talk.sandbox.world.bot.username

    for act in ACTS:
        user = room.talk.sandbox.add_user("Mallory")
        assert f"I do not know the command {act}" in await room.talk.said(f"/{act}", user=user)
        assert "I do not know the command" in await room.talk.said(f"/{act}@{name} main", chat=group)
    assert "I do not know" in await room.talk.said("/pause main", user=stranger)
    assert await room.paused("main") == ""


async def test_nobody_commands_the_bot_on_behalf_of_a_channel(room: Room) -> None:
    sandbox = room.talk.sandbox
    user = sandbox.user
    payload = {
        "message_id": 99,
        "date": 1,
        "chat": {"id": user.id, "type": "private", "first_name": "A"},
        "from": {"id": user.id, "is_bot": False, "first_name": "A"},
        "sender_chat": {"id": -1009, "type": "channel", "title": "C"},
        "text": "/pause main",
    }
    await room.talk.said("/help")
    before = len(room.talk.messages)

    sandbox.inject("message", payload)
    await room.talk.next_message(before)

    assert await room.paused("main") == ""


async def test_a_notice_goes_to_each_administrator_once(room: Room) -> None:
    now = datetime.now(UTC)
    await room.talk.database.write(outbox.notify, [7, 8], "Feed <x> is dead, see bbc.com", now=now)
    await room.talk.database.write(outbox.notify, [7, 8], "Feed <x> is dead, see bbc.com", now=now)

    assert await room.notices() == ["7 Feed <x> is dead, see bbc.com", "8 Feed <x> is dead, see bbc.com"]


async def test_editors_name_reports_by_number_and_posts_by_link(room: Room) -> None:
    one, other = await room.talk.know("Putin speaks in Tula", "Rain in the harbour")
    admin = str(room.talk.sandbox.user.id)

    assert f"Report {one.id} is taken back: hoax" in await room.talk.said(f"/hide {one.id} hoax")
    assert "1 report stands again" in await room.talk.said(f"/unhide {one.id}")
    assert "stands alone" in await room.talk.said(f"/split {one.id}")
    assert "now story" in await room.talk.said(f"/merge {one.id} {other.id}")

    assert room.remedies.decided == [
        ("withdraw", one.id, "hoax"),
        ("give back", one.id),
        ("split", one.id, admin),
        ("merge", one.id, other.id, admin),
    ]
    for wrong in (
        "/hide 7 hoax",
        f"/split 7 {one.id}",
        f"/merge {one.id} {one.id}",
        "/retract https://t.me/news/7 x",
        "/unhide 7",
    ):
        user_says = await room.talk.said(wrong)
        assert "I have nothing of that number or link" in user_says
    for bare_command in ("/hide", "/unhide", "/split", "/merge", "/retract", "/retract https://t.me/news/7"):
        assert "Write the" in await room.talk.said(bare_command)


async def test_reload_takes_up_changed_settings_or_says_what_is_wrong_with_them(room: Room) -> None:
    assert "are taken up" in await room.talk.said("/reload")

    room.problems.append(Problem("settings.toml", "poll.every", "'soon': expected a number and a unit"))
    told = (await room.talk.said("/reload")).replace("\u2060", "")
    assert "Nothing was changed" in told
    assert "poll.every: 'soon': expected a number" in told
    assert len([line for line in await room.notices() if "taken up" in line]) == 1


async def test_no_digest_is_composed_on_hold_and_what_ends_it_is_said(room: Room) -> None:
    await room.talk.database.write(hold.begin, "kept.db was restored", now=datetime.now(UTC))

    told = (await room.talk.said("/digest main")).replace("\u2060", "")

    assert "Nothing is sent: kept.db was restored. run_bot.py release" in told
    assert room.composed == []


async def test_the_status_says_that_the_bot_is_on_hold_and_what_ends_it(room: Room) -> None:
    await room.talk.database.write(hold.begin, "kept.db was restored", now=datetime.now(UTC))

    told = (await room.talk.said("/status")).replace("\u2060", "")

    assert "Nothing is sent: kept.db was restored. run_bot.py release" in told
