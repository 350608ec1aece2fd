"""The whole bot as a process of its own, against the sandbox and feeds on loopback."""

import asyncio
import json
import os
import signal
import sys
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Self

import pytest
from aiohttp import web

from sandbox import Sandbox
from sandbox.limits import Pace
from tests.sandbox.aiogram_judge import problems

ROOT = Path(__file__).parents[2]
SETTINGS = """
[archive]
database = "sqlite:///{database}"
[poll]
host_spacing = "0s"
allow_networks = ["127.0.0.0/8"]
[watch]
listen = "{listen}"
[telegram]
base_url = "{base_url}"
[understanding]
vectors = false
[[channel]]
id = "main"
digest_every = "{rhythm}"
"""


@dataclass(slots=True)
class Home:
    """A folder with a configuration and a database, as an operator has one."""

    folder: Path
    sandbox: Sandbox
    rhythm: str = "2s"
    feeds: dict[str, str] = field(default_factory=dict)
    token: str = ""
    base_url: str = ""
    listen: str = ""
    environment: dict[str, str] = field(default_factory=dict)
    root: Path = ROOT

    @property
    def config(self) -> Path:
        return self.folder / "config"

    @property
    def database(self) -> Path:
        return self.folder / "newswatch.db"

    def write(self) -> None:
        self.config.mkdir(exist_ok=True)
        text = SETTINGS.format(
            database=self.database,
            base_url=self.base_url or self.sandbox.base_url,
            rhythm=self.rhythm,
            listen=self.listen,
        )
        (self.config / "settings.toml").write_text(text)
        tables = [
            f"[[feed]]\nid = {json.dumps(name)}\ntitle = {json.dumps(name)}\nurl = {json.dumps(url)}\n"
            for name, url in self.feeds.items()
        ]
        (self.config / "feeds.toml").write_text("\n".join(tables))
        (self.config / "entities.toml").write_bytes((ROOT / "config" / "entities.toml").read_bytes())

    async def start(self, *arguments: str, secrets: bool = True) -> asyncio.subprocess.Process:
        """Start the bot with a verb; everything it writes is kept on its pipes."""
        self.write()
        environment = {key: value for key, value in os.environ.items() if not key.startswith("TELEGRAM")}
        environment |= self.environment
        if secrets:
            channel = str(self.sandbox.channel.id)
            environment |= {"TELEGRAM_BOT_TOKEN": self.token or self.sandbox.token, "TELEGRAM_CHANNEL": channel}
        return await asyncio.create_subprocess_exec(
            sys.executable,
            str(self.root / "run_bot.py"),
            *arguments,
            "--config",
            str(self.config),
            env=environment,
            cwd=self.root,
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.PIPE,
        )

    async def do(self, *arguments: str, given: str = "", secrets: bool = True) -> "Outcome":
        """Run the bot with a verb to its end."""
        process = await self.start(*arguments, secrets=secrets)
        out, err = await asyncio.wait_for(process.communicate(given.encode()), 90)
        return Outcome(process.returncode or 0, out.decode(), err.decode())

    @asynccontextmanager
    async def running(self, *arguments: str) -> AsyncIterator[asyncio.subprocess.Process]:
        """Run the service beside the test and end it as an operator would."""
        process = await self.start(*arguments)
        try:
            yield process
        finally:
            if process.returncode is None:
                process.send_signal(signal.SIGINT)
                await asyncio.wait_for(process.communicate(), 10)

    def posts(self) -> list[str]:
        """Return what stands in the channel, oldest first."""
        return [message.text for message in self.sandbox.messages()]


@dataclass(frozen=True, slots=True)
class Outcome:
    code: int
    out: str
    err: str

    @property
    def lines(self) -> list[dict[str, Any]]:
        return [json.loads(line) for line in self.out.splitlines()]


@pytest.fixture
async def home(tmp_path: Path) -> AsyncIterator[Home]:
    async with Sandbox(pace=Pace()) as sandbox:
        yield Home(tmp_path, sandbox)
        assert problems(sandbox.journal) == []


Answer = Callable[[web.Request], Awaitable[web.StreamResponse]]


class Outlets:
    """Answers on many loopback addresses at once, one for each outlet: 127.1.0.1, 127.1.0.2, ..."""

    def __init__(self, answers: Mapping[str, Answer]) -> None:
        self._answers = dict(answers)
        self._hosts = {name: f"127.1.{number // 250}.{number % 250 + 1}" for number, name in enumerate(self._answers)}
        self._port = 0
        self._runner: web.AppRunner | None = None

    def url(self, name: str) -> str:
        return f"http://{self._hosts[name]}:{self._port}/{name}"

    @property
    def urls(self) -> dict[str, str]:
        return {name: self.url(name) for name in self._answers}

    async def __aenter__(self) -> Self:
        application = web.Application()
        application.router.add_get("/{name}", self._answer)
        self._runner = web.AppRunner(application, access_log=None, shutdown_timeout=0.1)
        await self._runner.setup()
        for host in self._hosts.values():
            site = web.TCPSite(self._runner, host, self._port)
            await site.start()
            self._port = self._port or self._runner.addresses[0][1]
        return self

    async def __aexit__(self, *_: object) -> None:
        if self._runner is not None:
            await self._runner.cleanup()

    async def _answer(self, request: web.Request) -> web.StreamResponse:
        return await self._answers[request.match_info["name"]](request)


def saying(body: bytes, content_type: str = "application/xml") -> Answer:
    """Return an answer with a body, as a plain server gives it."""

    async def answer(_: web.Request) -> web.StreamResponse:
        return web.Response(body=body, headers={"Content-Type": content_type})

    return answer


async def until(condition: Callable[[], object], seconds: float = 90.0) -> None:
    """Wait until something holds."""
    for _ in range(int(seconds / 0.05)):
        if condition():
            return
        await asyncio.sleep(0.05)
    pytest.fail("it did not come to pass in time")
