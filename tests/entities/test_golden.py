"""The committed table of names and decoys: every row comes out as labelled, without the sentence encoder."""

from typing import Any

from bot.entities.match import Matcher
from tests.entities.rows import rows, shipped_matcher


def _found(matcher: Matcher, row: dict[str, Any]) -> set[str]:
    return set(matcher.match({"title": row["title"], "summary": row["summary"]}, language=row["lang"]).entities)


def test_every_golden_row_comes_out_as_labelled() -> None:
    matcher = shipped_matcher()

    wrong = [(row["id"], row["title"]) for row in rows("golden.jsonl") if _found(matcher, row) != set(row["entities"])]

    assert wrong == []


def test_the_golden_table_is_broad_enough_to_mean_something() -> None:
    named = [row for row in rows("golden.jsonl") if row["entities"]]
    decoys = [row for row in rows("golden.jsonl") if not row["entities"]]

    assert len(named) >= 350
    assert len({row["lang"] for row in named}) >= 40
    assert len(decoys) >= 250


def test_most_of_the_hard_rows_are_not_fired_on_wrongly() -> None:
    """Rows that fail without the encoder are kept apart; those that name nobody must stay a small part of the table."""
    false_alarms = [row for row in rows("hard.jsonl") if not row["entities"]]

    assert len(false_alarms) <= 0.01 * len(rows("golden.jsonl"))
