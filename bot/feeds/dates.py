"""When an entry says it was published, in the ways feeds write dates.

Two grammars cover nearly all: RFC 822 ("Sat, 21 Nov 2026 10:00:00 +0200", with month names of many languages) and W3C
("2026-11-21T10:00:00Z"). A date that could be read two ways (10/1/2020) is not read at all: a wrong date is worse
than none.
"""

import re
from datetime import UTC, datetime, timedelta, timezone
from functools import lru_cache
from typing import Final

_W3C: Final = re.compile(
    r"(\d{4})[-/.](\d{1,2})(?:[-/.](\d{1,2}))?"
    r"(?:[T\s]+(\d{1,2}):(\d{2})(?::(\d{2})(?:[.,]\d+)?)?\s*(Z|[A-Z]{2,4}|[+-]\d{2}:?\d{2}|[+-]\d{2})?)?",
    re.ASCII | re.IGNORECASE,
)
_RFC822: Final = re.compile(
    r"(?:[^\W\d_]+\.?,?\s+)?(\d{1,2})(?:\s+de|\.|st|nd|rd|th)?[\s-]+([^\W\d_]+)\.?,?(?:\s+de)?[\s-]+(\d{4}|\d{2})(?:\s+г\.?)?"
    r"(?:,?\s+(\d{1,2}):(\d{2})(?::(\d{2}))?\s*([ap]\.?m\b\.?)?\s*([A-Za-z/]{1,8}(?:[+-]\d{1,2}:?\d{2})?|[+-]\d{1,2}:?\d{2})?)?",
    re.IGNORECASE,
)
_AMERICAN: Final = re.compile(
    r"(?:[^\W\d_]+\.?,?\s+)?([A-Za-z]{3,9})\.?\s+(\d{1,2}),?\s+(\d{4})"
    r"(?:,?\s+(\d{1,2}):(\d{2})(?::(\d{2}))?\s*([ap]\.?m\b\.?)?\s*([A-Za-z/]{1,5}|[+-]\d{1,2}:?\d{2})?)?",
    re.ASCII | re.IGNORECASE,
)
_ASCTIME: Final = re.compile(
    r"[A-Za-z]{3}\s+([A-Za-z]{3})\s+(\d{1,2})\s+(\d{1,2}):(\d{2}):(\d{2})(?:\s+([A-Za-z]{1,5}|[+-]\d{4}))?\s+(\d{4})",
    re.ASCII,
)

_ZONES: Final = {  # hours; the North American names are RFC 822's own, the others are seen in the wild
    "ut": 0, "utc": 0, "gmt": 0, "z": 0,
    "adt": -3, "ast": -4, "edt": -4, "est": -5, "cdt": -5, "cst": -6, "mdt": -6, "mst": -7, "pdt": -7, "pst": -8,
    "at": -4, "et": -5, "ct": -6, "mt": -7, "pt": -8,
    "bst": 1, "cet": 1, "cest": 2, "met": 1, "mest": 2, "eet": 2, "eest": 3, "msk": 3, "jst": 9, "kst": 9,
}  # fmt: skip

_MONTH_NAMES: Final = """
    jan ene janv janvier enero january januar jänner gennaio gen janeiro января янв січня січ stycznia sty ledna
        leden oca ocak;
    feb fev fév févr février febrero february februar febbraio fevereiro февраля фев лютого лют lutego lut února
        únor şub şubat;
    mar mär märz maerz mrt mars marzo march março marco марта мар березня бер marca března březen mart;
    apr abr avr avril abril april aprile апреля апр квітня кві kwietnia kwi dubna duben nis nisan;
    may mai mayo mag maggio maio mei мая май травня тра maja maj května květen mayıs;
    jun juin junio june juni giu giugno junho июня июн червня чер czerwca cze června červen haz haziran;
    jul juil juillet julio july juli lug luglio julho июля июл липня лип lipca lip července červenec tem temmuz;
    aug ago août aout agosto august avg августа авг серпня сер sierpnia sie srpna srpen ağu ağustos;
    sep sept set sett septembre septiembre september settembre setembro сентября сен сент вересня вер września
        wrz září eyl eylül;
    oct okt ott octobre octubre october oktober ottobre outubro out октября окт жовтня жов października paź
        października října říjen eki ekim;
    nov novembre noviembre november novembro ноября ноя листопада лис listopada lis listopad kas kasım;
    dec dez dic déc dics décembre diciembre december dezember dicembre dezembro декабря дек грудня гру grudnia
        gru prosince prosinec ara aralık
"""
_MONTHS: Final = {name: number for number, names in enumerate(_MONTH_NAMES.split(";"), 1) for name in names.split()}
_STANDARD_MONTHS: Final = {
    "Jan": "01", "Feb": "02", "Mar": "03", "Apr": "04", "May": "05", "Jun": "06",
    "Jul": "07", "Aug": "08", "Sep": "09", "Oct": "10", "Nov": "11", "Dec": "12",
}  # fmt: skip


def parse_date(text: str | None) -> datetime | None:
    """Return the moment a feed's date names, in UTC, or None if it names none for certain.

    A missing zone is taken for UTC and a missing time for midnight, as feed readers do.
    """
    if not text or len(text := " ".join(text.split())) > 80:
        return None
    grammars = (_w3c,) if text[:4].isdigit() else (_rfc822, _american, _asctime)
    try:
        return _well_written(text) or next((moment for grammar in grammars if (moment := grammar(text))), None)
    except (ValueError, OverflowError):
        return None


def _well_written(text: str) -> datetime | None:
    """Return the moment of a date in the exact form of a standard: nearly all are, and the library reads them fast."""
    if text[3:5] == ", " and text[25:26] == " ":
        month, zone = _STANDARD_MONTHS.get(text[8:11], ""), text[26:]
        text = f"{text[12:16]}-{month}-{text[5:7]}T{text[17:25]}{'Z' if zone == 'GMT' else zone}"
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return None
    return moment.astimezone(UTC).replace(microsecond=0) if moment.tzinfo else None


def _w3c(text: str) -> datetime | None:
    if not (match := _W3C.fullmatch(text)):
        return None
    year, month, day, hour, minute, second, zone = match.groups()
    return _moment(int(year), int(month), int(day or 1), (hour, minute, second, None), zone)


def _rfc822(text: str) -> datetime | None:
    if not (match := _RFC822.match(text)):
        return None
    day, month, year, *clock, zone = match.groups()
    number = _month(month)
    return _moment(_year(year), number, int(day), tuple(clock), zone) if number else None


def _american(text: str) -> datetime | None:
    if not (match := _AMERICAN.match(text)):
        return None
    month, day, year, *clock, zone = match.groups()
    number = _month(month)
    return _moment(int(year), number, int(day), tuple(clock), zone) if number else None


def _asctime(text: str) -> datetime | None:
    if not (match := _ASCTIME.fullmatch(text)):
        return None
    month, day, hour, minute, second, zone, year = match.groups()
    number = _month(month)
    return _moment(int(year), number, int(day), (hour, minute, second, None), zone) if number else None


def _month(name: str) -> int:
    name = name.lower()
    return _MONTHS.get(name) or _MONTHS.get(name[:3], 0)


def _year(digits: str) -> int:
    """Return the full year: two digits from 90 on are the 1990s."""
    year = int(digits)
    return year if len(digits) == 4 else year + (1900 if year >= 90 else 2000)


def _moment(year: int, month: int, day: int, clock: tuple[str | None, ...], zone: str | None) -> datetime:
    hour, minute, second = (int(part or 0) for part in clock[:3])
    half = (clock[3] or "").lower()
    if half:
        hour = hour % 12 + (12 if half.startswith("p") else 0)
    day_later = hour == 24  # midnight at the end of the day, which ISO 8601 allows
    stamp = datetime(year, month, day, 0 if day_later else hour, minute, min(second, 59), tzinfo=_zone(zone))
    return (stamp + timedelta(days=day_later)).astimezone(UTC)


@lru_cache(maxsize=256)
def _zone(zone: str | None) -> timezone:
    name = (zone or "").lower().removeprefix("etc/")
    if name.startswith(("gmt", "utc")) and len(name) > 3:
        name = name[3:]
    if name[:1] in {"+", "-"}:
        digits = name[1:].replace(":", "")
        hours, minutes = (int(digits), 0) if len(digits) <= 2 else (int(digits[:-2]), int(digits[-2:]))
        offset = timedelta(hours=hours, minutes=minutes)
        return timezone(-offset if name[0] == "-" else offset)
    return timezone(timedelta(hours=_ZONES.get(name, 0)))
