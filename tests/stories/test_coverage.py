from datetime import timedelta

import pytest

from bot.stories.coverage import credited, independent, spread
from tests.stories.builders import make_report


@pytest.mark.parametrize(
    ("summary", "agency"),
    [
        ("KYIV (Reuters) - Two people were hurt.", "reuters"),
        ("КИЇВ, 5 марта — РИА Новости. Заявили в ведомстве.", ""),
        ("МОСКВА, 5 марта. /ТАСС/. Заявили в ведомстве.", "tass"),
        ("Об этом сообщает Интерфакс.", "interfax"),
        ("قال المسؤول ذلك (رويترز)", "reuters"),
        ("The ferry sails again, according to AFP.", "afp"),
        ("Der Zug steht still (dpa).", "dpa"),
        ("The map of the coast was redrawn.", ""),
        ("Journalists of Reuters were among the guests.", ""),
    ],
)
def test_the_agency_a_report_credits_is_recognised_in_its_places(summary: str, agency: str) -> None:
    assert credited(make_report("A title", summary=summary)) == agency


def test_independence_counts_owners_not_outlets() -> None:
    reports = [make_report("A", owner="State"), make_report("B", owner="State"), make_report("C", owner="Trust")]

    assert independent(reports) == 2


def test_copies_and_reports_that_credit_one_agency_are_one_voice() -> None:
    wire = [make_report(f"Title {n}", owner=f"Owner {n}", summary="PARIS (AFP) - It rained.") for n in range(30)]
    agency = make_report("It rained in Paris", owner="AFP")
    own = make_report("We saw the rain", owner="Harbour Trust")
    copy = make_report("We saw the rain", owner="Another")

    assert independent([agency, *wire, own, copy], copies={copy.key}) == 2


def test_the_spread_is_the_time_to_the_second_owner_and_the_second_language() -> None:
    first = make_report("A", 0, owner="One")
    same_owner = make_report("B", 1, owner="One", language="ru")
    other = make_report("C", 2, owner="Two")

    found = spread([first, same_owner, other])

    assert found.first == first.key
    assert found.to_second_owner == timedelta(hours=2)
    assert found.to_second_language == timedelta(hours=1)


def test_a_story_of_one_owner_has_not_spread() -> None:
    assert spread([make_report("A", owner="One"), make_report("B", owner="One")]).to_second_owner is None
