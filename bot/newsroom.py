"""What every channel is told and when: digests, stories one by one, alerts, edits, the weekly summary; and what those
are told who follow queries. On hold nothing of it comes about, but for what a takedown edits.
"""

import logging
from collections.abc import Callable, Coroutine, Mapping, Sequence
from datetime import datetime, time, timedelta
from functools import wraps
from typing import Any, Concatenate, ParamSpec
from zoneinfo import ZoneInfo

from bot.boundaries import Draw
from bot.digest.choose import Choosing
from bot.digest.rhythm import Slot, latest_slot, weekly_slot
from bot.model import EntityId, Feed, FeedId, Message
from bot.pipeline.alert import Allowance, close_hours, watch
from bot.pipeline.compose import NEWS, Audience, compose, post_each
from bot.pipeline.follow import Watch, match, tell_at_once, tell_digests
from bot.pipeline.revise import DAY, revise
from bot.pipeline.week import summarise
from bot.settings import Channel, Settings
from bot.store.archive import Archive
from bot.store.receipt import Account, Reader
from bot.store.upkeep import POSTS_KEPT

log = logging.getLogger(__name__)

P = ParamSpec("P")
Posting = Callable[Concatenate["Newsroom", P], Coroutine[Any, Any, int]]


async def no_pictures(title: str, days: Sequence[str], lines: Sequence[tuple[str, tuple[int, ...]]]) -> bytes:
    """Draw nothing: only texts are asked for."""
    raise NotImplementedError((title, days, lines))


def _unless_on_hold(post: Posting[P]) -> Posting[P]:
    """Let what posts do nothing, which is to make 0 posts, while nothing may be sent."""

    @wraps(post)
    async def guarded(self: "Newsroom", /, *args: P.args, **kwargs: P.kwargs) -> int:
        return 0 if await self._archive.on_hold() else await post(self, *args, **kwargs)

    return guarded


class Newsroom:
    """All channels of a configuration over one archive."""

    def __init__(self, settings: Settings, archive: Archive, feeds: Mapping[FeedId, Feed], draw: Draw) -> None:
        self._settings = settings
        self._archive = archive
        self._feeds = feeds
        self._draw = draw
        self._watch = Watch(settings.entities, feeds.values())

    def audience(self, channel: Channel) -> Audience:
        """Return a channel as composing sees it."""
        wanted = {entity.id: entity for entity in self._settings.entities}
        return Audience(
            channel=channel.id,
            chat=str(channel.chat),
            topic=channel.topic,
            language=channel.language,
            zone=ZoneInfo(channel.timezone),
            quiet=channel.quiet,
            wanted={EntityId(name): wanted[EntityId(name)] for name in channel.entities} or wanted,
            feeds=self._feeds,
            choosing=Choosing(main=channel.stories),
        )

    async def compose(
        self, channel: Channel, slot: Slot, *, now: datetime, since: datetime | None, keep: bool
    ) -> tuple[Message, ...]:
        """Compose a channel's digest of one slot; `keep` puts it into the outbox."""
        return await compose(self.audience(channel), slot, archive=self._archive, now=now, since=since, keep=keep)

    @_unless_on_hold
    async def compose_now(self, name: str, *, now: datetime) -> int:
        """Put a digest of now into a channel's outbox, beside those that are due; return of how many posts."""
        channel = next(channel for channel in self._settings.channels if channel.id == name)
        slot = Slot(key=f"asked {now:%Y-%m-%dT%H:%M:%S}", at=now)
        return len(await self.compose(channel, slot, now=now, since=None, keep=True))

    @_unless_on_hold
    async def compose_due(self, *, now: datetime) -> int:
        """Compose what has come due in every channel; return how many posts that made."""
        posts = 0
        for channel in self._settings.channels:
            if await self._archive.paused(str(channel.chat)):
                continue  # what would be told now awaits the day the chat takes posts again
            if channel.post == "stories":
                posts += await post_each(self.audience(channel), archive=self._archive, now=now)
            else:
                posts += await self._digest(channel, now=now)
            if channel.weekly is not None:
                posts += await self._week(channel, *channel.weekly, now=now)
        return posts

    async def _digest(self, channel: Channel, *, now: datetime) -> int:
        slot = latest_slot(channel.digest_at, channel.digest_every, ZoneInfo(channel.timezone), now=now)
        if await self._is_done(channel, slot):
            return 0
        messages = await self.compose(channel, slot, now=now, since=None, keep=True)
        level = logging.INFO if messages else logging.DEBUG
        log.log(level, "digest.composed channel=%s slot=%s posts=%d", channel.id, slot.key, len(messages))
        return len(messages)

    async def _week(self, channel: Channel, weekday: int, at: time, *, now: datetime) -> int:
        slot = weekly_slot(weekday, at, ZoneInfo(channel.timezone), now=now)
        if await self._is_done(channel, slot):
            return 0
        return await summarise(self.audience(channel), slot, archive=self._archive, draw=self._draw, now=now)

    async def _is_done(self, channel: Channel, slot: Slot) -> bool:
        return slot.at < await self._archive.told_before() or await self._archive.composed(channel.id, slot)

    async def receipt(self, *, now: datetime) -> list[Account]:
        """Return what became of everything that was read, and of every post that was called for."""
        readers = []
        for channel in self._settings.channels:
            audience, each = self.audience(channel), channel.post == "stories"
            last = await (self._archive.last_story if each else self._archive.last_composed)(channel.id)
            since = (last or now) - (NEWS if each else audience.window)
            readers.append(Reader(channel.id, list(audience.wanted), since, now - POSTS_KEPT, each=each))
        return await self._archive.receipt(readers)

    @_unless_on_hold
    async def alert(self, *, now: datetime, since: datetime) -> int:
        """Raise the alarms of every channel that has digests; the bot has been up `since`."""
        everybody = [entity.id for entity in self._settings.entities]
        await close_hours(everybody, archive=self._archive, now=now, since=since)
        alerts = 0
        for channel in self._settings.channels:
            if channel.post == "digests":
                allowed = Allowance(channel.alerts_an_hour, channel.alerts_a_day)
                alerts += await watch(self.audience(channel), allowed, archive=self._archive, now=now)
        return alerts

    @_unless_on_hold
    async def follow(self, *, now: datetime) -> int:
        """Let what is new meet what is followed, and tell those who want it at once; return how many posts that is."""
        await match(self._watch, archive=self._archive.followers, now=now)
        return await tell_at_once(archive=self._archive.followers, now=now)

    @_unless_on_hold
    async def follow_digests(self, *, now: datetime) -> int:
        """Tell those who want it in digests what has come due; return how many posts that is."""
        return await tell_digests(archive=self._archive.followers, now=now)

    @_unless_on_hold
    async def revise(self, *, now: datetime) -> int:
        """Bring the posts of every channel up to date; return how many edits that made."""
        return await self._revise(DAY, now=now)

    async def take_back(self, *, now: datetime) -> int:
        """Let posts no longer tell what was taken back, also on hold; return how many edits that made."""
        return await self._revise(timedelta(), now=now)

    async def _revise(self, span: timedelta, *, now: datetime) -> int:
        audiences = map(self.audience, self._settings.channels)
        return sum([await revise(audience, span, archive=self._archive, now=now) for audience in audiences])
