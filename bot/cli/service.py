"""The verbs that run the bot: run, once."""

import argparse
import asyncio
import logging
import socket
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from bot import app, serving
from bot.cli.lines import a_time, settings_of, stamp, write
from bot.cli.logs import write_as
from bot.configuration.feed_table import FeedTable, Side
from bot.configuration.secrets import Secrets
from bot.digest.rhythm import Slot
from bot.errors import ConfigError, Problem, StoreError
from bot.model import Feed
from bot.settings import Channel, Poll, Settings
from bot.store.database import migrate_aside
from bot.talking import deliver_once

if TYPE_CHECKING:
    from sandbox import Sandbox
    from sandbox.feed_formats import Outlet

OUTLET = ("id", "title", "url", "language", "country", "owner", "ownership", "ownership_source")
TOKEN, CHANNEL = "TELEGRAM_BOT_TOKEN", "TELEGRAM_CHANNEL"
SANDBOX_PORT = 8765
SANDBOX_RHYTHM = timedelta(seconds=10)
SANDBOX_POLL = timedelta(seconds=5)
"""The demo shows in minutes what takes a day elsewhere."""


def run(options: argparse.Namespace) -> int:
    """Run the service: live with token and channel, else against the built-in sandbox."""
    settings = settings_of(options)
    write_as(settings.watch.log)
    if options.live or len(missing(settings)) < 2:
        settings = _live(options)
        migrate_aside(settings.archive.database)
        serving.run(lambda wishes: serving.serve(settings, wishes, lambda: _live(options)))
    else:
        app.matcher_of(settings)  # a wrong example is told before a sandbox opens
        if not options.verbose:
            logging.getLogger().setLevel(logging.ERROR)
            logging.getLogger(serving.__name__).setLevel(logging.INFO)  # such as that settings were taken up
        with TemporaryDirectory(prefix="newswatch-") as folder:
            database = f"sqlite:///{folder}/sandbox.db"
            migrate_aside(database)
            own = _added(settings, options.config / "local")
            serving.run(lambda wishes: _demo(settings, own, database, wishes, lambda: settings_of(options)))
    return 0


def _live(options: argparse.Namespace) -> Settings:
    """Read settings with which the bot can go live. Raises ConfigError."""
    settings = settings_of(options)
    if lacks := missing(settings):
        raise ConfigError(
            [Problem(name, "", "is missing; README, 'Going live', shows where it comes from") for name in lacks]
        )
    return live(settings)


def missing(settings: Settings) -> list[str]:
    """Return the variables without which the bot cannot go live: the token, a chat for every channel."""
    has_channel = settings.secrets.channel or all(channel.chat for channel in settings.channels)
    given = {TOKEN: settings.secrets.token, CHANNEL: has_channel}
    return [name for name, there in given.items() if not there]


def live(settings: Settings) -> Settings:
    """Return settings in which every channel has its chat: TELEGRAM_CHANNEL where none is named."""
    channels = tuple(
        channel if channel.chat else channel.model_copy(update={"chat": settings.secrets.channel})
        for channel in settings.channels
    )
    return replace(settings, channels=channels)


def _added(settings: Settings, local: Path) -> list[str]:
    """Return the feeds that the operator's own files add to the catalogue."""
    addresses = ((feed.id, settings.origin.get(f"feed.{feed.id}.url", "")) for feed in settings.feeds)
    return [number for number, file in addresses if Path(file).parent == local]


async def _demo(
    settings: Settings, own: Sequence[str], database: str, wishes: serving.Wishes, read: Callable[[], Settings]
) -> None:
    from sandbox import Sandbox

    async with Sandbox(port=_free(SANDBOX_PORT), with_sample_feeds=True) as sandbox:
        if urlsplit(sandbox.page_url).port != SANDBOX_PORT:
            print(f"Port {SANDBOX_PORT} is taken, perhaps by another `make run`; this one has a port of its own.")
        print("Newswatch runs against its built-in sandbox: sample news, nothing leaves this computer.")
        print(f"Look at {sandbox.page_url} - the channel fills by itself; write to the bot there: /search putin")
        if own:
            names = f"{', '.join(own[:3])}{' ...' if len(own) > 3 else ''}"
            print(
                f"Your own feeds ({names}) are not read here; docs/operating.md, 'A rehearsal', shows how to see them."
            )
        print(
            "Ctrl-C ends it. To go live, set TELEGRAM_BOT_TOKEN and TELEGRAM_CHANNEL (README, 'Going live').",
            flush=True,
        )
        await serving.serve(
            _at_the_sandbox(settings, sandbox, database),
            wishes,
            lambda: _at_the_sandbox(read(), sandbox, database),
            mode="sandbox",
        )


def _at_the_sandbox(settings: Settings, sandbox: "Sandbox", database: str) -> Settings:
    """Return settings with the sandbox as Telegram, its sample outlets as feeds, and a database of their own."""
    first = settings.channels[0].model_dump() | {
        "chat": str(sandbox.channel.id),
        "digest_at": (),
        "digest_every": SANDBOX_RHYTHM,
    }
    return replace(
        settings,
        secrets=Secrets(token=sandbox.token, channel=str(sandbox.channel.id)),
        telegram=settings.telegram.model_copy(update={"base_url": sandbox.base_url}),
        archive=settings.archive.model_copy(update={"database": database}),
        channels=(Channel.model_construct(**first),),
        feeds=_sample_feeds(sandbox.feeds, settings.sides),
        poll=Poll.model_construct(
            every=SANDBOX_POLL,
            longest=SANDBOX_POLL,
            host_spacing=timedelta(0),
            allow_networks=("127.0.0.0/8",),
            contact=sandbox.page_url,
        ),
    )


def _free(port: int) -> int:
    """Return the port if nobody listens there, else 0 for any free one."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return 0
    return port


def _sample_feeds(outlets: "Iterable[Outlet]", sides: Sequence[Side]) -> tuple[Feed, ...]:
    tables = [FeedTable.model_validate({name: getattr(outlet, name) for name in OUTLET}) for outlet in outlets]
    return tuple(table.feed(sides) for table in tables)


def once(options: argparse.Namespace) -> int:
    """Collect all due feeds once, understand, compose and post one digest of each channel."""
    settings = settings_of(options)
    if not options.dry_run and (lacks := missing(settings)):
        problem = "is missing: nothing could be posted; --dry-run prints the posts instead"
        raise ConfigError([Problem(name, "", problem) for name in lacks])
    return asyncio.run(_once(live(settings), options, a_time("--since", options.since)))


async def _once(settings: Settings, options: argparse.Namespace, since: datetime | None) -> int:
    async with app.house(settings) as built:
        if not options.dry_run and (held := await built.archive.on_hold()):
            raise StoreError(f"nothing is sent: {held.why}; `release` lets the bot go on")
        failed = await app.collect_once(built)
        now = app.clock()
        slot = Slot(key=f"once {stamp(now)}", at=now)
        posts = []
        for channel in settings.channels:
            messages = await built.newsroom.compose(channel, slot, now=now, since=since, keep=not options.dry_run)
            posts += [(channel, message) for message in messages]
        for channel, message in posts:
            if options.json:
                write({"channel": channel.id, "chat": channel.chat, "html": message.html, "silent": message.silent})
            else:
                print(f"{message.plain}\n")
        if not options.dry_run:
            await app.watching(built, "live").tell()
            await built.follow()
            await built.follow_digests()
            failed |= not await deliver_once(app.desk(built))
    return int(failed)
