"""The parameters of one request, however they came: query string, form, multipart or JSON."""

import json
from dataclasses import dataclass, field

from aiohttp import BodyPartReader, web

from sandbox.refusals import bad_request

MAX_UPLOAD = 50 * 1024 * 1024


@dataclass(frozen=True)
class Upload:
    name: str
    content: bytes


@dataclass
class Parameters:
    """Values are text, as on the wire; each reading says how a missing or unreadable one is treated."""

    values: dict[str, str] = field(default_factory=dict)
    uploads: dict[str, Upload] = field(default_factory=dict)

    def text(self, name: str) -> str:
        return self.values.get(name, "")

    def has(self, name: str) -> bool:
        return name in self.values or name in self.uploads

    def integer(self, name: str, default: int = 0) -> int:
        """An unreadable number counts as absent, as in the real server."""
        try:
            return int(self.values[name])
        except (KeyError, ValueError):
            return default

    def flag(self, name: str) -> bool:
        return self.values.get(name, "").strip().lower() in {"true", "yes", "1"}

    def json(self, name: str, complaint: str) -> object:
        """A JSON value; None if absent, refused with `complaint` if it is no JSON."""
        source = self.values.get(name)
        if not source:
            return None
        try:
            value: object = json.loads(source)
        except ValueError as error:
            raise bad_request(complaint) from error
        _check_unicode(json.dumps(value, ensure_ascii=False))
        return value

    def file(self, name: str) -> Upload | str:
        """An upload (direct or by `attach://`), or the file id or address given instead; empty if there is none."""
        if name in self.uploads:
            return self.uploads[name]
        value = self.values.get(name, "")
        if value.startswith("attach://"):
            return self.uploads.get(value.removeprefix("attach://"), "")
        return value


async def read_parameters(request: web.Request) -> Parameters:
    """All parameters of a request. An unreadable body is refused in Telegram's words."""
    try:
        parameters = await _read(request)
    except (ValueError, AssertionError) as error:  # what aiohttp says to a broken multipart body
        raise bad_request("can't parse request: unreadable body") from error
    for value in parameters.values.values():
        _check_unicode(value)
    return parameters


async def _read(request: web.Request) -> Parameters:
    parameters = Parameters(dict(request.query))
    kind = request.content_type
    if not request.can_read_body:
        return parameters
    if kind == "application/json":
        parameters.values |= _from_json(await request.read())
    elif kind == "multipart/form-data":
        await _read_parts(request, parameters)
    elif kind == "application/x-www-form-urlencoded":
        parameters.values |= {name: value for name, value in (await request.post()).items() if isinstance(value, str)}
    return parameters


def _check_unicode(text: str) -> None:
    """JSON can smuggle in half a character, which no text may hold."""
    if any("\ud800" <= character <= "\udfff" for character in text):
        raise bad_request("strings must be encoded in UTF-8")


def _from_json(body: bytes) -> dict[str, str]:
    try:
        values = json.loads(body)
    except ValueError as error:
        raise bad_request("can't parse request: request body must be a JSON object") from error
    if not isinstance(values, dict):
        raise bad_request("can't parse request: request body must be a JSON object")
    return {
        name: value if isinstance(value, str) else json.dumps(value)
        for name, value in values.items()
        if value is not None
    }


async def _read_parts(request: web.Request, parameters: Parameters) -> None:
    async for part in await request.multipart():
        if not isinstance(part, BodyPartReader) or not part.name:
            continue
        content = bytes(await part.read(decode=True))
        if part.filename:
            parameters.uploads[part.name] = Upload(part.filename, content)
        else:
            parameters.values[part.name] = content.decode(errors="replace")
