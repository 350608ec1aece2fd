"""JSON Feed 1.0 and 1.1 to a Document. Wrong types are taken for absence: a field that is no text says nothing."""

import json
from collections.abc import Mapping
from typing import Any

from bot.errors import FormatError
from bot.feeds.dates import parse_date
from bot.feeds.document import Document, Hints
from bot.feeds.elements import absolute
from bot.feeds.extract import newest
from bot.model import Entry


def parse_json(body: bytes, *, url: str = "") -> Document:
    """Return the Document of a JSON Feed. Raises FormatError if it is none."""
    try:
        feed = json.loads(body)
    except (ValueError, RecursionError) as error:
        raise FormatError("it looks like JSON but cannot be read as such") from error
    if not isinstance(feed, dict) or not isinstance(feed.get("items"), list):
        raise FormatError("it is JSON but no JSON Feed")
    items = [item for item in feed["items"] if isinstance(item, dict)]
    base = _text(feed, "home_page_url") or url
    kept = newest(items, lambda item: _entry(item, base).published)
    hubs = [hub for hub in _list(feed, "hubs") if isinstance(hub, dict)]
    return Document(
        title=_text(feed, "title"),
        link=_text(feed, "home_page_url"),
        language=_text(feed, "language"),
        hints=Hints(hub=_text(hubs[0], "url") if hubs else "", self_link=_text(feed, "feed_url")),
        entries=tuple(_entry(item, base) for item in kept),
        left_out=len(items) - len(kept),
        reader="json",
    )


def _entry(item: Mapping[str, Any], base: str) -> Entry:
    attached = [file for file in _list(item, "attachments") if isinstance(file, dict)]
    return Entry(
        guid=_text(item, "id") or None,
        link=absolute(base, _text(item, "url") or _text(item, "external_url")) or None,
        title=_escaped(_text(item, "title")) or None,
        summary=_escaped(_text(item, "summary")) or None,
        content=_text(item, "content_html") or _escaped(_text(item, "content_text")) or None,
        published=parse_date(_text(item, "date_published")) or parse_date(_text(item, "date_modified")),
        language=_text(item, "language") or None,
        author=_author(item),
        image=absolute(base, _text(item, "image") or _text(item, "banner_image")) or None,
        enclosure=next((link for file in attached if (link := absolute(base, _text(file, "url")))), None),
        categories=tuple(dict.fromkeys(tag for tag in _list(item, "tags") if isinstance(tag, str) and tag)),
    )


def _text(holder: Mapping[str, Any], key: str) -> str:
    """Return a field as text: numbers are allowed, since many feeds write their ids so."""
    value = holder.get(key)
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        return str(value)
    return value.strip() if isinstance(value, str) else ""


def _list(holder: Mapping[str, Any], key: str) -> list[Any]:
    value = holder.get(key)
    return value if isinstance(value, list) else []


def _escaped(plain: str) -> str:
    """Return plain text as the HTML that shows it."""
    return plain.replace("&", "&amp;").replace("<", "&lt;")


def _author(item: Mapping[str, Any]) -> str | None:
    """Return the first author's name (1.1 has a list, 1.0 had one)."""
    people = [person for person in [*_list(item, "authors"), item.get("author")] if isinstance(person, dict)]
    return next((name for person in people if (name := _text(person, "name"))), None)
