"""What the inflected forms of a word have in common: `stems("путиным", "ru")` is `("путин",)`.

Russian and Ukrainian words are brought to their dictionary form first (pymorphy3), then lose its ending; the others
have a Snowball stemmer or a short list of endings. The dictionaries take a second and 60 MB and are loaded when the
first Cyrillic word comes, never at import.
"""

import re
import threading
from collections.abc import Callable, Iterable
from functools import cache

from bot.text.search_fold import fold

_STEMMERS = """
    da:danish de:german el:greek en:english es:spanish fi:finnish fr:french hi:hindi hu:hungarian
    hy:armenian id:indonesian it:italian lt:lithuanian nl:dutch no:norwegian pl:polish pt:portuguese
    ro:romanian sr:serbian sv:swedish ta:tamil tr:turkish ca:catalan cs:czech et:estonian eu:basque
    ga:irish ne:nepali
"""
_SNOWBALL = dict(pair.split(":") for pair in _STEMMERS.split())
_LOADING = threading.Lock()  # readers and the writer may meet the first word of a language at once

_PROBABLE = 0.1  # share of a word's uses; the Ukrainian dictionary knows no shares and says 1

_ARABIC_ARTICLE = re.compile("^(?:[وف]?(?:ال|بال|كال|لل))(?=..)")
_ARABIC_ENDINGS = re.compile("(?<=...)(?:يه|ات|ون|ين|ان|ها|هم|نا|ه|ي|ا)+$")
_UKRAINIAN_ENDING = re.compile(
    "(?<=...)(?:ськ(?:ий|а|е|і|ого|ому|им|ої|ій|ою|их|ими)|ами|ями|ові|еві|єві|ого|ому|ими|ою|ею|єю|ах|ях|ам|ям|ом|ем"
    "|єм|ий|ій|их|им|ів|їв|а|я|о|е|є|и|і|ї|у|ю|й|ь)$"
)
_POLISH_CHANGES = (
    (re.compile("(?<=...)iec$"), "c"),  # mieszkaniec, mieszkańcy
    (re.compile("(?<=...)nic$"), "nik"),  # najemnik, najemnicy
    (re.compile("(?<=...)tyc$"), "tyk"),  # polityk, politycy
    (re.compile("(?<=...)ek$"), "k"),  # świadek, świadkowie
    (re.compile("(?<=..)en$"), "n"),  # uczeń, uczniowie
    (re.compile("(?<=...)i$"), ""),
)
_HEBREW_ENDING = re.compile("(?<=...)(?:ימ|ות|יות|ית|ה|ת)$")
_BULGARIAN_ENDINGS = (
    re.compile("(?<=...)(?:ият|ият|ът|ят|та|то|те|ния)$"),
    re.compile("(?<=...)(?:ове|еве|ища|ия|ии|а|я|о|е|и|ът)$"),
)


@cache
def _stemmer(language: str) -> Callable[[str], Iterable[str]] | None:
    """Return the function that takes a lower-case word to its stems, or None: no endings are known."""
    if language in _DICTIONARIES:
        return _DICTIONARIES[language]()
    if language in _OWN or language in _SNOWBALL:
        ending_off = _OWN[language]() if language in _OWN else _snowball(_SNOWBALL[language])
        return lambda word: (ending_off(word),)
    return None


def stems(word: str, language: str) -> tuple[str, ...]:
    """Return the folded stems of a lower-case word, diacritics kept for the stemmer; () where no endings are known.

    There are several if the word may be a form of several: Ukrainian `міст` of a bridge or a city.
    """
    with _LOADING:
        stemmer = _stemmer(language)
    return tuple(dict.fromkeys(fold(found).replace(" ", "") for found in stemmer(word))) if stemmer else ()


def _snowball(name: str) -> Callable[[str], str]:
    import Stemmer  # noqa: PLC0415 - some processes of the bot never search

    stem_word: Callable[[str], str] = Stemmer.Stemmer(name, 0).stemWord
    return stem_word


def _lemmatiser(language: str) -> Callable[[str], list[str]]:
    """Return the function that takes a word to its dictionary forms, improbable ones left out."""
    import pymorphy3  # noqa: PLC0415 - a second and 60 MB, for those who need it

    parse = pymorphy3.MorphAnalyzer(lang=language).parse
    return lambda word: list(dict.fromkeys(found.normal_form for found in parse(word) if found.score >= _PROBABLE))


def _russian() -> Callable[[str], Iterable[str]]:
    lemmas, ending_off = _lemmatiser("ru"), _snowball("russian")

    def russian(word: str) -> Iterable[str]:
        for lemma in lemmas(word):
            shorter = ending_off(lemma.replace("ё", "е"))
            yield shorter if len(shorter) > 3 else lemma  # Киев is not ки

    return russian


def _ukrainian() -> Callable[[str], Iterable[str]]:
    lemmas = _lemmatiser("uk")
    return lambda word: (_UKRAINIAN_ENDING.sub("", lemma) for lemma in lemmas(word))


def _bulgarian(word: str) -> str:
    for ending in _BULGARIAN_ENDINGS:
        word = ending.sub("", word)
    return word


def _arabic(word: str) -> str:
    """Return the word without article and endings; bare one-letter proclitics stay: they may be its first letter."""
    return _ARABIC_ENDINGS.sub("", _ARABIC_ARTICLE.sub("", fold(word)))


def _hebrew(word: str) -> str:
    """Return the word without its plural or feminine ending, and without the article."""
    word = fold(word)
    return _HEBREW_ENDING.sub("", word[1:] if word[0] == "ה" and len(word) > 3 else word)


def _persian() -> Callable[[str], str]:
    ending_off = _snowball("persian")
    letters = str.maketrans("كي", "کی")
    return lambda word: ending_off(word.translate(letters))


def _french() -> Callable[[str], str]:
    """Snowball takes `nourrissons` for a verb: the plural goes first."""
    ending_off = _snowball("french")
    return lambda word: ending_off(word[:-1] if len(word) > 4 and word[-1] in "sx" else word)


def _polish() -> Callable[[str], str]:
    """Snowball takes `nauczycieli` for a verb, knows no `-owie`, and none of the changes before an ending."""
    ending_off = _snowball("polish")

    def polish(word: str) -> str:
        word = word.removesuffix("i") if word.endswith("cieli") else word.removesuffix("owie")
        found = fold(ending_off(word))
        for changed, plain in _POLISH_CHANGES:
            found = changed.sub(plain, found)
        return found

    return polish


def _turkish() -> Callable[[str], str]:
    """Snowball takes the m of `deprem` for a possessive, not that of `depremler`: it is asked until it is content."""
    ending_off = _snowball("turkish")

    def turkish(word: str) -> str:
        while (shorter := ending_off(word)) != word:
            word = shorter
        return word

    return turkish


_DICTIONARIES: dict[str, Callable[[], Callable[[str], Iterable[str]]]] = {"ru": _russian, "uk": _ukrainian}
_OWN: dict[str, Callable[[], Callable[[str], str]]] = {
    "ar": lambda: _arabic,
    "bg": lambda: _bulgarian,
    "fa": _persian,
    "fr": _french,
    "he": lambda: _hebrew,
    "pl": _polish,
    "tr": _turkish,
}
