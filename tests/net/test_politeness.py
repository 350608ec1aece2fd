"""The politeness checklist against a scripted server; the docstring of each test has the number of its point."""

import asyncio
from datetime import timedelta
from email.utils import format_datetime
from itertools import pairwise

import pytest

from bot.errors import FetchError
from bot.feeds.state import FeedState
from bot.feeds.timetable import RULES, after_failure
from bot.model import Feed, Page, Unchanged
from bot.net.fetch import Fetcher
from bot.net.hosts import Hosts, Manners
from tests.builders import NOW, make_feed
from tests.net.conftest import AGENT, LOOPBACK, Time
from tests.net.poller import Poller
from tests.net.server import FEED, Answer, Server

MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)


def other(number: int) -> bytes:
    return FEED.replace(b"g1", f"g{number}".encode()).replace(b"/1<", f"/{number}<".encode())


@pytest.fixture
def feed(server: Server) -> Feed:
    return make_feed(url=server.url())


@pytest.fixture
def poller(fetch: Fetcher, feed: Feed, clock: Time) -> Poller:
    return Poller(fetch, feed, clock)


@pytest.mark.parametrize("etag", ['"abc"', 'W/"abc"', "no quotes", '"ü~"', '"a, b"'])
async def test_an_etag_is_given_back_byte_for_byte(server: Server, poller: Poller, etag: str) -> None:
    """1."""
    server.answer = Answer(headers={"ETag": etag})

    await poller.poll()
    await poller.poll()

    assert server.headers_of(1)["If-None-Match"] == etag


@pytest.mark.parametrize("stamp", ["Sat, 28 Feb 2026 10:00:00 GMT", "yesterday", "2026-02-28"])
async def test_last_modified_is_given_back_as_it_was_even_if_malformed(
    server: Server, poller: Poller, stamp: str
) -> None:
    """2."""
    server.answer = Answer(headers={"Last-Modified": stamp})

    await poller.poll()
    await poller.poll()

    assert server.headers_of(1)["If-Modified-Since"] == stamp


async def test_both_validators_are_sent_if_both_are_known(server: Server, poller: Poller) -> None:
    """3."""
    server.answer = Answer(headers={"ETag": '"a"', "Last-Modified": "then"})

    await poller.poll()
    await poller.poll()

    assert (server.headers_of(1)["If-None-Match"], server.headers_of(1)["If-Modified-Since"]) == ('"a"', "then")


async def test_a_first_poll_sends_no_validators(server: Server, poller: Poller) -> None:
    """4."""
    await poller.poll()

    assert not {"If-None-Match", "If-Modified-Since"} & set(server.headers_of(0))


async def test_validators_are_not_kept_unless_the_document_was_read_and_stored(
    server: Server, fetch: Fetcher, feed: Feed, poller: Poller
) -> None:
    """5: a crash between fetching and storing leaves the old state, and the next poll asks for everything."""
    server.answer = Answer(headers={"ETag": '"a"'})

    await fetch(feed, poller.state)  # and here the power fails
    await poller.poll()
    assert "If-None-Match" not in server.headers_of(1)

    server.answer = Answer(body=b"<html>broken", headers={"ETag": '"b"'})
    await poller.poll()
    server.answer = Answer(headers={"ETag": '"c"'})
    await poller.poll()
    assert server.headers_of(3)["If-None-Match"] == '"a"'


async def test_a_304_may_bring_a_new_etag(server: Server, poller: Poller) -> None:
    """6."""
    server.on(
        "/feed", Answer(headers={"ETag": '"a"'}), Answer(304, b"", {"ETag": '"b"', "Cache-Control": "max-age=7200"})
    )

    await poller.poll()
    await poller.poll()
    assert poller.wait >= 2 * HOUR
    await poller.poll()

    assert server.headers_of(2)["If-None-Match"] == '"b"'


async def test_validators_are_told_only_to_the_address_that_gave_them(server: Server, poller: Poller) -> None:
    """7."""
    server.on("/feed", Answer(headers={"ETag": '"a"'}), Answer(302, b"", {"Location": "/elsewhere"}))
    server.on("/elsewhere", Answer(headers={"ETag": '"b"'}))

    await poller.poll()
    await poller.poll()
    await poller.poll()

    sent = [(asked.path, asked.headers.get("If-None-Match")) for asked in server.asked]
    assert sent == [
        ("/feed", None),
        ("/feed", '"a"'),
        ("/elsewhere", None),
        ("/feed", None),
        ("/elsewhere", '"b"'),
    ]


async def test_a_304_nobody_asked_for_is_an_error(server: Server, poller: Poller) -> None:
    """8."""
    server.answer = Answer(304, b"")

    assert "although we asked for everything" in await poller.poll()
    assert poller.state.last_success is None


async def test_a_server_that_always_says_304_is_asked_for_everything_on_the_ninth_day(
    server: Server, poller: Poller, clock: Time
) -> None:
    """9."""
    server.on("/feed", Answer(headers={"ETag": '"a"'}), Answer(304, b""))
    await poller.poll()

    clock.pass_by(7 * DAY)
    await poller.poll()
    assert "If-None-Match" in server.headers_of(-1)

    clock.pass_by(DAY)
    await poller.poll()
    assert "If-None-Match" not in server.headers_of(-1)


async def test_the_same_bytes_again_are_not_read_again(server: Server, poller: Poller) -> None:
    """10."""
    await poller.poll()
    await poller.poll()
    assert poller.parsed == 1

    server.answer = Answer(body=other(2))
    await poller.poll()
    assert poller.parsed == 2


async def test_a_feed_without_validators_is_never_asked_before_the_operators_floor(
    server: Server, poller: Poller, clock: Time
) -> None:
    """11, as the project wants it: the floor is the operator's, 15 minutes by default."""
    for number in range(30):
        server.answer = Answer(body=other(number))
        await poller.poll()
        assert poller.wait >= 15 * MINUTE
        clock.pass_by(poller.wait)


@pytest.mark.parametrize(
    ("headers", "least", "most"),
    [
        ({"Cache-Control": "max-age=36000"}, 10 * HOUR, 24 * HOUR),
        ({"Cache-Control": "public, max-age=36000", "Age": "18000"}, 5 * HOUR, 11 * HOUR),
        ({"Cache-Control": f"max-age={16 * 365 * 86400}"}, 23 * HOUR, 25 * HOUR),
        ({"Cache-Control": 'max-age="36000"'}, 10 * HOUR, 24 * HOUR),
    ],
)
async def test_max_age_less_age_is_respected_up_to_a_day(
    server: Server, poller: Poller, headers: dict[str, str], least: timedelta, most: timedelta
) -> None:
    """12."""
    server.answer = Answer(headers=headers)

    await poller.poll()

    assert least <= poller.wait <= most


async def test_expires_counts_where_there_is_no_max_age(server: Server, poller: Poller) -> None:
    """13."""
    expires, date = format_datetime(NOW + 9 * HOUR, usegmt=True), format_datetime(NOW, usegmt=True)
    server.answer = Answer(headers={"Expires": expires, "Date": date})

    await poller.poll()

    assert poller.wait >= 9 * HOUR


@pytest.mark.parametrize("control", ["no-cache", "max-age=0", "no-store, max-age=0", "max-age=-5", "rubbish"])
async def test_a_server_that_forbids_caching_is_still_not_asked_before_the_floor(
    server: Server, poller: Poller, control: str
) -> None:
    """13."""
    server.answer = Answer(headers={"Cache-Control": control, "Expires": "0"})

    await poller.poll()

    assert poller.wait >= 15 * MINUTE


async def test_a_server_that_forbids_caching_does_not_mean_its_max_age(server: Server, poller: Poller) -> None:
    """13: no-cache says that it changes any moment, whatever else is said beside it."""
    server.answer = Answer(headers={"Cache-Control": "max-age=86400, no-cache"})

    await poller.poll()

    assert poller.wait < 24 * HOUR


@pytest.mark.parametrize("status", [429, 503])
async def test_retry_after_in_seconds_is_obeyed(server: Server, poller: Poller, status: int) -> None:
    """14."""
    server.answer = Answer(status, b"", {"Retry-After": "40000"})

    await poller.poll()

    assert poller.wait >= timedelta(seconds=40_000)


DATES = ["Sun, 01 Mar 2026 23:00:00 GMT", "Sunday, 01-Mar-26 23:00:00 GMT", "Sun Mar  1 23:00:00 2026"]


@pytest.mark.parametrize("date", DATES)
async def test_retry_after_as_a_date_is_obeyed_in_each_of_its_forms(server: Server, poller: Poller, date: str) -> None:
    """15."""
    server.answer = Answer(503, b"", {"Retry-After": date, "Date": format_datetime(NOW, usegmt=True)})

    await poller.poll()

    assert timedelta(hours=11) <= poller.wait < timedelta(hours=12)


@pytest.mark.parametrize("value", ["-5", "soon", "", "0", "Sun, 01 Mar 2020 10:00:00 GMT", "1.5", "९"])
async def test_a_retry_after_that_makes_no_sense_means_the_usual_wait(
    server: Server, poller: Poller, value: str
) -> None:
    """16."""
    server.answer = Answer(503, b"", {"Retry-After": value, "Date": format_datetime(NOW, usegmt=True)})

    await poller.poll()

    assert 15 * MINUTE <= poller.wait <= 20 * MINUTE


@pytest.mark.parametrize("status", [429, 503])
async def test_a_huge_retry_after_is_cut_to_a_week(server: Server, poller: Poller, status: int) -> None:
    """17."""
    server.answer = Answer(status, b"", {"Retry-After": "9999999999"})

    await poller.poll()

    assert poller.wait == 7 * DAY


async def test_a_429_silences_the_whole_host_and_no_other(server: Server, fetch: Fetcher) -> None:
    """17."""
    server.on("/a", Answer(429, b"", {"Retry-After": "600"}))

    with pytest.raises(FetchError, match="429"):
        await fetch(make_feed(url=server.url("/a")), FeedState())
    with pytest.raises(FetchError, match="asked for silence") as silence:
        await fetch(make_feed(url=server.url("/b")), FeedState())
    assert isinstance(await fetch(make_feed(url=server.url("/b", "127.0.0.2")), FeedState()), Page)

    sibling = after_failure(make_feed(), FeedState(), silence.value, now=NOW, rules=RULES)
    assert (sibling.failures, sibling.why) == (0, "127.0.0.1 asked for silence")
    assert sibling.due is not None
    assert sibling.due > NOW + timedelta(seconds=590)
    assert [asked.path for asked in server.asked] == ["/a", "/b"]
    assert silence.value.retry_after is not None
    assert silence.value.retry_after > timedelta(seconds=590)


@pytest.mark.parametrize("status", [429, 500, 502, 503, 504])
async def test_a_failing_server_is_asked_ever_more_rarely_until_it_answers(
    server: Server, fetch: Fetcher, clock: Time, status: int
) -> None:
    """18."""
    waits = []
    poller = Poller(fetch, make_feed(url=server.url(host=f"127.0.1.{status % 250}")), clock)
    for number in range(9):
        server.answer = Answer(status, b"")
        fetch._hosts._hosts.clear()  # as after a restart: what is tested is the feed's own patience
        await poller.poll()
        waits.append(poller.wait)
        clock.pass_by(poller.wait)
        assert poller.state.failures == number + 1

    assert all(later > 1.5 * earlier for earlier, later in pairwise(waits[:6]))
    assert all(wait <= 1.1 * DAY for wait in waits)
    assert waits[-1] >= DAY
    server.answer = Answer()
    fetch._hosts._hosts.clear()
    await poller.poll()
    assert (poller.state.failures, poller.state.failing_since) == (0, None)


async def test_a_feed_that_is_gone_is_never_asked_again(server: Server, poller: Poller) -> None:
    """19."""
    server.answer = Answer(410, b"")

    assert await poller.poll_for(30 * DAY) == 1
    assert "gone" in poller.state.disabled


async def test_a_feed_not_found_is_given_up_after_a_week(server: Server, poller: Poller) -> None:
    """20."""
    server.answer = Answer(404, b"")

    polls = await poller.poll_for(30 * DAY)

    assert 7 <= polls <= 20
    assert "not found" in poller.state.disabled


async def test_a_permanent_redirect_is_believed_after_three_sightings_over_a_day(
    server: Server, poller: Poller, clock: Time
) -> None:
    """21."""
    server.on("/feed", Answer(301, b"", {"Location": "/new"}))
    for number in range(20):
        server.on("/new", Answer(body=other(number)))
        await poller.poll()
        if poller.state.moved_to:
            break
        clock.pass_by(5 * HOUR)

    assert number == 5
    assert poller.state.moved_to == server.url("/new")
    await poller.poll()
    assert server.asked[-1].path == "/new"
    assert server.asked[-2].path == "/new"


async def test_a_permanent_redirect_seen_twice_is_not_believed_however_long_ago_the_first_time_was(
    server: Server, poller: Poller, clock: Time
) -> None:
    """21."""
    server.on("/feed", Answer(301, b"", {"Location": "/new"}))
    moved = []
    for _ in range(3):
        await poller.poll()
        moved.append(poller.state.moved_to)
        clock.pass_by(30 * HOUR)

    assert moved == ["", "", server.url("/new")]


async def test_a_permanent_redirect_to_what_is_no_feed_is_not_believed(
    server: Server, poller: Poller, clock: Time
) -> None:
    """21."""
    server.on("/feed", Answer(308, b"", {"Location": "/parked"}))
    server.on("/parked", Answer(body=b"<html>This domain is for sale</html>"))

    for _ in range(6):
        await poller.poll()
        clock.pass_by(DAY)

    assert poller.state.moved_to == ""


async def test_a_permanent_redirect_to_another_owner_needs_the_operators_word(server: Server, fetch: Fetcher) -> None:
    """21."""
    server.on("/feed", Answer(301, b"", {"Location": server.url("/new", "127.0.0.9")}))

    with pytest.raises(FetchError, match=r"moved to 127\.0\.0\.9"):
        await fetch(make_feed(url=server.url()), FeedState())
    assert isinstance(await fetch(make_feed(url=server.url(), domains=("127.0.0.9",)), FeedState()), Page)


@pytest.mark.parametrize("status", [302, 303, 307])
async def test_a_temporary_redirect_never_changes_the_address(
    server: Server, poller: Poller, clock: Time, status: int
) -> None:
    """22."""
    server.on("/feed", Answer(status, b"", {"Location": "/today"}))
    for number in range(6):
        server.on("/today", Answer(body=other(number)))
        await poller.poll()
        clock.pass_by(DAY)

    assert (poller.state.moved_to, poller.state.redirect) == ("", None)


async def test_a_chain_with_one_temporary_link_is_not_permanent(server: Server, fetch: Fetcher, feed: Feed) -> None:
    """22."""
    server.on("/feed", Answer(302, b"", {"Location": "/b"}))
    server.on("/b", Answer(301, b"", {"Location": "/c"}))

    page = await fetch(feed, FeedState())

    assert isinstance(page, Page)
    assert (page.moved_to, page.url) == ("", server.url("/c"))


async def test_a_redirect_loop_is_one_error(server: Server, fetch: Fetcher, feed: Feed) -> None:
    """23."""
    server.on("/feed", Answer(302, b"", {"Location": "/feed"}))

    with pytest.raises(FetchError, match="more than 5 redirects"):
        await fetch(feed, FeedState())

    assert len(server.asked) == 6


async def test_a_redirect_to_nowhere_is_an_error(server: Server, fetch: Fetcher, feed: Feed) -> None:
    """23."""
    server.answer = Answer(301, b"")

    with pytest.raises(FetchError, match="nowhere"):
        await fetch(feed, FeedState())


async def test_who_we_are_is_said_and_nothing_else_is_told(server: Server, poller: Poller) -> None:
    """29, 30, 31, 32."""
    server.answer = Answer(headers={"Set-Cookie": "id=1", "ETag": '"a"'})

    await poller.poll()
    await poller.poll()

    for asked in server.asked:
        assert asked.headers["User-Agent"] == AGENT
        assert AGENT == "Newswatch/0.1 (+https://newswatch.example/about; feed poller; 3 subscribers)"
        assert not {"Cookie", "Referer", "Authorization"} & set(asked.headers)
        assert asked.path == "/feed"
        assert {"gzip", "br"} <= set(asked.headers["Accept-Encoding"].split(", "))
        assert "application/rss+xml" in asked.headers["Accept"]


async def test_a_cookie_is_not_given_back(server: Server, fetch: Fetcher, clock: Time) -> None:
    """30: to a host with a name, since nobody keeps the cookies of a bare address."""
    server.answer = Answer(headers={"Set-Cookie": "reader=7"})
    poller = Poller(fetch, make_feed(url=server.url(host="localhost")), clock)

    await poller.poll()
    await poller.poll()

    assert len(server.asked) == 2
    assert "Cookie" not in server.headers_of(1)


async def test_an_address_is_asked_as_it_is_written(server: Server, fetch: Fetcher) -> None:
    """31."""
    await fetch(make_feed(url=server.url("/a%2Fb%7e?x=%d0%B0&y=a+b&z")), FeedState())

    assert server.asked[0].path == "/a%2Fb%7e?x=%d0%B0&y=a+b&z"


async def test_one_host_is_asked_by_two_at_once_at_most_and_with_pauses() -> None:
    """33: 15 feeds of one host, some on the same platform under other names, beside 15 of others."""
    now = asyncio.get_running_loop().time
    hosts = Hosts(Manners(per_host=2, spacing=0.03, starts=1e6), now)
    starts: list[float] = []
    others = running = most = 0

    async def poll(host: str) -> None:
        nonlocal others, running, most
        async with hosts.turn(host):
            if not host.endswith("blogspot.com"):
                others += 1
                return
            starts.append(now())
            running += 1
            most = max(most, running)
            await asyncio.sleep(0.07)
            running -= 1

    names = [f"blog{n % 3}.blogspot.com" for n in range(15)] + [f"h{n}.example" for n in range(15)]
    await asyncio.gather(*map(poll, names))

    assert (most, others) == (2, 15)
    assert min(later - earlier for earlier, later in pairwise(starts)) >= 0.029


async def test_what_is_overdue_after_a_downtime_is_spread_over_time() -> None:
    """35: 60 feeds of 60 hosts, 100 starts a second."""
    now = asyncio.get_running_loop().time
    hosts = Hosts(Manners(spacing=0.0, starts=100), now)
    starts: list[float] = []

    async def poll(number: int) -> None:
        async with hosts.turn(f"h{number}.example"):
            starts.append(now())

    began = now()
    await asyncio.gather(*map(poll, range(60)))

    assert all(start - began >= number / 100 - 0.001 for number, start in enumerate(starts))


async def test_waiting_goes_by_a_clock_that_never_steps(server: Server, clock: Time) -> None:
    """40: the time of day jumps a day back and two forward; pauses stay as long as they are."""
    async with Fetcher(clock=clock, agent=AGENT, allowed=LOOPBACK, manners=Manners(spacing=0.1, starts=1e6)) as fetch:
        for step in (timedelta(0), -DAY, 2 * DAY):
            clock.pass_by(step)
            await asyncio.wait_for(fetch(make_feed(url=server.url()), FeedState()), 30)

    gaps = [later.at - earlier.at for earlier, later in pairwise(server.asked)]
    assert all(gap < 30 for gap in gaps)


async def test_only_the_feed_itself_is_asked_for(server: Server, poller: Poller) -> None:
    """39: no robots.txt, no icon, no article."""
    await poller.poll_for(3 * DAY)

    assert {asked.path for asked in server.asked} == {"/feed"}


async def test_an_unchanged_answer_tells_which_address_it_is_of(fetch: Fetcher, feed: Feed) -> None:
    page = await fetch(feed, FeedState())
    assert isinstance(page, Page)

    answer = await fetch(feed, FeedState(body_hash=page.body_hash))

    assert isinstance(answer, Unchanged)
    assert (answer.asked, answer.status) == (feed.url, 200)
