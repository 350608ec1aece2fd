"""Proposals for review: useful first guesses, never silently used."""

from dataclasses import replace

from bot.entities.match import Matcher
from bot.entities.suggest import Proposal, suggest
from bot.model import Entity, EntityId

TUSK = Entity(EntityId("tusk"), "Donald Tusk")


def rows(entity: Entity, table: str = "strong") -> dict[str, Proposal]:
    return {row.language: row for row in suggest(entity) if row.table == table}


def test_a_latin_name_is_proposed_in_other_scripts() -> None:
    proposals = rows(TUSK)

    assert proposals["ru"].names == ("Доналд Туск",)
    assert proposals["el"].names == ("Ντοναλντ Τουσκ",)
    assert proposals["ar"].names == ("دونالد توسك",)


def test_the_surname_of_every_script_is_proposed_with_the_one_of_the_name() -> None:
    names = rows(TUSK, "weak")["*"].names

    assert names[:2] == ("Tusk", "Туск")
    assert "توسك" in names


def test_russian_proposals_tell_the_cases_that_are_understood_from_one_name() -> None:
    assert "Доналда Туска" in rows(replace(TUSK, gender="m"))["ru"].understood


def test_slavic_endings_are_proposed_as_other_languages_write_them() -> None:
    assert "Oleg Sedovskij" in rows(Entity(EntityId("s"), "Oleg Sedovsky"))["*"].names


def test_a_name_in_another_script_is_proposed_in_latin_letters() -> None:
    proposal = rows(Entity(EntityId("s"), "Олег Седовский"))["*"]

    assert proposal.names[0] == "Oleg Sedovskiy"
    assert "Latin letters" in proposal.rule


def test_every_proposal_names_its_rule() -> None:
    assert all(row.rule for row in suggest(TUSK))


def test_what_the_entity_has_already_is_not_proposed_again() -> None:
    taken = Entity(EntityId("tusk"), "Donald Tusk", strong={"ru": ("Дональд Туск",)}, weak={"*": ("Tusk", "Туск")})

    assert "ru" not in rows(taken)
    assert rows(taken, "weak")["*"].names[:3] == ("Tusk", "Туск", "توسك")


def test_a_proposal_is_not_used_until_the_operator_takes_it() -> None:
    matching = Matcher([TUSK]).match({"title": "Президент Туск в Москве"})
    assert (matching.entities, matching.rejected) == ((), ())
    taken = Entity(EntityId("tusk"), "Donald Tusk", weak={"*": rows(TUSK, "weak")["*"].names})
    assert Matcher([taken]).match({"title": "Встреча с президентом Туском"}).entities == ("tusk",)
