"""Is there suddenly more than usual? Counts of distinct owners per hour against their own past."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import exp, log, sqrt


@dataclass(frozen=True, slots=True)
class Rules:
    """`chance` is the probability below which a count is no accident, `least` the count below which nothing is news.

    The Poisson test wants `enough` past counts of the same hour of day; with fewer the moving average of the last hours
    decides, of at least `few`, which has `memory` (the weight of the newest) and wants a count `deviations` above it.
    """

    chance: float = 1e-5
    least: int = 5
    enough: int = 14
    few: int = 6
    memory: float = 0.15
    deviations: float = 3.0


@dataclass(frozen=True, slots=True)
class Burst:
    """A count far above its own past, with what was expected and the test by which it is too much."""

    count: int
    expected: float
    test: str
    strength: float
    """For "poisson" the decimal logarithm of the chance, as a positive number; for "ewma" standard deviations."""


def burst(count: int, same_hour: Sequence[int], last_hours: Sequence[int], rules: Rules = Rules()) -> Burst | None:
    """Return whether `count` is a burst, given the counts of the same hour on the days before and of the last hours.

    Both are in order of time. With too short a past nothing is known, and nothing is a burst.
    """
    if count < rules.least:
        return None
    if len(same_hour) >= rules.enough:
        usual = list(same_hour)[-rules.enough :]
        # One more empty day is added, so that a quiet past does not make two reports a sensation.
        expected = (sum(usual) + 1) / (len(usual) + 1)
        strength = -log_tail(count, expected) / log(10)
        return Burst(count, expected, "poisson", strength) if strength > -log(rules.chance) / log(10) else None
    if len(last_hours) < rules.few:
        return None
    expected, deviation = moving_average(last_hours, rules.memory)
    strength = (count - expected) / deviation
    return Burst(count, expected, "ewma", strength) if strength >= rules.deviations else None


def log_tail(count: int, mean: float) -> float:
    """Return the natural logarithm of the chance that a Poisson variable of this mean is `count` or more (mean > 0)."""
    if count <= 0:
        return 0.0
    if count <= mean:
        below = sum(exp(_log_mass(n, mean)) for n in range(count))
        return log(max(1.0 - below, 1e-300))
    # Above the mean the terms only shrink: add them relative to the first, which keeps tails far below 1e-300 exact.
    term, total, n = 1.0, 1.0, count
    while term > 1e-16 * total:
        n += 1
        term *= mean / n
        total += term
    return _log_mass(count, mean) + log(total)


def _log_mass(n: int, mean: float) -> float:
    return n * log(mean) - mean - sum(log(k) for k in range(2, n + 1))


def moving_average(past: Sequence[int], memory: float) -> tuple[float, float]:
    """Return the exponentially weighted mean of counts and their deviation, at least that of a Poisson count."""
    mean, variance = float(past[0]), 0.0
    for value in past[1:]:
        error = value - mean
        mean += memory * error
        variance = (1 - memory) * (variance + memory * error * error)
    return mean, sqrt(max(variance, mean, 1.0))
