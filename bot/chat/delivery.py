"""The outbox's sender: one post after the other for each chat, chats beside each other, every fate recorded.

A post is marked `sending` before it goes to the wire, so a crash in between leaves a doubt on record and never a post
sent twice without knowing. Nothing here composes or changes a post. What each failure leads to: docs/delivery.md.
"""

import asyncio
import logging
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Concatenate, ParamSpec

import sqlalchemy as sa

from bot.boundaries import Channel, Clock
from bot.chat.operator import FOREIGN
from bot.chat.pace import Pace, Turns
from bot.chat.probe import Journal, Probe, Verdict
from bot.errors import (
    AmbiguousError,
    ChannelLostError,
    DeliveryError,
    NotSentError,
    RateLimitError,
    RefusedError,
    StoreError,
    TopicLostError,
    UnauthorisedError,
)
from bot.model import Notice, Post
from bot.store import notices, outbox, sending
from bot.store.database import Database
from bot.store.lock import Lock, beside
from bot.watch.vitals import Vitals

log = logging.getLogger(__name__)

AT_A_TIME = 20
"""Chats that are sent what they follow beside each other: a channel's post may have to wait for so many turns."""

P = ParamSpec("P")


class Delivery:
    """Sends what the outbox holds. `run` until cancelled; `wake` when something was queued."""

    def __init__(
        self,
        database: Database,
        channel: Channel,
        clock: Clock,
        pace: Pace,
        journal: Journal | None = None,
        vitals: Vitals | None = None,
    ) -> None:
        self._database = database
        self._channel = channel
        self._clock = clock
        self._pace = pace
        self._vitals = vitals or Vitals()
        self._turns = Turns(clock, pace)
        self._probe = Probe(database, channel, journal or Journal(), self._turns, self._tell)
        self._queued = asyncio.Event()
        self._stopping = asyncio.Event()
        self._senders: dict[str, asyncio.Task[None]] = {}
        self._followers: set[str] = set()
        self._unauthorised: UnauthorisedError | None = None
        self._is_foreign = False

    def wake(self) -> None:
        """Look at the outbox now."""
        self._queued.set()

    async def resume(self, *names: str) -> None:
        """Post again to a chat, known by its id or @name, that may take posts now."""
        if await self._database.read(outbox.waits, *names):
            await self._database.write(outbox.resume, *names, now=self._clock())
            log.info("delivery.resumed chat=%s", names[0])
            self.wake()

    async def leave(self, chat: str) -> None:
        """Keep what a chat follows to ourselves until it lets the bot in again."""
        await self._database.write(outbox.leave, chat)

    async def run(self) -> None:
        """Keep one sender going for every chat that has something waiting, as the only process that does so.

        Cancelled, it lets what is on the wire come to an end first: a fate not recorded is a doubt at the next start.
        Raises UnauthorisedError when the token is no good any more; everything waits then.
        """
        with self._lock() as lock:
            if not lock.take():
                log.warning("delivery.waiting another process delivers from this database")
            while not lock.take():
                self._vitals.wait("delivering", "another process delivers from this database")
                await asyncio.sleep(self._pace.look.total_seconds())
            await self._recover()
            try:
                while self._unauthorised is None:
                    self._vitals.mark("delivering")
                    self._queued.clear()
                    await self._take_back()
                    await self._start_senders()
                    await _wait(self._queued, self._pace.look)
                raise self._unauthorised
            finally:
                await self._finish()

    async def drain(self) -> None:
        """Send all that waits and can be sent soon, then return. What another process is sending is left to it."""
        late = self._clock() + self._pace.patience
        with self._lock() as lock:
            while not lock.take():
                if not await self._database.read(sending.chats) or self._clock() > late:
                    return
                await asyncio.sleep(self._pace.look.total_seconds())
            await self._recover()
            try:
                await self._start_senders(self._pace.patience)
                while self._senders:
                    await asyncio.wait(self._senders.values())
                    await self._start_followers(self._pace.patience)
            finally:
                await self._finish()
            if self._unauthorised is not None:
                raise self._unauthorised

    def _lock(self) -> Lock:
        return Lock(beside(str(self._database.url), "delivery"))

    async def _recover(self) -> None:
        """Look at what the last run left: posts on the wire are in doubt."""
        now = self._clock()
        doubts = await self._database.write(sending.recover, now=now, grace=now + self._pace.grace)
        if doubts:
            log.warning("delivery.recovered doubtful=%d", doubts)
        await self._take_back()

    async def _take_back(self) -> None:
        """Give digests that could not be sent for long back to be composed anew."""
        before = self._clock() - self._pace.stale
        if await self._database.read(outbox.has_backlog, before=before):
            number = await self._database.write(outbox.take_back, before=before)
            log.info("delivery.taken_back digests=%d", number)

    async def _start_senders(self, patience: timedelta | None = None) -> None:
        for chat in await self._database.read(sending.chats):
            self._start_sender(chat, patience)
        await self._start_followers(patience or timedelta())

    async def _start_followers(self, patience: timedelta) -> None:
        """Send what is followed to a few of the chats for which it is due; one that must wait makes room."""
        free = AT_A_TIME - len(self._followers)
        soon = self._clock() + patience
        for chat in await self._database.read(sending.followers, now=soon, limit=AT_A_TIME) if free else ():
            if len(self._followers) < AT_A_TIME and chat not in self._senders:
                self._followers.add(chat)
                self._start_sender(chat, patience)

    def _start_sender(self, chat: str, patience: timedelta | None) -> None:
        if chat not in self._senders:
            sender = asyncio.create_task(self._send_all(chat, patience), name=f"sender {chat}")
            self._senders[chat] = sender
            sender.add_done_callback(self._ended)

    def _ended(self, sender: asyncio.Task[None]) -> None:
        """Take note of what ended a sender; another starts within a second, unless the token is no good."""
        chat = sender.get_name().removeprefix("sender ")
        self._senders.pop(chat)
        if len(self._followers) == AT_A_TIME:  # another may wait for the place
            self.wake()
        self._followers.discard(chat)
        error = None if sender.cancelled() else sender.exception()
        if isinstance(error, UnauthorisedError):
            self._unauthorised = error
            self.wake()
        elif error is not None:
            log.error("%s broke", sender.get_name(), exc_info=None if isinstance(error, StoreError) else error)

    async def _finish(self) -> None:
        self._stopping.set()
        if senders := list(self._senders.values()):
            _, late = await asyncio.wait(senders, timeout=self._pace.farewell.total_seconds())
            for sender in late:
                sender.cancel()

    async def _send_all(self, chat: str, patience: timedelta | None) -> None:
        while not self._stopping.is_set() and self._unauthorised is None:
            post = await self._database.read(sending.head, chat, now=self._clock())
            if post is None:
                return
            wait = post.not_before - self._clock()
            if patience is not None and wait > patience:
                return
            if wait > timedelta():
                await _wait(self._stopping, min(wait, self._pace.look))
            elif post.state == "pending":
                await self._send(post)
            else:
                await self._resolve(post)

    async def _send(self, waiting: Post) -> None:
        """Send one post or edit, and record its fate."""
        await self._turns.take()
        post = await self._database.write(sending.begin, waiting.id, now=self._clock())
        if post is None:
            return
        try:
            message_id = await self._carry_out(post)
        except DeliveryError as error:
            log.warning("delivery.failed chat=%s post=%d kind=%s reason=%s", *_facts(post), type(error).__name__, error)
            await (self._failed if post.version == 0 else self._edit_failed)(post, error)
            return
        self._vitals.mark("telegram")
        if self._is_foreign:
            self._is_foreign = False
            await self._tell("rival-over", "", "Telegram takes posts again: the other program is silent")
        if message_id is None:
            await self._record(sending.drop, post, "the message is gone", now=self._clock())
        else:
            await self._record_sent(post, message_id)

    async def _carry_out(self, post: Post) -> int | None:
        """Return the message that says it now, None if the message to edit is gone."""
        if post.version == 0:
            return await self._channel.send(post)
        return post.message_id if await self._channel.edit(post) else None

    async def _record_sent(self, post: Post, message_id: int) -> None:
        now = self._clock()
        await self._record(sending.sent, post, message_id, now=now, rest=now + self._pace.rest(post.chat))
        log.info("delivery.sent chat=%s post=%d message=%d version=%d", *_facts(post), message_id, post.version)

    async def _record(
        self, fate: Callable[Concatenate[sa.Connection, P], None], *args: P.args, **kwargs: P.kwargs
    ) -> None:
        """Record what became of a post, however often the database refuses: unrecorded it would be sent again."""
        while True:
            try:
                await self._database.write(fate, *args, **kwargs)
            except StoreError as error:
                log.error("delivery.unrecorded fate=%s reason=%s", fate.__name__, error)  # noqa: TRY400 - each second
                await asyncio.sleep(self._pace.look.total_seconds())
            else:
                self._vitals.mark("posted")
                return

    async def _tell(self, kind: str, about: str, text: str) -> None:
        """Tell the operator what needs a person."""
        await self._record(notices.add, Notice(kind, about, text), now=self._clock())

    async def _resolve(self, post: Post) -> None:
        """Find out what became of a post in doubt, and act on it."""
        now = self._clock()
        if post.state == "sending":  # its sender broke before it could record anything
            await self._record(sending.doubt, post, "its sender broke", now=now, until=now + self._pace.grace)
            return
        try:
            found = await self._probe.find(post)
        except UnauthorisedError:
            raise
        except DeliveryError as error:
            now = self._clock()
            wait = error.after if isinstance(error, RateLimitError) else self._pace.backoff(post.attempts)
            await self._record(sending.postpone, post, f"in doubt: {error}", now=now, until=now + wait)
            return
        log.info("delivery.resolved chat=%s post=%d as=%s", *_facts(post), found)
        now = self._clock()
        if isinstance(found, int):
            await self._record_sent(post, found)
        elif found is Verdict.ABSENT:
            await self._record(sending.clear, post, now=now)
        elif post.doubts < self._pace.doubts:
            await self._send(post)
        else:
            await self._set_aside(post, f"no clear answer in {post.doubts} sends", now)

    async def _failed(self, post: Post, error: DeliveryError) -> None:
        now, reason = self._clock(), str(error)
        match error:
            case RateLimitError(after=after):
                await self._record(sending.put_back, post, reason, now=now, until=now + after)
            case NotSentError():
                await self._warn_of_foreigners(reason)
                until = now + self._pace.backoff(post.attempts)
                await self._record(sending.put_back, post, reason, now=now, until=until)
            case UnauthorisedError():
                await self._record(sending.put_back, post, reason, now=now, until=now)
                raise error
            case AmbiguousError():
                await self._record(sending.doubt, post, reason, now=now, until=now + self._pace.grace)
            case ChannelLostError():
                await self._lost(post, error, now)
            case TopicLostError() if post.topic:
                line = f"topic {post.topic} of chat {post.chat} is gone; its digests go to the chat's general topic"
                await self._tell("topic-gone", f"{post.chat} {post.topic}", line)
                await self._record(sending.leave_topic, post, reason, now=now)
            case RefusedError() if post.message.photo or post.message.html:
                await self._record(sending.simplify, post, reason, now=now)
            case _:
                await self._set_aside(post, reason, now)

    async def _edit_failed(self, post: Post, error: DeliveryError) -> None:
        """An edit may be repeated without harm: what was perhaps done is done again."""
        now, reason = self._clock(), str(error)
        match error:
            case RateLimitError() | UnauthorisedError():
                await self._failed(post, error)
            case NotSentError() | AmbiguousError():
                until = now + self._pace.backoff(post.attempts)
                await self._record(sending.retry_edit, post, reason, now=now, until=until)
            case ChannelLostError(moved_to=None):
                await self._lost(post, error, now)
            case RefusedError() if "can't be edited" in reason and post.message.otherwise:
                await self._record(sending.reply_instead, post, reason, now=now)
            case RefusedError() if post.message.html and "can't be edited" not in reason:
                await self._record(sending.simplify, post, reason, now=now)
            case _:
                await self._set_aside(post, reason, now)

    async def _lost(self, post: Post, error: ChannelLostError, now: datetime) -> None:
        if error.moved_to is None:
            await self._record(sending.pause, post, str(error), now=now)
            line = f"chat {post.chat} takes no posts ({error}); they wait until the bot may post there again"
            await self._tell_of(post, "chat-lost", line)
        else:
            await self._record(sending.put_back, post, str(error), now=now, until=now)
            await self._record(sending.move, post.chat, str(error.moved_to))
            line = f"group {post.chat} is now supergroup {error.moved_to}; put that into its [[channel]]"
            await self._tell_of(post, "group-moved", line)

    async def _set_aside(self, post: Post, reason: str, now: datetime) -> None:
        await self._record(sending.quarantine, post, reason, now=now)
        whose = "a follower" if post.is_personal else f"chat {post.chat}"
        await self._tell("post-aside", str(post.id), f"post {post.id} for {whose} was set aside: {reason}")

    async def _tell_of(self, post: Post, kind: str, line: str) -> None:
        """Tell the operator what became of a channel; of somebody who follows something it is no concern of theirs."""
        if not post.is_personal:
            await self._tell(kind, post.chat, line)

    async def _warn_of_foreigners(self, reason: str) -> None:
        """Say once, and again only after a success in between, that somebody else uses the token."""
        if FOREIGN in reason and not self._is_foreign:
            self._is_foreign = True
            await self._tell("rival-seen", "", reason)


def _facts(post: Post) -> tuple[str, int]:
    return post.chat, post.id


async def _wait(event: asyncio.Event, longest: timedelta) -> None:
    try:
        await asyncio.wait_for(event.wait(), longest.total_seconds())
    except TimeoutError:
        return
