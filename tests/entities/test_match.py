"""What the matcher finds, refuses and says about it, with the shipped catalogue."""

import tomllib
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from bot.entities.match import Matcher
from bot.entities.names import failed_examples
from bot.model import Entity, EntityId

CATALOGUE = Path(__file__).parents[2] / "config" / "entities.toml"


def _frozen(value: Any) -> Any:
    if isinstance(value, list):
        return tuple(value)
    return {key: tuple(forms) for key, forms in value.items()} if isinstance(value, dict) else value


@cache
def shipped() -> tuple[Entity, ...]:
    rows = tomllib.loads(CATALOGUE.read_text(encoding="utf-8"))["entity"]
    return tuple(Entity(**{key: _frozen(value) for key, value in row.items()}) for row in rows)


@pytest.fixture(scope="module")
def matcher() -> Matcher:
    return Matcher(shipped())


def test_the_shipped_examples_come_out_as_their_entity_says(matcher: Matcher) -> None:
    assert failed_examples(shipped(), matcher) == []


def test_an_example_that_fails_is_reported_with_the_reason() -> None:
    entity = Entity(EntityId("macron"), "Emmanuel Macron", no_match=("Emmanuel Macron in Lyon",))

    (sentence,) = failed_examples([entity], Matcher([entity]))

    assert "macron should not be found in 'Emmanuel Macron in Lyon'" in sentence
    assert "Emmanuel" in sentence


def test_offsets_point_at_the_surface_in_the_text_as_given(matcher: Matcher) -> None:
    title = "Зеле\u0301нский&nbsp;и Pu\u00adtin: &quot;Вагнер&quot; уходит"

    matching = matcher.match({"title": title})

    assert [title[m.start : m.end] for m in matching.mentions] == [m.surface for m in matching.mentions]
    assert matching.entities == ("putin", "zelensky", "wagner")


def test_a_text_without_any_name_costs_no_mention(matcher: Matcher) -> None:
    assert matcher.match({"title": "Rain in the harbour", "summary": ""}).mentions == ()
