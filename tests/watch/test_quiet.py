from datetime import datetime, timedelta

import pytest

from bot.watch.quiet import Level, level
from tests.builders import NOW

HOUR = timedelta(hours=1)


def hours(last: int, usual: int, *, days: int = 14) -> dict[datetime, int]:
    """Return voices by the hour: `last` of them on the last day, spread evenly, `usual` on each day before."""
    found = {}
    for number in range(24 * (days + 1)):
        today = number < 24
        share = last if today else usual
        found[NOW - (number + 1) * HOUR] = share // 24 + (number % 24 < share % 24)
    return found


@pytest.mark.parametrize(
    ("last", "usual", "quiet", "back"),
    [(0, 40, True, False), (3, 40, True, False), (4, 40, False, False), (12, 40, False, True), (40, 40, False, True)],
)
def test_an_entity_with_a_tenth_of_its_usual_voices_is_quiet_and_back_with_a_third(
    last: int, usual: int, *, quiet: bool, back: bool
) -> None:
    found = level(hours(last, usual), now=NOW)

    assert found is not None
    assert (found.is_quiet, found.is_back) == (quiet, back)


def test_of_an_entity_that_is_never_loud_silence_says_nothing() -> None:
    assert level(hours(0, 10), now=NOW) is None


def test_of_less_than_a_week_nothing_is_known() -> None:
    assert level(hours(0, 100, days=6), now=NOW) is None


def test_a_day_on_which_the_bot_was_off_is_no_quiet_day() -> None:
    known = hours(0, 100)
    for number in range(5):
        del known[NOW - (number + 1) * HOUR]

    assert level(known, now=NOW) is None


def test_one_loud_day_does_not_make_the_others_quiet() -> None:
    known = hours(30, 40)
    known[NOW - 60 * HOUR] = 5000

    found = level(known, now=NOW)

    assert isinstance(found, Level)
    assert not found.is_quiet
