"""kill -9 between two posts of a digest: after the restart each post is in the channel exactly once."""

import json
from collections import Counter
from datetime import UTC, datetime

from tests.end_to_end.conftest import Home, until

STORIES = 30


def news() -> str:
    """Return items of as many different events, too much to tell in one message."""
    now = datetime.now(UTC).isoformat()
    words = ["harbour", "orchard", "violin", "glacier", "lantern", "meadow", "anchor", "quarry", "saffron", "thimble"]
    lines = []
    for number in range(STORIES):
        thing, place = words[number % 10], words[number // 3 % 10]
        title = (
            f"Putin opens the {thing} works number {number * 37} at {place} {number * 53} " + f"{thing} {place} " * 6
        )
        lines.append(
            json.dumps({"id": f"i{number}", "title": title, "lang": "en", "source": f"s{number}", "published": now})
        )
    return "\n".join(lines)


async def test_a_killed_bot_posts_the_rest_of_its_digest_and_nothing_twice(home: Home) -> None:
    home.rhythm = "1h"
    loaded = await home.do("load", "--json", given=news())
    assert loaded.lines == [{"loaded": STORIES, "updated": 0, "failed": 0}]

    process = await home.start("run", "--live")
    await until(lambda: len(home.posts()) == 1)
    process.kill()
    await process.communicate()
    assert len(home.posts()) == 1

    async with home.running("run", "--live"):
        await until(lambda: len(home.posts()) == 2)

    links = Counter(line for post in home.posts() for line in post.splitlines() if "works number" in line)
    assert set(links.values()) == {1}
    assert len(links) == 28  # eight told and twenty folded; the others wait for the next digest
