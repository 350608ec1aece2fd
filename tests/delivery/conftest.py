"""A sandbox, an outbox, and the delivery between them, over real HTTP."""

import asyncio
import sqlite3
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, closing
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from bot.chat import commands
from bot.chat.channel import TelegramChannel
from bot.chat.delivery import Delivery
from bot.chat.pace import Pace
from bot.chat.probe import Journal
from bot.model import Message
from bot.store import outbox
from bot.store.database import Database
from sandbox import Sandbox
from sandbox.limits import UNLIMITED
from sandbox.world import Chat
from tests.delivery.haste import QUICK, now
from tests.sandbox.aiogram_judge import problems

TIMEOUT = 0.4
"""Seconds the client waits for an answer."""


@dataclass(slots=True)
class Office:
    """What is posted, where to, and what the operator was told."""

    sandbox: Sandbox
    database: Database
    journal: Chat | None = None

    @property
    def told(self) -> list[str]:
        """Return what the operator has to be told, without what is over."""
        with closing(sqlite3.connect(str(self.database.url.database))) as file:
            rows = file.execute("SELECT text FROM notice WHERE kind NOT LIKE '%-over' ORDER BY id").fetchall()
        return [row[0] for row in rows]

    @property
    def chat(self) -> str:
        return str(self.sandbox.channel.id)

    async def queue(self, *texts: str, chat: Chat | None = None, key: str = "k", **changes: Any) -> None:
        """Put a digest with one post for each text into the outbox of a channel, by default of the only one."""
        where = str(chat.id) if chat else self.chat
        topic, at = changes.pop("topic", 0), changes.pop("at", None) or now()
        messages = [Message(html=f"<b>{text}</b>", plain=text, **changes) for text in texts]
        name = f"to {where}"
        await self.database.write(outbox.queue, name, where, key, messages, now=at, topic=topic)

    async def edit(
        self, text: str, *, part: int = 0, at: datetime | None = None, urgent: bool = False, otherwise: str = ""
    ) -> bool:
        message = Message(html=f"<b>{text}</b>", plain=text, otherwise=otherwise)
        return await self.database.write(
            outbox.edit, f"to {self.chat}", "k", part, message, now=at or now(), urgent=urgent
        )

    def posts(self, chat: Chat | None = None) -> list[str]:
        """Return what stands in a chat, oldest first."""
        return [message.text for message in self.sandbox.messages(chat)]

    def delivery(self, channel: TelegramChannel, pace: Pace = QUICK) -> Delivery:
        journal = Journal(str(self.journal.id), between=timedelta()) if self.journal else Journal()
        return Delivery(self.database, channel, now, pace, journal)

    @asynccontextmanager
    async def delivering(self, pace: Pace = QUICK) -> AsyncIterator[Delivery]:
        """Let the outbox be sent beside the test."""
        async with commands.bot(self.sandbox.token, self.sandbox.base_url) as bot:
            delivery = self.delivery(TelegramChannel(bot, TIMEOUT), pace)
            task = asyncio.create_task(delivery.run())
            try:
                yield delivery
            finally:
                task.cancel()
                with pytest.raises(asyncio.CancelledError):
                    await task

    async def settled(self, **expected: int) -> None:
        """Wait until so many rows of the outbox are in these states, and no others."""
        for _ in range(600):
            if (states := await self.database.read(outbox.states)) == expected:
                return
            await asyncio.sleep(0.01)
        assert states == expected, self.sandbox.journal.refusals()


@pytest.fixture
async def office(tmp_path: Path) -> AsyncIterator[Office]:
    async with Sandbox(pace=UNLIMITED) as sandbox, Database(f"sqlite:///{tmp_path / 'n.db'}") as database:
        yield Office(sandbox, database)
        assert problems(sandbox.journal) == []


@pytest.fixture
def journal(office: Office) -> Chat:
    """A journal chat is set."""
    office.journal = office.sandbox.add_chat("channel", "Journal")
    return office.journal
