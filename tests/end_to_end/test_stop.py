"""SIGTERM while a post is on the wire, while updates are asked for, while somebody is answered: the bot goes at once.

Its successor finds out what became of the post.
"""

import asyncio
import signal
from time import monotonic

from sandbox.faults import Fault
from tests.end_to_end.conftest import Home, until
from tests.end_to_end.test_restart import news


async def stopped(process: asyncio.subprocess.Process) -> None:
    """Stop the bot as a service manager does, and check that it goes soon and leaves nothing half done."""
    began = monotonic()
    process.send_signal(signal.SIGTERM)
    _, err = await asyncio.wait_for(process.communicate(), 10)
    assert monotonic() - began < 10
    assert process.returncode == 0
    assert b"Traceback" not in err
    assert b"Task was destroyed" not in err


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

    await stopped(process)

    posts = home.posts()
    async with home.running("run", "--live") as successor:
        await until(lambda: home.sandbox.journal.calls("forwardMessage"))
        await asyncio.sleep(1)
        assert successor.returncode is None
    assert home.posts() == posts


async def test_a_bot_stopped_while_it_asks_for_updates_goes_at_once_and_asks_on_where_it_was(home: Home) -> None:
    process = await home.start("run", "--live")
    home.sandbox.say("/help")
    private = home.sandbox.private_chat()
    await until(lambda: len(home.sandbox.messages(private)) == 2)
    await until(lambda: len(home.sandbox.journal.calls("getUpdates")) > 1)

    await stopped(process)

    async with home.running("run", "--live"):
        home.sandbox.say("/latest")
        await until(lambda: len(home.sandbox.messages(private)) == 4)
        await asyncio.sleep(0.5)
    assert len(home.sandbox.messages(private)) == 4, "what was answered is not answered again"


async def test_a_bot_stopped_while_it_answers_somebody_answers_once_and_goes(home: Home) -> None:
    private = home.sandbox.private_chat()
    home.sandbox.arm(Fault("hang", method="sendMessage", chat=private.id, when="after", seconds=1.5))
    process = await home.start("run", "--live")
    home.sandbox.say("/help")
    await until(lambda: home.sandbox.journal.calls("sendMessage"))

    await stopped(process)

    assert [message.sender == home.sandbox.world.bot.id for message in home.sandbox.messages(private)] == [False, True]


async def test_a_bot_stopped_while_telegram_answers_nothing_goes_all_the_same(home: Home) -> None:
    process = await home.start("run", "--live")
    await until(lambda: len(home.sandbox.journal.calls("getUpdates")) > 1)
    home.sandbox.arm(Fault("hang", seconds=60, times=1000))

    await stopped(process)
