"""What the inflected forms of a word have in common: `stems("путиным", "ru")` is `("путин",)`.

Russian and Ukrainian words are brought to their dictionary form first (pymorphy3), then lose its ending; the others
have a Snowball stemmer or a short list of endings. The dictionaries take a second and 60 MB and are loaded when the
first Cyrillic word comes, never at import.
"""

import re
import threading
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cache

from bot.search import forms
from bot.search.clitics import ARABIC_OWNER, without_clitics
from bot.text.morphology import analyser
from bot.text.search_fold import fold

_STEMMERS = """
    da:danish de:german el:greek en:english es:spanish fi:finnish fr:french hi:hindi hu:hungarian
    hy:armenian id:indonesian it:italian lt:lithuanian nl:dutch no:norwegian pl:polish pt:portuguese
    ro:romanian sr:serbian sv:swedish ta:tamil tr:turkish ca:catalan cs:czech et:estonian eu:basque
    ga:irish ne:nepali
"""
_SNOWBALL = dict(pair.split(":") for pair in _STEMMERS.split())
_SHORTEST_STEM = {"he": 2, "hi": 1, "ne": 1, "ta": 1}  # letters; these scripts write few vowels as letters
_LOADING = threading.Lock()  # readers and the writer may meet the first word of a language at once

_PROBABLE = 0.1  # share of a word's uses; the Ukrainian dictionary knows no shares and says 1

_ARABIC_ARTICLE = re.compile("^(?:[وف]?(?:ال|بال|كال|لل))(?=..)")
_ARABIC_VERB = re.compile("^[وف]?س?ي(?=...)")  # he does, and will do
_ARABIC_ENDINGS = re.compile("(?<=...)(?:تين|تان|يون|يين|يه|ات|ون|ين|ان|ها|هم|نا|ه|ي|ا)++$")
_UKRAINIAN_ENDING = re.compile(
    "(?<=...)(?:ськ(?:ий|а|е|і|ого|ому|им|ої|ій|ою|их|ими)|ами|ями|ові|еві|єві|ого|ому|ими|ою|ею|єю|ах|ях|ам|ям|ом|ем"
    "|єм|ий|ій|их|им|ів|їв|а|я|о|е|є|и|і|ї|у|ю|й|ь)$"
)
# Serbian in Latin letters, as the stemmer writes it, and folded.
_CYRILLIC_LATIN = """
    аa бb вv гg дd ђd еe жz зz иi јj кk лl љlj мm нn њnj оo пp рr сs тt ћc уu фf хh цc чc џdz шs
"""
_SERBIAN = {ord(pair[0]): pair[1:] for pair in _CYRILLIC_LATIN.split()}
_GERMAN_WOMEN = re.compile("(?<=....)(?<!beg)(?<!gew)(?<!bes)innen$")  # Ministerinnen, but beginnen
_GEORGIAN_CASE = re.compile(
    "(?<=..)(?:ისთვის|ისგან|ისკენ|იდან|დან|ისთან|სთან|თან|ამდე|მდე|ში|ზე|ისა|ის|ით|ად|მა|ს|მ|ი)ც?$"
)
_GEORGIAN_PLURAL = re.compile("(?<=..)ებ?$|(?<=..)[აოუ]$")
_POLISH_CHANGES = (
    (re.compile("(?<=...)iec$"), "c"),  # mieszkaniec, mieszkańcy
    (re.compile("(?<=...)nic$"), "nik"),  # najemnik, najemnicy
    (re.compile("(?<=...)tyc$"), "tyk"),  # polityk, politycy
    (re.compile("(?<=...)ek$"), "k"),  # świadek, świadkowie
    (re.compile("(?<=..)en$"), "n"),  # uczeń, uczniowie
    (re.compile("(?<=...)i$"), ""),
)
# British spellings -> American ones; -ise is kept, for many words (promise) have no other.
_ENGLISH_SPELLINGS = (
    (re.compile("(?<=...)our(?=(?:s|ed|ing|ers?|ful|less|hoods?|able|ites?|al|ists?)?$)"), "or"),  # labour, not hour
    (re.compile("(?<=..[tb])re(?=[sd]?$)"), "er"),
    (re.compile("(?<=...)iz(?=(?:e[sd]?|ers?|ings?|ations?|able)$)"), "is"),  # organize, not prize
    (re.compile("(?<=...)lyz(?=(?:e[sd]?|ers?|ing)$)"), "lys"),
    (re.compile("(?<=def|off|lic)ence(?=s?$)"), "ense"),
    (re.compile("(?<=gram)me(?=s?$)|(?<=..log)ue(?=s?$)"), ""),
)
_HEBREW_ENDING = re.compile("(?<=..)(?:יותיה[מנ]?|ויותיה|יותינו|יהמ|יהנ|ינו|יימ|יות|יה|ית|ימ|ות|ו|י|ה|ת)$")
_PERSIAN_OWNER = re.compile("(?<=.....)(?:یشان|یمان|یتان|شان|مان|تان|یش|ش)$")  # their, our, your, his
_BULGARIAN_ENDINGS = (
    re.compile("(?<=...)(?:ият|ият|ът|ят|та|то|те|ния)$"),
    re.compile("(?<=...)(?:ове|еве|ища|ия|ии|а|я|о|е|и|ът)$"),
)


@cache
def _stemmer(language: str) -> Callable[[str], Iterable[str]] | None:
    """Return the function that takes a lower-case word to its stems, or None: no endings are known."""
    if language in _SEVERAL:
        return _SEVERAL[language]()
    if language in _OWN or language in _SNOWBALL:
        ending_off = _OWN[language]() if language in _OWN else _snowball(_SNOWBALL[language])
        return lambda word: (ending_off(word),)
    return None


def stems(word: str, language: str) -> tuple[str, ...]:
    """Return the folded stems of a lower-case word, diacritics kept for the stemmer; () where no endings are known.

    There are several if the word may be a form of several (Ukrainian `міст` of a bridge or a city), or if its ending
    alone does not lead to its dictionary form (`mice`).
    """
    with _LOADING:
        found = dict.fromkeys(ending_stems(word, language))
        by_hand = _by_hand(language)
    bare = fold(word)
    if language == "sr":
        bare = bare.translate(_SERBIAN)
    for form in (bare, *without_clitics(bare, language)):
        found.update(dict.fromkeys((*forms.listed(form, language), *by_hand.get(form, ()))))
    return tuple(found)


def ending_stems(word: str, language: str) -> tuple[str, ...]:
    """Return the folded stems that a word's ending or the Russian and Ukrainian dictionaries lead to."""
    stemmer = _stemmer(language)
    found = (fold(stem).replace(" ", "") for stem in stemmer(word)) if stemmer else ()
    least = _SHORTEST_STEM.get(language, 3)
    return tuple(dict.fromkeys(stem if len(stem) >= least else fold(word) for stem in found))  # híd is not hi


@cache
def _by_hand(language: str) -> Mapping[str, tuple[str, ...]]:
    """Return the stems of the folded forms that are listed by hand."""
    found: defaultdict[str, dict[str, None]] = defaultdict(dict)
    for word, *listed in forms.by_hand().get(language, ()):
        for form in listed:
            found[fold(form)].update(dict.fromkeys(ending_stems(word, language)))
    return {form: tuple(stems) for form, stems in found.items()}


def _snowball(name: str) -> Callable[[str], str]:
    import Stemmer  # noqa: PLC0415 - some processes of the bot never search

    stem_word: Callable[[str], str] = Stemmer.Stemmer(name, 0).stemWord
    return stem_word


def _lemmatiser(language: str) -> Callable[[str], list[str]]:
    """Return the function that takes a word to its dictionary forms, improbable ones left out."""
    parse = analyser(language).parse
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


def _arabic(word: str) -> Iterator[str]:
    """Yield the word without article and endings; bare one-letter proclitics stay: they may be its first letter.

    A t before an owner is the ending of a feminine word (حكومتهم, their government), or the word's own (بيوتهم). A verb
    in the present (يقتل, يعلن) loses its first letter, and may have an alif instead in the past (قتل, أعلن).
    """
    bare = _ARABIC_ARTICLE.sub("", fold(word))
    yield _ARABIC_ENDINGS.sub("", bare)
    owned = ARABIC_OWNER.sub("", bare)
    if owned != bare and owned.endswith("ت") and len(owned) > 3:
        yield _ARABIC_ENDINGS.sub("", owned[:-1])
    present = _ARABIC_VERB.sub("", bare)
    if present != bare:
        present = _ARABIC_ENDINGS.sub("", present)
        yield from (present, f"ا{present}")
    elif bare.endswith("ت") and len(bare) > 3:  # she did, and she did
        yield bare[:-1]
        if bare[0] in "وف" and len(bare) > 4:
            yield bare[1:-1]


def _georgian(word: str) -> str:
    """Return the word without postposition and case, the ending of its plural, and its last vowel."""
    return _GEORGIAN_PLURAL.sub("", _GEORGIAN_CASE.sub("", word))


def _german() -> Callable[[str], str]:
    """Return the function that takes a word to its stem; Snowball leaves the plural of women's titles as it is."""
    ending_off = _snowball("german")
    return lambda word: ending_off(_GERMAN_WOMEN.sub("in", word))


def _hebrew(word: str) -> str:
    """Return the word without its plural or feminine ending, and without the article."""
    word = fold(word)
    return _HEBREW_ENDING.sub("", word[1:] if word[0] == "ה" and len(word) > 3 else word)


def _persian() -> Callable[[str], str]:
    ending_off = _snowball("persian")
    letters = str.maketrans("كي", "کی")
    return lambda word: ending_off(_PERSIAN_OWNER.sub("", word.translate(letters)))


def _english() -> Callable[[str], str]:
    """Return the function that takes a word to its stem, the same for its British and its American spelling."""
    ending_off = _snowball("english")

    def english(word: str) -> str:
        for spelling, plain in _ENGLISH_SPELLINGS:
            word = spelling.sub(plain, word)
        return ending_off(word)

    return english


def _french() -> Callable[[str], str]:
    """Snowball takes `nourrissons` for a verb: the plural goes first. Of `actif` it leaves the f, of `active` the v."""
    ending_off = _snowball("french")

    def french(word: str) -> str:
        word = word[:-1] if len(word) > 4 and word[-1] in "sx" else word
        found = ending_off(f"{word[:-4]}eur" if word.endswith("trice") else word)  # directrice
        return f"{found[:-1]}v" if found.endswith("if") else found

    return french


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
        word = word.replace("ə", "e")  # of Azerbaijani
        while len(shorter := ending_off(word)) > 3 and shorter != word:
            word = shorter
        return word

    return turkish


_SEVERAL: dict[str, Callable[[], Callable[[str], Iterable[str]]]] = {
    "ar": lambda: _arabic,
    "ru": _russian,
    "uk": _ukrainian,
}
_OWN: dict[str, Callable[[], Callable[[str], str]]] = {
    "bg": lambda: _bulgarian,
    "de": _german,
    "en": _english,
    "fa": _persian,
    "fr": _french,
    "he": lambda: _hebrew,
    "ka": lambda: _georgian,
    "pl": _polish,
    "tr": _turkish,
}
