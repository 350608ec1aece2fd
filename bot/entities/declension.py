"""Russian and Ukrainian cases of a person's name: by dictionary where it holds the name, else by the rules of grammar.

What the grammar asks is the gender: a man's surname in a consonant is declined (Меркеля), a woman's is not (Меркель).
Foreign names in -о, -е, -и, -у, -ю, -э are not declined at all. Zaliznyak, "Grammatical Dictionary", and the Ukrainian
orthography of 2019 have many more rules; names they would decline otherwise are few, and mostly in the dictionary.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, Final, Literal

from bot.entities.knowledge import words
from bot.model import Gender
from bot.text.entity_fold import fold_text
from bot.text.morphology import analyser

DECLINED: Final = frozenset({"ru", "uk"})
Sex = Literal["m", "f"]
_CASES = ("gent", "datv", "accs", "ablt", "loct")
_SEX: Mapping[Sex, frozenset[str | None]] = {"m": frozenset({"masc", "ms-f"}), "f": frozenset({"femn", "ms-f"})}
_PARTICLES = words("аль ал эль ель ас аш бин бен ибн ібн ван вон фон де дер ди да дель дю ду ла ле тен тер")


@dataclass(frozen=True, slots=True)
class _Rule:
    """Names that end like `ends`, in a language, lose `drop` letters and take one of five endings, by case.

    No endings: the name has no cases. `part` is that of the name it holds for, `sex` its bearer's; "": any.
    """

    language: str
    part: Literal["given", "surname", ""]
    sex: Gender
    ends: re.Pattern[str]
    drop: int = 0
    endings: tuple[str, ...] = ()


def _rule(
    language: str, part: Literal["given", "surname", ""], sex: Gender, ends: str, drop: int = 0, endings: str = ""
) -> _Rule:
    return _Rule(language, part, sex, re.compile(f"(?:{ends})$"), drop, tuple(endings.split()))


_RULES = (
    # Adjectives, and a woman's possessives
    _rule("ru", "surname", "", "[сц]кая|[нв]ая", 2, "ой ой ую ой ой"),
    _rule("ru", "surname", "f", "[еоё]ва|[иы]на", 1, "ой ой у ой ой"),
    _rule("ru", "surname", "m", "[сц]кий|[кгх]ий", 2, "ого ому ого им ом"),
    _rule("ru", "surname", "m", "ый", 2, "ого ому ого ым ом"),
    _rule("ru", "surname", "m", "[еоё]в|[иы]н", 0, "а у а ым е"),
    _rule("uk", "surname", "", "[сцз]ька", 1, "ої ій у ою ій"),
    _rule("uk", "surname", "f", "[еоє]ва|[иії]на", 1, "ої ій у ою ій"),
    _rule("uk", "surname", "m", "[сцз]ький|[кгх]ий", 2, "ого ому ого им ому"),
    _rule("uk", "surname", "m", "[еоє]в|[иії]н", 0, "а у а им у"),
    _rule("uk", "surname", "m", "ко", 1, "а ові а ом ові"),
    # -а, -я: alike for both, and for given names
    _rule("", "surname", "", "[аеиоуюяіїє]а"),
    _rule("ru", "", "", "ия", 1, "и и ю ей и"),
    _rule("ru", "", "", "я", 1, "и е ю ей е"),
    _rule("ru", "", "", "[жчшщцй]а", 1, "и е у ей е"),
    _rule("ru", "", "", "[гкх]а", 1, "и е у ой е"),
    _rule("ru", "", "", "а", 1, "ы е у ой е"),
    _rule("uk", "", "", "[аеиіоуьй'’]я", 1, "ї ї ю єю ї"),
    _rule("uk", "", "", "ія", 1, "ї ї ю єю ї"),
    _rule("uk", "", "", "я", 1, "і і ю ею і"),
    _rule("uk", "", "", "йа", 1, "ї ї у єю ї"),
    _rule("uk", "", "", "[жчшщц]а", 1, "і і у ею і"),
    _rule("uk", "", "", "га", 2, "ги зі гу гою зі"),
    _rule("uk", "", "", "ка", 2, "ки ці ку кою ці"),
    _rule("uk", "", "", "ха", 2, "хи сі ху хою сі"),
    _rule("uk", "", "", "а", 1, "и і у ою і"),
    # Foreign vowels, and a woman's consonant: no cases
    _rule("", "", "", "[оеиуюэыёіїє]"),
    _rule("", "", "f", "."),
    # A man's consonant
    _rule("ru", "", "m", "ий", 1, "я ю я ем и"),
    _rule("ru", "", "m", "[йь]", 1, "я ю я ем е"),
    _rule("ru", "", "m", "[жчшщц]", 0, "а у а ем е"),
    _rule("ru", "", "m", ".", 0, "а у а ом е"),
    _rule("uk", "", "m", "й", 1, "я єві я єм єві"),
    _rule("uk", "", "m", "ь", 1, "я еві я ем еві"),
    _rule("uk", "", "m", "[жчшщц]", 0, "а еві а ем еві"),
    _rule("uk", "", "m", ".", 0, "а ові а ом ові"),
)


@cache
def cases(name: str, language: str, gender: Gender = "", *, given: bool = False) -> tuple[str, ...]:
    """Return how a name may be written in its other cases: where no gender is told, as a man's and as a woman's.

    The last word is taken for the surname, unless all are given names (`given`).
    """
    sexes: tuple[Sex, ...] = (gender,) if gender else ("m", "f")
    found = dict.fromkeys(form for sex in sexes for form in _declined(name, language, sex, given=given))
    return tuple(form for form in found if form != name)


def certain_cases(name: str, language: str, gender: Gender) -> tuple[str, ...]:
    """Return the other cases of a full name that are right for all it may belong to."""
    if gender:
        return cases(name, language, gender)
    man, woman = (_declined(name, language, sex, given=False) for sex in ("m", "f"))
    both = (form for form, other in zip(man, woman, strict=True) if form == other)
    return tuple(form for form in dict.fromkeys(both) if form != name)


@cache
def phrase_cases(phrase: str, language: str) -> tuple[str, ...]:
    """Return what is no person's name in the other cases, every word inflected by dictionary; in small letters."""
    found = []
    nouns = [_as_noun(word, language) for word in phrase.split()]
    for case in _CASES:
        inflected = [noun.inflect({case}) for noun in nouns]
        if all(inflected):
            found.append(" ".join(form.word for form in inflected if form))
    return tuple(dict.fromkeys(found))


def _as_noun(word: str, language: str) -> Any:  # noqa: ANN401 - pymorphy3 ships no types
    """Return the reading of a word as a name in the nominative, if the dictionary knows one, else the likeliest."""
    parses = analyser(language).parse(word)
    named = (parse for parse in parses if "nomn" in parse.tag and ("Name" in parse.tag or "Surn" in parse.tag))
    return next(named, parses[0])


def _declined(name: str, language: str, sex: Sex, *, given: bool) -> list[str]:
    """Return the five cases after the nominative."""
    *heads, last = name.split()
    columns = [_word(word, language, sex, "given") for word in heads]
    columns.append(_word(last, language, sex, "given" if given else "surname"))
    return [" ".join(forms) for forms in zip(*columns, strict=True)]


def _word(word: str, language: str, sex: Sex, part: Literal["given", "surname"]) -> list[str]:
    """Return the five cases of one word of a name: of a given name with a hyphen only the last half has any."""
    *halves, last = word.split("-")
    columns = [_part(half, language, sex, part) if part == "surname" else [half] * len(_CASES) for half in halves]
    columns.append(_part(last, language, sex, part))
    return ["-".join(forms) for forms in zip(*columns, strict=True)]


def _part(word: str, language: str, sex: Sex, part: Literal["given", "surname"]) -> list[str]:
    if fold_text(word) in _PARTICLES:
        return [word] * len(_CASES)
    listed = next(_listed(word, language, sex, part), None)
    if listed is None and word.islower():  # an office before the name: канцлер Меркель
        listed = _as_noun(word, language)
    if listed is not None:
        inflected = (listed.inflect({case}) for case in _CASES)
        return [_capitals_of(word, one.word) if one else word for one in inflected]
    for rule in _RULES:
        fits = rule.language in {"", language} and rule.part in {"", part} and rule.sex in {"", sex}
        if fits and rule.ends.search(word.lower()):
            stem = word[: len(word) - rule.drop]
            return [stem + ending for ending in rule.endings] or [word] * len(_CASES)
    return [word] * len(_CASES)


def _listed(word: str, language: str, sex: Sex, part: Literal["given", "surname"]) -> Iterator[Any]:
    """Yield the readings of a word as such a name of such a person that the dictionary holds (none that it guesses)."""
    kind = "Surn" if part == "surname" else "Name"
    for parse in analyser(language).parse(word):
        tag = parse.tag
        if parse.is_known and kind in tag and "nomn" in tag and "plur" not in tag and tag.gender in _SEX[sex]:
            yield parse


def _capitals_of(word: str, form: str) -> str:
    return form.capitalize() if word[:1].isupper() else form
