"""What is remembered of a feed between polls."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

from pydantic import TypeAdapter

from bot.feeds.document import Hints
from bot.model import Feed, Validators


@dataclass(frozen=True, slots=True)
class Redirect:
    """A permanent redirect we were told of: where to, how often in a row, since when; `foreign`: to another owner's
    domain, perhaps, so that it is not followed.
    """

    target: str
    sightings: int
    since: datetime
    foreign: bool = False


@dataclass(frozen=True, slots=True)
class FeedState:
    """All that is remembered of a feed between polls. `due` is None before the first poll: at once.

    `body_at` is when a body was last read without asking "only if changed". `moved_to` replaces the configured address.
    `disabled` says why the feed is no longer asked, in plain words; `paused`: the operator switched it off; `double_of`
    names the feed that is asked at the same address instead. `rate` is in new items a day. `catching_up`: what the next
    document brings has waited (a new address, a feed switched on again) and is mostly no news. `unusable` counts the
    entries of the last document that could not be shown, by reason. `reported` is the condition the operator was last
    told of (health.py), `named` the feed that a page at the configured address led to (leading.py). `gap`: items may
    have come and gone unread.
    """

    validators: Validators = field(default_factory=Validators)
    body_hash: str = ""
    body_at: datetime | None = None
    last_poll: datetime | None = None
    last_success: datetime | None = None
    last_new: datetime | None = None
    failing_since: datetime | None = None
    failures: int = 0
    last_error: str = ""
    due: datetime | None = None
    why: str = ""
    moved_to: str = ""
    redirect: Redirect | None = None
    disabled: str = ""
    paused: bool = False
    double_of: str = ""
    catching_up: bool = False
    rate: float = 1.0
    polls: int = 0
    items: int = 0
    hints: Hints = field(default_factory=Hints)
    shared_links: bool = False
    unusable: tuple[tuple[str, int], ...] = ()
    reported: str = ""
    named: str = ""
    gap: bool = False

    @property
    def first(self) -> bool:
        """Whether no document of this feed was ever stored."""
        return self.last_success is None

    @property
    def stopped(self) -> bool:
        """Whether the feed is no longer asked, for whatever reason."""
        return bool(self.paused or self.double_of or self.disabled)


def address(feed: Feed, state: FeedState) -> str:
    """Return where to ask for the feed."""
    return state.moved_to or feed.url


def to_json(state: FeedState) -> str:
    """Return the state as text; `from_json` gives it back."""
    return _STATE.dump_json(state).decode()


def from_json(text: str) -> FeedState:
    """Return the state that `to_json` wrote; what an older version did not know has its default."""
    return _STATE.validate_json(text)


_STATE: Final = TypeAdapter(FeedState)
