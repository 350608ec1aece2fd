"""Full names given in Latin letters, found in other alphabets by how they sound.

Only where the rules are sure: alphabets, not Chinese, Japanese or Korean; given name and surname side by side; all
consonants alike (Rutte, Рютте, Рутте), and in alphabets that write vowels most of the letters too.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import lru_cache

from anyascii import anyascii

from bot.model import Entity
from bot.text.entity_fold import fold_text
from bot.text.scripts import Script, script_of
from bot.text.story_fold import skeletons, without_clitics

_ENDINGS: Mapping[Script, tuple[str, ...]] = {
    "cyrillic": ("ом", "ем", "им", "ым", "ого", "его", "ому", "ему", "ам", "ами", "овым", "ов", "ів", "от"),
    "greek": ("ς", "ν"),
    "georgian": ("მა", "ს", "ის", "თან", "ით", "მ"),
    "armenian": ("ն", "ին", "ից", "ով", "ը"),
    "arabic": (),
    "hebrew": (),
}
"""Case endings that add a consonant; vowels are not compared."""
_VOWELLED: frozenset[Script] = frozenset({"cyrillic", "greek", "georgian", "armenian"})
_ALIKE = 0.55
"""Share of letters (difflib ratio) that a vowelled spelling has in common with the Latin one."""
_CONSONANTS, _CONSONANTS_ALONE = 4, 6
"""Consonants of given name and surname together, below which too much sounds alike: with vowels to compare, without."""
_PAIR = re.compile(r"(?=\b([^\W\d_a-z]{2,})[ \-]([^\W\d_a-z]{2,})\b)")
Key = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Heard:
    """Where the full name of an entity (its place in the configuration) sounds, as folded offsets."""

    entity: int
    start: int
    end: int


class Sounds:
    """The full names in Latin letters, by their consonants."""

    def __init__(self, entities: Iterable[tuple[int, Entity]]) -> None:
        self._names: dict[Key, list[tuple[int, str]]] = {}
        for number, entity in entities:
            given, _, surname = fold_text(entity.name).rpartition(" ")
            key = _skeleton(given.split(" ")[0]), _skeleton(surname)
            if len("".join(key)) >= _CONSONANTS and all(key):
                self._names.setdefault(key, []).append((number, f"{given.split(' ')[0]} {surname}"))

    def __bool__(self) -> bool:
        """Return whether any name can be heard at all."""
        return bool(self._names)

    def hear(self, text: str) -> Iterator[Heard]:
        """Yield where two words of a folded text in another alphabet sound like one of the names."""
        for match in _PAIR.finditer(text):
            first, second = match.groups()
            script = script_of(first[0])
            if script in _ENDINGS and script == script_of(second[0]):
                for number in self._alike(first, second, script):
                    yield Heard(number, match.start(1), match.end(2))

    def _alike(self, first: str, second: str, script: Script) -> Iterator[int]:
        written = anyascii(f"{first} {second}").lower()
        for given in heard(first):
            for surname in heard(second):
                for number, name in self._names.get((given, surname), ()):
                    if _same(given + surname, name, written, script):
                        yield number
                        return


def _same(consonants: str, name: str, written: str, script: Script) -> bool:
    if script in _VOWELLED:
        return SequenceMatcher(None, name, written).ratio() >= _ALIKE
    return len(consonants) >= _CONSONANTS_ALONE


@lru_cache(maxsize=20_000)
def heard(word: str) -> tuple[str, ...]:
    """Return the consonants a word of another alphabet may stand for: with and without clitics and case endings."""
    endings = _ENDINGS.get(script_of(word[0]), ())
    stems = [word, *(word.removesuffix(ending) for ending in endings if word.endswith(ending))]
    stems += [stem.removeprefix("ال") for stem in without_clitics(word)]
    return tuple(dict.fromkeys(sound for stem in stems if stem for sound in skeletons(stem)))


@lru_cache(maxsize=20_000)
def _skeleton(word: str) -> str:
    return skeletons(word)[0]
