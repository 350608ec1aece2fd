"""Rows for people: a table on a terminal, values between tabs in a pipe."""

import sys
from collections.abc import Iterable, Mapping, Sequence

from rich.console import Console
from rich.table import Table
from rich.text import Text

from bot.cli.lines import write


def show(rows: Sequence[Mapping[str, object]], *, as_json: bool, numbers: Iterable[str] = ()) -> None:
    """Print rows that have the same keys; `numbers` are those set to the right."""
    if as_json:
        for row in rows:
            write(row)
    elif sys.stdout.isatty():
        console().print(_table(rows, set(numbers)))
    else:
        for row in rows:
            print("\t".join(str(value) for value in row.values()))


def console() -> Console:
    """Return what prints to a terminal; it guesses at no colours of its own."""
    return Console(highlight=False)


def _table(rows: Sequence[Mapping[str, object]], numbers: set[str]) -> Table:
    table = Table(box=None, header_style="bold", pad_edge=False)
    for name in rows[0] if rows else ():
        table.add_column(name, justify="right" if name in numbers else "left", no_wrap=name == "id", overflow="fold")
    for row in rows:
        table.add_row(*(Text(str(value)) for value in row.values()))
    return table
