"""The fold for search: what two spellings have in common when a reader would call them the same word.

Wider than a matcher's fold would dare: Arabic hamza seats, ta marbuta and Persian letters become one, Cyrillic ё and ґ
their plain neighbours, final Hebrew letters the inner ones, the ways of writing a nasal in Hindi a dot, traditional and
Japanese Han characters the simplified ones, digits of any script ASCII. й and ї stay: without their marks they are
other letters, not other spellings.
"""

import re
import unicodedata

from bot.text.han import simplified

# Marks that spell the same word another way. Those of Indic and South-East Asian scripts are vowels, and the kana's
# (U+3099) are consonants: they stay.
_MARKS = (
    "\u0300-\u0305\u0307\u0309-\u036f\u0483-\u0489"  # Latin, Greek, Cyrillic, but for the marks of й and ї
    "\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7"  # Hebrew points
    "\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06dc\u06df-\u06e8\u06ea-\u06ed"  # Arabic harakat, hamza above and below
    "\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f\ufe00-\ufe0f\U000e0100-\U000e01ef"
)
# Soft hyphens, joiners and bidi controls say how a word is drawn; the Arabic tatweel only stretches it.
INVISIBLE = "\u00ad\u0640\u061c\u180e\u200b\u200d-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufeff"

_DROPPED = re.compile(f"(?<!и)\u0306|(?<!і)\u0308|[{_MARKS}]")
_INVISIBLE = re.compile(f"[{INVISIBLE}]")
_CYRILLIC_APOSTROPHE = re.compile("(?<=[\u0400-\u04ff])['\u2018\u2019\u02bc`\u2032](?=[\u0400-\u04ff])")
# Hindi writes a nasal before its consonant as a dot or as a letter, ya after a vowel or not, and leaves dots below out.
_DEVANAGARI = re.compile("[\u0900-\u097f]")
_HINDI_NASAL = re.compile(
    "\u0901|\u0919\u094d(?=[\u0915-\u0918])|\u091e\u094d(?=[\u091a-\u091d])|\u0923\u094d(?=[\u091f-\u0922])"
    "|\u0928\u094d(?=[\u0924-\u0927])|\u092e\u094d(?=[\u092a-\u092d])"
)
_HINDI_YA = re.compile("(?<=[\u0905-\u0939\u093e-\u094c])(?:\u092f\u0940|(\u092f\u0947))(?=\u0902?(?![\u0900-\u097f]))")
_JAPANESE_V = re.compile("ヴ([ァィェォ]?)")  # as much written with b
_JAPANESE_B = {"ァ": "バ", "ィ": "ビ", "": "ブ", "ェ": "ベ", "ォ": "ボ"}
_UNSEEN = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x9f\ud800-\udfff]")

_VARIANTS = (
    *("łl", "øo", "đd", "ıi", "ħh", "ŧt", "ŋn", "ðd", "ґг"),
    *("ٱا", "ىي", "یي", "ېي", "ےي", "کك", "ڪك", "ةه", "ہه", "ھه", "ەه"),
    *("ךכ", "םמ", "ןנ", "ףפ", "ץצ"),
    *("æae", "œoe", "þth"),
    "\u200c ",  # a zero-width non-joiner parts a Persian word from its ending
)
_DIGITS = {code: unicodedata.decimal(chr(code), None) for code in range(0x660, 0xABFA)}
_LETTERS = {ord(variant[0]): variant[1:] for variant in _VARIANTS} | {
    code: str(digit) for code, digit in _DIGITS.items() if digit is not None
}


def fold(text: str) -> str:
    """Return the text as search compares it; folding twice is the same as folding once.

    Lengths change (ß becomes ss, harakat go): offsets into a folded text are not offsets into the original.
    """
    if text.isascii():
        return _UNSEEN.sub(" ", text).lower()
    previous = ""
    while text != previous:  # compatibility forms of folded letters exist: nearly always two rounds
        previous, text = text, _fold_once(text)
    return text


def _fold_once(text: str) -> str:
    text = _UNSEEN.sub(" ", _INVISIBLE.sub("", text))
    text = unicodedata.normalize("NFD", unicodedata.normalize("NFKC", text).casefold())
    text = _DROPPED.sub("", text).translate(_LETTERS)
    text = _CYRILLIC_APOSTROPHE.sub("", unicodedata.normalize("NFC", simplified(text)))
    text = _JAPANESE_V.sub(lambda match: _JAPANESE_B[match[1]], text)
    return _fold_hindi(text) if _DEVANAGARI.search(text) else text


def _fold_hindi(text: str) -> str:
    text = _HINDI_NASAL.sub("\u0902", text.replace("\u093c", ""))
    return _HINDI_YA.sub(lambda match: "\u090f" if match[1] else "\u0908", text)
