from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.digest.rhythm import is_quiet, latest_slot, title

KYIV = ZoneInfo("Europe/Kyiv")
AT = (time(7), time(19))


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def test_the_latest_local_time_that_has_passed_is_due() -> None:
    slot = latest_slot(AT, None, KYIV, now=at("2026-03-01T05:30"))

    assert (slot.key, slot.at) == ("2026-03-01T07:00", at("2026-03-01T05:00"))
    assert title(slot, "en", KYIV) == "Morning digest · 1 March"
    assert title(slot, "ru", KYIV) == "Утренний дайджест · 1 марта"


@given(st.sets(st.times(), min_size=1, max_size=6), st.sampled_from([KYIV, ZoneInfo("UTC")]))
def test_the_digests_of_a_day_have_titles_of_their_own(clocks: set[time], zone: ZoneInfo) -> None:
    times = tuple(sorted({clock.replace(second=0, microsecond=0) for clock in clocks}))
    moments = [datetime.combine(date(2026, 3, 3), clock, zone) for clock in times]

    assert len({title(latest_slot(times, None, zone, now=now), "en", zone) for now in moments}) == len(times)


def test_the_digests_of_a_rhythm_have_titles_of_their_own_within_a_minute_too() -> None:
    start, every = at("2026-03-01T05:30"), timedelta(seconds=10)
    slots = [latest_slot((), every, KYIV, now=start + number * every) for number in range(12)]

    titles = [title(slot, "en", KYIV) for slot in slots]
    assert len(set(titles)) == 12
    assert titles[:2] == ["Digest · 1 March 07:30", "Digest · 1 March 07:30:10"]


def test_before_the_first_time_of_a_day_the_last_of_yesterday_counts() -> None:
    assert latest_slot(AT, None, KYIV, now=at("2026-03-01T04:59")).key == "2026-02-28T19:00"


@pytest.mark.parametrize(
    ("day", "clock", "due"),
    [("2026-03-29", "03:30", "01:30"), ("2026-10-25", "03:30", "00:30")],
    ids=["spring skips the hour: an hour later", "autumn repeats it: the first time"],
)
def test_a_change_of_the_clocks_gives_exactly_one_digest(day: str, clock: str, due: str) -> None:
    times = (time.fromisoformat(clock),)
    start = at(f"{day}T00:00") - timedelta(hours=3)

    slots = {latest_slot(times, None, KYIV, now=start + timedelta(minutes=m)) for m in range(0, 24 * 60, 5)}

    assert [slot.at for slot in slots if slot.key.startswith(day)] == [at(f"{day}T{due}")]


def test_a_rhythm_is_counted_from_the_epoch_so_a_restart_changes_nothing() -> None:
    every = timedelta(minutes=30)

    first = latest_slot((), every, KYIV, now=at("2026-03-01T05:31"))
    later = latest_slot((), every, KYIV, now=at("2026-03-01T05:59"))

    assert first == later
    assert first.at == at("2026-03-01T05:30")


def test_quiet_hours_go_by_the_channels_clock_also_past_midnight_and_through_a_change_of_the_clocks() -> None:
    night = (time(22), time(7))

    assert is_quiet(night, KYIV, now=at("2026-03-28T20:00"))  # 22:00 in winter
    assert not is_quiet(night, KYIV, now=at("2026-03-28T05:00"))
    assert is_quiet(night, KYIV, now=at("2026-03-29T03:59"))  # 06:59 in summer
    assert not is_quiet(night, KYIV, now=at("2026-03-29T04:00"))
    assert is_quiet((time(1), time(5)), KYIV, now=at("2026-01-01T00:00"))
    assert not is_quiet(None, KYIV, now=at("2026-03-28T20:00"))
