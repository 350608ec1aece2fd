"""Snapshots of live feeds through all stages: whatever a feed changes about its items, nobody is told twice."""

import re
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
import sqlalchemy as sa

from bot.digest.choose import Choosing
from bot.digest.rhythm import Slot
from bot.entities.match import Matcher
from bot.model import Entity, EntityId
from bot.pipeline.compose import Audience, compose
from bot.pipeline.revise import revise
from bot.store.database import Database
from bot.store.schema import item, outbox, told
from tests.pipeline.house import FEEDS, HARBOUR, House

Mutation = Callable[[bytes], bytes]
WORDS = ("Israeli", "Palestinian", "Colombia", "Eclipse", "eclipse", "Farage", "Iran", "China", "Trump", "Earthquake")
ANYBODY = Entity(EntityId("anybody"), "Anybody At All", kind="other", strong={"*": WORDS})


def tracked(body: bytes) -> bytes:
    return re.sub(rb"(<link>https?://[^<?]+)(</link>)", rb"\1?utm_source=rss\2", body)


def other_scheme(body: bytes) -> bytes:
    return re.sub(rb"(<link>)https://", rb"\1http://", body)


def new_guids(body: bytes) -> bytes:
    return re.sub(rb"<guid[^>]*>([^<]+)</guid>", rb'<guid isPermaLink="false">new:\1</guid>', body)


def undated(body: bytes) -> bytes:
    return re.sub(rb"<pubDate>[^<]*</pubDate>", b"", body)


def redated(body: bytes) -> bytes:
    return re.sub(rb"<pubDate>[^<]*</pubDate>", b"<pubDate>Thu, 13 Aug 2026 09:00:00 GMT</pubDate>", body)


async def stories_told(database: Database, snapshots: list[Path], mutation: Mutation) -> list[str]:
    """Replay snapshots, every second one mutated, each with a digest; return the links of what was told as new."""
    house = House(database)
    house.mind.matcher = Matcher([ANYBODY])
    await house.archive.register(now=datetime(2026, 8, 1, tzinfo=UTC))
    audience = Audience("main", "@news", {ANYBODY.id: ANYBODY}, FEEDS, Choosing(main=20, folded=200))
    for number, path in enumerate(snapshots):
        house.now = datetime.fromtimestamp(int(path.name.split("-")[0]), UTC)
        body = path.read_bytes()
        await house.poll(HARBOUR, mutation(body) if number % 2 else body)
        while await house.think():
            pass
        await compose(audience, Slot(str(number), house.now), archive=house.archive, now=house.now)
        await house.database.write(lambda conn: conn.execute(sa.update(outbox).values(state="sent")))
        await revise(audience, archive=house.archive, now=house.now)
    query = sa.select(item.c.link).join(told, told.c.item == item.c.id).where(sa.not_(told.c.again))
    return list(await house.database.read(lambda conn: conn.scalars(query).all()))


@pytest.mark.shared
@pytest.mark.parametrize("name", ["aljazeera", "nyt"])
async def test_a_feed_that_changes_its_ways_brings_no_second_post(shared: Path, tmp_path: Path, name: str) -> None:
    snapshots = sorted((shared / "feeds" / "series" / name).glob("*.xml"))[:14]
    mutations = (lambda body: body, tracked, other_scheme, new_guids, undated, redated)
    counts = []
    for number, mutation in enumerate(mutations):
        async with Database(f"sqlite:///{tmp_path / str(number)}.db") as database:
            links = await stories_told(database, snapshots, mutation)
        assert len(links) == len(set(links)), mutation
        counts.append(len(links))

    assert counts[0] > 5
    assert counts == counts[:1] * len(mutations)
