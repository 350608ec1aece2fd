"""Which script a character belongs to, as coarsely as matching names needs it."""

from functools import cache
from typing import Literal
from unicodedata import category

Script = Literal[
    "latin", "greek", "cyrillic", "armenian", "hebrew", "arabic", "indic", "thai", "georgian", "ethiopic",
    "kana", "han", "hangul", "other",
]  # fmt: skip

_RANGES: tuple[tuple[int, int, Script], ...] = (
    (0x0000, 0x024F, "latin"),
    (0x0250, 0x02FF, "latin"),
    (0x0370, 0x03FF, "greek"),
    (0x0400, 0x052F, "cyrillic"),
    (0x0530, 0x058F, "armenian"),
    (0x0590, 0x05FF, "hebrew"),
    (0x0600, 0x07BF, "arabic"),  # with Syriac and Thaana: written the same way, met rarely
    (0x0860, 0x08FF, "arabic"),
    (0x0900, 0x0DFF, "indic"),
    (0x0E00, 0x109F, "thai"),  # with Lao, Tibetan and Burmese: no space between words
    (0x10A0, 0x10FF, "georgian"),
    (0x1100, 0x11FF, "hangul"),
    (0x1200, 0x139F, "ethiopic"),
    (0x1780, 0x17FF, "thai"),  # Khmer
    (0x1C80, 0x1C8F, "cyrillic"),
    (0x1C90, 0x1CBF, "georgian"),
    (0x1E00, 0x1EFF, "latin"),
    (0x1F00, 0x1FFF, "greek"),
    (0x2C60, 0x2C7F, "latin"),
    (0x3040, 0x30FF, "kana"),
    (0x3130, 0x318F, "hangul"),
    (0x31F0, 0x31FF, "kana"),
    (0x3400, 0x9FFF, "han"),
    (0xA640, 0xA69F, "cyrillic"),
    (0xA720, 0xA7FF, "latin"),
    (0xAC00, 0xD7AF, "hangul"),
    (0xF900, 0xFAFF, "han"),
    (0xFB1D, 0xFB4F, "hebrew"),
    (0xFB50, 0xFDFF, "arabic"),
    (0xFE70, 0xFEFF, "arabic"),
    (0xFF21, 0xFF5A, "latin"),
    (0xFF66, 0xFF9F, "kana"),
    (0x20000, 0x323AF, "han"),
)

CASED: frozenset[Script] = frozenset({"latin", "greek", "cyrillic", "armenian"})
"""Scripts in which a name is recognised by its capital."""

UNSPACED: frozenset[Script] = frozenset({"kana", "han", "thai"})
"""Scripts that put no space between words: a word is what was found, not the run of letters around it."""


@cache
def script_of(char: str) -> Script:
    """Return the script of one character; digits and punctuation below U+0250 count as Latin, marks as their block."""
    code = ord(char)
    return next((name for first, last, name in _RANGES if first <= code <= last), "other")


@cache
def is_word_char(char: str) -> bool:
    """Return whether a character is part of a word: a letter, a digit or a mark on one of them."""
    return char.isalnum() or category(char)[0] == "M"
