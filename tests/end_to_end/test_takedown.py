"""A publisher is taken down: nothing of it is left, neither here nor in the posts."""

import json
from datetime import UTC, datetime

from bot.model import FeedId
from bot.store import added
from bot.store.database import Database
from tests.end_to_end.conftest import Home

TITLES = {"theirs": "Putin opens the piano competition", "mine": "Putin signs a decree on railway tariffs"}


async def test_a_forgotten_source_is_taken_out_of_the_posts_that_told_it(home: Home) -> None:
    now = datetime.now(UTC).isoformat()
    lines = (
        {"id": name, "title": title, "lang": "en", "source": name, "link": f"http://{name}.example/1", "published": now}
        for name, title in TITLES.items()
    )
    await home.do("load", given="\n".join(json.dumps(line) for line in lines))
    await home.do("once")
    assert all(title in home.posts()[0] for title in TITLES.values())

    forgotten = await home.do("source", "forget", "theirs", "--json")
    await home.do("once")

    assert forgotten.lines == [{"source": "theirs", "items": 1, "entries": 1, "edits": 1}]
    assert TITLES["theirs"] not in "".join(home.posts())
    assert TITLES["mine"] in home.posts()[0]
    assert "at the publisher" in home.posts()[0]
    assert TITLES["theirs"].encode() not in home.database.read_bytes()
    assert (await home.do("receipt")).code == 0


async def test_a_takedown_of_nobody_we_know_is_refused_with_the_nearest_name(home: Home) -> None:
    home.feeds = {"harbour": "http://127.0.0.1:9/rss"}
    await home.do("load")

    done = await home.do("source", "forget", "harbor")

    assert done.code == 2
    assert "there is no such feed, nor anything of it; did you mean harbour?" in done.err


async def test_a_takedown_removes_a_feed_that_was_added_in_telegram(home: Home) -> None:
    table = {"title": "Theirs", "url": "http://127.0.0.1:9/rss"}
    async with Database(f"sqlite:///{home.database}") as database:
        await database.write(added.add, FeedId("theirs"), table, by=7, now=datetime.now(UTC))

    done = await home.do("source", "forget", "theirs")

    assert done.code == 0
    assert "theirs is switched off" in done.err
    async with Database(f"sqlite:///{home.database}") as database:
        assert await database.read(added.feeds) == {}
