"""Invented outlets that publish while the sandbox runs: their feeds, front pages and articles, on loopback."""

import hashlib
import json
import tomllib
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from email.utils import format_datetime
from http import HTTPStatus
from pathlib import Path
from types import TracebackType
from typing import Self

from aiohttp import web

from sandbox.clock import Clock
from sandbox.feed_formats import FORMATS, Article, Outlet
from sandbox.pages import article_page, front_page

DATA = Path(__file__).parent / "data"
MOST_ENTRIES = 40
FRESH_SECONDS = 15
HOST = "127.0.0.1"
Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


@dataclass(frozen=True)
class Item:
    """One line of items.jsonl. `at`: seconds after the start at which it appears, negative for what was there before.
    An edit repeats the guid of what it corrects.
    """

    outlet: str
    at: float
    guid: str
    title: str
    summary: str
    categories: tuple[str, ...]
    author: str | None
    is_html: bool


class SampleFeeds:
    """Serves each outlet's feed in its own format, newest first, with validators; items appear as time passes.

    Alone (`async with SampleFeeds() as feeds: feeds.outlets`) or as `routes()` of another server.
    """

    def __init__(
        self, clock: Clock | None = None, *, port: int = 0, folder: Path = DATA, start: datetime | None = None
    ) -> None:
        self._clock = clock or Clock()
        self._start = start.timestamp() if start else self._clock.now()
        self._outlets = read_outlets(folder / "outlets.toml")
        self._items = read_items(folder / "items.jsonl")
        self._runner: web.AppRunner | None = None
        self.port = port

    @property
    def outlets(self) -> list[Outlet]:
        """The outlets, with the addresses of their feeds."""
        return [replace(outlet, url=f"http://{HOST}:{self.port}{outlet.path}") for outlet in self._outlets]

    def routes(self) -> list[web.RouteDef]:
        routes = []
        for outlet in self._outlets:
            routes += [
                web.get(outlet.path, self._feed(outlet)),
                web.get(f"/{outlet.id}/", self._front(outlet)),
                web.get(f"/{outlet.id}/articles/{{guid}}", self._article(outlet)),
            ]
        return routes

    async def __aenter__(self) -> Self:
        app = web.Application()
        app.add_routes(self.routes())
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.2)
        await self._runner.setup()
        await web.TCPSite(self._runner, HOST, self.port).start()
        self.port = self._runner.addresses[0][1]
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._runner:
            await self._runner.cleanup()

    def published(self, outlet: str) -> list[Article]:
        """What an outlet has published until now, newest first; an edit has replaced what it corrects."""
        now = self._clock.now()
        articles: dict[str, Article] = {}
        for item in self._items:
            moment = self._start + item.at
            if item.outlet != outlet or moment > now:
                continue
            at = datetime.fromtimestamp(moment, UTC).replace(microsecond=0)
            first = articles.get(item.guid)
            articles[item.guid] = Article(
                guid=item.guid,
                title=item.title,
                summary=item.summary,
                is_html=item.is_html,
                categories=item.categories,
                author=item.author,
                published=first.published if first else at,
                updated=at,
            )
        return sorted(articles.values(), key=lambda article: article.published, reverse=True)

    def _feed(self, outlet: Outlet) -> Handler:
        async def answer(request: web.Request) -> web.StreamResponse:
            articles = self.published(outlet.id)[:MOST_ENTRIES]
            write, kind = FORMATS[outlet.format]
            body = write(outlet, articles, str(request.url.origin()))
            return _validated(request, body, kind, max((article.updated for article in articles), default=None))

        return answer

    def _front(self, outlet: Outlet) -> Handler:
        async def answer(request: web.Request) -> web.StreamResponse:
            page = front_page(outlet, self.published(outlet.id)[:MOST_ENTRIES], str(request.url.origin()))
            return web.Response(text=page, content_type="text/html")

        return answer

    def _article(self, outlet: Outlet) -> Handler:
        async def answer(request: web.Request) -> web.StreamResponse:
            for article in self.published(outlet.id):
                if article.guid == request.match_info["guid"]:
                    page = article_page(outlet, article, str(request.url.origin()))
                    return web.Response(text=page, content_type="text/html")
            raise web.HTTPNotFound

        return answer


def _validated(request: web.Request, body: bytes, kind: str, changed: datetime | None) -> web.Response:
    """The feed, or 304 if the client has it already. An ETag outweighs a date, as HTTP asks."""
    tag = hashlib.sha256(body).hexdigest()[:20]
    headers = {"ETag": f'"{tag}"', "Cache-Control": f"max-age={FRESH_SECONDS}"}
    if changed:
        headers["Last-Modified"] = format_datetime(changed, usegmt=True)
    if _has_it(request, tag, changed):
        return web.Response(status=HTTPStatus.NOT_MODIFIED, headers=headers)
    return web.Response(body=body, content_type=kind, charset="utf-8", headers=headers)


def _has_it(request: web.Request, tag: str, changed: datetime | None) -> bool:
    if "If-None-Match" in request.headers:
        return tag in request.headers["If-None-Match"]
    since = request.if_modified_since
    return bool(since and changed and changed <= since)


def read_outlets(file: Path) -> list[Outlet]:
    return [Outlet(**outlet) for outlet in tomllib.loads(file.read_text("utf-8"))["outlet"]]


def read_items(file: Path) -> list[Item]:
    """The items in order of appearance."""
    lines = [json.loads(line) for line in file.read_text("utf-8").splitlines()]
    items = [
        Item(
            outlet=line["outlet"],
            at=line["at"],
            guid=line["guid"],
            title=line["title"],
            summary=line["summary"],
            categories=tuple(line["categories"]),
            author=line.get("author"),
            is_html=line.get("html", False),
        )
        for line in lines
    ]
    return sorted(items, key=lambda item: item.at)
