"""Which addresses may be spoken to, in every spelling; checked again at the moment of connecting."""

import socket
from datetime import UTC, datetime
from typing import Any

import pytest
from aiohttp.abc import AbstractResolver, ResolveResult

from bot.errors import FetchError
from bot.feeds.state import FeedState
from bot.model import Page
from bot.net.fetch import Fetcher
from bot.net.guard import Allowed, BlockedAddressError, Guard, GuardedResolver
from tests.builders import make_feed
from tests.net.conftest import HASTY
from tests.net.server import Answer, Server

PRIVATE = [
    "127.0.0.1", "127.255.255.254", "0.0.0.0", "10.0.0.1", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1",
    "192.0.0.1", "192.0.2.1", "198.18.0.1", "203.0.113.1", "224.0.0.1", "239.1.1.1", "240.0.0.1", "255.255.255.255",
    "::", "::1", "fe80::1", "fe80::1%eth0", "fc00::1", "fd12::1", "ff02::1", "2001:db8::1", "::ffff:127.0.0.1",
    "::127.0.0.1", "::ffff:10.0.0.1", "64:ff9b::7f00:1", "64:ff9b::a9fe:a9fe", "64:ff9b:1::1", "2002:7f00:1::",
    "2002:a00:1::1", "2001:0:7f00:1::", "2001:0:4136:e378:8000:63bf:80ff:fffe", "not an address", "", "localhost",
    "127.1", "0x7f000001",
]  # fmt: skip
PUBLIC = ["93.184.215.14", "8.8.8.8", "2606:4700::1111", "64:ff9b::808:808", "::ffff:8.8.8.8", "2002:808:808::1"]


@pytest.mark.parametrize("address", PRIVATE)
def test_what_is_not_on_the_public_internet_is_refused(address: str) -> None:
    assert not Guard().permits(address)


@pytest.mark.parametrize("address", PUBLIC)
def test_what_is_on_the_public_internet_may_be_asked(address: str) -> None:
    assert Guard().permits(address)


@pytest.mark.parametrize(
    ("url", "reason"),
    [
        ("http://127.0.0.1/", "public internet .poll.allow_networks lets your own networks in"),
        ("http://[::1]/", "public internet"),
        ("http://[::ffff:127.0.0.1]/", "public internet"),
        ("http://127.1/", "public internet"),
        ("http://0x7f000001/", "public internet"),
        ("http://0x7f.0.0.1/", "public internet"),
        ("http://0177.0.0.1/", "public internet"),
        ("http://2130706433/", "public internet"),
        ("http://169.254.169.254/latest/meta-data/", "public internet"),
        ("http://127.0.0.1./", "public internet"),
        ("file:///etc/passwd", "only http"),
        ("ftp://h.example/", "only http"),
        ("gopher://h.example/", "only http"),
        ("//h.example/", "only http"),
        ("http:///x", "no host"),
        ("http://user:secret@h.example/", "user name"),
        ("http://user@h.example/", "user name"),
        ("http://h.example:22/", "port 22 is no web port .80, 443, 8080, 8443; with poll.allow_networks any"),
        ("http://h.example:6379/", "port 6379"),
        ("http://h.example:99999/", "malformed"),
        ("http://[::1/", "malformed"),
    ],
)
async def test_a_forbidden_address_is_refused_before_anything_is_asked(url: str, reason: str) -> None:
    async with Fetcher(clock=lambda: datetime.now(UTC), agent="t") as fetch:
        with pytest.raises(FetchError, match=reason):
            await fetch(make_feed(url=url), FeedState())


@pytest.mark.parametrize("port", ["", ":80", ":443", ":8080", ":8443"])
def test_the_ports_of_the_web_are_allowed(port: str) -> None:
    Guard().check_url(f"https://h.example{port}/feed")


class Names(AbstractResolver):
    """A name server in the attacker's hands: each question gets the next answer."""

    def __init__(self, *answers: list[str]) -> None:
        self.answers = list(answers)

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_INET
    ) -> list[ResolveResult]:
        return [
            ResolveResult(hostname=host, host=address, port=port, family=family, proto=0, flags=0)
            for address in (self.answers.pop(0) if len(self.answers) > 1 else self.answers[0])
        ]

    async def close(self) -> None:
        pass


async def test_a_name_that_means_a_private_address_is_refused() -> None:
    with pytest.raises(BlockedAddressError):
        await GuardedResolver(Guard(), Names(["10.0.0.1"])).resolve("h.example")


async def test_of_several_addresses_the_public_ones_remain() -> None:
    found = await GuardedResolver(Guard(), Names(["10.0.0.1", "8.8.8.8"])).resolve("h.example")

    assert [answer["host"] for answer in found] == ["8.8.8.8"]


async def test_localhost_is_refused_by_its_name_too() -> None:
    async with Fetcher(clock=lambda: datetime.now(UTC), agent="t") as fetch:
        with pytest.raises(FetchError, match="public internet"):
            await fetch(make_feed(url="http://localhost/"), FeedState())


def test_the_address_really_connected_to_is_checked_last() -> None:
    info: tuple[Any, ...] = (socket.AF_INET, socket.SOCK_STREAM, 6, "", ("127.0.0.1", 80))

    with pytest.raises(BlockedAddressError):
        Guard().socket_factory(info)
    Guard(Allowed(("127.0.0.0/8",))).socket_factory(info).close()


async def test_a_name_that_changes_its_meaning_between_two_questions_gains_nothing(
    server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Rebinding: even if a resolver's second answer slipped through unfiltered, the socket is never made."""
    async with Fetcher(clock=lambda: datetime.now(UTC), agent="t", allowed=Allowed(any_port=True)) as fetch:
        connector: Any = fetch._session.connector
        monkeypatch.setattr(connector, "_resolver", Names(["127.0.0.1"]))

        with pytest.raises(FetchError, match="public internet"):
            await fetch(make_feed(url=f"http://rebinding.example:{server.port}/"), FeedState())

    assert server.asked == []


@pytest.mark.parametrize(
    "target",
    ["http://169.254.169.254/", "http://127.9.9.9/", "http://[::1]/", "http://10.0.0.1/", "file:///etc/passwd"],
)
async def test_a_redirect_into_the_private_network_is_refused(server: Server, target: str) -> None:
    server.answer = Answer(302, b"", {"Location": target})
    only_one = Allowed(("127.0.0.1/32",), any_port=True)
    async with Fetcher(clock=lambda: datetime.now(UTC), agent="t", allowed=only_one, manners=HASTY) as fetch:
        with pytest.raises(FetchError, match=r"public internet|only http"):
            await fetch(make_feed(url=server.url()), FeedState())

    assert len(server.asked) == 1


async def test_a_proxy_in_the_environment_is_not_used(server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:9/")
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:9/")
    allowed = Allowed(("127.0.0.0/8",), any_port=True)
    async with Fetcher(clock=lambda: datetime.now(UTC), agent="t", allowed=allowed) as fetch:
        assert isinstance(await fetch(make_feed(url=server.url()), FeedState()), Page)
