"""What a person may write after `since:` and `before:`."""

import re
from datetime import UTC, datetime, timedelta, tzinfo

_AGO = re.compile(r"(\d{1,5})\s*(h|d|w|m|mo|y|ч|д|н|м|г|год|р)")
_DATE = re.compile(r"(\d{4})(?:[-./](\d{1,2})(?:[-./](\d{1,2}))?)?")
_DAY_FIRST = re.compile(r"(\d{1,2})\.(\d{1,2})\.(\d{4})")
_HOURS = {"h": 1, "ч": 1, "год": 1, "d": 24, "д": 24, "w": 168, "н": 168, "m": 720, "mo": 720, "м": 720}
_YEAR = 8766  # hours
_DAYS_AGO = {
    **dict.fromkeys(("today", "сегодня", "сьогодні", "heute", "hoy", "dziś", "bugün", "اليوم", "今天"), 0),
    **dict.fromkeys(("yesterday", "вчера", "вчора", "gestern", "hier", "ayer", "wczoraj", "dün", "أمس", "昨天"), 1),
}
_EARLIEST, _LATEST = datetime(1970, 1, 2, tzinfo=UTC), datetime(2200, 1, 1, tzinfo=UTC)


def read_date(value: str, *, now: datetime, zone: tzinfo) -> datetime | None:
    """Return the moment meant, in UTC, or None if it is no date: the start of a day, month or year, or so long ago.

    Days begin at midnight in `zone`. A month is 30 days, a year 365.25.
    """
    value = value.strip().casefold()
    if value in _DAYS_AGO:
        day = now.astimezone(zone) - timedelta(days=_DAYS_AGO[value])
        return day.replace(hour=0, minute=0, second=0, microsecond=0).astimezone(UTC)
    if ago := _AGO.fullmatch(value):
        back = timedelta(hours=int(ago[1]) * _HOURS.get(ago[2], _YEAR))
        return now - min(back, now - _EARLIEST)
    if date := _DATE.fullmatch(value):
        return _midnight(int(date[1]), int(date[2] or 1), int(date[3] or 1), zone)
    if date := _DAY_FIRST.fullmatch(value):
        return _midnight(int(date[3]), int(date[2]), int(date[1]), zone)
    return None


def _midnight(year: int, month: int, day: int, zone: tzinfo) -> datetime | None:
    if not _EARLIEST.year <= year <= _LATEST.year:
        return None
    try:
        return _within(datetime(year, month, day, tzinfo=zone).astimezone(UTC))
    except ValueError:  # 31 February
        return None


def _within(moment: datetime) -> datetime:
    return min(max(moment, _EARLIEST), _LATEST)
