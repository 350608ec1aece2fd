"""One poll of one feed over HTTP: polite, capped, and only to public addresses.

Redirects are followed here, hop by hop, since each hop must be checked, and each may only be told validators that its
own address once gave. Every failure becomes a FetchError with a reason in plain words.
"""

import asyncio
import hashlib
import ssl
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from datetime import datetime, timedelta
from types import TracebackType
from typing import Final, Self
from urllib.parse import urljoin, urlsplit

import aiohttp
from yarl import URL

from bot.errors import FetchError, MovedError
from bot.feeds.state import FeedState, address
from bot.feeds.timetable import RULES, Rules, conditions
from bot.model import Feed, Page, Unchanged, Validators
from bot.net import headers as answers
from bot.net.body import CAPS, Caps, read_body
from bot.net.guard import NOT_PUBLIC, NOTHING, Allowed, BlockedAddressError, Guard, GuardedResolver
from bot.net.hosts import MANNERS, Hosts, Manners
from bot.text.domains import domain_of

_ACCEPT: Final = (
    "application/rss+xml, application/atom+xml, application/feed+json, application/rdf+xml;q=0.9, "
    "application/xml;q=0.8, text/xml;q=0.8, application/json;q=0.7, */*;q=0.1"
)
_PERMANENT: Final = frozenset({301, 308})
_TEMPORARY: Final = frozenset({302, 303, 307})
_DEFAULT_SILENCE: Final = timedelta(minutes=15)
_WORDS: Final = {
    401: "it wants a password",
    403: "it refuses us",
    404: "not found",
    410: "gone for good",
    429: "too many requests",
    500: "the server is broken",
    502: "a server behind it is broken",
    503: "out of service",
    504: "a server behind it is too slow",
}


def user_agent(version: str, contact: str, subscribers: int) -> str:
    """Return the name under which feeds are asked: who we are, where to complain, for how many readers."""
    return f"Newswatch/{version} (+{contact}; feed poller; {subscribers} subscribers)"


class Fetcher:
    """Asks feeds over HTTP. Use as an async context manager: `async with Fetcher(...) as fetch: await fetch(feed,
    state)`.

    `clock` gives the time of day, for dates in headers; all waiting goes by the event loop's own clock.
    """

    def __init__(
        self,
        *,
        clock: Callable[[], datetime],
        agent: str,
        allowed: Allowed = NOTHING,
        manners: Manners = MANNERS,
        caps: Caps = CAPS,
        rules: Rules = RULES,
    ) -> None:
        self._clock, self._agent, self._caps, self._rules, self._manners = clock, agent, caps, rules, manners
        self._guard = Guard(allowed)
        self._session: aiohttp.ClientSession
        self._hosts: Hosts

    async def __aenter__(self) -> Self:
        self._hosts = Hosts(self._manners, asyncio.get_running_loop().time)
        self._session = aiohttp.ClientSession(
            connector=aiohttp.TCPConnector(
                resolver=GuardedResolver(self._guard),
                socket_factory=self._guard.socket_factory,
                limit=self._manners.at_once + self._manners.slow,
                limit_per_host=self._manners.per_host,
                ttl_dns_cache=300,
                keepalive_timeout=2,  # most hosts have one feed
            ),
            cookie_jar=aiohttp.DummyCookieJar(),
            timeout=aiohttp.ClientTimeout(total=None, sock_connect=self._caps.connect),
            headers={"User-Agent": self._agent, "Accept": _ACCEPT, "Accept-Encoding": "gzip, deflate, br"},
            auto_decompress=False,
            trust_env=False,
            max_headers=100,
        )
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self._session.close()

    async def __call__(self, feed: Feed, state: FeedState) -> Page | Unchanged:
        """Return what the feed's address answers. Raises FetchError with the reason, the status and what to wait
        for.
        """
        asked = url = address(feed, state)
        validators = conditions(state, now=self._clock(), rules=self._rules)
        permanent = True
        budget = _Budget(self._caps.total)
        for _ in range(self._caps.redirects + 1):
            self._guard.check_url(url)
            mine = validators if validators.url == url else Validators()
            answer = await self._ask(url, mine, budget)
            if isinstance(answer, _Redirect):
                permanent = permanent and answer.permanent
                if url.startswith("https:") and answer.target.startswith("http:"):
                    raise FetchError("it redirects from https to http, which anyone on the way could have written")
                url = answer.target
                continue
            moved_to = url if permanent and url != asked else ""
            _check_owner(feed, moved_to)
            return answer.told(asked, moved_to, state.body_hash)
        raise FetchError(f"more than {self._caps.redirects} redirects")

    async def _ask(self, url: str, validators: Validators, budget: "_Budget") -> "_Redirect | _Answer":
        """Return one server's answer, redirect or final. Waiting for a turn costs nothing of the budget."""
        host = urlsplit(url).hostname or ""
        async with self._hosts.turn(host):
            try:
                async with budget.spent():
                    return await self._exchange(url, validators)
            except FetchError as error:
                if error.status == 429:
                    self._hosts.silence(host, min(error.retry_after or _DEFAULT_SILENCE, self._rules.retry_limit))
                raise
            except (TimeoutError, OSError, aiohttp.ClientError, ValueError) as error:
                raise FetchError(self._reason(error)) from error

    async def _exchange(self, url: str, validators: Validators) -> "_Redirect | _Answer":
        wishes = {"If-None-Match": validators.etag, "If-Modified-Since": validators.last_modified}
        sent = {name: value for name, value in wishes.items() if value}
        target = URL(url, encoded=url.isascii())
        async with self._session.get(target, headers=sent, allow_redirects=False) as response:
            if sum(len(name) + len(value) for name, value in response.raw_headers) > self._caps.headers:
                raise FetchError(f"more than {self._caps.headers // 1000} kB of headers")
            now = self._clock()
            if response.status in _PERMANENT | _TEMPORARY:
                return _Redirect(_target(url, response.headers), permanent=response.status in _PERMANENT)
            if response.status == 304 and not sent:
                raise FetchError("it says nothing changed, although we asked for everything", status=304)
            if response.status not in {200, 304}:
                words = _WORDS.get(response.status) or answers.printable(response.reason or "") or "no reason given"
                raise FetchError(
                    f"HTTP {response.status}: {words}",
                    status=response.status,
                    retry_after=answers.retry_after(response.headers, now) if response.status in {429, 503} else None,
                )
            body = b"" if response.status == 304 else await self._body(response)
            return _Answer(url, response.status, body, response.headers, now)

    async def _body(self, response: aiohttp.ClientResponse) -> bytes:
        if (response.content_length or 0) > self._caps.wire:
            raise FetchError(f"larger than {self._caps.wire // 1_000_000} MB")
        chunks: AsyncIterator[bytes] = response.content.iter_any()
        return await read_body(chunks, response.headers.get("Content-Encoding", ""), self._caps)

    def _reason(self, error: Exception) -> str:
        """Return a library's error in plain words."""
        causes = (error, error.__cause__, getattr(error, "os_error", None))
        if any(isinstance(cause, BlockedAddressError) for cause in causes):
            return NOT_PUBLIC
        kinds: tuple[tuple[type[Exception], str], ...] = (  # the first that fits; a subclass stands before its parents
            (aiohttp.ClientConnectorCertificateError, "its certificate is not trusted"),
            (ssl.SSLCertVerificationError, "its certificate is not trusted"),
            (aiohttp.ClientSSLError, "no secure connection could be made"),
            (ssl.SSLError, "no secure connection could be made"),
            (aiohttp.ConnectionTimeoutError, f"no connection within {self._caps.connect:.0f} s"),
            (TimeoutError, f"no complete answer within {self._caps.total:.0f} s"),
            (aiohttp.ClientConnectorDNSError, "its host name is not known"),
            (aiohttp.ClientConnectorError, "no connection could be made"),
            (aiohttp.ClientPayloadError, "the connection broke off"),
            (aiohttp.ServerDisconnectedError, "the connection broke off"),
            (OSError, "the connection broke off"),
        )
        improper = f"the answer is not proper HTTP ({type(error).__name__})"
        return next((words for kind, words in kinds if isinstance(error, kind)), improper)


def _check_owner(feed: Feed, moved_to: str) -> None:
    """Raise MovedError if the feed moved for good to a domain that nobody said is the same outlet's."""
    if not moved_to:
        return
    old, new = domain_of(feed.url), domain_of(moved_to)
    if new != old and new not in feed.domains:
        raise MovedError(moved_to, new)


def _target(url: str, headers: Mapping[str, str]) -> str:
    location = headers.get("Location", "").strip()
    if not location:
        raise FetchError("it redirects to nowhere")
    try:
        return urljoin(url, location).split("#")[0]
    except ValueError as error:
        raise FetchError("it redirects to a malformed address") from error


class _Budget:
    """The seconds a feed may take from its servers, over all redirects."""

    def __init__(self, seconds: float) -> None:
        self._left = seconds

    @asynccontextmanager
    async def spent(self) -> AsyncIterator[None]:
        """Take from the budget what is done here; raises TimeoutError when nothing is left."""
        now = asyncio.get_running_loop().time
        start = now()
        try:
            async with asyncio.timeout(self._left):
                yield
        finally:
            self._left -= now() - start


class _Redirect:
    """Ask there instead."""

    def __init__(self, target: str, *, permanent: bool) -> None:
        self.target, self.permanent = target, permanent


class _Answer:
    """A final answer, 200 or 304, before it is compared with what was known."""

    def __init__(self, url: str, status: int, body: bytes, headers: Mapping[str, str], now: datetime) -> None:
        self.url, self.status, self.body, self.headers = url, status, body, headers
        self.fresh_for = answers.fresh_for(headers, now)

    def told(self, asked: str, moved_to: str, known_hash: str) -> Page | Unchanged:
        """Return the answer as the rest of the house knows it: the same bytes as the last time are nothing new."""
        etag, modified = (answers.validator(self.headers.get(name, "")) for name in ("ETag", "Last-Modified"))
        validators = Validators(self.url, etag, modified)
        body_hash = hashlib.sha256(self.body).hexdigest()
        if self.status == 304 or body_hash == known_hash:
            return Unchanged(asked, self.url, self.status, validators, self.fresh_for, moved_to)
        return Page(
            asked=asked,
            url=self.url,
            body=self.body,
            body_hash=body_hash,
            content_type=self.headers.get("Content-Type", ""),
            validators=validators,
            fresh_for=self.fresh_for,
            moved_to=moved_to,
        )
