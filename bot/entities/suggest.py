"""Spellings of a name for an operator's review; nothing here is used in matching.

Rules of thumb, written from general knowledge of how newspapers transcribe: they know no vowel the Latin spelling hides
and no exonym (普京). A wrong alias is worse than none: keep what a search in that language finds, drop the rest.
"""

import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Literal

from anyascii import anyascii

from bot.entities.declension import DECLINED, certain_cases, phrase_cases
from bot.model import Entity
from bot.text.entity_fold import fold_text
from bot.text.scripts import UNSPACED, script_of

_LATIN_ENDINGS = {
    "sky": ("ski", "skyj", "skij", "skiy"),
    "ski": ("sky", "skij"),
    "ov": ("ow", "off"),
    "ev": ("ew", "eff"),
}
_HISSES = str.maketrans(dict.fromkeys("şš", "sh") | dict.fromkeys("čć", "ch") | {"ž": "zh"})
_SYLLABLES = re.compile("(?<=[a-z])(?=[A-Z])")


@dataclass(frozen=True, slots=True)
class Proposal:
    """A row to paste below `[entity.strong]` or `[entity.weak]`; `rule` says where the names come from.

    `understood` are cases that need not be written: the matcher declines a name that stands alone in its row. Of a
    person whose gender is not told, only those are shown that are right for a man and for a woman.
    """

    table: Literal["strong", "weak"]
    language: str
    names: tuple[str, ...]
    rule: str
    understood: tuple[str, ...] = ()


def suggest(entity: Entity) -> list[Proposal]:
    """Return proposals for what the entity's tables do not hold yet: its name in full, then bare surnames.

    A language that has a row already is left alone; a row "*" repeats what the operator's own holds, to replace it.
    """
    latin = _in_latin(entity.name)
    rows = [row for row in _transliterations(entity, latin) if row.language not in entity.strong]
    spelled, rule = _spelled(entity.name, latin)
    if new := _new(spelled, entity.strong, besides=entity.name):
        rows.insert(0, Proposal("strong", "*", (*entity.strong.get("*", ()), *new), rule))
    surname = entity.name.split()[-1]
    if entity.kind != "person" or surname == entity.name:
        return rows
    bare = [name.split()[-1] for name in (entity.name, *(name for row in rows for name in row.names))]
    if rows and (new := _new(bare, entity.weak)):
        rule = "the last words of the rows above, and of `name`: a table of your own replaces the one made from it"
        rows.append(Proposal("weak", "*", (*entity.weak.get("*", ()), *new), rule))
    return rows


def _in_latin(name: str) -> str:
    """Return a name in Latin letters; a Chinese one as surname and given name."""
    if fold_text(name).isascii():
        return name
    if script_of(name[0]) != "han":
        return anyascii(name).title()
    surname, *given = _SYLLABLES.split(anyascii(name))
    return f"{surname} {''.join(given).capitalize()}".strip()


def _new(names: Iterable[str], table: Mapping[str, Iterable[str]], besides: str = "") -> tuple[str, ...]:
    """Return the names that a table does not hold in any language, each once."""
    known = {fold_text(form) for forms in table.values() for form in forms} | {fold_text(besides)}
    return tuple(dict.fromkeys(name for name in names if fold_text(name) not in known))


def _spelled(name: str, latin: str) -> tuple[list[str], str]:
    """Return the name in Latin letters, and as other Latin-script languages would write a Slavic ending; the rules."""
    found, rules = ([], []) if latin == name else ([latin], ["Latin letters for the name's own, one by one"])
    head, _, last = latin.rpartition(" ")
    for ending, others in _LATIN_ENDINGS.items():
        if last.lower().endswith(ending):
            found += [f"{head} {last[: -len(ending)]}{other}".strip() for other in others]
            rules.append(f"Slavic -{ending} as other languages in Latin letters write it")
            break
    return found, "; ".join(rules)


def _transliterations(entity: Entity, latin: str) -> Iterator[Proposal]:
    """Yield the name in other alphabets. The Latin spelling of an East Asian one tells nothing there."""
    if script_of(entity.name[0]) in UNSPACED | {"hangul"}:
        return
    rule = "letter by letter"
    if entity.kind != "person":
        rule += "; many organisations go by a translation there"
    for language, table in _tables().items():
        written = " ".join("-".join(_transliterated(part, table) for part in word.split("-")) for word in latin.split())
        if script_of(written.strip(" -")[:1] or " ") != "other":
            yield Proposal("strong", language, (written,), rule, _understood(entity, written, language))


def _understood(entity: Entity, written: str, language: str) -> tuple[str, ...]:
    if language not in DECLINED:
        return ()
    if entity.kind == "person":
        return certain_cases(written, language, entity.gender)
    return tuple(form.title() for form in phrase_cases(written, language))


@cache
def _tables() -> Mapping[str, Mapping[str, str]]:
    text = (files("bot.entities") / "data" / "transliteration.toml").read_text(encoding="utf-8")
    return {
        language: {k: v for k, v in table.items() if isinstance(v, str)}
        for language, table in tomllib.loads(text).items()
    }


def _transliterated(word: str, table: Mapping[str, str]) -> str:
    """Return a word letter by letter, the longest group of letters first; unknown letters are left out."""
    rest, written = fold_text(word.lower().translate(_HISSES)), []
    longest = max(map(len, table))
    while rest:
        size = next((n for n in range(min(longest, len(rest)), 0, -1) if rest[:n] in table), 0)
        written.append(table.get(rest[:size], ""))
        rest = rest[size or 1 :]
    return re.sub(r"σ$", "ς", "".join(written)).capitalize()
