"""What SQLite refuses, in words that say what to do. Nothing that was committed is lost by any of these."""

import sqlite3
from collections.abc import Mapping
from typing import Final

_WORDS: Final[Mapping[int, str]] = {
    sqlite3.SQLITE_FULL: "the disk is full; nothing is lost, work goes on when there is room",
    sqlite3.SQLITE_READONLY: "may not be written (read-only disk, or another owner's file); work goes on when it may",
    sqlite3.SQLITE_IOERR: "the disk does not answer as it should; work goes on when it does",
    sqlite3.SQLITE_CORRUPT: "the file is damaged; stop the bot and run `restore` with the last backup",
    sqlite3.SQLITE_NOTADB: "the file is no database; stop the bot and run `restore` with the last backup",
    sqlite3.SQLITE_CANTOPEN: "the file cannot be opened; look at the folder and who owns it",
    sqlite3.SQLITE_BUSY: "another program has locked it for long",
}


def words(error: BaseException | None, file: str) -> str:
    """Return what an error of SQLite means for the operator, with its own words behind."""
    code = getattr(error, "sqlite_errorcode", 0) & 0xFF  # the extended code's lowest byte is the kind
    said = f"{_WORDS[code]} ({error})" if code in _WORDS else str(error)
    return f"{file}: {said}" if file else said
