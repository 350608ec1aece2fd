import csv
from pathlib import Path

import pytest

from bot.digest import gist as module
from bot.digest.gist import gist
from bot.stories import tables
from bot.text.say import LANGUAGES

DATA = Path(module.__file__).parent / "data"


def test_people_places_event_and_numbers_are_named_in_that_order() -> None:
    found = [("number", "12"), ("concept", "meeting"), ("place", "Ankara/TR"), ("actor", "erdogan"), ("number", "1")]

    assert gist(found, "en") == "Erdoğan · Ankara · meeting · 12"


def test_countries_stand_for_places_where_there_is_none_and_are_called_as_in_the_channels_language() -> None:
    assert gist([("country", "DE"), ("concept", "election")], "ru").startswith("Германия · ")
    assert gist([("country", "DE"), ("place", "Bonn/DE"), ("concept", "election")], "en") == "Bonn · election"


def test_without_anybody_and_any_event_nothing_is_said() -> None:
    assert gist([("place", "Bonn/DE"), ("number", "7"), ("token", "rain"), ("concept", "weather?")], "en") == ""


@pytest.mark.parametrize("table", ["people", "places", "events"])
def test_the_words_are_of_names_the_tables_of_stories_know_and_there_is_a_column_for_every_language(table: str) -> None:
    with (DATA / f"{table}.tsv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))
    known = {
        "people": set(tables.names().actor_stems.values())
        | set(tables.names().whole_actors.values())
        | {phrase.meaning.name for found in tables.names().actor_phrases.values() for phrase in found},
        "places": set(tables.names().places.values()),
        "events": set(tables.event_kinds()),
    }[table]

    assert {row["name"] for row in rows} <= known
    assert all(set(LANGUAGES) <= set(row) and row["en"] for row in rows)
