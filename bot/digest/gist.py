"""What was recognised of a headline in another language, in the channel's: who, where, what kind of event, how many.

It is no translation and says so where it is shown. Only what the tables of `data/` have a word for is named.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

from babel import Locale
from babel.numbers import format_decimal

from bot.text.say import phrases

_DATA: Final = Path(__file__).parent / "data"
_KINDS: Final = {"actor": "people", "place": "places", "concept": "events"}
_SMALL_NUMBER: Final = 2
"""Numbers below this say nothing: "one" is everywhere."""


@dataclass(frozen=True, slots=True)
class Rules:
    """How many of each are named."""

    people: int = 3
    places: int = 2
    events: int = 2
    numbers: int = 2


def gist(found: Iterable[tuple[str, str]], language: str, rules: Rules = Rules()) -> str:
    """Return the line for what was found, (kind, name) pairs with the most telling first; "" if nobody and no event.

    Kinds are those of the tables of stories: actor, place, country (ISO 3166 code), concept, number.
    """
    named: dict[str, dict[str, None]] = {kind: {} for kind in ("actor", "place", "country", "concept", "number")}
    for kind, name in found:
        if kind in named and (word := _word(kind, name, phrases(language).locale)):
            named[kind][word] = None
    people = list(named["actor"])[: rules.people]
    places = list(named["place"] or named["country"])[: rules.places]
    events = list(named["concept"])[: rules.events]
    if not (people or events):
        return ""
    numbers = list(named["number"])[: rules.numbers]
    return " · ".join(", ".join(part) for part in (people, places, events, numbers) if part)


def _word(kind: str, name: str, locale: Locale) -> str:
    if kind == "country":
        return str(locale.territories.get(name, ""))
    if kind == "number":
        value = float(name)
        return format_decimal(value, locale=locale) if value >= _SMALL_NUMBER else ""
    word = _words(_KINDS[kind], locale.language).get(name, "")
    return word or (name.partition("/")[0] if kind == "place" else "")


@cache
def _words(table: str, language: str) -> dict[str, str]:
    """Return the words of a language by their name in the tables of stories; a cell left empty falls to the English."""
    head, *rows = ((_DATA / f"{table}.tsv").read_text("utf-8")).splitlines()
    languages = head.split("\t")
    column = languages.index(language)
    words = {}
    for row in rows:
        cells = row.split("\t")
        words[cells[0]] = cells[column] or cells[1]
    return words
