"""feedparser, the reference reader, for feeds that lxml cannot make whole: slow and forgiving.

HTML sanitising and the resolution of links inside HTML are off: all markup is stripped later (bot/text/clean.py), and
they take most of feedparser's time.
"""

import io
import re
import xml.sax
from calendar import timegm
from datetime import UTC, datetime, timedelta
from typing import Final

import feedparser
from feedparser import FeedParserDict
from feedparser.mixin import _FeedParserMixin

from bot.feeds.dates import parse_date
from bot.feeds.document import Document, Hints
from bot.feeds.elements import absolute, is_picture, person_name
from bot.feeds.extract import newest
from bot.model import Entry

# feedparser takes the caption of a picture, or what a block of Open Graph tags describes, for the entry's own text.
_CAPTION: Final = re.compile(
    rb"<media:(description|text)\b[^<>]*>(?:<!\[CDATA\[[^\]]*\]\]>|[^<])*</media:\1>|<og\s[^<>]*>.{0,10000}?</og>",
    re.DOTALL,
)
# It resolves ids as if they were links, `t3_4a` to `/t3_4a`: a feed would change its names on days it is malformed.
_FeedParserMixin.can_be_relative_uri = _FeedParserMixin.can_be_relative_uri - {"id"}
# Its loose reader turns `?a=1&b=2` into `?a=1&b;=2`.
_SPLIT_REFERENCE: Final = re.compile(r"&(\w+?);")


def parse_with_feedparser(body: bytes, *, url: str = "") -> Document | None:
    """Return feedparser's reading of a feed, or None if it found neither a feed's root nor an entry."""
    try:
        parsed = feedparser.parse(
            io.BytesIO(_CAPTION.sub(b"", body)),
            sanitize_html=False,
            resolve_relative_uris=False,
            response_headers={"content-type": "application/xml; charset=utf-8"},
        )
    except (ValueError, LookupError, AssertionError, AttributeError, TypeError, RecursionError, xml.sax.SAXException):
        return None  # its loose parser raises these on some malformed input
    if not parsed.entries and not parsed.get("version"):
        return None
    feed = parsed.feed
    kept = newest(parsed.entries, lambda entry: _entry(entry, url).published)
    return Document(
        title=_text(feed, "title"),
        link=absolute(url, _text(feed, "link")),
        language=_text(feed, "language"),
        hints=_hints(feed),
        entries=tuple(_entry(entry, url) for entry in kept),
        left_out=len(parsed.entries) - len(kept),
        reader="feedparser",
    )


def _text(holder: FeedParserDict, key: str) -> str:
    value = dict.get(holder, key)  # not by feedparser's own `get`, which takes `published` for a missing `updated`
    return value.strip() if isinstance(value, str) else ""


def _hints(feed: FeedParserDict) -> Hints:
    ttl = _text(feed, "ttl")
    links = {link.get("rel"): link.get("href", "") for link in feed.get("links", ())}
    return Hints(
        ttl=timedelta(minutes=int(ttl)) if ttl.isascii() and ttl.isdigit() and len(ttl) < 7 and int(ttl) else None,
        hub=links.get("hub", ""),
        self_link=links.get("self", ""),
    )


def _entry(entry: FeedParserDict, url: str) -> Entry:
    contents = [_text(part, "value") for part in entry.get("content", ())]
    content = next((part for part in contents if part), "")
    summary = _text(entry, "summary")
    enclosures = [link for link in entry.get("links", ()) if link.get("rel") == "enclosure" and link.get("href")]
    enclosed = absolute(url, enclosures[0]["href"]) if enclosures else ""
    return Entry(
        guid=_SPLIT_REFERENCE.sub(r"&\1", _text(entry, "id")) or None,
        guid_is_permalink=bool(entry.get("guidislink")),
        link=absolute(url, _text(entry, "link")) or None,
        title=_text(entry, "title") or None,
        summary=summary if summary and summary != content else None,
        content=content or None,
        published=_moment(entry, "published") or _moment(entry, "updated") or _moment(entry, "created"),
        language=_language(entry),
        author=_author(entry),
        image=absolute(url, _image(entry, enclosures)) or None,
        enclosure=enclosed or None,
        categories=tuple(dict.fromkeys(_text(tag, "term") for tag in entry.get("tags", ()) if tag.get("term"))),
    )


def _moment(entry: FeedParserDict, key: str) -> datetime | None:
    """Return one of the entry's dates: by our own grammar, which refuses to guess, else as feedparser read it."""
    if moment := parse_date(_text(entry, key)):
        return moment
    parsed, written = dict.get(entry, f"{key}_parsed"), _text(entry, key)
    if not parsed or not written or "/" in written:
        return None
    try:
        return datetime.fromtimestamp(timegm(parsed), UTC)
    except (ValueError, OverflowError):
        return None


def _language(entry: FeedParserDict) -> str | None:
    return _text(entry, "language") or None


def _author(entry: FeedParserDict) -> str | None:
    people = [_text(person, "name") for person in entry.get("authors", ())]
    written = next((name for name in people if name), "") or _text(entry, "author")
    return person_name(written) or None


def _image(entry: FeedParserDict, enclosures: list[FeedParserDict]) -> str:
    for media in entry.get("media_content", ()):
        if media.get("url") and is_picture(media.get("type", ""), media.get("medium", ""), media["url"]):
            return str(media["url"])
    thumbnails = [thumbnail["url"] for thumbnail in entry.get("media_thumbnail", ()) if thumbnail.get("url")]
    pictures = [link["href"] for link in enclosures if link.get("type", "").startswith("image/")]
    own = entry.get("image") or {}
    return str(next(iter([*thumbnails, *pictures[:1], own.get("href", "")]), ""))
