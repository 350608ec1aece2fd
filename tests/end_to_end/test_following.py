"""The whole bot: somebody follows a search, the bot is killed with -9, and each story comes to them exactly once."""

import asyncio
import json
from datetime import UTC, datetime

from sandbox.world import Message
from tests.end_to_end.conftest import Home, until
from tests.end_to_end.test_restart import EVENTS, tail

STORIES = 6


def news() -> str:
    """Return some reports of different events, as they are loaded by hand."""
    events = [event.strip() for line in EVENTS.strip().splitlines() for event in line.split("|")]
    now = datetime.now(UTC).isoformat()
    facts = {"lang": "en", "published": now}
    return "\n".join(
        json.dumps(facts | {"id": f"i{n}", "source": f"s{n}", "link": f"http://n.example/{n}", "title": title})
        for n, title in enumerate(f"A minister {event}: {tail(n)}" for n, event in enumerate(events[:STORIES]))
    )


async def test_a_bot_that_is_killed_tells_a_follower_of_each_story_once(home: Home) -> None:
    home.rhythm = "1h"
    place = home.sandbox.private_chat()

    def said() -> list[Message]:
        bot = home.sandbox.world.bot.id
        return [one for one in home.sandbox.messages(place) if one.sender == bot]

    process = await home.start("run", "--live")
    home.sandbox.say("/follow minister")
    await until(lambda: said() and said()[0].buttons)
    home.sandbox.press(said()[0], "At once")
    await until(lambda: "Following" in said()[0].text)
    process.kill()
    await process.communicate()
    assert (await home.do("load", "--json", given=news())).code == 0

    process = await home.start("run", "--live")
    await until(lambda: len(said()) > 1)
    process.kill()
    await process.communicate()
    async with home.running("run", "--live"):
        await asyncio.sleep(4)

    (post,) = said()[1:]
    titles = [line.partition(":")[0] for line in post.text.splitlines() if "A minister" in line]
    assert len(set(titles)) == len(titles)
    assert len(titles) >= STORIES - 2  # two may be one event to the clusterer
