"""When a feed may be asked again, without a network: rhythm, lower bounds, spread."""

import heapq
import math
import statistics
from collections import Counter
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.errors import FeedError, FetchError, FormatError, MovedError
from bot.feeds.agenda import Agenda, calmest
from bot.feeds.document import Document, Hints
from bot.feeds.health import Network, condition, describe, may_be_ours, notice
from bot.feeds.identity import Sorting
from bot.feeds.rhythm import DAY, Rhythm, interval, observed, scale_for
from bot.feeds.state import FeedState, Redirect, address, from_json, to_json
from bot.feeds.timetable import RULES, after_failure, after_success, after_unchanged, hastened, next_due
from bot.model import FeedId, Page, Unchanged, Validators
from tests.builders import NOW, make_feed, make_item

MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)
FEED = make_feed()
PAGE = Page(asked=FEED.url, url=FEED.url, body=b"", body_hash="h")
NO_HINTS = Hints()
SAME = Unchanged(asked=FEED.url, url=FEED.url, status=304)
BUSY = FeedState(rate=1000.0, polls=5, last_success=NOW, body_at=NOW)


def due(hints: Hints = NO_HINTS, *, now: datetime = NOW, fresh_for: timedelta | None = None) -> datetime:
    return next_due(FEED, replace(BUSY, hints=hints), fresh_for, now=now, rules=RULES)[0]


def test_a_ttl_is_a_lower_bound() -> None:
    """25."""
    assert NOW + 3 * HOUR <= due(Hints(ttl=3 * HOUR)) <= NOW + 4 * HOUR


def test_a_ttl_of_years_is_cut_to_a_day() -> None:
    """25."""
    assert due(Hints(ttl=timedelta(days=3000))) == NOW + DAY


def test_hours_to_skip_are_skipped() -> None:
    """26."""
    asleep = Hints(skip_hours=frozenset(range(12, 20)))

    assert due(asleep) >= NOW.replace(hour=20)
    assert due(asleep) < NOW.replace(hour=21)


def test_days_to_skip_are_skipped() -> None:
    """27: 1 March 2026 is a Sunday."""
    moment = due(Hints(skip_days=frozenset({6, 0})))

    assert moment.date() == NOW.date() + timedelta(days=2)


@pytest.mark.parametrize("hints", [Hints(skip_hours=frozenset(range(24))), Hints(skip_days=frozenset(range(7)))])
def test_a_feed_that_wants_everything_skipped_is_asked_as_if_it_wanted_nothing(hints: Hints) -> None:
    """28."""
    assert due(hints) == due()


def test_an_update_period_is_a_lower_bound() -> None:
    """28."""
    assert due(Hints(period=6 * HOUR)) >= NOW + 6 * HOUR


@given(
    st.floats(0, 1e6),
    st.floats(0, 100),
    st.none() | st.timedeltas(min_value=timedelta(0), max_value=timedelta(days=9999)),
    st.frozensets(st.integers(0, 23)),
    st.frozensets(st.integers(0, 6)),
    st.integers(0, 10**6),
)
def test_no_feed_is_ever_asked_before_the_floor_nor_forgotten(
    rate: float, weight: float, fresh: timedelta | None, hours: frozenset[int], days: frozenset[int], polls: int
) -> None:
    state = FeedState(rate=rate, polls=polls, hints=Hints(skip_hours=hours, skip_days=days))

    moment, why = next_due(make_feed(weight=weight), state, fresh, now=NOW, rules=RULES)

    assert NOW + RULES.rhythm.floor <= moment <= NOW + timedelta(days=9)
    assert why


def test_more_news_and_more_weight_mean_shorter_waits_in_proportion_to_the_square_root() -> None:
    rhythm = Rhythm()

    assert interval(4, 1, rhythm) == interval(1, 1, rhythm) / 2 == interval(1, 4, rhythm)
    assert interval(0, 1, rhythm) == rhythm.ceiling
    assert interval(1e9, 1, rhythm) == rhythm.floor


def test_feeds_of_all_rates_together_keep_to_the_budget() -> None:
    demands = [(rate, weight) for rate in (0.1, 1, 10, 100, 1000) for weight in (0.5, 1, 3)] * 20

    scale = scale_for(demands, 6_000, Rhythm())

    polls = sum(DAY / interval(rate, weight, Rhythm(scale=scale)) for rate, weight in demands)
    assert 5_900 <= polls <= 6_000


def test_the_rate_follows_what_a_feed_does() -> None:
    rate, now = 1.0, NOW
    for _ in range(24 * 14):
        rate = observed(rate, 2, now, now + HOUR, Rhythm())
        now += HOUR
    assert 40 < rate < 49

    for _ in range(24 * 14):
        rate = observed(rate, 0, now, now + HOUR, Rhythm())
        now += HOUR
    assert rate < 10


def test_feeds_added_together_spread_over_the_hour_and_prefer_no_minute() -> None:
    """36: 10,000 feeds that a server wants asked hourly, all polled first in one minute."""
    minutes: Counter[int] = Counter()
    for number in range(10_000):
        feed = make_feed(id=FeedId(f"feed-{number}"))
        state = FeedState(rate=100.0, polls=1, hints=Hints(ttl=HOUR))
        now = NOW
        for polls in range(1, 4):
            now, _ = next_due(feed, replace(state, polls=polls), None, now=now, rules=RULES)
        minutes[now.minute] += 1

    counts = [minutes[minute] for minute in range(60)]
    assert statistics.pstdev(counts) / statistics.mean(counts) < 0.2
    assert counts[0] < 1.5 * statistics.mean(counts)


def test_a_restart_changes_nothing_of_when_a_feed_is_due() -> None:
    """34: the time is a function of the feed and its polls, and is stored."""
    assert due() == due()
    assert from_json(to_json(replace(BUSY, due=due()))).due == due()


def test_a_redirect_that_changes_its_mind_is_counted_anew() -> None:
    state = FeedState(redirect=Redirect("http://feeds.example/b", 2, NOW - 2 * DAY))

    after = after_unchanged(FEED, state, replace(SAME, moved_to="http://feeds.example/c"), now=NOW, rules=RULES)
    assert after.redirect == Redirect("http://feeds.example/c", 1, NOW)

    after = after_unchanged(FEED, after, SAME, now=NOW, rules=RULES)
    assert (after.redirect, after.moved_to) == (None, "")


def test_what_a_document_brings_is_remembered() -> None:
    items = (make_item(number=1), make_item(number=2))
    document = Document(hints=Hints(ttl=HOUR))
    page = replace(PAGE, validators=Validators(FEED.url, '"a"', ""))

    state = after_success(
        FEED, FeedState(failures=3, failing_since=NOW, last_error="x"), page, document,
        Sorting(new=items, shared_links=True), now=NOW, rules=RULES,
    )  # fmt: skip

    assert (state.items, state.body_hash, state.validators.etag, state.hints.ttl) == (2, "h", '"a"', HOUR)
    assert (state.failures, state.failing_since, state.last_error, state.last_new) == (0, None, "", NOW)
    assert state.shared_links
    assert not state.first


STATES = st.builds(
    FeedState,
    validators=st.builds(Validators, st.text(), st.text(), st.text()),
    body_hash=st.text(),
    body_at=st.none() | st.datetimes(timezones=st.just(UTC)),
    due=st.none() | st.datetimes(timezones=st.just(UTC)),
    redirect=st.none() | st.builds(Redirect, st.text(), st.integers(0, 9), st.datetimes(timezones=st.just(UTC))),
    rate=st.floats(0, 1e9),
    failures=st.integers(0, 10**6),
    hints=st.builds(
        Hints,
        ttl=st.none() | st.integers(1, 10**6).map(lambda minutes: timedelta(minutes=minutes)),
        skip_hours=st.frozensets(st.integers(0, 23)),
        hub=st.text(),
    ),
)


@given(STATES)
def test_a_state_comes_back_from_json_as_it_was(state: FeedState) -> None:
    assert from_json(to_json(state)) == state


def test_a_state_of_another_version_is_read_as_far_as_it_goes() -> None:
    assert from_json('{"failures": 3, "of_the_future": {"x": 1}}') == FeedState(failures=3)
    assert from_json("{}") == FeedState()


def test_when_our_own_network_is_down_nothing_is_held_against_a_feed() -> None:
    error = FetchError("its host name is not known")

    state = after_failure(FEED, BUSY, error, now=NOW, rules=RULES, ours=True)

    assert (state.failures, state.failing_since, state.last_error) == (0, None, "")
    assert state.due == NOW + RULES.backoff
    assert "our own network" in state.why


@pytest.mark.parametrize("polls", [1, 9])
def test_a_quicker_rhythm_counts_for_feeds_that_are_planned_already(polls: int) -> None:
    slow = replace(RULES, rhythm=Rhythm(ceiling=timedelta(hours=6)))
    quick = replace(RULES, rhythm=Rhythm(ceiling=timedelta(minutes=15)))
    due, why = next_due(FEED, FeedState(polls=polls), None, now=NOW, rules=slow)
    planned = FeedState(polls=polls, last_poll=NOW, due=due, why=why)

    sooner = hastened(FEED, planned, rules=quick).due

    assert sooner is not None
    assert NOW + timedelta(minutes=15) <= sooner <= NOW + timedelta(minutes=30)
    assert hastened(FEED, planned, rules=slow) == planned
    asked_to_wait = replace(planned, why="the server asked us to wait")
    assert hastened(FEED, asked_to_wait, rules=quick) == asked_to_wait


def test_our_network_is_to_blame_when_more_than_three_feeds_in_ten_fail_together() -> None:
    network = Network()

    def polled(answers: str, now: datetime) -> list[str]:
        """Ask feed a, b, c ... in turn; a dash is a failure. Return what the operator is told."""
        told = [network.note(FeedId(str(n)), failed=answer == "-", now=now) for n, answer in enumerate(answers)]
        return [one.text for some in told for one in some]

    assert polled("aaaaaaa---", NOW) == []
    assert polled("aaaaaa----", NOW + 20 * MINUTE) == [
        "4 of 10 feeds fail together: our own network seems to be down, nothing is held against them"
    ]
    assert polled("----------", NOW + 3 * HOUR) == []
    assert polled("aaaaaaa---", NOW + 4 * HOUR) == ["our own network is back after 3 h"]
    assert not network.down


def test_failures_that_do_not_come_together_or_of_very_few_feeds_are_the_feeds_own() -> None:
    network = Network()

    for number in range(12):
        network.note(FeedId(str(number)), failed=True, now=NOW + number * 10 * MINUTE)

    assert not network.down


@pytest.mark.parametrize(
    ("state", "error", "expected"),
    [
        (BUSY, FetchError("no connection"), True),
        (BUSY, FormatError("a web page, not a feed"), True),
        (BUSY, FetchError("gone", status=410), False),
        (BUSY, FetchError("busy", status=503, retry_after=HOUR), False),
        (BUSY, MovedError("http://b.example/", "b.example"), False),
        (FeedState(), FetchError("no connection"), True),
        (FeedState(last_poll=NOW), FetchError("no connection"), False),
    ],
)
def test_what_a_server_says_itself_is_never_our_networks_fault(
    state: FeedState, error: FeedError, *, expected: bool
) -> None:
    assert may_be_ours(state, error) is expected


def test_our_networks_fault_does_not_shorten_what_a_server_asked_for() -> None:
    error = FetchError("busy", status=503, retry_after=5 * HOUR)

    state = after_failure(FEED, BUSY, error, now=NOW, rules=RULES, ours=True)

    assert state.due == NOW + 5 * HOUR


@pytest.mark.parametrize(("status", "polls"), [(404, 1), (410, 1), (500, 2)])
def test_an_address_a_feed_moved_to_and_that_dies_is_given_up_for_the_configured_one(status: int, polls: int) -> None:
    """21."""
    state = replace(BUSY, moved_to="http://new.example/", validators=Validators("http://new.example/", '"a"', ""))
    now = NOW
    for _ in range(polls):
        state = after_failure(FEED, state, FetchError(f"HTTP {status}", status=status), now=now, rules=RULES)
        now += DAY

    assert address(FEED, state) == FEED.url
    assert (state.disabled, state.validators, state.body_hash) == ("", Validators(), "")
    assert state.due is not None


def test_an_address_a_feed_moved_to_and_that_merely_stumbles_is_kept() -> None:
    state = replace(BUSY, moved_to="http://new.example/")

    assert after_failure(FEED, state, FetchError("timed out"), now=NOW, rules=RULES).moved_to == "http://new.example/"


@pytest.mark.parametrize(
    ("state", "expected"),
    [
        (FeedState(), "new"),
        (BUSY, "fine"),
        (replace(BUSY, failures=2, failing_since=NOW - HOUR), "failing"),
        (replace(BUSY, failures=9, failing_since=NOW - 3 * DAY), "dead"),
        (FeedState(disabled="gone"), "dead"),
        (FeedState(paused=True), "off"),
        (FeedState(double_of="other"), "double"),
        (replace(BUSY, failures=1, redirect=Redirect("http://b.example/", 1, NOW, foreign=True)), "moved"),
        (replace(BUSY, failures=1, redirect=Redirect("http://b.example/", 1, NOW)), "failing"),
        (replace(BUSY, last_new=NOW - 2 * DAY, rate=20), "silent"),
        (replace(BUSY, last_new=NOW - 2 * DAY, rate=2), "fine"),
        (replace(BUSY, last_new=NOW - 31 * DAY, rate=0.01), "silent"),
    ],
)
def test_how_a_feed_is_doing_is_judged_by_its_own_rhythm(state: FeedState, expected: str) -> None:
    assert condition(state, now=NOW) == expected


def test_a_feed_that_falls_silent_is_reported_once_and_so_is_its_return() -> None:
    state = replace(BUSY, last_new=NOW - 2 * DAY, rate=20)

    state, first = notice(FEED, state, now=NOW)
    state, second = notice(FEED, state, now=NOW + HOUR)
    state, third = notice(FEED, replace(state, last_new=NOW + HOUR), now=NOW + HOUR)
    _, fourth = notice(FEED, state, now=NOW + 2 * HOUR)

    assert [(one.kind, one.text.startswith("Harbour Post: silent")) for one in first] == [("feed-silent", True)]
    assert (second, fourth) == ([], [])
    assert [(one.kind, one.text) for one in third] == [("feed-over", "Harbour Post: back, after it was silent")]


def test_a_feed_stays_silent_until_there_is_news_though_less_and_less_is_expected_of_it() -> None:
    state = replace(BUSY, last_new=NOW - 2 * DAY, rate=20)
    lines = []
    for day in range(25):
        state, line = notice(FEED, replace(state, rate=20 * 0.5**day), now=NOW + day * DAY)
        lines.append(line)

    assert [bool(line) for line in lines] == [True] + [False] * 24


@pytest.mark.parametrize(
    ("state", "words"),
    [
        (FeedState(disabled="gone"), "no longer asked: gone"),
        (FeedState(), "next now"),
        (FeedState(due=NOW, why="its rhythm"), "next now (its rhythm)"),
        (FeedState(double_of="x", why="never: x is asked"), "never: x is asked"),
        (FeedState(moved_to="http://b.example/", due=NOW), "moved to http://b.example/"),
        (
            FeedState(redirect=Redirect("http://b.example/", 2, NOW)),
            "redirects to http://b.example/ (seen 2 times)",
        ),
        (FeedState(unusable=(("no link", 3),)), "unusable in the last document: 3 × no link"),
    ],
)
def test_a_description_says_when_the_feed_is_asked_next_where_it_went_and_what_it_lost(
    state: FeedState, words: str
) -> None:
    assert words in describe(FEED, state, now=NOW)


def test_a_feed_is_described_in_plain_words() -> None:
    state = after_failure(
        FEED, replace(BUSY, items=7), FetchError("HTTP 404: not found", status=404), now=NOW, rules=RULES
    )

    words = describe(FEED, state, now=NOW + MINUTE)

    assert "Harbour Post: failing, 7 items, last read 1 min ago" in words
    assert "failed once, last: HTTP 404: not found, next in 1" in words
    assert "(it failed)" in words


def test_a_day_of_many_feeds_keeps_every_rule_and_an_even_load() -> None:
    """24 simulated hours: floors, and requests spread over the minutes more evenly than chance would."""
    feeds = [make_feed(id=FeedId(f"f{n}"), url=f"http://h{n % 100}.example/{n}") for n in range(300)]
    states = {feed.id: FeedState(rate=10 ** (n % 4 - 1.0)) for n, feed in enumerate(feeds)}
    agenda, start, end = Agenda(), NOW + DAY, NOW + 2 * DAY
    per_minute: Counter[int] = Counter()
    queue = [(NOW, number) for number in range(len(feeds))]
    while queue[0][0] < end:
        now, number = heapq.heappop(queue)
        feed = feeds[number]
        state = states[feed.id]
        if now >= start:
            per_minute[int((now - start) / MINUTE)] += 1
        new = Sorting(new=tuple(make_item(number=n) for n in range(round(state.rate / 24))))
        after = after_success(feed, state, PAGE, Document(), new, now=now, rules=RULES, planned=agenda.planned)
        assert after.due is not None
        assert after.due - now >= interval(after.rate, feed.weight, RULES.rhythm)
        agenda.note(feed.id, after.due)
        states[feed.id] = after
        heapq.heappush(queue, (after.due, number))

    counts = [per_minute[minute] for minute in range(1440)]
    by_chance = 1 / math.sqrt(statistics.mean(counts))
    assert statistics.pstdev(counts) / statistics.mean(counts) < 0.8 * by_chance


def polled(state: FeedState, *stated: datetime | None, now: datetime) -> FeedState:
    """Return a feed's state after a document with new items of these dates."""
    new = tuple(replace(make_item(number=n), stated=moment) for n, moment in enumerate(stated))
    return after_success(FEED, state, PAGE, Document(), Sorting(new=new), now=now, rules=RULES)


def test_a_feed_that_brings_much_is_asked_more_often_and_one_that_brings_nothing_less() -> None:
    state = first = polled(FeedState(), None, now=NOW)
    for _ in range(100):
        assert state.due is not None
        state = polled(state, *[None] * 10, now=state.due)
    assert state.due is not None
    assert state.last_poll is not None
    assert first.due is not None
    assert state.due - state.last_poll < (first.due - NOW) / 4

    idle = replace(state, rate=50.0)
    while idle.due is not None and idle.due < state.due + 40 * DAY:
        idle = polled(idle, now=idle.due)
    assert idle.rate < 1


def test_the_dates_in_a_first_document_tell_how_often_to_ask() -> None:
    wire = polled(FeedState(), *(NOW - n * timedelta(minutes=6) for n in range(40)), now=NOW)
    weekly = polled(FeedState(), *(NOW - n * 7 * DAY for n in range(10)), now=NOW)
    fresh = polled(FeedState(), NOW, NOW, NOW + DAY, now=NOW)

    assert wire.rate > 50
    assert weekly.rate < 0.2
    assert 1 < fresh.rate < 10, "three items of this minute are no thousand a day"
    assert polled(FeedState(), None, None, now=NOW).rate == FeedState().rate, "dates were all there is to go by"


SPANS = st.integers(0, 7200).map(lambda seconds: timedelta(seconds=seconds))


@given(SPANS, SPANS, st.dictionaries(st.integers(0, 120), st.integers(0, 9)))
def test_the_calmest_minute_lies_within_the_jitter_and_no_other_there_is_calmer(
    span: timedelta, wish: timedelta, load: dict[int, int]
) -> None:
    first = int(NOW.timestamp() // 60)
    planned = {first + minute: number for minute, number in load.items()}

    moment = calmest(NOW, NOW + span, NOW + min(wish, span), planned)

    assert NOW <= moment <= NOW + span
    nearby = int(min(wish, span) / MINUTE)
    within = range(first + max(0, nearby - 15), first + min(int(span / MINUTE), nearby + 15) + 1)
    assert planned.get(int(moment.timestamp() // 60), 0) == min(planned.get(minute, 0) for minute in within)


def test_where_nothing_is_planned_the_wished_moment_is_kept() -> None:
    assert calmest(NOW, NOW + HOUR, NOW + 7 * MINUTE, {}) == NOW + 7 * MINUTE


def test_an_agenda_counts_every_feed_once_and_forgets_those_that_stop() -> None:
    agenda = Agenda()
    agenda.note(FeedId("a"), NOW)
    agenda.note(FeedId("b"), NOW)
    agenda.note(FeedId("a"), NOW + HOUR)
    agenda.note(FeedId("b"), None)

    assert dict(agenda.planned) == {int((NOW + HOUR).timestamp() // 60): 1}
