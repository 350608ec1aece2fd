"""Headlines that come back: "What we know on day 652", "Morning briefing". Each edition is a story of its own."""

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from bot.stories.report import Report
from bot.text.story_fold import fold

_EDITION_HOURS: Final = 12.0
_DIGITS: Final = re.compile(r"\d+(?:[.,:]\d+)*")


@dataclass(frozen=True, slots=True)
class Heading:
    """A headline with its numbers taken out."""

    source: str
    template: str
    numbers: tuple[str, ...]
    hours: float


def heading(report: Report) -> Heading:
    """Return what is compared to tell editions apart."""
    template, numbers = _parts(report.title)
    return Heading(report.source, template, numbers, report.published.timestamp() / 3600)


@lru_cache(maxsize=4096)
def _parts(title: str) -> tuple[str, tuple[str, ...]]:
    folded = fold(title)
    return " ".join(_DIGITS.sub("#", folded).split()), tuple(_DIGITS.findall(folded))


def other_edition(one: Heading, other: Heading) -> bool:
    """Whether two headlines of one outlet are two editions of a recurring one.

    They are if the words are equal and either nothing changed but the day, or a number counts the days between them.
    """
    if one.source != other.source or one.template != other.template or not one.source:
        return False
    apart = abs(one.hours - other.hours)
    if one.numbers == other.numbers:
        return apart >= _EDITION_HOURS
    return any(_counts_days(a, b, apart) for a, b in zip(one.numbers, other.numbers, strict=False))


def _counts_days(one: str, other: str, hours: float) -> bool:
    if not (one.isdigit() and other.isdigit()):
        return False
    days = abs(int(one) - int(other))
    return days > 0 and abs(hours / 24 - days) < 0.75
