"""Folding for stories: the spellings that outlets use for one word become one form, across scripts where sound allows.

Unlike the fold for search, nothing here has to point back into the text, so letters may be dropped freely.
"""

import re
import unicodedata
from functools import lru_cache
from typing import Final

from anyascii import anyascii

from bot.text.han import simplified

# Letters of one sound that keyboards and spellings tell apart, and that NFKC leaves alone.
_SAME: Final = str.maketrans(
    {
        **dict(zip("يىكأإآٱةؤئ", "ییکااااهوی", strict=True)),
        **dict(zip("ёłđøıς’ʼ׳״ँ", "еldoiσ'''\"ं", strict=True)),
        "ء": "",
        "ß": "ss",
        "æ": "ae",
        "ـ": "",  # the Arabic tatweel only stretches a word
        "़": "",  # the nukta is often left out in Hindi
    }
)
# Vowel points of Arabic and Hebrew: written in schoolbooks only.
_POINTS: Final = re.compile("[\u064b-\u065f\u0670\u0591-\u05c7]")
_ACCENT: Final = re.compile("[\u0300-\u036f]+")

# Vowel signs of Indic scripts are no \w for `re`, yet no word boundary either.
_LETTER: Final = r"(?:[^\W_]|[\u0300-\u036f\u0900-\u0dff\u0e31-\u0e4e\u05b0-\u05c7\u064b-\u065f])"
WORD: Final = re.compile(rf"{_LETTER}+(?:['’ʼ\u200c״\"׳-]{_LETTER}+)*")
IDEOGRAPHIC: Final = re.compile("[\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]")
HANGUL: Final = re.compile("[\uac00-\ud7af]")
CASED: Final = re.compile("[A-Za-z\u00c0-\u024f\u1e00-\u1fff\u0370-\u03ff\u0400-\u052f\u0530-\u058f]")
_ARABIC: Final = re.compile("[\u0600-\u06ff]")
_HEBREW: Final = re.compile("[\u0590-\u05ff]")
_INDIC: Final = re.compile("[\u0900-\u0dff]")

# What is written together with the next word: and, with, for, the, ... Longest first.
_ARABIC_CLITICS: Final = ("وال", "فال", "بال", "کال", "لل", "ال", "و", "ب", "ل", "ف")
_HEBREW_CLITICS: Final = ("וה", "שה", "מה", "בה", "לה", "ה", "ו", "ב", "ל", "מ", "ש", "כ")

# anyascii drops the difference between letters these scripts use for names (j and y, p and f): own tables.
_ARABIC_SOUNDS: Final = str.maketrans(
    dict(zip("غچشخثذظضصطقکگپژڤ", "gcshtzzdstgggpzv", strict=True)) | dict.fromkeys("ویاعه", "")
)
_GREEK_SOUNDS: Final = (("ντ", "d"), ("μπ", "b"), ("γκ", "g"), ("τζ", "s"), ("χ", "h"))
_HEBREW_SOUNDS: Final = str.maketrans(
    dict(zip("צץשחכךקטתבפףגז", "ssshgggttbppgz", strict=True)) | dict.fromkeys("ויאעה\"'", "")
)
_DIGRAPHS: Final = tuple(
    (re.compile(spelling), sound)
    for spelling, sound in (
        ("shch|tsch|sch|tch|ch|sh|cz|sz|ts|tz|dzh|dj|zh|rz", "s"),
        ("kh", "h"),
        ("gk|gh", "g"),
        ("ph", "f"),
        ("th", "t"),
        ("x", "ks"),
        ("[qc]", "k"),
        ("w", "v"),
        ("[jz]", "s"),
    )
)
_SOUNDS: Final = str.maketrans("vpdk", "fbtg", "aeiouyh")
_MOST_PLACES: Final = 3  # l for r in so many places, or the variants would be too many
_KANA_B: Final = re.compile("bb")
_KANA_GLIDE: Final = re.compile("([ftdv])(?:uxy?|o?u(?=[aeiou]))")
_FINAL_J: Final = re.compile("[iy]j$")
_DOUBLED: Final = re.compile(r"(.)\1+")

_UKRAINIAN_AS_RUSSIAN: Final = str.maketrans("іїєґІЇЄҐ", "ииегИИЕГ")
_ENCODED_LENGTH: Final = 400


@lru_cache(maxsize=4096)
def _plain(letter: str) -> str:
    """Return a letter of the Latin or Greek script without its accents; other letters (й, が) keep theirs."""
    decomposed = unicodedata.normalize("NFD", letter)
    base = _ACCENT.sub("", decomposed)
    return base if base != decomposed and ("a" <= base < "\u0250" or "\u0370" <= base < "\u0400") else letter


def fold(text: str) -> str:
    """Return `text` in the one spelling that all tables here are written in: lower case, no accents, no points."""
    folded = unicodedata.normalize("NFKC", text).lower().translate(_SAME)
    folded = simplified(_POINTS.sub("", folded))
    return folded if folded.isascii() else _ACCENT.sub("", "".join(map(_plain, folded)))


# Serbian is written in two alphabets, letter for letter; Latin is the one the tables are in.
_SERBIAN: Final = str.maketrans(
    dict(zip("абвгдђежзијклмнопрстћуфхцчш", "abvgdđežzijklmnoprstćufhcčš", strict=True))
    | dict(zip("АБВГДЂЕЖЗИЈКЛМНОПРСТЋУФХЦЧШ", "ABVGDĐEŽZIJKLMNOPRSTĆUFHCČŠ", strict=True))
    | {"љ": "lj", "њ": "nj", "џ": "dž", "Љ": "Lj", "Њ": "Nj", "Џ": "Dž"}
)


def in_latin(text: str) -> str:
    """Return Serbian text in the Latin alphabet."""
    return text.translate(_SERBIAN)


def without_clitics(word: str) -> list[str]:
    """Return a folded word and, in Arabic and Hebrew script, what is left of it without each possible prefix."""
    if _ARABIC.match(word):
        clitics: tuple[str, ...] = _ARABIC_CLITICS
    elif _HEBREW.match(word):
        clitics = _HEBREW_CLITICS
    else:
        return [word]
    return [word, *(word[len(c) :] for c in clitics if word.startswith(c) and len(word) - len(c) >= 3)]


# A French or Italian article or preposition before a vowel belongs to another word; what follows the apostrophe at the
# end of an English, Turkish or Dutch name is its ending.
_ELIDED: Final = re.compile(
    r"(?:[cdjlmnst]|(?:jus|lors|puis|quoi)?qu|(?:d[ae]|ne|a|su|co|que|be)ll|[cd]egl|nell|quest|sant|un)['’](?=[^\W\d_]{2})",
    re.IGNORECASE,
)
_APOSTROPHE: Final = re.compile("['’]")
_APPENDED: Final = re.compile(r"(?<=[a-z\u00df-\u024f]{3})['’][^\W\d_]{1,6}$", re.IGNORECASE)


def bare(word: str) -> str:
    """Return a word without what an apostrophe joins to it: l'exploitation, Iran's, Odessa'da."""
    return _APPENDED.sub("", _ELIDED.sub("", word, count=1)) if _APOSTROPHE.search(word) else word


def stem(word: str) -> str:
    """Return a folded word cut so that most of its inflected forms are equal (five letters; numbers stay whole)."""
    if word.isdigit():
        return word
    if HANGUL.match(word):
        return word[:2]  # particles are written on to the word
    forms = without_clitics(word)
    return (forms[1] if len(forms) > 1 and word.startswith(("ال", "وال", "بال", "لل")) else word)[:5]


def skeletons(word: str) -> tuple[str, ...]:
    """Return the consonants of a name as they sound, so that Putin, Путин and بوتين are equal ("btn").

    Pairs that scripts do not tell apart reliably (b/p, d/t, g/k, f/v) are one letter; h and vowels are dropped.
    There are two where a letter stands for two sounds: the Arabic ج (Gallyamov, Prigozhin), r for l in kana and hangul.
    """
    folded = fold(word)
    if _ARABIC.match(folded):
        sounds = folded.translate(_ARABIC_SOUNDS)
        readings: tuple[str, ...] = (sounds, sounds.replace("ج", "s")) if "ج" in sounds else (sounds,)
        readings = tuple(reading.replace("ج", "g") for reading in readings)
    elif _HEBREW.match(folded):
        readings = (folded.translate(_HEBREW_SOUNDS),)
    elif IDEOGRAPHIC.match(folded) or HANGUL.match(folded):
        sounds = anyascii(folded).lower()
        readings = (sounds, sounds.replace("r", "l")) if "r" in sounds else (sounds,)
    elif _INDIC.match(folded):
        readings = (anyascii(folded).lower().replace("ch", "c").replace("c", "ch"),)
    else:
        for letters, sound in _GREEK_SOUNDS:
            folded = folded.replace(letters, sound)
        readings = (folded,)
    return tuple(dict.fromkeys(map(_consonants, readings)))


def kana_skeletons(word: str) -> tuple[str, ...]:
    """Return the consonants of a name in katakana, which writes l as r and often v as b: ルーブル is Louvre."""
    sounds = [_KANA_B.sub("b", _KANA_GLIDE.sub(r"\1", anyascii(word).lower()))]
    for letter, other in (("r", "l"), ("b", "v")):
        for place in range(_MOST_PLACES):
            sounds += [spelt for sound in sounds if (spelt := _replaced(sound, letter, other, place)) != sound]
    return tuple(dict.fromkeys(map(_consonants, sounds)))


def _replaced(sound: str, letter: str, other: str, place: int) -> str:
    """Return a text with another letter in one of the places where `letter` stood at first, unless it is gone."""
    places = [i for i, found in enumerate(sound) if found in (letter, other)]
    if place >= len(places) or sound[places[place]] == other:
        return sound
    return sound[: places[place]] + other + sound[places[place] + 1 :]


def _consonants(sounds: str) -> str:
    letters = _FINAL_J.sub("i", "".join(filter(str.isalpha, anyascii(sounds).lower())))
    for spelling, sound in _DIGRAPHS:
        letters = spelling.sub(sound, letters)
    return _DOUBLED.sub(r"\1", letters.translate(_SOUNDS))


def encodable(title: str, summary: str, language: str) -> tuple[str, str]:
    """Return the two texts to encode as sentence vectors: the title, and the title with the summary's beginning.

    The encoder does not know Ukrainian; written with Russian letters most of it is understood.
    """
    whole = f"{title}. {summary}" if summary else title
    if language == "uk":
        title, whole = title.translate(_UKRAINIAN_AS_RUSSIAN), whole.translate(_UKRAINIAN_AS_RUSSIAN)
    return title[:_ENCODED_LENGTH], whole[:_ENCODED_LENGTH]
