import pytest

from bot.search.spelling import closest

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
