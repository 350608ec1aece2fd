"""Names of hosts: which of them belong together."""

from functools import cache, lru_cache
from ipaddress import ip_address
from urllib.parse import urlsplit

from publicsuffixlist import PublicSuffixList


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


@cache
def _suffixes() -> PublicSuffixList:
    return PublicSuffixList()
