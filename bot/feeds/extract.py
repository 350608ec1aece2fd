"""From the tree of an XML feed (RSS 0.9x, 1.0, 2.0, Atom 0.3, 1.0) to a Document.

Only the children of an entry speak for it, so a title inside `source`, `image` or a foreign namespace is never taken
for the entry's own. One table reads the elements of all dialects; where an entry has several that could fill a field,
the first in the table's order that says something wins (`pubDate` before `updated`).
"""

from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from typing import Final

from bot.feeds.dates import parse_date
from bot.feeds.document import Document, Hints
from bot.feeds.elements import Element, Links, Media, absolute, filled, markup, person, text, topics
from bot.feeds.names import short_name
from bot.model import Entry

MAX_ENTRIES: Final = 2_000
"""The newest by document order; those beyond are counted and left out."""

_ROOTS: Final = frozenset({"rss", "rdf:rdf", "feed", "channel"})
_ENTRIES: Final = frozenset({"item", "entry"})
_LANG: Final = "{http://www.w3.org/XML/1998/namespace}lang"
_BASE: Final = "{http://www.w3.org/XML/1998/namespace}base"
_ABOUT: Final = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}about"

_FIELDS: Final[Mapping[str, tuple[str, ...]]] = {
    "guid": ("guid", "id"),
    "title": ("title", "dc:title"),
    "summary": ("description", "summary", "dc:description", "abstract", "itunes:summary", "itunes:subtitle"),
    "content": ("content:encoded", "content", "xhtml:body", "body", "fullitem"),
    "published": ("pubdate", "published", "issued", "dcterms:issued", "updated", "dc:date", "modified",
                  "dcterms:modified", "dcterms:created", "created"),
    "language": ("dc:language", "language"),
    "author": ("author", "dc:creator", "dc:author", "itunes:author"),
}  # fmt: skip
_TOPICS: Final = frozenset({"category", "dc:subject", "itunes:category", "media:keywords", "itunes:keywords"})
_WANTED: Final = frozenset(name for names in _FIELDS.values() for name in names)
_PERIODS: Final = {"hourly": 1, "daily": 24, "weekly": 168, "monthly": 720, "yearly": 8760}
_DAYS: Final = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


def feed_root(root: Element) -> Element | None:
    """Return the element that is the feed: the root, one wrapped inside it, or a root that at least holds entries."""
    if short_name(root.tag) in _ROOTS:
        return root
    wrapped = next(root.iter("{*}rss", "{*}RDF", "{*}feed"), None)
    if wrapped is not None:
        return wrapped
    return root if any(short_name(child.tag) in _ENTRIES for child in root) else None


def extract(root: Element, *, url: str = "") -> Document:
    """Return what the tree of a feed says. Relative links are resolved against xml:base, else against `url`."""
    channel = next((child for child in root if short_name(child.tag) == "channel"), root)
    base = absolute(url, root.get(_BASE) or channel.get(_BASE) or "") or url
    head = {name: child for child in reversed(channel) if (name := short_name(child.tag)) not in _ENTRIES}
    links = Links(base)
    for child in channel.iterchildren("{*}link"):
        links.add(child)
    found = list(_entry_elements(root))
    return Document(
        title=markup(head["title"]) if "title" in head else "",
        link=links.best(),
        language=_stated_language(head) or root.get(_LANG) or channel.get(_LANG) or "",
        hints=_hints(head, links),
        entries=tuple(_entry(element, base) for element in found[:MAX_ENTRIES]),
        left_out=max(0, len(found) - MAX_ENTRIES),
    )


def _entry_elements(root: Element) -> Iterator[Element]:
    """Yield the entries in document order, wherever they are nested."""
    found = [element for element in root.iter("{*}item", "{*}entry") if short_name(element.tag) in _ENTRIES]
    # Undeclared prefixes and capitals are rare and take the slow way.
    return iter(found or [element for element in root.iter("*") if short_name(element.tag) in _ENTRIES])


def _entry(element: Element, base: str) -> Entry:
    if own_base := element.get(_BASE):
        base = absolute(base, own_base)
    seen: dict[str, Element] = {}
    links = Links(base)
    media = Media(links)
    categories: dict[str, None] = {}
    for child in element:
        name = short_name(child.tag)
        if name in _WANTED:
            if name not in seen and filled(child):
                seen[name] = child
        elif name == "link":
            links.add(child)
        elif name in _TOPICS:
            categories |= dict.fromkeys(topics(name, child))
        elif name == "categories":
            categories |= dict.fromkeys(topic for one in child for topic in topics("category", one))
        else:
            media.add(name, child)
    return _assembled(element, seen, media, tuple(categories))


def _assembled(element: Element, seen: Mapping[str, Element], media: Media, categories: tuple[str, ...]) -> Entry:
    guid = _first(seen, "guid")
    language, author = _first(seen, "language"), _first(seen, "author")
    return Entry(
        guid=text(guid) if guid is not None else element.get(_ABOUT),
        guid_is_permalink=guid is not None and _is_permalink(guid),
        link=media.links.best() or None,
        title=_markup(seen, "title") or media.title or None,
        summary=_markup(seen, "summary") or media.description or None,
        content=_markup(seen, "content") or None,
        published=_published(seen),
        language=text(language) if language is not None else element.get(_LANG),
        author=person(author) or None if author is not None else None,
        image=media.image() or None,
        enclosure=media.links.enclosure or None,
        categories=categories,
    )


def _first(seen: Mapping[str, Element], field: str) -> Element | None:
    return next((seen[name] for name in _FIELDS[field] if name in seen), None)


def _markup(seen: Mapping[str, Element], field: str) -> str:
    element = _first(seen, field)
    return markup(element) if element is not None else ""


def _is_permalink(guid: Element) -> bool:
    return short_name(guid.tag) == "guid" and (guid.get("isPermaLink") or "true").lower() != "false"


def _published(seen: Mapping[str, Element]) -> datetime | None:
    """Return the first date that can be read, the more telling elements first."""
    for name in _FIELDS["published"]:
        if name in seen and (moment := parse_date(seen[name].text)):
            return moment
    return None


def _stated_language(head: Mapping[str, Element]) -> str:
    return next((text(head[name]) for name in ("language", "dc:language") if name in head), "")


def _hints(head: Mapping[str, Element], links: Links) -> Hints:
    ttl = _number(head.get("ttl"))
    period = _PERIODS.get(text(head["sy:updateperiod"]).lower()) if "sy:updateperiod" in head else None
    hours = {_number(hour) for hour in head.get("skiphours", ())}
    days = {text(day).lower() for day in head.get("skipdays", ())}
    return Hints(
        ttl=timedelta(minutes=ttl) if ttl else None,
        period=timedelta(hours=period) / (_number(head.get("sy:updatefrequency")) or 1) if period else None,
        skip_hours=frozenset(hour % 24 for hour in hours if hour is not None and hour <= 24),
        skip_days=frozenset(number for number, day in enumerate(_DAYS) if day in days),
        hub=links.hub,
        self_link=links.self_link,
    )


def _number(element: Element | None) -> int | None:
    """Return the whole number an element holds, if it is one that makes sense as a count of minutes, hours or times."""
    written = text(element) if element is not None else ""
    return int(written) if written.isascii() and written.isdigit() and len(written) < 7 else None
