"""A process that sends an outbox and can be killed: `python -m tests.delivery.sender DATABASE ADDRESS TOKEN JOURNAL`.

With `--halt POINT --after N` it says so and stands still for ever when it comes to that point of its post N + 1.
"""

import argparse
import asyncio
import time
from dataclasses import replace
from datetime import timedelta
from typing import Any

from telegram import Bot

from bot.chat.channel import TelegramChannel
from bot.chat.delivery import Delivery
from bot.chat.probe import Journal
from bot.model import Post
from bot.store import outbox, sending
from bot.store.database import Database
from tests.delivery.haste import QUICK, now

PACE = replace(QUICK, grace=timedelta(seconds=0.2))


class HaltingChannel(TelegramChannel):
    """Stands still before or after one of its posts goes to the wire."""

    halt = ""
    after = 0

    async def send(self, post: Post) -> int:
        self.after -= 1
        if self.halt == "after the intent" and self.after < 0:
            await _stand_still()
        message_id = await super().send(post)
        if self.halt == "after the reply" and self.after < 0:
            await _stand_still()
        return message_id


async def _stand_still() -> None:
    print("here", flush=True)  # noqa: T201 - the test waits for it
    await asyncio.Event().wait()


def halt_before_intent(after: int) -> None:
    """Let the transaction that is to record an intent never end."""
    begin = sending.begin
    left = iter(range(after))

    def begin_or_not(*arguments: Any, **named: Any) -> Post | None:
        if next(left, None) is None:
            print("here", flush=True)  # noqa: T201 - the test waits for it
            time.sleep(3600)
        return begin(*arguments, **named)

    sending.begin = begin_or_not


async def main() -> None:
    parser = argparse.ArgumentParser()
    for name in ("database", "address", "token", "journal"):
        parser.add_argument(name)
    parser.add_argument("--halt", default="")
    parser.add_argument("--after", type=int, default=0)
    options = parser.parse_args()
    if options.halt == "before the intent":
        halt_before_intent(options.after)
    async with Database(options.database) as database, Bot(options.token, base_url=options.address) as bot:
        channel = HaltingChannel(bot, 60)
        channel.halt, channel.after = options.halt, options.after
        delivery = Delivery(database, channel, now, PACE, Journal(options.journal, between=timedelta()))
        task = asyncio.create_task(delivery.run())
        while set(await database.read(outbox.states)) - {"sent"}:  # noqa: ASYNC110 - the outbox has no event
            await asyncio.sleep(0.02)
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)


if __name__ == "__main__":
    asyncio.run(main())
