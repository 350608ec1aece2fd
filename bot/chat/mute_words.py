"""What stands behind /mute: what, and until when. Pure."""

import re
from datetime import UTC, datetime, timedelta, tzinfo
from typing import Final, NamedTuple

from bot.digest.rhythm import times
from bot.search.query import Filter, Name, Node, Or, Query

LONGEST: Final = timedelta(days=366)
_UNITS: Final = {
    **dict.fromkeys(("h", "ч", "г", "год", "س"), timedelta(hours=1)),
    **dict.fromkeys(("d", "д", "ي"), timedelta(days=1)),
    **dict.fromkeys(("w", "н", "т"), timedelta(weeks=1)),
}
_FIELDS: Final = {"source": "source", "language": "lang", "entity": "entity"}
_END: Final = re.compile(
    rf"(?:^|\s+)(?:(?:until|till|for|до|на|حتى|لمدة)\s+)?"
    rf"(?P<when>\d{{1,2}}[:.]\d{{2}}|\d{{1,3}}\s*(?:{'|'.join(_UNITS)}))$",
    re.IGNORECASE,
)
_SPAN: Final = re.compile(r"(\d+)\s*(\D+)")


class Wanted(NamedTuple):
    """What somebody wants to mute, and until when as typed ("": they did not say)."""

    what: str
    when: str


def read(text: str) -> Wanted:
    """Return what stands before a time or a span at the end, and that."""
    end = _END.search(text.strip())
    if end is None:
        return Wanted(text.strip(), "")
    return Wanted(text.strip()[: end.start()].strip(), end["when"])


def is_clock(when: str) -> bool:
    """Tell whether a time of day is meant, which needs a time zone."""
    return bool(times(when))


def end(when: str, *, now: datetime, zone: tzinfo) -> datetime | None:
    """Return when a mute ends: the next time the clock shows that, or so long from now; None if that is no time."""
    if clock := times(when):
        local = now.astimezone(zone)
        today = local.replace(hour=clock[0].hour, minute=clock[0].minute, second=0, microsecond=0, fold=0)
        return (today if today > local else today + timedelta(days=1)).astimezone(UTC)
    span = _SPAN.fullmatch(when)
    if span is None or span[2].strip().casefold() not in _UNITS:
        return None
    return now + min(LONGEST, int(span[1]) * _UNITS[span[2].strip().casefold()])


def muting(query: Query) -> str:
    """Return the query that names what is muted: sources, a language, an entity; "" if something else is asked for."""
    return " OR ".join(f'{_FIELDS[one.kind]}:"{one.value}"' for one in filters(query))


def filters(query: Query) -> list[Filter]:
    """Return the sources, languages or entities a query asks for, and nothing else; none if it asks for more."""
    return _filters(query.root)


def _filters(node: Node | None) -> list[Filter]:
    match node:
        case Filter(kind="source" | "language" | "entity"):
            return [node]
        case Name(_, entity):
            return [Filter("entity", entity)]
        case Or(parts) if all(either := [_filters(part) for part in parts]):
            return list(dict.fromkeys(one for filters in either for one in filters))
        case _:
            return []
