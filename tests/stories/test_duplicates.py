import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.stories.duplicates import Identities, canonical_link, containment, sketch
from tests.stories.builders import make_report

TEXT = " ".join(f"word{n}" for n in range(60))


@pytest.mark.parametrize(
    "link",
    [
        "https://www.example.org/news/1?utm_source=x&b=2&a=1#top",
        "http://example.org/news/1/?a=1&b=2",
        "https://m.example.org/news/1?b=2&a=1&fbclid=9",
        "https://amp.example.org/amp/news/1?a=1&b=2",
    ],
)
def test_ways_to_one_page_are_one_link(link: str) -> None:
    assert canonical_link(link) == "example.org/news/1?a=1&b=2"


@pytest.mark.parametrize("link", ["", "https://example.org/", "tag:example.org,2026:1", "https://example.org"])
def test_what_is_no_page_identifies_nothing(link: str) -> None:
    assert canonical_link(link) == ""


@given(st.text())
def test_any_text_can_be_sketched(text: str) -> None:
    assert sketch(make_report(text, summary=text, link=text)).identities is not None


def test_an_excerpt_is_contained_in_the_whole() -> None:
    whole = sketch(make_report("Title", summary=TEXT)).grams
    excerpt = sketch(make_report("Other", summary=" ".join(TEXT.split()[:20]))).grams

    assert containment(excerpt, [whole])[0] > 0.7


def test_texts_of_a_few_words_are_contained_in_nothing() -> None:
    short = sketch(make_report("one two three four five six")).grams

    assert containment(short, [short, np.array([], dtype=np.uint32)]).tolist() == [0.0, 0.0]


def test_the_same_outlet_with_the_same_title_on_one_day_is_the_same_text() -> None:
    known = Identities()
    first = make_report("Rain in the harbour", source="harbour")
    known.add(first.key, sketch(first).identities)

    assert known.first(sketch(make_report("Rain in the Harbour!", 2, source="harbour")).identities) == first.key
    assert known.first(sketch(make_report("Rain in the harbour", 30, source="harbour")).identities) is None
    assert known.first(sketch(make_report("Rain in the harbour", 2, source="coast")).identities) is None


def test_a_guid_belongs_to_its_outlet() -> None:
    known = Identities()
    first = make_report("One", source="harbour", guid="7")
    known.add(first.key, sketch(first).identities)

    assert known.first(sketch(make_report("Two", source="harbour", guid="7")).identities) == first.key
    assert known.first(sketch(make_report("Two", source="coast", guid="7")).identities) is None


def test_what_left_the_window_is_forgotten() -> None:
    known = Identities()
    first = make_report("One", source="harbour", guid="7")
    known.add(first.key, sketch(first).identities)
    known.forget(first.key, sketch(first).identities)

    assert known.first(sketch(first).identities) is None
