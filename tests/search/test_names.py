import pytest

from bot.model import Entity, EntityId
from bot.search.names import SearchNames
from tests.search.builders import NAMES


@pytest.mark.parametrize(
    ("name", "entity"),
    [
        ("Putin", "putin"),
        ("PUTIN", "putin"),
        ("Putin's", "putin"),
        ("Putin’den", "putin"),
        ("Zelensky'yi", "zelensky"),
        ("Putina", "putin"),
        ("პუტინმა", "putin"),
        ("Putinista", "putin"),
        ("Putinnak", "putin"),
        ("Vladimir Putin", "putin"),
        ("Путиным", "putin"),
        ("Путіну", "putin"),
        ("Владимиром Путиным", "putin"),
        ("وبوتين", "putin"),
        ("普京", "putin"),
        ("Selenskyj", "zelensky"),
        ("Зеленського", "zelensky"),
        ("Зеленскому", "zelensky"),
        ("澤連斯基", "zelensky"),
        ("poutine dish", None),
        ("путин foo", None),
        ("Rasputin", None),
        ("computing", None),
        ("putty", None),
        ("", None),
        ("😀", None),
    ],
)
def test_what_is_typed_names(name: str, entity: str | None) -> None:
    assert NAMES.resolve(name) == entity


def test_a_full_name_wins_over_a_bare_surname_of_another() -> None:
    names = SearchNames(
        [
            Entity(EntityId("first"), "First Smith", weak={"*": ("Smith",)}),
            Entity(EntityId("smith"), "Smith"),
        ]
    )

    assert names.resolve("Smith") == "smith"


def test_spellings_are_the_names_of_one_word() -> None:
    assert {"putin", "путин", "zelenskyy"} <= set(NAMES.spellings())
    assert all(" " not in spelling for spelling in NAMES.spellings())
