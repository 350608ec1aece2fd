"""Proposals for review: useful first guesses, never silently used."""

from bot.entities.match import Matcher
from bot.entities.suggest import suggest
from bot.model import Entity, EntityId

TUSK = Entity(EntityId("tusk"), "Donald Tusk")


def test_a_latin_name_is_proposed_in_other_scripts() -> None:
    proposals = suggest(TUSK)

    assert "Доналд Туск" in proposals["ru"]
    assert proposals["el"] == ("Ντοναλντ Τουσκ",)
    assert proposals["ar"] == ("دونالد توسك",)


def test_russian_proposals_hold_all_cases() -> None:
    assert "Доналда Туска" in suggest(TUSK)["ru"]


def test_slavic_endings_are_proposed_as_other_languages_write_them() -> None:
    assert "Oleg Sedovskij" in suggest(Entity(EntityId("s"), "Oleg Sedovsky"))["*"]


def test_a_proposal_is_not_used_until_the_operator_takes_it() -> None:
    assert Matcher([TUSK]).match({"title": "Доналд Туск в Москве"}).entities == ()
    taken = Entity(EntityId("tusk"), "Donald Tusk", strong={"ru": suggest(TUSK)["ru"]})
    assert Matcher([taken]).match({"title": "Встреча с Доналдом Туском"}).entities == ("tusk",)
