"""Given names by ear: "Neil" as Hindi, Georgian or Armenian newspapers write it, from one list in Latin letters.

A word is heard as a name if all consonants are alike, vowels begin both or neither, and the spellings have most of
their letters in common. Everyday words that sound like a name are listed beside it in words.toml.
"""

import re
from collections.abc import Iterator, Mapping
from difflib import SequenceMatcher
from functools import cache, lru_cache

from anyascii import anyascii

from bot.entities.knowledge import word_lists
from bot.text.scripts import Script, script_of
from bot.text.story_fold import skeletons

_HEARD_IN: frozenset[Script] = frozenset(["armenian", "ethiopic", "georgian", "indic"])
"""Scripts that write vowels and part words, and have few names in lists. Arabic and Hebrew hide too many vowels."""
_READINGS = tuple(
    (re.compile(spelling), sound)
    for spelling, sound in (
        ("^a", "e"),
        ("g(?=[eiy])", "j"),
        ("c(?=[eiy])", "s"),
        ("ch", "k"),
        ("ch", ""),
        ("^j", ""),
        ("j", "h"),
        ("r(?=[^aeiou]|$)", ""),
        ("y$", "i"),
    )
)
"""Letters that languages read in more than one way: Roger, Richard, Johann, Robert as the English say it."""
_ENDINGS: Mapping[Script, tuple[str, ...]] = {
    "georgian": ("ის", "მა", "ი"),
    "armenian": ("ի", "ը"),
}
_ANUSVARA = re.compile("m(?=[tdgkscjz])")
_VOWELS = frozenset("aeiouy")
_CONSONANTS, _ALIKE, _ALIKE_SHORT = 2, 0.6, 0.75
"""Consonants that a name must have; letters in common (difflib ratio), of a name with no more consonants than that."""


@lru_cache(maxsize=50_000)
def heard_as(word: str) -> str:
    """Return the Latin given name that a folded word sounds like, "" for none."""
    script = script_of(word[0])
    if script not in _HEARD_IN or word in word_lists("words")["sounds_like_names"]:
        return ""
    endings = _ENDINGS.get(script, ())
    stems = [word, *(word.removesuffix(ending) for ending in endings if word.endswith(ending))]
    return next((name for stem in stems if len(stem) > 1 for name in _names_like(_written(stem))), "")


def _written(word: str) -> str:
    letters = "".join(filter(str.isalpha, anyascii(word).lower()))
    return _ANUSVARA.sub("n", letters).replace("ea", "o")


def _names_like(written: str) -> Iterator[str]:
    if not written:
        return
    for key in skeletons(written):
        enough = _ALIKE_SHORT if len(key) <= _CONSONANTS else _ALIKE
        for name, reading in _by_sound().get((key, written[0] in _VOWELS), ()):
            if SequenceMatcher(None, reading, written).ratio() >= enough:
                yield name


@cache
def _by_sound() -> Mapping[tuple[str, bool], list[tuple[str, str]]]:
    """Return (name, reading) by the consonants of each reading, and whether a vowel begins it."""
    found: dict[tuple[str, bool], list[tuple[str, str]]] = {}
    for name in sorted(word_lists("words")["names_abroad"]):
        for reading in {name, *(spelling.sub(sound, name) for spelling, sound in _READINGS)}:
            for key in skeletons(reading):
                if len(key) >= _CONSONANTS:
                    found.setdefault((key, reading[0] in _VOWELS), []).append((name, reading))
    return found
