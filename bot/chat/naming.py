"""Whom the words behind a command name: tracked entities in any script and spelling, slips of the pen included."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bot.model import Entity, EntityId
from bot.search.names import SearchNames
from bot.search.spelling import closest
from bot.text.search_fold import fold

LONGEST = 4
"""Words of a name."""


@dataclass(frozen=True, slots=True)
class Named:
    """The entities that words name, each once; `unknown`: the words from the first that names none."""

    entities: tuple[EntityId, ...]
    unknown: str = ""


class Naming:
    """Knows the entities that are followed here by what people call them."""

    def __init__(self, entities: Sequence[Entity], names: SearchNames) -> None:
        self.entities: Mapping[EntityId, Entity] = {entity.id: entity for entity in entities}
        self._names = names

    def read(self, words: Sequence[str]) -> Named:
        """Return whom words name, the longest names first; a misspelt name is the nearest one."""
        found: dict[EntityId, None] = {}
        place = 0
        while place < len(words):
            runs = [words[place : place + length] for length in range(LONGEST, 0, -1)]
            meant = [[self._nearest(word) for word in run] for run in runs]
            named = next(((len(run), one) for run in (*runs, *meant) if (one := self._one(run))), None)
            if named is None:
                return Named((), " ".join(words[place:]))
            place, entity = place + named[0], named[1]
            found[entity] = None
        return Named(tuple(found))

    def _one(self, words: Sequence[str]) -> EntityId | None:
        found = self._names.resolve(" ".join(words))
        return found if found in self.entities else None

    def _nearest(self, word: str) -> str:
        """Return the name that a word is a slip away from, else the word."""
        return closest(fold(word), dict.fromkeys(self._names.spellings(), 1)) or word
