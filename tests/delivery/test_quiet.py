"""Quiet hours as Telegram sees them: posts that make no sound, by the channel's clock, and alerts that do."""

from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.boundaries import Hour
from bot.digest.rhythm import Slot
from bot.pipeline.alert import Allowance, watch
from bot.pipeline.compose import compose
from tests.delivery.conftest import Office
from tests.delivery.haste import QUICK
from tests.desk import PUTIN, Desk

SUMMER_BEGINS = datetime(2026, 3, 29, 1, tzinfo=UTC)
"""When clocks in Kyiv go from 03:00 to 04:00."""


def night_desk(office: Office) -> Desk:
    """Return a newsroom whose channel is quiet from 22:00 to 07:00 in Kyiv."""
    desk = Desk(office.database)
    kyiv = {"chat": office.chat, "zone": ZoneInfo("Europe/Kyiv"), "quiet": (time(22), time(7))}
    desk.audience = replace(desk.audience, **kyiv)  # type: ignore[arg-type]
    return desk


async def silences(office: Office, posts: int) -> list[bool]:
    """Let everything be sent, and return of each post whether it made no sound."""
    async with office.delivering(replace(QUICK, stale=timedelta(days=9999))):  # it is long past that day
        await office.settled(sent=posts)
    return [call.params.get("disable_notification") == "true" for call in office.sandbox.journal.calls("sendMessage")]


async def test_digests_are_silent_until_seven_by_the_channels_clock_on_the_day_summer_time_begins(
    office: Office,
) -> None:
    desk = night_desk(office)
    silent: list[bool] = []
    for clock in (time(3, 59), time(4), time(18, 59), time(19)):  # 06:59 and 07:00, 21:59 and 22:00 in summer
        at = datetime.combine(SUMMER_BEGINS, clock, UTC)
        await desk.story("f1", title=f"Putin at {clock}", at=at)
        await compose(desk.audience, Slot(f"{clock}", at), archive=desk.archive, now=at + timedelta(seconds=1))
        silent = await silences(office, len(silent) + 1)

    assert silent == [True, False, False, True]


async def test_an_alert_sounds_in_the_night_in_which_summer_time_begins(office: Office) -> None:
    desk = night_desk(office)
    quiet = [Hour(PUTIN, SUMMER_BEGINS - timedelta(days=day), voices=3, biggest=1) for day in range(20, 0, -1)]
    await desk.archive.close(quiet)
    await desk.story(*(f"f{n}" for n in range(12)), at=SUMMER_BEGINS)

    assert await watch(desk.audience, Allowance(), archive=desk.archive, now=SUMMER_BEGINS + timedelta(minutes=1)) == 1

    assert await silences(office, 1) == [False]
