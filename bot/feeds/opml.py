"""Lists of feeds as other programs keep them (OPML 2.0, opml.org/spec2.opml): read, and written."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from lxml import etree

from bot.errors import FormatError
from bot.model import Feed

LONGEST = 10 * 2**20
"""Bytes of a file; lists of ten thousand feeds have two million."""


@dataclass(frozen=True, slots=True)
class Outline:
    """One entry that names a feed; `folders` are the titles of the entries around it."""

    url: str
    title: str
    language: str = ""
    folders: tuple[str, ...] = ()


def read(body: bytes) -> list[Outline]:
    """Return the feeds of a list, however deeply nested, in its order. Raises FormatError."""
    if len(body) > LONGEST:
        raise FormatError("it is too long for a list of feeds")
    parser = etree.XMLParser(resolve_entities=False, no_network=True, recover=True, remove_comments=True)
    try:
        root = etree.fromstring(body, parser)
    except (etree.XMLSyntaxError, ValueError):
        root = None
    if root is None or etree.QName(root).localname.lower() != "opml":
        raise FormatError("it is no OPML")
    return list(_outlines(root))


def _outlines(root: etree._Element) -> Iterator[Outline]:
    for one in root.iter("outline"):
        if url := (one.get("xmlUrl") or one.get("xmlurl") or "").strip():
            around = [folder.get("title") or folder.get("text") or "" for folder in one.iterancestors("outline")]
            title = (one.get("title") or one.get("text") or "").strip()
            yield Outline(url, title, one.get("language") or "", tuple(filter(None, reversed(around))))


def write(feeds: Sequence[Feed]) -> bytes:
    """Return feeds as a list that other programs read, in a folder for each language."""
    root = etree.Element("opml", version="2.0")
    etree.SubElement(etree.SubElement(root, "head"), "title").text = "Newswatch"
    body = etree.SubElement(root, "body")
    for language in dict.fromkeys(feed.language for feed in feeds):
        folder = etree.SubElement(body, "outline", text=language or "und")
        _add(folder, (feed for feed in feeds if feed.language == language))
    return etree.tostring(root, pretty_print=True, xml_declaration=True, encoding="UTF-8")


def _add(folder: etree._Element, feeds: Iterable[Feed]) -> None:
    for feed in feeds:
        named = {"type": "rss", "text": feed.title, "title": feed.title, "xmlUrl": feed.url}
        etree.SubElement(folder, "outline", {**named, **({"language": feed.language} if feed.language else {})})
