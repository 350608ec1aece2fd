"""`backup`, `restore` and `release`: a copy of the database, putting it back, and letting the bot go on after that."""

import argparse
import asyncio
import sys
from collections.abc import Mapping
from contextlib import ExitStack
from datetime import datetime
from pathlib import Path

from bot import app
from bot.cli.lines import database_of, stamp, write
from bot.cli.progress import progress
from bot.errors import ConfigError, Problem, StoreError
from bot.model import FeedId, Notice
from bot.opening import existing
from bot.store import backup, hold, notices, takedown
from bot.store.database import Database
from bot.store.lock import Lock, beside, file_of
from bot.text.inert import shorten

LINE = 100
"""Code points of a post shown."""


def back_up(options: argparse.Namespace) -> int:
    """Copy the database, also while the bot runs, into a file only its owner can read."""
    source = existing(database_of(options))
    target = Path(options.file or f"{source}.{app.clock():%Y%m%dT%H%M%SZ}.backup")
    was_there = target.exists()
    if was_there and target.samefile(source):
        raise ConfigError([Problem(str(target), "", "is the database itself; a backup is another file")])
    with progress("pages copied") as done:
        backup.copy(source, target, told=lambda copied, _: done(copied))
    if options.json:
        write({"file": str(target), "bytes": target.stat().st_size})
    else:
        replaced = "; it took the place of what was there" if was_there else ""
        print(f"{target}: {target.stat().st_size >> 10} KB, checked{replaced}")
    return 0


def restore(options: argparse.Namespace) -> int:
    """Put a backup in the place of the database; the bot must not run, and starts on hold."""
    url, now = database_of(options), app.clock()
    file = file_of(url)
    with ExitStack() as locks:
        for name in ("service", "delivery"):
            if not locks.enter_context(Lock(beside(url, name))).take():
                raise StoreError("the bot runs from this database: stop it first")
        taken_down = takedown.of_file(file) if file.exists() else {}
        with progress("pages copied") as done:
            aside = backup.put_back(Path(options.file), file, now=now, told=lambda copied, _: done(copied))
        forgotten = asyncio.run(_hold(url, f"{options.file} was restored", taken_down or {}))
    print(f"Restored from {options.file}.{f' What was there is kept as {aside}.' if aside else ''}")
    if taken_down is None:
        print(f"{aside} cannot tell which sources were taken down since: `source forget` them again.", file=sys.stderr)
    if forgotten:
        print(f"Taken down since the backup, and forgotten again: {', '.join(forgotten)}.")
    print("The bot will collect, and send nothing until `run_bot.py release`; `release --list` shows what waits.")
    return 0


async def _hold(url: str, why: str, taken_down: Mapping[FeedId, datetime]) -> list[FeedId]:
    async with Database(url) as database:
        await database.write(hold.begin, why, now=app.clock())
        return await takedown.repeat(database, taken_down)


def release(options: argparse.Namespace) -> int:
    """Show what would be sent, and unless it is only to be listed, let the bot send again."""
    url = database_of(options)
    existing(url)
    return asyncio.run(_release(url, options))


async def _release(url: str, options: argparse.Namespace) -> int:
    async with Database(url) as database:
        held = await database.read(hold.current)
        waiting = await database.read(hold.waiting)
        for post in waiting:
            what = "edit" if post.is_edit else "post"
            row = {"channel": post.channel, "created": stamp(post.created), "what": what, "text": post.plain}
            if options.json:
                write(row)
            else:
                print(f"{row['created']} {post.channel} {what}: {shorten(' '.join(post.plain.split()), LINE)}")
        if options.list or held is None:
            why = f"On hold since {stamp(held.since)}: {held.why}." if held else "Nothing is on hold."
            print(f"{why} Posts and edits that wait: {len(waiting)}", file=sys.stderr if options.json else None)
            return 0
        sends = await database.write(hold.release, send=options.send, now=app.clock())
        hold.note(url, sends)
        await database.write(notices.add, Notice("hold-over", "", "posts are sent again"), now=app.clock())
        told = "is sent" if options.send else f"is dropped, and what came before {stamp(held.since)} counts as told"
        print(f"Released. What waited {told}.", file=sys.stderr if options.json else None)
    return 0
