"""Alerts between digests: a story, or whom it is about, has suddenly far more voices than usual."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from babel.numbers import format_decimal

from bot.boundaries import Hour, Voice, Watched
from bot.digest.render import render
from bot.model import EntityId, StoryId
from bot.pipeline.compose import Audience, as_told, digest_of
from bot.stories.bursts import Burst, burst
from bot.text.say import phrases

HOUR = timedelta(hours=1)
PAST = timedelta(days=21)
LAST_HOURS = 72


@dataclass(frozen=True, slots=True)
class Alarm:
    """A story to alert to, and why: itself (`entity` is None), or whom it is about."""

    story: StoryId
    burst: Burst
    entity: EntityId | None = None


@dataclass(frozen=True, slots=True)
class Allowance:
    """How many alerts a channel bears."""

    an_hour: int = 2
    a_day: int = 6


async def close_hours(entities: Sequence[EntityId], *, archive: Watched, now: datetime, since: datetime) -> None:
    """Record what the last full hour came to, unless the bot was not there for all of it (it came up at `since`)."""
    begin = now.replace(minute=0, second=0, microsecond=0) - HOUR
    if since <= begin:
        heard = await archive.voices(since=begin, until=begin + HOUR)
        await archive.close([_hour(entity, begin, heard) for entity in entities])


def _hour(entity: EntityId, begin: datetime, heard: Iterable[Voice]) -> Hour:
    stories = _by_story(voice for voice in heard if voice.entity == entity)
    names = {name for story in stories.values() for name in story}
    return Hour(entity, begin, voices=len(names), biggest=max(map(len, stories.values()), default=0))


def _by_story(heard: Iterable[Voice]) -> dict[StoryId, set[str]]:
    stories: dict[StoryId, set[str]] = defaultdict(set)
    for voice in heard:
        stories[voice.story].add(voice.name)
    return stories


def alarms(heard: Sequence[Voice], past: Sequence[Hour], wanted: Iterable[EntityId], *, now: datetime) -> list[Alarm]:
    """Return what bursts among the voices of the last 60 minutes, the strongest first, at most one alarm for a story.

    A story is measured against the biggest stories of the same entity, an entity against itself. A story with one
    voice is never an alarm, whatever it is about.
    """
    found: list[Alarm] = []
    for entity in wanted:
        stories = _by_story(voice for voice in heard if voice.entity == entity)
        hours = [hour for hour in past if hour.entity == entity]
        same = [hour for hour in hours if hour.begin.hour == now.hour]
        last = hours[-LAST_HOURS:]
        biggest = [hour.biggest for hour in same], [hour.biggest for hour in last]
        for story, names in stories.items():
            if what := burst(len(names), *biggest):
                found.append(Alarm(story, what))
        everybody = len({name for names in stories.values() for name in names})
        if what := burst(everybody, [hour.voices for hour in same], [hour.voices for hour in last]):
            story = max(stories, key=lambda number: (len(stories[number]), -number))
            if len(stories[story]) > 1:
                found.append(Alarm(story, what, entity))
    found.sort(key=lambda alarm: (-alarm.burst.count, alarm.entity is not None, alarm.story))
    strongest: dict[StoryId, Alarm] = {}
    for alarm in found:
        strongest.setdefault(alarm.story, alarm)
    return list(strongest.values())


async def watch(audience: Audience, allowance: Allowance, *, archive: Watched, now: datetime) -> int:
    """Raise the alarms of a channel that were not raised yet; return how many alerts were put into the outbox.

    An alert above the allowance is held back; the next digest tells its story, and says so.
    """
    heard = await archive.voices(since=now - HOUR, until=now)
    past = await archive.hours(since=now - PAST)
    raised = await archive.alerted(audience.channel)
    new = [alarm for alarm in alarms(heard, past, audience.wanted, now=now) if alarm.story not in raised]
    sent = 0
    for alarm in new:
        if await _bears(audience.channel, allowance, archive=archive, now=now):
            sent += await _alert(alarm, audience, archive=archive, now=now)
        else:
            await archive.hold(audience.channel, alarm.story, now=now)
    return sent


async def _bears(channel: str, allowance: Allowance, *, archive: Watched, now: datetime) -> bool:
    return (
        await archive.given(channel, since=now - HOUR) < allowance.an_hour
        and await archive.given(channel, since=now - timedelta(days=1)) < allowance.a_day
    )


async def _alert(alarm: Alarm, audience: Audience, *, archive: Watched, now: datetime) -> bool:
    for story in await archive.stories(audience.channel, list(audience.wanted), [alarm.story]):
        # a feed that nobody confirmed has no word in an alert: its title might become the headline
        own = tuple(report for report in story.coverage if report.feed.confirmed)
        told = as_told(replace(story, coverage=own), audience.language)
        digest = digest_of(audience, f"alert {story.id}", reason(alarm, audience), [told], now=now)
        # an alert is heard in quiet hours too
        alert = replace(digest, kind="alert", silent=False)
        message = render(alert, audience.names)
        await archive.alarm(story.id, alert, audience.chat, message, now=now, topic=audience.topic)
        return True
    return False


def reason(alarm: Alarm, audience: Audience) -> str:
    """Return the figure behind an alarm, in the channel's language."""
    say = phrases(audience.language)
    usual = format_decimal(round(alarm.burst.expected, 1), locale=say.locale)
    if alarm.entity is None:
        return say("alert-story", count=alarm.burst.count, usual=usual)
    return say("alert-entity", count=alarm.burst.count, usual=usual, name=audience.names[alarm.entity])
