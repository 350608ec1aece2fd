"""Languages: their codes brought to one form, and which one a text is in."""

import re
from collections.abc import Mapping
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Final

from babel.core import get_global

if TYPE_CHECKING:
    from lingua import LanguageDetector

_ALIASES: Final[Mapping[str, str]] = {"yue": "zh", **get_global("language_aliases")}
"""Three letters and withdrawn codes -> the code in use, by CLDR; Cantonese is read as Chinese."""
_TWIN: Final = {"nb": "no", "nn": "no"}
"""Two forms of Norwegian that feeds do not keep apart."""
ENCODED: Final = frozenset(
    ["ar", "de", "en", "es", "fr", "it", "ja", "ko", "nl", "pl", "pt", "ru", "th", "tr", "uk", "zh"]
)
"""What the sentence encoder can read: its own languages, and Ukrainian, which reaches it in Russian letters."""
_TAG: Final = re.compile("[a-z]{2,3}")
_NONE: Final = frozenset({"", "und", "mul", "zxx", "mis"})
_ISO: Final = (
    "aa ab ae af ak am an ar as av ay az ba be bg bi bm bn bo br bs ca ce ch co cr cs cu cv cy da de dv dz ee el en eo "
    "es et eu fa ff fi fj fo fr fy ga gd gl gn gu gv ha he hi ho hr ht hu hy hz ia id ie ig ii ik io is it iu ja jv ka "
    "kg ki kj kk kl km kn ko kr ks ku kv kw ky la lb lg li ln lo lt lu lv mg mh mi mk ml mn mr ms mt my na nb nd ne ng "
    "nl nn no nr nv ny oc oj om or os pa pi pl ps pt qu rm rn ro ru rw sa sc sd se sg si sk sl sm sn so sq sr ss st su "
    "sv sw ta te tg th ti tk tl tn to tr ts tt tw ty ug uk ur uz ve vi vo wa wo xh yi yo za zh zu"
)
_CODES: Final = frozenset(_ISO.split())
_DETECTED: Final = (
    "ar az be bg bn ca cs da de el en es et fa fi fr he hi hr hu hy id it ja ka kk ko lt lv mk nb nl pl pt ro ru sk sl "
    "sq sr sv th tr uk ur vi zh"
)


@lru_cache(maxsize=1024)
def primary(tag: str) -> str:
    """Return the primary subtag of a BCP 47 tag in lower case, ISO 639-1 where there is one; nothing for `und`, nor for
    what is no tag.
    """
    code = tag.strip().lower().replace("_", "-").split("-")[0]
    code = _ALIASES.get(code, code).partition("_")[0]
    return "" if code in _NONE or not _TAG.fullmatch(code) else _TWIN.get(code, code)


def is_language(code: str) -> bool:
    """Return whether a primary subtag names a language; of those of three letters any may."""
    return len(code) == 3 or code in _CODES


def detect(text: str) -> str:
    """Return the language a text is in, or nothing where there is too little to tell."""
    found = _detector().detect_language_of(text)
    return "" if found is None else primary(found.iso_code_639_1.name.lower())


@cache
def _detector() -> "LanguageDetector":
    # loaded at the first text whose feed names no language: 60 MB that most installations never need
    from lingua import IsoCode639_1, LanguageDetectorBuilder  # noqa: PLC0415

    wanted = [getattr(IsoCode639_1, code.upper()) for code in _DETECTED.split()]
    return LanguageDetectorBuilder.from_iso_codes_639_1(*wanted).with_low_accuracy_mode().build()
