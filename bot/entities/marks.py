"""What a name itself says of its bearer: its spelling, its form, the punctuation and figures around it."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from bot.entities.knowledge import Homograph, homographs
from bot.entities.passage import Candidate, Token
from bot.text.scripts import CASED, UNSPACED, script_of

_AGE = re.compile(r"\s*[,(]\s*(\d{1,2})\s*[,)]")
_LIFESPAN = re.compile(r"\s*\(\s*1[789]\d\d")
_SPEECH = re.compile(r'\s*"?:\s')
_AND_COMPANY = re.compile(r"\s*&\s")
_ANYWHERE = UNSPACED | {"hangul", "arabic"}
_DASH_BEFORE = re.compile(r"\s-\s$")
_NUMBER_BEFORE = re.compile(r"\d\s*$")
_ACRONYM = 6
"""Letters of the longest name in capitals that is taken for an acronym."""
_REACH = 4
"""Characters on either side of a hit within which a longer word that holds it may begin and end."""
_FEMININE = re.compile(
    "(?:sk(?:a|ou|oj|ej|aja|aya|aia|ajai)|ская|скую|скои|ська|ську|ською|ськои|ськоі"
    "|სკა(?:ია)?(?:ს|მ|მა|სთან|ზე)?|սկայա[ա-ֆ]*)$"
)


@dataclass(frozen=True, slots=True)
class Clue:
    """One observation about a candidate. `name` finds its weight; `reason` is for readers; `amount` is usually 1."""

    name: str
    reason: str
    amount: float = 1.0


def homograph_clues(candidate: Candidate, before: list[Token], language: str) -> Iterator[Clue]:
    """Yield a veto if the word is an everyday one in this company: путина, poutine, the lion."""
    passage, word = candidate.passage, candidate.word
    form = passage.text[word.start : word.end]
    after = passage.after(word.end)
    for homograph in homographs().get(form, ()):
        if homograph.languages and language not in homograph.languages:
            continue
        if homograph.unaccented and passage.accented:
            continue
        beside = (before and before[0].text in homograph.before) or (after and after[0].text in homograph.after)
        small = homograph.lower and passage.has_capitals and not passage.capital(word.start)
        counted = homograph.number and _NUMBER_BEFORE.search(passage.text[: word.start])
        if homograph.always or beside or small or counted or _around(candidate, homograph):
            yield Clue("homograph", f"veto: {homograph.reason}")
            return


def _around(candidate: Candidate, homograph: Homograph) -> bool:
    """Return whether the hit is a part of a longer word, or the field speaks of what the homograph means.

    A capital within a sentence is a name, whatever the field speaks of.
    """
    passage, word = candidate.passage, candidate.word
    near = passage.text[max(0, word.start - _REACH) : word.end + _REACH]
    if any(longer in near for longer in homograph.inside):
        return True
    named = passage.capital(word.start) and not passage.title_case and not _opens_sentence(passage.text[: word.start])
    return not named and _occurs(homograph.around, passage.text) and not _occurs(homograph.unless, passage.text)


def _occurs(stems: tuple[str, ...], text: str) -> bool:
    return any(re.search(stem if script_of(stem[0]) in _ANYWHERE else rf"\b{stem}", text) for stem in stems)


def _opens_sentence(before: str) -> bool:
    return not before.strip() or before.rstrip(" \"'")[-1:] in {"", ".", "!", "?", ":", "|", "…"}


def acronym_clues(candidate: Candidate) -> Iterator[Clue]:
    """Yield a veto if a short name that is all capitals is written without one: Italian «nato», born."""
    alias = candidate.form.alias
    if alias.isupper() and len(alias) <= _ACRONYM and candidate.surface.islower() and candidate.passage.has_capitals:
        yield Clue("homograph", f"veto: written small, no «{alias}»")


def feminine_clues(candidate: Candidate, gender: str, language: str) -> Iterator[Clue]:
    """A Slavic adjective in its feminine form is another person; in Latvian it may be a man's genitive."""
    form = candidate.passage.text[candidate.word.start : candidate.word.end]
    if gender == "m" and language != "lv" and _FEMININE.search(form):
        yield Clue("feminine form", "veto: the feminine form, another person")


def marks(candidate: Candidate) -> Iterator[Clue]:
    """Yield what punctuation, digits and capitals around the name say."""
    passage, word = candidate.passage, candidate.word
    text = passage.text
    if text[word.start - 1 : word.start] == '"' and text[word.end : word.end + 1] == '"':
        yield Clue("quoted", "in quotes")
    if _AND_COMPANY.match(text[word.end : word.end + 4]):
        yield Clue("ampersand", "«&» after: a company")
    age = _AGE.match(text, word.end)
    if age and 5 <= int(age.group(1)) <= 69:
        yield Clue("age", f"an age, {age.group(1)}, after")
    if _LIFESPAN.match(text, word.end):
        yield Clue("lifespan", "years of birth and death after")
    if _SPEECH.match(text, word.end) and word.start <= 1:
        yield Clue("speaks", "speaks, like a person")
    yield from _place(candidate)
    yield from _case(candidate)


def _place(candidate: Candidate) -> Iterator[Clue]:
    text, word = candidate.passage.text, candidate.word
    if not text[: word.start].strip(" \"'"):
        yield Clue("opens", "opens the field")
    if _DASH_BEFORE.search(text[max(0, word.start - _REACH) : word.start]):
        yield Clue("after dash", "after a dash")
    if not text[word.end :].strip(" \"'.?!…"):
        yield Clue("closes", "closes the field")


def _case(candidate: Candidate) -> Iterator[Clue]:
    passage, word, form = candidate.passage, candidate.word, candidate.form
    hashtag = passage.text[word.start - 1 : word.start] in {"#", "_"}
    if form.script in CASED and not form.strong and not hashtag and candidate.surface.islower():
        if passage.has_capitals:
            yield Clue("lower case", "written without a capital")
        else:
            yield Clue("no capitals", "a text without capitals")
