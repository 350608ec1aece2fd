import pytest

from bot.stories.coverage import agency
from tests.stories.builders import make_report


@pytest.mark.parametrize(
    ("summary", "name"),
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
def test_the_agency_a_report_credits_is_recognised_in_its_places(summary: str, name: str) -> None:
    assert agency(make_report("A title", summary=summary)) == name


def test_an_agency_that_is_an_outlet_here_speaks_for_itself() -> None:
    assert agency(make_report("It rained in Paris", owner="AFP")) == "afp"
    assert agency(make_report("It rained in Paris", owner="Harbour Trust")) == ""
