"""Numbers in a text, whatever its digits, separators and words: 1,200 = 1 200 = ۱۲۰۰ = 1.2 тыс."""

import re
import unicodedata
from collections.abc import Iterator, Mapping
from typing import Final

_NUMBER: Final = re.compile(r"(?<![\w-])\d(?:[\d.,٬٫'\u00a0\u202f ]*\d)?")
_FOREIGN_DIGIT: Final = re.compile(r"(?![0-9])\d")
_THOUSANDS: Final = re.compile(r"(?<=\d)[ .,٬'\u00a0\u202f](?=\d{3}(?!\d))")
_YEARS: Final = range(1990, 2040)


def numbers(text: str, multipliers: Mapping[str, float]) -> Iterator[tuple[int, float]]:
    """Yield the position and value of each number in a folded text; bare years say nothing about an event: left out.

    `multipliers` are the words that multiply the number before them ("million").
    """
    digits = _FOREIGN_DIGIT.sub(lambda digit: str(unicodedata.decimal(digit.group())), text)
    for match in _NUMBER.finditer(digits):
        for start, value in _values(match):
            factor = _factor(digits[match.end() : match.end() + 14].lstrip(" -\u00a0"), multipliers)
            if factor != 1 or value not in _YEARS:
                yield start, round(value * factor, 3)


def _values(match: re.Match[str]) -> Iterator[tuple[int, float]]:
    joined = _THOUSANDS.sub("", match.group())
    for part in joined.split():
        try:
            yield match.start(), float(part.replace(",", ".").replace("٫", "."))
        except ValueError:  # 1.2.3 is a date or a version, 12,5,7 a list
            yield from ((match.start(), float(piece)) for piece in re.findall(r"\d+", part))


def _factor(following: str, multipliers: Mapping[str, float]) -> float:
    for length in range(min(len(following), 12), 0, -1):
        factor = multipliers.get(following[:length])
        if factor and (length > 3 or not following[length : length + 1].isalpha() or not following[0].isascii()):
            return factor
    return 1.0
