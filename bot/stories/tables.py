"""The tables that stories are compared by, read from data/ (SOURCES.md there says where each is from)."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final, NamedTuple

from bot.stories.names import place_stem, spelling
from bot.stories.places import Places
from bot.text.story_fold import HANGUL, IDEOGRAPHIC, fold

DATA: Final = Path(__file__).parent / "data"
_SHORT: Final = 5


class Meaning(NamedTuple):
    """What a word stands for: a concept, an actor, a place or a country, by its name in the tables."""

    kind: str
    name: str


class Phrase(NamedTuple):
    """A meaning of several words; `rest` are the beginnings of the words after the first."""

    rest: tuple[str, ...]
    meaning: Meaning


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The words of one language.

    Stems match what begins with them, `whole` words only themselves, phrases in order; `inflected` is keyed by
    `place_stem`, for names too short to be told by their beginning (Palau is no palace).
    """

    stems: Mapping[str, tuple[Meaning, ...]]
    whole: Mapping[str, tuple[Meaning, ...]]
    inflected: Mapping[str, tuple[Meaning, ...]]
    phrases: Mapping[str, tuple[Phrase, ...]]
    numbers: Mapping[str, float]
    multipliers: Mapping[str, float]
    stopwords: frozenset[str]


@dataclass(frozen=True, slots=True)
class Names:
    """Names that do not depend on the language of the text. Places are keyed by `place_stem`."""

    actor_stems: Mapping[str, str]
    whole_actors: Mapping[str, str]
    actor_phrases: Mapping[str, tuple[Phrase, ...]]
    places: Places
    ideographic: Mapping[str, Meaning]


@cache
def names() -> Names:
    """Return the actors and places of all languages."""
    stems: dict[str, str] = {}
    whole: dict[str, str] = {}
    phrases: dict[str, list[Phrase]] = defaultdict(list)
    ideographic: dict[str, Meaning] = {}
    for actor, forms in _lists("actors.txt"):
        for form in forms:
            _file_actor(actor, form, stems, whole, phrases, ideographic)
    ideographic |= {form: Meaning("place", place) for form, place in _places() if IDEOGRAPHIC.match(form)}
    return Names(stems, whole, _frozen(phrases), Places(_places()), ideographic)


def _file_actor(
    actor: str,
    form: str,
    stems: dict[str, str],
    whole: dict[str, str],
    phrases: dict[str, list[Phrase]],
    ideographic: dict[str, Meaning],
) -> None:
    first, *rest = form.split()
    if IDEOGRAPHIC.match(form):
        ideographic[form] = Meaning("actor", actor)
    elif rest:
        phrases[first].append(Phrase(tuple(rest), Meaning("actor", actor)))
    elif form.endswith("$") or (len(form) <= 3 and not HANGUL.match(form)):
        whole[spelling(form.rstrip("$"))] = actor
    else:
        stems[spelling(form)] = actor


def _places() -> Iterator[tuple[str, str]]:
    """Yield names of places, each with the place; own names come last and hold."""
    own = list(_lists("places_own.txt"))
    known = dict.fromkeys((place_stem(forms[0]) for _, forms in own), "")
    for place, listed in _rows("places.tsv"):
        for form in listed.split("|"):
            yield form, place
            if form in known:
                known[form] = place
    for country, forms in own:
        before = known[place_stem(forms[0])]
        place = before if before.endswith(f"/{country}") else f"{forms[0]}/{country}"
        for form in map(place_stem, forms):
            yield form, place
            if form in known:
                known[form] = place


@cache
def vocabulary(language: str) -> Vocabulary:
    """Return the words of a language; of one without tables only the countries and stopwords known of it."""
    stems: dict[str, list[Meaning]] = defaultdict(list)
    whole: dict[str, list[Meaning]] = defaultdict(list)
    phrases: dict[str, list[Phrase]] = defaultdict(list)
    numbers: dict[str, float] = {}
    multipliers: dict[str, float] = {}
    inflected: dict[str, tuple[Meaning, ...]] = {}
    for code, form in _country_names(language):
        stem = place_stem(form)
        if not IDEOGRAPHIC.match(form) and " " not in form and len(stem) < _SHORT <= len(form):
            inflected[stem] = (Meaning("country", code),)
        else:
            _file_word(Meaning("country", code), _country_form(form), stems, whole, phrases)
    for name, forms in _lists(f"concepts/{language}.txt"):
        if name[0].isdigit():
            numbers |= dict.fromkeys(forms, float(name))
        elif name[0] == "*":
            multipliers |= dict.fromkeys(forms, float(name[1:]))
        else:
            meaning = Meaning("country", name[1:]) if name[0] == "@" else Meaning("concept", name)
            for word in forms:
                _file_word(meaning, word, stems, whole, phrases)
    return Vocabulary(
        {form: tuple(dict.fromkeys(meanings)) for form, meanings in stems.items()},
        {form: tuple(dict.fromkeys(meanings)) for form, meanings in whole.items()},
        inflected,
        _frozen(phrases),
        numbers,
        multipliers,
        frozenset(_stopwords().get(language, "").split()),
    )


def _country_form(form: str) -> str:
    """Return a country's name as `_file_word` takes it: a long one is a stem, so that its adjectives match too."""
    if " " in form or IDEOGRAPHIC.match(form):
        return form
    return f"{form}$" if len(form) < _SHORT else place_stem(form)


def _file_word(
    meaning: Meaning,
    form: str,
    stems: dict[str, list[Meaning]],
    whole: dict[str, list[Meaning]],
    phrases: dict[str, list[Phrase]],
) -> None:
    first, *rest = form.split()
    if rest:
        phrases[first].append(Phrase(tuple(rest), meaning))
    elif form.endswith("$") or (len(form) <= 2 and form.isascii()):
        whole[form.rstrip("$")].append(meaning)
    else:
        stems[form].append(meaning)


def _country_names(language: str) -> Iterator[tuple[str, str]]:
    for pair in _countries().get(language, "").split("|"):
        code, _, form = pair.partition("=")
        if form:
            yield code, form


@cache
def _countries() -> dict[str, str]:
    return dict(_rows("countries.tsv"))


@cache
def _stopwords() -> dict[str, str]:
    return dict(_rows("stopwords.tsv"))


def _rows(name: str) -> Iterator[tuple[str, str]]:
    with (DATA / name).open(encoding="utf-8") as lines:  # the largest has more than a megabyte
        for line in lines:
            key, _, value = line.rstrip("\n").partition("\t")
            yield key, value


def _lists(name: str) -> Iterator[tuple[str, list[str]]]:
    """Yield the lines `name: form, form` of a hand-written table, folded; an absent table is empty."""
    path = DATA / name
    for line in path.read_text("utf-8").splitlines() if path.exists() else ():
        key, _, forms = line.partition(":")
        if forms and not line.startswith("#"):
            listed = (form.strip() for form in fold(forms).split(","))
            yield key.strip(), [form for form in listed if form]


def _frozen(phrases: Mapping[str, Iterable[Phrase]]) -> dict[str, tuple[Phrase, ...]]:
    return {first: tuple(found) for first, found in phrases.items()}


@cache
def event_kinds() -> dict[str, str]:
    """Return the concepts that say what happened, each with its kind: strike, talk or other."""
    return {event: kind for kind, events in _lists("events.txt") for event in events}
