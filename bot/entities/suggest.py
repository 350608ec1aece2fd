"""Spellings of a name in other scripts, proposed for an operator's review; nothing here is used in matching.

Rules of thumb, written from general knowledge of how newspapers transcribe: they know no vowel the Latin spelling hides
and no exonym (普京). A wrong alias is worse than none: keep what a search in that language finds, drop the rest.
"""

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files

from bot.entities.names import cases
from bot.model import Entity
from bot.text.entity_fold import fold_text

_LATIN_ENDINGS = {
    "sky": ("ski", "skyj", "skij", "skiy"),
    "ski": ("sky", "skij"),
    "ov": ("ow", "off"),
    "ev": ("ew", "eff"),
}


@cache
def _tables() -> Mapping[str, Mapping[str, str]]:
    text = (files("bot.entities") / "data" / "transliteration.toml").read_text(encoding="utf-8")
    return {
        language: {k: v for k, v in table.items() if isinstance(v, str)}
        for language, table in tomllib.loads(text).items()
    }


def suggest(entity: Entity) -> dict[str, tuple[str, ...]]:
    """Return proposed spellings of the entity's name by language, most doubtful languages included: review each.

    "*" holds other Latin spellings; Russian and Ukrainian rows hold all cases, so they can be pasted as complete rows.
    """
    found: dict[str, tuple[str, ...]] = {}
    latin = tuple(dict.fromkeys(_latin(entity.name)))
    if latin:
        found["*"] = latin
    if not fold_text(entity.name).isascii():
        return found
    for language, table in _tables().items():
        written = " ".join(_transliterated(word, table) for word in entity.name.split())
        inflected = cases(written, language) if language in {"ru", "uk"} else ()
        found[language] = tuple(dict.fromkeys((written, *(form.title() for form in inflected))))
    return found


def _latin(name: str) -> list[str]:
    """Return the spellings under which other Latin-script languages would write a Slavic ending."""
    head, _, last = name.rpartition(" ")
    for ending, others in _LATIN_ENDINGS.items():
        if last.lower().endswith(ending):
            return [f"{head} {last[: -len(ending)]}{other}".strip() for other in others]
    return []


def _transliterated(word: str, table: Mapping[str, str]) -> str:
    """Return a word letter by letter, the longest group of letters first; unknown letters are left out."""
    rest, written = fold_text(word), []
    longest = max(map(len, table))
    while rest:
        size = next((n for n in range(min(longest, len(rest)), 0, -1) if rest[:n] in table), 0)
        written.append(table.get(rest[:size], ""))
        rest = rest[size or 1 :]
    return "".join(written).capitalize()
