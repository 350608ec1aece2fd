"""The names of the tracked entities as a searcher may type them: any spelling that is configured, any inflection."""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping

from bot.model import Entity, EntityId
from bot.search.analyse import is_unspaced, phrase_terms, query_terms, words
from bot.search.clitics import with_clitics
from bot.search.expression import Run, runs
from bot.search.stems import stems
from bot.text.search_fold import fold

# Case endings of Germanic and Slavic languages in Latin script: Putins, Putina, Zelenskému.
_LATIN_ENDING = re.compile("(?<=[a-z]{4})(?:s|a|u|y|e|em|om|ovi|owi|iem|ie|in|ho|mu|m|im|ego|iego|emu|iemu)$")
_BY_STEM = ("ru", "uk", "ka")  # elsewhere a stem harms names more than it helps


class SearchNames:
    """Resolves what was typed to an entity, and lists the spellings that a slip is compared with."""

    def __init__(self, entities: Iterable[Entity]) -> None:
        self._forms: dict[tuple[str, ...], EntityId] = {}
        self._stems: dict[tuple[str, ...], EntityId] = {}
        self._spellings: dict[str, None] = {}
        self._unspaced: dict[str, EntityId] = {}
        self._runs: defaultdict[EntityId, dict[Run, None]] = defaultdict(dict)
        entities = tuple(entities)
        for entity in entities:
            self._add(entity, {"": (entity.name, entity.id), **entity.strong})
        for entity in entities:  # a bare surname never takes a name from one that has it in full
            self._add(entity, entity.weak)

    def resolve(self, name: str) -> EntityId | None:
        """Return the entity that one or several words name, or None."""
        for language in ("", "tr"):  # in Turkish an apostrophe parts a name from its ending
            forms = tuple(token for word in words(name, language) for token in word.tokens)
            if forms in self._forms:
                return self._forms[forms]
            if len(forms) == 1 and (found := self._declined(forms[0])):
                return found
        for language in _BY_STEM:
            marked = _stems(name, language)
            if marked in self._stems:
                return self._stems[marked]
        return None

    def _declined(self, form: str) -> EntityId | None:
        """Return the entity whose name in Latin letters has an ending."""
        bare = [_LATIN_ENDING.sub("", form)]
        if len(form) > 5:  # Finnish and Hungarian have too many endings for a list
            bare += [stem for language in ("fi", "hu") for stem in stems(form, language) if len(stem) > 4]
        return next((self._forms[stem,] for stem in bare if (stem,) in self._forms), None)

    def within(self, run: str) -> tuple[int, int, EntityId] | None:
        """Return where the longest tracked name stands in text without spaces (普京访华), and whom it names."""
        folded = fold(run)
        found = max((name for name in self._unspaced if name in folded), key=len, default="")
        if not found or len(folded) != len(run):
            return None
        start = folded.index(found)
        return start, start + len(found), self._unspaced[found]

    def spellings(self) -> tuple[str, ...]:
        """Return every configured name of one word, folded."""
        return tuple(self._spellings)

    def spelled(self, entity: EntityId) -> Iterable[Run]:
        """Return the runs of tokens that name an entity, in all scripts: for marking it in a text."""
        return self._runs.get(entity, ())

    def _add(self, entity: Entity, names: Mapping[str, tuple[str, ...]]) -> None:
        for language, spelled in names.items():
            for name in spelled:
                forms = tuple(token for word in words(name) for token in word.tokens)
                self._forms.setdefault(forms, entity.id)
                terms = phrase_terms(name) if " " in name else query_terms(name)
                self._runs[entity.id].update(dict.fromkeys(runs(terms) if terms else ()))
                if len(name) > 1 and is_unspaced(name):
                    self._unspaced.setdefault(fold(name), entity.id)
                if len(forms) == 1:
                    self._spellings[forms[0]] = None
                    for leaning in with_clitics(forms[0]):
                        self._forms.setdefault((leaning,), entity.id)
                for declined in {language}.intersection(_BY_STEM) or {"ru", "uk"}:
                    if marked := _stems(name, declined):
                        self._stems.setdefault(marked, entity.id)


def _stems(name: str, language: str) -> tuple[str, ...]:
    """Return the marked stems of a name's words in a language; () for names in other scripts."""
    found = [[stem for stem in word.stems if stem.startswith(f"{language}~")] for word in words(name, language)]
    return tuple(marked[0] for marked in found) if all(found) else ()
