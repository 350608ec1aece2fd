"""The names an item goes by. All spellings of a link give one name; no key holds a date."""

import hashlib
import re
from datetime import datetime
from functools import lru_cache
from typing import Final
from urllib.parse import parse_qsl, quote, unquote, urlencode, urlsplit, urlunsplit

from bot.model import FeedId, ItemId

_TRACKING: Final = re.compile(
    r"utm_\w*|at_\w+|fbclid|gclid|yclid|dclid|msclkid|mc_[ce]id|xtor|igshid|_openstat|cmpid|ns_\w+|smid", re.ASCII
)
_REFERRER: Final = frozenset({"ref", "source", "from", "src"})
_FEED_WORDS: Final = frozenset({"rss", "feed", "rss2", "atom"})


@lru_cache(maxsize=4096)
def canonical_link(url: str) -> str:
    """Return the address that all spellings of a link share; not for asking, only for comparing.

    https is http; host in lower case without `www.`; no fragment, tracking parameters, default port or trailing slash.
    """
    if plain := _PLAIN.fullmatch(url):
        return "http://" + plain[1]
    try:
        parts = urlsplit(url.strip())
        host, port = (parts.hostname or "").removeprefix("www."), parts.port
    except ValueError:
        return url.strip()
    if parts.scheme not in {"http", "https"} or not host:
        return url.strip()
    place = host if port in {None, 80, 443} else f"{host}:{port}"
    path = parts.path
    if _ODD.search(path):
        path = quote(unquote(path, errors="surrogateescape"), safe="/:@!$&'()*+,;=~-._", errors="surrogateescape")
    path = re.sub("/{2,}", "/", path).rstrip("/")
    query = urlencode(_telling(parts.query)) if parts.query else ""
    fragment = parts.fragment if parts.fragment.startswith("!") else ""  # #! names a page on sites drawn by script
    return urlunsplit(("http", place, path, query, fragment))


# Most links: letters, a path, nothing to take away but the ends.
_PLAIN: Final = re.compile(r"https?://(?:www\.)?([a-z0-9-]+(?:\.[a-z0-9-]+)+(?:/[\w:@!$&'()*+,;=~.-]+)*)/?", re.ASCII)
_ODD: Final = re.compile(r"[^\w/:@!$&'()*+,;=~.-]", re.ASCII)
"""What a path holds that can be written in more than one way."""


def _telling(query: str) -> list[tuple[str, str]]:
    """Return the parameters that tell pages apart, without those that tell readers apart."""
    return [
        (name, value)
        for name, value in parse_qsl(query, keep_blank_values=True)
        if not _TRACKING.fullmatch(name.lower()) and not (name.lower() in _REFERRER and value.lower() in _FEED_WORDS)
    ]


def item_id(published: datetime, feed: FeedId, first_key: str) -> ItemId:
    """Return the id of an item: milliseconds of its time, then 20 bits that tell apart the items of one moment.

    Those bits are few: in a feed that dates by the day two items may well get the same id, and the second one has to
    take the next.
    """
    bits = int.from_bytes(hashlib.blake2b(f"{feed}\n{first_key}".encode(), digest_size=4).digest()) & 0xFFFFF
    return ItemId(int(published.timestamp() * 1000) << 20 | bits)


def keys(guid: str, link: str, title: str, summary: str) -> tuple[str, ...]:
    """Return the identity keys of one item taken alone, the strongest first."""
    found = []
    if guid:
        found.append(_key("guid", guid))
    if link:
        found.append(_key("link", canonical_link(link)))
    if not found:
        found.append(_key("text", _folded(title) + "\n" + _folded(summary)[:500]))
    if title:
        found.append(_key("title", _folded(title)))
    return tuple(found)


def _key(kind: str, value: str) -> str:
    return f"{kind}:{hashlib.blake2b(value.encode('utf-8', 'surrogatepass'), digest_size=16).hexdigest()}"


def _folded(text: str) -> str:
    return " ".join(re.findall(r"\w+", text.casefold()))
