"""What the company of a name says: other bearers, places, homographs and group nouns, in many languages."""

from typing import Any

import pytest

from bot.entities.match import Matcher
from bot.entities.names import compile_names
from bot.model import Entity, EntityId
from tests.entities.rows import shipped, shipped_matcher


def found(title: str, language: str = "") -> tuple[str, ...]:
    return shipped_matcher().match({"title": title}, language=language).entities


@pytest.mark.parametrize(
    ("title", "language"),
    [
        ("Hafez al-Assad and his officers", "en"),
        ("Νέα βιογραφία του Χάφεζ αλ Άσαντ", "el"),
        ("חאפז אל-אסד והמלחמה", "he"),
        ("ハーフィズ・アル＝アサドの時代", "ja"),
        ("하페즈 알아사드의 무덤", "ko"),
        ("ฮาเฟซ อัล-อัสซาด ผู้พ่อ", "th"),
        ("Liudmila Putina parduoda vilą", "lt"),
        ("ოლენა ზელენსკა თბილისში", "ka"),
        ("ริชาร์ด วากเนอร์ กับดนตรี", "th"),
        ("프란츠 바그너 28점", "ko"),
    ],
)
def test_another_given_name_is_another_person_in_every_script(title: str, language: str) -> None:
    assert found(title, language) == ()


@pytest.mark.parametrize(
    ("title", "language"),
    [
        ("Купить путину? Рыбаки ждут", "ru"),
        ("پوتین کوهنوردی چرمی", "fa"),
        ("惠普京东旗舰店开业", "zh"),
        ("รัสปูติน: ละครเวที", "th"),
        ("Асада горада доўжылася год", "be"),
        ("28 اسد، روز استقلال", "fa"),
        ("Asado de domingo en familia", "es"),
        ("Əsədov Bakıda çıxış etdi", "az"),
        ("Original Wagner ruft Pizza zurück", "de"),
        ("Drone strike near Ain al-Assad base", "en"),
        ("Panadería Assad cumple 50 años", "es"),
    ],
)
def test_an_everyday_word_or_a_place_is_nobody(title: str, language: str) -> None:
    assert found(title, language) == ()


@pytest.mark.parametrize(
    ("title", "language", "expected"),
    [
        ("Kuidas Wagner Assadi valvas", "et", ("assad",)),
        ("Ці аддасць Пуцін Асада Дамаску?", "be", ("putin", "assad")),
        ("트럼프·젤렌스키 회동", "ko", ("zelensky",)),
        ("Orbán Viktor Putyinnal tárgyalt", "hu", ("putin",)),
        ("Putin, după summit: avem timp", "ro", ("putin",)),
        ("Jefe de Wagner muere en accidente", "es", ("wagner",)),
        ("Putin, Vladimir", "", ("putin",)),
    ],
)
def test_a_capital_beside_a_name_is_not_always_a_given_name(
    title: str, language: str, expected: tuple[str, ...]
) -> None:
    assert found(title, language) == expected


@pytest.mark.parametrize("title", ["#ЧВКВагнер", "#PutinWar", "#StopPutin", "#ZelenskyyInBerlin"])
def test_a_hashtag_is_split_where_a_capital_begins_a_word(title: str) -> None:
    assert found(title) != ()


def test_an_ending_that_the_language_does_not_have_speaks_against_the_name() -> None:
    (rejection,) = shipped_matcher().match({"title": "Asado para todos"}, language="it").rejected

    assert "no ending «-o» in this language" in rejection.reason


def test_sentence_vectors_are_asked_for_only_where_the_encoder_reads_the_language() -> None:
    assert shipped_matcher().undecided({"title": "Wagner, deux ans après"}, language="fr")
    assert not shipped_matcher().undecided({"title": "Wagner két év után"}, language="hu")


@pytest.mark.parametrize(
    "tables",
    [
        {},
        {"strong": {"ru": ("Мирела Восганиан",)}},
        {"strong": {"ru": ("Мирела Восганиан", "Мирелы Восганиан")}, "weak": {"*": ("Vosganian", "Восганиан")}},
        {"weak": {"*": ("Восганян",)}},
    ],
)
def test_a_name_goes_on_being_heard_whatever_spellings_are_added(tables: dict[str, Any]) -> None:
    matcher = Matcher([Entity(EntityId("mirela"), "Mirela Vosganian", **tables)])

    for title in ("Мирела Восганян", "Мірела Восганян у Києві", "Встреча с Мирэлой Восганян", "მირელა ვოსგანიანი"):
        assert matcher.match({"title": title}).entities == ("mirela",)
        assert len(matcher.match({"title": title}).mentions) == 1


def test_a_full_name_that_is_listed_and_heard_is_one_mention_and_the_listed_one() -> None:
    matcher = Matcher([Entity(EntityId("tusk"), "Donald Tusk", strong={"ru": ("Дональд Туск",)})])

    (mention,) = matcher.match({"title": "Дональд Туск в Варшаве"}).mentions

    assert mention.alias == "Дональд Туск"


def test_a_listed_namesake_is_not_heard_as_the_person() -> None:
    tusk = Entity(EntityId("tusk"), "Donald Tusk", weak={"*": ("Туск",)}, competitors=("Данолд Туск",))

    assert not Matcher([tusk]).match({"title": "Данолд Туск в Варшаве"}).entities


def test_the_shipped_people_are_found_by_what_is_listed_alone() -> None:
    assert not compile_names(shipped()).sounds
