"""What the operator's list of feeds says of each: a new address, switched on or off, the same address as another's."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime

from bot.feeds.keys import canonical_link
from bot.feeds.state import FeedState, address
from bot.model import Feed, FeedId


def readdressed(state: FeedState, url: str, *, now: datetime) -> FeedState:
    """Return the state of a feed the operator gave another address: due at once, with what its news are like.

    If it is the address where the feed is asked already, since it moved there, nothing changes.
    """
    if url == state.moved_to:
        return replace(state, moved_to="", redirect=None)
    return FeedState(
        last_success=state.last_success,
        last_new=state.last_new,
        rate=state.rate,
        items=state.items,
        shared_links=state.shared_links,
        catching_up=not state.first,
        due=now,
        why="a new address",
    )


def switched(state: FeedState, *, on: bool, now: datetime) -> FeedState:
    """Return the state of a feed the operator switched on or off; switched on again, it is given another chance."""
    if not on:
        return replace(state, paused=True, due=None, why="never: it is switched off")
    lives = replace(state, paused=False, disabled="", failures=0, failing_since=None, last_error="")
    return replace(lives, catching_up=not state.first, due=now, why="it was switched on")


def reclocked(state: FeedState, *, now: datetime) -> FeedState:
    """Return the state of a feed that was asked in what is now the future, since the clock was wrong then.

    It waits as long as it would have waited, from now on: else it would be silent until that future has come.
    """
    if state.last_poll is None or state.last_poll <= now:
        return state
    return replace(
        state,
        last_poll=now,
        last_success=_not_after(now, state.last_success),
        last_new=_not_after(now, state.last_new),
        body_at=_not_after(now, state.body_at),
        failing_since=_not_after(now, state.failing_since),
        due=None if state.due is None else now + (state.due - state.last_poll),
    )


def _not_after(now: datetime, moment: datetime | None) -> datetime | None:
    return None if moment is None else min(moment, now)


def doubled(state: FeedState, other: str, *, now: datetime) -> FeedState:
    """Return the state of a feed that another stands in for ("": none any more), since both have one address."""
    if other:
        return replace(state, double_of=other, due=None, why=f"never: {other} is asked at the same address")
    return replace(state, double_of="", catching_up=not state.first, due=now, why="its address is its own again")


def asked_at(url: str, feeds: Iterable[Feed], states: Mapping[FeedId, FeedState]) -> FeedId | None:
    """Return which feed is asked at an address, in any of its spellings; without its state, at the one it was given."""
    wanted = canonical_link(url)
    asked = ((feed.id, address(feed, states.get(feed.id, FeedState()))) for feed in feeds)
    return next((name for name, where in asked if canonical_link(where) == wanted), None)


def doubles(feeds: Iterable[Feed], states: Mapping[FeedId, FeedState]) -> Mapping[FeedId, FeedId]:
    """Return which feeds are asked at an address where another is asked already, and which that is.

    However often an address is configured, it is asked once: for the feed it was asked for till now, or that did not
    move there, or that comes first.
    """
    first: dict[str, FeedId] = {}
    found: dict[FeedId, FeedId] = {}
    for feed in sorted(feeds, key=lambda feed: (bool(states[feed.id].double_of), bool(states[feed.id].moved_to))):
        state = states[feed.id]
        if feed.enabled and not state.disabled:
            asked = canonical_link(address(feed, state))
            if (other := first.setdefault(asked, feed.id)) != feed.id:
                found[feed.id] = other
    return found
