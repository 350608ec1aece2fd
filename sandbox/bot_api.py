"""The Bot API over HTTP: who asks, what for, what goes wrong on the way, and the answer."""

import asyncio
import inspect
import json
import socket
import struct
from typing import Any

from aiohttp import web

from sandbox import methods
from sandbox.calls import Call, Method
from sandbox.faults import Fault
from sandbox.journal import KNOWN, Entry
from sandbox.parameters import Parameters, read_parameters
from sandbox.refusals import Refusal, too_many_requests
from sandbox.telegram import Telegram

KNOWN_LOWER = {name.lower() for name in KNOWN}
GATEWAY = (
    "<html><head><title>502 Bad Gateway</title></head><body><center><h1>502 Bad Gateway</h1></center></body></html>"
)
ABORT_AT_ONCE = struct.pack("ii", 1, 0)  # SO_LINGER: closing sends a reset


class BotApi:
    """Answers `/bot<token>/<method>` and `/file/bot<token>/<path>`."""

    def __init__(self, telegram: Telegram) -> None:
        self._telegram = telegram
        self._late: set[asyncio.Task[web.Response]] = set()

    async def answer(self, request: web.Request) -> web.StreamResponse:
        """Handle one call. Every call leaves a line in the journal."""
        parameters = Parameters()
        try:
            parameters = await read_parameters(request)
        except Refusal as refusal:
            return _refused(self._telegram.journal.open(request.match_info["method"], parameters), refusal)
        entry = self._telegram.journal.open(request.match_info["method"], parameters)
        entry.chat = self._chat(parameters)
        try:
            self._check_token(request.match_info["token"])
        except Refusal as refusal:
            return _refused(entry, refusal)
        fault = self._telegram.faults.take(entry.method, entry.chat, parameters.values)
        call = Call(self._telegram, parameters, entry)
        return await (self._troubled(call, fault, request) if fault else self._carry_out(call))

    async def file(self, request: web.Request) -> web.StreamResponse:
        """The content of a file, as `getFile` said where to find it."""
        try:
            self._check_token(request.match_info["token"])
        except Refusal as refusal:
            return _json(refusal.body(), refusal.code)
        for file in self._telegram.world.files.values():
            if file.path == request.match_info["path"]:
                return web.Response(body=file.content, content_type="application/octet-stream")
        return _json({"ok": False, "error_code": 404, "description": "Not Found"}, 404)

    def _check_token(self, token: str) -> None:
        bot_id, colon, _ = token.partition(":")
        if not colon or not bot_id.isdigit() or len(token) > 80 or token.startswith("0"):
            raise Refusal(401, "Unauthorized: invalid token specified")
        if token != self._telegram.world.token:
            raise Refusal(401, "Unauthorized")

    def _chat(self, parameters: Parameters) -> int | None:
        value = parameters.text("chat_id")
        if value.startswith("@"):
            chat = self._telegram.world.chat(value)
            return chat.id if chat else None
        return parameters.integer("chat_id") or None

    async def _carry_out(self, call: Call) -> web.Response:
        try:
            function = _find(call.entry.method)
            result = function(call)
            if inspect.isawaitable(result):
                result = await result
        except Refusal as refusal:
            return _refused(call.entry, refusal)
        call.entry.outcome, call.entry.committed, call.entry.result = "ok", True, result
        return _json({"ok": True, "result": result})

    async def _troubled(self, call: Call, fault: Fault, request: web.Request) -> web.StreamResponse:
        call.entry.fault = f"{fault.kind} {fault.when}"
        if fault.kind == "late":
            return await self._later(call, fault.seconds)
        answer = await self._carry_out(call) if fault.when == "after" else None
        if not answer:
            call.entry.outcome = call.entry.fault
        match fault.kind:
            case "429":
                self._telegram.limits.hold(call.entry.chat or 0, int(fault.seconds))
                refusal = too_many_requests(int(fault.seconds))
                return _json(refusal.body(), refusal.code)
            case "refusal":
                body = {"ok": False, "error_code": fault.code, "description": fault.description}
                return _json(body, fault.code)
            case "reset":
                _reset(request)
            case "hang":
                await asyncio.sleep(fault.seconds)
            case "truncated":
                return _truncated(answer)
        return (answer if fault.kind == "hang" else None) or _bad_gateway()

    async def _later(self, call: Call, seconds: float) -> web.Response:
        """Do it after the client may have gone; its going does not stop it."""

        async def wait_and_carry_out() -> web.Response:
            await asyncio.sleep(seconds)
            return await self._carry_out(call)

        task = asyncio.create_task(wait_and_carry_out())
        self._late.add(task)
        task.add_done_callback(self._late.discard)
        return await asyncio.shield(task)

    async def settle(self) -> None:
        """End what is still to be done late."""
        for task in tuple(self._late):
            task.cancel()
        await asyncio.gather(*self._late, return_exceptions=True)


def _find(name: str) -> Method:
    function = methods.ALL.get(name.lower())
    if function:
        return function
    if name.lower() in KNOWN_LOWER:
        raise Refusal(501, f"Not Implemented: the sandbox does not know {name}")
    raise Refusal(404, "Not Found: method not found")


def _json(body: dict[str, Any], status: int = 200) -> web.Response:
    return web.json_response(body, status=status)


def _refused(entry: Entry, refusal: Refusal) -> web.Response:
    entry.outcome = str(refusal)
    return _json(refusal.body(), refusal.code)


def _bad_gateway() -> web.Response:
    return web.Response(text=GATEWAY, status=502, content_type="text/html")


def _truncated(answer: web.Response | None) -> web.Response:
    body = answer.body if answer and isinstance(answer.body, bytes) else json.dumps({"ok": True, "result": {}}).encode()
    return web.Response(body=body[: len(body) // 2], content_type="application/json")


def _reset(request: web.Request) -> None:
    """Tear the connection down, so that the client sees a reset and not an end."""
    transport = request.transport
    if transport is None:
        return
    wire = transport.get_extra_info("socket")
    if wire is not None:
        wire.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, ABORT_AT_ONCE)
    transport.abort()
