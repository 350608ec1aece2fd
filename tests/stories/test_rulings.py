import pytest

from bot.stories.cluster import Clusterer, Placed
from bot.stories.rulings import Ruling, Rulings
from tests.stories.builders import make_report

ONE = make_report("Earthquake of magnitude 5.2 shakes Malatya in Turkey")
TWO = make_report("Malatya in Turkey shaken by earthquake of magnitude 5.2", 1)
NEXT = make_report("Turkey: earthquake of magnitude 5.2 in Malatya", 2)
ELSE = make_report("Orchestra plays in Vienna for the new year", 1)


def test_without_a_ruling_these_reports_are_one_story() -> None:
    assert {decision.story for decision in Clusterer().add_many([ONE, TWO, NEXT])} == {ONE.key}


def test_a_split_by_a_person_is_never_undone() -> None:
    clusterer = Clusterer()
    clusterer.add_many([ONE, TWO])

    assert clusterer.split([TWO.key]).moved == ((TWO.key, TWO.key),)
    decision = clusterer.add(NEXT)

    assert decision.moved == ()
    assert decision.story in {ONE.key, TWO.key}


def test_a_merge_by_a_person_says_who_moved_and_holds_for_later_reports() -> None:
    clusterer = Clusterer()
    clusterer.add_many([ONE, ELSE])

    assert clusterer.merge(ELSE.key, ONE.key).moved == ((ELSE.key, ONE.key),)
    assert clusterer.add(make_report("Orchestra plays in Vienna for the new year", 3)).story == ONE.key


def test_a_merge_takes_back_an_older_split() -> None:
    rulings = Rulings()
    rulings.add(Ruling("split", ("a",), ("b",)))
    assert rulings.forbid({"a"}, {"b"})

    rulings.add(Ruling("join", ("a", "b")))

    assert not rulings.forbid({"a"}, {"b"})


def test_a_hidden_story_is_not_made_one_with_another() -> None:
    clusterer = Clusterer()
    clusterer.add(ONE)
    clusterer.restore([Placed(TWO, TWO.key)])
    clusterer.keep(ONE.key)

    assert clusterer.add(NEXT).moved == ()


def test_what_was_ruled_holds_after_a_restart() -> None:
    before = Clusterer()
    before.add_many([ONE, TWO])
    ruled = before.split([TWO.key])

    after = Clusterer()
    after.restore([Placed(ONE, ONE.key), Placed(TWO, TWO.key)], [ruled.ruling])

    assert after.add(NEXT).moved == ()


def test_a_story_that_loses_the_report_that_named_it_is_parted_all_the_same() -> None:
    clusterer = Clusterer()
    clusterer.add_many([ONE, TWO])

    assert clusterer.split([ONE.key]).moved == ((TWO.key, TWO.key),)
    decision = clusterer.add(NEXT)

    assert decision.moved == ()
    assert decision.story in {ONE.key, TWO.key}


def test_a_split_of_a_whole_story_keeps_it_to_itself() -> None:
    clusterer = Clusterer()
    clusterer.add(ONE)

    assert clusterer.split([ONE.key]).ruling == Ruling("keep", (ONE.key,))


def test_a_split_of_reports_that_left_the_window_is_refused() -> None:
    with pytest.raises(KeyError):
        Clusterer().split(["gone"])


def test_two_stories_that_a_new_report_shows_to_be_one_are_merged_and_the_older_name_stays() -> None:
    clusterer = Clusterer()
    clusterer.restore([Placed(ONE, ONE.key), Placed(TWO, TWO.key)])

    decision = clusterer.add(NEXT)

    assert decision.story == ONE.key
    assert decision.moved == ((TWO.key, ONE.key),)
