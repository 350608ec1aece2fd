"""Servers that lie: whatever comes back, a poll ends in a plain reason or a page, and its state can be stored."""

import asyncio
import gzip
import zlib
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.feeds.state import from_json, to_json
from bot.feeds.timetable import RULES
from bot.net.fetch import Fetcher
from tests.builders import NOW, make_feed
from tests.net.conftest import Time
from tests.net.poller import Poller
from tests.net.server import FEED, Answer, Server

OK = b"HTTP/1.1 200 OK\r\nConnection: close\r\n"


@asynccontextmanager
async def saying(*answers: bytes) -> AsyncIterator[str]:
    """A server that answers each connection with bytes, in turn, the last ones again and again; yields its address."""
    left = list(answers)

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            await reader.readuntil(b"\r\n\r\n")
            writer.write(left.pop(0) if len(left) > 1 else left[0])
            await writer.drain()
        except (ConnectionError, asyncio.IncompleteReadError):
            pass
        finally:
            writer.close()

    server = await asyncio.start_server(answer, "127.0.0.1", 0)
    try:
        yield f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}/feed"
    finally:
        server.close()


async def polled(fetch: Fetcher, clock: Time, *answers: bytes, times: int = 1) -> tuple[str, Poller]:
    """What is wrong after some polls, each of which leaves a state that can be stored and keeps to the floor."""
    wrong = ""
    async with saying(*answers) as url:
        poller = Poller(fetch, make_feed(url=url), clock)
        for _ in range(times):
            wrong = await poller.poll()
            poller.state = from_json(to_json(poller.state))
            assert poller.state.due is not None
            assert poller.state.due - clock() >= min(RULES.backoff, RULES.rhythm.floor)
    assert wrong.isprintable()
    return wrong, poller


def sized(body: bytes, *headers: bytes) -> bytes:
    return OK + b"".join(header + b"\r\n" for header in headers) + b"Content-Length: %d\r\n\r\n" % len(body) + body


def chunked(*chunks: bytes) -> bytes:
    return OK + b"Transfer-Encoding: chunked\r\n\r\n" + b"".join(chunks)


@pytest.mark.parametrize(
    ("answer", "reason"),
    [
        (OK + b"Content-Length: 9000\r\n\r\n" + FEED, "the connection broke off"),
        (OK + b"Content-Length: -1\r\n\r\n" + FEED, "not proper HTTP"),
        (OK + b"Content-Length: many\r\n\r\n" + FEED, "not proper HTTP"),
        (OK + b"Content-Length: 5\r\nContent-Length: 6\r\n\r\n" + FEED, "not proper HTTP"),
        (OK + b"Content-Length: 99999999999999999999999\r\n\r\n" + FEED, ""),
        (chunked(b"zz\r\n", FEED), "proper HTTP|broke off"),
        (chunked(b"ffffffffffffffffffff\r\n", FEED), ""),
        (chunked(b"5;" + b"x" * 100_000), "proper HTTP|broke off"),
        (chunked(b"%x\r\n" % len(FEED), FEED), "broke off"),
        (b"HTTP/1.1 200\r\n\r\n", "empty"),
        (b"HTTP/9.9 200 OK\r\n\r\n" + FEED, ""),
        (b"HTTP/1.1 999 What\r\n\r\n", ""),
        (b"HTTP/1.1 -1 What\r\n\r\n", "not proper HTTP"),
        (b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", "not proper HTTP"),
        (b"ICY 200 OK\r\n\r\n", "not proper HTTP"),
        (b"HTTP/1.1 103 Early Hints\r\n\r\n" * 50, ""),
        (b"", "the connection broke off"),
        (OK + b"\x00\xff: \xfe\r\n\r\n" + FEED, "not proper HTTP"),
        (OK + b"Content-Type\r\n\r\n" + FEED, "not proper HTTP"),
        (b"HTTP/1.1 418 \xff\xfe\xe2\x80\xae teapot\x07\r\nContent-Length: 0\r\n\r\n", ""),
        (sized(FEED, b"Content-Encoding: \xff\xe2\x80\xaegzip"), "packed in a way we did not ask for"),
    ],
)
async def test_a_broken_answer_is_one_plain_reason(fetch: Fetcher, clock: Time, answer: bytes, reason: str) -> None:
    wrong, poller = await polled(fetch, clock, answer)

    assert wrong
    assert poller.state.failures == 1
    assert not reason or any(words in wrong for words in reason.split("|")), wrong


@pytest.mark.parametrize(
    "header",
    [
        b'ETag: "\xff\xfe"',
        b'ETag: W/"\xd0\x96"',
        b"Last-Modified: \xff yesterday",
        b"Content-Type: text/xml; charset=\xff\xff",
        b"Content-Type: text/xml; charset=utf-99",
        b"Cache-Control: max-age=99999999999999999999",
        b"Cache-Control: max-age=\xd9\xa3\xd9\xa3",
        b"Expires: Fri, 31 Dec 9999 23:59:59 -2300",
        b"Expires: Mon, 01 Jan 0001 00:00:00 +2300",
        b"Expires: Thu, 99 Foo 2026 99:99:99 GMT",
        b"Date: Fri, 31 Dec 9999 23:59:59 -2300\r\nExpires: Sat, 22 Nov 2036 00:00:00 GMT",
        b"Set-Cookie: a=\xff; Domain=.; Expires=never",
        b"Link: <\xff>; rel=hub",
    ],
)
async def test_an_odd_header_does_not_keep_a_good_feed_from_being_read_and_asked_again(
    fetch: Fetcher, clock: Time, header: bytes
) -> None:
    wrong, poller = await polled(fetch, clock, sized(FEED, header), times=2)

    assert not wrong
    assert poller.state.items == 1
    assert poller.wait <= timedelta(hours=24)


@pytest.mark.parametrize(
    "header",
    [
        b"Retry-After: \xff",
        b"Retry-After: Fri, 31 Dec 9999 23:59:59 -2300",
        b"Retry-After: 99999999999999999999",
        b"Retry-After: -99999999999",
        b"Retry-After: 1e9",
    ],
)
async def test_an_odd_wish_to_be_left_alone_is_at_most_a_week(fetch: Fetcher, clock: Time, header: bytes) -> None:
    _, poller = await polled(fetch, clock, b"HTTP/1.1 503 Busy\r\nContent-Length: 0\r\n" + header + b"\r\n\r\n")

    assert poller.wait <= timedelta(days=7)


LONG = b"<?xml version='1.0'?><rss><channel><title>T</title>" + b"".join(
    b"<item><guid>%d</guid><link>http://h.example/%d</link><title>Ferry</title></item>" % (number, number)
    for number in range(300)
)
WHOLE = LONG + b"</channel></rss>"


def members(body: bytes) -> bytes:
    return b"".join(gzip.compress(body[start : start + 999]) for start in range(0, len(body), 999))


@pytest.mark.parametrize(
    ("packed", "encoding", "reason"),
    [
        (members(WHOLE), b"gzip", ""),  # several members are one body
        (gzip.compress(WHOLE) + bytes(100), b"gzip", ""),  # padding
        (gzip.compress(WHOLE) + b"garbage", b"gzip", ""),
        (gzip.compress(WHOLE)[:-600], b"gzip", "the packed body is damaged"),
        (zlib.compress(WHOLE)[:-600], b"deflate", "the packed body is damaged"),
        (b"", b"gzip", "the answer is empty"),
        (gzip.compress(b"", mtime=0), b"gzip", "the answer is empty"),
        (gzip.compress(gzip.compress(WHOLE)), b"gzip, gzip", "packed in a way we did not ask for"),
        (WHOLE, b"gzip", "the packed body is damaged"),
    ],
)
async def test_every_way_to_pack_a_body_is_read_in_full_or_refused(
    fetch: Fetcher, clock: Time, packed: bytes, encoding: bytes, reason: str
) -> None:
    wrong, poller = await polled(fetch, clock, sized(packed, b"Content-Encoding: " + encoding))

    assert reason in wrong
    assert bool(wrong) is bool(reason)
    assert poller.state.items == (0 if reason else 300)


@pytest.mark.parametrize(
    ("location", "reason"),
    [
        (b"", "it redirects to nowhere"),
        (b"http://user:pass@127.0.0.1/", "carries a user name"),
        (b"//user@127.0.0.1/", "carries a user name"),
        (b"http://[::1]/feed", "not on the public internet"),
        (b"http://[::ffff:127.0.0.1", "malformed"),
        (b"http://[v1.x]/", "malformed|proper HTTP|not on the public|not known"),
        (b"http://127.0.0.1:99999/", "malformed"),
        (b"http://127.0.0.1:x/", "malformed"),
        (b"http://169.254.169.254/", "not on the public internet"),
        (b"//169.254.169.254/latest", "not on the public internet"),
        (b"file:///etc/passwd", "only http and https"),
        (b"javascript:alert(1)", "only http and https"),
        (b"http://\xd0\xbf\xd1\x80\xd0\xb8\xd0\xbc\xd0\xb5\xd1\x80.invalid/", "host name is not known"),
        (b"http://xn--\xff.invalid/", ""),
        (b"http://" + b"a" * 300 + b".invalid/", ""),
        (b"http://127.0.0.1\\@169.254.169.254/", ""),
        (b"\xff\xfe", ""),
        (b"/" + b"a" * 7_000, ""),
    ],
)
async def test_a_redirect_to_an_odd_place_is_one_plain_reason(
    fetch: Fetcher, clock: Time, location: bytes, reason: str
) -> None:
    wrong, poller = await polled(
        fetch, clock, b"HTTP/1.1 301 Moved\r\nContent-Length: 0\r\nLocation: " + location + b"\r\n\r\n"
    )

    assert wrong
    assert poller.state.failures == 1
    assert not reason or any(words in wrong for words in reason.split("|")), wrong


@pytest.mark.parametrize(
    "spelling",
    [
        lambda server: f"//127.0.0.1:{server.port}/real#latest",
        lambda server: f"HTTP://127.0.0.1:{server.port}/real",
        lambda _: "/real#",
        lambda _: "real",
        lambda _: "./../real?",
        lambda _: "\t/real ",
    ],
)
async def test_a_redirect_is_followed_however_it_is_spelt(
    server: Server, fetch: Fetcher, clock: Time, spelling: Callable[[Server], str]
) -> None:
    server.on("/feed", Answer(302, b"", {"Location": spelling(server)}))
    poller = Poller(fetch, make_feed(url=server.url()), clock)

    assert await poller.poll() == ""
    assert server.asked[-1].path.startswith("/real")


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.binary(max_size=300), st.sampled_from([b"", OK, OK + b"\r\n", b"HTTP/1.1 301 M\r\nLocation: ", OK + b"ETag: "])
)
async def test_whatever_bytes_a_server_sends_the_poll_ends_in_a_page_or_a_reason(
    fetch: Fetcher, clock: Time, body: bytes, start: bytes
) -> None:
    clock.now = NOW
    await polled(fetch, clock, start + body)
