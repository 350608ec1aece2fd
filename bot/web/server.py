"""The bot's own door: /livez, /readyz and /metrics for monitoring; what else is shown the operator switches on."""

import logging
from collections.abc import AsyncIterator, Awaitable, Callable, Collection, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass

from aiohttp import web

from bot.boundaries import Clock
from bot.model import FeedId
from bot.store.database import Database
from bot.watch.vitals import STAGES, Health, Stage, Vitals

log = logging.getLogger(__name__)

METRICS = "text/plain; version=0.0.4; charset=utf-8"


@dataclass(frozen=True, slots=True)
class Watched:
    """What is shown. `asked` are the feeds that are switched on."""

    database: Database
    vitals: Vitals
    health: Callable[[], Awaitable[Health]]
    asked: Collection[FeedId]
    clock: Clock
    version: str


def door(watched: Watched, more: Sequence[web.RouteDef] = ()) -> web.Application:
    """Return what answers; `more` are the pages that were switched on."""

    async def livez(_: web.Request) -> web.Response:
        health = await watched.health()
        return _answer(health, health.stopped, watched.version)

    async def readyz(_: web.Request) -> web.Response:
        health = await watched.health()
        return _answer(health, health.hindered, watched.version)

    async def metrics(_: web.Request) -> web.Response:
        from bot.web.metrics import figures  # noqa: PLC0415 - Prometheus' library costs memory: only who asks pays

        health, now = await watched.health(), watched.clock()
        text = await figures(watched.database, watched.vitals, health, watched.asked, version=watched.version, now=now)
        return web.Response(body=text, headers={"Content-Type": METRICS})

    application = web.Application(middlewares=[_guarded])
    application.add_routes([web.get("/livez", livez), web.get("/readyz", readyz), web.get("/metrics", metrics), *more])
    return application


def _answer(health: Health, problems: Mapping[Stage, str], version: str) -> web.Response:
    stages = {stage: problems.get(stage, "fine") for stage in STAGES}
    body = {"ok": not problems, "mode": health.mode, "version": version, "stages": stages}
    return web.json_response(body, status=503 if problems else 200)


SAFE = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": (
        "default-src 'none'; style-src 'self'; img-src data:; form-action 'none'; frame-ancestors 'none'"
    ),
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
}


@web.middleware
async def _guarded(
    request: web.Request, handler: Callable[[web.Request], Awaitable[web.StreamResponse]]
) -> web.StreamResponse:
    """Answer with headers that let a browser do nothing with a page but show it."""
    try:
        response = await handler(request)
    except web.HTTPException as error:
        error.headers.update(SAFE)
        raise
    for name, value in SAFE.items():
        response.headers.setdefault(name, value)
    return response


@asynccontextmanager
async def listening(application: web.Application, listen: str) -> AsyncIterator[str]:
    """Open the door at host:port until the block ends; yield where, or "" if nobody is to listen, or nobody can."""
    if not listen:
        yield ""
        return
    host, _, port = listen.rpartition(":")
    runner = web.AppRunner(application, access_log=None, handle_signals=False, shutdown_timeout=1.0)
    await runner.setup()
    try:
        site = web.TCPSite(runner, host.strip("[]"), int(port))
        try:
            await site.start()
        except OSError as error:
            # news matter more than figures: the bot runs without
            log.error("web.closed listen=%s reason=%s", listen, error.strerror)  # noqa: TRY400 - a line will do
            yield ""
        else:
            found = runner.addresses[0]
            log.info("web.open listen=%s:%s", found[0], found[1])
            yield f"{host}:{found[1]}"
    finally:
        await runner.cleanup()
