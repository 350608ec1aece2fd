"""Given names by ear, and what a name takes of its neighbours in languages without lists of names."""

import pytest

from bot.entities.given import heard_as
from bot.entities.match import Matcher
from bot.model import Entity, EntityId
from tests.entities.rows import shipped_matcher


def found(title: str, language: str) -> tuple[str, ...]:
    return shipped_matcher().match({"title": title}, language=language).entities


@pytest.mark.parametrize(
    ("word", "name"),
    [("नील", "neil"), ("రోజర్", "roger"), ("ნილ", "neil"), ("ռոջեր", "roger"), ("ሪቻርድ", "richard"), ("இகோர்", "igor")],
)
def test_a_given_name_is_heard_in_a_script_that_no_list_covers(word: str, name: str) -> None:
    assert heard_as(word) == name


@pytest.mark.parametrize("word", ["मामले", "নতুন", "შორის", "ጋር", "سقوط", "सीरिया", "neil"])
def test_an_everyday_word_or_another_script_is_not_heard_as_a_name(word: str) -> None:
    assert heard_as(word) == ""


@pytest.mark.parametrize(
    ("title", "language"),
    [
        ("नील वैगनर का संन्यास", "hi"),
        ("რობერტ ვაგნერი", "ka"),
        ("इगोर पुतिन का बैंक", "hi"),
        ("Assad Mansour ny kommunalråd", "sv"),
        ("Əsəd bürcünü sevindirən həftə", "az"),
        ("புதினா சாகுபடி", "ta"),
        ("Odbojkaš Wagner napušta klub", "hr"),
        ("Vagner Lav u Beogradu", "sr"),
    ],
)
def test_another_bearer_or_another_word_is_not_the_tracked_one(title: str, language: str) -> None:
    assert found(title, language) == ()


@pytest.mark.parametrize(
    ("title", "language", "expected"),
    [
        ("Assads läkare gripen i Lund", "sv", "assad"),
        ("Зеленскийнинг хати", "uz", "zelensky"),
        ("Зеленскийдің сөзі", "kk", "zelensky"),
        ("Путиндың бойороғо", "ba", "putin"),
        ("Путинтай утсаар ярив", "mn", "putin"),
    ],
)
def test_cases_and_the_staff_of_a_man_leave_him_who_he_is(title: str, language: str, expected: str) -> None:
    assert found(title, language) == (expected,)


@pytest.mark.parametrize("title", ["Wagner", "Wagner verlässt", "वैगनर", "ვაგნერი", "Вагнер", "瓦格纳"])
def test_a_bare_name_that_many_bear_is_nobody_without_evidence(title: str) -> None:
    assert found(title, "") == ()


@pytest.mark.parametrize(
    ("name", "title", "language"),
    [
        ("Michelle O'Neill", "First Minister O'Neill condemns riots", "en"),
        ("Mehmet Şimşek", "Bakan Şimşek: enflasyon düşecek", "tr"),
        ("Angela Merkel", "Altkanzlerin Merkel kritisiert Merz", "de"),
        ("Angela Merkel", "Angeli Merkel przyznano nagrodę", "pl"),
        ("Касым-Жомарт Токаев", "Встреча с Касым-Жомартом Токаевым", "ru"),
        ("Κυριάκος Μητσοτάκης", "Συνάντηση με τον Κυριάκο Μητσοτάκη", "el"),
        ("Κυριάκος Μητσοτάκης", "Ο πρωθυπουργός Μητσοτάκης ανακοίνωσε", "el"),
        ("नरेंद्र मोदी", "नरेन्द्र मोदी का दौरा", "hi"),
        ("नरेंद्र मोदी", "प्रधानमंत्री मोदी दिल्ली में", "hi"),
    ],
)
def test_an_office_of_state_or_a_case_of_the_given_name_speaks_for_a_person(
    name: str, title: str, language: str
) -> None:
    matcher = Matcher([Entity(EntityId("x"), name)])

    assert matcher.match({"title": title}, language=language).entities == ("x",)


@pytest.mark.parametrize(
    ("title", "expected"),
    [("È nato a Roma", ()), ("Naton huippukokous", ("nato",)), ("la nato in un testo tutto piccolo", ("nato",))],
)
def test_an_acronym_is_not_found_where_it_is_written_small_on_purpose(title: str, expected: tuple[str, ...]) -> None:
    matcher = Matcher([Entity(EntityId("nato"), "NATO", kind="organisation")])

    assert matcher.match({"title": title}).entities == expected
