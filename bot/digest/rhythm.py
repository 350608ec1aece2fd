"""When a channel's digests are due. Pure; the answer depends on the clock and the settings alone, so a restart changes
nothing: a digest is composed once for each slot, and downtime leaves one catch-up digest, not a flood.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.text.say import phrases

_TIME = re.compile("([01]?[0-9]|2[0-3])[:.]([0-5][0-9])")
_CLOCK = "d MMMM HH:mm"
_PARTS = ((5, "night"), (12, "morning"), (17, "midday"), (23, "evening"), (24, "night"))


@dataclass(frozen=True, slots=True)
class Slot:
    """One due time of one channel. `key` is the same whenever and however often it is asked for.

    `part` is "morning", "midday", "evening" or "night" where only one of a channel's set times lies in it, "week" for a
    weekly summary.
    """

    key: str
    at: datetime
    part: str = ""


def title(slot: Slot, language: str, zone: ZoneInfo) -> str:
    """Return what a digest is called, in the channel's language: no two of a channel alike."""
    say = phrases(language)
    when = slot.at.astimezone(zone)
    if slot.part:
        return say(f"digest-{slot.part}", when=say.date(when, "d MMMM"))
    return say("digest", when=say.date(when, f"{_CLOCK}:ss" if when.second else _CLOCK))


def clock(now: datetime, language: str, zone: ZoneInfo) -> str:
    """Return a time as a heading names it."""
    return phrases(language).date(now.astimezone(zone), _CLOCK)


def times(text: str) -> tuple[time, ...]:
    """Return local times written like "09:00 18:00", in their order and each once; () if one of them is none."""
    found = set()
    for word in text.replace(",", " ").split():
        match = _TIME.fullmatch(word)
        if match is None:
            return ()
        found.add(time(int(match[1]), int(match[2])))
    return tuple(sorted(found))


def is_quiet(quiet: tuple[time, time] | None, zone: ZoneInfo, *, now: datetime) -> bool:
    """Tell whether now lies in the hours in which posts make no sound: local times, the last not included."""
    if quiet is None:
        return False
    begin, end = quiet
    clock = now.astimezone(zone).time()
    return begin <= clock < end if begin <= end else clock >= begin or clock < end


def latest_slot(at: Sequence[time], every: timedelta | None, zone: ZoneInfo, *, now: datetime) -> Slot:
    """Return the slot that came due last: of the local times `at`, or of the rhythm `every`."""
    if every is not None:
        seconds = now.timestamp() // every.total_seconds() * every.total_seconds()
        moment = datetime.fromtimestamp(seconds, UTC)
        return Slot(key=f"{moment:%Y-%m-%dT%H:%M:%SZ}", at=moment)
    today = now.astimezone(zone).date()
    slots = [(day, clock) for day in (today - timedelta(days=1), today) for clock in at]
    moments = {(day, clock): _moment(datetime.combine(day, clock, zone)) for day, clock in slots}
    (day, clock), moment = max(
        ((slot, moment) for slot, moment in moments.items() if moment <= now), key=lambda found: found[1]
    )
    alone = [_part(one) for one in at].count(_part(clock)) == 1
    return Slot(key=f"{day:%Y-%m-%d}T{clock:%H:%M}", at=moment, part=_part(clock) if alone else "")


def _part(clock: time) -> str:
    return next(name for hour, name in _PARTS if clock.hour < hour)


def weekly_slot(weekday: int, at: time, zone: ZoneInfo, *, now: datetime) -> Slot:
    """Return the slot of the weekly summary that came due last; weekdays count from Monday = 0."""
    today = now.astimezone(zone).date()
    days = [today - timedelta(days=(today.weekday() - weekday) % 7 + weeks * 7) for weeks in (0, 1)]
    day = next(day for day in days if _moment(datetime.combine(day, at, zone)) <= now)
    return Slot(key=f"week {day:%Y-%m-%d}", at=_moment(datetime.combine(day, at, zone)), part="week")


def _moment(local: datetime) -> datetime:
    """Return when a wall clock shows a local time: one that spring skips comes an hour later, one that autumn repeats
    comes once, the first time.
    """
    return local.replace(fold=0).astimezone(UTC)
