"""When jobs run: a few APScheduler jobs in the one event loop. What is due is in the database, not here."""

import asyncio
import logging
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager
from datetime import timedelta

from apscheduler.schedulers.asyncio import AsyncIOScheduler
from apscheduler.triggers.interval import IntervalTrigger

from bot.errors import StoreError
from bot.watch.vitals import Vitals

log = logging.getLogger(__name__)

Job = Callable[[], Awaitable[object]]


@asynccontextmanager
async def running(jobs: Mapping[str, tuple[Job, timedelta]], vitals: Vitals | None = None) -> AsyncIterator[None]:
    """Run each job in its rhythm until the block ends, never two runs of one beside each other.

    Runs that were missed count as one. What each took and came to is left in `vitals`. When the block ends, jobs under
    way are cancelled and waited for: what they use may be closed then.
    """
    under_way: set[asyncio.Task[object]] = set()
    scheduler = AsyncIOScheduler(timezone="UTC")
    for name, (job, every) in jobs.items():
        scheduler.add_job(
            _watched(name, job, under_way, vitals or Vitals()),
            IntervalTrigger(seconds=every.total_seconds(), timezone="UTC"),
            id=name,
            name=name,
            max_instances=1,
            coalesce=True,
            misfire_grace_time=None,
        )
    scheduler.start()
    try:
        yield
    finally:
        scheduler.shutdown(wait=False)
        left = list(under_way)
        for task in left:
            task.cancel()
        await asyncio.gather(*left, return_exceptions=True)


def _watched(name: str, job: Job, under_way: set[asyncio.Task[object]], vitals: Vitals) -> Job:
    """Return a job that can be waited for. Its next run tries again when the database refused; that is said when it
    begins and when it is over, not each second.
    """
    refused = ""

    async def run() -> None:
        nonlocal refused
        begun = vitals.clock()
        outcome = "failed"
        task = asyncio.ensure_future(job())
        under_way.add(task)
        try:
            await task
            outcome = "done"
        except StoreError as error:
            if str(error) != refused:
                log.error("job.failed job=%s reason=%s", name, error)  # noqa: TRY400 - a full disk needs no traceback
            refused = str(error)
        except asyncio.CancelledError:
            task.cancel()
        else:
            if refused:
                log.warning("job.recovered job=%s", name)
            refused = ""
        finally:
            under_way.discard(task)
            vitals.count("jobs", f"{name} {outcome}")
            vitals.took("job", name, vitals.clock() - begun)

    return run
