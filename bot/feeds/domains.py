"""Who a host belongs to: the part of its name that somebody registered, by the Public Suffix List."""

import ipaddress
from functools import cache
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from publicsuffixlist import PublicSuffixList


def registered_domain(url: str) -> str:
    """Return the registered domain of an address, `bbc.co.uk` for `https://feeds.bbc.co.uk/news`; a number is its
    own.
    """
    host = (urlsplit(url).hostname or "").rstrip(".")
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return _suffixes().privatesuffix(host) or host
    return host


@cache
def _suffixes() -> "PublicSuffixList":
    from publicsuffixlist import PublicSuffixList  # noqa: PLC0415 2 MB of rules, needed only once a feed moves

    return PublicSuffixList()
