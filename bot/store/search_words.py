"""The words of the archive: is there anything that has one, and what was a misspelt one meant to be."""

import json
from collections.abc import Iterable

import sqlalchemy as sa

from bot.search.expression import Expression
from bot.search.query import Query, Word, leaf_expression, leaves
from bot.search.spelling import closest, closest_inflected
from bot.store.search_reading import deadline, newest
from bot.text.search_fold import fold

SLICE = 1000  # terms of the index looked at in one transaction: some 50 ms
_MANY = 200_000  # words; above that only those enter that a few recent documents have
_FEW = 3  # documents
_SECONDS = 0.3

_TERMS = sa.text(
    """SELECT json_group_array(json_array(term, doc)) FROM (
         SELECT term, doc FROM search_terms WHERE term > :after ORDER BY term LIMIT :most)"""
)
_LEARN = sa.text(
    """INSERT INTO search_vocabulary (term, padded, documents)
       SELECT value ->> 0, '^' || (value ->> 0) || '$', value ->> 1 FROM json_each(:words) WHERE true
       ON CONFLICT (term) DO UPDATE SET documents = excluded.documents"""
)


def matches_any(conn: sa.Connection, expression: Expression) -> bool:
    """Return whether anything in the index answers an expression."""
    with deadline(conn, _SECONDS, enough=1, spare=0) as watch:
        return bool(newest(conn, expression, (0, 1 << 63 - 1), 1, watch).ids)


def learn(conn: sa.Connection, after: str = "") -> str | None:
    """Take in the words of recent items that come after a term; return where to go on, or None at the end.

    Call it, a transaction each time, until it returns None: the words of all recent items take seconds.
    """
    terms = json.loads(conn.execute(_TERMS, {"after": after, "most": SLICE}).scalar_one())
    many = conn.exec_driver_sql("SELECT count(*) FROM search_vocabulary").scalar_one() > _MANY
    words = [pair for pair in terms if _is_word(pair[0]) and (not many or pair[1] >= _FEW)]
    conn.execute(_LEARN, {"words": json.dumps(words)})
    return str(terms[-1][0]) if len(terms) == SLICE else None


def _is_word(term: str) -> bool:
    """Return whether a term is one that people write: no stem, tag or number."""
    return 4 <= len(term) <= 40 and not any(char in "~_" or char.isdigit() for char in term)


def suggest(conn: sa.Connection, word: str, names: Iterable[str] = ()) -> str | None:
    """Return what a word without hits was probably meant to be, folded: a tracked name first, then an indexed word."""
    wanted = fold(word)
    named = closest(wanted, dict.fromkeys(names, 1))
    if named is not None:
        return named
    known = _alike(conn, wanted)
    return closest(wanted, known) or closest_inflected(wanted, known)


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
