"""`feeds test` of a web page's address, asked over a real connection."""

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from tests.contract.conftest import Command
from tests.net.server import FEED

PAGE = b"<!DOCTYPE html><html><link rel=alternate type=application/rss+xml href=/%s>"

NEWS = b"<rss version='2.0'><channel><title>N</title><language>en</language>%s</channel></rss>" % b"".join(
    b"<item><title>%s</title><link>http://n.example/%d</link></item>" % (title, number)
    for number, title in enumerate([b"Putin visits Kazan", b"Rain in the harbour", b"Zelensky in Odesa", b"A fourth"])
)
BODIES = {"/rss": FEED, "/news": NEWS}


class Site(BaseHTTPRequestHandler):
    """A page that leads to a feed at /, and one that leads to itself at /loop."""

    def do_GET(self) -> None:
        body = BODIES.get(self.path) or PAGE % (b"loop" if self.path == "/loop" else b"rss")
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture
def site(config: Path) -> Iterator[str]:
    with (config / "settings.toml").open("a") as settings:
        settings.write('\n[poll]\nallow_networks = ["127.0.0.0/8"]\n')
    server = ThreadingHTTPServer(("127.0.0.1", 0), Site)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


def test_of_a_page_is_said_which_feed_it_leads_to_and_what_that_would_give(command: Command, site: str) -> None:
    (line,) = command("feeds", "test", site + "/", "--json").lines

    assert (line["led_from"], line["url"], line["items"]) == (site + "/", site + "/rss", 1)


def test_of_a_feed_is_said_that_nothing_led_to_it(command: Command, site: str) -> None:
    (line,) = command("feeds", "test", site + "/rss", "--json").lines

    assert (line["led_from"], line["items"]) == (None, 1)


def test_of_the_first_items_of_a_feed_is_said_whom_they_name(command: Command, site: str) -> None:
    plain = command("feeds", "test", site + "/news").out.splitlines()
    (line,) = command("feeds", "test", site + "/news", "--json").lines

    assert plain[-3:] == [
        "item: Putin visits Kazan: putin",
        "item: Rain in the harbour: -",
        "item: Zelensky in Odesa: zelensky",
    ]
    assert [(one["title"], one["entities"]) for one in line["first"]] == [
        ("Putin visits Kazan", ["putin"]), ("Rain in the harbour", []), ("Zelensky in Odesa", ["zelensky"]),
    ]  # fmt: skip


def test_a_page_that_leads_nowhere_is_an_error(command: Command, site: str) -> None:
    done = command("feeds", "test", site + "/loop", "--json")

    assert done.code == 1
    assert done.lines[0]["error"].startswith("a web page, not a feed")
