"""Which addresses may be spoken to. Checked where it counts: on the address that is really connected to, at every hop.

A name may resolve to anything, and to something else the next moment; so the names are not trusted, only the socket's
address is. Nothing private is reachable through a feed: no loopback, private, link-local, shared or multicast
network, in no spelling and not inside an IPv6 address that carries an IPv4 one.
"""

import ipaddress
import re
import socket
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import urlsplit

from aiohttp import ThreadedResolver
from aiohttp.abc import AbstractResolver, ResolveResult

from bot.errors import FetchError

PORTS: Final = (80, 443, 8080, 8443)
"""Those of the web; the others only once the operator allows a network of their own."""
NOT_PUBLIC: Final = "the address is not on the public internet (poll.allow_networks lets your own networks in)"

_Address = ipaddress.IPv4Address | ipaddress.IPv6Address
_TRANSLATED: Final = ipaddress.IPv6Network("64:ff9b::/96")
_TRANSLATED_LOCAL: Final = ipaddress.IPv6Network("64:ff9b:1::/48")
_COMPATIBLE: Final = ipaddress.IPv6Network("::/96")


@dataclass(frozen=True, slots=True)
class Allowed:
    """Exceptions an operator (or a test) makes: networks in CIDR form, and whether any port will do."""

    networks: tuple[str, ...] = ()
    any_port: bool = False


NOTHING: Final = Allowed()


class BlockedAddressError(OSError):
    """A connection to an address that is not on the public internet was refused before it was made."""


class Guard:
    """The judge of addresses. `allowed` opens networks that would be refused."""

    def __init__(self, allowed: Allowed = NOTHING) -> None:
        self._networks = tuple(ipaddress.ip_network(network) for network in allowed.networks)
        self._any_port = allowed.any_port

    def permits(self, address: str) -> bool:
        """Return whether a numeric address may be connected to. Anything that is no plain IP address may not."""
        try:
            ip = ipaddress.ip_address(address.partition("%")[0])
        except ValueError:
            return False
        return any(_in(ip, network) for network in self._networks) or _is_public(ip)

    def check_url(self, url: str) -> None:
        """Raise FetchError unless the address is http or https on a web port, without a user name, and no bad
        number.
        """
        try:
            parts = urlsplit(url)
            host, port = parts.hostname or "", parts.port
        except ValueError as error:
            raise FetchError("the address is malformed") from error
        if parts.scheme not in {"http", "https"}:
            raise FetchError(f"only http and https are spoken, not {parts.scheme or 'nothing'}")
        if not host:
            raise FetchError("the address names no host")
        if "@" in parts.netloc:
            raise FetchError("the address carries a user name or password")
        if port is not None and port not in PORTS and not self._any_port:
            raise FetchError(f"port {port} is no web port ({', '.join(map(str, PORTS))}; with poll.allow_networks any)")
        if _is_numeric(host) and not self.permits(host):
            raise FetchError(NOT_PUBLIC)

    def socket_factory(self, address_info: tuple[Any, ...]) -> socket.socket:
        """Return a socket for an address that was resolved, or raise: the last gate before a connection is made."""
        family, kind, protocol, _, address = address_info
        if not self.permits(address[0]):
            raise BlockedAddressError(f"{address[0]} is not on the public internet")
        return socket.socket(family, kind, protocol)


class GuardedResolver(AbstractResolver):
    """A resolver that forgets every answer the guard would refuse, so that a good second address is still tried."""

    def __init__(self, guard: Guard, resolver: AbstractResolver | None = None) -> None:
        self._guard = guard
        self._resolver = resolver or ThreadedResolver()

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_INET
    ) -> list[ResolveResult]:
        """Return the permitted addresses of a host; raises BlockedAddressError if it has none."""
        found = await self._resolver.resolve(host, port, family)
        permitted = [answer for answer in found if self._guard.permits(answer["host"])]
        if found and not permitted:
            raise BlockedAddressError(f"{host} is not on the public internet")
        return permitted

    async def close(self) -> None:
        """Close the resolver behind."""
        await self._resolver.close()


def _in(ip: _Address, network: ipaddress.IPv4Network | ipaddress.IPv6Network) -> bool:
    return ip.version == network.version and ip in network


def _is_public(ip: _Address) -> bool:
    if isinstance(ip, ipaddress.IPv6Address):
        if ip in _TRANSLATED_LOCAL or ip in _COMPATIBLE:
            return False
        if carried := _carried(ip):
            return all(map(_is_public, carried))
    return ip.is_global and not ip.is_multicast and not ip.is_reserved


def _carried(ip: ipaddress.IPv6Address) -> Sequence[ipaddress.IPv4Address]:
    """Return the IPv4 address inside a mapped, translated or 6to4 address; Teredo's are no global addresses at all."""
    if ip.ipv4_mapped:
        return [ip.ipv4_mapped]
    if ip in _TRANSLATED:
        return [ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF)]
    return [ip.sixtofour] if ip.sixtofour else []


def _is_numeric(host: str) -> bool:
    """Return whether a host is a number in any spelling a resolver might understand (127.1, 0x7f000001, 2130706433)."""
    return ":" in host or re.fullmatch(r"(?:0x[0-9a-f]*|\d+)(?:\.(?:0x[0-9a-f]*|\d+))*\.?", host.lower()) is not None
