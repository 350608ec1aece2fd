"""The golden collection: 200 items of our own writing in 14 languages, and queries with all that is relevant to them.

`relevant` are the items that have the word in any inflection (or the name in any script). `tolerated` ones have the
same word of another language (a Ukrainian for a Russian one): they count neither way.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import pytest
import sqlalchemy as sa

from bot.model import Entity, EntityId, FeedId, ItemId
from bot.search.document import IndexDocument, first_id
from bot.search.names import SearchNames
from bot.store import search_sqlite
from tests.search.builders import NOW, PUTIN, ZELENSKY, read

DATA = Path(__file__).parent.parent / "data" / "search"
WAGNER = Entity(
    EntityId("wagner"),
    "Wagner Group",
    kind="organisation",
    strong={"*": ("Wagner Group",), "zh": ("瓦格纳",), "ar": ("فاغنر",)},
    weak={"*": ("Wagner",), "ru": ("Вагнер",), "uk": ("Вагнер",)},
)
ASSAD = Entity(
    EntityId("assad"),
    "Bashar al-Assad",
    strong={"ar": ("بشار الأسد",)},
    weak={"*": ("Assad",), "es": ("Asad",), "tr": ("Esad",), "ru": ("Асад",), "uk": ("Асад",), "ar": ("الأسد",)},
)
NAMES = SearchNames((PUTIN, ZELENSKY, WAGNER, ASSAD))


@dataclass(frozen=True)
class Labelled:
    kind: str
    text: str
    relevant: frozenset[str]
    tolerated: frozenset[str]

    def missed(self, found: set[str]) -> set[str]:
        return set(self.relevant - found)

    def wrong(self, found: set[str]) -> set[str]:
        return found - self.relevant - self.tolerated


def labelled() -> Iterator[Labelled]:
    with (DATA / "queries.jsonl").open(encoding="utf-8") as lines:
        for line in lines:
            row = json.loads(line)
            relevant, tolerated = frozenset(row["relevant"]), frozenset(row.get("tolerated", ()))
            yield Labelled(row["kind"], row["query"], relevant, tolerated)


QUERIES = tuple(labelled())


@pytest.fixture(scope="module")
def archive() -> Iterator[tuple[sa.Connection, dict[ItemId, str]]]:
    engine = sa.create_engine("sqlite://")
    guids: dict[ItemId, str] = {}
    documents = []
    with (DATA / "items.jsonl").open(encoding="utf-8") as lines:
        for number, row in enumerate(map(json.loads, lines)):
            item = ItemId(first_id(datetime.fromisoformat(row["published"])) + number)
            guids[item] = row["id"]
            entities = tuple(map(EntityId, row["entities"]))
            documents.append(
                IndexDocument(
                    item, FeedId(row["source"]), row["title"], row["summary"], row["lang"], row["country"], entities
                )
            )
    with engine.begin() as conn:
        search_sqlite.create(conn)
        search_sqlite.index(conn, documents)
        yield conn, guids
    engine.dispose()


def answers(archive: tuple[sa.Connection, dict[ItemId, str]], kind: str) -> Iterator[tuple[Labelled, set[str]]]:
    conn, guids = archive
    for query in QUERIES:
        if query.kind == kind:
            hits = search_sqlite.search(conn, read(query.text, names=NAMES), now=NOW)
            yield query, {guids[item] for item in hits.ids}


def test_the_collection_is_large_enough() -> None:
    assert len((DATA / "items.jsonl").read_text(encoding="utf-8").splitlines()) >= 200
    assert len(QUERIES) >= 120


@pytest.mark.parametrize("kind", ["word", "name"])
def test_words_and_names_find_what_they_should_and_little_else(
    archive: tuple[sa.Connection, dict[ItemId, str]], kind: str
) -> None:
    found = list(answers(archive, kind))
    missed = {query.text: query.missed(hits) for query, hits in found if query.missed(hits)}
    wrong = {query.text: query.wrong(hits) for query, hits in found if query.wrong(hits)}
    right = sum(len(query.relevant & hits) for query, hits in found)

    recall = right / sum(len(query.relevant) for query, _ in found)
    precision = right / (right + sum(map(len, wrong.values())))

    assert recall >= 0.95, missed
    assert precision >= 0.90, wrong


@pytest.mark.parametrize("kind", ["phrase", "exclusion", "filter"])
def test_phrases_exclusions_and_filters_are_exact(archive: tuple[sa.Connection, dict[ItemId, str]], kind: str) -> None:
    assert [(query.text, hits) for query, hits in answers(archive, kind) if hits != query.relevant] == []
