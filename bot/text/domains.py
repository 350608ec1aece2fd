"""Names of hosts: which of them belong together."""

from functools import cache, lru_cache
from ipaddress import ip_address
from typing import Final
from urllib.parse import urlsplit

from publicsuffixlist import PublicSuffixList

# Many feeds, one set of machines: their blogs count as one host.
_PLATFORMS_WORDS: Final = """
    blogspot.com wordpress.com substack.com tumblr.com medium.com livejournal.com typepad.com feedburner.com ghost.io
    github.io gitlab.io podbean.com libsyn.com buzzsprout.com reddit.com youtube.com
"""
_PLATFORMS: Final = frozenset(_PLATFORMS_WORDS.split())


@lru_cache(maxsize=4096)
def registered_domain(host: str) -> str:
    """Return the part of a host name its owner registered (`feeds.bbci.co.uk` -> `bbci.co.uk`); an address as it is."""
    host = host.lower().rstrip(".")
    try:
        ip_address(host.strip("[]"))
    except ValueError:
        return _suffixes().privatesuffix(host) or host
    return host


def domain_of(url: str) -> str:
    """Return the registered domain of an address."""
    return registered_domain(urlsplit(url).hostname or "")


def machine_of(host: str) -> str:
    """Return the name under which a host is spared: its own, or that of the platform all of whose blogs are one."""
    name = ".".join(host.rsplit(".", 2)[-2:])
    return name if name in _PLATFORMS else host


def is_shared(domain: str) -> bool:
    """Tell whether outlets of many owners are under one domain."""
    return domain in _PLATFORMS


@cache
def _suffixes() -> PublicSuffixList:
    return PublicSuffixList()
