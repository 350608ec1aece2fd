"""The tables, triggers and indexes of the search in SQLite, and the numbers it keeps about itself.

`search_tokens` is the content of two indexes: `search_index` has everything, `search_recent` what is newer than the id
`recent_from` once more. Triggers keep them together, so a deletion takes out the very tokens that were put in,
whatever analyser made them.
"""

import sqlalchemy as sa

_FTS5 = """CREATE VIRTUAL TABLE {} USING fts5(title, body, tags, content='search_tokens', content_rowid='id',
           tokenize="ascii tokenchars '_~.'")"""
_PUT_IN = "INSERT INTO {} (rowid, title, body, tags) VALUES (new.id, new.title, new.body, new.tags)"
_TAKE_OUT = "INSERT INTO {0} ({0}, rowid, title, body, tags) VALUES ('delete', old.id, old.title, old.body, old.tags)"
_TRIGGER = "CREATE TRIGGER {} AFTER {} ON search_tokens {} BEGIN {}; END"
_IS_RECENT = "WHEN {}.id >= (SELECT value FROM search_state WHERE key = 'recent_from')"

DDL: tuple[str, ...] = (
    "CREATE TABLE search_state (key TEXT PRIMARY KEY, value INTEGER NOT NULL) WITHOUT ROWID",
    "INSERT INTO search_state VALUES ('recent_from', 0)",
    "CREATE TABLE search_tokens (id INTEGER PRIMARY KEY, title TEXT NOT NULL, body TEXT NOT NULL, tags TEXT NOT NULL)",
    *(
        statement
        for table, new, old in (
            ("search_index", "", ""),
            ("search_recent", _IS_RECENT.format("new"), _IS_RECENT.format("old")),
        )
        for statement in (
            _FTS5.format(table),
            _TRIGGER.format(f"{table}_added", "INSERT", new, _PUT_IN.format(table)),
            _TRIGGER.format(f"{table}_removed", "DELETE", old, _TAKE_OUT.format(table)),
            _TRIGGER.format(f"{table}_changed", "UPDATE", new, f"{_TAKE_OUT.format(table)}; {_PUT_IN.format(table)}"),
        )
    ),
    "CREATE TABLE search_forms (token TEXT PRIMARY KEY) WITHOUT ROWID",
    "CREATE VIRTUAL TABLE search_terms USING fts5vocab(search_recent, row)",
    """CREATE TABLE search_vocabulary
       (id INTEGER PRIMARY KEY, term TEXT NOT NULL UNIQUE, padded TEXT NOT NULL, documents INTEGER NOT NULL)""",
    """CREATE VIRTUAL TABLE search_trigrams USING fts5(padded, content='search_vocabulary', content_rowid='id',
       tokenize='trigram', detail=none)""",
    """CREATE TRIGGER search_vocabulary_added AFTER INSERT ON search_vocabulary BEGIN
         INSERT INTO search_trigrams (rowid, padded) VALUES (new.id, new.padded);
       END""",
)
"""What a migration runs, in this order."""

DROP: tuple[str, ...] = (
    "DROP TABLE search_trigrams",
    "DROP TABLE search_vocabulary",
    "DROP TABLE search_terms",
    "DROP TABLE search_forms",
    "DROP TABLE search_recent",
    "DROP TABLE search_index",
    "DROP TABLE search_tokens",
    "DROP TABLE search_state",
)


def state(conn: sa.Connection, key: str) -> int | None:
    """Return a number the index keeps about itself, or None."""
    value: int | None = conn.scalar(sa.text("SELECT value FROM search_state WHERE key = :key"), {"key": key})
    return value


def set_state(conn: sa.Connection, key: str, value: int) -> None:
    """Keep a number about the index."""
    conn.execute(sa.text("INSERT OR REPLACE INTO search_state VALUES (:key, :value)"), {"key": key, "value": value})
