from math import exp, factorial, log

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.stories.bursts import burst, log_tail


def test_a_count_far_above_a_quiet_past_is_a_burst_with_its_figures() -> None:
    found = burst(12, [1, 0, 2, 1, 1, 0, 1, 2, 0, 1, 1, 0, 1, 1], [])

    assert found is not None
    assert found.test == "poisson"
    assert found.expected == pytest.approx(13 / 15)
    assert found.strength > 5


def test_the_usual_count_is_no_burst() -> None:
    assert burst(9, [8, 9, 7, 8, 10, 9, 8, 7, 9, 8, 8, 9, 10, 8], []) is None


def test_few_owners_are_never_a_burst_however_quiet_it_was() -> None:
    assert burst(4, [0] * 14, [0] * 72) is None


def test_while_history_is_short_the_moving_average_decides() -> None:
    found = burst(14, [2, 3, 2], [2, 3, 2, 2, 3, 2])

    assert found is not None
    assert found.test == "ewma"
    assert burst(6, [], [5, 6, 4, 5, 6, 4]) is None


def test_nothing_is_a_burst_with_too_short_a_past() -> None:
    assert burst(50, [0] * 13, [0] * 5) is None


@given(st.integers(1, 40), st.floats(0.05, 30))
def test_the_tail_is_that_of_the_poisson_distribution(count: int, mean: float) -> None:
    plain = 1 - sum(exp(-mean) * mean**n / factorial(n) for n in range(count))

    if plain > 1e-9:
        assert log_tail(count, mean) == pytest.approx(log(plain), rel=1e-4, abs=1e-6)


@given(st.integers(1, 200), st.floats(0.05, 100))
def test_a_higher_count_is_never_more_likely(count: int, mean: float) -> None:
    assert log_tail(count + 1, mean) <= log_tail(count, mean) + 1e-9
