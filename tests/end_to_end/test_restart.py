"""kill -9 between two posts of a digest: after the restart each post is in the channel exactly once."""

import json
import sqlite3
from collections import Counter
from contextlib import closing
from datetime import UTC, datetime

from tests.end_to_end.conftest import Home, until

EVENTS = """
    signs a decree on railway tariffs for grain|visits a tractor plant in Chelyabinsk and praises its engineers
    receives the president of Mongolia|opens the international piano competition in the capital
    speaks about inflation at a meeting of bankers|congratulates polar explorers on a new Antarctic station
    calls the prime minister of India|orders an inquiry into the mine collapse in Kuzbass
    attends a judo tournament for schoolchildren|dismisses the governor of a Far Eastern region
    sends condolences after the ferry accident in Lagos|promises doctors in villages higher pay
    walks through a restored monastery on Valaam|chairs a council on artificial intelligence
    meets widows of test pilots|vetoes a bill on beekeeping that parliament had passed
    answers questions of students in Vladivostok|postpones the census of reindeer herders
    inspects flood barriers near Saint Petersburg|awards medals to icebreaker crews in Murmansk
    discusses gas prices with the emir of Qatar|thanks volunteers who fought fires in Yakutia
    changes the rules for foreign car makers|lays flowers at the grave of a chess champion
    speaks by telephone with the king of Bahrain|approves a lunar programme until 2040
    names a new head of the pension fund|rides a motorboat on Lake Ladoga with fishermen
    greets the circus of Kazan on its jubilee|criticises the football union over empty stadiums
"""


def tail(number: int) -> str:
    """Return words that no other item has."""
    return " ".join(
        f"{chr(97 + (number * 7 + k * 5) % 26)}o{chr(97 + (number * 3 + k) % 26)}ami{number}" for k in range(9)
    )


def news() -> str:
    """Return items of as many different events, too much to tell in one message."""
    now = datetime.now(UTC).isoformat()
    events = [event.strip() for line in EVENTS.strip().splitlines() for event in line.split("|")]
    return "\n".join(
        json.dumps(
            {
                "id": f"i{n}",
                "title": f"Putin {event}: {tail(n)}",
                "lang": "en",
                "source": f"s{n}",
                "link": f"http://n.example/{n}",
                "published": now,
            }
        )
        for n, event in enumerate(events)
    )


def sent(home: Home) -> int:
    """Return how many posts the bot knows to be sent."""
    if not home.database.exists():
        return 0
    with closing(sqlite3.connect(home.database)) as database:
        return int(database.execute("SELECT count(*) FROM outbox WHERE state = 'sent'").fetchone()[0])


async def test_a_killed_bot_posts_the_rest_of_its_digest_and_nothing_twice(home: Home) -> None:
    home.rhythm = "1h"
    loaded = await home.do("load", "--json", given=news())
    assert loaded.lines == [{"loaded": 30, "updated": 0, "failed": 0}]

    process = await home.start("run", "--live")
    await until(lambda: sent(home) == 1)
    process.kill()
    await process.communicate()
    assert len(home.posts()) == 1

    async with home.running("run", "--live"):
        await until(lambda: len(home.posts()) == 2)

    told = Counter(line.split(":")[0] for post in home.posts() for line in post.splitlines() if "ami" in line)
    assert set(told.values()) == {1}
    assert len(told) >= 20  # the others joined a story, or wait for the next digest
