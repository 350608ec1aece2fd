"""Caps hold while bytes arrive; a failure costs its own feed only, and says what it was in plain words."""

import asyncio
import gzip
import ssl
import time
import tracemalloc
import zlib
from collections.abc import AsyncIterator, Awaitable, Callable
from functools import partial

import brotli
import pytest
from aiohttp import web

from bot.errors import FetchError
from bot.feeds.state import FeedState
from bot.model import Page
from bot.net.body import CAPS, read_body
from bot.net.fetch import Fetcher, _Redirect
from bot.net.hosts import Manners
from tests.builders import make_feed
from tests.net.conftest import LOOPBACK, Time
from tests.net.server import FEED, Answer, Server


async def ask(fetch: Fetcher, url: str) -> Page:
    page = await fetch(make_feed(url=url), FeedState())
    assert isinstance(page, Page)
    return page


def raw_deflate(data: bytes) -> bytes:
    packer = zlib.compressobj(wbits=-zlib.MAX_WBITS)
    return packer.compress(data) + packer.flush()


@pytest.mark.parametrize(
    ("encoding", "pack"),
    [
        ("gzip", gzip.compress),
        ("deflate", zlib.compress),
        ("deflate", raw_deflate),
        ("br", brotli.compress),
        ("identity", bytes),
    ],
)
async def test_a_packed_body_is_unpacked(
    server: Server, fetch: Fetcher, encoding: str, pack: Callable[[bytes], bytes]
) -> None:
    server.answer = Answer(body=pack(FEED), headers={"Content-Encoding": encoding})

    assert (await ask(fetch, server.url())).body == FEED


@pytest.mark.parametrize(
    ("encoding", "pack"),
    [("gzip", gzip.compress), ("br", partial(brotli.compress, quality=1)), ("deflate", zlib.compress)],
)
async def test_a_bomb_is_stopped_while_it_unpacks(
    server: Server, fetch: Fetcher, encoding: str, pack: Callable[[bytes], bytes]
) -> None:
    server.answer = Answer(body=pack(b"\0" * 50_000_000), headers={"Content-Encoding": encoding})

    start = time.thread_time()
    with pytest.raises(FetchError, match="unpacks to more than"):
        await ask(fetch, server.url())
    assert time.thread_time() - start < 0.3


@pytest.mark.parametrize("pack", [gzip.compress, partial(brotli.compress, quality=1)], ids=["gzip", "br"])
async def test_one_packet_of_a_bomb_never_takes_more_room_than_the_cap(pack: Callable[[bytes], bytes]) -> None:
    packet = pack(b"\0" * 100_000_000)

    async def chunks() -> AsyncIterator[bytes]:
        yield packet

    tracemalloc.start()
    with pytest.raises(FetchError, match="unpacks to more than"):
        await read_body(chunks(), "br" if packet[:2] != b"\x1f\x8b" else "gzip", CAPS)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 4 * CAPS.decoded


async def test_a_ratio_above_a_hundred_is_refused(server: Server, fetch: Fetcher) -> None:
    server.answer = Answer(body=gzip.compress(b"\0" * 2_500_000), headers={"Content-Encoding": "gzip"})

    with pytest.raises(FetchError, match="100 times"):
        await ask(fetch, server.url())


@pytest.mark.parametrize("encoding", ["gzip", "br"])
async def test_a_damaged_packing_is_an_error(server: Server, fetch: Fetcher, encoding: str) -> None:
    server.answer = Answer(body=b"garbage " * 99, headers={"Content-Encoding": encoding})

    with pytest.raises(FetchError, match="damaged"):
        await ask(fetch, server.url())


async def test_a_packing_we_did_not_ask_for_is_an_error(server: Server, fetch: Fetcher) -> None:
    server.answer = Answer(headers={"Content-Encoding": "zstd"})

    with pytest.raises(FetchError, match="zstd"):
        await ask(fetch, server.url())


async def test_a_body_that_announces_too_much_is_not_read(server: Server, fetch: Fetcher) -> None:
    async def announce(request: web.Request) -> web.StreamResponse:
        response = web.StreamResponse(headers={"Content-Length": "200001"})
        await response.prepare(request)
        return await hang(request)

    server.handle("/feed", announce)

    with pytest.raises(FetchError, match="larger than"):
        await ask(fetch, server.url())


async def test_a_body_that_announces_nothing_is_cut_off_at_the_cap(server: Server, fetch: Fetcher) -> None:
    sent = 0

    async def endless(request: web.Request) -> web.StreamResponse:
        nonlocal sent
        response = web.StreamResponse()
        await response.prepare(request)
        while sent < 50_000_000:
            await response.write(b"x" * 50_000)
            sent += 50_000
        return response

    server.handle("/feed", endless)

    with pytest.raises(FetchError, match="larger than"):
        await ask(fetch, server.url())
    assert sent < 10_000_000


async def test_too_many_headers_are_refused(server: Server, fetch: Fetcher) -> None:
    server.answer = Answer(headers={f"X-{n}": "y" * 4_000 for n in range(10)})

    with pytest.raises(FetchError, match="headers"):
        await ask(fetch, server.url())


async def test_one_endless_header_is_refused(server: Server, fetch: Fetcher) -> None:
    server.answer = Answer(headers={"X": "y" * 100_000})

    with pytest.raises(FetchError):
        await ask(fetch, server.url())


def dripping(every: float) -> Callable[[web.Request], Awaitable[web.StreamResponse]]:
    async def drip(request: web.Request) -> web.StreamResponse:
        response = web.StreamResponse()
        await response.prepare(request)
        for letter in FEED:
            await response.write(bytes([letter]))
            await asyncio.sleep(every)
        return response

    return drip


async def hang(_: web.Request) -> web.StreamResponse:
    await asyncio.sleep(30)
    return web.Response()


@pytest.mark.parametrize("handler", [dripping(0.05), hang], ids=["dripping", "hanging"])
async def test_the_total_deadline_ends_a_server_that_is_slow_on_purpose(
    server: Server, fetch: Fetcher, handler: Callable[[web.Request], Awaitable[web.StreamResponse]]
) -> None:
    server.handle("/feed", handler)

    start = time.monotonic()
    with pytest.raises(FetchError, match="no complete answer"):
        await ask(fetch, server.url())
    assert time.monotonic() - start < 2


async def test_redirects_share_one_deadline(server: Server, fetch: Fetcher) -> None:
    async def slow(request: web.Request) -> web.StreamResponse:
        await asyncio.sleep(0.25)
        return web.Response(status=302, headers={"Location": f"/{request.path.strip('/')}x"})

    for number in range(6):
        server.handle("/" + "x" * (number + 1), slow)

    with pytest.raises(FetchError, match="no complete answer"):
        await ask(fetch, server.url("/x"))
    assert len(server.asked) <= 3


async def test_hung_servers_hold_up_nobody_else(server: Server, clock: Time) -> None:
    """A tenth of 200 feeds hangs, and there are only 10 places: they give theirs to the others."""
    server.handle("/hung", hang)
    urls = [server.url("/hung" if n % 10 == 0 else "/feed", f"127.0.4.{n + 1}") for n in range(200)]
    manners = Manners(spacing=0, starts=1e6, at_once=10, patience=0.05)
    async with Fetcher(clock=clock, agent="t", allowed=LOOPBACK, manners=manners) as fetch:
        polls = [asyncio.create_task(ask(fetch, url)) for url in urls]
        hung = polls[::10]
        await asyncio.wait_for(asyncio.gather(*(poll for poll in polls if poll not in hung)), 20)
        assert not any(poll.done() for poll in hung)
        for poll in hung:
            poll.cancel()
        await asyncio.gather(*hung, return_exceptions=True)


async def broken_off(request: web.Request) -> web.StreamResponse:
    response = web.StreamResponse(headers={"Content-Length": "10000"})
    await response.prepare(request)
    await response.write(b"<rss>")
    assert request.transport
    request.transport.abort()
    return response


async def test_a_connection_that_breaks_off_is_an_error(server: Server, fetch: Fetcher) -> None:
    server.handle("/feed", broken_off)

    with pytest.raises(FetchError, match="broke off"):
        await ask(fetch, server.url())


async def test_a_port_where_nobody_listens_is_an_error(fetch: Fetcher) -> None:
    with pytest.raises(FetchError, match="no connection"):
        await ask(fetch, "http://127.0.0.1:9/feed")


async def test_a_name_that_does_not_exist_is_an_error(fetch: Fetcher) -> None:
    with pytest.raises(FetchError, match=r"not known|no connection|no complete answer"):
        await ask(fetch, "http://no-such-host.invalid/feed")


async def test_what_is_no_http_is_an_error(fetch: Fetcher) -> None:
    async def babble(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(b"SSH-2.0-OpenSSH_9.2\r\n\r\n")
        writer.close()

    babbler = await asyncio.start_server(babble, "127.0.0.1", 0)
    async with babbler:
        port = babbler.sockets[0].getsockname()[1]
        with pytest.raises(FetchError, match="not proper HTTP"):
            await ask(fetch, f"http://127.0.0.1:{port}/")


async def test_https_that_is_no_https_is_an_error(server: Server, fetch: Fetcher) -> None:
    with pytest.raises(FetchError, match="secure connection"):
        await ask(fetch, f"https://127.0.0.1:{server.port}/")


async def test_a_redirect_from_https_to_http_is_refused(fetch: Fetcher, monkeypatch: pytest.MonkeyPatch) -> None:
    """24."""

    async def redirect(*_: object) -> _Redirect:
        return _Redirect("http://127.0.0.1/plain", permanent=True)

    monkeypatch.setattr(Fetcher, "_ask", redirect)

    with pytest.raises(FetchError, match="from https to http"):
        await ask(fetch, "https://127.0.0.1/feed")


@pytest.mark.parametrize("status", [204, 206, 400, 401, 403, 404, 418, 500])
async def test_an_error_is_said_in_plain_words(server: Server, fetch: Fetcher, status: int) -> None:
    server.answer = Answer(status, b"")

    with pytest.raises(FetchError, match=f"^HTTP {status}: .+") as error:
        await ask(fetch, server.url())
    assert error.value.status == status


def test_an_untrusted_certificate_is_said_in_plain_words(fetch: Fetcher) -> None:
    assert fetch._reason(ssl.SSLCertVerificationError("x")) == "its certificate is not trusted"
