"""`receipt`: every entry read and every post called for, with what became of it; 1 if a sum does not agree."""

import argparse
import asyncio
import sys

from bot import app
from bot.cli.lines import database_of, settings_of, write
from bot.errors import ConfigError
from bot.newsroom import Newsroom, no_pictures
from bot.opening import existing, opened
from bot.settings import Settings
from bot.store.archive import Archive
from bot.store.database import Database
from bot.store.receipt import Account


def receipt(options: argparse.Namespace) -> int:
    """Print the sums; while the configuration is wrong those that need no channel."""
    try:
        accounts = asyncio.run(_accounts(settings_of(options)))
    except ConfigError:
        url = database_of(options)
        existing(url)
        print("warning: which channels there are cannot be known: their sums are left out", file=sys.stderr)
        accounts = asyncio.run(_without_channels(url))
    for one in accounts:
        if options.json:
            write({"of": one.of, "total": one.total, "amount": one.amount, "parts": one.parts, "missing": one.missing})
        else:
            print(one)
    return int(any(one.missing for one in accounts))


async def _accounts(settings: Settings) -> list[Account]:
    async with opened(settings) as (_, database):
        archive = Archive(database, {})
        return await Newsroom(settings, archive, {}, no_pictures).receipt(now=app.clock())


async def _without_channels(url: str) -> list[Account]:
    async with Database(url) as database:
        return await Archive(database, {}).receipt([])
