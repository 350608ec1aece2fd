"""What may be written together with a name: case endings, clitics and prefixes, by script. No stemming."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

from bot.entities.knowledge import endings, word_lists
from bot.entities.names import Form
from bot.text.scripts import CASED, UNSPACED, Script, is_word_char, script_of


@dataclass(frozen=True, slots=True)
class Word:
    """The word a form was found in (folded offsets): where it begins and ends, and what follows the form in it.

    `compound` is true where the rest is the second half of a compound: Wagnergruppe.
    """

    start: int
    end: int
    ending: str
    compound: bool = False


_ARABIC_PREFIX = re.compile("[وف]?[بلك]?")
_ARABIC_PREFIX_BEFORE_ARTICLE = re.compile("[وف]?[بك]?")
_HEBREW_PREFIX = re.compile("[ושמהלבכ]{0,3}")
_LONG_ENDING = {"indic": 7, "georgian": 6, "armenian": 6, "ethiopic": 2}
_CAMEL_PREFIX = 6
"""Letters that may stand before a name inside a word, as in #StopPutin or ExWagner."""


def word_of(form: Form, text: str, start: int, end: int, *, capital: Callable[[int], bool]) -> Word | None:
    """Return the word in which `form` was found at text[start:end], or None if it is only a part of another word.

    `capital(i)` tells whether the original has a capital at a folded offset: where one begins inside a word
    (#StopPutin, #PutinWar), a new word begins.
    """
    if form.script in UNSPACED:
        return _unspaced(text, start, end, form.script)
    before, after = _bounds(form, text, start, end, capital)
    prefix, ending = text[before:start], text[end:after]
    if not _prefix_fits(form, prefix):
        return None
    if form.takes(ending) or _long_ending_fits(form, ending):
        return Word(start, after, ending)
    if form.script == "latin" and ending.startswith(_compound_heads()):
        return Word(start, after, ending, compound=True)
    return None


def _bounds(form: Form, text: str, start: int, end: int, capital: Callable[[int], bool]) -> tuple[int, int]:
    """Return where the run of letters around text[start:end] begins and ends; a capital within begins another."""
    before, after = start, end
    while before > 0 and _continues(text[before - 1], form.script):
        before -= 1
    while after < len(text) and _continues(text[after], form.script):
        after += 1
    if form.script in CASED:
        if 0 < start - before <= _CAMEL_PREFIX and _camel(start - before, start, capital):
            before = start
        if after > end and capital(end) and not capital(end - 1):
            after = end
    return before, after


def _camel(prefix: int, start: int, capital: Callable[[int], bool]) -> bool:
    """Return whether a word begins inside the word: #StopPutin, #ЧВКВагнер, Zulu uPutin and UPutin."""
    return capital(start) and (prefix == 1 or not capital(start - 1) or not capital(start + 1))


def _continues(char: str, script: Script) -> bool:
    return is_word_char(char) and (script_of(char) == script or char.isdigit())


def _unspaced(text: str, start: int, end: int, script: Script) -> Word | None:
    """Return the hit itself; a katakana name may not be a part of a longer run of katakana."""
    if script == "kana":
        if start > 0 and _is_katakana(text[start - 1]):
            return None
        if end < len(text) and (_is_katakana(text[end]) or text[end] == "ー"):
            if not text.startswith("ー", end) or (end + 1 < len(text) and _is_katakana(text[end + 1])):
                return None
            end += 1
    return Word(start, end, "")


def _is_katakana(char: str) -> bool:
    return "\u30a1" <= char <= "\u30fa"


def _prefix_fits(form: Form, prefix: str) -> bool:
    if not prefix:
        return True
    if form.script == "arabic":
        has_article = form.text.startswith(("ال", "لل"))
        pattern = _ARABIC_PREFIX_BEFORE_ARTICLE if has_article else _ARABIC_PREFIX
        return pattern.fullmatch(prefix) is not None
    if form.script == "hebrew":
        return _HEBREW_PREFIX.fullmatch(prefix) is not None
    return form.script == "ethiopic" and prefix in endings()["ethiopic_prefixes"]


def _long_ending_fits(form: Form, ending: str) -> bool:
    """Return whether a script whose endings are too many to list allows this one: after a name of some length only."""
    if form.script == "hangul":
        return True
    longest = _LONG_ENDING.get(form.script, 0)
    if form.script in {"indic", "armenian"} and len(form.text) < 5:
        longest = min(longest, 3) if form.script == "armenian" else 0
    return len(ending) <= longest


@cache
def _compound_heads() -> tuple[str, ...]:
    heads = word_lists("words")["compound_heads"]
    return tuple(sorted(heads | {f"s{head}" for head in heads}))
