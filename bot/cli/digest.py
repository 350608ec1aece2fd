"""`digest preview`: what a channel would be told now, as text or as a picture."""

import argparse
import asyncio
from pathlib import Path

from bot import app
from bot.cli.lines import a_time, settings_of, stamp, write
from bot.configuration.wording import nearest
from bot.digest.picture import picture
from bot.digest.rhythm import Slot
from bot.errors import ConfigError, Problem
from bot.model import Message
from bot.newsroom import Newsroom, no_pictures
from bot.opening import opened
from bot.settings import Channel, Settings
from bot.store.archive import Archive


def preview(options: argparse.Namespace) -> int:
    """Print or draw the digest of now; nothing is collected, sent or remembered."""
    settings = settings_of(options)
    channel = _channel(settings, options.channel)
    messages = asyncio.run(_composed(settings, channel, options))
    for message in messages:
        if options.json:
            write({"channel": channel.id, "html": message.html, "silent": message.silent})
        elif not options.picture:
            print(f"{message.plain}\n")
    if not messages:
        undrawn = f", so {options.picture} is not drawn" if options.picture else ""
        print(f"There is nothing new to tell{undrawn}.")
    elif options.picture:
        Path(options.picture).write_bytes(picture(messages[0].html))
        print(options.picture)
    return 0


async def _composed(settings: Settings, channel: Channel, options: argparse.Namespace) -> tuple[Message, ...]:
    now, since = app.clock(), a_time("--since", options.since)
    async with opened(settings) as (known, database):
        feeds = {feed.id: feed for feed in known.feeds}
        newsroom = Newsroom(known, Archive(database, feeds), feeds, no_pictures)
        return await newsroom.compose(channel, Slot(f"preview {stamp(now)}", now), now=now, since=since, keep=False)


def _channel(settings: Settings, name: str) -> Channel:
    for channel in settings.channels:
        if name in {"", channel.id}:
            return channel
    known = [channel.id for channel in settings.channels]
    raise ConfigError([Problem("--channel", "", f"{name!r} is no channel{nearest(name, known)}")])
