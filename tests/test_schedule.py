import asyncio
from datetime import timedelta

import pytest

from bot.errors import StoreError
from bot.schedule import running

OFTEN = timedelta(milliseconds=10)


async def test_a_job_runs_again_and_again_never_two_runs_at_once() -> None:
    at_once: list[int] = []
    under_way = 0

    async def job() -> None:
        nonlocal under_way
        under_way += 1
        at_once.append(under_way)
        await asyncio.sleep(0.03)
        under_way -= 1

    async with running({"job": (job, OFTEN)}):
        await asyncio.sleep(0.3)

    assert len(at_once) >= 3
    assert set(at_once) == {1}


async def test_when_the_block_ends_nothing_of_a_job_is_left() -> None:
    ended = []

    async def job() -> None:
        try:
            await asyncio.sleep(60)
        finally:
            ended.append("ended")

    async with running({"job": (job, OFTEN)}):
        await asyncio.sleep(0.1)

    assert ended == ["ended"]


async def test_a_database_that_refuses_is_told_in_a_line_and_tried_again(caplog: pytest.LogCaptureFixture) -> None:
    runs = []

    async def job() -> None:
        runs.append(1)
        raise StoreError("disk full")

    async with running({"job": (job, OFTEN)}):
        await asyncio.sleep(0.2)

    assert len(runs) >= 2
    assert "job=job reason=disk full" in caplog.text
    assert "Traceback" not in caplog.text


async def test_a_database_that_refuses_is_told_once_and_so_is_its_recovery(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level("WARNING")
    runs = 0

    async def job() -> None:
        nonlocal runs
        runs += 1
        if runs < 10:
            raise StoreError("the disk is full")

    async with running({"job": (job, OFTEN)}):
        while runs < 15:  # noqa: ASYNC110 - the job counts
            await asyncio.sleep(0.01)

    told = [record.message for record in caplog.records if record.message.startswith("job.")]
    assert told == ["job.failed job=job reason=the disk is full", "job.recovered job=job"]
