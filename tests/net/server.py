"""A web server on this machine that answers by script and remembers what it was asked.

Every host is an address of its own in 127.0.0.0/8, so that limits per host can be seen.
"""

import asyncio
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from aiohttp import web

FEED = (
    b'<?xml version="1.0"?><rss version="2.0"><channel><title>Harbour Post</title><link>http://harbour.example/</link>'
    b"<item><guid>g1</guid><title>Rain</title><link>http://harbour.example/1</link></item></channel></rss>"
)


@dataclass
class Asked:
    host: str
    path: str
    headers: Mapping[str, str]
    at: float


@dataclass
class Answer:
    status: int = 200
    body: bytes = FEED
    headers: Mapping[str, str] = field(default_factory=dict)


Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


class Server:
    """`answer` is what every request gets; `on(path, ...)` scripts one path. `most_at_once` is per host."""

    def __init__(self) -> None:
        self.port = 0
        self.asked: list[Asked] = []
        self.answer = Answer()
        self.delay = 0.0
        self.most_at_once: dict[str, int] = {}
        self._now: dict[str, int] = {}
        self._scripts: dict[str, list[Answer]] = {}
        self._handlers: dict[str, Handler] = {}

    def url(self, path: str = "/feed", host: str = "127.0.0.1") -> str:
        return f"http://{host}:{self.port}{path}"

    def on(self, path: str, *answers: Answer) -> None:
        """Answer a path with these in turn; the last one stays."""
        self._scripts[path] = list(answers)

    def handle(self, path: str, handler: Handler) -> None:
        self._handlers[path] = handler

    def headers_of(self, number: int) -> Mapping[str, str]:
        return self.asked[number].headers

    async def reply(self, request: web.Request) -> web.StreamResponse:
        host = request.host.split(":")[0]
        self.asked.append(Asked(host, request.path_qs, request.headers.copy(), time.monotonic()))
        self._now[host] = self._now.get(host, 0) + 1
        self.most_at_once[host] = max(self.most_at_once.get(host, 0), self._now[host])
        try:
            if handler := self._handlers.get(request.path):
                return await handler(request)
            if self.delay:
                await asyncio.sleep(self.delay)
            answers = self._scripts.get(request.path)
            answer = (answers.pop(0) if len(answers) > 1 else answers[0]) if answers else self.answer
            return web.Response(status=answer.status, body=answer.body, headers=answer.headers)
        finally:
            self._now[host] -= 1


@asynccontextmanager
async def serve() -> AsyncIterator[Server]:
    """Listen on every address of 127.0.0.0/8, on a free port."""
    server = Server()
    app = web.Application()
    app.router.add_route("*", "/{path:.*}", server.reply)
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
    await runner.setup()
    await web.TCPSite(runner, "0.0.0.0", 0).start()
    server.port = runner.addresses[0][1]
    try:
        yield server
    finally:
        await runner.cleanup()
