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
_HEAD: Final = 300_000
"""Bytes of a page in which its feeds must be named."""


def discover(body: bytes, *, url: str, content_type: str = "") -> tuple[str, ...]:
    """Return the feeds a web page names in `<link rel="alternate">`, best first: its own order, comment feeds last."""
    page = to_utf8(body[:_HEAD], content_type)
    try:
        root = etree.fromstring(page, etree.HTMLParser(encoding="utf-8", no_network=True))
    except (etree.XMLSyntaxError, ValueError):
        return ()
    if root is None:
        return ()
    base = next((href for found in root.iter("base") if (href := found.get("href"))), "")
    found: dict[str, bool] = {}
    for link in root.iter("link"):
        kinds = (link.get("rel") or "").lower().split()
        if "alternate" in kinds and (link.get("type") or "").lower().partition(";")[0].strip() in _TYPES:
            about_comments = re.search("comment|komment", f"{link.get('title')} {link.get('href')}", re.IGNORECASE)
            found.setdefault(_joined(url, base, link.get("href") or ""), bool(about_comments))
    return tuple(sorted((address for address in found if address.startswith("http")), key=lambda one: found[one]))


def _joined(url: str, base: str, href: str) -> str:
    try:
        return urljoin(urljoin(url, base), href.strip()) if href.strip() else ""
    except ValueError:
        return ""
