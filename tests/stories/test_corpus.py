"""The five reference articles of the project, as items of one day."""

import json
from dataclasses import replace
from pathlib import Path

import pytest

from bench.story_data import Encoder, Labelled
from bot.stories.cluster import Clusterer
from bot.stories.report import Report
from tests.builders import NOW


@pytest.fixture
def articles(shared: Path) -> list[Labelled]:
    folder = shared / "corpus"
    expected = json.loads((folder / "expected.json").read_text("utf-8"))
    return [
        Labelled(
            Report(name, entry["title"], NOW, (folder / name).read_text("utf-8"), name, language=entry["language"]),
            entry["story"],
        )
        for name, entry in expected.items()
    ]


def test_the_english_and_the_arabic_forecast_of_a_coup_are_one_story_and_the_others_stand_alone(
    articles: list[Labelled],
) -> None:
    decisions = Clusterer().add_many(row.report for row in Encoder().encoded(articles))

    story_of = {decision.key: decision.story for decision in decisions}
    named = {row.report.key: row.story for row in articles}
    pairs = [(one, other) for one in story_of for other in story_of if one != other]
    assert all((story_of[one] == story_of[other]) == (named[one] == named[other]) for one, other in pairs)
    assert min(decision.margin for decision in decisions) >= 1.0


def test_without_vectors_no_two_of_them_are_wrongly_one(articles: list[Labelled]) -> None:
    decisions = Clusterer().add_many(replace(row.report, vector=None) for row in articles)

    named = {row.report.key: row.story for row in articles}
    assert all(named[decision.key] == named[decision.story] for decision in decisions)
