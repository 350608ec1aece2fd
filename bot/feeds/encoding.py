"""From the bytes of a feed to one spelling: UTF-8, unpacked.

The order of belief: gzip by its magic; a byte order mark; UTF-16 or UTF-32 by the shape of the first characters;
bytes that are valid UTF-8 are UTF-8 whatever they declare (but for the 7-bit encodings, which always look valid);
then the XML declaration, the HTTP charset, mostly-UTF-8 with a few broken bytes, and windows-1252 last.
"""

import codecs
import re
import zlib
from typing import Final

from bot.errors import FormatError

MAX_DECODED: Final = 10_000_000
"""Bytes of one document, unpacked."""

_GZIP: Final = b"\x1f\x8b"
_DECLARED: Final = re.compile(rb"""^\s*<\?xml[^>]{0,200}?encoding\s*=\s*["']([\w.:-]{2,40})["']""", re.ASCII)
_CHARSET: Final = re.compile(r"""charset\s*=\s*["']?([\w.:-]{2,40})""", re.ASCII | re.IGNORECASE)
_BOMS: Final = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_SHAPES: Final = (
    (b"\x00\x00\x00<", "utf-32-be"),
    (b"<\x00\x00\x00", "utf-32-le"),
    (b"\x00<", "utf-16-be"),
    (b"<\x00", "utf-16-le"),
)
_SEVEN_BIT: Final = frozenset({"iso2022_jp", "iso2022_jp_2", "iso2022_kr", "hz"})
# What is declared by the first name is in practice written in the second, a superset.
_SUPERSETS: Final = {
    "iso8859-1": "cp1252",
    "ascii": "cp1252",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "euc_kr": "cp949",
    "shift_jis": "cp932",
    "tis-620": "cp874",
    "iso8859-9": "cp1254",
}


def to_utf8(body: bytes, content_type: str = "") -> bytes:
    """Return the document in UTF-8 without a byte order mark. Raises FormatError if it cannot be unpacked.

    A declaration inside the text is left as it was and no longer true: tell the parser the encoding.
    """
    body = _unpacked(body)
    for mark, encoding in _BOMS:
        if body.startswith(mark):
            return body[len(mark) :] if encoding == "utf-8" else _recode(body[len(mark) :], encoding)
    for shape, encoding in _SHAPES:
        if body.startswith(shape):
            return _recode(body, encoding)
    declared = _codec(match[1].decode("ascii")) if (match := _DECLARED.match(body)) else ""
    if declared in _SEVEN_BIT:
        return _recode(body, declared)
    if _is_utf8(body):
        return body
    named = _CHARSET.search(content_type)
    charset = _codec(named[1]) if named else ""
    return _recoded_by_word_or_guess(body, declared, charset)


def _unpacked(body: bytes) -> bytes:
    if not body.startswith(_GZIP):
        return body
    unpacker = zlib.decompressobj(zlib.MAX_WBITS | 16)
    try:
        unpacked = unpacker.decompress(body, MAX_DECODED + 1)
    except zlib.error as error:
        raise FormatError("the gzip data is damaged") from error
    if len(unpacked) > MAX_DECODED:
        raise FormatError(f"unpacks to more than {MAX_DECODED // 1_000_000} MB")
    return unpacked


def _codec(name: str) -> str:
    """Return Python's name for an encoding, or "" if it has none or is no text encoding."""
    try:
        found = codecs.lookup(name)
    except LookupError:
        return ""
    is_text = found._is_text_encoding  # noqa: SLF001 nothing else tells rot13 from an encoding of text
    return _SUPERSETS.get(found.name, found.name) if is_text else ""


def _recode(body: bytes, encoding: str) -> bytes:
    return body.decode(encoding, "replace").encode("utf-8", "replace")


def _is_utf8(body: bytes) -> bool:
    try:
        body.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _recoded_by_word_or_guess(body: bytes, *words: str) -> bytes:
    for encoding in words:
        if encoding and not encoding.startswith(("utf-8", "utf-16", "utf-32", "utf_16", "utf_32")):
            try:
                return body.decode(encoding).encode("utf-8", "replace")
            except UnicodeDecodeError:
                continue
    text = body.decode("utf-8", "replace")
    broken = text.count("�")
    foreign = sum(map(len, re.findall(r"[^\x00-\x7f]+", text)))
    if broken * 10 <= foreign:
        return text.encode()
    named = next((word for word in words if word and not word.startswith("utf")), "cp1252")
    return body.decode(named, "replace").encode("utf-8", "replace")
