"""docs/entities.md is true: its table of what goes wrong, and its remedy."""

from bot.entities.match import Matcher, failed_examples
from bot.model import Entity, EntityId

TWO_LINES = Entity(EntityId("sandu"), "Maia Sandu")
FINISHED = Entity(
    EntityId("sandu"),
    "Maia Sandu",
    strong={"ru": ("Майя Санду",), "uk": ("Мая Санду",)},
    weak={"*": ("Sandu", "Санду")},
    context=("@politics", "election", "moldov", "молдов", "кишин"),
    against=("@sport",),
    competitors=("Ion Sandu",),
    match=(
        "Maia Sandu meets farmers",
        "President Sandu in Brussels",
        "Sandu calls for early election",
        "Встреча с Майей Санду",
        "Санду: Молдова готова",
    ),
    no_match=("Sandu wins judo gold in Cluj", "Ion Sandu deschide o brutărie"),
)


def test_two_lines_find_and_miss_what_the_guide_says() -> None:
    matcher = Matcher([TWO_LINES])
    titles = {
        "Maia Sandu meets farmers": (("sandu",), ()),
        "Întâlnire cu Maia Sandu": (("sandu",), ()),
        "President Sandu in Brussels": (("sandu",), ()),
        "Ion Sandu deschide o brutărie": ((), ()),
        "Sandu calls for early election": ((), ("sandu",)),
        "Sandu wins judo gold in Cluj": ((), ("sandu",)),
        "Встреча с Майей Санду": ((), ()),
    }

    found = {title: matcher.match({"title": title}) for title in titles}

    assert {title: (matching.entities, matching.possible) for title, matching in found.items()} == titles


def test_the_finished_entity_passes_all_its_examples() -> None:
    assert failed_examples([FINISHED], Matcher([FINISHED])) == []
