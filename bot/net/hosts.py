"""Manners towards one host: how many requests at once, how far apart, and silence when it asks for silence."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Final

from bot.errors import FetchError
from bot.text.domains import machine_of


@dataclass(frozen=True, slots=True)
class Manners:
    """Requests at once to one host, seconds between their starts; requests at once to all hosts, and starts a second.

    The last spreads what is overdue after a night's downtime. A request that takes longer than `patience` seconds gives
    its place to others, as long as not more than `slow` did: hung servers hold up nobody else.
    """

    per_host: int = 2
    spacing: float = 1.0
    at_once: int = 100
    starts: float = 25.0
    patience: float = 0.25
    slow: int = 400


MANNERS: Final = Manners()


@dataclass(slots=True)
class _Host:
    slots: asyncio.Semaphore
    starting: asyncio.Lock = field(default_factory=asyncio.Lock)
    next_start: float = 0.0
    silent_until: float = 0.0
    users: int = 0


class Hosts:
    """The gates of all hosts. `clock` counts seconds and never goes back, whatever happens to the time of day."""

    def __init__(self, manners: Manners, clock: Callable[[], float]) -> None:
        self._manners = manners
        self._clock = clock
        self._hosts: dict[str, _Host] = {}
        self._all = asyncio.Semaphore(manners.at_once)
        self._slow = 0
        self._starting = asyncio.Lock()
        self._next_start = 0.0

    @asynccontextmanager
    async def turn(self, host: str) -> AsyncIterator[None]:
        """Wait for a turn to ask the host, and hold it. Raises FetchError while the host wants silence."""
        gate = self._gate(host)
        gate.users += 1
        try:
            async with gate.slots, self._place():
                await self._space(gate)
                self._check_silence(host, gate)
                yield
        finally:
            gate.users -= 1
            self._forget_idle()

    @asynccontextmanager
    async def _place(self) -> AsyncIterator[None]:
        """Hold one of the places for all hosts; when that takes long, lend it on."""
        lent = False

        def lend() -> None:
            nonlocal lent
            if self._slow < self._manners.slow:
                self._slow += 1
                lent = True
                self._all.release()

        await self._all.acquire()
        timer = asyncio.get_running_loop().call_later(self._manners.patience, lend)
        try:
            yield
        finally:
            timer.cancel()
            if lent:
                self._slow -= 1
            else:
                self._all.release()

    def silence(self, host: str, wait: timedelta) -> None:
        """Ask nothing of the host for so long: it said 429."""
        gate = self._gate(host)
        gate.silent_until = max(gate.silent_until, self._clock() + wait.total_seconds())

    async def _space(self, gate: _Host) -> None:
        """Wait until this host, and all hosts together, may be asked again; then count this start."""
        async with gate.starting:
            await self._sleep_until(gate.next_start)
            async with self._starting:
                await self._sleep_until(self._next_start)
                self._next_start = self._clock() + 1 / self._manners.starts
            gate.next_start = self._clock() + self._manners.spacing

    async def _sleep_until(self, moment: float) -> None:
        if (wait := moment - self._clock()) > 0:
            await asyncio.sleep(wait)

    def _check_silence(self, host: str, gate: _Host) -> None:
        """Raise FetchError without a status, since nothing was asked."""
        rest = gate.silent_until - self._clock()
        if rest > 0:
            raise FetchError(f"{host} asked for silence", retry_after=timedelta(seconds=rest))

    def _gate(self, host: str) -> _Host:
        name = machine_of(host)
        if name not in self._hosts:
            self._hosts[name] = _Host(asyncio.Semaphore(self._manners.per_host))
        return self._hosts[name]

    def _forget_idle(self) -> None:
        if len(self._hosts) < 1000:
            return
        now = self._clock()
        self._hosts = {
            name: gate
            for name, gate in self._hosts.items()
            if gate.users or gate.next_start > now or gate.silent_until > now
        }
