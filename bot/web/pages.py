"""The pages the operator may switch on: the status page, and feeds of what was found. None of them changes anything."""

import hmac
from base64 import b64decode
from collections.abc import Awaitable, Callable, Sequence
from datetime import UTC
from ipaddress import ip_address
from typing import get_args
from urllib.parse import quote

from aiohttp import hdrs, web

from bot.model import EntityId, ItemId
from bot.search.names import SearchNames
from bot.search.sources import SourceNames
from bot.store import stories
from bot.store.find import Finder, Wish
from bot.web.outputs import MOST, TYPES, Form, Output, entries, written
from bot.web.page import Subject, status
from bot.web.render import TEMPLATES
from bot.web.server import Watched

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


class Pages:
    """Shows what is watched: with a `token` to who knows it, without to this computer alone."""

    def __init__(self, watched: Watched, subject: Subject, token: str) -> None:
        self._watched = watched
        self._subject = subject
        self._token = token
        self._names = {entity.id: entity for entity in subject.entities}
        self._finder: Finder | None = None

    def routes(self, *, page: bool, feeds: bool) -> list[web.RouteDef]:
        """Return where what is to be had."""
        pages = [web.get("/", self._known(self.status)), web.get("/style.css", self._known(self.style))]
        outputs = [
            web.get("/feeds/search.{form:atom|json}", self._known(self.search)),
            web.get("/feeds/{entity}.{form:atom|json}", self._known(self.entity)),
        ]
        return [*(pages if page else ()), *(outputs if feeds else ())]

    def _known(self, handler: Handler) -> Handler:
        async def answer(request: web.Request) -> web.StreamResponse:
            if self._token and not _has(request, self._token):
                raise web.HTTPUnauthorized(headers={hdrs.WWW_AUTHENTICATE: 'Basic realm="Newswatch", charset="UTF-8"'})
            if not self._token and not _is_here(request):
                raise web.HTTPForbidden(text="set NEWSWATCH_WEB_TOKEN to see this from elsewhere")
            return await handler(request)

        return answer

    async def status(self, _: web.Request) -> web.Response:
        """Answer the status page."""
        watched = self._watched
        text = await status(watched.database, self._subject, await watched.health(), now=watched.clock())
        return web.Response(text=text, content_type="text/html")

    async def style(self, _: web.Request) -> web.Response:
        """Answer how the page looks."""
        return web.Response(text=_STYLE, content_type="text/css")

    async def entity(self, request: web.Request) -> web.Response:
        """Answer the newest stories that name an entity."""
        entity = self._names.get(EntityId(request.match_info["entity"]))
        if entity is None:
            raise web.HTTPNotFound
        found = await self._watched.database.read(stories.newest, [entity.id], limit=MOST)
        return await self._output(request, f"entity:{entity.id}", entity.name, found)

    async def search(self, request: web.Request) -> web.Response:
        """Answer the newest stories that a search finds; what is looked for is stored nowhere."""
        text = request.query.get("q", "").strip()
        if not text:
            raise web.HTTPBadRequest(text="expected ?q=what to search for")
        if self._finder is None:
            self._finder = Finder(SearchNames(self._subject.entities), SourceNames(self._subject.feeds.values()))
        wish = Wish(text, self._watched.clock(), UTC, limit=4 * MOST, sort="new")
        read = self._watched.database.read
        hits = (await read(self._finder.find, wish))[1]
        found = (await read(stories.leading, hits.ids))[:MOST]
        return await self._output(request, f"search:{quote(text)}", text, found)

    async def _output(self, request: web.Request, name: str, title: str, found: Sequence[ItemId]) -> web.Response:
        told = await self._watched.database.read(stories.around, found, self._subject.feeds)
        link = str(request.url.without_query_params("token"))
        output = Output(f"urn:newswatch:{name}", f"{title} · Newswatch", link, entries(list(told.values())))
        form: Form = next(one for one in get_args(Form) if one == request.match_info["form"])
        return web.Response(text=written(output, form), content_type=TYPES[form])


def _has(request: web.Request, token: str) -> bool:
    """Tell whether a request shows the token: as a password, a bearer's, or (for feed readers) in the address."""
    header = request.headers.get(hdrs.AUTHORIZATION, "")
    shown = header.removeprefix("Bearer ") if header.startswith("Bearer ") else request.query.get("token", "")
    if header.startswith("Basic "):
        try:
            shown = b64decode(header[6:], validate=True).decode().partition(":")[2]
        except ValueError:
            return False
    return hmac.compare_digest(shown.encode(errors="surrogatepass"), token.encode())  # what is no UTF-8 comes as those


def _is_here(request: web.Request) -> bool:
    """Tell whether somebody on this computer asks for this computer: no page elsewhere may make a browser do so."""
    try:
        local = request.remote is not None and ip_address(request.remote).is_loopback
        return local and (request.url.host == "localhost" or ip_address(request.url.host or "").is_loopback)
    except ValueError:
        return False


_STYLE = (TEMPLATES / "style.css").read_text(encoding="utf-8")
