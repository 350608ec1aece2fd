"""When jobs run: a few APScheduler jobs in the one event loop. What is due is in the database, not here."""

from collections.abc import Awaitable, Callable, Mapping
from datetime import timedelta

from apscheduler.schedulers.asyncio import AsyncIOScheduler
from apscheduler.triggers.interval import IntervalTrigger

Job = Callable[[], Awaitable[None]]


def scheduler(jobs: Mapping[str, tuple[Job, timedelta]]) -> AsyncIOScheduler:
    """Return a scheduler that runs each job in its rhythm, the first time at once, never two runs of one beside each
    other; runs that were missed count as one.
    """
    made = AsyncIOScheduler(timezone="UTC")
    for name, (job, every) in jobs.items():
        made.add_job(
            job,
            IntervalTrigger(seconds=every.total_seconds(), timezone="UTC"),
            id=name,
            name=name,
            max_instances=1,
            coalesce=True,
            misfire_grace_time=None,
        )
    return made
