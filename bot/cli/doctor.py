"""`doctor`: what keeps the bot from working, and what to do about it."""

import argparse
import asyncio
import shutil
import stat
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass
from datetime import UTC, timedelta
from email.utils import parsedate_to_datetime
from pathlib import Path

import aiohttp

from bot import app
from bot.cli.check import ADMINS, API, check_telegram
from bot.cli.lines import settings_of, write
from bot.cli.service import TOKEN, live, missing
from bot.errors import ConfigError, StoreError
from bot.feeds.health import condition
from bot.opening import opened
from bot.settings import Settings
from bot.store import backup, hold, outbox
from bot.store.archive import Archive
from bot.store.database import Database
from bot.store.lock import file_of
from bot.text.count import counted

ROOM = 500 * 2**20
"""Bytes that should be free on the disk, besides the size of the database once more for an upgrade's backup."""
ASKEW = timedelta(seconds=30)
"""By how much the clock may differ from the one of Telegram's server."""
PATIENCE = aiohttp.ClientTimeout(total=15)
SHARE = 0.3
"""Part of the feeds that may fail before it is more than their own affair."""


@dataclass(frozen=True, slots=True)
class Finding:
    """What one examination found; nothing is wrong where there is nothing to `do`."""

    about: str
    says: str
    do: str = ""


def doctor(options: argparse.Namespace) -> int:
    """Examine everything that can be; return 1 if something is wrong."""
    return asyncio.run(_doctor(options))


async def _doctor(options: argparse.Namespace) -> int:
    ill = False
    async for found in examine(options):
        ill |= bool(found.do)
        if options.json:
            write({"about": found.about, "ok": not found.do, "says": found.says, "do": found.do or None})
        else:
            print(f"{'WRONG' if found.do else 'ok':5} {found.about}: {found.says}")
            if found.do:
                print(f"      -> {found.do}")
    return int(ill)


async def examine(options: argparse.Namespace) -> AsyncIterator[Finding]:
    """Yield what each examination found, as far as those before it let one look."""
    try:
        settings = await asyncio.to_thread(settings_of, options)
        await asyncio.to_thread(app.matcher_of, settings)
    except ConfigError as error:
        for problem in error.problems:
            yield Finding("configuration", str(problem), "mend it, then run doctor again")
        return
    off = sum(not feed.enabled for feed in settings.feeds)
    feeds = f"{counted(len(settings.feeds) - off, 'feed')}{f' ({off} more switched off)' if off else ''}"
    yield Finding("configuration", f"{feeds}, {counted(len(settings.entities), 'entity', 'entities')}")
    for found in _secrets(settings, options.config.parent / ".env"):
        yield found
    yield _disk(settings)
    async for found in _database(settings):
        yield found
    async for found in _telegram(settings):
        yield found


def _secrets(settings: Settings, dotenv: Path) -> Iterator[Finding]:
    if dotenv.is_file() and dotenv.stat().st_mode & (stat.S_IRGRP | stat.S_IROTH):
        yield Finding("secrets", f"{dotenv} can be read by others on this computer", f"chmod 600 {dotenv}")
    if lacks := missing(settings):
        yield Finding("secrets", f"{' and '.join(lacks)}: missing", "README, 'Going live', shows where they come from")


def _disk(settings: Settings) -> Finding:
    file = file_of(settings.archive.database)
    folder = next(one for one in (file.absolute().parent, *file.absolute().parents) if one.is_dir())
    need = ROOM + (file.stat().st_size if file.exists() else 0)
    free = shutil.disk_usage(folder).free
    says = f"{free >> 20} MB free at {folder}"
    return Finding("disk", says, f"make room: {need >> 20} MB should be free" if free < need else "")


async def _database(settings: Settings) -> AsyncIterator[Finding]:
    file = file_of(settings.archive.database)
    if not file.exists():
        yield Finding("database", f"{file} is not there yet; the first start makes it")
        return
    if problem := await asyncio.to_thread(backup.damage, file):
        yield Finding("database", f"{file} {problem}", "stop the bot, then: run_bot.py restore BACKUP")
        return
    try:
        async with opened(settings) as (known, database):
            yield Finding("database", f"{file}, {file.stat().st_size >> 20} MB, whole")
            async for found in _archive(known, database):
                yield found
    except StoreError as error:
        yield Finding("database", str(error), "see docs/operating.md, 'When the database refuses'")


async def _archive(settings: Settings, database: Database) -> AsyncIterator[Finding]:
    if held := await database.read(hold.current):
        yield Finding("hold", f"nothing is sent: {held.why}", "run_bot.py release --list, then release")
    if aside := await database.read(outbox.quarantined):
        yield Finding("posts", f"{counted(len(aside), 'post')} set aside: {aside[0].error}", "/quarantine in Telegram")
    for channel in live(settings).channels:
        if why := await database.read(outbox.paused, str(channel.chat)):
            yield Finding("posts", f"channel {channel.id} is paused: {why}", f"mend that, or /resume {channel.id}")
    states = await Archive(database, {feed.id: feed for feed in settings.feeds if feed.enabled}).states()
    asked = {number: state for number, state in states.items() if state.last_poll and not state.paused}
    ill = [number for number, state in asked.items() if condition(state, now=app.clock()) != "fine"]
    names = f": {', '.join(ill[:5])}{' ...' if len(ill) > 5 else ''}" if ill else ""
    advice = "look at your network first" if len(ill) > SHARE * len(asked) and len(ill) > 1 else ""
    yield Finding("feeds", f"{len(asked)} asked, {len(ill)} not well{names}", advice or (ill and _LOOK) or "")


_REMEDIES = {
    TOKEN: "get a token from BotFather",
    ADMINS: "let that administrator write /start to the bot first, or look whether the number is right",
    API: "run doctor again in a minute; if it stays so, look whether that address is Telegram's, or your own server's",
}
_LOOK = "run_bot.py feeds list says why; feeds disable ID lets one go"


async def _telegram(settings: Settings) -> AsyncIterator[Finding]:
    try:
        async with aiohttp.ClientSession(timeout=PATIENCE) as session, session.get(_root(settings)) as answer:
            date = answer.headers.get("Date", "")
    except (aiohttp.ClientError, TimeoutError, OSError) as error:
        says = f"{_root(settings)} does not answer ({error or type(error).__name__})"
        yield Finding("network", says, "look at the network, DNS, proxy and firewall of this computer")
        return
    yield Finding("network", f"{_root(settings)} answers")
    askew = abs(app.clock() - parsedate_to_datetime(date).astimezone(UTC)) if date else timedelta()
    says = f"{askew.total_seconds():.0f} s from Telegram's"
    yield Finding("clock", says, "set the clock, better: run a time service (NTP)" if askew > ASKEW else "")
    if settings.secrets.token:
        problems = await check_telegram(live(settings))
        for problem in problems:
            yield Finding("telegram", str(problem), _REMEDIES.get(problem.file, "make the bot an administrator there"))
        if not problems:
            yield Finding("telegram", "the token is good, and the bot may post wherever it must")


def _root(settings: Settings) -> str:
    return settings.telegram.base_url.rsplit("/", 1)[0]
