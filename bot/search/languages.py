"""Which language a tag names, which script a word is in, and which languages are written in that script."""

from functools import lru_cache

# ISO 639-3 and the older codes of ISO 639-2 and -1 -> the code we use
_CODES = """
    ara:ar arb:ar bul:bg bel:be cat:ca ces:cs cze:cs dan:da deu:de ger:de ell:el gre:el eng:en spa:es
    est:et eus:eu baq:eu fas:fa per:fa pes:fa fin:fi fra:fr fre:fr gle:ga heb:he hin:hi hrv:hr hun:hu
    hye:hy arm:hy ind:id ita:it jpn:ja kat:ka geo:ka kaz:kk kor:ko lit:lt lav:lv mkd:mk mac:mk msa:ms
    may:ms nld:nl dut:nl nob:no nno:no nor:no pol:pl por:pt ron:ro rum:ro rus:ru slk:sk slo:sk slv:sl
    sqi:sq alb:sq srp:sr swe:sv tam:ta tha:th tur:tr ukr:uk urd:ur vie:vi zho:zh chi:zh cmn:zh yue:zh
    bos:bs hbs:sr nb:no nn:no iw:he in:id ji:yi sh:sr
"""
_SHORTEST = dict(pair.split(":") for pair in _CODES.split())

# First and last code point of each script's blocks, with the languages whose endings we know. The first language is
# what a word of this script is read as when its text is in a language of another script.
_SCRIPTS: tuple[tuple[int, int, str], ...] = (
    (0x0041, 0x024F, "latin"),
    (0x0370, 0x03FF, "greek"),
    (0x0400, 0x052F, "cyrillic"),
    (0x0530, 0x058F, "armenian"),
    (0x0590, 0x05FF, "hebrew"),
    (0x0600, 0x06FF, "arabic"),
    (0x0750, 0x077F, "arabic"),
    (0x0900, 0x097F, "devanagari"),
    (0x0B80, 0x0BFF, "tamil"),
    (0x1100, 0x11FF, "hangul"),
    (0x1E00, 0x1EFF, "latin"),
    (0x1F00, 0x1FFF, "greek"),
    (0xAC00, 0xD7A3, "hangul"),
    (0xFB50, 0xFEFC, "arabic"),
    (0xFF21, 0xFF5A, "latin"),
)
LANGUAGES: dict[str, tuple[str, ...]] = {
    "latin": (
        *("en", "de", "fr", "es", "it", "pt", "nl", "pl", "cs", "tr", "ro", "sv", "no", "da", "fi", "hu", "sr"),
        *("ca", "et", "id", "lt"),
    ),
    "cyrillic": ("ru", "uk", "bg", "sr"),
    "arabic": ("ar", "fa"),
    "greek": ("el",),
    "hebrew": ("he",),
    "devanagari": ("hi",),
    "armenian": ("hy",),
    "tamil": ("ta",),
    "hangul": ("ko",),
}
_NEAR = {
    "hr": "sr",
    "bs": "sr",
    "sl": "sr",
    "mk": "bg",
    "sk": "cs",
    "ur": "fa",
}  # read with the endings of a close relative


@lru_cache(maxsize=1024)
def primary(tag: str) -> str:
    """Return the primary subtag of a BCP 47 tag in its shortest form: `pt` of `pt-BR`, `ar` of `ara`, "" of `und`."""
    subtag = tag.strip().replace("_", "-").split("-")[0].lower()
    return "" if subtag in {"und", "mul", "zxx"} else _SHORTEST.get(subtag, subtag)


def script(word: str) -> str:
    """Return the script of a word's first letter; "" for digits and for scripts without endings of their own."""
    code = next((ord(char) for char in word if char.isalpha()), 0)
    return next((name for first, last, name in _SCRIPTS if first <= code <= last), "")


def readings(word: str, language: str) -> tuple[str, ...]:
    """Return the languages whose endings a word in a text of this language may carry.

    A word in another script than its text's (a Latin name in a Russian headline) is read as the main language of
    that script; so is every word of a text whose language nobody knows, Cyrillic as both Russian and Ukrainian.
    """
    written = LANGUAGES.get(script(word), ())
    language = _NEAR.get(language, language)
    if language in written:
        return (language,)
    return ("ru", "uk") if written[:1] == ("ru",) and not language else written[:1]
