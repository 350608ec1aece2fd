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
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

import sqlalchemy as sa

from bot.model import ItemId
from bot.search.analyse import ANALYSER_VERSION, is_form
from bot.search.document import IndexDocument, Tokens, first_id, tokenise
from bot.search.expression import Expression, Run, is_tag, runs, without_runs
from bot.search.presence import holds, padded
from bot.search.query import Filter, Query, has_alternatives, leaf_expression, leaves
from bot.search.rank import Presence, Ranking, scores
from bot.store.search_reading import Span, deadline, newest, scalar
from bot.store.search_tables import DDL, set_state

_WEIGHED = 8  # words of a query that are weighed

_SAVE = sa.text(
    """INSERT INTO search_tokens (id, title, body, tags) VALUES (:id, :title, :body, :tags)
       ON CONFLICT (id) DO UPDATE SET title = excluded.title, body = excluded.body, tags = excluded.tags
       WHERE (title, body, tags) IS NOT (excluded.title, excluded.body, excluded.tags)"""
)
_SAVE_FORMS = sa.text("INSERT OR IGNORE INTO search_forms SELECT value FROM json_each(:tokens)")
_KNOWN_FORMS = sa.text(
    "SELECT json_group_array(token) FROM search_forms WHERE token IN (SELECT value FROM json_each(:tokens))"
)
# Fields end with a newline, rows with a record separator: no token has one.
_TITLES, _TEXTS = (
    sa.text(
        f"""SELECT group_concat(id || char(10) || {fields}, char(30))
            FROM search_tokens WHERE id IN (SELECT value FROM json_each(:ids))"""  # noqa: S608 - our own columns
    )
    for fields in ("title", "title || char(10) || body || char(10) || tags")
)


@dataclass(frozen=True, slots=True)
class Limits:
    """How much work a search may do."""

    counted: int = 1000
    """Up to so many hits are counted exactly."""
    ranked: int = 500
    """Up to so many hits are ranked as a whole."""
    window: int = 300
    """Of more hits, the newest so many are ranked; older ones follow, newest first. 0: newest first throughout."""
    enough: int = 20
    """Hits that are looked for until the deadline."""
    spare: float = 0.02
    """Seconds that are given to finding and counting more than enough."""
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
    set_state(conn, "analyser_version", ANALYSER_VERSION)


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
    with deadline(conn, limits.seconds, enough=limits.enough, spare=limits.spare) as watch:
        known = _known_forms(conn, query.expression)
        expression = _pruned(query.expression, known)
        read = newest(conn, expression, _span(query, older_than), max(limit, limits.counted) + 1, watch)
        total = min(len(read.ids), limits.counted)
        more = len(read.ids) > limits.counted or not read.whole
        all_ranked = read.whole and len(read.ids) <= limits.ranked
        ranked = limits.ranked if all_ranked else limits.window
        if query.sort == "new" or older_than is not None:
            ranked = 0
        candidates, older = read.ids[:ranked], read.ids[ranked:limit]
        watch.go_on()
        presences = _presences(conn, query, known, candidates)
        found = scores(candidates, presences, now=now, ranking=ranking)
        old = scores(older, (), now=now, ranking=ranking)
        ids = (*found, *older)[:limit]
        return Hits(
            ids=ids,
            scores=tuple(found[item] if item in found else old[item] for item in ids),
            total=total,
            more=more,
            plan="newest" if not ranked else "ranked" if all_ranked else "recent",
            complete=not watch.is_over(),
        )


def _span(query: Query, older_than: ItemId | None) -> Span:
    """Return the first id a hit may have, and the first it may not have any more."""
    first = first_id(query.since) if query.since else 0
    last = first_id(query.before) if query.before else (1 << 63) - 1
    return first, last if older_than is None else min(last, older_than)


def _known_forms(conn: sa.Connection, expression: Expression) -> frozenset[str]:
    """Return those forms of words in an expression that some document may have."""
    forms = [run.tokens[0] for run in runs(expression) if _is_optional(run)]
    return frozenset(json.loads(scalar(conn, _KNOWN_FORMS, {"tokens": json.dumps(forms)}) or "[]"))


def _pruned(expression: Expression, known: frozenset[str]) -> Expression:
    """Return the expression without the forms of words that no document ever had."""
    return without_runs(expression, lambda run: _is_optional(run) and run.tokens[0] not in known)


def _is_optional(run: Run) -> bool:
    return len(run.tokens) == 1 and not run.prefix and is_form(run.tokens[0])


def _presences(
    conn: sa.Connection, query: Query, known: frozenset[str], candidates: Sequence[ItemId]
) -> list[Presence]:
    """Return for each word of the query which candidates have it, and which in the title.

    Their tokens are read back: the cost is that of the candidates, whatever the words are and however large the index.
    """
    words = [leaf for leaf in leaves(query.root) if not isinstance(leaf, Filter)][:_WEIGHED]
    if len(candidates) < 2 or not words:  # nothing to put in order
        return []
    alternatives = has_alternatives(query.root)
    read = scalar(conn, _TEXTS if alternatives else _TITLES, {"ids": json.dumps(candidates)}) or ""
    rows = [(ItemId(int(item)), fields) for item, *fields in (row.split("\n") for row in read.split("\x1e") if row)]
    titles = [(item, padded(fields[0])) for item, fields in rows]
    texts = [(item, padded(*fields)) for item, fields in rows] if alternatives else []
    found = []
    for leaf in words:
        terms = leaf_expression(leaf, query.languages)
        if terms is None:
            continue
        terms = _pruned(terms, known)
        is_there, is_titled = holds(terms), holds(without_runs(terms, lambda run: is_tag(run.tokens[0])))
        anywhere = [item for item, text in texts if is_there(text)] if texts else candidates
        found.append(Presence(anywhere, [item for item, title in titles if is_titled(title)]))
    return found
