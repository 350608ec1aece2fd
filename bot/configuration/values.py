"""The values of the configuration: what each may be, told in the words of who mistyped it, and its JSON Schema."""

import re
from collections.abc import Callable, Mapping
from datetime import time, timedelta
from ipaddress import ip_network
from typing import Annotated, Any
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError, available_timezones

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, PlainSerializer, WithJsonSchema

from bot.configuration.wording import discreet, nearest
from bot.text.domains import registered_domain
from bot.text.languages import is_language, primary
from bot.text.say import LANGUAGES

WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
LONGEST = timedelta(days=36500)
"""A hundred years: what is longer is a typing error, and does not fit a calendar."""
_UNITS = {"d": 86400, "h": 3600, "m": 60, "s": 1}
_DURATION = r"(\d+(?:\.\d+)?)\s*([smhd])"
_SIZES = {"GB": 1_000_000_000, "MB": 1_000_000}
_SIZE = r"(\d+(?:\.\d+)?)\s*(MB|GB)"
_MISTAKEN = {"ua": "uk", "cn": "zh", "jp": "ja", "kr": "ko", "cz": "cs", "dk": "da", "gr": "el", "ir": "fa", "rs": "sr"}
"""Countries that are taken for languages."""
LEAST = 100_000_000
"""Bytes of disk: the archive's log alone may take a third of that."""
_CLOCK = r"([01]\d|2[0-3]):[0-5]\d"


class Table(BaseModel):
    """A table of the configuration: a key it does not know is an error."""

    model_config = ConfigDict(extra="forbid", frozen=True)


def _pause(value: object) -> timedelta:
    found = re.fullmatch(_DURATION, value) if isinstance(value, str) else None
    if found is None:
        raise ValueError("expected a number and a unit, such as 30s, 15m, 6h or 7d")
    seconds = float(found[1]) * _UNITS[found[2]]
    if seconds > LONGEST.total_seconds():
        raise ValueError(f"expected at most {LONGEST.days}d")
    return timedelta(seconds=seconds)


def _duration(value: object) -> timedelta:
    if not (span := _pause(value)):
        raise ValueError("expected more than nothing, such as 30s, 15m, 6h or 7d")
    return span


def _zone(value: str) -> str:
    try:
        ZoneInfo(value)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        near = nearest(value, sorted(available_timezones()))
        raise ValueError(f"expected a time zone such as Europe/Kyiv or UTC{near}") from None
    return value


def _network(value: str) -> str:
    try:
        ip_network(value, strict=False)
    except ValueError:
        raise ValueError("expected a network such as 10.1.0.0/16 or fd00::/8") from None
    return value


def _address(value: str) -> str:
    if not re.match(r"https?://[^/\s]+", value):
        raise ValueError("expected an address that begins with http:// or https://")
    return value


def _api_address(value: str) -> str:
    if _address(value) != discreet(value):
        raise ValueError("expected the address without the token, which stands in .env")
    return value


def _domain(value: str) -> str:
    host = urlsplit(value if "//" in value else f"//{value}").hostname or ""
    if registered_domain(host) != value or "." not in value:
        raise ValueError(f"expected a registered domain such as {registered_domain(host) or 'example.org'}")
    return value


def _database(value: str) -> str:
    if not re.match("sqlite:///.", value):
        raise ValueError('expected a file, such as "sqlite:///data/newswatch.db"')
    return value


def _chat(value: object) -> str | int:
    is_number = isinstance(value, int) and not isinstance(value, bool)
    if is_number or (isinstance(value, str) and re.fullmatch(r"|@[A-Za-z]\w{3,31}|-?\d{1,19}", value)):
        return value  # type: ignore[return-value] # one of the two was just seen
    raise ValueError("expected @name, or the number of a chat such as -1001234567890")


def _clock(value: object) -> time:
    if isinstance(value, str) and re.fullmatch(_CLOCK, value):
        return time.fromisoformat(value)
    if isinstance(value, time) and value == value.replace(second=0, microsecond=0):  # TOML has times of its own
        return value
    raise ValueError('expected hours and minutes in quotes, two digits each, such as "07:30"')


def _span(value: object) -> tuple[time, time]:
    if not isinstance(value, list | tuple) or len(value) != 2:
        raise ValueError('expected two times, such as ["22:00", "07:00"]')
    return _clock(value[0]), _clock(value[1])


def _weekly(value: object) -> tuple[int, time]:
    day, _, clock = value.partition(" ") if isinstance(value, str) else ("", "", "")
    try:
        return WEEKDAYS.index(day), _clock(clock)
    except ValueError:
        raise ValueError('expected a weekday and a time, such as "Mon 09:00"') from None


def _language(value: str) -> str:
    if value and not is_language(primary(value)):
        raise ValueError(f"expected the code of a language, such as en, ru or pt-BR{_meant(value)}")
    return value


def _country(value: str) -> str:
    if value and not re.fullmatch("[A-Z]{2}", value):
        raise ValueError("expected two capital letters, such as UA")
    return value


def _id(value: str) -> str:
    if not re.fullmatch(r"[a-z0-9][a-z0-9_-]{0,63}", value):
        raise ValueError("expected small letters a-z, digits, - and _, at most 64 of them")
    return value


def _bot_language(value: str) -> str:
    if value not in LANGUAGES:
        raise ValueError(f"expected one of {', '.join(LANGUAGES)}{_meant(value)}")
    return value


def _meant(value: str) -> str:
    language = _MISTAKEN.get(primary(value))
    return f"; did you mean {language}?" if language else ""


def _size(value: object) -> int:
    found = re.fullmatch(_SIZE, value) if isinstance(value, str) else None
    if found is None:
        raise ValueError("expected a number and a unit, such as 500MB or 5GB")
    size = round(float(found[1]) * _SIZES[found[2]])
    if size < LEAST:
        raise ValueError("expected at least 100MB")
    return size


def _door(value: str) -> str:
    host, _, port = value.rpartition(":")
    if value and not (host and port.isdecimal() and int(port) < 1 << 16):
        raise ValueError("expected an address and a port, such as 127.0.0.1:8787, or nothing")
    return value


def _measured(number: float, units: Mapping[str, int]) -> str:
    """Return an amount as it is written, in the largest unit of which it is a whole number."""
    unit = next((unit for unit, worth in units.items() if number and number % worth == 0), list(units)[-1])
    return f"{number / units[unit]:g}{unit}"


def _written(spell: Callable[[Any], str]) -> PlainSerializer:
    """Let a value be shown as it is written in the files."""
    return PlainSerializer(spell, return_type=str, when_used="json")


_AS_SPAN = _written(lambda span: _measured(span.total_seconds(), _UNITS))
_AS_CLOCK = _written(lambda clock: f"{clock:%H:%M}")


def _text(pattern: str) -> WithJsonSchema:
    return WithJsonSchema({"type": "string", "pattern": f"^({pattern})$"})


Pause = Annotated[timedelta, BeforeValidator(_pause), _AS_SPAN, _text(_DURATION)]
Duration = Annotated[timedelta, BeforeValidator(_duration), _AS_SPAN, _text(_DURATION)]
Size = Annotated[int, BeforeValidator(_size), _written(lambda size: _measured(size, _SIZES)), _text(_SIZE)]
"""Bytes."""
Door = Annotated[str, AfterValidator(_door), _text(r".+:\d+|")]
Zone = Annotated[str, AfterValidator(_zone)]
Network = Annotated[str, AfterValidator(_network)]
Address = Annotated[str, AfterValidator(_address), _text(r"https?://.+")]
Listener = Annotated[str, AfterValidator(lambda value: value and _address(value)), _text("(https?://.+)?")]
"""An address, or nothing."""
ApiAddress = Annotated[str, AfterValidator(_api_address), _text(r"https?://.+")]
Domain = Annotated[str, AfterValidator(_domain)]
DatabaseUrl = Annotated[str, AfterValidator(_database), _text("sqlite:///.+")]
ClockTime = Annotated[time, BeforeValidator(_clock), _AS_CLOCK, _text(_CLOCK)]
Span = Annotated[
    tuple[Annotated[time, _AS_CLOCK], Annotated[time, _AS_CLOCK]],
    BeforeValidator(_span),
    WithJsonSchema(
        {"type": "array", "items": {"type": "string", "pattern": f"^{_CLOCK}$"}, "minItems": 2, "maxItems": 2}
    ),
]
Weekly = Annotated[
    tuple[int, time],
    BeforeValidator(_weekly),
    _written(lambda when: f"{WEEKDAYS[when[0]]} {when[1]:%H:%M}"),
    _text(f"({'|'.join(WEEKDAYS)}) {_CLOCK}"),
]
Chat = Annotated[str | int, BeforeValidator(_chat), WithJsonSchema({"type": ["string", "integer"]})]
Language = Annotated[str, AfterValidator(_language)]
BotLanguage = Annotated[str, AfterValidator(_bot_language), _text("|".join(LANGUAGES))]
Country = Annotated[str, AfterValidator(_country), _text("([A-Z]{2})?")]
Id = Annotated[str, AfterValidator(_id), _text("[a-z0-9][a-z0-9_-]{0,63}")]
