"""Headlines that come back: "What we know on day 652", "Fire in Leeds". Each edition is a story of its own."""

import re
from collections import Counter
from dataclasses import dataclass
from typing import Final

from bot.stories.reading import Word, headline
from bot.stories.report import Report
from bot.text.story_fold import fold

_EDITION_HOURS: Final = 12.0
_DIGITS: Final = re.compile(r"\d+(?:[.,:]\d+)*")
_MAYBE: Final = "?"
_NAME: Final = "@"
_MARKS: Final = ("", _MAYBE, _NAME)
_NUMBER: Final = "#"
_LEAST_WORDS: Final = 2
_WORDS_PER_CHANGE: Final = 5


@dataclass(frozen=True, slots=True)
class Heading:
    """A headline: its folded words, names marked and numbers taken out, and the numbers."""

    source: str
    template: str
    numbers: tuple[str, ...]
    hours: float


def heading(report: Report) -> Heading:
    """Return what is compared to tell editions apart."""
    template = " ".join(_marked(word) for word in headline(report))
    numbers = tuple(_DIGITS.findall(fold(report.title)))
    return Heading(report.source, template, numbers, report.published.timestamp() / 3600)


def _marked(word: Word) -> str:
    text = word.text if word.name else _DIGITS.sub(_NUMBER, word.text)
    return f"{_MARKS[word.name]}{text.replace(' ', '_')}"


def other_edition(one: Heading, other: Heading) -> bool:
    """Whether two headlines of one outlet are two editions of a recurring one.

    They are if the words are equal and either nothing changed but the day, or a number counts the days between them; or
    if they say the same of others.
    """
    if one.source != other.source or not one.source:
        return False
    if one.template != other.template:
        return same_of_others(one, other)
    apart = abs(one.hours - other.hours)
    if one.numbers == other.numbers:
        return apart >= _EDITION_HOURS
    return any(_counts_days(a, b, apart) for a, b in zip(one.numbers, other.numbers, strict=False))


def same_of_others(one: Heading, other: Heading) -> bool:
    """Whether two headlines are one but for their numbers, and for names in each that the other does not have.

    What only begins a headline is taken for a name if no name is in both.
    """
    mine, theirs = Counter(one.template.split()), Counter(other.template.split())
    marks = (_NAME,) if any(word.startswith(_NAME) for word in mine & theirs) else (_NAME, _MAYBE)
    apart = [words - others for words, others in ((mine, theirs), (theirs, mine))]
    names = [_number(words, marks) for words in apart]
    if not all(names):
        return False
    said = max(_number(words) - named for words, named in zip((mine, theirs), names, strict=True))
    changed = max(_number(words) - named for words, named in zip(apart, names, strict=True))
    return said >= _LEAST_WORDS and changed <= said // _WORDS_PER_CHANGE


def _number(words: Counter[str], marks: tuple[str, ...] = ("",)) -> int:
    return sum(number for word, number in words.items() if word.startswith(marks) and word != _NUMBER)


def _counts_days(one: str, other: str, hours: float) -> bool:
    if not (one.isdigit() and other.isdigit()):
        return False
    days = abs(int(one) - int(other))
    return days > 0 and abs(hours / 24 - days) < 0.75
