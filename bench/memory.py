"""How soon the live bot is ready, and what memory its whole process tree takes, with the sandbox apart as Telegram.

python -m bench.memory [--shared ../shared] [--seconds 75] [--items 31500]

The feeds are the captures of ../shared, served on this machine. With `--items` so many of the last week are in the
archive before the first start (without vectors only: encoding them would take longer than all else). PSS: each page
shared with another program counts in part, so a machine where nothing else runs Python gives the highest figures.
"Ready" is the first request for updates.
"""

import argparse
import asyncio
import json
import os
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import psutil
from aiohttp import web

from bench.search_archive import Archive
from sandbox import Sandbox

ROOT = Path(__file__).parent.parent
EVERY = 15
"""Seconds between two looks."""
SETTINGS = """[archive]
database = "sqlite:///{folder}/n.db"
[poll]
allow_networks = ["127.0.0.0/8"]
[telegram]
base_url = "{base_url}"
[understanding]
vectors = {vectors}
"""
FEED = '[[feed]]\nid = "feed-{number}"\ntitle = "Feed {number}"\nurl = "{url}"\nlanguage = "en"\n'


def main(argv: Sequence[str]) -> int:
    """Print the figures; returns 0."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--shared", type=Path, default=Path(os.environ.get("NEWSWATCH_SHARED", "../shared")))
    parser.add_argument("--seconds", type=int, default=75, help="of each run")
    parser.add_argument("--items", type=int, default=0, help="of the last week that are there before the first start")
    options = parser.parse_args(argv)
    captures = options.shared / "feeds"
    files = sorted(path for path in captures.iterdir() if path.suffix in {".xml", ".rss", ".rdf", ".atom"})
    for vectors in (False,) if options.items else (False, True):
        asyncio.run(_run(files, options.seconds, options.items, vectors=vectors))
    return 0


async def _run(files: Sequence[Path], seconds: int, items: int, *, vectors: bool) -> None:
    async with _served(files) as urls, Sandbox() as sandbox:
        with tempfile.TemporaryDirectory(prefix="memory-bench-") as name:
            folder = Path(name)
            for shipped in ("entities.toml", "settings.toml"):
                (folder / shipped).write_bytes((ROOT / "config" / shipped).read_bytes())
            tables = "".join(FEED.format(number=number, url=url) for number, url in enumerate(urls))
            (folder / "feeds.toml").write_text(tables, encoding="utf-8")
            settings = SETTINGS.format(folder=folder, base_url=sandbox.base_url, vectors=str(vectors).lower())
            (folder / "local").mkdir()
            (folder / "local" / "settings.toml").write_text(settings, encoding="utf-8")
            if items:
                await _fill(folder, items)
            for start in ("first start", "started again"):
                print(f"# {'with' if vectors else 'without'} vectors, {start}; load {os.getloadavg()[0]:.1f}")
                await _watch(sandbox, folder, seconds)


async def _fill(folder: Path, items: int) -> None:
    """Put news of the last seven days into the archive."""
    every = timedelta(days=7) / items
    begun = datetime.now(UTC) - items * every
    with (folder / "items.jsonl").open("w", encoding="utf-8") as file:
        for number, one in enumerate(Archive(3).documents(items)):
            line = {"id": f"w{number}", "source": one.source, "title": one.title, "text": one.summary}
            line |= {"lang": one.language, "published": (begun + number * every).isoformat()}
            file.write(json.dumps(line) + "\n")
    load = ("run_bot.py", "load", "--json", "--config", str(folder), str(folder / "items.jsonl"))
    process = await asyncio.create_subprocess_exec(sys.executable, *load, cwd=ROOT)
    if await process.wait():
        raise SystemExit("the archive could not be filled")


async def _watch(sandbox: Sandbox, folder: Path, seconds: int) -> None:
    secrets = {"TELEGRAM_BOT_TOKEN": sandbox.token, "TELEGRAM_CHANNEL": str(sandbox.channel.id)}
    before, began = len(sandbox.journal.calls("getUpdates")), time.monotonic()
    with (folder / "log").open("ab") as log:
        process = await asyncio.create_subprocess_exec(
            *(sys.executable, "run_bot.py", "run", "--live", "--config", str(folder)),
            env={**os.environ, **secrets},
            cwd=ROOT,
            stdout=log,
            stderr=log,
        )
    await sandbox.until(lambda: len(sandbox.journal.calls("getUpdates")) > before, 60)
    print(f"ready after {time.monotonic() - began:.1f} s; MB of the tree, by process:")
    for after in range(EVERY, seconds + 1, EVERY):
        await asyncio.sleep(EVERY)
        parts = [round(size / 2**20) for size in _sizes(psutil.Process(process.pid))]
        print(f"  {after:4} s {sum(parts):4}  {parts}")
    process.terminate()
    await process.wait()


def _sizes(bot: psutil.Process) -> list[int]:
    """Return the bytes (PSS) of each process of a tree."""
    return [one.memory_full_info().pss for one in (bot, *bot.children(recursive=True))]


@asynccontextmanager
async def _served(files: Sequence[Path]) -> AsyncIterator[list[str]]:
    """Serve files of one folder; yield their addresses."""
    app = web.Application()
    app.router.add_static("/", files[0].parent)
    runner = web.AppRunner(app)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    host, port = runner.addresses[0]
    try:
        yield [f"http://{host}:{port}/{path.name}" for path in files]
    finally:
        await runner.cleanup()


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
