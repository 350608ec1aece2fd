"""What the inflected forms of a word have in common: `stem("Путиным", "ru")` is `путин`.

Russian and Ukrainian words are brought to their dictionary form first (pymorphy3), then lose its ending; the others
have a Snowball stemmer or a short list of endings. The dictionaries take a second and 60 MB and are loaded when the
first Cyrillic word comes, never at import.
"""

import re
import threading
from collections.abc import Callable
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

_ARABIC_ARTICLE = re.compile("^(?:[وف]?(?:ال|بال|كال|لل))(?=..)")
_ARABIC_ENDINGS = re.compile("(?<=...)(?:يه|ات|ون|ين|ان|ها|هم|نا|ه|ي|ا)+$")
_UKRAINIAN_ENDING = re.compile(
    "(?<=...)(?:ськ(?:ий|а|е|і|ого|ому|им|ої|ій|ою|их|ими)|ами|ями|ові|еві|єві|ого|ому|ими|ою|ею|єю|ах|ях|ам|ям|ом|ем"
    "|єм|ий|ій|их|им|ів|їв|а|я|о|е|є|и|і|ї|у|ю|й|ь)$"
)
_BULGARIAN_ENDINGS = (
    re.compile("(?<=...)(?:ият|ият|ът|ят|та|то|те|ния)$"),
    re.compile("(?<=...)(?:ове|еве|ища|ия|ии|а|я|о|е|и|ът)$"),
)


@cache
def _stemmer(language: str) -> Callable[[str], str] | None:
    """Return the function that takes a lower-case word to its stem, or None: no endings are known."""
    own: dict[str, Callable[[], Callable[[str], str]]] = {
        "ru": _russian,
        "uk": _ukrainian,
        "ar": lambda: _arabic,
        "fr": _french,
        "pl": _polish,
        "tr": _turkish,
        "bg": lambda: _bulgarian,
        "fa": _persian,
    }
    if language in own:
        return own[language]()
    return _snowball(_SNOWBALL[language]) if language in _SNOWBALL else None


def stem(word: str, language: str) -> str:
    """Return the folded stem of a lower-case word, diacritics kept for the stemmer; "" where no endings are known."""
    with _LOADING:
        stemmer = _stemmer(language)
    return fold(stemmer(word)).replace(" ", "") if stemmer else ""


def _snowball(name: str) -> Callable[[str], str]:
    import Stemmer  # noqa: PLC0415 - some processes of the bot never search

    stem_word: Callable[[str], str] = Stemmer.Stemmer(name, 0).stemWord
    return stem_word


def _lemmatiser(language: str) -> Callable[[str], str]:
    import pymorphy3  # noqa: PLC0415 - a second and 60 MB, for those who need it

    parse = pymorphy3.MorphAnalyzer(lang=language).parse
    return lambda word: str(parse(word)[0].normal_form)


def _russian() -> Callable[[str], str]:
    lemma, ending_off = _lemmatiser("ru"), _snowball("russian")

    def russian(word: str) -> str:
        found = lemma(word).replace("ё", "е")
        shorter = ending_off(found)
        return shorter if len(shorter) > 3 else found  # Киев is not ки

    return russian


def _ukrainian() -> Callable[[str], str]:
    lemma = _lemmatiser("uk")
    return lambda word: _UKRAINIAN_ENDING.sub("", lemma(word))


def _bulgarian(word: str) -> str:
    for ending in _BULGARIAN_ENDINGS:
        word = ending.sub("", word)
    return word


def _arabic(word: str) -> str:
    """Return the word without article and endings; bare one-letter proclitics stay: they may be its first letter."""
    return _ARABIC_ENDINGS.sub("", _ARABIC_ARTICLE.sub("", fold(word)))


def _persian() -> Callable[[str], str]:
    ending_off = _snowball("persian")
    letters = str.maketrans("كي", "کی")
    return lambda word: ending_off(word.translate(letters))


def _french() -> Callable[[str], str]:
    """Snowball takes `nourrissons` for a verb: the plural goes first."""
    ending_off = _snowball("french")
    return lambda word: ending_off(word[:-1] if len(word) > 4 and word[-1] in "sx" else word)


def _polish() -> Callable[[str], str]:
    """Snowball takes `nauczycieli` for a verb, and knows nothing of najemnik, najemnicy."""
    ending_off = _snowball("polish")

    def polish(word: str) -> str:
        found = ending_off(word.removesuffix("i") if word.endswith("cieli") else word)
        return f"{found[:-1]}k" if found.endswith("nic") else found

    return polish


def _turkish() -> Callable[[str], str]:
    """Snowball takes the m of `deprem` for a possessive, not that of `depremler`: it is asked until it is content."""
    ending_off = _snowball("turkish")

    def turkish(word: str) -> str:
        while (shorter := ending_off(word)) != word:
            word = shorter
        return word

    return turkish
