"""The search index in SQLite: FTS5 over the analyser's tokens, in the archive's own file.

The engine splits at spaces and changes nothing (its `ascii` tokenizer takes every character beyond ASCII as it is): all
knowledge of languages is in bot/search/analyse.py. Rows of `search_tokens` are the content of the index; triggers keep
the two together, so a deletion takes out the very tokens that were put in, whatever analyser made them.

A word typed without a language has dozens of forms that could answer it, and FTS5 looks for each in every segment of
the index. `search_forms` has the tokens that may be such a form (stems, Arabic and Hebrew words): what is not there is
not asked for. It may have more than the index (after deletions), never less.

Hits of a common word are never ranked as a whole: FTS5 would score every one of them. The newest are read first, which
needs no sorting because ids grow with time.
"""

import json
import sqlite3
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

import sqlalchemy as sa
from sqlalchemy.exc import OperationalError

from bot.errors import StoreError
from bot.model import ItemId
from bot.search.analyse import ANALYSER_VERSION, is_form
from bot.search.document import IndexDocument, Tokens, first_id, tokenise
from bot.search.expression import AllOf, AnyOf, Expression, Run, Without, all_of, in_title, is_tag, runs, without_runs
from bot.search.query import Filter, Query, Word, has_alternatives, leaf_expression, leaves
from bot.search.rank import Presence, Ranking, scores
from bot.search.spelling import closest
from bot.store.search_tables import DDL
from bot.text.search_fold import fold

_FIRST_READ = 300  # hits
_STEPS = 10_000  # of SQLite's machine between two looks at the clock: about a millisecond
_WEIGHED = 8  # words of a query that are weighed
_LARGEST_VOCABULARY = 200_000  # words, the most frequent ones

_SAVE = sa.text(
    """INSERT INTO search_tokens (id, title, body, tags) VALUES (:id, :title, :body, :tags)
       ON CONFLICT (id) DO UPDATE SET title = excluded.title, body = excluded.body, tags = excluded.tags
       WHERE (title, body, tags) IS NOT (excluded.title, excluded.body, excluded.tags)"""
)
_SAVE_FORMS = sa.text("INSERT OR IGNORE INTO search_forms SELECT value FROM json_each(:tokens)")
_KNOWN_FORMS = sa.text(
    "SELECT json_group_array(token) FROM search_forms WHERE token IN (SELECT value FROM json_each(:tokens))"
)
# One row, not one for each hit: between rows Python's lock is let go, and a busy writer thread makes each wait for it.
_NEWEST = sa.text(
    """SELECT json_group_array(rowid) FROM (
         SELECT rowid FROM search_index WHERE search_index MATCH :match AND rowid >= :first AND rowid < :last
         ORDER BY rowid DESC LIMIT :limit)"""
)


@dataclass(frozen=True, slots=True)
class Limits:
    """How much work a search may do."""

    ranked: int = 2000
    """Up to so many hits are ranked as a whole, and counted exactly."""
    window: int = 300
    """Of more hits, the newest so many are ranked; older ones follow, newest first. 0: newest first throughout."""
    seconds: float = 0.3
    """After that the statement is interrupted and what was found so far is the answer."""


LIMITS = Limits()
RANKING = Ranking()


@dataclass(frozen=True, slots=True)
class Hits:
    """What was found, the best (or newest) first.

    `total` is exact unless `more`: then there are more than that. `plan` says how they were ordered: all ranked, the
    newest ranked and the older ones after them, or newest first. `complete` is False when the deadline cut the search.
    """

    ids: tuple[ItemId, ...]
    scores: tuple[float, ...]
    total: int
    more: bool
    plan: Literal["ranked", "recent", "newest"]
    complete: bool = True


def create(conn: sa.Connection) -> None:
    """Create the index in an empty database, with the analyser's version."""
    for statement in DDL:
        conn.exec_driver_sql(statement)
    _set_state(conn, "analyser_version", ANALYSER_VERSION)


def index(conn: sa.Connection, documents: Iterable[IndexDocument | Tokens]) -> None:
    """Put documents into the index, in place of what it has under their ids."""
    rows = [document if isinstance(document, Tokens) else tokenise(document) for document in documents]
    if rows:
        conn.execute(
            _SAVE,
            [
                {"id": row.id, "title": " ".join(row.title), "body": " ".join(row.body), "tags": " ".join(row.tags)}
                for row in rows
            ],
        )
        forms = {token for row in rows for field in (row.title, row.body) for token in field if is_form(token)}
        conn.execute(_SAVE_FORMS, {"tokens": json.dumps(list(forms))})


def delete(conn: sa.Connection, ids: Iterable[ItemId]) -> None:
    """Take documents out of the index; unknown ids are fine."""
    rows = [{"id": item} for item in ids]
    if rows:
        conn.execute(sa.text("DELETE FROM search_tokens WHERE id = :id"), rows)


def search(
    conn: sa.Connection,
    query: Query,
    *,
    now: datetime,
    limit: int = 2000,
    older_than: ItemId | None = None,
    limits: Limits = LIMITS,
    ranking: Ranking = RANKING,
) -> Hits:
    """Return up to `limit` hits. `older_than` continues a list that is newest first after its last item."""
    with _deadline(conn, limits.seconds) as expired:
        expression = _known(conn, query.expression)
        newest = _newest(conn, expression, _span(query, older_than), max(limit, limits.ranked) + 1)
        total = min(len(newest), limits.ranked)
        more = len(newest) > limits.ranked
        ranked = 0 if query.sort == "new" or older_than is not None else limits.window if more else limits.ranked
        candidates, older = newest[:ranked], newest[ranked:limit]
        found = scores(candidates, _presences(conn, query, expression, candidates), now=now, ranking=ranking)
        old = scores(older, (), now=now, ranking=ranking)
        ids = (*found, *older)[:limit]
        return Hits(
            ids=ids,
            scores=tuple(found[item] if item in found else old[item] for item in ids),
            total=total,
            more=more,
            plan="newest" if not ranked else "recent" if more else "ranked",
            complete=not expired(),
        )


def matches_any(conn: sa.Connection, expression: Expression) -> bool:
    """Return whether anything in the index answers an expression."""
    return bool(_newest(conn, expression, (0, 1 << 63 - 1), 1))


def refresh_vocabulary(conn: sa.Connection) -> None:
    """Gather the words of the index for `suggest`; takes seconds for a large one: an hourly job."""
    conn.exec_driver_sql("DELETE FROM search_vocabulary")
    conn.execute(
        sa.text(
            """INSERT INTO search_vocabulary (term, padded, documents)
               SELECT term, '^' || term || '$', doc FROM search_terms
               WHERE length(term) BETWEEN 4 AND 40 AND term NOT GLOB '*[~_0-9]*' ORDER BY doc DESC LIMIT :most"""
        ),
        {"most": _LARGEST_VOCABULARY},
    )
    conn.exec_driver_sql("INSERT INTO search_trigrams (search_trigrams) VALUES ('rebuild')")


def suggest(conn: sa.Connection, word: str, names: Iterable[str] = ()) -> str | None:
    """Return what a word without hits was probably meant to be, folded: a tracked name first, then an indexed word."""
    wanted = fold(word)
    return closest(wanted, dict.fromkeys(names, 1)) or closest(wanted, _alike(conn, wanted))


def _alike(conn: sa.Connection, word: str) -> dict[str, int]:
    """Return the indexed words that share most trigrams with a word, with the number of documents they are in."""
    padded = f"^{word}$"
    trigrams = {padded[place : place + 3] for place in range(len(padded) - 2)}
    match = " OR ".join('"' + trigram.replace('"', '""') + '"' for trigram in sorted(trigrams))
    rows = conn.execute(
        sa.text(
            """SELECT term, documents FROM search_trigrams JOIN search_vocabulary ON id = search_trigrams.rowid
               WHERE search_trigrams MATCH :match ORDER BY rank LIMIT 200"""
        ),
        {"match": match},
    )
    return {term: documents for term, documents in rows}  # noqa: C416 - rows are not pairs to mypy


def correct(conn: sa.Connection, query: Query, names: Iterable[str] = ()) -> str | None:
    """Return the text of the query with the words corrected that nothing in the index answers, or None."""
    text, known = query.text, list(names)
    for leaf in reversed(leaves(query.root)):
        if not isinstance(leaf, Word) or leaf.prefix:
            continue
        terms = leaf_expression(leaf, query.languages)
        if terms is None or matches_any(conn, terms):
            continue
        better = suggest(conn, leaf.text, known)
        if better is not None:
            text = text[: leaf.start] + better + text[leaf.start + len(leaf.text) :]
    return text if text != query.text else None


def rebuild(
    conn: sa.Connection,
    read: Callable[[ItemId | None, int], Sequence[IndexDocument]],
    *,
    batch: int = 500,
) -> bool:
    """Index the next batch of the archive again, newest first; return whether there was one.

    `read(before, n)` returns the newest n documents older than `before` (None: the newest of all). Call it, a
    transaction each time, until it returns False: the place is kept in the database, so it may be interrupted.
    """
    place = _state(conn, "rebuild_place")
    documents = read(None if place is None else ItemId(place), batch)
    if not documents:
        conn.exec_driver_sql("DELETE FROM search_state WHERE key = 'rebuild_place'")
        _set_state(conn, "analyser_version", ANALYSER_VERSION)
        return False
    index(conn, documents)
    _set_state(conn, "rebuild_place", min(document.id for document in documents))
    return True


def is_current(conn: sa.Connection) -> bool:
    """Return whether the whole index was made by this analyser."""
    return _state(conn, "analyser_version") == ANALYSER_VERSION and _state(conn, "rebuild_place") is None


def optimise(conn: sa.Connection) -> None:
    """Merge the index into one piece: smaller and faster; for a quiet hour."""
    conn.exec_driver_sql("INSERT INTO search_index (search_index) VALUES ('optimize')")


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


def _span(query: Query, older_than: ItemId | None) -> tuple[int, int]:
    """Return the first id a hit may have, and the first it may not have any more."""
    first = first_id(query.since) if query.since else 0
    last = first_id(query.before) if query.before else (1 << 63) - 1
    return first, last if older_than is None else min(last, older_than)


def _newest(conn: sa.Connection, expression: Expression, span: tuple[int, int], limit: int) -> list[ItemId]:
    """Return the newest hits; when the deadline cuts in, those found until then."""
    bound: dict[str, str | int] = {"match": fts5(expression), "first": span[0], "last": span[1]}
    found = _read(conn, bound | {"limit": min(limit, _FIRST_READ)})
    if len(found) == _FIRST_READ and limit > _FIRST_READ:  # in two goes, so that a deadline leaves the first
        found += _read(conn, bound | {"last": found[-1], "limit": limit - _FIRST_READ})
    return found


def _read(conn: sa.Connection, bound: dict[str, str | int]) -> list[ItemId]:
    return sorted(json.loads(_scalar(conn, _NEWEST, bound) or "[]"), reverse=True)


def _scalar(conn: sa.Connection, statement: sa.TextClause, bound: dict[str, str | int]) -> str | None:
    """Return the one value a statement gives, or None when the deadline interrupted it."""
    try:
        value: str = conn.execute(statement, bound).scalar_one()
    except OperationalError as error:
        if "interrupted" in str(error.orig):
            return None
        raise StoreError(f"the search index refused: {error.orig}") from error
    return value


def _known(conn: sa.Connection, expression: Expression) -> Expression:
    """Return the expression without the forms of words that no document ever had."""
    forms = {run.tokens[0] for run in runs(expression) if _is_optional(run)}
    if not forms:
        return expression
    known = set(json.loads(_scalar(conn, _KNOWN_FORMS, {"tokens": json.dumps(list(forms))}) or "[]"))
    return without_runs(expression, lambda run: _is_optional(run) and run.tokens[0] not in known)


def _is_optional(run: Run) -> bool:
    return len(run.tokens) == 1 and not run.prefix and is_form(run.tokens[0])


def _presences(
    conn: sa.Connection, query: Query, expression: Expression, candidates: Sequence[ItemId]
) -> list[Presence]:
    """Return for each word of the query which candidates have it, and which in the title.

    Beginnings of words are left out: FTS5 would gather all their words once more.
    """
    if not candidates:
        return []
    span = (candidates[-1], candidates[0] + 1)
    required = not has_alternatives(query.root)
    found = []
    for leaf in leaves(query.root)[:_WEIGHED]:
        terms = None if isinstance(leaf, Filter) else leaf_expression(leaf, query.languages)
        if terms is None or any(run.prefix for run in runs(terms)):
            continue
        terms = _known(conn, terms)
        anywhere = candidates if required else _newest(conn, all_of(expression, terms), span, len(candidates))
        titled = in_title(without_runs(terms, lambda run: is_tag(run.tokens[0])))
        found.append(Presence(anywhere, _newest(conn, all_of(expression, titled), span, len(candidates))))
    return found


@contextmanager
def _deadline(conn: sa.Connection, seconds: float) -> Iterator[Callable[[], bool]]:
    """Interrupt the connection's statements after so long; yields a function that says whether it came to that."""
    raw = conn.connection.driver_connection
    if not isinstance(raw, sqlite3.Connection):
        raise StoreError("this search index lives in SQLite")
    end = time.monotonic() + seconds

    def expired() -> bool:
        return time.monotonic() > end

    raw.set_progress_handler(expired, _STEPS)
    try:
        yield expired
    finally:
        raw.set_progress_handler(None, 0)


def _state(conn: sa.Connection, key: str) -> int | None:
    value: int | None = conn.scalar(sa.text("SELECT value FROM search_state WHERE key = :key"), {"key": key})
    return value


def _set_state(conn: sa.Connection, key: str, value: int) -> None:
    conn.execute(sa.text("INSERT OR REPLACE INTO search_state VALUES (:key, :value)"), {"key": key, "value": value})
