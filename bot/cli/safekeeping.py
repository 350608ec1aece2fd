"""`backup`, `restore` and `release`: a copy of the database, putting it back, and letting the bot go on after that."""

import argparse
import asyncio
import sys
from contextlib import ExitStack
from pathlib import Path

import sqlalchemy as sa

from bot import app
from bot.cli.lines import settings_of, stamp, write
from bot.cli.progress import progress
from bot.errors import StoreError
from bot.model import Notice
from bot.settings import Settings
from bot.store import backup, hold, notices
from bot.store.database import Database
from bot.store.lock import Lock, beside
from bot.text.inert import shorten

LINE = 100
"""Code points of a post shown."""


def back_up(options: argparse.Namespace) -> int:
    """Copy the database, also while the bot runs, into a file only its owner can read."""
    source = _file(settings_of(options))
    target = Path(options.file or f"{source}.{app.clock():%Y%m%dT%H%M%SZ}.backup")
    with progress("pages copied") as done:
        backup.copy(source, target, told=lambda copied, _: done(copied))
    if options.json:
        write({"file": str(target), "bytes": target.stat().st_size})
    else:
        print(f"{target}: {target.stat().st_size >> 10} KB, checked")
    return 0


def restore(options: argparse.Namespace) -> int:
    """Put a backup in the place of the database; the bot must not run, and starts on hold."""
    settings, now = settings_of(options), app.clock()
    with ExitStack() as locks:
        for name in ("service", "delivery"):
            if not locks.enter_context(Lock(beside(settings.archive.database, name))).take():
                raise StoreError("the bot runs from this database: stop it first")
        with progress("pages copied") as done:
            aside = backup.put_back(Path(options.file), _file(settings), now=now, told=lambda copied, _: done(copied))
        asyncio.run(_hold(settings, f"{options.file} was restored"))
    print(f"Restored from {options.file}.{f' What was there is kept as {aside}.' if aside else ''}")
    print("The bot will collect, and send nothing until `run_bot.py release`; `release --list` shows what waits.")
    return 0


async def _hold(settings: Settings, why: str) -> None:
    async with Database(settings.archive.database) as database:
        await database.write(hold.begin, why, now=app.clock())


def release(options: argparse.Namespace) -> int:
    """Show what would be sent, and unless it is only to be listed, let the bot send again."""
    return asyncio.run(_release(settings_of(options), options))


async def _release(settings: Settings, options: argparse.Namespace) -> int:
    async with app.archive(settings) as database:
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
        hold.note(settings.archive.database, sends)
        await database.write(notices.add, Notice("hold-over", "", "posts are sent again"), now=app.clock())
        told = "is sent" if options.send else f"is dropped, and what came before {stamp(held.since)} counts as told"
        print(f"Released. What waited {told}.", file=sys.stderr if options.json else None)
    return 0


def _file(settings: Settings) -> Path:
    return Path(sa.make_url(settings.archive.database).database or "")
