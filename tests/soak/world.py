"""A world of outlets that publish all the time and often fail, each on a loopback address of its own."""

import asyncio
import hashlib
import random
from datetime import datetime
from typing import Literal, Self

from aiohttp import web

from sandbox.feed_formats import FORMATS, Article, Outlet
from tests.soak.clock import FastClock
from tests.soak.news import LANGUAGES, happening

SHOWN = 60
"""Articles a feed shows: far more than are published between two polls."""
FAULTY = 0.04
"""Share of requests that go wrong."""
ANSWERS: tuple[tuple[int, dict[str, str], bytes], ...] = (
    (500, {}, b""),
    (503, {"Retry-After": "60"}, b""),
    (200, {"Content-Type": "application/rss+xml"}, b"\0\xff garbage " * 500),
    (200, {"Content-Type": "text/xml"}, b"<rss><channel><item><title>half a"),
    (200, {"Content-Type": "text/xml"}, b'<!DOCTYPE r [<!ENTITY a "aaaaaaaa"><!ENTITY b "&a;&a;&a;">]><rss>&b;</rss>'),
)
"""Status, headers and body of answers that are of no use."""
VOCABULARY = 4000
"""Words that texts are filled with, the commonest most often; each event has a name of its own besides."""
SYLLABLES = ("ba", "ko", "ri", "men", "tor", "vel", "ska", "lan", "dor", "mi", "nes", "sar", "ul", "go", "fen", "ta")


class World:
    """Outlets that publish: `begin` to publish and to fail, `rest` to do neither. `clock` is the bot's."""

    def __init__(self, outlets: int, an_hour: float, clock: FastClock, *, seed: int = 1) -> None:
        self._draw = random.Random(seed)
        self._words = [self._word(2, 4) for _ in range(VOCABULARY)]
        self._often = [1 / place for place in range(1, VOCABULARY + 1)]
        self._clock = clock
        self._an_hour = an_hour
        self._articles: dict[str, list[Article]] = {}
        self._outlets = {f"outlet-{number:03}": self._outlet(number) for number in range(outlets)}
        self._hosts = {name: f"127.2.{n // 200}.{n % 200 + 1}" for n, name in enumerate(self._outlets)}
        self._port = 0
        self._runner: web.AppRunner | None = None
        self._publishing: asyncio.Task[None] | None = None
        self.is_faulty = False
        self.published: set[str] = set()
        self.requests = self.faults = 0

    def _outlet(self, number: int) -> Outlet:
        name, language = f"outlet-{number:03}", LANGUAGES[number % len(LANGUAGES)]
        self._articles[name] = []
        written = list(FORMATS)[number % len(FORMATS)]
        return Outlet(name, name.capitalize(), language, "NL", f"Owner {number // 2}", "private", "", written, "/feed")

    def tables(self) -> str:
        """Return the outlets as they stand in feeds.toml."""
        return "\n".join(
            f'[[feed]]\nid = "{one.id}"\ntitle = "{one.title}"\nurl = "{self._origin(one.id)}/feed"\n'
            f'language = "{one.language}"\nowner = "{one.owner}"\n'
            for one in self._outlets.values()
        )

    def _origin(self, name: str) -> str:
        return f"http://{self._hosts[name]}:{self._port}"

    async def __aenter__(self) -> Self:
        application = web.Application()
        application.router.add_get("/feed", self._answer)
        self._runner = web.AppRunner(application, access_log=None, shutdown_timeout=0.1)
        await self._runner.setup()
        for host in self._hosts.values():
            await web.TCPSite(self._runner, host, self._port).start()
            self._port = self._port or self._runner.addresses[0][1]
        return self

    async def __aexit__(self, *_: object) -> None:
        self.rest()
        if self._runner is not None:
            await self._runner.cleanup()

    def begin(self) -> None:
        """Publish, and fail now and then."""
        self.is_faulty = True
        self._publishing = asyncio.create_task(self._publish())

    def rest(self) -> None:
        """Publish nothing more, and answer everybody."""
        self.is_faulty = False
        if self._publishing is not None:
            self._publishing.cancel()

    async def _publish(self) -> None:
        last, due = self._clock(), 0.0
        while True:
            await asyncio.sleep(0.1)
            now = self._clock()
            due += (now - last).total_seconds() / 3600 * self._an_hour * len(self._outlets)
            last = now
            while due >= 1:
                due -= self._event(now)

    def _event(self, now: datetime) -> int:
        """Let one to three outlets report one event; return how many did."""
        event, name = happening(self._draw), self._word(2, 3).capitalize()
        told_by = self._draw.sample(list(self._outlets.values()), self._draw.choice((1, 1, 1, 2, 3)))
        for outlet in told_by:
            told = event.told(outlet.language)
            guid = f"{outlet.id}-{len(self.published):06}"
            more = " ".join([name, *self._draw.choices(self._words, self._often, k=30)])
            article = Article(
                guid,
                told,
                f"{event.lead(outlet.language)} {more}",
                is_html=False,
                categories=(),
                author=None,
                published=now,
                updated=now,
            )
            self._articles[outlet.id] = [article, *self._articles[outlet.id][: SHOWN - 1]]
            self.published.add(guid)
        return len(told_by)

    def _word(self, *lengths: int) -> str:
        return "".join(self._draw.choices(SYLLABLES, k=self._draw.choice(lengths)))

    async def _answer(self, request: web.Request) -> web.StreamResponse:
        name = next(name for name, host in self._hosts.items() if host == request.url.host)
        self.requests += 1
        if self.is_faulty and self._draw.random() < FAULTY:
            self.faults += 1
            return await self._fail(request)
        outlet = self._outlets[name]
        write, kind = FORMATS[outlet.format]
        body = write(outlet, self._articles[name], self._origin(name))
        tag = f'"{hashlib.sha256(body).hexdigest()[:16]}"'
        if request.headers.get("If-None-Match") == tag:
            return web.Response(status=304, headers={"ETag": tag})
        return web.Response(body=body, headers={"ETag": tag, "Content-Type": kind})

    async def _fail(self, request: web.Request) -> web.StreamResponse:
        """Answer as servers in trouble do, or not at all."""
        how: Literal["hang", "reset"] | tuple[int, dict[str, str], bytes]
        how = self._draw.choice([*ANSWERS, "hang", "reset"])
        if how == "hang":
            await asyncio.sleep(4)
        if isinstance(how, str):
            if request.transport is not None:
                request.transport.abort()
            return web.Response()
        status, headers, body = how
        return web.Response(status=status, headers=headers, body=body)
