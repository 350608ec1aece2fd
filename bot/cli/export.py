"""`export`: the archive as JSON lines."""

import argparse
import asyncio
from datetime import datetime

from bot.cli.lines import a_time, settings_of, stamp, write
from bot.opening import opened
from bot.settings import Settings
from bot.store import rows


def export(options: argparse.Namespace) -> int:
    """Print items, stories or mentions, oldest first."""
    since = a_time("--since", options.since)
    asyncio.run(_export(settings_of(options), options.what, since))
    return 0


async def _export(settings: Settings, what: str, since: datetime | None) -> None:
    async with opened(settings) as (_, database):
        last: int | None = rows.start(since)
        while last is not None:
            found, last = await database.read(rows.batch, what, last)
            for row in found:
                write({key: stamp(value) if isinstance(value, datetime) else value for key, value in row.items()})
