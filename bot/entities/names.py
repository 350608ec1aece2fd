"""Names of the tracked entities, compiled: from configuration to one automaton over folded text."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache

from ahocorasick_rs import AhoCorasick

from bot.entities.declension import DECLINED, cases, phrase_cases
from bot.entities.knowledge import Paradigm, endings, paradigms, weights, word_lists
from bot.entities.sounds import Sounds
from bot.model import Entity
from bot.text.entity_fold import fold_text
from bot.text.scripts import Script, script_of

_PARTS = re.compile("[ ·・=＝]")
_ANY_ENDING = frozenset({"*"})
_VIRAMAS = frozenset("\u094d\u09cd\u0a4d\u0acd\u0b4d\u0bcd\u0c4d\u0ccd\u0d4d\u0dca")
"""The sign "no vowel": a case ending takes its place."""
_NO_ENDING = frozenset({""})
_CROWD = 5
_SHORT = 4
"""Letters: a shorter Latin or Cyrillic name takes few endings, or it would be found inside other words."""
_VOWELS = frozenset("aeiouy")
_SHORT_ENDINGS = frozenset({"", "s", "а", "у", "ом", "a", "em", "u"})


@dataclass(frozen=True, slots=True)
class Form:
    """One written form of an entity's name, folded, and what may follow it in the same word.

    `entity` is the place of the entity in the configuration; `languages` are those in whose tables the form stands
    (empty: any); `heard`: it was not listed, but sounds like the full name.
    """

    entity: int
    text: str
    alias: str
    strong: bool
    languages: frozenset[str]
    endings: frozenset[str]
    script: Script
    heard: bool = False

    def merged(self, other: "Form") -> "Form":
        """Return one form for two that are spelled alike: what either allows is allowed."""
        any_ending = _ANY_ENDING in (self.endings, other.endings)
        any_language = not self.languages or not other.languages
        return replace(
            self,
            strong=self.strong or other.strong,
            languages=frozenset() if any_language else self.languages | other.languages,
            endings=_ANY_ENDING if any_ending else self.endings | other.endings,
        )

    def takes(self, ending: str) -> bool:
        """Return whether the name may be written with this ending."""
        return ending in self.endings or self.endings is _ANY_ENDING


@dataclass(frozen=True, slots=True)
class Bearer:
    """What else is known of an entity, folded: its own given names, those of its namesakes, its own cue words.

    Of a person whose gender nobody told, both may be; no group is a woman.
    """

    given: frozenset[str]
    initials: frozenset[str]
    rivals: frozenset[str]
    rival_phrases: tuple[str, ...]
    context: tuple[str, ...]
    against: tuple[str, ...]
    may_be_man: bool
    may_be_woman: bool


@dataclass(frozen=True, slots=True)
class Names:
    """All forms in one automaton. `forms` is aligned with its patterns, `bearers` with `entities`.

    `crowds` are surnames that many share, by pattern: then only the given name beside it tells whom to consider.
    `sounds` are the full names of people that are given in Latin letters.
    """

    entities: tuple[Entity, ...]
    automaton: AhoCorasick
    forms: tuple[tuple[Form, ...], ...]
    bearers: tuple[Bearer, ...]
    crowds: Mapping[int, Mapping[str, Sequence[Form]]]
    sounds: Sounds


def compile_names(entities: Sequence[Entity]) -> Names:
    """Return the names of the entities, ready to search for.

    An entity without name tables gets its own: the full name strong; a person's last word weak, the words before it
    as given names. 100,000 names take a few seconds: compile aside and swap.
    """
    patterns: dict[str, dict[int, Form]] = {}
    completed = [_completed(entity) for entity in entities]
    for number, entity in enumerate(completed):
        for form in _forms(number, entity):
            same = patterns.setdefault(form.text, {})
            same[number] = same[number].merged(form) if number in same else form
    bearers = tuple(map(_bearer, completed))
    crowded = ((number, forms.values()) for number, forms in enumerate(patterns.values()) if len(forms) > _CROWD)
    return Names(
        entities=tuple(entities),
        automaton=AhoCorasick(list(patterns), store_patterns=False),
        forms=tuple(tuple(forms.values()) for forms in patterns.values()),
        bearers=bearers,
        crowds={number: _by_given(forms, bearers) for number, forms in crowded},
        sounds=Sounds((number, entity) for number, entity in enumerate(entities) if _is_heard(entity)),
    )


def _is_heard(entity: Entity) -> bool:
    """Return whether a full name in Latin letters is listened for, whatever else is listed.

    The shipped people are not: their lists are long, and their weights were fitted without it.
    """
    named_in_latin = entity.kind == "person" and " " in entity.name and fold_text(entity.name).isascii()
    return named_in_latin and entity.id not in weights()


def _by_given(forms: Iterable[Form], bearers: Sequence[Bearer]) -> dict[str, list[Form]]:
    found: dict[str, list[Form]] = {}
    for form in forms:
        for given in bearers[form.entity].given:
            found.setdefault(given, []).append(form)
    return found


def _completed(entity: Entity) -> Entity:
    """Return the entity with the tables that its name implies: what an operator would write for a two-line person."""
    parts = entity.name.split()
    own = {form for table in (entity.strong, entity.weak) for forms in table.values() for form in forms}
    strong, weak, given = dict(entity.strong), dict(entity.weak), entity.given
    if entity.kind == "person":
        given = (*given, *parts[:-1], *_first_names(strong), *_declined_first_names(strong, entity))
        given = (*given, *(case for name in parts[:-1] for case in _inflected(name, {}, entity, given=True)[1:]))
        if not weak and parts[-1] not in own:
            weak["*"] = (parts[-1],)
    if entity.name not in own and (entity.kind != "person" or not given):
        strong["*"] = (*strong.get("*", ()), entity.name)
    return replace(entity, strong=strong, weak=weak, given=tuple(dict.fromkeys(given)))


def _first_names(strong: Mapping[str, Sequence[str]]) -> list[str]:
    """Return the words before the last of every full name: a person's given names as each language writes them."""
    return [
        word
        for names in strong.values()
        for name in names
        for word in _PARTS.split(name)[:-1]
        if len(word) > 2 and not word.endswith("*")
    ]


def _declined_first_names(strong: Mapping[str, Sequence[str]], entity: Entity) -> list[str]:
    """Return the other cases of the given names in Russian and Ukrainian rows that are not complete themselves."""
    return [
        case
        for language in DECLINED & set(strong)
        if len(strong[language]) == 1
        for name in _first_names({language: strong[language]})
        for case in cases(name, language, entity.gender, given=True)
    ]


def _forms(number: int, entity: Entity) -> Iterator[Form]:
    for strong, table in ((True, entity.strong), (False, entity.weak)):
        for alias, languages in _by_alias(table).items():
            for text, ending in _variants(alias, _inflected(alias, table, entity, languages)).items():
                yield Form(number, text, alias.rstrip("*"), strong, languages, ending, script_of(text[0]))


def _by_alias(table: Mapping[str, Iterable[str]]) -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = {}
    for language, aliases in table.items():
        for alias in aliases:
            found.setdefault(alias, set()).add(language)
    return {alias: frozenset() if "*" in languages else frozenset(languages) for alias, languages in found.items()}


def _inflected(
    alias: str,
    table: Mapping[str, Sequence[str]],
    entity: Entity,
    languages: frozenset[str] = frozenset(),
    *,
    given: bool = False,
) -> list[str]:
    """Return the cases of a Russian or Ukrainian name that stands alone in its row; a row of several is complete."""
    script = script_of(fold_text(alias)[:1] or " ")
    if script != "cyrillic" or alias.endswith("*"):
        return [alias]
    if languages and not any(language in DECLINED and len(table[language]) == 1 for language in languages):
        return [alias]
    language = "uk" if "uk" in languages or set("іїєґ") & set(alias.lower()) else "ru"
    if entity.kind != "person":
        return [alias, *phrase_cases(alias, language)]
    return [alias, *cases(alias, language, entity.gender, given=given)]


def _variants(alias: str, inflected: Iterable[str]) -> dict[str, frozenset[str]]:
    """Return the folded forms of an alias with the endings each may take.

    A phrase is also written with hyphens, or with its last word in quotes; "*" at the end allows any ending.
    """
    found: dict[str, frozenset[str]] = {}
    if alias.endswith("*"):
        inflected = [alias[:-1]]
    for written in inflected:
        text = fold_text(written).strip()
        if len(text.replace(" ", "")) < 2:
            continue
        ending = _ANY_ENDING if alias.endswith("*") else _endings(text)
        for spelled in _spellings(text):
            found[spelled] = ending
        if text[-1] in _VIRAMAS:
            found[text[:-1]] = ending
        for paradigm in _paradigms(text):
            stem = text[: -paradigm.drop]
            if len(stem) >= _SHORT:
                found[stem] = found.get(stem, _NO_ENDING - {""}) | (paradigm.endings - {""})
    return found


def _spellings(text: str) -> Iterator[str]:
    yield from _nasals(text)
    if "ț" in text:
        yield text.replace("ț", "t")
    if text.startswith("ال"):
        yield "لل" + text[2:]
    if " " in text:
        head, _, last = text.rpartition(" ")
        yield f'{head} "{last}'
        yield text.replace(" ", "-")


def _endings(text: str) -> frozenset[str]:
    script = script_of(text[-1])
    if script in {"latin", "cyrillic"} and len(text) < _SHORT:
        return _SHORT_ENDINGS
    return _endings_of(script, after_vowel=text[-1] in _VOWELS)


@cache
def _endings_of(script: Script, *, after_vowel: bool) -> frozenset[str]:
    """Return the one set that all names of a script share; a set for each of 100,000 names takes 400 MB."""
    return endings().get(script, _NO_ENDING) | (endings()["latin_after_vowel"] if after_vowel else _NO_ENDING)


def _paradigms(text: str) -> list[Paradigm]:
    script = script_of(text[-1])
    return [p for p in paradigms() if p.script == script and text.endswith(p.ends)]


def _bearer(entity: Entity) -> Bearer:
    given = frozenset(case for name in entity.given for case in _cases_of_given(fold_text(name)))
    given -= word_lists("words")["articles"]
    surnames = {form for table in (entity.strong, entity.weak) for forms in table.values() for form in forms}
    last = {fold_text(form) for form in surnames if " " not in form}
    rivals: set[str] = set()
    phrases = []
    for competitor in entity.competitors:
        folded = fold_text(competitor)
        parts = folded.replace("al-", "").split()
        if len(parts) > 1:
            phrases.append(folded)
        rivals.update(part for part in parts if part not in last and part not in {"al", "el"})
    return Bearer(
        given=given,
        initials=frozenset(name[0] for name in given),
        rivals=frozenset(rivals - given),
        rival_phrases=tuple(phrases),
        context=tuple(map(fold_text, entity.context)),
        against=tuple(map(fold_text, entity.against)),
        may_be_man=entity.gender != "f",
        may_be_woman=entity.kind == "person" and entity.gender != "m",
    )


def _cases_of_given(name: str) -> Iterator[str]:
    """Yield a folded given name, and what Slavic languages make of one in -a: Angela, Angeli, Angelou."""
    yield from _nasals(name)
    if len(name) > _SHORT and name.endswith("a"):
        yield from (name[:-1] + ending for ending in ("i", "y", "e", "ie", "u", "o", "ou"))


def _nasals(text: str) -> Iterator[str]:
    """Yield a text, and how else Devanagari may write n before a consonant: नरेंद्र, नरेन्द्र."""
    yield text
    if "ं" in text:
        yield text.replace("ं", "न्")
    if "न्" in text:
        yield text.replace("न्", "ं")
