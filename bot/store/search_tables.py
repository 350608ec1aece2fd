"""The tables, triggers and indexes of the search in SQLite."""

DDL: tuple[str, ...] = (
    "CREATE TABLE search_tokens (id INTEGER PRIMARY KEY, title TEXT NOT NULL, body TEXT NOT NULL, tags TEXT NOT NULL)",
    """CREATE VIRTUAL TABLE search_index USING fts5(title, body, tags, content='search_tokens', content_rowid='id',
       tokenize="ascii tokenchars '_~.'")""",
    """CREATE TRIGGER search_tokens_added AFTER INSERT ON search_tokens BEGIN
         INSERT INTO search_index (rowid, title, body, tags) VALUES (new.id, new.title, new.body, new.tags);
       END""",
    """CREATE TRIGGER search_tokens_removed AFTER DELETE ON search_tokens BEGIN
         INSERT INTO search_index (search_index, rowid, title, body, tags)
         VALUES ('delete', old.id, old.title, old.body, old.tags);
       END""",
    """CREATE TRIGGER search_tokens_changed AFTER UPDATE ON search_tokens BEGIN
         INSERT INTO search_index (search_index, rowid, title, body, tags)
         VALUES ('delete', old.id, old.title, old.body, old.tags);
         INSERT INTO search_index (rowid, title, body, tags) VALUES (new.id, new.title, new.body, new.tags);
       END""",
    "CREATE TABLE search_forms (token TEXT PRIMARY KEY) WITHOUT ROWID",
    "CREATE TABLE search_state (key TEXT PRIMARY KEY, value INTEGER NOT NULL) WITHOUT ROWID",
    "CREATE VIRTUAL TABLE search_terms USING fts5vocab(search_index, row)",
    """CREATE TABLE search_vocabulary
       (id INTEGER PRIMARY KEY, term TEXT NOT NULL, padded TEXT NOT NULL, documents INTEGER NOT NULL)""",
    """CREATE VIRTUAL TABLE search_trigrams USING fts5(padded, content='search_vocabulary', content_rowid='id',
       tokenize='trigram', detail=none)""",
)
"""What a migration runs, in this order."""

DROP: tuple[str, ...] = (
    "DROP TABLE search_trigrams",
    "DROP TABLE search_vocabulary",
    "DROP TABLE search_terms",
    "DROP TABLE search_state",
    "DROP TABLE search_forms",
    "DROP TABLE search_index",
    "DROP TABLE search_tokens",
)
