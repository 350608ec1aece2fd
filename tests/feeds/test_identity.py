"""Which items are new: rule by rule. The snapshots of live feeds are in test_replay.py."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.feeds.identity import Known, changed, identified, newcomers
from bot.feeds.keys import canonical_link, keys
from bot.model import Entry
from tests.builders import NOW, make_entry, make_feed
from tests.feeds.memory import Memory

HOUR, DAY = timedelta(hours=1), timedelta(days=1)


def entries(*numbers: int, **changes: object) -> list[Entry]:
    return [
        make_entry(
            **{
                "guid": f"g{n}",
                "link": f"http://h.example/{n}",
                "title": f"Report number {n}",
                "published": NOW - n * HOUR,
            }
            | changes
        )
        for n in numbers
    ]


@pytest.fixture
def memory() -> Memory:
    memory = Memory(make_feed())
    memory.take(entries(*range(10)), NOW)
    return memory


def new(memory: Memory, document: Sequence[Entry], after: timedelta = HOUR) -> list[str]:
    return [item.title for item in memory.take(document, NOW + after).new]


def test_what_was_seen_is_not_new(memory: Memory) -> None:
    assert new(memory, entries(*range(10))) == []


def test_one_more_item_is_new_and_loud(memory: Memory) -> None:
    sorting = memory.take(entries(11, *range(9)), NOW + HOUR)

    assert [item.title for item in sorting.new] == ["Report number 11"]
    assert sorting.quiet == frozenset()


@pytest.mark.parametrize(
    "change",
    [
        {"published": NOW + DAY},
        {"published": None},
        {"title": "Quite another title"},
        {"summary": "Quite another summary"},
        {"guid": "another"},
        {"guid": None},
        {"link": "http://h.example/moved"},
        {"link": "https://www.h.example/3/?utm_source=rss#top"},
    ],
)
def test_a_change_of_one_thing_makes_nothing_new(memory: Memory, change: dict[str, object]) -> None:
    assert new(memory, entries(3, **change)) == []


def test_an_item_that_returns_after_a_month_is_silent(memory: Memory) -> None:
    for day in range(1, 30):
        memory.take(entries(*range(day * 10, day * 10 + 10)), NOW + day * DAY)

    assert new(memory, entries(3), after=30 * DAY) == []


def test_a_guid_that_covers_several_links_is_taken_together_with_the_link(memory: Memory) -> None:
    document = [make_entry(guid="same", link=f"http://h.example/live/{n}", title=f"Live {n}") for n in range(3)]

    assert new(memory, document) == ["Live 0", "Live 1", "Live 2"]
    assert new(memory, document) == []
    assert new(memory, [replace(document[0], link="http://h.example/live/9", title="Live 9"), *document]) == ["Live 9"]


def test_a_live_blog_whose_entries_share_a_link_loses_none_of_them() -> None:
    memory = Memory(make_feed())
    live = [make_entry(guid=f"l{n}", link="http://h.example/live", title=f"Live {n}") for n in range(9)]
    memory.take(live[:2], NOW)

    assert new(memory, live[1:4]) == ["Live 2", "Live 3"]
    assert new(memory, live[4:5]) == ["Live 4"]
    assert new(memory, live[:5]) == []


def test_a_feed_that_once_was_a_live_blog_is_read_as_one_though_its_document_has_a_single_entry() -> None:
    memory = Memory(make_feed())
    live = [make_entry(guid=f"l{n}", link="http://h.example/live", title=f"Live {n}") for n in range(9)]
    memory.take(live[:1], NOW)
    memory.take(live[:2], NOW + HOUR)

    assert new(memory, live[2:3], after=2 * HOUR) == ["Live 2"]


def test_items_without_guid_and_link_are_told_apart_by_their_text() -> None:
    assert keys("", "", "Rain!", "It rains.") == keys("", "", "rain", "it rains")
    assert keys("", "", "Rain", "It rains.")[0] != keys("", "", "Rain", "It snows.")[0]


def test_an_item_twice_in_one_document_is_counted_as_repeated() -> None:
    memory = Memory(make_feed())

    sorting = memory.take(entries(1, 2, 1, 2, 2), NOW)

    assert (len(sorting.new), sorting.repeated, len(sorting.known)) == (2, 3, 0)


def test_a_first_document_is_stored_and_raises_no_alert() -> None:
    sorting = Memory(make_feed()).take(entries(*range(20)), NOW)

    assert len(sorting.new) == len(sorting.quiet) == 20
    assert sorting.why == "first poll"


def test_after_a_week_without_contact_only_the_newest_few_are_loud(memory: Memory) -> None:
    sorting = memory.take(entries(*range(-60, -40)), NOW + 8 * DAY)

    loud = [item.title for item in sorting.new if item.id not in sorting.quiet]
    assert sorted(loud) == [f"Report number -{n}" for n in range(56, 61)]
    assert (sorting.older, sorting.why) == (15, "catching up")


def test_a_feed_enabled_again_catches_up_in_the_same_way(memory: Memory) -> None:
    items = identified(memory.take(entries(*range(20, 30)), NOW).new)

    sorting = newcomers(items, Known(last_success=NOW), now=NOW, catching_up=True)

    assert sorting.older == 5


def test_a_feed_that_renames_everything_is_absorbed_and_remembered(memory: Memory) -> None:
    renamed = [replace(e, guid=f"x{e.guid}", link=f"http://other.example{e.guid}") for e in entries(*range(10))]

    sorting = memory.take(renamed, NOW + HOUR)

    assert (len(sorting.new), sorting.absorbed) == (0, 10)
    assert new(memory, renamed) == []


def test_ten_new_reports_under_one_known_title_stay_ten(memory: Memory) -> None:
    memory.take(entries(50, title="Traffic"), NOW)

    assert len(new(memory, entries(*range(60, 70), title="Traffic"))) == 10


def test_an_archive_that_a_feed_turns_over_is_stored_without_alert(memory: Memory) -> None:
    sorting = memory.take(entries(*range(100, 130)), NOW + HOUR)

    assert len(sorting.new) == len(sorting.quiet) == 30
    assert sorting.why == "older than what was known"


def test_a_few_late_items_are_loud(memory: Memory) -> None:
    sorting = memory.take(entries(*range(8), 100, 101), NOW + HOUR)

    assert (len(sorting.new), sorting.quiet) == (2, frozenset())


def test_an_edit_is_the_new_version_and_what_it_changed(memory: Memory) -> None:
    sorting = memory.take(entries(3, title="Report number 33", summary="Other"), NOW + HOUR)

    edit = sorting.known[0].edit
    assert edit is not None
    assert (edit.title, edit.summary, edit.changed) == ("Report number 33", "Other", ("title", "summary"))
    assert edit.at == NOW + HOUR


def test_another_spelling_of_a_link_is_no_edit(memory: Memory) -> None:
    sorting = memory.take(entries(3, link="https://h.example/3?utm_source=x"), NOW + HOUR)

    assert sorting.known[0].edit is None


def test_a_field_that_is_gone_is_no_edit(memory: Memory) -> None:
    known = next(iter(memory.items.values()))
    item = memory.take(entries(90, summary=None, content=None), NOW).new[0]

    assert changed(known, replace(item, title=known.title, link=known.link), NOW) is None


@pytest.mark.parametrize(
    "spelling",
    [
        "http://h.example/a", "https://h.example/a", "https://www.h.example/a", "http://H.EXAMPLE/a",
        "http://h.example:80/a", "http://h.example/a/", "http://h.example/a#top",
        "http://h.example/a?utm_source=rss&utm_medium=x", "http://h.example/a?fbclid=1&gclid=2&xtor=3&at_campaign=4", "http://h.example/a?ref=rss",
        " http://h.example//a ", "http://h.example/%61",
    ],
)  # fmt: skip
def test_all_spellings_of_a_link_are_one(spelling: str) -> None:
    assert canonical_link(spelling) == "http://h.example/a"


@pytest.mark.parametrize(
    "different",
    ["http://h.example/A", "http://h.example/a?id=1", "http://m.h.example/a", "http://h.example:8080/a",
     "http://h.example/a#!page2", "http://h.example/a?ref=home", "http://h.example/a%2Fb"],
)  # fmt: skip
def test_different_links_stay_different(different: str) -> None:
    assert canonical_link(different) != "http://h.example/a"


@given(st.text(max_size=100))
def test_a_canonical_link_is_its_own_canonical_link(text: str) -> None:
    for link in (text, f"http://h.example/{text}", f"http://h.example/a?{text}"):
        assert canonical_link(canonical_link(link)) == canonical_link(link)


@given(
    st.lists(
        st.lists(
            st.builds(
                Entry,
                guid=st.none() | st.sampled_from("abc"),
                link=st.none() | st.sampled_from(["http://h.example/1", "http://h.example/2", "javascript:x"]),
                title=st.none() | st.sampled_from(["Rain", "Snow", "", "Rain 2"]),
                summary=st.none() | st.just("Words."),
            ),
            max_size=12,
        ),
        max_size=5,
    )
)
def test_whatever_feeds_do_counts_add_up_and_the_same_document_again_brings_nothing(
    documents: list[list[Entry]],
) -> None:
    memory = Memory(make_feed())
    for number, document in enumerate(documents):
        memory.take(document, NOW + number * HOUR)
    for document in documents[-1:]:
        assert memory.take(document, NOW + DAY).new == ()
    new_and_known = sum(len(s.new) + len(s.known) + s.repeated for s in memory.sortings)
    assert memory.read == memory.unusable + new_and_known
