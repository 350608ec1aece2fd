"""The outbox's sender: one post after the other for each chat, chats beside each other, every fate recorded.

A post is marked `sending` before it goes to the wire, so a crash in between leaves a doubt on record and never a post
sent twice without knowing. Nothing here composes or changes a post.
"""

import asyncio
import logging
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.boundaries import Channel, Clock
from bot.errors import (
    AmbiguousError,
    ChannelLostError,
    DeliveryError,
    NotSentError,
    RateLimitError,
    RefusedError,
    StoreError,
)
from bot.model import Post
from bot.store import outbox
from bot.store.database import Database

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Pace:
    """How fast, and how long to wait after a failure."""

    between: timedelta = timedelta(seconds=3.1)
    grace: timedelta = timedelta(seconds=90)
    retry: timedelta = timedelta(seconds=5)
    longest: timedelta = timedelta(minutes=10)
    look: timedelta = timedelta(seconds=1)
    doubts: int = 3
    """Sends in doubt before a post is set aside: each may have arrived."""
    farewell: timedelta = timedelta(seconds=3)


class Delivery:
    """Sends what the outbox holds. `run` until cancelled; `wake` when something was queued."""

    def __init__(self, database: Database, channel: Channel, clock: Clock, pace: Pace) -> None:
        self._database = database
        self._channel = channel
        self._clock = clock
        self._pace = pace
        self._queued = asyncio.Event()
        self._stopping = asyncio.Event()
        self._senders: dict[str, asyncio.Task[None]] = {}

    def wake(self) -> None:
        """Look at the outbox now."""
        self._queued.set()

    async def run(self) -> None:
        """Keep one sender going for every chat that has something waiting.

        Cancelled, it lets what is on the wire come to an end first: a fate not recorded is a doubt at the next start.
        """
        await self._recover()
        try:
            while True:
                self._queued.clear()
                for chat in await self._database.read(outbox.chats):
                    if chat not in self._senders:
                        sender = asyncio.create_task(self._send_all(chat), name=f"sender {chat}")
                        self._senders[chat] = sender
                await _wait(self._queued, self._pace.look)
        finally:
            await self._finish()

    async def drain(self) -> None:
        """Send all that waits and can be sent, then return."""
        await self._recover()
        for chat in await self._database.read(outbox.chats):
            await self._send_all(chat)

    async def _recover(self) -> None:
        """Look at what the last run left: posts on the wire are in doubt, paused chats get another chance."""
        now = self._clock()
        doubts = await self._database.write(outbox.recover, now=now, grace=now + self._pace.grace)
        if doubts:
            log.warning("delivery.recovered doubtful=%d", doubts)
        await self._database.write(outbox.resume_all)

    async def _finish(self) -> None:
        self._stopping.set()
        if senders := list(self._senders.values()):
            _, late = await asyncio.wait(senders, timeout=self._pace.farewell.total_seconds())
            for sender in late:
                sender.cancel()

    async def _send_all(self, chat: str) -> None:
        try:
            while not self._stopping.is_set():
                post = await self._database.read(outbox.head, chat)
                if post is None:
                    return
                if (wait := post.not_before - self._clock()) > timedelta():
                    await _wait(self._stopping, wait)
                elif not await self.send(post):
                    return
        finally:
            self._senders.pop(chat, None)

    async def send(self, post: Post) -> bool:
        """Send one post and record its fate; tell whether its chat can take more."""
        await self._database.write(outbox.begin, post.id, now=self._clock())
        try:
            message_id = await self._channel.send(post)
        except DeliveryError as error:
            return await self._failed(post, error)
        await self._record_sent(post, message_id)
        log.info("delivery.sent chat=%s post=%d message=%d", post.chat, post.id, message_id)
        return True

    async def _record_sent(self, post: Post, message_id: int) -> None:
        """Record that a post arrived, however often the database refuses: unrecorded it would be sent again."""
        while True:
            now = self._clock()
            try:
                await self._database.write(outbox.sent, post, message_id, now=now, rest=now + self._pace.between)
            except StoreError as error:
                log.error("delivery.unrecorded post=%d reason=%s", post.id, error)  # noqa: TRY400 - told each second
                await asyncio.sleep(self._pace.look.total_seconds())
            else:
                return

    async def _failed(self, post: Post, error: DeliveryError) -> bool:
        now = self._clock()
        reason = str(error)
        log.warning(
            "delivery.failed chat=%s post=%d kind=%s reason=%s", post.chat, post.id, type(error).__name__, reason
        )
        match error:
            case RateLimitError(after=after):
                await self._database.write(outbox.put_back, post, reason, now=now, until=now + after)
            case NotSentError():
                until = now + self._backoff(post.attempts)
                await self._database.write(outbox.put_back, post, reason, now=now, until=until)
            case AmbiguousError() if post.attempts < self._pace.doubts:
                await self._database.write(outbox.doubt, post, reason, now=now, until=now + self._pace.grace)
            case RefusedError() if post.message.html:
                await self._database.write(outbox.simplify, post, reason, now=now)
            case ChannelLostError(moved_to=int(new)):
                await self._moved(post, str(new), reason, now)
                return False
            case ChannelLostError():
                await self._database.write(outbox.pause, post, reason, now=now)
                return False
            case _:
                await self._database.write(outbox.quarantine, post, reason, now=now)
        return True

    async def _moved(self, post: Post, new: str, reason: str, now: datetime) -> None:
        await self._database.write(outbox.put_back, post, reason, now=now, until=now)
        await self._database.write(outbox.move, post.chat, new)

    def _backoff(self, attempts: int) -> timedelta:
        return min(self._pace.longest, self._pace.retry * float(2 ** min(attempts, 10)))


async def _wait(event: asyncio.Event, longest: timedelta) -> None:
    try:
        await asyncio.wait_for(event.wait(), longest.total_seconds())
    except TimeoutError:
        return
