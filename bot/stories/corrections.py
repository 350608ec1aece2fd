"""What a new version of a headline takes back: a number, a "not", a name. Rewording is no correction."""

import re
from dataclasses import dataclass
from typing import Final, Literal

from bot.stories.reading import read
from bot.stories.report import Report
from bot.text.story_fold import fold

_NEGATION: Final = re.compile(
    r"(?<!\w)(?:not|no|never|denies|denied|без|не|ні|нет|нету|nicht|kein\w*|nie|ne|pas|aucun\w*|non|nunca|nao|sem|niet|geen|"
    r"inte|ikke|ei|nu|nema|nije|δεν|μην|οχι|لا|لم|لن|ليس|ما|غير|نه|نیست|לא|אין|değil|degil|नहीं)(?!\w)"
    r"|(?:不|没有|未|否认|ない|なかった|아니|않|못)|n't(?!\w)"
)
_NAMING: Final = frozenset({"actor", "place", "country"})


@dataclass(frozen=True, slots=True)
class Correction:
    """What was, and what is instead. A negation that came or went is shown as the words themselves ("" where none)."""

    kind: Literal["number", "negation", "name"]
    was: str
    now: str


def corrections(before: Report, after: Report) -> list[Correction]:
    """Return what the title of a report's new version corrects; empty if it only says the same in other words.

    A number or name is corrected only where one went and one came: a title that only grows corrects nothing.
    """
    old, new = _facts(before), _facts(after)
    found = []
    kinds: tuple[tuple[Literal["number", "name"], set[str], set[str]], ...] = (
        ("number", old["number"] - new["number"], new["number"] - old["number"]),
        ("name", old["name"] - new["name"], new["name"] - old["name"]),
    )
    for kind, gone, come in kinds:
        if gone and come:
            found.append(Correction(kind, ", ".join(sorted(gone)), ", ".join(sorted(come))))
    was, now = (_NEGATION.search(fold(report.title)) for report in (before, after))
    if bool(was) != bool(now) and _alike(before.title, after.title):
        found.append(Correction("negation", was.group() if was else "", now.group() if now else ""))
    return found


def _facts(report: Report) -> dict[str, set[str]]:
    facts: dict[str, set[str]] = {"number": set(), "name": set()}
    for one in read(Report(report.key, report.title, report.published, language=report.language)):
        if one.kind == "number":
            facts["number"].add(one.name)
        elif one.kind in _NAMING:
            facts["name"].add(one.name.partition("/")[0])
    return facts


def _alike(one: str, other: str) -> bool:
    """Whether most words stayed: a negation in a wholly new sentence denies something else."""
    mine, theirs = set(fold(one).split()), set(fold(other).split())
    return len(mine & theirs) >= 0.6 * min(len(mine), len(theirs))
