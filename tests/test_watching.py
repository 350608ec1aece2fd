"""The watch over a real archive: what the operator is told and when, and whether the bot is well."""

import asyncio
import logging
import socket
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa
from aiohttp import web

from bot.boundaries import Hour
from bot.configuration.secrets import Secrets
from bot.model import Entity, EntityId, FeedId, Message, Notice
from bot.settings import Archive, Poll, Settings, Telegram, Understanding, Watch
from bot.store import feeds, hold, items, notices, outbox, pulse
from bot.store.database import Database
from bot.store.schema import feed as feed_table
from bot.store.schema import outbox as outbox_table
from bot.watch.vitals import STAGES, Sign, Vitals
from bot.watching import ENOUGH, Watching
from bot.web.server import listening
from tests.builders import NOW, make_feed, make_item

HOUR = timedelta(hours=1)
WORK: tuple[Sign, ...] = ("polled", "understood", "posted")
OTHERS: tuple[Sign, ...] = ("collecting", "delivering", "telegram")
FEEDS = tuple(make_feed(id=FeedId(f"f{n}"), url=f"http://f{n}.example/rss") for n in range(3))


class Post:
    """A watch over a database, with a clock and a disk that the test sets."""

    def __init__(self, database: Database) -> None:
        self.database = database
        self.now = NOW
        self.seconds = 0.0
        self.free = 10 * ENOUGH
        self.down = False
        self.no_encoder = ""
        self.vitals = Vitals(lambda: self.seconds)
        self.settings = Settings(
            archive=Archive(),
            poll=Poll(),
            telegram=Telegram(admins=(7,)),
            understanding=Understanding(),
            channels=(),
            feeds=FEEDS,
            entities=(Entity(EntityId("putin"), "Vladimir Putin"),),
            secrets=Secrets(),
            watch=Watch(),
        )
        self.come_round()
        for sign in WORK:
            self.vitals.mark(sign)

    def come_round(self) -> None:
        """Let every stage come round, whether it gets anything done or not, and Telegram answer."""
        self.vitals.mark("telegram")
        for stage in STAGES:
            self.vitals.mark(stage)

    @property
    def watching(self) -> Watching:
        return Watching(
            self.settings,
            self.database,
            self.vitals,
            lambda: self.now,
            mode="live",
            network_down=lambda: self.down,
            no_encoder=lambda: self.no_encoder,
            free=lambda _: self.free,
        )

    async def raises(self, *told: Notice) -> None:
        await self.database.write(notices.add, *told, now=self.now)

    async def hears(self, span: timedelta) -> list[str]:
        """Let some time pass, a minute at a time, and return what the administrator was told in it."""
        before = len(await self.messages())
        for _ in range(int(span / timedelta(minutes=1))):
            self.now += timedelta(minutes=1)
            await self.watching.tell()
            await self.deliver()
        return (await self.messages())[before:]

    async def deliver(self) -> None:
        await self.database.write(lambda conn: conn.execute(sa.update(outbox_table).values(state="sent")))

    async def messages(self) -> list[str]:
        rows = await self.database.read(lambda conn: conn.execute(sa.select(outbox_table)).all())
        return [row.plain for row in rows if row.channel == outbox.OPERATOR]


@pytest.fixture
async def post(tmp_path: Path) -> AsyncIterator[Post]:
    async with Database(f"sqlite:///{tmp_path / 'n.db'}") as database:
        await database.write(feeds.register, FEEDS, now=NOW)
        yield Post(database)


LOST = Notice("chat-lost", "@news", "chat @news takes no posts (kicked)")


async def test_trouble_is_told_once_while_it_lasts_and_once_more_when_it_is_over(post: Post) -> None:
    for _ in range(3):
        await post.raises(LOST)
        assert len(await post.hears(HOUR)) <= 1
    assert len(await post.messages()) == 1

    await post.raises(Notice("chat-over", "@news", "chat @news takes posts again"))
    assert await post.hears(HOUR) == ["Over: chat @news takes posts again"]
    await post.raises(Notice("chat-over", "@news", "chat @news takes posts again"))
    assert await post.hears(HOUR) == []
    await post.raises(LOST)
    assert len(await post.hears(HOUR)) == 1


async def test_what_is_over_before_it_was_told_is_not_worth_a_word(post: Post) -> None:
    await post.raises(LOST)
    await post.raises(Notice("chat-over", "@news", "chat @news takes posts again"))

    assert await post.hears(HOUR) == []


async def test_what_is_over_before_anybody_could_be_told_is_not_told_when_somebody_can(post: Post) -> None:
    await post.raises(Notice("disk-low", "", "the disk is nearly full"))
    post.now += HOUR
    await post.watching.tell()
    await post.raises(LOST)
    post.now += HOUR
    await post.watching.tell()
    assert len(await post.messages()) == 1, "the second waits behind the first"

    await post.raises(Notice("chat-over", "@news", "chat @news takes posts again"))
    await post.deliver()
    assert await post.hears(HOUR) == []


async def test_what_nobody_hears_for_want_of_a_start_is_told_who_writes_it(post: Post) -> None:
    (admin,) = post.settings.telegram.admins
    await post.database.write(outbox.chat_is, str(admin), paused="bot can't initiate conversation with a user")
    await post.raises(LOST)
    assert await post.hears(HOUR) == []

    await post.database.write(outbox.resume, str(admin), now=post.now)
    assert len(await post.hears(HOUR)) == 1


async def test_worse_trouble_takes_the_place_of_what_was_told(post: Post) -> None:
    await post.raises(Notice("feed-silent", "harbour", "silent"))
    assert len(await post.hears(2 * HOUR)) == 1
    await post.raises(Notice("feed-dead", "harbour", "dead"))
    assert len(await post.hears(HOUR)) == 1
    await post.raises(Notice("feed-over", "harbour", "back"))
    assert await post.hears(HOUR) == ["Over: back"]


async def test_a_network_that_goes_down_under_forty_feeds_is_one_message(post: Post) -> None:
    await post.raises(Notice("network-down", "", "40 of 94 feeds fail together"))
    await post.raises(*(Notice("feed-dead", f"f{n}", "dead") for n in range(40)))

    first, second = await post.hears(HOUR)

    assert first.startswith("Act now: 40 of 94 feeds fail together")
    assert second.startswith("Today: 40 feeds are dead")


async def test_whatever_happens_an_administrator_gets_five_messages_an_hour(post: Post) -> None:
    told = []
    for minute in range(180):
        await post.raises(Notice("post-aside", str(minute), f"post {minute} was set aside"))
        told.append(len(await post.hears(timedelta(minutes=1))))

    assert max(sum(told[start : start + 60]) for start in range(120)) == 5
    await post.hears(HOUR)
    assert await post.database.read(notices.waiting) == []


async def test_every_notice_stands_in_the_log_at_once_and_once(post: Post, caplog: pytest.LogCaptureFixture) -> None:
    await post.raises(LOST, Notice("feed-silent", "f1", "F1: silent"))
    for _ in range(3):
        await post.watching.tell()

    lines = [(record.levelno, record.getMessage()) for record in caplog.records if "operator" in record.getMessage()]
    assert lines == [
        (logging.ERROR, "operator.notice kind=chat-lost about=@news chat @news takes no posts (kicked)"),
        (logging.WARNING, "operator.notice kind=feed-silent about=f1 F1: silent"),
    ]


async def test_a_clock_that_is_set_back_holds_up_no_notice(post: Post) -> None:
    await post.raises(LOST)
    await post.hears(HOUR)
    post.now -= timedelta(days=40)
    await post.raises(Notice("post-aside", "1", "post 1 was set aside"))

    assert len(await post.hears(timedelta(minutes=2))) == 1


async def test_a_disk_that_is_nearly_full_is_told_and_so_is_the_end_of_it(post: Post) -> None:
    for free in (ENOUGH - 1, ENOUGH + 1, ENOUGH - 1, 2 * ENOUGH):
        post.free = free
        await post.watching.look()
        await post.hears(HOUR)

    first, second = await post.messages()
    assert "MB left" in first
    assert second.startswith("Over: the disk")


async def test_a_bot_on_hold_is_not_ready_and_that_is_no_trouble_of_its_own(post: Post) -> None:
    await post.database.write(hold.begin, "it was restored", now=post.now)

    health = await post.watching.health()
    await post.watching.look()

    assert health.hindered == {"delivering": "nothing is sent until it is released: it was restored"}
    assert health.stopped == {}
    assert await post.hears(HOUR) == []


async def test_an_encoder_that_dies_each_time_is_told_and_so_is_the_end_of_it(post: Post) -> None:
    for why in ("", "it died twice", "it died twice", ""):
        post.no_encoder = why
        await post.watching.look()
        await post.hears(2 * HOUR)

    first, second = await post.messages()
    assert "it died twice" in first
    assert "understanding.vectors" in first
    assert second.startswith("Over: ")


async def voices(post: Post, last: int) -> None:
    """Let an entity have 48 voices a day for a fortnight, and `last` on the last day."""
    for number in range(15 * 24):
        begin = post.now - (number + 1) * HOUR
        count = last if number < 24 else 2
        await post.database.write(pulse.close, [Hour(EntityId("putin"), begin, count, count)])


async def test_an_entity_far_below_its_baseline_is_told_unless_our_own_network_is_down(post: Post) -> None:
    await voices(post, 0)
    post.down = True
    await post.watching.look()
    assert not any("voices" in text for text in await post.hears(HOUR))
    post.down = False
    await post.watching.look()

    (line,) = [text for text in await post.hears(HOUR) if "voices" in text]
    assert line.startswith("Today: Vladimir Putin: 0 voices in the last day, where 48 are usual")


async def test_an_entity_as_loud_as_ever_is_not_told(post: Post) -> None:
    await voices(post, 2)
    await post.watching.look()

    assert await post.hears(HOUR) == []


async def test_a_stage_that_stops_is_told_and_so_is_that_it_goes_on(post: Post) -> None:
    post.seconds += 200
    for sign in OTHERS:
        post.vitals.mark(sign)
    await post.watching.look()
    (stopped,) = await post.hears(HOUR)
    post.vitals.mark("understanding")
    await post.watching.look()

    assert stopped.startswith("Act now: understanding has stopped: has not come round for 200 s")
    assert await post.hears(HOUR) == ["Over: understanding goes on"]


async def test_feeds_that_are_due_while_no_poll_ends_make_collecting_unready(post: Post) -> None:
    assert (await post.watching.health()).hindered == {}
    post.now += HOUR
    post.seconds += 3600
    post.come_round()

    assert (await post.watching.health()).hindered == {"collecting": "feeds are due, and nothing was done for 3600 s"}
    await post.database.write(lambda conn: conn.execute(sa.update(feed_table).values(id=feed_table.c.id + "-gone")))
    assert (await post.watching.health()).hindered == {}, "feeds that were taken off the list are nobody's work"


async def test_items_that_nobody_understands_make_understanding_unready(post: Post) -> None:
    await post.database.write(items.add, [make_item(seen=NOW)])
    await post.database.write(lambda conn: conn.execute(sa.update(feed_table).values(next_due=2**53)))
    post.now += HOUR
    post.seconds += 3600
    post.come_round()

    assert list((await post.watching.health()).hindered) == ["understanding"]


@pytest.mark.parametrize(("paused", "expected"), [(False, ["delivering"]), (True, [])])
async def test_posts_that_could_go_and_do_not_make_delivering_unready_unless_their_chat_is_paused(
    post: Post, expected: list[str], *, paused: bool
) -> None:
    message = Message("<b>A</b>", "A")
    await post.database.write(outbox.queue, "main", "@news", "k", [message], now=NOW)
    await post.database.write(lambda conn: conn.execute(sa.update(feed_table).values(next_due=2**53)))
    if paused:
        await post.database.write(outbox.hold, "@news")
    post.now += HOUR
    post.seconds += 3600
    post.come_round()

    assert list((await post.watching.health()).hindered) == expected


async def test_a_database_that_refuses_makes_everything_unready_but_does_not_end_the_process(post: Post) -> None:
    await post.database.write(lambda conn: conn.execute(sa.text("DROP TABLE outbox")))

    health = await post.watching.health()

    assert list(health.hindered) == list(STAGES)
    assert health.stopped == {}


async def test_the_heartbeat_is_heard_only_while_everything_works(post: Post) -> None:
    heard = []

    async def hear(request: web.Request) -> web.Response:
        heard.append(request.path)
        return web.Response()

    application = web.Application()
    application.add_routes([web.get("/beat", hear)])
    async with listening(application, "127.0.0.1:0") as address:
        post.settings = Settings(
            **{name: getattr(post.settings, name) for name in post.settings.__slots__}
            | {"watch": Watch(heartbeat=f"http://{address}/beat")}
        )
        await post.watching.beat()
        post.vitals.wait("delivering", "Telegram cannot be reached")
        await post.watching.beat()
    await post.watching.beat()  # nobody listens any more: no error

    assert heard == ["/beat"]


async def test_systemd_is_told_that_the_bot_lives_until_a_stage_stops(post: Post, tmp_path: Path) -> None:
    address = str(tmp_path / "notify")
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as systemd:
        systemd.bind(address)
        systemd.settimeout(0)
        fields = {name: getattr(post.settings, name) for name in post.settings.__slots__}
        post.settings = Settings(**fields | {"supervisor": address})
        post.watching.report("READY=1")
        await post.watching.guard()
        post.seconds += 1000
        await post.watching.guard()

        assert [systemd.recv(99), systemd.recv(99)] == [b"READY=1", b"WATCHDOG=1"]
        with pytest.raises(BlockingIOError):
            systemd.recv(99)


async def test_the_lag_of_the_event_loop_is_measured() -> None:
    vitals = Vitals()
    settings = Settings(Archive(), Poll(), Telegram(), Understanding(), (), (), (), Secrets())
    database = Database("sqlite://")
    watching = Watching(settings, database, vitals, lambda: datetime.now(UTC), mode="live")
    task = asyncio.create_task(watching.lag())
    await asyncio.sleep(0.9)
    end = vitals.clock() + 0.4
    while vitals.clock() < end:  # something that does not let go
        pass
    await asyncio.sleep(0.1)
    task.cancel()
    database.close()

    assert 0.2 < vitals.lag < 2
