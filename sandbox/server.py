"""The sandbox as a whole: one Telegram, one port."""

import asyncio
from dataclasses import replace
from pathlib import Path
from types import TracebackType
from typing import Self

from aiohttp import web
from pydantic import TypeAdapter

from sandbox.bot_api import BotApi
from sandbox.clock import Clock
from sandbox.faults import Fault, Faults
from sandbox.feed_formats import Outlet
from sandbox.feeds import SampleFeeds
from sandbox.journal import Journal
from sandbox.limits import Limits, Pace
from sandbox.parameters import MAX_UPLOAD
from sandbox.people import People
from sandbox.telegram import Manners, Telegram
from sandbox.web import Web, own_pages_only
from sandbox.world import CHANNEL_RIGHTS, Chat, Json, Member, User, World

BOT = User(7_000_000_001, "Newswatch", "newswatch_sandbox_bot", is_bot=True)
TOKEN = f"{BOT.id}:SANDBOX-TOKEN-OF-NO-USE-ANYWHERE-ELS"  # shaped like a real one, opens nothing
READER = User(1_000_001, "Alex", "alex_reads")
CHANNEL_ID = -1_001_000_000_001
HOST = "127.0.0.1"
SAVE_EVERY_SECONDS = 0.5
WORLD = TypeAdapter(World)


def new_world() -> World:
    """A bot, one reader who has never written to it, and a channel in which it may post."""
    channel = Chat(
        CHANNEL_ID,
        "channel",
        "Newswatch",
        "newswatch_sandbox",
        "News of the people you follow, from many sides",
        members={BOT.id: Member("administrator", set(CHANNEL_RIGHTS)), READER.id: Member("creator")},
    )
    bot, reader = replace(BOT), replace(READER)  # each sandbox has its own: people change
    return World(
        bot=bot,
        token=TOKEN,
        users={bot.id: bot, reader.id: reader},
        chats={channel.id: channel, reader.id: Chat(reader.id, "private")},
    )


class Sandbox(People):
    """A Telegram on this computer.

    `async with Sandbox() as sandbox:` serves the Bot API and the page on a free port of loopback. With `state`, a
    JSON file, everything is kept there and found again by the next sandbox that is given it. `with_sample_feeds`:
    invented outlets publish on the same port, see `feeds`.
    """

    def __init__(
        self,
        *,
        port: int = 0,
        state: Path | None = None,
        pace: Pace | None = None,
        manners: Manners | None = None,
        clock: Clock | None = None,
        with_sample_feeds: bool = False,
    ) -> None:
        self._state = state
        world = WORLD.validate_json(state.read_bytes()) if state and state.exists() else new_world()
        super().__init__(Telegram(world, manners or Manners(), pace or Pace(), clock or Clock()))
        self.port = port
        self._api = BotApi(self.telegram)
        self._feeds = SampleFeeds(self.telegram.clock) if with_sample_feeds else None
        self._is_changed = asyncio.Event()
        self._runner: web.AppRunner | None = None
        self._saver: asyncio.Task[None] | None = None

    @property
    def token(self) -> str:
        return self.world.token

    @property
    def base_url(self) -> str:
        """For `Application.builder().base_url(...)`."""
        return f"{self.page_url}bot"

    @property
    def base_file_url(self) -> str:
        return f"{self.page_url}file/bot"

    @property
    def page_url(self) -> str:
        return f"http://{HOST}:{self.port}/"

    @property
    def feeds(self) -> list[Outlet]:
        """The sample outlets with the addresses of their feeds, if the sandbox serves them."""
        return self._feeds.outlets if self._feeds else []

    @property
    def clock(self) -> Clock:
        return self.telegram.clock

    @property
    def journal(self) -> Journal:
        return self.telegram.journal

    @property
    def faults(self) -> Faults:
        return self.telegram.faults

    @property
    def limits(self) -> Limits:
        return self.telegram.limits

    def arm(self, fault: Fault) -> None:
        """Let something go wrong with the next matching call."""
        self.telegram.faults.arm(fault)

    async def __aenter__(self) -> Self:
        app = web.Application(client_max_size=MAX_UPLOAD, middlewares=[own_pages_only])
        app.add_routes(Web(self).routes())
        app.router.add_route("*", "/bot{token}/{method}", self._api.answer)
        app.router.add_get("/file/bot{token}/{path:.+}", self._api.file)
        if self._feeds:
            app.add_routes(self._feeds.routes())
        self._runner = web.AppRunner(app, access_log=None, handler_cancellation=True, shutdown_timeout=0.2)
        await self._runner.setup()
        site = web.TCPSite(self._runner, HOST, self.port)
        await site.start()
        self.port = self._runner.addresses[0][1]
        if self._feeds:
            self._feeds.port = self.port
        if self._state:
            self.telegram.listeners.append(self._note_change)
            self._saver = asyncio.create_task(self._keep_saving(self._state))
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self._api.settle()
        if self._runner:
            await self._runner.cleanup()
        if self._saver:
            self._saver.cancel()
        if self._state:
            self._save(self._state)

    def _note_change(self, _event: str, _facts: Json) -> None:
        self._is_changed.set()

    async def _keep_saving(self, state: Path) -> None:
        while True:
            await self._is_changed.wait()
            self._is_changed.clear()
            self._save(state)
            await asyncio.sleep(SAVE_EVERY_SECONDS)

    def _save(self, state: Path) -> None:
        """Write the world beside the file first, so that a half-written one is never found."""
        fresh = state.with_name(state.name + ".new")
        fresh.write_bytes(WORLD.dump_json(self.world))
        fresh.replace(state)
