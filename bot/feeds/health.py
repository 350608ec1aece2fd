"""How a feed is doing, in words for the operator, and whether he has to be told.

A feed that died or fell silent is reported once; when it comes back, that is reported once too. If many feeds fail to
answer at the same time, none of them is ill: it is our own network.
"""

from collections import deque
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Literal

from bot.feeds.timetable import FeedState
from bot.model import Feed

Condition = Literal["new", "fine", "failing", "silent", "dead"]


@dataclass(frozen=True, slots=True)
class Patience:
    """After how long failing a feed is dead; how many items must be overdue, or how long nothing come, to be silent."""

    dead: timedelta = timedelta(days=3)
    missed: float = 12.0
    silent_from: timedelta = timedelta(days=1)
    silent: timedelta = timedelta(days=30)


PATIENCE = Patience()


def condition(state: FeedState, *, now: datetime, patience: Patience = PATIENCE) -> Condition:
    """Return how a feed is doing. Silence is judged against its own rhythm: so many items should have come by now."""
    if state.disabled or (state.failing_since and now - state.failing_since >= patience.dead):
        return "dead"
    if state.failures:
        return "failing"
    if state.last_success is None:
        return "new"
    quiet_for = now - (state.last_new or state.last_success)
    overdue = quiet_for / timedelta(days=1) * state.rate
    if quiet_for >= patience.silent or (quiet_for >= patience.silent_from and overdue >= patience.missed):
        return "silent"
    return "fine"


def describe(feed: Feed, state: FeedState, *, now: datetime, patience: Patience = PATIENCE) -> str:
    """Return one line: how the feed is, what came last, what went wrong, when it is asked next and why then."""
    parts = [f"{feed.title}: {condition(state, now=now, patience=patience)}", f"{state.items} items"]
    if state.last_success:
        parts.append(f"last read {_ago(now - state.last_success)} ago")
    if state.last_new:
        parts.append(f"last news {_ago(now - state.last_new)} ago")
    if state.last_error:
        parts.append(f"failed {state.failures} times, last: {state.last_error}")
    if state.moved_to:
        parts.append(f"moved to {state.moved_to}")
    elif state.redirect:
        parts.append(f"redirects to {state.redirect.target} (seen {state.redirect.sightings} times)")
    if state.disabled:
        parts.append(f"no longer asked: {state.disabled}")
    elif state.due:
        when = "now" if state.due <= now else f"in {_ago(state.due - now)}"
        parts.append(f"next {when} ({state.why})")
    return ", ".join(parts)


def notice(feed: Feed, state: FeedState, *, now: datetime, patience: Patience = PATIENCE) -> tuple[FeedState, str]:
    """Return the state with what is now reported of the feed, and the line to send to the operator, "" if there is
    none.
    """
    found = condition(state, now=now, patience=patience)
    if found in {"dead", "silent"} and state.reported != found:
        return replace(state, reported=found), describe(feed, state, now=now, patience=patience)
    if found == "fine" and state.reported:
        return replace(state, reported=""), f"{feed.title}: back, after it was {state.reported}"
    return state, ""


def _ago(span: timedelta) -> str:
    minutes = int(span.total_seconds() // 60)
    if minutes < 120:
        return f"{minutes} min"
    return f"{minutes // 60} h" if minutes < 48 * 60 else f"{minutes // 1440} d"


@dataclass(slots=True)
class Network:
    """Whether it is our own network that fails: of the last polls, too many got no answer at all."""

    span: timedelta = timedelta(minutes=10)
    least: int = 10
    share: float = 0.3
    _polls: deque[tuple[datetime, bool]] = field(default_factory=deque)

    def note(self, *, answered: bool, now: datetime) -> None:
        """Remember one poll. An error page is an answer; so is a refusal."""
        self._polls.append((now, answered))
        while self._polls and now - self._polls[0][0] > self.span:
            self._polls.popleft()

    @property
    def down(self) -> bool:
        """Whether feeds that got no answer now are not to blame."""
        unanswered = sum(not answered for _, answered in self._polls)
        return len(self._polls) >= self.least and unanswered > self.share * len(self._polls)
