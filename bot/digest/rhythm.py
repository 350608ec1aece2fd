"""When a channel's digests are due. Pure; the answer depends on the clock and the settings alone, so a restart changes
nothing: a digest is composed once for each slot, and downtime leaves one catch-up digest, not a flood.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

_PARTS = ((5, "Night"), (12, "Morning"), (17, "Midday"), (23, "Evening"), (24, "Night"))


@dataclass(frozen=True, slots=True)
class Slot:
    """One due time of one channel. `key` is the same whenever and however often it is asked for."""

    key: str
    at: datetime
    title: str


def latest_slot(at: Sequence[time], every: timedelta | None, zone: ZoneInfo, *, now: datetime) -> Slot:
    """Return the slot that came due last: of the local times `at`, or of the rhythm `every`."""
    if every is not None:
        seconds = now.timestamp() // every.total_seconds() * every.total_seconds()
        moment = datetime.fromtimestamp(seconds, UTC)
        return Slot(key=f"{moment:%Y-%m-%dT%H:%M:%SZ}", at=moment, title=f"Digest · {moment.astimezone(zone):%H:%M}")
    today = now.astimezone(zone).date()
    slots = [(day, clock) for day in (today - timedelta(days=1), today) for clock in at]
    moments = {(day, clock): _moment(datetime.combine(day, clock, zone)) for day, clock in slots}
    (day, clock), moment = max(
        ((slot, moment) for slot, moment in moments.items() if moment <= now), key=lambda found: found[1]
    )
    part = next(name for hour, name in _PARTS if clock.hour < hour)
    return Slot(key=f"{day:%Y-%m-%d}T{clock:%H:%M}", at=moment, title=f"{part} digest · {day:%-d %B}")


def _moment(local: datetime) -> datetime:
    """Return when a wall clock shows a local time: one that spring skips comes an hour later, one that autumn repeats
    comes once, the first time.
    """
    return local.replace(fold=0).astimezone(UTC)
