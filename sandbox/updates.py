"""The queue of updates a bot polls."""

import asyncio

from sandbox.clock import Clock
from sandbox.refusals import Refusal
from sandbox.world import Json, World

LIFE = 24 * 3600  # seconds an update is kept
OPT_IN = {"chat_member", "message_reaction", "message_reaction_count"}  # not sent unless asked for by name
CONFLICT_PAUSE = 3.0  # a second 409 within so many seconds is held back for as long
CONFLICT = "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running"
WEBHOOK = "Conflict: can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first"


class Updates:
    """What has happened and not been confirmed yet.

    Asking with an offset confirms all before it. A newer poll ends an older one with 409. `allowed_updates` stick.
    """

    def __init__(self, world: World, clock: Clock) -> None:
        self._world = world
        self._clock = clock
        self._poll: asyncio.Future[None] | None = None
        self._next_conflict = 0.0  # on the event loop's clock

    def add(self, kind: str, payload: Json) -> int | None:
        """Queue an update and return its id; None if the bot did not ask for this kind."""
        if not self._is_wanted(kind):
            return None
        self._world.last_update += 1
        update = {"update_id": self._world.last_update, kind: payload}
        self._world.pending.append({"expires": self._clock.now() + LIFE, "update": update})
        if self._poll and not self._poll.done():
            self._poll.set_result(None)
        return self._world.last_update

    def _is_wanted(self, kind: str) -> bool:
        allowed = self._world.allowed_updates
        return kind in allowed if allowed else kind not in OPT_IN

    async def poll(self, offset: int, limit: int, seconds: float) -> list[Json]:
        """The oldest unconfirmed updates, waiting for one if there is none."""
        if self._world.webhook:
            raise Refusal(409, WEBHOOK)
        self._end_older_poll()
        self._confirm(offset)
        if not self._current() and seconds > 0:
            await self._wait(seconds)
        return [pending["update"] for pending in self._current()[:limit]]

    def forget(self) -> None:
        """Drop everything that waits."""
        self._world.pending.clear()

    def _current(self) -> list[Json]:
        now = self._clock.now()
        self._world.pending[:] = [pending for pending in self._world.pending if pending["expires"] > now]
        return self._world.pending

    def _confirm(self, offset: int) -> None:
        waiting = self._current()
        if offset < 0:
            waiting[:] = waiting[offset:]
        else:
            waiting[:] = [pending for pending in waiting if pending["update"]["update_id"] >= offset]

    async def _wait(self, seconds: float) -> None:
        mine = self._poll = asyncio.get_running_loop().create_future()
        try:
            await asyncio.wait_for(mine, seconds)
        except TimeoutError:
            pass
        finally:
            if self._poll is mine:
                self._poll = None

    def _end_older_poll(self) -> None:
        older, self._poll = self._poll, None
        if older is None or older.done():
            return
        loop = asyncio.get_running_loop()
        if loop.time() >= self._next_conflict:
            self._next_conflict = loop.time() + CONFLICT_PAUSE
            _refuse(older)
        else:
            loop.call_later(CONFLICT_PAUSE, _refuse, older)


def _refuse(poll: asyncio.Future[None]) -> None:
    if not poll.done():
        poll.set_exception(Refusal(409, CONFLICT))
