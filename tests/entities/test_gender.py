"""Forms of address: whose title stands before a surname decides whose surname it is, if the gender is told."""

import pytest

from bot.entities.match import Matcher
from bot.model import Entity, EntityId, Gender

WOMEN = (
    "Mrs",
    "Ms.",
    "Miss",
    "Frau",
    "Madame",
    "Mme",
    "Señora",
    "Sra.",
    "Signora",
    "Pani",
    "Пані",
    "Госпожа",
    "Г-жа",
    "Κυρία",
)
MEN = ("Mr", "Mister", "Herr", "Monsieur", "Señor", "Senhor", "Signor", "Pan", "Пан", "Господин", "Г-н", "Κύριος")


def reading(title: str, gender: Gender, name: str = "Mirela Vosganian", language: str = "") -> tuple[bool, str]:
    """Return whether the entity is mentioned, and all that was weighed."""
    entity = Entity(EntityId("x"), name, gender=gender)
    (weighed,) = Matcher([entity]).weigh({"title": title}, language)
    return weighed.score > 0, " ".join(clue.name for clue in weighed.clues)


@pytest.mark.parametrize("title", WOMEN)
def test_a_womans_form_of_address_speaks_for_a_woman_and_vetoes_a_man(title: str) -> None:
    assert reading(f"{title} Vosganian resigned", "f")[0]
    assert "female honorific" in reading(f"{title} Vosganian resigned", "m")[1]


@pytest.mark.parametrize("title", MEN)
def test_a_mans_form_of_address_vetoes_a_woman_and_never_a_man(title: str) -> None:
    assert "male honorific" in reading(f"{title} Vosganian resigned", "f")[1]
    assert "male honorific" not in reading(f"{title} Vosganian resigned", "m")[1]


@pytest.mark.parametrize(
    ("text", "clue"),
    [
        ("قالت السيدة ميركل", "honorific"),
        ("قال السيد ميركل", "male honorific"),
        ("פגישה עם מר מרקל", "male honorific"),
        ("תשובה למר מרקל", "male honorific"),
    ],
)
def test_arabic_and_hebrew_forms_of_address_are_read_too(text: str, clue: str) -> None:
    entity = Entity(EntityId("x"), "Angela Merkel", gender="f", weak={"*": ("ميركل", "מרקל")})

    (weighed,) = Matcher([entity]).weigh({"title": text})

    assert clue in {one.name for one in weighed.clues}


@pytest.mark.parametrize("title", [*WOMEN, *MEN])
def test_no_form_of_address_is_a_veto_where_no_gender_is_told(title: str) -> None:
    assert "male honorific" not in reading(f"{title} Vosganian resigned", "")[1]


@pytest.mark.parametrize("title", ["Ms. Merkel said", "Frau Merkel tritt zurück", "Madame Merkel est partie"])
def test_a_woman_of_two_lines_is_found_behind_her_form_of_address(title: str) -> None:
    assert reading(title, "", "Angela Merkel")[0]


def test_a_group_is_no_woman_whatever_is_told_of_its_gender() -> None:
    group = Entity(EntityId("x"), "Torvel Group", kind="organisation", weak={"*": ("Torvel",)})

    (weighed,) = Matcher([group]).weigh({"title": "Mrs Torvel resigned"})

    assert weighed.vetoed


def test_a_womans_own_initial_is_not_taken_for_monsieur() -> None:
    assert reading("M Vosganian se retire", "f")[0]
    assert not reading("M Merkel se retire", "f", "Angela Merkel")[0]


def test_what_a_woman_did_speaks_against_a_man_alone() -> None:
    title = "Vosganian zrezygnowała"

    assert "feminine verb after" in reading(title, "m", language="pl")[1]
    assert "feminine verb after" not in reading(title, "f", language="pl")[1]
    assert "feminine verb after" not in reading(title, "", language="pl")[1]


def test_another_woman_of_the_surname_stays_another_woman() -> None:
    assert not reading("Olena Vosganian resigned", "f")[0]


@pytest.mark.parametrize("gender", ["m", "f", ""])
def test_a_feminine_surname_is_a_veto_where_a_man_is_told_and_only_there(gender: Gender) -> None:
    entity = Entity(EntityId("x"), "V. Zelensky", gender=gender, weak={"*": ("Zelensk*",)})

    (weighed,) = Matcher([entity]).weigh({"title": "Zelenska in Lviv"})

    assert weighed.vetoed == (gender == "m")
