"""Reading hits out of the index, the newest first, for as long as there is time.

Ids grow with time, so the newest are found without sorting, and a common word costs no more than a rare one. What does
cost is a beginning of words (FTS5 gathers all documents of all its words first) and words that are common but seldom
meet. Both are looked for in the small index of recent items before the large one is asked.
"""

import json
import sqlite3
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.exc import OperationalError

from bot.errors import StoreError
from bot.model import ItemId
from bot.search.expression import AllOf, AnyOf, Expression, Run, Without
from bot.store.search_tables import state

FIRST_READ = 300  # hits
_STEPS = 10_000  # of SQLite's machine between two looks at the clock: about a millisecond

# One row, not one for each hit: between rows Python's lock is let go, and a busy writer thread makes each wait for it.
_NEWEST = {
    table: sa.text(
        f"""SELECT json_group_array(rowid) FROM (
             SELECT rowid FROM {table} WHERE {table} MATCH :match AND rowid >= :first AND rowid < :last
             ORDER BY rowid DESC LIMIT :limit)"""  # noqa: S608 - our own two tables
    )
    for table in ("search_recent", "search_index")
}

Span = tuple[int, int]
"""The first id a hit may have, and the first it may not have any more."""


class Deadline:
    """When a connection's statements are interrupted: after `seconds`, or `spare` seconds after `enough` was found."""

    def __init__(self, seconds: float, enough: int, spare: float) -> None:
        self._last = self._end = time.monotonic() + seconds
        self._enough, self._spare = enough, spare

    def is_over(self) -> bool:
        """Tell whether the time for everything is over."""
        return time.monotonic() > self._last

    def interrupts(self) -> bool:
        """Tell SQLite whether to stop what it does."""
        return time.monotonic() > self._end

    def found(self, hits: int) -> None:
        """Take note of how many hits there are: once there are enough, little time is left for others."""
        if hits >= self._enough and self._end == self._last:
            self._end = min(self._last, time.monotonic() + self._spare)

    def go_on(self) -> None:
        """Give what comes next all the time that is left."""
        self._end = self._last


@contextmanager
def deadline(conn: sa.Connection, seconds: float, *, enough: int, spare: float) -> Iterator[Deadline]:
    """Watch the connection's statements until the block ends."""
    raw = conn.connection.driver_connection
    if not isinstance(raw, sqlite3.Connection):
        raise StoreError("this search index lives in SQLite")
    watch = Deadline(seconds, enough, spare)
    raw.set_progress_handler(watch.interrupts, _STEPS)
    try:
        yield watch
    finally:
        raw.set_progress_handler(None, 0)


@dataclass(frozen=True, slots=True)
class Read:
    """The newest hits; unless `whole` there may be older ones that time was too short for."""

    ids: list[ItemId]
    whole: bool = True


def newest(conn: sa.Connection, expression: Expression, span: Span, limit: int, watch: Deadline) -> Read:
    """Return the newest hits, at most `limit`; when `watch` cuts in, those found until then."""
    found: list[ItemId] = []
    match = fts5(expression)
    border = state(conn, "recent_from") or 0
    for table, first, last in (
        ("search_recent", max(span[0], border), span[1]),
        ("search_index", span[0], min(span[1], border)),
    ):
        before, most = last, FIRST_READ  # in two goes, so that a deadline leaves the first
        while first < before:
            watch.found(len(found))
            wanted = min(most, limit - len(found))
            bound = {"match": match, "first": first, "last": before, "limit": wanted}
            value = scalar(conn, _NEWEST[table], bound)
            if value is None:
                return Read(found, whole=False)
            hits = sorted(json.loads(value), reverse=True)
            found += hits
            if len(found) == limit:
                return Read(found)
            before, most = (hits[-1] if len(hits) == wanted else first), limit
    return Read(found)


def scalar(conn: sa.Connection, statement: sa.TextClause, bound: Mapping[str, object]) -> str | None:
    """Return the one value a statement gives, or None when the deadline interrupted it."""
    try:
        value: str = conn.execute(statement, bound).scalar_one()
    except OperationalError as error:
        if "interrupted" in str(error.orig):
            return None
        # From the driver's error: SQLAlchemy's own would carry the searcher's words into a log.
        raise StoreError(f"the search index refused: {error.orig}") from error.orig
    return value


def fts5(expression: Expression) -> str:
    """Return an expression in FTS5's language. Only the analyser's tokens get here: no quotes."""
    match expression:
        case Run(tokens, prefix, title):
            return f'{"title : " if title else ""}"{" ".join(tokens)}"{" *" if prefix else ""}'
        case AnyOf(parts):
            return f"({' OR '.join(map(fts5, parts))})"
        case AllOf(parts):
            return f"({' AND '.join(map(fts5, parts))})"
        case Without(wanted, unwanted):
            return f"({fts5(wanted)} NOT {fts5(unwanted)})"
