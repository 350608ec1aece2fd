"""Cases of Russian and Ukrainian names: what the gender decides, and what only the ending does."""

import pytest

from bot.entities.declension import cases, certain_cases
from bot.entities.match import Matcher
from bot.model import Entity, EntityId, Gender


@pytest.mark.parametrize(
    ("name", "language", "forms"),
    [
        ("Ангела Меркель", "ru", "Ангелы Меркель, Ангеле Меркель, Ангелу Меркель, Ангелой Меркель"),
        ("Мирела Восганян", "ru", "Мирелы Восганян, Миреле Восганян, Мирелу Восганян, Мирелой Восганян"),
        ("Мірела Восганян", "uk", "Мірели Восганян, Мірелі Восганян, Мірелу Восганян, Мірелою Восганян"),
        ("Кристин Лагард", "ru", ""),
        ("Урсула фон дер Ляйен", "ru", "Урсулы фон дер Ляйен, Урсуле фон дер Ляйен, Урсулу фон дер Ляйен"),
    ],
)
def test_a_womans_surname_in_a_consonant_has_no_cases(name: str, language: str, forms: str) -> None:
    assert ", ".join(certain_cases(name, language, "f")).startswith(forms)
    assert all(form.endswith(name.rpartition(" ")[2]) for form in cases(name, language, "f"))


@pytest.mark.parametrize(
    ("name", "language", "forms"),
    [
        ("Торнова", "ru", "Торновой, Торнову"),
        ("Торнева", "uk", "Торневої, Торневій, Торневу, Торневою"),
        ("Торнина", "ru", "Торниной, Торнину"),
        ("Торнинская", "ru", "Торнинской, Торнинскую"),
        ("Торнинська", "uk", "Торнинської, Торнинській, Торнинську, Торнинською"),
    ],
)
def test_a_womans_slavic_surname_is_declined_as_an_adjective(name: str, language: str, forms: str) -> None:
    assert ", ".join(cases(name, language, "f")) == forms


@pytest.mark.parametrize(
    ("name", "language", "forms"),
    [
        ("Торнак", "ru", "Торнака, Торнаку, Торнаком, Торнаке"),
        ("Торнак", "uk", "Торнака, Торнакові, Торнаком"),
        ("Торнаков", "ru", "Торнакова, Торнакову, Торнаковым, Торнакове"),
        ("Торначский", "ru", "Торначского, Торначскому, Торначским, Торначском"),
        ("Торнай", "ru", "Торная, Торнаю, Торнаем, Торнае"),
        ("Торнаш", "ru", "Торнаша, Торнашу, Торнашем, Торнаше"),
        ("Торненко", "uk", "Торненка, Торненкові, Торненком"),
    ],
)
def test_a_mans_surname_in_a_consonant_is_declined(name: str, language: str, forms: str) -> None:
    assert ", ".join(cases(name, language, "m")) == forms


@pytest.mark.parametrize("surname", ["Торнау", "Торню", "Торно", "Торнэ", "Торне", "Торни", "Торниа"])
@pytest.mark.parametrize("gender", ["m", "f", ""])
def test_a_foreign_surname_in_a_vowel_other_than_a_has_no_cases(surname: str, gender: Gender) -> None:
    assert cases(surname, "ru", gender) == ()


@pytest.mark.parametrize(
    ("name", "language", "genitive"),
    [
        ("Мирела Торну", "ru", "Мирелы Торну"),
        ("Майя Санду", "ru", "Майи Санду"),
        ("Мая Санду", "uk", "Маї Санду"),
        ("Никита Торну", "ru", "Никиты Торну"),
        ("Вітка Торну", "uk", "Вітки Торну"),
    ],
)
def test_a_given_name_in_a_is_declined_alike_for_man_and_woman(name: str, language: str, genitive: str) -> None:
    man, woman = certain_cases(name, language, "m"), certain_cases(name, language, "f")

    assert man == woman == certain_cases(name, language, "")
    assert man[0] == genitive


def test_a_ukrainian_velar_is_softened() -> None:
    assert "Вітці Торну" in cases("Вітка Торну", "uk")


@pytest.mark.parametrize("name", ["Доналд Туск", "Мирела Восганян", "Ангела Меркель"])
def test_where_the_gender_decides_and_is_not_told_no_case_is_certain(name: str) -> None:
    assert certain_cases(name, "ru", "") == ()


def test_a_name_of_a_dictionary_is_declined_by_it() -> None:
    assert certain_cases("Лев Толстой", "ru", "m")[0] == "Льва Толстого"
    assert cases("Шевченко", "uk", "f") == ()


def test_of_a_given_name_with_a_hyphen_the_last_half_is_declined_and_of_a_surname_both() -> None:
    assert certain_cases("Жан-Люк Мамин-Сибиряк", "ru", "m")[0] == "Жан-Люка Мамина-Сибиряка"
    assert certain_cases("Башар аль-Асад", "ru", "m")[0] == "Башара аль-Асада"


def test_an_office_in_small_letters_before_the_name_is_declined_with_it() -> None:
    assert "канцлера Меркель" in cases("канцлер Меркель", "ru", "f")


@pytest.mark.parametrize("gender", ["m", "f", ""])
def test_the_matcher_finds_a_name_in_every_case_it_may_have(gender: Gender) -> None:
    matcher = Matcher([Entity(EntityId("x"), "Mirela Torvak", gender=gender, strong={"ru": ("Мирела Торвак",)})])

    forms = {"m": ["Мирелой Торваком"], "f": ["Мирелой Торвак"], "": ["Мирелой Торваком", "Мирелой Торвак"]}[gender]
    for form in forms:
        (mention,) = matcher.match({"title": f"Встреча с {form} прошла"}).mentions
        assert mention.surface == form
