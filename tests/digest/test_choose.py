from datetime import timedelta
from typing import Any

from bot.digest.choose import Choosing, choose
from bot.model import Coverage, EntityId, ItemId, Spread
from tests.builders import NOW, make_coverage, make_feed, make_story

RULES = Choosing(main=2, folded=2)


def owned_by(owner: str, number: int, **changes: Any) -> Coverage:
    return make_coverage(number=number, feed=make_feed(id=owner, owner=owner), **changes)


def test_more_independent_owners_come_first_and_copies_do_not_count() -> None:
    copied = make_story(*(owned_by(f"a{n}", n, copy_of=ItemId(1) if n > 1 else None) for n in range(1, 6)))
    told = make_story(*(owned_by(f"b{n}", n) for n in range(11, 13)))

    main, _ = choose([copied, told], {}, RULES, now=NOW)

    assert [story.id for story in main] == [told.id, copied.id]


def test_reports_of_one_agencys_word_are_one_voice_with_the_agency_itself() -> None:
    wire = [owned_by(f"o{n}", n, agency="reuters") for n in range(1, 30)]
    story = make_story(*wire, owned_by("own", 31), owned_by("copied", 32, copy_of=ItemId(31)))

    assert story.voices == ("reuters", "own")


def test_the_spread_is_the_time_to_the_second_voice_and_the_second_language() -> None:
    first = owned_by("one", 1, published=NOW - timedelta(hours=3))
    same = make_coverage(
        number=2, feed=make_feed(id="b", owner="one", language="ru"), published=NOW - timedelta(hours=2)
    )
    other = owned_by("two", 3)

    assert make_story(first, same, other).spread == Spread(timedelta(hours=3), timedelta(hours=1))
    assert make_story(first).spread == Spread(None, None)


def test_one_loud_entity_does_not_fill_the_digest() -> None:
    loud = [make_story(*(owned_by(f"o{n}{m}", n * 10 + m) for m in range(5))) for n in range(1, 4)]
    quiet = make_story(owned_by("q", 99, entities=(EntityId("assad"),)))

    main, folded = choose([*loud, quiet], {}, RULES, now=NOW)

    assert quiet in main
    assert len(main) == len(folded) == 2


def test_a_story_that_names_nobody_is_not_told() -> None:
    assert choose([make_story(make_coverage(entities=()))], {}, RULES, now=NOW) == ((), ())


def test_a_known_story_returns_only_when_it_has_grown() -> None:
    reports = [owned_by(f"o{n}", n) for n in range(1, 5)]
    seen = frozenset(ItemId(n) for n in (1, 2))

    still = choose([make_story(*reports[:3], shown=seen)], {}, RULES, now=NOW)
    grown = choose([make_story(*reports, shown=seen)], {}, RULES, now=NOW)

    assert still == ((), ())
    assert len(grown[0]) == 1


def test_of_two_equal_stories_the_fresher_leads() -> None:
    old = make_story(make_coverage(number=1, published=NOW - timedelta(hours=20)))
    new = make_story(make_coverage(number=2))

    assert choose([old, new], {}, RULES, now=NOW)[0] == (new, old)
