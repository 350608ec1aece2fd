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


def test_a_score_is_told_whole() -> None:
    assert gist([("actor", "putin"), ("number", "3-0"), ("number", "12")], "en") == "Putin · 3–0, 12"


def test_a_place_keeps_its_capitals_however_the_tables_of_stories_write_it() -> None:
    assert gist([("place", "bern/CH"), ("concept", "meeting")], "ru").startswith("Берн · ")
    assert gist([("place", "nagorno-karabakh/AZ"), ("concept", "meeting")], "en").startswith("Nagorno-Karabakh · ")
    told = {gist([("place", place), ("concept", "meeting")], "en")[:1] for place in tables.names().places}
    assert [letter for letter in told if letter.islower()] == []


def test_without_anybody_and_any_event_nothing_is_said() -> None:
    assert gist([("place", "Bonn/DE"), ("number", "7"), ("token", "rain"), ("concept", "weather?")], "en") == ""


def test_a_language_the_bot_has_no_phrases_in_has_its_own_words_where_there_is_a_column() -> None:
    found = [("number", "1500"), ("concept", "ceasefire"), ("place", "Kyiv/UA"), ("actor", "zelensky")]

    assert gist(found, "de") == "Selenskyj · Kiew · Waffenruhe · 1.500"
    assert gist(found, "de-AT").startswith("Selenskyj · Kiew · Waffenruhe")


def test_a_language_without_a_column_has_english_words_and_its_own_names_of_countries() -> None:
    found = [("country", "DE"), ("concept", "ceasefire"), ("number", "12")]

    assert gist(found, "it") == "Germania · ceasefire · 12"
    assert gist(found, "xx") == gist(found, "name") == "Germany · ceasefire · 12"


def test_a_cell_left_empty_is_english() -> None:
    assert gist([("actor", "syrsky")], "tr") == "Syrskyi"


@pytest.mark.parametrize("table", ["people", "places", "events"])
def test_the_words_are_of_names_the_tables_of_stories_know_and_there_is_a_column_for_every_language(table: str) -> None:
    with (DATA / f"{table}.tsv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))
    known = {
        "people": set(tables.names().actor_stems.values())
        | set(tables.names().whole_actors.values())
        | {phrase.meaning.name for found in tables.names().actor_phrases.values() for phrase in found},
        "places": set(tables.names().places),
        "events": set(tables.event_kinds()),
    }[table]

    assert {row["name"] for row in rows} <= known
    assert all(set(LANGUAGES) <= set(row) and row["en"] for row in rows)
    assert [row["name"] for row in rows] == sorted({row["name"] for row in rows})
    assert all(word is not None and word == word.strip() for row in rows for word in row.values())
