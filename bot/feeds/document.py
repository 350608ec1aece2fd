"""What a feed's bytes say, before anything is judged."""

from dataclasses import dataclass, field
from datetime import timedelta
from typing import Literal

from bot.model import Entry


@dataclass(frozen=True, slots=True)
class Hints:
    """What a feed says about how often it wants to be asked: lower bounds, all optional.

    `skip_hours` are hours of the day in UTC, `skip_days` weekdays with Monday as 0. `hub` and `self_link` are WebSub's.
    """

    ttl: timedelta | None = None
    period: timedelta | None = None
    skip_hours: frozenset[int] = frozenset()
    skip_days: frozenset[int] = frozenset()
    hub: str = ""
    self_link: str = ""


@dataclass(frozen=True, slots=True)
class Document:
    """A feed as it was written. `left_out` counts entries beyond the cap; `reader` says which parser read it."""

    title: str = ""
    link: str = ""
    language: str = ""
    hints: Hints = field(default_factory=Hints)
    entries: tuple[Entry, ...] = ()
    left_out: int = 0
    reader: Literal["lxml", "json", "feedparser"] = "lxml"
