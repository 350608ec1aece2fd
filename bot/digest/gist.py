"""What was recognised of a headline in another language, in the channel's: who, where, what kind of event, how many.

It is no translation and says so where it is shown. Only what the tables of `data/` have a word for is named.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

from babel import Locale, UnknownLocaleError
from babel.numbers import format_decimal

_DATA: Final = Path(__file__).parent / "data"
_KINDS: Final = {"actor": "people", "place": "places", "concept": "events"}
_SMALL_NUMBER: Final = 2
"""Numbers below this say nothing: "one" is everywhere."""
_DEFAULT: Final = "en"
_INITIAL: Final = re.compile(r"(?:^|(?<=[ -]))\w")


@dataclass(frozen=True, slots=True)
class Rules:
    """How many of each are named."""

    people: int = 3
    places: int = 2
    events: int = 2
    numbers: int = 2


def gist(found: Iterable[tuple[str, str]], language: str, rules: Rules = Rules()) -> str:
    """Return the line for what was found, (kind, name) pairs with the most telling first; "" if nobody and no event.

    Kinds are those of the tables of stories: actor, place, country (ISO 3166 code), concept, number (or a score, 3-0).
    `language` may be one that the bot has no phrases in.
    """
    named: dict[str, dict[str, None]] = {kind: {} for kind in ("actor", "place", "country", "concept", "number")}
    for kind, name in found:
        if kind in named and (word := _word(kind, name, language)):
            named[kind][word] = None
    people = list(named["actor"])[: rules.people]
    places = list(named["place"] or named["country"])[: rules.places]
    events = list(named["concept"])[: rules.events]
    if not (people or events):
        return ""
    numbers = list(named["number"])[: rules.numbers]
    return " · ".join(", ".join(part) for part in (people, places, events, numbers) if part)


def _word(kind: str, name: str, language: str) -> str:
    if kind == "country":
        return str(_locale(language).territories.get(name, ""))
    if kind == "number":
        if "-" in name:  # a score, or votes
            return name.replace("-", "–")
        value = float(name)
        return format_decimal(value, locale=_locale(language)) if value >= _SMALL_NUMBER else ""
    word = _words(_KINDS[kind], language).get(name.casefold(), "")
    return word or (_INITIAL.sub(lambda letter: letter[0].upper(), name.partition("/")[0]) if kind == "place" else "")


@cache
def _locale(language: str) -> Locale:
    """Return how a language names countries and writes numbers, or how English does."""
    try:
        return Locale.parse(language, sep="-")
    except (UnknownLocaleError, ValueError):
        return Locale(_DEFAULT)


@cache
def _words(table: str, language: str) -> dict[str, str]:
    """Return the words of a language by their names in the tables of stories, casefolded as some of those are.

    They are English where there is no column or cell.
    """
    head, *rows = ((_DATA / f"{table}.tsv").read_text("utf-8")).splitlines()
    languages = head.split("\t")
    english = languages.index(_DEFAULT)
    primary = language.partition("-")[0]
    column = languages.index(primary) if primary in languages[1:] else english
    words = {}
    for row in rows:
        cells = row.split("\t")
        words[cells[0].casefold()] = cells[column] or cells[english]
    return words
