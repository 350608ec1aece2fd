"""The names of places in all languages, in little memory: as strings ninety thousand of them take ten megabytes."""

from array import array
from bisect import bisect_right
from collections.abc import Iterable
from typing import Final

_HASH: Final = "q"
_NUMBER: Final = "H"


class Places:
    """What place each name stands for.

    Names are kept as hashes of 64 bits: a word that is none of them passes for one once in 10^14 words.
    """

    def __init__(self, named: Iterable[tuple[str, str]]) -> None:
        """Take pairs of name and place; of a name that comes twice the last place holds."""
        places: dict[str, int] = {}
        hashes, numbers = array(_HASH), array(_NUMBER)
        for name, place in named:
            hashes.append(hash(name))
            numbers.append(places.setdefault(place, len(places)))
        order = sorted(range(len(hashes)), key=hashes.__getitem__)
        self._hashes = array(_HASH, (hashes[number] for number in order))
        self._numbers = array(_NUMBER, (numbers[number] for number in order))
        self._places = tuple(places)

    def get(self, name: str) -> str:
        """Return the place a name stands for, or ""."""
        wanted = hash(name)
        found = bisect_right(self._hashes, wanted) - 1
        return self._places[self._numbers[found]] if found >= 0 and self._hashes[found] == wanted else ""
