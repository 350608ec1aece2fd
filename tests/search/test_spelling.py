import pytest

from bot.search.spelling import closest, closest_inflected

KNOWN = {"zelensky": 10, "ankara": 5, "ankarb": 1, "war": 100, "harbour": 3}


@pytest.mark.parametrize(
    ("word", "meant"),
    [
        ("zelenksy", "zelensky"),
        ("zelnsky", "zelensky"),
        ("zlensk", None),
        ("ankarz", "ankara"),
        ("ankara", "ankarb"),
        ("wat", None),
        ("harbuor", "harbour"),
        ("harber", None),
    ],
)
def test_a_slip_is_put_right_if_it_is_small_for_the_word(word: str, meant: str | None) -> None:
    assert closest(word, KNOWN) == meant


@pytest.mark.parametrize(
    ("word", "meant"),
    [
        pytest.param("konvy", "konyvek", id="the plural alone is known"),
        pytest.param("президнет", "президентом", id="a long ending"),
        pytest.param("vonyv", None, id="another first letter"),
        pytest.param("harbo", None, id="a beginning"),
        pytest.param("wra", None, id="a short word"),
    ],
)
def test_a_slip_is_put_right_in_a_word_that_is_known_with_an_ending_only(word: str, meant: str | None) -> None:
    assert closest_inflected(word, {"konyvek": 1, "президентом": 1, "harbourmaster": 1, "ward": 1}) == meant
