import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.stories.fit import Rules, kinship, needed_to_join, needed_to_merge

RULES = Rules()


def test_one_look_alike_in_a_story_of_strangers_is_not_enough() -> None:
    assert kinship(np.array([5.0, -6.0, -6.0, -6.0]), RULES) < RULES.join


def test_agreement_with_all_of_a_story_is_enough() -> None:
    assert kinship(np.array([2.0, 1.5, 1.0]), RULES) >= RULES.join


@given(st.integers(1, 10_000))
def test_the_larger_a_story_the_harder_it_is_to_enter(size: int) -> None:
    assert needed_to_join(size, RULES) <= needed_to_join(size + 1, RULES)
    assert needed_to_join(2 * RULES.easy, RULES) > needed_to_join(1, RULES)
    assert needed_to_merge(2 * RULES.easy, RULES) > needed_to_merge(1, RULES)


@pytest.mark.parametrize("score", [-1000.0, 1000.0])
def test_no_single_score_outweighs_all_others(score: float) -> None:
    assert RULES.floor <= kinship(np.array([score]), RULES) <= RULES.ceiling
