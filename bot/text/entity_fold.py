"""The fold under which names are compared: spelling that carries no meaning is removed, and offsets are kept.

Removed: case, accents, vowel points, tatweel, invisible characters, HTML entities, the many kinds of quotes,
apostrophes and dashes, the Arabic and Persian variants of one letter, half and full width. Kept: the vowel signs of
Indic and South-East Asian scripts, the dakuten of kana, whole Hangul syllables, which all distinguish words.
"""

import re
from dataclasses import dataclass
from functools import cached_property
from html import unescape
from unicodedata import category, combining, normalize

_LETTERS = {
    # Arabic script: one letter, several keyboards and countries
    "أ": "ا", "إ": "ا", "آ": "ا", "ٱ": "ا", "ى": "ي", "ی": "ي", "ې": "ي", "ک": "ك", "ة": "ه", "ھ": "ه", "ہ": "ه",
    "ە": "ه", "ـ": "",
    # letters which Unicode does not decompose
    "ł": "l", "ø": "o", "đ": "d", "ı": "i", "æ": "ae", "œ": "oe", "ə": "e", "ð": "d", "þ": "th", "ґ": "г",
    "ँ": "ं",
    # Malayalam letters without vowel: one sign or two
    "ൻ": "ന്", "ർ": "ര്", "ൽ": "ല്", "ൾ": "ള്", "ൺ": "ണ്",
    # Romanian ț is a letter of its own: "puțin" (little) is not "Putin"
    "ț": "ț", "ţ": "ț", "Ț": "ț", "Ţ": "ț",
    # punctuation by what it does
    **dict.fromkeys("’‘ʼʻ′`´׳＇ˈ", "'"),
    **dict.fromkeys("‐‑‒–—―־", "-"),
    **dict.fromkeys("«»„“”‟″״「」『』《》〈〉＂", '"'),
    # full-width ampersands stay: folded, they could spell an HTML entity
    "＆": "＆", "﹠": "﹠",
}  # fmt: skip
_NUKTAS = frozenset("\u093c\u09bc\u0a3c\u0abc\u0b3c\u0cbc")
_MARKS_THAT_SPELL = re.compile("[\u0900-\u0dff\u0e00-\u109f\u0780-\u07bf\u1780-\u17ff\u3099\u309a]")
_COMPOSED = re.compile("[\u3000-\ud7ff\uff65-\uffdc]")
_ENTITY = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});")


def _dropped(char: str) -> bool:
    if char in _NUKTAS:
        return True
    if combining(char) or category(char) == "Mn":
        return not _MARKS_THAT_SPELL.match(char)
    return category(char) == "Cf"


def _fold_once(char: str) -> str:
    if char in _LETTERS:
        return _LETTERS[char]
    if char.isspace():
        return " "
    parts = normalize("NFKC" if _COMPOSED.match(char) else "NFKD", char)
    return "".join(part for part in parts.casefold() if not _dropped(part))


class _Table(dict[int, str]):
    """A `str.translate` table that learns each character when it is first met."""

    def __missing__(self, code: int) -> str:
        char = chr(code)
        folded = _fold_once(char)
        while (again := "".join(map(_fold_once, folded))) != folded:
            folded = again
        self[code] = folded
        if len(folded) != 1:
            _UNEVEN.add(char)
        return folded


_UNEVEN: set[str] = set()
_TABLE = _Table()


@dataclass(frozen=True)
class Folded:
    """A text and its folded form. Offsets count code points; `original` is the text exactly as it was given."""

    original: str
    text: str

    @cached_property
    def _bounds(self) -> tuple[list[int], list[int]] | None:
        """Where each folded character begins and ends in the original; None if the two run in step."""
        if "&" not in self.original and _UNEVEN.isdisjoint(self.original):
            return None
        starts: list[int] = []
        ends: list[int] = []
        for start, end, plain in _characters(self.original):
            for _ in plain.translate(_TABLE):
                starts.append(start)
                ends.append(end)
        return starts, ends

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Return the place in the original of a non-empty place in the folded text, with the marks on its end."""
        if self._bounds is not None:
            starts, ends = self._bounds
            start, end = starts[start], ends[end - 1]
        while end < len(self.original) and combining(self.original[end]):
            end += 1
        return start, end


def fold(text: str) -> Folded:
    """Return the folded text, able to say where each part of it stands in the original."""
    return Folded(text, fold_text(text))


def fold_text(text: str) -> str:
    """Return the folded text alone. Folding twice is the same as folding once."""
    if "&" in text:
        text = "".join(plain for _, _, plain in _characters(text))
    return text.lower() if text.isascii() and text.isprintable() and "`" not in text else text.translate(_TABLE)


def _characters(text: str) -> list[tuple[int, int, str]]:
    """Return (start, end, character) of a text with its HTML entities resolved, doubly escaped ones too."""
    pieces = [(at, at + 1, char) for at, char in enumerate(text)]
    while found := [match for match in _ENTITY.finditer("".join(char for _, _, char in pieces)) if _means(match)]:
        for match in reversed(found):
            first, last = match.span()
            bounds = pieces[first][0], pieces[last - 1][1]
            pieces[first:last] = [(*bounds, char) for char in unescape(match.group())]
    return pieces


def _means(match: re.Match[str]) -> bool:
    return unescape(match.group()) != match.group()
