"""Small words written as one with an Arabic or Hebrew word: and, then, with, like, for, that, from, the."""

import re
from collections.abc import Iterator

from bot.search.languages import script

_ARABIC = (
    *("و", "ف", "ب", "ك", "ل", "وب", "ول", "فل", "فب"),
    *("ال", "وال", "بال", "فال", "كال", "لل", "ولل"),
)
_ARABIC_ARTICLE = re.compile("^(?:[وف]?(?:ال|بال|كال|لل))(?=...)")
_ARABIC_PARTICLE = re.compile("^[وفبكل](?=.....)")  # of a shorter word it would be a root letter too often
_HEBREW = (
    *("ה", "ו", "ב", "ל", "מ", "ש", "כ", "וה", "וב", "ול", "ומ", "וש", "וכ"),
    *("שה", "שב", "של", "שמ", "מה", "לה", "כש", "בה", "כשה", "ושה", "ומה"),
)
_HEBREW_PREFIX = re.compile("^(?:כשה|ושה|ומה|שה|וה|כש|מה|שב|של|וב|ול|ומ|וש|וכ|[הובלמשכ])(?=...)")
# What a Persian word is parted from by a zero-width non-joiner: marks of verbs before it, endings after it.
_PERSIAN_PARTED = re.compile(
    "^ن?می\u200c|\u200c(?:ها|های|هایی|هایم|هایت|هایش|هایمان|هایتان|هایشان|ای|ام|ات|اش|ایم|اید|اند|است|تر|ترین|مان|تان|شان|ی)(?!\\w)"
)
ARABIC_OWNER = re.compile("(?<=...)(?:هما|ها|هم|هن|كم|نا|ه)$")  # their, her, our, his
_PROCLITICS = {"ar": _ARABIC, "he": _HEBREW}


def with_clitics(form: str) -> list[str]:
    """Return the ways a folded Arabic or Hebrew word is written when small words lean on it."""
    written = script(form)
    if len(form) < 3 or written not in {"arabic", "hebrew"}:
        return []
    if written == "hebrew":
        bases = {form, _HEBREW_PREFIX.sub("", form) if len(form) > 4 else form}
        return [prefix + base for base in sorted(bases) for prefix in ("", *_HEBREW)]
    bases = {form, _ARABIC_ARTICLE.sub("", form), _ARABIC_PARTICLE.sub("", form)}
    return [proclitic + base for base in sorted(bases) for proclitic in ("", *_ARABIC)]


def without_clitics(form: str, language: str) -> Iterator[str]:
    """Yield what a folded word may be without the small words that lean on it: of single letters nobody can be sure."""
    bare = ARABIC_OWNER.sub("", form) if language == "ar" else form
    if bare != form:
        yield bare
    for proclitic in _PROCLITICS.get(language, ()):
        if form.startswith(proclitic) and len(form) > len(proclitic) + 1:
            yield form.removeprefix(proclitic)
            yield bare.removeprefix(proclitic)


def without_parted(word: str) -> str:
    """Return a Persian word without what a zero-width non-joiner parts from it: the plural of books asks for book."""
    return _PERSIAN_PARTED.sub("", word) or word if "\u200c" in word else word
