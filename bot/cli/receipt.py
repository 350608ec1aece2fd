"""`receipt`: every entry read and every post called for, with what became of it; 1 if a sum does not agree."""

import argparse
import asyncio

from bot import app
from bot.cli.lines import settings_of, write
from bot.newsroom import Newsroom, no_pictures
from bot.opening import opened
from bot.settings import Settings
from bot.store.archive import Archive
from bot.store.receipt import Account


def receipt(options: argparse.Namespace) -> int:
    """Print the sums."""
    accounts = asyncio.run(_accounts(settings_of(options)))
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
