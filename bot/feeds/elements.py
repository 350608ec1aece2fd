"""How single elements of an XML feed are read: text, markup, people, links and pictures."""

import base64
import binascii
import html
import re
from typing import Final
from urllib.parse import urljoin

from lxml import etree

from bot.feeds.names import short_name

Element = etree._Element  # noqa: SLF001 lxml gives its element type no public name

_BLANKS: Final = " \t\r\n"  # a no-break space at the end may be half of a letter that was encoded twice
_EMAIL: Final = re.compile(r"<?(?:mailto:)?[^\s<>()@]+@[^\s<>()@]+>?")


def trimmed(written: str) -> str:
    """Return the text without the blanks around it."""
    return written.strip(_BLANKS)


def text(element: Element) -> str:
    """Return the plain text of an element, trimmed."""
    return trimmed(element.text or "")


def markup(element: Element, written: str) -> str:
    """Return what an element holds as HTML, `written` being its text up to the first tag.

    Tags that were not escaped, as in XHTML, are written out again.
    """
    if len(element) == 0:
        return _from_base64(written) if element.get("mode") == "base64" else trimmed(written)
    # by way of bytes: a tree that was recovered may hold half a surrogate pair, which lxml will not write as text
    inner = "".join(etree.tostring(child, encoding="utf-8").decode("utf-8", "replace") for child in element)
    return trimmed(html.escape(written, quote=False) + inner)


def _from_base64(content: str) -> str:
    try:
        return base64.b64decode(content).decode("utf-8", "replace")
    except (binascii.Error, ValueError):
        return content


def person(element: Element) -> str:
    """Return the name of an author, without the address that RSS and Atom put beside it."""
    name = next((child for child in element if short_name(child.tag) == "name"), element)
    return person_name(text(name))


def person_name(written: str) -> str:
    """Return the name in `ann@example.org (Ann Lee)`, `Ann Lee <ann@example.org>` or `Ann Lee`; the address if
    alone.
    """
    if "@" not in written:
        return " ".join(written.split())
    name = " ".join(_EMAIL.sub(" ", written).split()).strip(" ,()")
    return name or written.strip()


def topics(element: Element) -> list[str]:
    """Return what a `category`, `categories`, `dc:subject` or `keywords` element files its entry under."""
    name = short_name(element.tag)
    if name == "categories":
        return [topic for one in element for topic in topics(one)]
    written = text(element) or (element.get("term") or element.get("text") or element.get("label") or "").strip()
    names = written.split(",") if name.endswith("keywords") else [written]
    return [topic for one in names if (topic := one.strip())]


def absolute(base: str, link: str) -> str:
    """Return the link as an absolute address where `base` allows it; what cannot be joined stays as it was."""
    link = link.strip()
    if not base or not link or link.startswith(("http://", "https://")):
        return link
    try:
        return urljoin(base, link)
    except ValueError:
        return link


class Links:
    """The links of one entry or feed, by what they are for. `text` is RSS's own, `html` and `other` are alternates."""

    __slots__ = ("base", "enclosure", "enclosure_type", "html", "hub", "other", "self_link", "text")

    def __init__(self, base: str) -> None:
        self.base = base
        self.text = self.html = self.other = self.self_link = self.hub = self.enclosure = self.enclosure_type = ""

    def add(self, element: Element) -> None:
        """Take note of one `link` element. The first of each kind counts."""
        href = element.get("href") or element.get("url")
        if not href:
            self.text = self.text or absolute(self.base, text(element))
            return
        rel = (element.get("rel") or "alternate").lower()
        if rel == "alternate":
            if (element.get("type") or "text/html").lower() in {"text/html", "application/xhtml+xml", "html"}:
                self.html = self.html or absolute(self.base, href)
            else:
                self.other = self.other or absolute(self.base, href)
        elif rel == "enclosure":
            self.enclose(href, element.get("type") or "")
        elif rel == "self":
            self.self_link = self.self_link or absolute(self.base, href)
        elif rel == "hub":
            self.hub = self.hub or absolute(self.base, href)

    def enclose(self, href: str, kind: str) -> None:
        """Take note of an enclosure."""
        if not self.enclosure and href.strip():
            self.enclosure, self.enclosure_type = absolute(self.base, href), kind

    def best(self) -> str:
        """Return the page a reader should be sent to, or ""."""
        return self.text or self.html or self.other


def is_picture(kind: str, medium: str, href: str) -> bool:
    """Return whether a media object is a picture: by its type, its medium, or the end of its address."""
    if medium or kind:
        return medium == "image" or kind.startswith("image/")
    return href.lower().split("?")[0].endswith((".jpg", ".jpeg", ".png", ".webp", ".gif"))


class Media:
    """Pictures, enclosures and the words that come with them, from the many elements that carry them.

    A group describes itself; the description of a single picture is its caption, and says nothing of the entry.
    """

    __slots__ = ("description", "links", "owned", "picture", "thumbnail", "title")

    def __init__(self, links: Links) -> None:
        self.links = links
        self.picture = self.thumbnail = self.owned = self.description = self.title = ""

    def add(self, element: Element) -> None:
        """Take note of an element if it is about media; anything else is passed over."""
        name = short_name(element.tag)
        if name == "enclosure":
            self.links.enclose(element.get("url") or element.get("href") or "", element.get("type") or "")
        elif name == "media:group":
            described = (child for child in element if short_name(child.tag) == "media:description")
            self.description = self.description or next((text(child) for child in described), "")
            self._add_content(element)
        elif name == "media:content":
            self._add_content(element)
        elif name == "media:thumbnail":
            self.thumbnail = self.thumbnail or (element.get("url") or text(element))
        elif name == "itunes:image":
            self.owned = self.owned or (element.get("href") or element.get("url") or "")
        elif name == "media:title":
            self.title = self.title or text(element)

    def _add_content(self, element: Element) -> None:
        href = element.get("url") or ""
        if href and not self.picture and is_picture(element.get("type") or "", element.get("medium") or "", href):
            self.picture = href
        for child in element:
            self.add(child)

    def image(self) -> str:
        """Return the address of the entry's picture, or ""."""
        enclosed = self.links.enclosure if self.links.enclosure_type.startswith("image/") else ""
        return absolute(self.links.base, self.picture or self.thumbnail or enclosed or self.owned)
