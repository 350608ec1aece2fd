"""Whatever is typed is read, searched, marked and followed without an error, within the deadline."""

import gc
import itertools
import time
from collections.abc import Iterator

import pytest
import sqlalchemy as sa
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.search.analyse import load
from bot.search.highlight import extract, highlight
from bot.search.percolate import Percolator
from bot.store import search_sqlite, search_words
from tests.search.builders import NAMES, NOW, make_document, read
from tests.search.strategies import WORDS, fuzzed, languages, typed

ITEM = make_document(" ".join(WORDS[:20]), " ".join(WORDS[20:]))


@pytest.fixture(scope="module")
def conn() -> Iterator[sa.Connection]:
    load()  # half a second that belongs to no search; nor does a walk over what all tests before left in memory
    gc.collect()
    gc.freeze()
    engine = sa.create_engine("sqlite://")
    with engine.begin() as connection:
        search_sqlite.create(connection)
        search_sqlite.index(connection, [ITEM, *(make_document(word, number=n) for n, word in enumerate(WORDS, 2))])
        search_words.learn(connection)
        yield connection
    engine.dispose()
    gc.unfreeze()


def slowest_of(conn: sa.Connection, queries: int, seed: int) -> float:
    """Do all that is done with each query; return the processor seconds of the slowest search.

    Not those of the clock: on a busy machine they tell of the others.
    """
    slowest = 0.0
    for text in fuzzed(queries, seed):
        query = read(text)
        began = time.thread_time()
        hits = search_sqlite.search(conn, query, now=NOW)
        slowest = max(slowest, time.thread_time() - began)
        if not hits.ids:
            search_words.correct(conn, query, NAMES.spellings())
        highlight(ITEM.title, query, "en")
        assert (ITEM.id in hits.ids) == bool(Percolator([(1, query)]).matches(ITEM)), text
    return slowest


def test_two_thousand_fuzzed_queries_raise_nothing_and_end_in_time(conn: sa.Connection) -> None:
    assert slowest_of(conn, 2000, seed=1) < search_sqlite.LIMITS.seconds + 0.2


@pytest.mark.soak
def test_twenty_thousand_fuzzed_queries_raise_nothing_and_end_in_time(conn: sa.Connection) -> None:
    assert slowest_of(conn, 20_000, seed=2) < search_sqlite.LIMITS.seconds + 0.2


@given(typed)
def test_reading_a_query_raises_nothing_and_what_was_typed_stays(text: str) -> None:
    query = read(text)

    assert len(query.text) <= 512
    for word in [word for name in query.names for word in name.words]:
        assert query.text[word.start :].startswith(word.text)


@settings(max_examples=200)
@given(st.text(), typed, languages)
def test_marks_are_inside_the_text_in_order_and_apart(text: str, query: str, language: str) -> None:
    spans = highlight(text, read(query), language)

    assert all(0 <= start < end <= len(text) for start, end in spans)
    assert all(end < start for (_, end), (start, _) in itertools.pairwise(spans))


@given(st.text(), st.lists(st.tuples(st.integers(0, 50), st.integers(1, 5))), st.integers(1, 60))
def test_an_extract_is_a_part_of_the_text_no_longer_than_asked(
    text: str, places: list[tuple[int, int]], width: int
) -> None:
    spans = [(start, start + length) for start, length in places if start + length <= len(text)]
    start, end = extract(text, spans, width)

    assert 0 <= start <= end <= len(text)
    assert end - start <= width
