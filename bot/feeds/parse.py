"""The bytes of a feed become a Document.

Which of three readers is believed:

1. Text that starts with `{` is JSON Feed.
2. Well-formed XML is read by lxml (extract.py), and that is the truth: every entry is in the tree by construction.
3. Anything else is mended as a careful reader would (repair.py) and read by lxml in recovery mode. That reading
   stands if the tree is a feed's, holds as many entries as the text opens, and none of them is empty.
4. Otherwise feedparser reads it (fallback.py), unless the text could stall it; whichever reading found more usable
   entries is kept. If neither found a feed, this is a FormatError.

feedparser is the reference: a test holds both readings of every captured feed against each other.
"""

from functools import cache

from lxml import etree

from bot.errors import FormatError, WebPageError
from bot.feeds import repair
from bot.feeds.discover import discover
from bot.feeds.document import Document
from bot.feeds.encoding import MAX_DECODED, to_utf8
from bot.feeds.extract import extract, feed_root
from bot.feeds.json_feed import parse_json
from bot.feeds.mending import is_suspect, mended_document
from bot.model import Entry


def parse(body: bytes, *, content_type: str = "", url: str = "") -> Document:
    """Return what a feed says. `url` is where it came from, for relative links. Raises nothing but FormatError."""
    body = to_utf8(body, content_type)
    if not body or body.isspace():
        raise FormatError("the answer is empty")
    if len(body) > MAX_DECODED:
        raise FormatError(f"larger than {MAX_DECODED // 1_000_000} MB")
    document = parse_json(body, url=url) if body.lstrip()[:1] == b"{" else _xml(body, url)
    return mended_document(document) if is_suspect(body, json=document.reader == "json") else document


def _xml(body: bytes, url: str) -> Document:
    root = _well_formed(body)
    if root is None:
        return _repaired(body, url)
    feed = feed_root(root)
    if feed is None:
        raise _refusal(body, url)
    return extract(feed, url=url)


def _well_formed(body: bytes) -> etree._Element | None:
    """Return the tree if the text is well-formed and without a DOCTYPE, whose entities no feed needs and bombs are
    made of.
    """
    if b"<!DOCTYPE" in body[:20_000]:
        text, _ = repair.without_doctype(body.decode("utf-8", "replace"))
        body = text.encode("utf-8", "replace")
    try:
        return etree.fromstring(body, _parser(recover=False))
    except (etree.XMLSyntaxError, ValueError):
        return None


@cache
def _parser(*, recover: bool) -> etree.XMLParser:
    return etree.XMLParser(
        encoding="utf-8",
        recover=recover,
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )


def _repaired(body: bytes, url: str) -> Document:
    """Return the better of two readings of a text that is not well-formed."""
    text = repair.repaired(body.decode("utf-8", "replace")).encode("utf-8", "replace")
    if not text.strip():
        raise FormatError("nothing in it is text")
    mine = _recovered(text, url)
    if (
        mine is not None
        and len(mine.entries) + mine.left_out == repair.entry_tags(text)
        and all(map(_usable, mine.entries))
    ):
        return mine
    danger = repair.hazard(text)
    if danger and mine is None:
        raise FormatError(danger)
    other = None if danger else _by_feedparser(text, url)
    best = max((reading for reading in (mine, other) if reading), key=_usable_count, default=None)
    if best is None:
        raise _refusal(body, url)
    return best


def _recovered(text: bytes, url: str) -> Document | None:
    try:
        root = etree.fromstring(text, _parser(recover=True))
    except (etree.XMLSyntaxError, ValueError):
        return None
    feed = feed_root(root) if root is not None else None
    try:
        return extract(feed, url=url) if feed is not None else None
    except UnicodeDecodeError:  # half a surrogate pair, written as a reference: libxml2 keeps it, Python cannot read it
        return None


def _by_feedparser(text: bytes, url: str) -> Document | None:
    from bot.feeds.fallback import parse_with_feedparser  # noqa: PLC0415 rarely needed, slow to import, large in memory

    return parse_with_feedparser(text, url=url)


def _usable(entry: Entry) -> bool:
    return bool(entry.title or entry.summary or entry.content) and bool(entry.link or entry.guid or entry.enclosure)


def _usable_count(document: Document) -> int:
    return sum(map(_usable, document.entries))


def _refusal(body: bytes, url: str) -> FormatError:
    """Return what was found instead of a feed; a web page is asked for its feeds, which is what was wanted."""
    start = body[:2_000].lower()
    if b"<html" in start or b"<!doctype html" in start:
        return WebPageError(discover(body, url=url))
    return FormatError("XML, but no feed" if b"<" in start else "not XML or JSON at all")
