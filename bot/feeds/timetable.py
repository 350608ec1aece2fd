"""When may this feed be asked again? The rules that set its next time.

Nothing here asks the network or the clock: an answer, a failure and `now` go in, the feed's new state comes out. The
rules of politeness are lower bounds; the feed's own rhythm (rhythm.py) fills what they leave open; within what is
left to jitter, the minute is taken for which least is planned (agenda.py).
"""

import hashlib
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Final

from bot.errors import FeedError, FetchError, MovedError
from bot.feeds.agenda import NOTHING_PLANNED, Planned, calmest
from bot.feeds.document import Document, Hints
from bot.feeds.identity import Sorting
from bot.feeds.rhythm import Rhythm, interval, observed, told
from bot.feeds.state import FeedState, Redirect
from bot.model import Feed, Page, Unchanged, Validators


@dataclass(frozen=True, slots=True)
class Rules:
    """Tuning values of politeness and patience."""

    rhythm: Rhythm = field(default_factory=Rhythm)
    jitter: float = 0.1
    hint_limit: timedelta = timedelta(hours=24)
    retry_limit: timedelta = timedelta(days=7)
    backoff: timedelta = timedelta(minutes=15)
    backoff_limit: timedelta = timedelta(hours=24)
    unconditional_after: timedelta = timedelta(days=8)
    gone_after: timedelta = timedelta(days=7)
    redirect_sightings: int = 3
    redirect_age: timedelta = timedelta(hours=24)
    fall_back_after: timedelta = timedelta(hours=24)


RULES: Final = Rules()
RHYTHM: Final = "its rhythm"
OUR_NETWORK: Final = "our own network seems to be down"


def conditions(state: FeedState, *, now: datetime, rules: Rules) -> Validators:
    """Return what to ask "only if changed" with; they may be told only to the address that gave them.

    Every eighth day nothing is returned, since some servers answer 304 for ever.
    """
    stale = state.body_at is None or now - state.body_at >= rules.unconditional_after
    return Validators() if stale else state.validators


def after_success(
    feed: Feed,
    state: FeedState,
    page: Page,
    document: Document,
    sorting: Sorting,
    *,
    now: datetime,
    rules: Rules,
    planned: Planned = NOTHING_PLANNED,
) -> FeedState:
    """Return the state after a document was read; to be stored in one transaction with what was new in it."""
    if state.last_success is None:
        rate = told((one.stated for one in sorting.new if one.stated), now) or state.rate
    else:
        rate = _rate(state, len(sorting.new), now, rules)
    state = _answered(state, page, now=now, rules=rules)
    state = replace(
        state,
        body_hash=page.body_hash,
        body_at=now,
        last_new=now if sorting.new else state.last_new,
        rate=rate,
        items=state.items + len(sorting.new),
        hints=document.hints,
        shared_links=state.shared_links or sorting.shared_links,
        catching_up=False,
    )
    return _scheduled(feed, state, page.fresh_for, now=now, rules=rules, planned=planned)


def after_unchanged(
    feed: Feed,
    state: FeedState,
    answer: Unchanged,
    *,
    now: datetime,
    rules: Rules,
    planned: Planned = NOTHING_PLANNED,
) -> FeedState:
    """Return the state after an answer that held nothing new. The same bytes again count as a body that was read."""
    rate = _rate(state, 0, now, rules)
    state = replace(_answered(state, answer, now=now, rules=rules), rate=rate)
    if answer.status == 200:
        state = replace(state, body_at=now)
    return _scheduled(feed, state, answer.fresh_for, now=now, rules=rules, planned=planned)


def after_failure(
    feed: Feed, state: FeedState, error: FeedError, *, now: datetime, rules: Rules, ours: bool = False
) -> FeedState:
    """Return the state after a poll that failed: a wait that doubles each time, or what the server asked for.

    If the fault is `ours` (health.Network), or another feed of its host was told to wait, nothing is held against it.
    An address that the feed moved to and that fails is given up for the configured one.
    """
    status = error.status if isinstance(error, FetchError) else 0
    asked = error.retry_after if isinstance(error, FetchError) else None
    if ours:
        wait = max(rules.backoff, min(asked or rules.backoff, rules.retry_limit))
        return replace(state, last_poll=now, due=now + wait, why=OUR_NETWORK)
    if asked is not None and status == 0:
        return replace(state, due=now + min(asked, rules.retry_limit), why=error.reason)
    state = replace(
        state,
        last_poll=now,
        polls=state.polls + 1,
        failures=state.failures + 1,
        failing_since=state.failing_since or now,
        last_error=error.reason,
    )
    if isinstance(error, MovedError):
        state = replace(state, redirect=_sighted(state.redirect, error.target, now, foreign=True))
    if state.moved_to and _is_lost(state, status, now=now, rules=rules):
        why = "the address it moved to fails: the configured one is asked again"
        return replace(_at_home(state), due=now + rules.backoff, why=why)
    if status == 410:
        return replace(state, disabled="gone: the server says for good (HTTP 410)", due=None, why="never: it is gone")
    if status == 404 and now - (state.failing_since or now) >= rules.gone_after:
        return replace(state, disabled="not found for a week (HTTP 404)", due=None, why="never: not found for a week")
    if asked is not None:
        wait, why = min(asked, rules.retry_limit), "the server asked us to wait"
    else:
        wait = doubled(state.failures, rules) * (1 + rules.jitter * _share(feed, state.polls))
        why = f"{state.failures} failures in a row" if state.failures > 1 else "it failed"
    return replace(state, due=now + wait, why=why)


def doubled(failures: int, rules: Rules) -> timedelta:
    """Return how long to wait after so many failures in a row: twice as long each time."""
    return min(rules.backoff * (1 << min(failures - 1, 20)), rules.backoff_limit)


def _answered(state: FeedState, answer: Page | Unchanged, *, now: datetime, rules: Rules) -> FeedState:
    """Return the state with what any good answer tells: it lives, its validators, whether it is moving."""
    offered = answer.validators
    if isinstance(answer, Unchanged) and answer.status == 304:
        old = state.validators
        offered = Validators(answer.url, offered.etag or old.etag, offered.last_modified or old.last_modified)
    return _moved(
        replace(
            state,
            validators=offered,
            last_poll=now,
            last_success=now,
            polls=state.polls + 1,
            failures=0,
            failing_since=None,
            last_error="",
        ),
        answer.moved_to,
        now=now,
        rules=rules,
    )


def _moved(state: FeedState, target: str, *, now: datetime, rules: Rules) -> FeedState:
    """Return the state with a permanent redirect counted, and followed once it has proved to be one."""
    if not target:
        return state if state.redirect is None else replace(state, redirect=None)
    seen = _sighted(state.redirect, target, now)
    if seen.sightings >= rules.redirect_sightings and now - seen.since >= rules.redirect_age:
        return replace(state, redirect=None, moved_to=target)
    return replace(state, redirect=seen)


def _sighted(before: Redirect | None, target: str, now: datetime, *, foreign: bool = False) -> Redirect:
    """Return a permanent redirect seen once more."""
    if before is None or before.target != target or before.foreign != foreign:
        return Redirect(target, 1, now, foreign)
    return replace(before, sightings=before.sightings + 1)


def _is_lost(state: FeedState, status: int, *, now: datetime, rules: Rules) -> bool:
    """Return whether the address a feed moved to has to be given up: at once if nothing is there, else after a day."""
    return status in {404, 410} or now - (state.failing_since or now) >= rules.fall_back_after


def _at_home(state: FeedState) -> FeedState:
    """Return the state of a feed that is asked at its configured address again, about which nothing is known."""
    return replace(state, moved_to="", redirect=None, validators=Validators(), body_hash="", body_at=None)


def excused(state: FeedState) -> FeedState:
    """Return the state without the failure that turned out to be our own network's."""
    return replace(state, failures=0, failing_since=None, last_error="", why=OUR_NETWORK)


def _rate(state: FeedState, new: int, now: datetime, rules: Rules) -> float:
    return observed(state.rate, new, state.last_success, now, rules.rhythm)


def _scheduled(
    feed: Feed, state: FeedState, fresh_for: timedelta | None, *, now: datetime, rules: Rules, planned: Planned
) -> FeedState:
    due, why = next_due(feed, state, fresh_for, now=now, rules=rules, planned=planned)
    return replace(state, due=due, why=why)


def next_due(
    feed: Feed,
    state: FeedState,
    fresh_for: timedelta | None,
    *,
    now: datetime,
    rules: Rules,
    planned: Planned = NOTHING_PLANNED,
) -> tuple[datetime, str]:
    """Return when to ask next after a good answer, and why then, in plain words.

    The longest of the feed's rhythm and what the server and the document ask for (each at most `hint_limit`) counts;
    then hours and days the document wants skipped are skipped. Jitter only ever lengthens the wait; it takes
    the minute for which least is `planned`.
    """
    waits = [(interval(state.rate, feed.weight, rules.rhythm), RHYTHM)]
    for wish, why in (
        (fresh_for, "the server says it stays fresh"),
        (state.hints.ttl, "the feed's ttl"),
        (state.hints.period, "the feed's update period"),
    ):
        if wish:
            waits.append((min(wish, rules.hint_limit), why))
    wait, why = max(waits, key=lambda pair: pair[0])
    most, share = _spread(feed, state, rules)
    longest = max(wait, rules.hint_limit)
    latest, wished = (now + min(wait * (1 + spread), longest) for spread in (most, most * share))
    due = calmest(now + wait, latest, wished, planned)
    allowed = _after_skips(due, state.hints)
    return (allowed, "the feed asks to be left alone at that hour or day") if allowed > due else (due, why)


def hastened(feed: Feed, state: FeedState, *, rules: Rules) -> FeedState:
    """Return the state of a feed whose rhythm is quicker now than when it was planned: it is asked as much sooner."""
    if state.why != RHYTHM or state.due is None or state.last_poll is None:
        return state
    wait = interval(state.rate, feed.weight, rules.rhythm)
    most, share = _spread(feed, state, rules)
    if state.due <= state.last_poll + wait * (1 + most):
        return state
    return replace(state, due=state.last_poll + wait * (1 + most * share))


def _spread(feed: Feed, state: FeedState, rules: Rules) -> tuple[float, float]:
    """Return by how much of its wait a feed may be asked later, and which share of that is its own.

    The second poll is put somewhere within one more wait: feeds added together must not stay together.
    """
    return (1.0, _share(feed, 0)) if state.polls <= 1 else (rules.jitter, _share(feed, state.polls))


def _after_skips(due: datetime, hints: Hints) -> datetime:
    """Return the first moment from `due` on that the document does not want skipped; `due` itself if it wants all
    skipped.
    """
    if len(hints.skip_hours) >= 24 or len(hints.skip_days) >= 7:
        return due
    moment = due
    while moment.hour in hints.skip_hours or moment.weekday() in hints.skip_days:
        moment = moment.replace(minute=due.minute, second=due.second) + timedelta(hours=1)
    return moment


def _share(feed: Feed, poll: int) -> float:
    """Return a number from 0 to 1 that is the same for the same feed and poll: jitter that a restart does not
    change.
    """
    return int.from_bytes(hashlib.blake2b(f"{feed.id}\n{poll}".encode(), digest_size=6).digest()) / 2**48
