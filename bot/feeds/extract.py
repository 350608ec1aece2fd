"""From the tree of an XML feed (RSS 0.9x, 1.0, 2.0, Atom 0.3, 1.0) to a Document.

Only the children of an entry speak for it, so a title inside `source`, `image` or a foreign namespace is never taken
for the entry's own. One table reads the elements of all dialects; where an entry has several that could fill a field,
the first in the table's order that says something wins (`pubDate` before `updated`).
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Final, TypeVar

from bot.feeds.dates import parse_date
from bot.feeds.document import Document, Hints
from bot.feeds.elements import Element, Links, Media, absolute, markup, person, text, topics, trimmed
from bot.feeds.names import short_name
from bot.model import Entry

T = TypeVar("T")
MAX_ENTRIES: Final = 2_000
"""The newest by document order, which is mostly newest first; those beyond are counted and left out."""

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
    "language": ("dc:language", "language"),
    "author": ("author", "dc:creator", "dc:author", "itunes:author"),
}
_DATES: Final = (
    "pubdate", "published", "issued", "dcterms:issued", "updated", "dc:date", "modified", "dcterms:modified",
    "dcterms:created", "created",
)  # fmt: skip
_TOPICS: Final = ("category", "categories", "dc:subject", "itunes:category", "media:keywords", "itunes:keywords")
_MEDIA: Final = ("enclosure", "media:group", "media:content", "media:thumbnail", "media:title", "itunes:image")
_ROLES: Final[Mapping[str, tuple[str, int]]] = (
    {name: (field, rank) for field, names in _FIELDS.items() for rank, name in enumerate(names)}
    | {name: ("date", rank) for rank, name in enumerate(_DATES)}
    | dict.fromkeys(_TOPICS, ("topic", 0))
    | dict.fromkeys(_MEDIA, ("media", 0))
    | {"link": ("link", 0)}
)
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
    kept = newest(found, lambda element: _entry(element, base).published)
    return Document(
        title=markup(head["title"], head["title"].text or "") if "title" in head else "",
        link=links.best(),
        language=_stated_language(head) or root.get(_LANG) or channel.get(_LANG) or "",
        hints=_hints(head, links),
        entries=tuple(_entry(element, base) for element in kept),
        left_out=len(found) - len(kept),
    )


def newest(found: Sequence[T], published: Callable[[T], datetime | None]) -> Sequence[T]:
    """Return the newest entries of a document, as many as are read: the first, unless the last is dated later."""
    if len(found) <= MAX_ENTRIES:
        return found
    first, last = published(found[0]), published(found[-1])
    return found[-MAX_ENTRIES:] if first and last and first < last else found[:MAX_ENTRIES]


def _entry_elements(root: Element) -> Iterator[Element]:
    """Yield the entries in document order, wherever they are nested."""
    found = [element for element in root.iter("{*}item", "{*}entry") if short_name(element.tag) in _ENTRIES]
    # Undeclared prefixes and capitals are rare and take the slow way.
    return iter(found or [element for element in root.iter("*") if short_name(element.tag) in _ENTRIES])


class _Roles(dict[object, tuple[str, int]]):
    """By tag: what an element inside an entry is for, and how far down in the table it stands."""

    def __missing__(self, tag: object) -> tuple[str, int]:
        if len(self) >= MAX_TAGS:
            self.clear()
        role = self[tag] = _ROLES.get(short_name(tag), ("", 0))
        return role


MAX_TAGS: Final = 4_096
"""Tags whose role is remembered: feeds share some hundred, one feed may invent any number."""
_role_of: Final = _Roles()


def _entry(element: Element, base: str) -> Entry:
    """Return what one `item` or `entry` element says."""
    fields: dict[str, tuple[int, Element, str]] = {}
    dates: list[tuple[int, str]] = []
    own_base = element.get(_BASE)
    links = Links(absolute(base, own_base) if own_base else base)
    media: Media | None = None
    categories: dict[str, None] = {}
    for child in element:
        role, rank = _role_of[child.tag]
        if role == "link":
            links.add(child)
        elif role == "date":
            dates.append((rank, child.text or ""))
        elif role == "topic":
            categories |= dict.fromkeys(topics(child))
        elif role == "media":
            media = media or Media(links)
            media.add(child)
        elif role and (role not in fields or rank < fields[role][0]) and (written := _said(child)) is not None:
            fields[role] = (rank, child, written)
    return _assembled(element, fields, links, media, _published(dates) if dates else None, tuple(categories))


def _said(element: Element) -> str | None:
    """Return the text of an element up to its first tag; None if there is nothing in it at all."""
    written = element.text or ""
    return written if (written and not written.isspace()) or len(element) else None


def _assembled(
    element: Element,
    fields: Mapping[str, tuple[int, Element, str]],
    links: Links,
    media: Media | None,
    published: datetime | None,
    categories: tuple[str, ...],
) -> Entry:
    texts = {field: markup(found, written) for field, (_, found, written) in fields.items() if field in _MARKUP}
    guid = fields.get("guid")
    language = fields.get("language")
    author = fields.get("author")
    return Entry(
        guid=trimmed(guid[2]) if guid else element.get(_ABOUT),
        guid_is_permalink=guid is not None and _is_permalink(guid[1]),
        link=links.best() or None,
        title=texts.get("title") or (media.title if media else "") or None,
        summary=texts.get("summary") or (media.description if media else "") or None,
        content=texts.get("content") or None,
        published=published,
        language=trimmed(language[2]) if language else element.get(_LANG),
        author=(person(author[1]) or None) if author else None,
        image=((media or Media(links)).image() or None) if media or links.enclosure else None,
        enclosure=links.enclosure or None,
        categories=categories,
    )


_MARKUP: Final = frozenset({"title", "summary", "content"})


def _published(dates: list[tuple[int, str]]) -> datetime | None:
    """Return the first date that can be read, the more telling elements first."""
    if len(dates) > 1:
        dates.sort()
    for _, written in dates:
        if moment := parse_date(written):
            return moment
    return None


def _is_permalink(guid: Element) -> bool:
    return short_name(guid.tag) == "guid" and (guid.get("isPermaLink") or "true").lower() != "false"


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
