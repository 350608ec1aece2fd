"""What a new version of a headline takes back: a number, a "not", a name. Rewording is no correction.

Similarity decides nothing here: "kills 12" and "kills 120" are nearly the same text. This is decided once, when an
edited item is understood; the pipeline adds tracked entities that came into the title.
"""

import re
from difflib import SequenceMatcher
from typing import Final

from bot.model import Correction
from bot.stories.reading import read
from bot.stories.report import Report
from bot.text.story_fold import fold

_NEGATION: Final = re.compile(
    r"(?<!\w)(?:not|no|never|cannot|without|denies|denied|refutes|без|не|ні|нет|нету|нельзя|опроверг\w*|спростува\w*|nicht|"
    r"kein\w*|nie|ohne|ne|pas|sans|aucun\w*|non|senza|nunca|ningun\w*|sin|nao|sem|niet|geen|inte|ikke|ei|nu|nema|nije|bez|"
    r"δεν|μην|οχι|χωρις|لا|لم|لن|ليس|ليست|ما|غير|دون|بدون|نفى|نه|نیست|לא|אין|בלי|değil|degil|नहीं)(?!\w)"
    r"|(?:不|没有|沒有|未|否认|否認|ない|なかった|아니|않|못)|n['’]t(?!\w)"
)
_NAMING: Final = frozenset({"actor", "place", "country"})
_WORD: Final = re.compile(r"[^\W\d_]+(?:['’\-][^\W\d_]+)*")
# A full stop ends a sentence only after an ordinary word, not after "Mr." or "St."
_SENTENCE_START: Final = re.compile(r"(?:^|[!?…:;–—«»\"“”„'‘|]\s*|(?:^|\s)[^\W\d_A-ZА-Я]\w{2,}\.\s*)$")
_NOUNS_IN_CAPITALS: Final = frozenset({"de", "lb"})


def corrections(before: Report, after: Report) -> list[Correction]:
    """Return what the title of a report's new version corrects; empty if it only says the same in other words.

    A number or name is corrected only where one went and one came: a title that only grows corrects nothing. Names are
    shown as the titles write them.
    """
    old, new = _facts(before), _facts(after)
    found = []
    if numbers := _exchanged(old["number"], new["number"]):
        found.append(Correction("number", *(", ".join(sorted(part)) for part in numbers)))
    if names := _written_names(before, after):
        found += names
    elif _exchanged(old["name"], new["name"]):
        found.append(Correction("name", *_other_words(before.title, after.title)))
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


def _exchanged(old: set[str], new: set[str]) -> tuple[set[str], set[str]] | None:
    gone, come = old - new, new - old
    return (gone, come) if gone and come else None


def _other_words(before: str, after: str) -> tuple[str, str]:
    """Return the words, or in scripts without spaces the characters, that stand in each other's place."""
    gap = " " if " " in before and " " in after else ""
    old, new = (text.split() if gap else list(text) for text in (before, after))
    changes = SequenceMatcher(None, old, new, autojunk=False).get_opcodes()
    places = [(i, j, k, m) for change, i, j, k, m in changes if change == "replace"]
    gone = [gap.join(old[i:j]) for i, j, _, _ in places]
    come = [gap.join(new[k:m]) for _, _, k, m in places]
    return " … ".join(gone), " … ".join(come)


def _written_names(before: Report, after: Report) -> list[Correction]:
    """Return the names that took each other's place, told by their capitals."""
    old, new = ([match[0] for match in _WORD.finditer(report.title)] for report in (before, after))
    was, now = _names(before), _names(after)
    lasting = {word.casefold() for word in old} & {word.casefold() for word in new}
    found = []
    for change, i, j, k, m in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        gone = [word for word in old[i:j] if word in was and word.casefold() not in lasting]
        come = [word for word in new[k:m] if word in now and word.casefold() not in lasting]
        if change == "replace" and gone and come and not any(_inflected(one, other) for one in gone for other in come):
            found.append(Correction("name", " ".join(gone), " ".join(come)))
    return found


def _names(report: Report) -> set[str]:
    """Return the words of a title whose capital means a name.

    Where capitals mean less (Titles That Capitalise Every Word, German), a word that the summary writes small or that
    the tables know as a common one is none. The first word of a sentence is one if the summary has it within one.
    """
    words = {match[0]: _starts_sentence(report.title, match) for match in _WORD.finditer(report.title)}
    within = {match[0] for match in _WORD.finditer(report.summary) if not _starts_sentence(report.summary, match)}
    capitalised = {word for word in words if word[0].isupper() and word.lower() not in within}
    if report.language in _NOUNS_IN_CAPITALS or _is_title_case(report.title):
        return {word for word in capitalised if not _is_common(word, report)}
    return {word for word in capitalised if word in within or not words[word]}


def _starts_sentence(text: str, word: re.Match[str]) -> bool:
    return _SENTENCE_START.search(text[max(0, word.start() - 25) : word.start()]) is not None


def _is_common(word: str, report: Report) -> bool:
    """Return whether the tables know a word as an ordinary one: a function word, or one with a meaning."""
    kinds = {one.kind for one in read(Report(report.key, word.lower(), report.published, language=report.language))}
    return "token" not in kinds or "concept" in kinds


def _is_title_case(text: str) -> bool:
    """Return whether nearly all longer words are capitalised, as in American headlines (or in capitals throughout)."""
    longer = [word for word in _WORD.findall(text) if len(word) > 3 and word[0].lower() != word[0].upper()]
    return len(longer) >= 3 and sum(word[0].isupper() for word in longer) > 0.7 * len(longer)


def _inflected(one: str, other: str) -> bool:
    """Return whether two words may be forms of one."""
    one, other = fold(one), fold(other)
    shared = next((n for n, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))
    return shared >= max(3, 0.6 * min(len(one), len(other)))


def _alike(one: str, other: str) -> bool:
    """Whether most words stayed: a negation in a wholly new sentence denies something else."""
    mine, theirs = (set(text.split() if " " in text else text) for text in (fold(one), fold(other)))
    return len(mine & theirs) >= 0.6 * min(len(mine), len(theirs))
