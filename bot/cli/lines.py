"""JSON lines in and out: what `match`, `cluster` and `load` read, and how every verb prints."""

import argparse
import json
import sys
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path
from typing import Any, TypeVar

from bot.errors import ConfigError, Problem
from bot.model import Field
from bot.settings import Settings, load_database
from bot.settings import load as load_settings
from bot.text.languages import detect, primary

TEXTS: tuple[Field, ...] = ("title", "summary", "text")
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
BATCH = 64
T = TypeVar("T")
OPTIONAL = ("lang", "source", "link", "published", "country")


@dataclass(frozen=True, slots=True)
class Line:
    """One input item. `published` is aware UTC, or None where it was not given."""

    line: int
    id: str
    texts: Mapping[Field, str]
    lang: str = ""
    source: str = ""
    link: str = ""
    country: str = ""
    published: datetime | None = None


@dataclass(frozen=True, slots=True)
class BadLine:
    """An input line that is no item, and why."""

    line: int
    error: str


def read(file: str) -> Iterator[Line | BadLine]:
    """Return the items of a file of JSON lines (`-`: standard input), bad lines in their place."""
    for number, raw in enumerate(_raw(file), 1):
        if raw.strip():
            try:
                yield _line(number, json.loads(raw))
            except (ValueError, TypeError, KeyError, RecursionError) as error:
                yield BadLine(number, _said(error))


def _raw(file: str) -> Iterator[bytes]:
    if file == "-":
        yield from sys.stdin.buffer
        return
    try:
        with Path(file).open("rb") as lines:
            yield from lines
    except OSError as error:
        raise ConfigError([Problem(file, "", f"cannot be read ({error.strerror})")]) from None


def _line(number: int, value: object) -> Line:
    if not isinstance(value, dict):
        raise TypeError("expected a JSON object")
    if not isinstance(value.get("id"), str | int) or isinstance(value.get("id"), bool):
        raise TypeError("id: expected a string")
    strings = {key: value.get(key) for key in (*TEXTS, *OPTIONAL)}
    for key, found in strings.items():
        if found is not None and not isinstance(found, str):
            raise TypeError(f"{key}: expected a string")
    texts = {key: whole(str(strings[key])) for key in TEXTS if strings[key]}
    if not texts:
        raise TypeError("expected a title, summary or text")
    published = strings["published"]
    return Line(
        line=number,
        id=str(value["id"]),
        texts=texts,
        lang=strings["lang"] or "",
        source=strings["source"] or "",
        link=strings["link"] or "",
        country=strings["country"] or "",
        published=None if not published else moment(published),
    )


def whole(text: str) -> str:
    """Return a text in which the halves of surrogate pairs, as JSON may hold them, are U+FFFD: offsets stay."""
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def _said(error: Exception) -> str:
    if isinstance(error, json.JSONDecodeError):
        return f"is not JSON: {error.msg}"
    return "is not UTF-8" if isinstance(error, UnicodeDecodeError) else str(error) or "is not JSON"


def settings_of(options: argparse.Namespace) -> Settings:
    """Read the configuration the command line names."""
    return load_settings(options.config, database=options.database)


def database_of(options: argparse.Namespace) -> str:
    """Return where the database is; what else is wrong with the configuration is said, and keeps nobody from it."""
    url, problems = load_database(options.config, database=options.database)
    for problem in problems:
        print(f"warning: {problem}", file=sys.stderr)
    return url


def in_time(lines: Iterable[Line | BadLine]) -> Iterator[Line | BadLine]:
    """Return lines that say when they were published, never earlier than the line before."""
    latest = EPOCH
    for one in lines:
        if isinstance(one, Line):
            latest = max(latest, one.published or latest)
            yield replace(one, published=latest)
        else:
            yield one


def batches(lines: Iterable[T]) -> Iterator[list[T]]:
    """Part lines into batches."""
    rest = iter(lines)
    while batch := list(islice(rest, BATCH)):
        yield batch


def language(line: Line) -> str:
    """Return the language of an item: what the line says, else what the text looks like."""
    return primary(line.lang) or detect(" ".join(line.texts.values())[:1000])


def moment(text: str) -> datetime:
    """Return a time of RFC 3339, or a date alone, as aware UTC; what names no zone is UTC."""
    try:
        when = datetime.fromisoformat(text.strip())
    except ValueError:
        raise ValueError(f"{text!r} is no time; expected one such as 2024-03-01 or 2024-03-01T12:00:00Z") from None
    if not 1900 <= when.year <= 2200:  # ids are milliseconds since 1970 and end in 2248
        raise ValueError(f"{text!r} is no time of ours; expected a year from 1900 to 2200")
    return when.replace(tzinfo=UTC) if when.tzinfo is None else when.astimezone(UTC)


def a_time(option: str, text: str | None) -> datetime | None:
    """Return the time an option names, None if it is not given. Raises ConfigError."""
    try:
        return None if text is None else moment(text)
    except ValueError as error:
        raise ConfigError([Problem(option, "", str(error))]) from None


def stamp(when: datetime) -> str:
    """Return a time as RFC 3339 in UTC with Z; microseconds only where there are some."""
    return when.astimezone(UTC).isoformat().replace("+00:00", "Z")


def write(value: Mapping[str, Any]) -> None:
    """Print one JSON object on a line of its own."""
    print(json.dumps(value, ensure_ascii=False))


def complain(bad: BadLine, *, as_json: bool) -> None:
    """Say what is wrong with an input line, in the output's form."""
    if as_json:
        write({"line": bad.line, "error": bad.error})
    print(f"line {bad.line}: {bad.error}", file=sys.stderr)
