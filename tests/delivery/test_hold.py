"""After the database was put back nothing is sent until it is released, and nothing is ever told twice."""

import asyncio
import shutil
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa

from bot import app
from bot.app import House
from bot.chat import commands
from bot.chat.channel import TelegramChannel
from bot.chat.delivery import Delivery
from bot.model import ItemId, Message
from bot.settings import load
from bot.store import backup, hold, outbox
from bot.store.schema import item
from sandbox import Sandbox
from sandbox.limits import UNLIMITED
from tests.builders import make_item
from tests.delivery.conftest import TIMEOUT
from tests.delivery.haste import QUICK
from tests.delivery.test_backlog import SETTINGS

ENTITY = '[[entity]]\nid = "putin"\nname = "Vladimir Putin"\nstrong = { "*" = ["Putin"] }\n'
DAYS = (
    ("Putin signs a decree on railway tariffs for grain", "Putin opens the international piano competition"),
    ("Putin visits a tractor plant in Chelyabinsk", "Putin receives the president of Mongolia"),
    ("Putin attends a judo tournament for schoolchildren", "Putin vetoes a bill on beekeeping"),
)


@dataclass(slots=True)
class Place:
    """A folder in which the bot runs, its channel, and a clock."""

    folder: Path
    sandbox: Sandbox
    now: datetime = datetime(2026, 3, 1, 12, 0, 1, tzinfo=UTC)  # a Sunday
    count: int = 0

    @property
    def database(self) -> Path:
        return self.folder / "newswatch.db"

    @asynccontextmanager
    async def house(self) -> AsyncIterator[House]:
        async with app.house(load(self.folder / "config", {})) as built:
            built.caught_up = True
            yield built

    async def report(self, built: House, *titles: str, at: datetime | None = None) -> None:
        """Let feeds show what happened at a time they tell, or what they give no date for."""
        items = []
        for title in titles:
            self.count += 1
            number = ItemId(int((at or self.now).timestamp() * 1000) + self.count << 20)
            link = f"http://feeds.example/{title.replace(' ', '-')}"
            named = {"id": number, "guid": link, "link": link, "keys": (f"guid:{link}",)}
            items.append(make_item(**named, title=title, published=at or self.now, seen=self.now, stated=at))
        await built.archive.load(items)
        await built.understand_all()

    async def reports(self, built: House) -> list[ItemId]:
        """Return everything that was reported, oldest first."""
        query = sa.select(item.c.id).order_by(item.c.id)
        return await built.database.read(lambda conn: list(map(ItemId, conn.scalars(query))))

    async def work(self, built: House) -> None:
        """Compose what is due and send what may be sent."""
        await built.publish()
        await built.alert()
        async with commands.bot(self.sandbox.token, self.sandbox.base_url) as bot:
            delivery = Delivery(built.database, TelegramChannel(bot, TIMEOUT), lambda: self.now, QUICK)
            await asyncio.wait_for(delivery.drain(), 10)
        await built.note_sends()

    async def run(self, *titles: str) -> None:
        async with self.house() as built:
            await self.report(built, *titles)
            await self.work(built)

    @property
    def told(self) -> Counter[str]:
        posts = [post.text for post in self.sandbox.messages()]
        return Counter(title for day in DAYS for title in day for post in posts if title in post)

    @property
    def withdrawn(self) -> int:
        """How many stories the channel's posts say to be taken back."""
        return sum(post.text.count("withdrawn") for post in self.sandbox.messages())


@pytest.fixture
async def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Place]:
    async with Sandbox(pace=UNLIMITED) as sandbox:
        found = Place(tmp_path, sandbox)
        channel = f'[[channel]]\nid = "main"\nchat = {sandbox.channel.id}\ndigest_every = "2h"\nweekly = "Sun 13:00"\n'
        (tmp_path / "config").mkdir()
        (tmp_path / "config" / "settings.toml").write_text(SETTINGS.format(folder=tmp_path) + channel)
        (tmp_path / "config" / "entities.toml").write_text(ENTITY)
        monkeypatch.setattr(app, "clock", lambda: found.now)
        yield found


async def two_days(place: Place) -> Path:
    """Two days of news, of which only the first is in the backup."""
    await place.run(*DAYS[0])
    kept = place.folder / "kept.db"
    backup.copy(place.database, kept)
    place.now += timedelta(days=1)
    await place.run(*DAYS[1])
    assert set(place.told.values()) == {1}
    assert len(place.told) == 4
    return kept


@pytest.mark.parametrize("dated", [True, False])
@pytest.mark.parametrize("by", ["restore", "hand"])
async def test_a_day_old_backup_put_back_doubles_nothing_after_its_release(
    place: Place, by: str, *, dated: bool
) -> None:
    yesterday = place.now + timedelta(days=1)
    kept = await two_days(place)
    posts = len(place.sandbox.messages())
    if by == "restore":
        backup.put_back(kept, place.database, now=place.now)
    else:
        shutil.copy(kept, place.database)
    place.now += timedelta(hours=1)

    async with place.house() as built:
        assert (await built.archive.on_hold()) is not None
        await place.report(built, *DAYS[1], at=yesterday if dated else None)  # the feeds show the same news again
        await place.report(built, DAYS[2][0], at=place.now)  # and what is certainly new
        place.now += timedelta(hours=3)
        await place.work(built)
        assert len(place.sandbox.messages()) == posts

        sends = await built.database.write(hold.release, send=False, now=place.now)
        hold.note(built.settings.archive.database, sends)
        for _ in range(4):
            place.now += timedelta(hours=2)
            await place.work(built)
        await place.report(built, DAYS[2][1])
        place.now += timedelta(hours=2)
        await place.work(built)

    assert set(place.told.values()) == {1}
    assert set(place.told) == {title for day in DAYS for title in day}
    async with place.house() as built:
        assert await built.archive.on_hold() is None


async def test_posts_that_waited_in_the_backup_are_dropped_or_sent_as_the_operator_says(place: Place) -> None:
    async with place.house() as built:
        await place.report(built, *DAYS[0])
        await built.publish()
        await built.database.write(hold.begin, "it was restored", now=place.now)
        await place.work(built)
        waiting = await built.database.read(hold.waiting)
        assert place.told == {}
        assert ["railway tariffs" in post.plain for post in waiting] == [True]

        await built.database.write(hold.release, send=True, now=place.now)
        await place.work(built)
        assert set(place.told) == set(DAYS[0])

    async with place.house() as built:
        assert await built.archive.on_hold() is None
        place.now += timedelta(hours=2)
        await place.report(built, *DAYS[1])
        await built.publish()
        await built.database.write(hold.begin, "it was restored again", now=place.now + timedelta(seconds=1))
        await built.database.write(hold.release, send=False, now=place.now)
        place.now += timedelta(hours=4)
        await place.work(built)
        assert await built.database.read(outbox.states) == {"sent": 1, "dropped": 1}
    assert set(place.told) == set(DAYS[0])


async def test_on_hold_administrators_are_still_told(place: Place) -> None:
    user = place.sandbox.add_user("Admin")
    place.sandbox.say("/start", user=user)
    async with place.house() as built:
        await place.report(built, *DAYS[0])
        await built.publish()
        await built.database.write(hold.begin, "it was restored", now=place.now)
        post = Message(html="a story", plain="a story")
        await built.database.write(outbox.queue_for_follower, str(user.id), "k", [post], now=place.now)
        await built.database.write(outbox.notify, [user.id], "nothing is sent", now=place.now)
        await place.work(built)

    said = [message.text for message in place.sandbox.messages(place.sandbox.private_chat(user))]
    assert "nothing is sent" in said[-1]
    assert "a story" not in said, "an administrator who follows something waits for that like everybody"
    assert place.told == {}


async def test_on_hold_nothing_is_composed_that_was_asked_for_by_hand(place: Place) -> None:
    async with place.house() as built:
        await place.report(built, *DAYS[0])
        await built.database.write(hold.begin, "it was restored", now=place.now)

        assert await built.newsroom.compose_now("main", now=place.now) == 0
        assert await built.database.read(hold.waiting) == []

        await built.database.write(hold.release, send=True, now=place.now)
        assert await built.newsroom.compose_now("main", now=place.now) == 1


async def test_what_editors_decide_on_hold_is_told_after_it(place: Place) -> None:
    async with place.house() as built:
        await place.report(built, *DAYS[0])
        await place.work(built)
        await built.database.write(hold.begin, "it was restored", now=place.now)
        one, _ = await place.reports(built)
        remedies = app.desk(built).remedies

        await remedies.withdraw([one], "hoax")
        await place.work(built)
        assert await built.database.read(hold.waiting) == []
        assert place.withdrawn == 0

        await built.database.write(hold.release, send=False, now=place.now)
        assert await built.revise() == 1
        place.now += timedelta(minutes=1)
        await place.work(built)
    assert place.withdrawn == 1


async def test_what_a_takedown_edits_goes_out_on_hold_but_nothing_that_waited_in_the_backup(place: Place) -> None:
    async with place.house() as built:
        await place.report(built, *DAYS[0])
        await place.work(built)
        first, second = await place.reports(built)
        await built.archive.withdraw([first], "hoax")
        assert await built.revise() == 1  # waits in the backup
        place.now += timedelta(seconds=1)
        await built.database.write(hold.begin, "it was restored", now=place.now)
        await place.work(built)
        assert place.withdrawn == 0
        assert len(await built.database.read(hold.waiting)) == 1

        await built.archive.withdraw([second], "at the publisher's request")
        assert await built.newsroom.take_back(now=place.now) == 1
        assert await built.database.read(hold.waiting) == []
        place.now += timedelta(minutes=1)
        await place.work(built)
    assert place.withdrawn == 2


async def test_a_start_of_the_same_database_is_no_rollback(place: Place) -> None:
    for day in DAYS:
        await place.run(*day)
        place.now += timedelta(hours=3)
    async with place.house() as built:
        assert await built.archive.on_hold() is None
