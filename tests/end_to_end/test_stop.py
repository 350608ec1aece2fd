"""SIGTERM while a post is on the wire: the bot goes at once, and its successor finds out what became of the post."""

import asyncio
import signal
from time import monotonic

from sandbox.faults import Fault
from tests.end_to_end.conftest import Home, until
from tests.end_to_end.test_restart import news


async def test_a_bot_stopped_in_the_middle_of_a_send_neither_loses_nor_doubles_the_post(home: Home) -> None:
    journal = home.sandbox.add_chat("channel", "Journal")
    home.rhythm = "1h"
    (home.config / "local").mkdir(parents=True)
    rules = f'[telegram]\ngrace = "1s"\njournal_chat = {journal.id}\n'
    (home.config / "local" / "settings.toml").write_text(rules)
    await home.do("load", "--json", given=news())
    home.sandbox.arm(Fault("hang", method="sendMessage", when="after", seconds=60, skip=1))

    process = await home.start("run", "--live")
    await until(lambda: len(home.posts()) == 2)
    stopped = monotonic()
    process.send_signal(signal.SIGTERM)
    _, err = await asyncio.wait_for(process.communicate(), 10)

    assert monotonic() - stopped < 10
    assert process.returncode == 0
    assert b"Traceback" not in err
    assert b"Task was destroyed" not in err
    posts = home.posts()
    async with home.running("run", "--live") as successor:
        await until(lambda: home.sandbox.journal.calls("forwardMessage"))
        await asyncio.sleep(1)
        assert successor.returncode is None
    assert home.posts() == posts
