# ruff: noqa: S608 - all names in these statements are those of our own tables
"""Writing tables anew, so that nothing of deleted rows is left in the pages of the file, while others go on writing.

SQLite leaves copies of rows in its pages when it parts them; only pages that are given up are overwritten. A small
table is emptied and filled in one transaction. Beside a large one a second is filled step by step, and triggers let it
follow what others change; then it takes the place of the first, which is emptied. A process that dies in between
leaves the table whole, and beside it what `tidy` takes away.
"""

import sqlalchemy as sa

from bot.store.database import Database

SMALL = 1000
"""Rows of a table that are written anew at once."""
STEP = 250
"""Rows of a transaction."""
_EVENTS = ("insert", "update", "delete")


async def rewrite(database: Database, table: sa.Table) -> None:
    """Write a table anew. One that must never give a number twice goes at once: its count would not go with it."""
    if table.dialect_options["sqlite"]["autoincrement"] or await database.read(_is_small, table):
        await database.write(_at_once, table)
        return
    last, done = await database.write(_begin, table), 0
    while done < last:
        done = await database.write(_fill, table, done, last)
    await database.write(_swap, table)
    await database.repeat(_empty, table)
    await database.write(tidy, table)


def tidy(conn: sa.Connection, table: sa.Table) -> None:
    """Take away what writing a table anew has left beside it."""
    for event in _EVENTS:
        conn.exec_driver_sql(f"DROP TRIGGER IF EXISTS {table.name}_{event}")
    for name in (_new(table), _old(table)):
        conn.exec_driver_sql(f"DROP TABLE IF EXISTS {name}")


def _is_small(conn: sa.Connection, table: sa.Table) -> bool:
    return len(conn.execute(sa.select(sa.literal(1)).select_from(table).limit(SMALL)).all()) < SMALL


def _at_once(conn: sa.Connection, table: sa.Table) -> None:
    """Empty a table, by which all its pages are overwritten, and put back what was in it."""
    rows = [tuple(row) for row in conn.exec_driver_sql(f"SELECT * FROM {table.name}")]
    conn.execute(sa.delete(table))
    if rows:
        places = ", ".join("?" * len(rows[0]))
        conn.exec_driver_sql(f"INSERT INTO {table.name} VALUES ({places})", rows)


def _begin(conn: sa.Connection, table: sa.Table) -> int:
    """Make the second table, and let it follow the first; its indexes come last. Return the number of the last row."""
    tidy(conn, table)
    second = table.to_metadata(sa.MetaData(), name=_new(table))
    second.indexes.clear()
    second.create(conn)
    forget = f"DELETE FROM {_new(table)} WHERE rowid = old.rowid;"
    follow = f"{_copying(table)} WHERE rowid = new.rowid;"
    for event, done in zip(_EVENTS, (follow, forget + follow, forget), strict=True):
        conn.exec_driver_sql(f"CREATE TRIGGER {table.name}_{event} AFTER {event} ON {table.name} BEGIN {done} END")
    return conn.exec_driver_sql(f"SELECT max(rowid) FROM {table.name}").scalar() or 0


def _fill(conn: sa.Connection, table: sa.Table, done: int, last: int) -> int:
    """Copy the next of the rows that were there at the beginning; return up to which number all are copied."""
    some = f"SELECT rowid FROM {table.name} WHERE rowid > ? AND rowid <= ? ORDER BY rowid LIMIT {STEP}"
    now = conn.exec_driver_sql(f"SELECT max(rowid) FROM ({some})", (done, last)).scalar() or last
    conn.exec_driver_sql(f"{_copying(table)} WHERE rowid > ? AND rowid <= ?", (done, now))
    return int(now)


def _swap(conn: sa.Connection, table: sa.Table) -> None:
    """Let the second table take the place of the first."""
    for event in _EVENTS:
        conn.exec_driver_sql(f"DROP TRIGGER {table.name}_{event}")
    for index in table.indexes:
        index.drop(conn)
    conn.exec_driver_sql(f"ALTER TABLE {table.name} RENAME TO {_old(table)}")
    conn.exec_driver_sql(f"ALTER TABLE {_new(table)} RENAME TO {table.name}")
    for index in table.indexes:
        index.create(conn)


def _empty(conn: sa.Connection, table: sa.Table) -> bool:
    """Delete some rows of what was the first table; return whether there were any."""
    some = f"SELECT rowid FROM {_old(table)} ORDER BY rowid LIMIT {STEP}"
    return bool(conn.exec_driver_sql(f"DELETE FROM {_old(table)} WHERE rowid IN ({some})").rowcount)


def _new(table: sa.Table) -> str:
    return f"{table.name}_new"


def _old(table: sa.Table) -> str:
    return f"{table.name}_old"


def _copying(table: sa.Table) -> str:
    """Return the statement that copies rows with their numbers, but for its condition."""
    key = list(table.primary_key)
    number = [] if len(key) == 1 and isinstance(key[0].type, sa.Integer) else ["rowid"]  # such a key is the rowid
    names = ", ".join([*number, *(f'"{column.name}"' for column in table.columns)])
    return f"INSERT OR REPLACE INTO {_new(table)} ({names}) SELECT {names} FROM {table.name}"
