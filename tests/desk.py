"""A newsroom for tests: a real archive, into which stories are put as if they had been collected and understood."""

from collections.abc import Mapping
from datetime import datetime

import sqlalchemy as sa

from bot.digest.choose import Choosing
from bot.model import Entity, EntityId, Feed, FeedId, ItemId, Mention, StoryId
from bot.pipeline.compose import Audience
from bot.store import items, stories
from bot.store.archive import Archive
from bot.store.database import Database
from bot.store.schema import item, outbox
from tests.builders import NOW, make_feed, make_item

PUTIN = EntityId("putin")
ASSAD = EntityId("assad")
FEEDS = {
    feed.id: feed
    for feed in (make_feed(id=FeedId(f"f{n}"), owner=f"Owner {n}", title=f"Outlet {n}") for n in range(40))
}


class Desk:
    """A real archive, into which a test puts stories as if they had been understood."""

    def __init__(self, database: Database, feeds: Mapping[FeedId, Feed] = FEEDS) -> None:
        self.database = database
        self.archive = Archive(database, feeds)
        self.audience = Audience("main", "@news", {PUTIN: Entity(PUTIN, "Vladimir Putin")}, feeds, Choosing())
        self.count = 0

    async def story(self, *feeds: str, title: str = "Putin speaks", quiet: str = "", at: datetime = NOW) -> StoryId:
        """Store a story that these feeds report at a time."""
        new = []
        for name in feeds:
            self.count += 1
            number = ItemId((int(at.timestamp() * 1000) << 20) + self.count)
            new.append(
                make_item(
                    number=self.count,
                    id=number,
                    feed=FeedId(name),
                    published=at,
                    seen=at,
                    title=f"{title} {self.count}",
                )
            )
        mention = Mention(PUTIN, "title", 0, 5, "Putin", "Putin", 1.0)

        def store(conn: sa.Connection) -> None:
            items.add(conn, new, quiet=quiet)
            for one in new:
                items.mentions(conn, one.id, [mention])
            stories.assign(conn, {one.id: (StoryId(new[0].id), None) for one in new})
            conn.execute(sa.update(item).values(understood=True))

        await self.database.write(store)
        return StoryId(new[0].id)

    async def posts(self) -> list[str]:
        rows = await self.database.read(lambda conn: conn.execute(sa.select(outbox).order_by(outbox.c.id)).all())
        return [row.plain for row in rows]
