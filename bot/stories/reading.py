"""What a report says, as far as it can be compared across languages: words, meanings, names, numbers."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Final, NamedTuple

from bot.stories.names import nominative, place_stem, spelling
from bot.stories.numbers import counted, numbers, results
from bot.stories.report import Report
from bot.stories.tables import Meaning, Phrase, Vocabulary, names, vocabulary
from bot.text.story_fold import (
    CASED,
    HANGUL,
    IDEOGRAPHIC,
    WORD,
    bare,
    fold,
    in_latin,
    kana_skeletons,
    skeletons,
    stem,
    without_clitics,
)

_LONGEST_STEM: Final = 14
_LONGEST_NAME: Final = 7  # characters, in scripts without spaces
_COMPOUNDING: Final = frozenset({"de", "nl", "sv", "ko"})
_SUMMARY_LENGTH: Final = 400
_TITLED: Final = 4  # so many longer words, all with capitals, of so many letters or more: capitals tell no names
_PHRASE_WORDS: Final = 4  # how far the words of a phrase may stand apart
# Languages near enough to be read with the tables of another.
_READ_AS: Final = {
    **dict.fromkeys(("sr", "bs", "sh", "cnr"), "hr"),
    **dict.fromkeys(("no", "nb", "nn", "da"), "sv"),
    "sk": "cs",
    "mk": "bg",
    "be": "ru",
    "gl": "pt",
    "ca": "es",
    "prs": "fa",
    "mo": "ro",
    "af": "nl",
}
_SEQUENCE: Final = ("zh", "ja")
_NOUNS_IN_CAPITALS: Final = frozenset({"de", "lb"})
# Those who are written in lower case too. Other names in Latin letters need a capital: duda, fidan, grossi are words.
_COMMON_NOUNS: Final = frozenset({"houthi", "taliban"})


_KATAKANA: Final = re.compile("[\u30a1-\u30fa\u30fc]{3,}")
_DIGIT: Final = re.compile(r"\d")


class Form(NamedTuple):
    """A word as it is looked up, and how it is written."""

    text: str
    ideographic: bool
    cased: bool


@lru_cache(maxsize=1 << 13)
def _form(word: str) -> Form:
    text = fold(word)
    return Form(text, bool(IDEOGRAPHIC.search(text)), bool(CASED.match(text)))


@dataclass(frozen=True, slots=True)
class Sense:
    """What one word gives away. Function words have no tokens, compounds with hyphens several."""

    tokens: tuple[str, ...] = ()
    meanings: tuple[Meaning, ...] = ()
    skeletons: tuple[str, ...] = ()
    phrases: tuple[Phrase, ...] = ()


class Found(NamedTuple):
    """One finding of a reading: its kind (token, concept, actor, place, country, skeleton, number), name and where."""

    kind: str
    name: str
    title: bool


def read(report: Report) -> Iterator[Found]:
    """Yield everything found in the title, then in the summary's beginning. The same thing may be found many times."""
    language = _READ_AS.get(report.language, report.language)
    for text, title in ((report.title, True), (report.summary[:_SUMMARY_LENGTH], False)):
        if text:
            for kind, name in _scan(in_latin(text) if language == "hr" else text, language):
                yield Found(kind, name, title)


class Word(NamedTuple):
    """A word of a headline, folded, and how well it is known as a name.

    0: it is none; 1: perhaps, it only begins the headline; 2: by its capital; 3: a known country, place or actor.
    """

    text: str
    name: int


def headline(report: Report) -> Iterator[Word]:
    """Yield the words of a title, in Chinese and Japanese the known words in it.

    A word is a name by its capital if it means nothing known, and not all words have one.
    """
    language = _READ_AS.get(report.language, report.language)
    words = [bare(word) for word in WORD.findall(in_latin(report.title) if language == "hr" else report.title)]
    forms = [_form(word) for word in words]
    capitals = [word != word.lower() for word in words]
    longer = [capital for form, capital in zip(forms, capitals, strict=True) if len(form.text) >= _TITLED]
    telling = language in _NOUNS_IN_CAPITALS or not (all(longer) and len(longer) >= _TITLED)
    skip = 0
    for i, (form, capital) in enumerate(zip(forms, capitals, strict=True)):
        if i < skip:
            continue
        if form.ideographic:
            for piece, meanings in _pieces(form.text, language):
                known = _named(meanings)
                yield Word(known or piece, 3 if known else 0)
        elif (capital or not form.cased) and (place := _long_place([form.text for form in forms[i : i + 3]])):
            skip = i + place[1]
            yield Word(place[0], 3)
        else:
            yield _word(form, language, capital=capital and telling, first=i == 0)


def _word(form: Form, language: str, *, capital: bool, first: bool) -> Word:
    sense = _sense(form.text, language, capital, False)  # noqa: FBT003 - positional: it is a cache key
    if known := _named(sense.meanings):
        return Word(known, 3)
    if capital and form.cased and not sense.meanings and sense.tokens:
        return Word(stem(form.text), 1 if first else 2)
    return Word(form.text, 0)


def _named(meanings: Iterable[Meaning]) -> str:
    return next((name for kind, name in meanings if kind in {"country", "place", "actor"}), "")


def _scan(text: str, language: str) -> Iterator[tuple[str, str]]:
    known = vocabulary(language)
    yield from (("number", number) for number in _numbers(text, known, language))
    words = [bare(word) for word in WORD.findall(text)]
    written = [_form(word) for word in words]
    forms = [form.text for form in written]
    skip = 0
    for i, (word, (form, ideographic, cased)) in enumerate(zip(words, written, strict=True)):
        if ideographic:
            yield from _sequence(form, language)
            continue
        capital = word != word.lower()
        if i >= skip and (capital or not cased) and (place := _long_place(forms[i : i + 3])):
            name, length = place
            skip = i + length
            yield "place", name
        sense = _sense(form, language, capital, i < skip)
        yield from _of_sense(sense, forms[i + 1 : i + 1 + _PHRASE_WORDS])
        if form in known.numbers:
            yield "number", f"{known.numbers[form]:g}"


def _numbers(text: str, known: Vocabulary, language: str) -> Iterator[str]:
    """Yield the numbers written in figures, scores whole too, and what Chinese and Japanese count in characters."""
    if _DIGIT.search(text):
        folded = fold(text)
        yield from (f"{value:g}" for _, value in numbers(folded, known.multipliers))
        yield from results(folded)
    if language in _SEQUENCE:
        yield from (f"{value:g}" for value in counted(text))


def _of_sense(sense: Sense, following: list[str]) -> Iterator[tuple[str, str]]:
    for token in sense.tokens:
        yield "token", token
    yield from sense.meanings
    for phrase in sense.phrases:
        rest = iter(following)
        if all(any(word.startswith(part.rstrip("$")) for word in rest) for part in phrase.rest):
            yield phrase.meaning
    for name in sense.skeletons:
        yield "skeleton", name


def _long_place(forms: list[str]) -> tuple[str, int] | None:
    """Return a place of two or three words that starts here, with its number of words."""
    for length in (3, 2):
        if len(forms) >= length and (place := names().places.get(" ".join(forms[:length]))):
            return place, length
    return None


@lru_cache(maxsize=1 << 13)
def _sense(form: str, language: str, capital: bool, in_place: bool) -> Sense:  # noqa: FBT001 - positional: it is a cache key
    """Return what a folded word means. A word in lower case names no place, in scripts that have capitals."""
    known = vocabulary(language)
    pieces = [part for part in form.split("-") if len(part) >= 3] if "-" in form else [form]
    meanings: list[Meaning] = []
    for part in dict.fromkeys((form, *pieces)):
        meanings += _meanings(part, known, language, cased=bool(CASED.match(part)), capital=capital and not in_place)
        if part == form and meanings:
            break  # San-Francisco is neither a Francisco nor a San
    named = {kind for kind, _ in meanings}
    phrases = tuple(p for variant in without_clitics(form) for p in _phrases(variant, known))
    function_word = form in known.stopwords
    nameless = named or function_word or in_place or (CASED.match(form) and not capital) or len(form) < 3
    return Sense(
        () if function_word or len(form) < 2 else tuple(stem(piece) for piece in pieces),
        tuple(dict.fromkeys(meanings)),
        ()
        if (nameless and named != {"concept"}) or (named and not capital) or function_word or in_place
        else tuple(dict.fromkeys(name for piece in pieces for name in _name(piece))),
        phrases,
    )


def _name(form: str) -> tuple[str, ...]:
    return _shapes(shape for variant in without_clitics(form) for shape in skeletons(variant))


def _shapes(found: Iterable[str]) -> tuple[str, ...]:
    """Return the beginnings of skeletons that are long enough to tell a name."""
    return tuple(dict.fromkeys(shape[:5] for shape in found if len(shape) >= 3))


def _meanings(part: str, known: Vocabulary, language: str, *, cased: bool, capital: bool) -> list[Meaning]:
    latin = cased and part.isascii()
    for variant in without_clitics(part):
        if (actor := _actor(variant)) and (capital or not latin or actor in _COMMON_NOUNS):
            return [Meaning("actor", actor)]
    found: list[Meaning] = []
    for variant in without_clitics(part):
        if meanings := _by_stem(variant, known):
            found += meanings
            break
    if (capital or not cased) and (place := _place(part) or _place(nominative(part, language))):
        return [Meaning("place", place), *found]
    if language in _COMPOUNDING:
        found += _second_half(part, known)
    return found


def _actor(written: str) -> str:
    form = spelling(written)
    if actor := names().whole_actors.get(form):
        return actor
    for length in range(min(len(form), 16), 1, -1):
        if (actor := names().actor_stems.get(form[:length])) and (len(form) - length <= 4 or length >= 6):
            return actor
    return ""


def _by_stem(form: str, known: Vocabulary) -> tuple[Meaning, ...]:
    if meanings := known.whole.get(form):
        return meanings
    for length in range(min(len(form), _LONGEST_STEM), 0, -1):
        if meanings := known.stems.get(form[:length]):
            return meanings
    return known.inflected.get(place_stem(form), ())


def _second_half(form: str, known: Vocabulary) -> list[Meaning]:
    """Return the meanings of the last part of a compound (Raketen-angriff), which says what kind of thing it is."""
    least = 2 if HANGUL.match(form) else 4
    for start in range(least - 1, len(form) - least + 1):
        for length in range(min(len(form) - start, _LONGEST_STEM), least - 1, -1):
            if meanings := known.stems.get(form[start : start + length]):
                return list(meanings)
    return []


def _place(form: str) -> str:
    places = names().places
    if HANGUL.match(form):
        return next(filter(None, (places.get(form[:n]) for n in range(len(form), 1, -1))), "")
    for variant in without_clitics(form):
        if place := places.get(place_stem(variant)):
            return place
    return ""


def _phrases(form: str, known: Vocabulary) -> Iterator[Phrase]:
    for length in range(min(len(form), _LONGEST_STEM), 1, -1):
        yield from known.phrases.get(form[:length], ())
        yield from names().actor_phrases.get(form[:length], ())


def _sequence(text: str, language: str) -> Iterator[tuple[str, str]]:
    """Yield the findings in a run of Chinese or Japanese, the longest known word first; tokens are pairs."""
    yield from (("token", text[i : i + 2]) for i in range(max(1, len(text) - 1)))
    for name in _KATAKANA.findall(text):
        yield from (("skeleton", shape) for shape in _shapes(kana_skeletons(name)))
    for _, meanings in _pieces(text, language):
        yield from meanings


def _pieces(text: str, language: str) -> Iterator[tuple[str, tuple[Meaning, ...]]]:
    """Yield the known words in a run of Chinese or Japanese, and the characters between them, with their meanings."""
    tables = [vocabulary(name) for name in dict.fromkeys((language, *_SEQUENCE))][:2]
    start = 0
    while start < len(text):
        length, meanings = _longest(text, start, tables)
        yield text[start : start + length], meanings
        start += length


def _longest(text: str, start: int, tables: list[Vocabulary]) -> tuple[int, tuple[Meaning, ...]]:
    for length in range(min(_LONGEST_NAME, len(text) - start), 0, -1):
        piece = text[start : start + length]
        if name := names().ideographic.get(piece):
            return length, (name,)
        for known in tables:
            if meanings := known.stems.get(piece) or known.whole.get(piece):
                return length, meanings
    return 1, ()
