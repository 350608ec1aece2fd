"""Start the bot, or do one of its jobs by hand: `python run_bot.py --help`."""

import os
import sys
from importlib.util import find_spec
from pathlib import Path


def _find_environment() -> None:
    """Go on with the Python of .venv, which `make run` makes, where this one lacks what the bot needs."""
    if find_spec("sqlalchemy"):
        return
    own = Path(__file__).resolve().parent / ".venv" / "bin" / "python"
    if not own.exists() or Path(sys.prefix) == own.parents[1]:
        sys.exit("What the bot needs is not installed: `make run` does that, into .venv; then call this again.")
    os.execv(own, [str(own), *sys.argv])  # noqa: S606 - our own Python, no shell


if __name__ == "__main__":  # worker processes import this file again, and want none of it
    _find_environment()
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # a neighbour among others; its matrices are small
    from bot.cli import main

    sys.exit(main())
