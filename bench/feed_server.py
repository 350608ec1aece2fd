"""The other side of the poll benchmark: one process that answers as thousands of hosts of 127.0.0.0/8.

`python -m bench.feed_server FOLDER` prints its port and serves the captures of FOLDER in turn at /feed/N. How it
answers is set by asking for /mode/304 (unless something changed), /mode/200 (always the whole body), /mode/hang
(every tenth feed never answers) or /mode/drip (every tenth sends a byte every half second). /large/N is a document of
2,000 items that says something else each time.
"""

import asyncio
import contextlib
import hashlib
import io
import re
import sys
from pathlib import Path

import feedparser
from aiohttp import web

from bot.feeds.parse import parse


def captures(folder: Path) -> list[bytes]:
    """Return the bodies both programs can read in full: XML of 5 to 120 kB, every entry with an id and a link.

    It must be well-formed, since `reader` refuses any other.
    """
    bodies = [
        path.read_bytes() for path in sorted(folder.iterdir()) if path.suffix in {".xml", ".rss", ".rdf", ".atom"}
    ]
    sized = [body for body in bodies if 5_000 <= len(body) <= 120_000 and body.lstrip(b"\xef\xbb\xbf")[:1] == b"<"]
    return [body for body in sized if re.search(rb"<(rss|feed)\b", body[:3_000]) and _is_complete(body)]


def _is_complete(body: bytes) -> bool:
    if feedparser.parse(io.BytesIO(body)).bozo:
        return False
    entries = parse(body, url="http://h.example/").entries
    return bool(entries) and all(entry.guid and entry.link for entry in entries)


def large(number: int, turn: int) -> bytes:
    """Return a document of 2,000 items, in its words of that turn."""
    items = "".join(
        f"<item><guid>{number}-{item}</guid><link>http://large.example/{number}/{item}</link>"
        f"<title>Ferry {item} carries {item + turn} people across the strait</title>"
        f"<description>&lt;p&gt;The office counted {item + turn} people on ferry {item}.&lt;/p&gt;</description>"
        "<pubDate>Sat, 21 Nov 2026 10:00:00 GMT</pubDate></item>"
        for item in range(2_000)
    )
    return f'<rss version="2.0"><channel><title>Ferries</title>{items}</channel></rss>'.encode()


class Server:
    """Answers, in one of three moods."""

    def __init__(self, bodies: list[bytes]) -> None:
        self._bodies = bodies
        self._etags = [f'"{hashlib.sha256(body).hexdigest()[:16]}"' for body in bodies]
        self._mode = "304"
        self._turn = 0

    async def feed(self, request: web.Request) -> web.StreamResponse:
        """Return one feed."""
        number = int(request.match_info["number"])
        if self._mode == "hang" and number % 10 == 0:
            await asyncio.sleep(3600)
        if self._mode == "drip" and number % 10 == 0:
            return await _drip(request)
        place = number % len(self._bodies)
        if self._mode != "200" and request.headers.get("If-None-Match") == self._etags[place]:
            return web.Response(status=304)
        headers = {"ETag": self._etags[place], "Content-Type": "application/rss+xml"}
        return web.Response(body=self._bodies[place], headers=headers)

    async def large(self, request: web.Request) -> web.Response:
        """Return a long feed, in other words than before."""
        self._turn += 1
        return web.Response(body=large(int(request.match_info["number"]), self._turn))

    async def mode(self, request: web.Request) -> web.Response:
        """Change the mood."""
        self._mode = request.match_info["mode"]
        return web.Response()


async def _drip(request: web.Request) -> web.StreamResponse:
    response = web.StreamResponse()
    await response.prepare(request)
    with contextlib.suppress(ConnectionError):  # whoever asked has gone
        while True:
            await response.write(b" ")
            await asyncio.sleep(0.5)
    return response


async def main(folder: Path) -> None:
    """Serve until the standard input ends."""
    server = Server(captures(folder))
    app = web.Application()
    app.add_routes(
        [
            web.get("/feed/{number}", server.feed),
            web.get("/large/{number}", server.large),
            web.get("/mode/{mode}", server.mode),
        ]
    )
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
    await runner.setup()
    await web.TCPSite(runner, "0.0.0.0", 0, backlog=2048).start()  # noqa: S104 every address of this machine's loopback
    print(runner.addresses[0][1], flush=True)
    await asyncio.to_thread(sys.stdin.read)
    await runner.cleanup()


if __name__ == "__main__":
    asyncio.run(main(Path(sys.argv[1])))
