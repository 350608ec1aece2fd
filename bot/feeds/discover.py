"""From the address of a page to the addresses of its feeds, as the page itself names them."""

import re
from typing import Final
from urllib.parse import urljoin

from lxml import etree

from bot.feeds.encoding import to_utf8

_TYPES: Final = (
    "application/rss+xml",
    "application/atom+xml",
    "application/feed+json",
    "application/rdf+xml",
    "text/xml",
)
_COMMENTS: Final = re.compile("comments|comment(?:aires|arios|i)|kommentar|комментари|коментар", re.IGNORECASE)
_HEAD: Final = 300_000
"""Bytes of a page in which its feeds must be named."""


def discover(body: bytes, *, url: str, content_type: str = "") -> tuple[str, ...]:
    """Return the feeds a web page names in `<link rel="alternate">`, in its order, without those of its comments."""
    page = to_utf8(body[:_HEAD], content_type)
    try:
        root = etree.fromstring(page, etree.HTMLParser(encoding="utf-8", no_network=True))
    except (etree.XMLSyntaxError, ValueError):
        return ()
    if root is None:
        return ()
    base = next((href for found in root.iter("base") if (href := found.get("href"))), "")
    found: dict[str, None] = {}
    for link in root.iter("link"):
        kinds = (link.get("rel") or "").lower().split()
        is_feed = "alternate" in kinds and (link.get("type") or "").lower().partition(";")[0].strip() in _TYPES
        if is_feed and not _COMMENTS.search(f"{link.get('title')} {link.get('href')}"):
            found[_joined(url, base, link.get("href") or "")] = None
    return tuple(address for address in found if address.startswith(("http://", "https://")) and address.isprintable())


def _joined(url: str, base: str, href: str) -> str:
    try:
        return urljoin(urljoin(url, base), href.strip()).partition("#")[0] if href.strip() else ""
    except ValueError:
        return ""
