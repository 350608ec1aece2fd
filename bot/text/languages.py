"""Languages: their codes brought to one form, and which one a text is in."""

import re
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from lingua import LanguageDetector

_PAIRS: Final = (
    "ar:ara az:aze be:bel bg:bul bn:ben bs:bos ca:cat cs:ces cs:cze da:dan de:deu de:ger el:ell el:gre en:eng "
    "es:spa et:est eu:eus fa:fas fa:per fi:fin fr:fra fr:fre ga:gle gu:guj he:heb hi:hin hr:hrv hu:hun hy:hye "
    "hy:arm id:ind is:isl is:ice it:ita ja:jpn ka:kat ka:geo kk:kaz ko:kor lt:lit lv:lav mk:mkd mk:mac mn:mon "
    "mr:mar ms:msa ms:may nl:nld nl:dut no:nor nb:nob nn:nno pa:pan pl:pol ps:pus pt:por ro:ron ro:rum ru:rus "
    "sk:slk sk:slo sl:slv so:som sq:sqi sq:alb sr:srp sv:swe sw:swa ta:tam te:tel th:tha tl:tgl tr:tur uk:ukr "
    "ur:urd uz:uzb vi:vie zh:zho zh:chi zh:cmn zh:yue af:afr am:amh ti:tir ku:kur fa:pes eu:baq sr:hbs"
)
_THREE: Final = {three: two for two, _, three in (pair.partition(":") for pair in _PAIRS.split())}
_TWIN: Final = {"sh": "sr", "nb": "no", "nn": "no", "iw": "he", "in": "id", "ji": "yi", "mo": "ro", "tl": "fil"}
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
    code = _THREE.get(code, code)
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
