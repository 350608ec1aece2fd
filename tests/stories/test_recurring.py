import pytest

from bot.stories.recurring import heading, other_edition
from tests.stories.builders import make_report


@pytest.mark.parametrize(
    ("one", "other", "hours"),
    [
        ("Ukraine war: what we know on day 652", "Ukraine war: what we know on day 653", 24),
        ("Morning briefing", "Morning briefing", 24),
        ("Главное к утру 7 марта", "Главное к утру 8 марта", 24),
    ],
)
def test_an_outlets_headline_that_only_counts_the_days_is_another_edition(one: str, other: str, hours: float) -> None:
    assert other_edition(heading(make_report(one, source="a")), heading(make_report(other, hours, source="a")))


@pytest.mark.parametrize(
    ("other", "hours", "source"),
    [
        ("Death toll rises to 52", 20, "a"),  # an update: the number counts no days
        ("Death toll rises to 45", 1, "a"),  # the same edition again
        ("Death toll rises to 45", 24, "b"),  # another outlet
        ("Death toll falls", 24, "a"),
    ],
)
def test_an_update_or_another_outlet_is_no_other_edition(other: str, hours: float, source: str) -> None:
    first = heading(make_report("Death toll rises to 45", source="a"))

    assert not other_edition(first, heading(make_report(other, hours, source=source)))
