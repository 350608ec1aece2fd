"""How a feed is doing, in words for the operator, and whether he has to be told.

A feed that died or fell silent is reported once; when it comes back, that is reported once too. If many feeds fail to
answer at the same time, none of them is ill: it is our own network.
"""

from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Final, Literal

from bot.errors import FeedError, FetchError, MovedError
from bot.feeds.identity import Sorting
from bot.feeds.state import FeedState
from bot.feeds.timetable import OUR_NETWORK
from bot.model import Feed, FeedId, Notice
from bot.text.count import counted

Condition = Literal["new", "fine", "failing", "silent", "moved", "dead", "double", "off"]
_REPORTED: Final = frozenset({"silent", "moved", "dead", "double"})


@dataclass(frozen=True, slots=True)
class Patience:
    """After how long failing a feed is dead; how many items must be overdue, or how long nothing come, to be silent.

    A document of fewer than `whole` items may have been emptied on purpose: nothing is missed.
    """

    dead: timedelta = timedelta(days=3)
    missed: float = 12.0
    silent_from: timedelta = timedelta(days=1)
    silent: timedelta = timedelta(days=30)
    whole: int = 5


PATIENCE = Patience()


def condition(state: FeedState, *, now: datetime, patience: Patience = PATIENCE) -> Condition:
    """Return how a feed is doing. Silence is judged against its own rhythm: so many items should have come by now."""
    is_dead = bool(state.disabled) or now - (state.failing_since or now) >= patience.dead
    has_moved = state.failures > 0 and state.redirect is not None and state.redirect.foreign
    tests: tuple[tuple[Condition, bool], ...] = (
        ("off", state.paused),
        ("double", bool(state.double_of)),
        ("moved", has_moved),
        ("dead", is_dead),
        ("failing", state.failures > 0),
        ("new", state.first),
        ("silent", _is_silent(state, now, patience)),
    )
    return next((name for name, holds in tests if holds), "fine")


def _is_silent(state: FeedState, now: datetime, patience: Patience) -> bool:
    quiet_for = now - (state.last_new or state.last_success or now)
    overdue = quiet_for / timedelta(days=1) * state.rate
    # the rate falls while nothing comes: who was silent stays so until there is news
    missed = overdue >= patience.missed or state.reported == "silent"
    return quiet_for >= patience.silent or (quiet_for >= patience.silent_from and missed)


def describe(feed: Feed, state: FeedState, *, now: datetime, patience: Patience = PATIENCE) -> str:
    """Return one line: how the feed is, what came last, what went wrong, when it is asked next and why then."""
    parts = [f"{feed.title}: {condition(state, now=now, patience=patience)}", counted(state.items, "item")]
    if state.last_success:
        parts.append(f"last read {_ago(now - state.last_success)} ago")
    if state.last_new:
        parts.append(f"last news {_ago(now - state.last_new)} ago")
    if state.unusable:
        parts.append("unusable in the last document: " + "; ".join(f"{n} × {why}" for why, n in state.unusable))
    if state.failures:
        parts.append(f"failed {_times(state.failures)}, last: {state.last_error}")
    if redirects := redirection(state):
        parts.append(redirects)
    if not feed.confirmed:
        parts.append(f"raises no alert before it is confirmed (feeds confirm {feed.id})")
    parts.append(_next(state, now))
    return ", ".join(parts)


def redirection(state: FeedState) -> str:
    """Return where the feed moved or redirects to, in plain words; "" if nowhere."""
    if state.moved_to:
        return f"moved to {state.moved_to}"
    if state.redirect:
        return f"redirects to {state.redirect.target} (seen {_times(state.redirect.sightings)})"
    return ""


def _next(state: FeedState, now: datetime) -> str:
    if state.disabled:
        return f"no longer asked: {state.disabled}"
    if state.due is None:
        return state.why or "next now"
    when = "now" if state.due <= now else f"in {_ago(state.due - now)}"
    return f"next {when} ({state.why or 'never asked'})"


def _times(number: int) -> str:
    return "once" if number == 1 else f"{number} times"


def notice(
    feed: Feed, state: FeedState, *, now: datetime, patience: Patience = PATIENCE
) -> tuple[FeedState, list[Notice]]:
    """Return the state with what is now reported of the feed, and what the operator is told, if anything."""
    found = condition(state, now=now, patience=patience)
    if found in _REPORTED and state.reported != found:
        line = describe(feed, state, now=now, patience=patience)
        return replace(state, reported=found), [Notice(f"feed-{found}", feed.id, line)]
    if found in {"fine", "new"} and state.reported:
        line = f"{feed.title}: back, after it was {state.reported}"
        return replace(state, reported=""), [Notice("feed-over", feed.id, line)]
    return state, []


def overlap(
    feed: Feed, state: FeedState, sorting: Sorting, *, newest: datetime | None, patience: Patience = PATIENCE
) -> tuple[FeedState, list[Notice]]:
    """Return the state with whether a document may have left items out, and what the operator is told, if anything.

    Nothing of it was known and the oldest is newer than the `newest` we had: what stood between may have come and gone
    unread.
    """
    if sorting.known and state.gap:
        line = f"{feed.title}: its documents overlap again, nothing is missed any more"
        return replace(state, gap=False), [Notice("gap-over", feed.id, line)]
    if sorting.known or newest is None or len(sorting.new) < patience.whole or state.gap:
        return state, []
    oldest = min(item.published for item in sorting.new)
    if oldest <= newest:
        return state, []
    line = (
        f"{feed.title}: items may be missing: the oldest of its {len(sorting.new)} items is {_ago(oldest - newest)} "
        "newer than the last we had"
    )
    return replace(state, gap=True), [Notice("gap-open", feed.id, line)]


def _ago(span: timedelta) -> str:
    minutes = int(span.total_seconds() // 60)
    if minutes < 120:
        return f"{minutes} min"
    return f"{minutes // 60} h" if minutes < 48 * 60 else f"{minutes // 1440} d"


@dataclass(slots=True)
class Network:
    """Whether it is our own network that fails: of the feeds asked lately that were well, too many failed together.

    What a feed answered last counts for `span`, or for as long as the network is down.
    """

    span: timedelta = timedelta(minutes=30)
    least: int = 5
    share: float = 0.3
    since: datetime | None = None
    _last: dict[FeedId, tuple[datetime, bool]] = field(default_factory=dict)  # in the order of their times
    _failing: int = 0

    @property
    def down(self) -> bool:
        """Whether feeds that fail now are not to blame."""
        return self.since is not None

    @property
    def failed(self) -> tuple[FeedId, ...]:
        """Return the feeds that failed together."""
        return tuple(feed for feed, (_, failed) in self._last.items() if failed)

    def note(self, feed: FeedId, *, failed: bool, now: datetime) -> list[Notice]:
        """Remember one poll; return what the operator is told if the network went down with it, or came back."""
        self._forget(feed)
        self._last[feed] = (now, failed)
        self._failing += failed
        while self.since is None and now - self._last[oldest := next(iter(self._last))][0] > self.span:
            self._forget(oldest)
        number, asked = self._failing, len(self._last)
        fails = asked >= self.least and number > self.share * asked
        if fails and self.since is None:
            self.since = now
            line = f"{number} of {asked} feeds fail together: {OUR_NETWORK}, nothing is held against them"
            return [Notice("network-down", "", line)]
        if self.since is not None and not fails:
            span, self.since = now - self.since, None
            self._last.clear()
            self._failing = 0
            return [Notice("network-over", "", f"our own network is back after {_ago(span)}")]
        return []

    def _forget(self, feed: FeedId) -> None:
        _, failed = self._last.pop(feed, (None, False))
        self._failing -= failed


def may_be_ours(state: FeedState, error: FeedError) -> bool:
    """Return whether a failure may be our own network's: nobody answered to the point.

    A feed that was never read is given the benefit of the doubt once.
    """
    answered = isinstance(error, MovedError) or (
        isinstance(error, FetchError) and (error.status == 410 or error.retry_after is not None)
    )
    return not answered and (not state.first or state.last_poll is None)
