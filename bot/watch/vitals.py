"""Signs of life: when each stage last got on with its work, what it waits for, how much was done and how long it took.

A process that is up proves nothing: a stage is alive while it makes its mark.
"""

import time
from collections import Counter, deque
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Final, Literal, get_args

Stage = Literal["collecting", "understanding", "delivering"]
STAGES: Final[tuple[Stage, ...]] = get_args(Stage)
Sign = Stage | Literal["polled", "understood", "posted", "telegram"]
"""A stage came round; or, beyond that: a poll ended, items were understood, the fate of a post was recorded, Telegram
answered."""


@dataclass(frozen=True, slots=True)
class Patience:
    """Seconds: a stage that has not come round for `stage` has stopped; work that waits for `backlog` while nothing is
    done stands still; Telegram is gone when it has not answered for `telegram`.
    """

    stage: float = 180.0
    backlog: float = 900.0
    telegram: float = 200.0


PATIENCE = Patience()


@dataclass(slots=True)
class Spent:
    """How often something was done and how long that took, in seconds."""

    times: int = 0
    seconds: float = 0.0


@dataclass(slots=True)
class Vitals:
    """What the stages leave here while they work. Seconds are those of a clock that is never set."""

    clock: Callable[[], float] = time.monotonic
    counts: Counter[tuple[str, str]] = field(default_factory=Counter)
    spent: dict[tuple[str, str], Spent] = field(default_factory=dict)
    _last: dict[str, float] = field(default_factory=dict)
    _waits: dict[Stage, str] = field(default_factory=lambda: {"delivering": "it has not come to Telegram yet"})
    _lags: deque[float] = field(default_factory=lambda: deque(maxlen=60))
    _began: float = field(init=False)

    def __post_init__(self) -> None:
        """Count from now on."""
        self._began = self.clock()

    def mark(self, sign: Sign) -> None:
        """Record that a stage came round, or got something done; what it waited for is there."""
        self._last[sign] = self.clock()
        if sign in STAGES:
            self._waits.pop(sign, None)

    def wait(self, stage: Stage, why: str) -> None:
        """Record that a stage came round but cannot do its work until something changes."""
        self._last[stage] = self.clock()
        self._waits[stage] = why

    def age(self, sign: Sign) -> float:
        """Return for how many seconds there was no such sign."""
        return self.clock() - self._last.get(sign, self._began)

    def waits(self) -> Mapping[Stage, str]:
        """Return which stages cannot do their work, and why."""
        return dict(self._waits)

    def count(self, name: str, outcome: str, number: int = 1) -> None:
        """Count what came of something."""
        self.counts[name, outcome] += number

    def took(self, name: str, what: str, seconds: float) -> None:
        """Add up how long something took."""
        spent = self.spent.setdefault((name, what), Spent())
        spent.times += 1
        spent.seconds += seconds

    def lagged(self, seconds: float) -> None:
        """Record by how much the event loop was late, once a second."""
        self._lags.append(seconds)

    @property
    def lag(self) -> float:
        """Return the longest delay of the event loop in the last minute."""
        return max(self._lags, default=0.0)


@dataclass(frozen=True, slots=True)
class Backlog:
    """Work that is due, in seconds since the oldest became so; 0.0 where there is none."""

    feeds: float = 0.0
    items: float = 0.0
    posts: float = 0.0


def stopped(vitals: Vitals, patience: Patience = PATIENCE) -> dict[Stage, str]:
    """Return which stages have stopped: nothing but a restart will help."""
    ages = {stage: vitals.age(stage) for stage in STAGES}
    return {stage: f"has not come round for {age:.0f} s" for stage, age in ages.items() if age > patience.stage}


def hindered(
    vitals: Vitals, backlog: Backlog, *, network_down: bool = False, patience: Patience = PATIENCE
) -> dict[Stage, str]:
    """Return which stages do not do their work at present, and why: those that stopped, that wait, that stand still."""
    found: dict[Stage, str] = {}
    if network_down:
        found["collecting"] = "our own network seems to be down"
    if vitals.age("telegram") > patience.telegram:
        found["delivering"] = f"Telegram has not answered for {vitals.age('telegram'):.0f} s"
    work: tuple[tuple[Stage, Sign, float, str], ...] = (
        ("collecting", "polled", backlog.feeds, "feeds are due"),
        ("understanding", "understood", backlog.items, "items wait"),
        ("delivering", "posted", backlog.posts, "posts wait"),
    )
    for stage, sign, waiting, what in work:
        still = min(waiting, vitals.age(sign))
        if still > patience.backlog:
            found[stage] = f"{what}, and nothing was done for {still:.0f} s"
    return found | dict(vitals.waits()) | stopped(vitals, patience)


@dataclass(frozen=True, slots=True)
class Health:
    """Whether the bot works. `mode` is "live" or "sandbox"; stages that stopped are among those that are hindered."""

    mode: str
    stopped: Mapping[Stage, str]
    hindered: Mapping[Stage, str]
