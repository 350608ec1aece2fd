"""Four ways to write a feed: RSS 2.0, Atom, RSS 1.0 and JSON Feed."""

import html
import json
import xml.etree.ElementTree as ET
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from email.utils import format_datetime

ATOM = "http://www.w3.org/2005/Atom"
CONTENT = "http://purl.org/rss/1.0/modules/content/"
DC = "http://purl.org/dc/elements/1.1/"
RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
RSS1 = "http://purl.org/rss/1.0/"
XML = "http://www.w3.org/XML/1998/namespace"
for prefix, namespace in {"atom": ATOM, "content": CONTENT, "dc": DC, "rdf": RDF}.items():
    ET.register_namespace(prefix, namespace)


@dataclass(frozen=True)
class Outlet:
    """An invented outlet. `path` is where its feed is, `url` the whole address once the port is known."""

    id: str
    title: str
    language: str
    country: str
    owner: str
    ownership: str
    ownership_source: str
    format: str
    path: str
    url: str = ""


@dataclass(frozen=True)
class Article:
    guid: str
    title: str
    summary: str
    is_html: bool
    categories: tuple[str, ...]
    author: str | None
    published: datetime
    updated: datetime


def link(outlet: Outlet, article: Article, origin: str) -> str:
    return f"{origin}/{outlet.id}/articles/{article.guid}"


def as_html(article: Article) -> str:
    """The summary as HTML, which is what the description of an RSS item is."""
    return article.summary if article.is_html else html.escape(article.summary, quote=False)


def rss2(outlet: Outlet, articles: list[Article], origin: str) -> bytes:
    root = ET.Element("rss", version="2.0")
    channel = ET.SubElement(root, "channel")
    _add(channel, "title", outlet.title)
    _add(channel, "link", f"{origin}/{outlet.id}/")
    _add(channel, "description", outlet.owner)
    _add(channel, "language", outlet.language)
    ET.SubElement(channel, f"{{{ATOM}}}link", rel="self", href=origin + outlet.path, type="application/rss+xml")
    for article in articles:
        item = ET.SubElement(channel, "item")
        _add(item, "title", article.title)
        _add(item, "link", link(outlet, article, origin))
        _add(item, "guid", article.guid, isPermaLink="false")
        _add(item, "pubDate", format_datetime(article.published))
        _add(item, "description", as_html(article))
        for category in article.categories:
            _add(item, "category", category)
        if article.author:
            _add(item, f"{{{DC}}}creator", article.author)
    return _xml(root)


def atom(outlet: Outlet, articles: list[Article], origin: str) -> bytes:
    root = ET.Element(f"{{{ATOM}}}feed", {f"{{{XML}}}lang": outlet.language})
    home = f"{origin}/{outlet.id}/"
    _add(root, f"{{{ATOM}}}title", outlet.title)
    _add(root, f"{{{ATOM}}}id", f"tag:{outlet.id}.example,2026:feed")
    ET.SubElement(root, f"{{{ATOM}}}link", rel="alternate", href=home)
    ET.SubElement(root, f"{{{ATOM}}}link", rel="self", href=origin + outlet.path)
    if articles:
        _add(root, f"{{{ATOM}}}updated", max(article.updated for article in articles).isoformat())
    for article in articles:
        entry = ET.SubElement(root, f"{{{ATOM}}}entry")
        _add(entry, f"{{{ATOM}}}title", article.title)
        _add(entry, f"{{{ATOM}}}id", f"tag:{outlet.id}.example,2026:{article.guid}")
        ET.SubElement(entry, f"{{{ATOM}}}link", rel="alternate", href=link(outlet, article, origin))
        _add(entry, f"{{{ATOM}}}published", article.published.isoformat())
        _add(entry, f"{{{ATOM}}}updated", article.updated.isoformat())
        _add(entry, f"{{{ATOM}}}summary", article.summary, type="html" if article.is_html else "text")
        author = ET.SubElement(entry, f"{{{ATOM}}}author")
        _add(author, f"{{{ATOM}}}name", article.author or outlet.title)
        for category in article.categories:
            ET.SubElement(entry, f"{{{ATOM}}}category", term=category)
    return _xml(root)


def rss1(outlet: Outlet, articles: list[Article], origin: str) -> bytes:
    root = ET.Element(f"{{{RDF}}}RDF")
    channel = ET.SubElement(root, f"{{{RSS1}}}channel", {f"{{{RDF}}}about": origin + outlet.path})
    _add(channel, f"{{{RSS1}}}title", outlet.title)
    _add(channel, f"{{{RSS1}}}link", f"{origin}/{outlet.id}/")
    _add(channel, f"{{{RSS1}}}description", outlet.owner)
    _add(channel, f"{{{DC}}}language", outlet.language)
    sequence = ET.SubElement(ET.SubElement(channel, f"{{{RSS1}}}items"), f"{{{RDF}}}Seq")
    for article in articles:
        address = link(outlet, article, origin)
        ET.SubElement(sequence, f"{{{RDF}}}li", {f"{{{RDF}}}resource": address})
        item = ET.SubElement(root, f"{{{RSS1}}}item", {f"{{{RDF}}}about": address})
        _add(item, f"{{{RSS1}}}title", article.title)
        _add(item, f"{{{RSS1}}}link", address)
        _add(item, f"{{{RSS1}}}description", as_html(article))
        _add(item, f"{{{DC}}}date", article.published.isoformat())
        for category in article.categories:
            _add(item, f"{{{DC}}}subject", category)
        if article.author:
            _add(item, f"{{{DC}}}creator", article.author)
    return _xml(root)


def json_feed(outlet: Outlet, articles: list[Article], origin: str) -> bytes:
    feed = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": outlet.title,
        "home_page_url": f"{origin}/{outlet.id}/",
        "feed_url": origin + outlet.path,
        "language": outlet.language,
        "items": [
            {
                "id": article.guid,
                "url": link(outlet, article, origin),
                "title": article.title,
                ("content_html" if article.is_html else "content_text"): article.summary,
                "date_published": article.published.isoformat(),
                "date_modified": article.updated.isoformat(),
                "tags": list(article.categories),
                **({"authors": [{"name": article.author}]} if article.author else {}),
            }
            for article in articles
        ],
    }
    return json.dumps(feed, ensure_ascii=False, indent=1).encode()


def _add(parent: ET.Element, tag: str, text: str, **attributes: str) -> None:
    ET.SubElement(parent, tag, attributes).text = text


def _xml(root: ET.Element) -> bytes:
    ET.indent(root, space=" ")
    written: bytes = ET.tostring(root, encoding="utf-8", xml_declaration=True)
    return written


Writer = Callable[[Outlet, list[Article], str], bytes]
FORMATS: dict[str, tuple[Writer, str]] = {
    "rss2": (rss2, "application/rss+xml"),
    "atom": (atom, "application/atom+xml"),
    "rss1": (rss1, "application/rdf+xml"),
    "jsonfeed": (json_feed, "application/feed+json"),
}
