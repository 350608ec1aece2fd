"""Inflected place names: Москве, Moskwą and Москва are one place."""

import re
from typing import Final

from bot.text.story_fold import CASED

_ADJECTIVE: Final = re.compile(
    r"(?:ськ|ск|sk)(?:ий|ая|ой|ом|ого|ому|ую|им|их|і|а|е|у|iej|ie[jm]?|ich|im[i]?|a|e|y|i|ou|eho|em|og|om|oj)$"
)
_ENDING: Final = re.compile(
    r"(?:ами|ом|ою|ой|ем|ах|ии|іі|ії|ие|ові|еві|им|ем|iem|em|ou|ului|ul|ova|"
    r"ου|ας|ης|ος|ο|α|η|ι|[уюеиіїыьаяоaeouyi])$"
)
_POSSESSIVE: Final = re.compile(r"'.{0,4}$")


def place_stem(form: str) -> str:
    """Return a folded name of one word without its case ending; several words, and other scripts, stay as they are."""
    if " " in form or len(form) < 5 or not CASED.match(form):
        return form
    for ending in (_POSSESSIVE, _ADJECTIVE, _ENDING):
        shorter = ending.sub("", form)
        if len(shorter) >= 4:
            form = shorter
    return form


_CYRILLIC: Final = re.compile("[\u0400-\u052f]")
_ONE_CYRILLIC: Final = str.maketrans("іїєґэх", "ииегег")
_DOUBLED: Final = re.compile(r"(.)\1")


def spelling(form: str) -> str:
    """Return a folded name as Russian, Ukrainian and Bulgarian have it in common: Харрис is Гарріс."""
    return _DOUBLED.sub(r"\1", form.translate(_ONE_CYRILLIC)) if _CYRILLIC.match(form) else form


_HUNGARIAN: Final = re.compile(r"(?:ban|ben|bol|rol|tol|hoz|hez|nal|nel|val|vel|ra|re|ba|be|on|en|ot|et|at|t|i)$")


def hungarian_name(form: str) -> str:
    """Return a folded name without the ending that says where: Bukarestben is in Bukarest."""
    shorter = _HUNGARIAN.sub("", form)
    return shorter if len(shorter) >= 4 else form
