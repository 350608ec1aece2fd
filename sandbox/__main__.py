"""`python -m sandbox [--port 8765] [--state FILE] [--feeds]`: the sandbox alone, for a bot in another process."""

import argparse
import asyncio
import signal
from pathlib import Path

from pydantic import ValidationError

from sandbox import Sandbox


def main() -> None:
    """Serve until interrupted. The first line on stdout says where, once it is open."""
    parser = argparse.ArgumentParser(prog="python -m sandbox", description=__doc__)
    parser.add_argument("--port", type=int, default=8765, help="0: any free one")
    parser.add_argument("--state", type=Path, help="a JSON file to keep everything in")
    parser.add_argument("--feeds", action="store_true", help="serve the sample feeds, too")
    options = parser.parse_args()
    try:
        asyncio.run(serve(options.port, options.state, with_sample_feeds=options.feeds))
    except ValidationError:
        parser.error(f"{options.state} is no state file of a sandbox")
    except OSError as error:
        parser.error(f"cannot serve on port {options.port}: {error.strerror}")


async def serve(port: int, state: Path | None, *, with_sample_feeds: bool) -> None:
    stop = asyncio.Event()
    for name in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(name, stop.set)
    async with Sandbox(port=port, state=state, with_sample_feeds=with_sample_feeds) as sandbox:
        print(f"{sandbox.page_url} (bot token {sandbox.token}, base_url {sandbox.base_url})", flush=True)  # noqa: T201 - its output
        channel, reader = sandbox.channel, sandbox.user
        print(f"channel {channel.id} (@{channel.username}), reader {reader.id} ({reader.first_name})", flush=True)  # noqa: T201
        await stop.wait()


if __name__ == "__main__":
    main()
