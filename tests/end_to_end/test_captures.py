"""Real feeds, as captured: every one is read, what is none is refused with a reason, and nothing is posted twice."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from tests.end_to_end.conftest import Home, Outlets, saying

NO_FEED = {"node-feedparser__notafeed.html"}


def captures(shared: Path) -> dict[str, bytes]:
    wanted = {".xml", ".rss", ".atom", ".json", ".rdf", ".html"}
    files = [path for path in sorted((shared / "feeds").iterdir()) if path.suffix in wanted]
    return {path.name: path.read_bytes() for path in files if path.name != "manifest.json"}


def name_of(file: str) -> str:
    return "".join(letter if letter.isalnum() else "-" for letter in file.lower()).strip("-")


@pytest.mark.shared
async def test_once_reads_every_capture_posts_a_digest_and_a_second_time_posts_nothing(
    home: Home, shared: Path
) -> None:
    bodies = captures(shared)
    async with Outlets({name_of(file): saying(body) for file, body in bodies.items()}) as outlets:
        home.feeds = outlets.urls
        first = await home.do("once", "--since", "2015-01-01", "--json")
        posted = home.posts()
        with closing(sqlite3.connect(home.database)) as database, database:
            database.execute("UPDATE feed SET next_due = 0")
        second = await home.do("once", "--since", "2015-01-01", "--json")

    refused = {line.split("feed=")[1].split()[0] for line in first.err.splitlines() if "feed.failed" in line}
    assert refused == {name_of(file) for file in NO_FEED}
    assert "a web page, not a feed" in first.err
    assert first.code == 1
    assert len(posted) == len(first.lines) > 0
    assert "Traceback" not in first.err + second.err
    assert second.lines == []
    assert home.posts() == posted
    receipt = await home.do("receipt")
    assert receipt.code == 0, receipt.out
