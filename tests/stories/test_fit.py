import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.stories.fit import Rules, fit, needed

RULES = Rules()


def test_one_look_alike_in_a_story_of_strangers_is_not_enough() -> None:
    assert fit(np.array([5.0, -6.0, -6.0, -6.0]), RULES) < RULES.join


def test_agreement_with_all_of_a_story_is_enough() -> None:
    assert fit(np.array([2.0, 1.5, 1.0]), RULES) >= RULES.join


@given(st.integers(1, 10_000))
def test_the_larger_a_story_the_harder_it_is_to_enter(size: int) -> None:
    assert needed(size, RULES) <= needed(size + 1, RULES)
    assert needed(2 * RULES.easy, RULES) > needed(1, RULES)


@pytest.mark.parametrize("score", [-1000.0, 1000.0])
def test_no_single_score_outweighs_all_others(score: float) -> None:
    assert RULES.floor <= fit(np.array([score]), RULES) <= RULES.ceiling
