"""A search from words to items: what /search, inline mode and the command line share."""

from dataclasses import dataclass, replace
from datetime import datetime, tzinfo
from typing import Literal

import sqlalchemy as sa

from bot.model import EntityId, Item, StoryId
from bot.search.language import read_query
from bot.search.names import SearchNames
from bot.search.query import Query, unfinished
from bot.search.sources import SourceNames
from bot.store import items, search_sqlite, search_words, stories


@dataclass(frozen=True, slots=True)
class Wish:
    """What somebody looks for. `exact`: no correction of typing errors; `sort` overrules the query's own.

    With a `language` only what is in it is found. `typing`: the last word may not be whole yet.
    """

    text: str
    now: datetime
    zone: tzinfo
    limit: int = 10
    sort: Literal["new", "best"] | None = None
    exact: bool = False
    language: str = ""
    typing: bool = False
    limits: search_sqlite.Limits = search_sqlite.LIMITS


@dataclass(frozen=True, slots=True)
class Hit:
    """One item found."""

    item: Item
    score: float
    story: StoryId | None
    entities: tuple[EntityId, ...]


@dataclass(frozen=True, slots=True)
class Found:
    """The items found, and the corrected query if only that found anything."""

    hits: tuple[Hit, ...]
    corrected: str = ""


class Finder:
    """Finds what people ask for, with the names of tracked entities and of outlets in mind."""

    def __init__(self, names: SearchNames, sources: SourceNames) -> None:
        self.names = names
        self.sources = sources

    def read(self, wish: Wish) -> Query:
        """Return the query somebody typed."""
        query = read_query(wish.text, now=wish.now, zone=wish.zone, names=self.names, sources=self.sources)
        query = unfinished(query) if wish.typing else query
        query = query.only_in(wish.language) if wish.language else query
        return query if wish.sort is None else replace(query, sort=wish.sort)

    def find(self, conn: sa.Connection, wish: Wish) -> tuple[Query, search_sqlite.Hits, str]:
        """Return the query as it was searched, its hits, and the corrected text if only that found anything."""
        query = self.read(wish)
        hits = search_sqlite.search(conn, query, now=wish.now, limit=wish.limit, limits=wish.limits)
        if hits.ids or wish.exact:
            return query, hits, ""
        better = search_words.correct(conn, query, self.names.spellings())
        if better is not None:
            corrected = self.read(replace(wish, text=better))
            again = search_sqlite.search(conn, corrected, now=wish.now, limit=wish.limit, limits=wish.limits)
            if again.ids:
                return corrected, again, better
        return query, hits, ""

    def items(self, conn: sa.Connection, wish: Wish) -> Found:
        """Return the items themselves."""
        _, hits, corrected = self.find(conn, wish)
        loaded = items.items(conn, hits.ids)
        where = stories.of_items(conn, hits.ids)
        named = items.entities(conn, hits.ids)
        return Found(
            tuple(
                Hit(loaded[number], score, where.get(number), named.get(number, ()))
                for number, score in zip(hits.ids, hits.scores, strict=True)
                if number in loaded
            ),
            corrected,
        )
