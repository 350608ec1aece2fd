"""Which element means what: namespaces in all their spellings become short names, `title` or `dc:title`."""

from functools import lru_cache
from typing import Final

_PLAIN: Final = frozenset(
    {
        "",
        "http://backend.userland.com/rss",
        "http://backend.userland.com/rss2",
        "http://backend.userland.com/rss091",
        "http://backend.userland.com/rss092",
        "http://blogs.law.harvard.edu/tech/rss",
        "http://cyber.law.harvard.edu/rss/rss.html",
        "http://purl.org/rss/1.0",
        "http://purl.org/rss/1.0/modules/rss091#",
        "http://my.netscape.com/rdf/simple/0.9",
        "http://channel.netscape.com/rdf/simple/0.9",
        "http://www.w3.org/2005/atom",
        "http://purl.org/atom/ns#",
        "http://www.rssboard.org/rss-specification",
    }
)
_PREFIXES: Final = {
    "http://purl.org/dc/elements/1.1": "dc",
    "http://purl.org/dc/terms": "dcterms",
    "http://purl.org/rss/1.0/modules/content": "content",
    "http://purl.org/rss/1.0/modules/syndication": "sy",
    "http://search.yahoo.com/mrss": "media",
    "http://www.itunes.com/dtds/podcast-1.0.dtd": "itunes",
    "http://www.w3.org/1999/02/22-rdf-syntax-ns#": "rdf",
    "http://www.w3.org/1999/xhtml": "xhtml",
}
# Prefixes that a broken feed uses without declaring them.
_UNDECLARED: Final = {
    "rss": "",
    "atom": "",
    "atom10": "",
    "dc": "dc",
    "content": "content",
    "media": "media",
    "sy": "sy",
}

ATOM_LINK: Final = frozenset({"{http://www.w3.org/2005/Atom}link", "{http://purl.org/atom/ns#}link"})


@lru_cache(maxsize=4096)
def short_name(tag: object) -> str:
    """Return the short, lower-case name of an element; a foreign namespace gives `?:name`, so that it is never
    mistaken. What is no element (lxml gives comments and entities a function for a tag) has no name.
    """
    if not isinstance(tag, str):
        return ""
    if tag.startswith("{"):
        space, _, name = tag[1:].partition("}")
        space = space.lower().replace("https://", "http://").rstrip("/")
        prefix = "" if space in _PLAIN else _PREFIXES.get(space, "?")
    else:
        written, colon, name = tag.rpartition(":")
        prefix = _UNDECLARED.get(written.lower(), "?") if colon else ""
    return f"{prefix}:{name.lower()}" if prefix else name.lower()
