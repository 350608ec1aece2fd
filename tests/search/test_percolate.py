from collections.abc import Iterator

import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, given, settings

from bot.model import EntityId
from bot.search.document import IndexDocument
from bot.search.percolate import Percolator
from bot.store import search_sqlite
from tests.search.builders import NOW, make_document, read
from tests.search.strategies import documents, typed


@pytest.fixture(scope="module")
def conn() -> Iterator[sa.Connection]:
    engine = sa.create_engine("sqlite://")
    with engine.begin() as connection:
        search_sqlite.create(connection)
        yield connection
    engine.dispose()


@settings(max_examples=500, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=typed, document=documents)
def test_percolation_equals_searching_an_index_of_that_one_item(
    conn: sa.Connection, text: str, document: IndexDocument
) -> None:
    query = read(text)
    search_sqlite.index(conn, [document])

    found = search_sqlite.search(conn, query, now=NOW).ids
    search_sqlite.delete(conn, [document.id])

    assert bool(found) == bool(Percolator([("follow", query)]).matches(document))


FOLLOWS = {
    "name": "putin",
    "phrase": '"peace talks"',
    "prefix": "ankar*",
    "excluded": "talks -ankara",
    "only excluded": "-ankara",
    "language": "lang:ar",
    "title": "title:talks",
    "date": "talks since:2h",
}


def test_an_item_meets_the_queries_it_answers_in_the_order_they_were_added() -> None:
    percolator = Percolator((key, read(text)) for key, text in FOLLOWS.items())

    assert percolator.matches(make_document("Peace talks in Ankara", number=1)) == ["phrase", "prefix", "title", "date"]
    assert percolator.matches(make_document("Rain", "A talk", number=3)) == ["excluded", "only excluded"]
    assert percolator.matches(make_document("普京", language="zh", entities=(EntityId("putin"),))) == [
        "name",
        "only excluded",
    ]


def test_a_query_no_longer_followed_matches_nothing() -> None:
    percolator = Percolator([("a", read("talks")), ("b", read("talks"))])
    percolator.discard("a")
    percolator.discard("unknown")

    assert percolator.matches(make_document("Talks")) == ["b"]


def test_a_key_added_again_follows_the_new_query_only() -> None:
    percolator = Percolator([("a", read("talks"))])
    percolator.add("a", read("rain"))

    assert percolator.matches(make_document("Talks")) == []
    assert percolator.matches(make_document("Rain")) == ["a"]
