import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.model import Correction
from bot.stories.corrections import corrections
from tests.stories.builders import make_report


@pytest.mark.parametrize(
    ("language", "before", "after", "expected"),
    [
        ("en", "Ferry accident: 12 dead", "Ferry accident: 9 dead", Correction("number", "12", "9")),
        ("en", "Storm kills 12 in Odesa", "Storm kills 120 in Odesa", Correction("number", "12", "120")),
        ("ar", "مقتل 12 شخصا في حلب", "مقتل ١٥ شخصا في حلب", Correction("number", "12", "15")),
        (
            "ru",
            "Погибли семь человек в Харькове",
            "Погибли семь человек в Одессе",
            Correction("name", "Харькове", "Одессе"),
        ),
        ("ru", "Путин прибыл в Минск", "Путин прибыл в Астану", Correction("name", "Минск", "Астану")),
        ("ar", "انفجار في بيروت", "انفجار في بغداد", Correction("name", "بيروت", "بغداد")),
        ("zh", "中国总理抵达巴黎", "中国总理抵达伦敦", Correction("name", "巴黎", "伦敦")),
        ("en", "Talks with Mr. Lee fail", "Talks with Mr. Kim fail", Correction("name", "Lee", "Kim")),
        ("de", "Scholz trifft Merz in Berlin", "Scholz trifft Habeck in Berlin", Correction("name", "Merz", "Habeck")),
        (
            "en",
            "Minister Lee Resigns In Protest Over Tax",
            "Minister Kim Resigns In Protest Over Tax",
            Correction("name", "Lee", "Kim"),
        ),
        (
            "en",
            "Police Arrest John Smith After Chase",
            "Police Arrest James Brown After Chase",
            Correction("name", "John Smith", "James Brown"),
        ),
        ("en", "Court releases the captain", "Court does not release the captain", Correction("negation", "", "not")),
        ("en", "Minister isn't leaving", "Minister is leaving", Correction("negation", "n't", "")),
        ("uk", "Рада підтримала закон", "Рада не підтримала закон", Correction("negation", "", "не")),
        ("ar", "الوزير يزور دمشق", "الوزير لن يزور دمشق", Correction("negation", "", "لن")),
        ("zh", "部长辞职", "部长没有辞职", Correction("negation", "", "没有")),
    ],
)
def test_a_changed_number_name_or_negation_is_a_correction(
    language: str, before: str, after: str, expected: Correction
) -> None:
    assert corrections(make_report(before, language=language), make_report(after, language=language)) == [expected]


@pytest.mark.parametrize(
    ("language", "before", "after"),
    [
        ("en", "Ferry accident: 12 dead", "Ferry accident: twelve dead"),
        ("en", "Ferry accident", "Ferry accident: 12 dead"),
        ("en", "Ferry sinks off Odesa", "Ferry goes down off Odesa"),
        ("en", "1,200 people evacuated", "1 200 people evacuated"),
        ("en", "Storm kills 1,200", "Storm kills 1.200"),
        ("en", "Storm kills ١٢", "Storm kills 12"),
        ("en", "Minister resigns, says aide", "Minister resigns says aide"),
        ("en", "Minister resigns", "Minister resigns – live updates"),
        ("en", "Fishermen grumble about quotas", "Sailors grumble about quotas"),
        ("en", "Rain Falls On The Old Harbour", "Rain Falling On The Old Harbour"),
        ("en", "Storm Hits Coast As Thousands Flee", "Storm Batters Coast As Thousands Flee"),
        ("de", "Regierung plant neues Gesetz", "Regierung plant neue Verordnung"),
        ("ru", "Умер актёр Иванов", "Скончался актёр Иванов"),
    ],
)
def test_other_words_and_more_words_correct_nothing(language: str, before: str, after: str) -> None:
    assert corrections(make_report(before, language=language), make_report(after, language=language)) == []


def test_the_first_word_is_a_name_where_the_summary_has_it_within_a_sentence() -> None:
    before = make_report("Lee leaves the talks", summary="On Monday Lee left.")
    after = make_report("Kim leaves the talks", summary="On Monday Kim left.")

    assert corrections(before, after) == [Correction("name", "Lee", "Kim")]


def test_in_title_case_a_word_that_the_summary_writes_small_is_no_name() -> None:
    before = make_report("Angler Catches Record Trout In Lake", summary="An angler caught a record trout.")
    after = make_report("Angler Catches Record Perch In Lake", summary="An angler caught a record perch.")

    assert corrections(before, after) == []


@given(st.text(max_size=200), st.text(max_size=200))
def test_corrections_take_any_titles_and_the_same_title_corrects_nothing(old: str, new: str) -> None:
    corrections(make_report(old), make_report(new))

    assert corrections(make_report(old), make_report(old)) == []
