"""Numbers in a text, whatever its digits, separators and words: 1,200 = 1 200 = ۱۲۰۰ = 1.2 тыс."""

import re
import unicodedata
from collections.abc import Iterator, Mapping
from typing import Final

# Scripts without spaces put the number right behind a word; elsewhere F16 and S-300 are names. M7.1 is a magnitude.
_NUMBER: Final = re.compile(
    r"(?:(?<![\w.-])|(?<=[\u0e00-\u0e7f\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af])|(?<=m)(?<![a-z]m)(?=\d\.\d))"
    r"\d(?:[\d.,٬٫'\u00a0\u202f ]*\d)?"
)
_RESULT: Final = re.compile(r"(?<![\d:.,-])(\d{1,3})\s?[-–:]\s?(\d{1,3})(?![\d:.,-]\d|\d)")
_DIGITS: Final = dict(zip("〇零一二两兩三四五六七八九", (0, 0, 1, 2, 2, 2, 3, 4, 5, 6, 7, 8, 9), strict=True))
_UNITS: Final = {"十": 10, "百": 100, "千": 1000}
_COUNTED: Final = re.compile("([〇零一二两兩三四五六七八九十百千]+)(?=[名人枚位具票座艘架辆輛遺级級死傷伤])")
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


def results(text: str) -> Iterator[str]:
    """Yield scores and votes in a folded text, the higher figure first: 0:3 and 3-0 are "3-0"."""
    digits = _FOREIGN_DIGIT.sub(lambda digit: str(unicodedata.decimal(digit.group())), text)
    for match in _RESULT.finditer(digits):
        low, high = sorted(map(int, match.groups()))
        yield f"{high}-{low}"


def counted(text: str) -> Iterator[int]:
    """Yield the numbers from two on that a Chinese or Japanese text writes in characters before what they count."""
    for match in _COUNTED.finditer(text):
        if (value := _characters(match.group(1))) > 1:
            yield value


def _characters(numeral: str) -> int:
    total = digit = 0
    for character in numeral:
        if unit := _UNITS.get(character):
            total, digit = total + max(digit, 1) * unit, 0
        else:
            digit = digit * 10 + _DIGITS[character]
    return total + digit


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
