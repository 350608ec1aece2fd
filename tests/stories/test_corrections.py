import pytest

from bot.stories.corrections import Correction, corrections
from tests.stories.builders import make_report


@pytest.mark.parametrize(
    ("language", "before", "after", "expected"),
    [
        ("en", "Ferry accident: 12 dead", "Ferry accident: 9 dead", Correction("number", "12", "9")),
        (
            "ru",
            "Погибли семь человек в Харькове",
            "Погибли семь человек в Одессе",
            Correction("name", "Kharkiv", "Odesa"),
        ),
        ("en", "Court releases the captain", "Court does not release the captain", Correction("negation", "", "not")),
        ("ar", "مقتل 12 شخصا في حلب", "مقتل ١٥ شخصا في حلب", Correction("number", "12", "15")),
    ],
)
def test_a_changed_number_name_or_negation_is_a_correction(
    language: str, before: str, after: str, expected: Correction
) -> None:
    assert corrections(make_report(before, language=language), make_report(after, language=language)) == [expected]


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("Ferry accident: 12 dead", "Ferry accident: twelve dead"),
        ("Ferry accident", "Ferry accident: 12 dead"),
        ("Ferry sinks off Odesa", "Ferry goes down off Odesa"),
        ("1,200 people evacuated", "1 200 people evacuated"),
    ],
)
def test_other_words_and_more_words_correct_nothing(before: str, after: str) -> None:
    assert corrections(make_report(before), make_report(after)) == []
