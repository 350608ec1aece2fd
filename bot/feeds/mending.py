"""Two old mistakes undone: UTF-8 that was encoded twice, and windows-1252 that was passed off as Latin-1.

Both leave letters behind that hardly any feed means ("Ã©" for "é", U+0092 for "’"), so one look at the bytes tells
whether the texts of a document have to be looked at one by one.
"""

import codecs
import re
from dataclasses import replace
from typing import Final

from bot.feeds.document import Document
from bot.model import Entry

_WINDOWS: Final = {code: bytes([code]).decode("cp1252", "ignore") for code in range(0x80, 0xA0)}
_C1: Final = re.compile("[\x80-\x9f]")
# One byte of a letter's rest, encoded once more: U+0080 to U+00BF, or what windows-1252 shows for it.
_REST: Final = rb"(?:\xc2[\x80-\xbf]|\xc5[\x92\x93\xa0\xa1\xb8\xbd\xbe]|\xc6\x92|\xcb[\x86\x9c]|\xe2[\x80\x82\x84].)"
# Whole letters of UTF-8 encoded twice, control characters of windows-1252, and either written as a reference. Each
# pattern starts with fixed bytes, which makes the search as fast as memory.
_SUSPECT: Final = (
    re.compile(
        rb"\xc3(?:[\x82-\x9f]%(rest)s|[\xa0-\xaf]%(rest)s{2}|[\xb0-\xb4]%(rest)s{3})" % {b"rest": _REST}, re.DOTALL
    ),
    re.compile(rb"\xc2[\x80-\x9f]"),
    re.compile(rb"&#(?:x[89][0-9a-fA-F]|1(?:2[89]|[345]\d));"),
    re.compile(
        rb"&#(?:x(?:[c-eC-E][0-9a-fA-F]|[fF][0-4])|19[4-9]|2(?:[0-3]\d|4[0-4]));(?:&#|%s)" % _REST,
        re.DOTALL,
    ),
)
_SUSPECT_JSON: Final = re.compile(rb"\\u00[89c-fC-F]")


_AS_LATIN_1: Final = "newswatch.as-latin-1"


def _as_latin_1(error: UnicodeError) -> tuple[bytes, int]:
    """Encode control characters, which windows-1252 does not have, as the bytes they were."""
    if isinstance(error, UnicodeEncodeError) and "\x80" <= (letter := error.object[error.start]) <= "\x9f":
        return letter.encode("latin-1"), error.start + 1
    raise error


codecs.register_error(_AS_LATIN_1, _as_latin_1)


def is_suspect(body: bytes, *, json: bool) -> bool:
    """Return whether anything in a document in UTF-8 looks like one of the mistakes."""
    return any(pattern.search(body) for pattern in _SUSPECT) or (json and _SUSPECT_JSON.search(body) is not None)


def mended(text: str) -> str:
    """Return the text without the mistakes.

    Text counts as encoded twice only if all of it reads as UTF-8 a second time: a single "é" among ASCII does not.
    """
    if text.isascii():
        return text
    try:
        return text.encode("cp1252", _AS_LATIN_1).decode("utf-8")
    except UnicodeError:
        return text.translate(_WINDOWS) if _C1.search(text) else text


def mended_document(document: Document) -> Document:
    """Return the document with all its texts mended."""
    return replace(document, title=mended(document.title), entries=tuple(map(_mended_entry, document.entries)))


def _mended_entry(entry: Entry) -> Entry:
    texts = (entry.guid, entry.link, entry.title, entry.summary, entry.content, entry.author)
    if all(text is None or text.isascii() for text in texts) and all(map(str.isascii, entry.categories)):
        return entry
    guid, link, title, summary, content, author = (mended(text) if text else text for text in texts)
    return replace(
        entry,
        guid=guid,
        link=link,
        title=title,
        summary=summary,
        content=content,
        author=author,
        categories=tuple(map(mended, entry.categories)),
    )
