"""Snapshots of live feeds, one after the other: every item is new once; an edit or another date is nothing new."""

import itertools
from collections.abc import Iterator
from pathlib import Path

import feedparser
import pytest
import sqlalchemy as sa
from aiohttp import web

from bot import app
from bot.settings import load
from bot.store import feeds
from bot.store.schema import feed as feed_table
from bot.store.schema import item as item_table
from tests.end_to_end.conftest import Answer, Home, Outlets


def snapshots(shared: Path, name: str) -> list[bytes]:
    return [path.read_bytes() for path in sorted((shared / "feeds" / "series" / name).glob("*.xml"))]


def replaying(bodies: list[bytes]) -> Answer:
    """Answer each poll with the next snapshot, the last one for ever."""
    told: Iterator[bytes] = itertools.chain(bodies, itertools.repeat(bodies[-1]))

    async def answer(_: web.Request) -> web.StreamResponse:
        return web.Response(body=next(told), headers={"Content-Type": "application/xml"})

    return answer


def guids(bodies: list[bytes]) -> set[str]:
    """Return what the feeds call their items, by the reference parser."""
    return {entry.get("id") or entry.get("link") for body in bodies for entry in feedparser.parse(body).entries}


@pytest.mark.shared
async def test_replaying_snapshots_counts_every_item_new_once(home: Home, shared: Path) -> None:
    series = {name: snapshots(shared, name) for name in ("aljazeera", "mehr", "nyt", "prothomalo")}
    async with Outlets({name: replaying(bodies) for name, bodies in series.items()}) as outlets:
        home.feeds = outlets.urls
        home.write()
        async with app.house(load(home.config, {})) as built:
            for _ in range(max(map(len, series.values())) + 1):
                await built.database.write(feeds.due_now, now=app.clock())
                await app.collect_once(built)
            rows = await built.database.read(lambda conn: conn.execute(sa.select(feed_table)).all())
            kept = await built.database.read(lambda conn: conn.execute(sa.select(item_table.c.feed)).scalars().all())

    assert {row.id: row.new for row in rows} == {name: len(guids(bodies)) for name, bodies in series.items()}
    assert len(kept) == sum(row.new for row in rows)
    for row in rows:
        assert row.read == row.unusable + row.known + row.new
