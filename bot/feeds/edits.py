"""What an outlet changed in an item it had published, and whether that corrects the facts.

Similarity decides nothing here: "kills 12" and "kills 120" are nearly the same text. A changed number, negation or
name in the title is a correction, which later stages must show; a changed comma is not.
"""

import re
import unicodedata
from collections import Counter
from dataclasses import dataclass
from datetime import datetime
from typing import Final

_WORD: Final = re.compile(r"[^\W_]+(?:['’\-][^\W_]+)*")
_NUMBER: Final = re.compile(r"\d+(?:[.,\u066b\u066c\u00a0\u202f ]\d{3})*(?:[.,\u066b]\d+)?")
# Words that turn a statement round, in the main languages of the feeds.
_NEGATIONS_WORDS: Final = """
    not no never none nobody nothing neither nor without cannot denies denied refutes
    не нет ни без никто ничто никогда опроверг опровергла опровергли нельзя
    ні немає без ніхто ніколи спростував спростувала спростували
    nicht kein keine keinen keinem keiner nie niemand ohne dementiert
    ne pas non sans aucun aucune jamais rien personne dément
    sin nunca nadie ningún ninguna tampoco niega desmiente senza mai nessun nessuno nega sem não nenhum nenhuma nunca
    nie bez nikt nigdy żaden není bez nikdy nikdo değil yok hiç olmadan niet geen nooit zonder inte ingen aldrig utan
    لا لم لن ليس ليست ما غير بدون دون نفى ینفی نه نیست لن
    לא אין ללא בלי δεν όχι χωρίς μη नहीं न बिना nu fără nema nije niti bez
"""
_NEGATIONS: Final = frozenset(_NEGATIONS_WORDS.split())
_INSIDE: Final = re.compile(r"n['’]t\b|不|没有|沒有|未|无|無|否认|否認|ない|ません|ず、|않|아니|없", re.IGNORECASE)
# A full stop ends a sentence only after an ordinary word, not after "Mr." or "St."
_SENTENCE_START: Final = re.compile(r"(?:^|[!?…:;–—«»\"“”„'‘|]\s*|(?:^|\s)[^\W\d_A-ZА-Я]\w{2,}\.\s*)$")


@dataclass(frozen=True, slots=True)
class Edit:
    """The version of an item that was now seen; the old one is in the archive. `changed` names the fields.

    `correction` says in plain words what fact the title changed ("number", "negation", "name"), empty for mere wording.
    """

    at: datetime
    title: str
    summary: str
    link: str
    changed: tuple[str, ...]
    correction: tuple[str, ...] = ()


def corrections(old: str, new: str) -> tuple[str, ...]:
    """Return which kinds of fact differ between two versions of a title: "number", "negation", "name"."""
    if old == new:
        return ()
    found = []
    if _numbers(old) != _numbers(new):
        found.append("number")
    if _negations(old) != _negations(new):
        found.append("negation")
    if _names_differ(old, new):
        found.append("name")
    return tuple(found)


def _numbers(text: str) -> Counter[str]:
    """Return the numbers of a text, whatever digits and grouping they are written with."""
    return Counter(
        "".join(str(unicodedata.digit(sign)) for sign in re.sub(r"\D(?=\d{3}(?!\d))", "", number) if sign.isdigit())
        for number in _NUMBER.findall(text)
    )


def _negations(text: str) -> int:
    words = sum(word in _NEGATIONS for word in _WORD.findall(text.casefold()))
    return words + len(_INSIDE.findall(text))


def _names_differ(old: str, new: str) -> bool:
    """Return whether a name left the title or came into it: a capitalised word that does not merely start a sentence.

    Titles That Capitalise Every Word hide names; there a word must be gone or new in every spelling to count, and one
    must stand in the place of another.
    """
    before, after = _capitalised(old), _capitalised(new)
    words_before = {word.casefold() for word in _WORD.findall(old)}
    words_after = {word.casefold() for word in _WORD.findall(new)}
    gone = {name for name in before if name.casefold() not in words_after}
    come = {name for name in after if name.casefold() not in words_before}
    if _is_title_case(old) or _is_title_case(new):
        return False
    return bool(gone or come)


def _capitalised(text: str) -> set[str]:
    return {
        match[0]
        for match in _WORD.finditer(text)
        if match[0][0].isupper() and not _SENTENCE_START.search(text[max(0, match.start() - 25) : match.start()])
    }


def _is_title_case(text: str) -> bool:
    """Return whether nearly all longer words are capitalised, as in American headlines (or in capitals throughout)."""
    longer = [word for word in _WORD.findall(text) if len(word) > 3 and word[0].lower() != word[0].upper()]
    return len(longer) >= 3 and sum(word[0].isupper() for word in longer) > 0.7 * len(longer)
