"""The page and the control surface, as HTTP on loopback."""

import asyncio
import inspect
import json
from collections.abc import Awaitable, Callable
from http import HTTPStatus
from pathlib import Path

from aiohttp import web

from sandbox.controls import ACTIONS
from sandbox.people import People
from sandbox.world import Json

PAGE = Path(__file__).parent / "page"
KEEP_ALIVE_SECONDS = 15
PAGE_HEADERS = {
    "Cache-Control": "no-store",
    # nothing is loaded from anywhere else, and no text can become a script
    "Content-Security-Policy": "default-src 'self'; img-src 'self' data:; base-uri 'none'; frame-ancestors 'none'",
}
LOOPBACK = {"127.0.0.1", "localhost", "::1"}
Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


@web.middleware
async def own_pages_only(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Refuse what another site's script in the same browser might send here."""
    if request.url.host not in LOOPBACK:
        raise web.HTTPForbidden(text="this sandbox answers on loopback only")
    origin = request.headers.get("Origin")
    if origin and origin != f"http://{request.host}":
        raise web.HTTPForbidden(text="this sandbox answers its own page only")
    return await handler(request)


class Web:
    """Routes of the page: `/` is the page, `/sandbox/api/...` what it asks and does."""

    def __init__(self, people: People) -> None:
        self._people = people
        self._streams: set[asyncio.Queue[str]] = set()
        people.telegram.listeners.append(self._tell)

    def routes(self) -> list[web.RouteDef | web.StaticDef]:
        return [
            web.get("/", self._page),
            web.static("/page", PAGE),
            web.get("/sandbox/photo/{file_id}", self._photo),
            web.get("/sandbox/api/state", self._state),
            web.get("/sandbox/api/messages", self._messages),
            web.get("/sandbox/api/journal", self._journal),
            web.get("/sandbox/api/events", self._events),
            web.post("/sandbox/api/{action}", self._act),
        ]

    async def _page(self, _request: web.Request) -> web.StreamResponse:
        return web.FileResponse(PAGE / "index.html", headers=PAGE_HEADERS)

    async def _photo(self, request: web.Request) -> web.StreamResponse:
        file = self._people.world.files.get(request.match_info["file_id"])
        if file is None:
            raise web.HTTPNotFound
        kind = "image/png" if file.path.endswith(".png") else "image/jpeg"
        return web.Response(body=file.content, content_type=kind, headers={"Cache-Control": "max-age=86400"})

    async def _state(self, _request: web.Request) -> web.StreamResponse:
        return web.json_response(self._people.state())

    async def _messages(self, request: web.Request) -> web.StreamResponse:
        name = request.query.get("chat")
        chat = self._people.named_chat(_name(name)) if name else self._people.channel
        view = self._people.telegram.page_view
        return web.json_response([view(message) for message in chat.messages.values()])

    async def _journal(self, request: web.Request) -> web.StreamResponse:
        """Lines of the journal after a number, of one method if asked."""
        after, method = int(request.query.get("after", 0)), request.query.get("method", "").lower()
        wanted = [
            entry.view()
            for entry in self._people.telegram.journal
            if entry.number > after and method in {"", entry.method.lower()}
        ]
        return web.json_response(wanted)

    async def _act(self, request: web.Request) -> web.StreamResponse:
        action = ACTIONS.get(request.match_info["action"])
        if action is None:
            raise web.HTTPNotFound(text=f"no such action; there are {', '.join(ACTIONS)}")
        try:
            result = action(self._people, await request.json() if request.can_read_body else {})
            if inspect.isawaitable(result):
                result = await result
        except (LookupError, TypeError, ValueError) as error:
            return web.json_response({"error": f"{type(error).__name__}: {error}"}, status=HTTPStatus.BAD_REQUEST)
        return web.json_response(result)

    def _tell(self, event: str, facts: Json) -> None:
        line = f"event: {event}\ndata: {json.dumps(facts, ensure_ascii=False)}\n\n"
        for stream in self._streams:
            stream.put_nowait(line)

    async def _events(self, request: web.Request) -> web.StreamResponse:
        """What happens, as it happens (server-sent events)."""
        response = web.StreamResponse(headers={"Content-Type": "text/event-stream", "Cache-Control": "no-store"})
        await response.prepare(request)
        stream: asyncio.Queue[str] = asyncio.Queue()
        self._streams.add(stream)
        try:
            await response.write(b"retry: 1000\n\n")
            while True:
                await response.write((await _next(stream)).encode())
        finally:
            self._streams.discard(stream)


async def _next(stream: asyncio.Queue[str]) -> str:
    try:
        return await asyncio.wait_for(stream.get(), KEEP_ALIVE_SECONDS)
    except TimeoutError:
        return ": still here\n\n"


def _name(name: str) -> int | str:
    return int(name) if name.lstrip("-").isdigit() else name
