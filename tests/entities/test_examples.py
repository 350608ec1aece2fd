"""An operator's own examples: what fails is told with the entity, the key, the text and the reason."""

from bot.entities.examples import failed_examples, outcomes
from bot.entities.explain import explain
from bot.entities.match import Matcher
from bot.model import Entity, EntityId


def macron(*, match: tuple[str, ...] = (), no_match: tuple[str, ...] = ()) -> Matcher:
    return Matcher([Entity(EntityId("macron"), "Emmanuel Macron", match=match, no_match=no_match)])


def test_an_example_that_should_not_be_found_says_what_found_it() -> None:
    (failed,) = failed_examples(macron(no_match=("Emmanuel Macron in Lyon",)))

    assert (failed.entity, failed.key) == ("macron", "no_match")
    assert str(failed).startswith("'Emmanuel Macron in Lyon' is found: «Macron»: own given name «Emmanuel» before")


def test_an_example_that_is_only_possible_says_so() -> None:
    (failed,) = failed_examples(macron(match=("Macron",)))

    assert str(failed).startswith("'Macron' is not found: only possible: «Macron»")


def test_an_example_in_which_nothing_looks_like_the_name_says_so() -> None:
    (failed,) = failed_examples(macron(match=("Макрон",)))

    assert str(failed) == "'Макрон' is not found: no form of the name occurs in it"


def test_every_example_has_an_outcome() -> None:
    matcher = macron(match=("Emmanuel Macron speaks", "Макрон"), no_match=("Rain", "Brigitte Macron"))

    assert [one.passed for one in outcomes(matcher)] == [True, False, True, True]


def test_an_explanation_says_of_each_place_what_matching_says_of_the_item() -> None:
    matcher = macron()
    titles = ["Emmanuel Macron in Lyon", "Macron", "Brigitte Macron, 70", "Rain in Lyon"]

    for title in titles:
        matching, places = matcher.match({"title": title}), explain(matcher, {"title": title})
        assert bool(matching.mentions) == any(one.verdict == "mention" for one in places)
        assert bool(matching.possible) == any(one.verdict == "possible" for one in places)
        assert all(title[one.start : one.end] == one.surface for one in places)
