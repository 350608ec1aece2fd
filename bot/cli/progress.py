"""How far long work has come, on standard error: a bar on a terminal, a line now and then in a pipe."""

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

SELDOM = 10.0
"""Seconds between two lines."""

Done = Callable[[int], None]
"""Hears how much is done in all."""


@contextmanager
def progress(title: str, total: int | None = None) -> Iterator[Done]:
    """Yield what hears how much is done, of `total` where that is known."""
    if not sys.stderr.isatty():
        yield _lines(title, total)
        return
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True)) as bar:
        task = bar.add_task(title, total=total)
        yield lambda done: bar.update(task, completed=done)


def _lines(title: str, total: int | None) -> Done:
    last = time.monotonic()

    def done(number: int) -> None:
        nonlocal last
        if time.monotonic() - last > SELDOM:
            last = time.monotonic()
            print(f"{title}: {number}{f' of {total}' if total else ''}", file=sys.stderr)

    return done
