"""Copies of a database: made while it is in use, checked, readable by their owner only; and put back."""

import os
import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from datetime import datetime
from pathlib import Path

from bot.errors import StoreError

PAGES = 2_000
"""Pages copied between two reports of progress."""
SPARE = 64 * 2**20
"""Bytes that stay free on the disk."""

Told = Callable[[int, int], None]
"""Hears how many pages are copied, and of how many."""


def copy(source: Path, target: Path, *, told: Told = lambda _done, _all: None) -> None:
    """Copy a database that may be in use into a file that is there only when it is whole. Raises StoreError."""
    part = target.with_name(f"{target.name}.part")
    try:
        _make_room(source, target.parent)
        part.unlink(missing_ok=True)
        os.close(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
        with closing(sqlite3.connect(f"{source.absolute().as_uri()}?mode=ro", uri=True)) as of:
            # one reading transaction from the first page to the last: or each write of the bot would start it anew
            of.execute("BEGIN")
            of.execute("SELECT 1 FROM sqlite_master").fetchone()
            with closing(sqlite3.connect(part)) as to:
                of.backup(to, pages=PAGES, progress=lambda _, left, whole: told(whole - left, whole))
                to.execute("PRAGMA journal_mode=DELETE")  # a copy is one file, with nothing beside it
        if problem := damage(part):
            raise StoreError(f"{source}: {problem}; the copy was not kept")
        part.replace(target)
    except (OSError, sqlite3.Error) as error:
        raise StoreError(f"{source}: cannot be copied to {target} ({_said(error)})") from error
    finally:
        part.unlink(missing_ok=True)


def damage(path: Path) -> str:
    """Return what is wrong with a database's file, nothing if it is whole and one of ours."""
    try:
        with closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)) as database:
            found = database.execute("PRAGMA quick_check(3)").fetchall()
            if found != [("ok",)]:
                return f"is damaged: {'; '.join(row[0] for row in found)}"
            if not database.execute("SELECT 1 FROM sqlite_master WHERE name = 'alembic_version'").fetchone():
                return "is no database of Newswatch"
    except sqlite3.Error as error:
        return f"cannot be read ({error})"
    return ""


def put_back(backup: Path, database: Path, *, now: datetime, told: Told = lambda _done, _all: None) -> Path | None:
    """Put a backup in the place of a database nobody uses; return where the old one was put. Raises StoreError."""
    if problem := damage(backup):
        raise StoreError(f"{backup}: {problem}; nothing was changed")
    fresh = database.with_name(f"{database.name}.restored")
    copy(backup, fresh, told=told)
    aside = database.with_name(f"{database.name}.replaced-{now:%Y%m%dT%H%M%SZ}")
    old = [ending for ending in ("", "-wal", "-shm") if database.with_name(database.name + ending).exists()]
    try:
        for ending in old:  # also a log that was left alone: it would be replayed over the backup
            database.with_name(database.name + ending).rename(aside.with_name(aside.name + ending))
        fresh.replace(database)
    except OSError as error:
        raise StoreError(f"{database}: cannot be replaced ({_said(error)})") from error
    return aside if old else None


def _make_room(source: Path, folder: Path) -> None:
    need = source.stat().st_size + SPARE
    if (free := shutil.disk_usage(folder).free) < need:
        raise StoreError(f"{folder}: {free >> 20} MB are free, {need >> 20} MB are needed for a copy of {source}")


def _said(error: Exception) -> str:
    return (error.strerror if isinstance(error, OSError) else None) or str(error)
