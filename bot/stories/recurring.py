"""Headlines that come back: "What we know on day 652", "Fire in Leeds". Each edition is a story of its own."""

import re
from collections import Counter
from dataclasses import dataclass
from itertools import product
from typing import Final

from rapidfuzz.distance import Levenshtein

from bot.stories.reading import Word, headline
from bot.stories.report import Report
from bot.text.story_fold import fold

_EDITION_HOURS: Final = 12.0
_DIGITS: Final = re.compile(r"\d+(?:[.,:]\d+)*")
_MAYBE, _UNKNOWN, _KNOWN = "?", "~", "@"
_MARKS: Final = ("", _MAYBE, _UNKNOWN, _KNOWN)
_NAMES: Final = (_UNKNOWN, _KNOWN)
_COUNTRY: Final = re.compile("@(?:.*/)?([A-Z]{2})$")
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

    What only begins a headline is taken for a name if no name is in both. Outlets call one thing by many names, so
    names must be of a kind: Lyon is in France, and Peskov speaks for the Kremlin.
    """
    mine, theirs = Counter(one.template.split()), Counter(other.template.split())
    marks = _NAMES if any(word.startswith(_NAMES) for word in mine & theirs) else (_MAYBE, *_NAMES)
    apart = [words - others for words, others in ((mine, theirs), (theirs, mine))]
    names = [[word for word in words if word.startswith(marks)] for words in apart]
    alone = bool(one.source) and one.source == other.source
    if not any(_differ(mine, theirs, alone=alone) for mine, theirs in product(*names)):
        return False
    counts = [sum(words[word] for word in named) for words, named in zip(apart, names, strict=True)]
    said = max(_number(words) - named for words, named in zip((mine, theirs), counts, strict=True))
    changed = max(_number(words) - named for words, named in zip(apart, counts, strict=True))
    return said >= _LEAST_WORDS and changed <= said // _WORDS_PER_CHANGE


def _number(words: Counter[str]) -> int:
    return sum(number for word, number in words.items() if word != _NUMBER)


def _differ(one: str, other: str, *, alone: bool) -> bool:
    """Whether two names cannot be of one thing; `alone`: one outlet uses both, so two names of towns are two towns."""
    countries = [found and found[1] for found in map(_COUNTRY.match, (one, other))]
    if all(countries):
        return countries[0] != countries[1] or (alone and "/" in one and "/" in other)
    known = [word.startswith(_KNOWN) for word in (one, other)]
    if any(countries):
        return alone and known != [True, True] and "/" in one + other
    if all(known):
        return True
    return not any(known) and Levenshtein.distance(one[1:], other[1:]) > 1  # one letter is another spelling


def _counts_days(one: str, other: str, hours: float) -> bool:
    if not (one.isdigit() and other.isdigit()):
        return False
    days = abs(int(one) - int(other))
    return days > 0 and abs(hours / 24 - days) < 0.75
