"""config/*.toml + config/local/*.toml + environment -> Settings, or ConfigError with every problem at once.

Precedence, lowest first: config/NAME.toml (shipped), config/local/NAME.toml (the operator's, merged over it; entries of
lists of tables are matched by `id`), a command's own options, and for the two secrets the environment, then `.env`.
"""

import os
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import time, timedelta
from ipaddress import ip_network
from pathlib import Path
from typing import Annotated, Any, Literal, get_args
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from dotenv import dotenv_values
from pydantic import AfterValidator, BaseModel, BeforeValidator, Field, ValidationError, model_validator

from bot import model
from bot.entity_table import EntityTable, Id, Table, nearest
from bot.errors import ConfigError, Problem
from bot.text.domains import registered_domain

FILES = ("settings", "feeds", "entities")
LISTS = ("feed", "entity", "channel")


_UNITS = {"s": 1, "m": 60, "h": 3600, "d": 86400}


def _duration(value: object) -> timedelta:
    found = re.fullmatch(r"(\d+(?:\.\d+)?)\s*([smhd])", value) if isinstance(value, str) else None
    if found is None:
        raise ValueError("expected a number and a unit, such as 30s, 15m, 6h or 7d")
    return timedelta(seconds=float(found[1]) * _UNITS[found[2]])


def _zone(value: str) -> str:
    try:
        ZoneInfo(value)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise ValueError("expected a time zone such as Europe/Kyiv or UTC") from None
    return value


def _network(value: str) -> str:
    ip_network(value, strict=False)
    return value


def _address(value: str) -> str:
    if not re.match(r"https?://[^/\s]+", value):
        raise ValueError("expected an address that begins with http:// or https://")
    return value


def _domain(value: str) -> str:
    host = urlsplit(value if "//" in value else f"//{value}").hostname or ""
    if registered_domain(host) != value or "." not in value:
        raise ValueError(f"expected a registered domain such as {registered_domain(host) or 'example.org'}")
    return value


WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")


def _weekly(value: object) -> tuple[int, time]:
    day, _, clock = value.partition(" ") if isinstance(value, str) else ("", "", "")
    try:
        return WEEKDAYS.index(day), time.fromisoformat(clock)
    except ValueError:
        raise ValueError('expected a weekday and a time, such as "Mon 09:00"') from None


Duration = Annotated[timedelta, BeforeValidator(_duration)]
Zone = Annotated[str, AfterValidator(_zone)]
Network = Annotated[str, AfterValidator(_network)]
Address = Annotated[str, AfterValidator(_address)]
Domain = Annotated[str, AfterValidator(_domain)]
Weekly = Annotated[tuple[int, time], BeforeValidator(_weekly)]


class Archive(Table):
    """[archive]: where everything is kept, and for how long."""

    database: Annotated[str, Field(pattern=r"^sqlite:///.+")] = "sqlite:///data/newswatch.db"
    keep: Duration = timedelta(days=30)
    keep_matched: Duration = timedelta(days=365)


class Poll(Table):
    """[poll]: how feeds are asked."""

    every: Duration = timedelta(minutes=15)
    longest: Duration = timedelta(hours=12)
    budget: Annotated[int, Field(ge=1)] = 20_000
    concurrency: Annotated[int, Field(ge=1, le=1000)] = 50
    host_spacing: Duration = timedelta(seconds=1)
    timeout: Duration = timedelta(seconds=30)
    contact: str = ""
    allow_networks: tuple[Network, ...] = ()


class Telegram(Table):
    """[telegram]: how Telegram is spoken to, and by whom the bot may be run."""

    base_url: Address = "https://api.telegram.org/bot"
    admins: tuple[int, ...] = ()
    pace: Duration = timedelta(seconds=3.1)
    grace: Duration = timedelta(seconds=90)
    journal_chat: str | int = ""


class Understanding(Table):
    """[understanding]: what is spent on grouping reports."""

    vectors: bool = True


class Channel(Table):
    """Where news goes. Exactly one of `digest_at` (local times) and `digest_every` says when digests are due.

    With `post` = "stories" each story is a post of its own, as soon as there is one.
    """

    id: Id
    chat: str | int = ""
    topic: Annotated[int, Field(ge=0)] = 0
    language: str = "en"
    timezone: Zone = "UTC"
    digest_at: tuple[time, ...] = ()
    digest_every: Duration | None = None
    quiet: tuple[time, time] | None = None
    entities: tuple[str, ...] = ()
    stories: Annotated[int, Field(ge=1, le=20)] = 8
    post: Literal["digests", "stories"] = "digests"
    weekly: Weekly | None = None
    alerts_an_hour: Annotated[int, Field(ge=0)] = 2
    alerts_a_day: Annotated[int, Field(ge=0)] = 6

    @model_validator(mode="after")
    def _one_rhythm(self) -> "Channel":
        rhythms = bool(self.digest_at) + bool(self.digest_every)
        if rhythms > 1 or (self.post == "digests" and not rhythms):
            raise ValueError("expected either digest_at or digest_every, not both and not neither")
        return self


class FeedTable(Table):
    """A [[feed]] of feeds.toml."""

    id: Id
    title: Annotated[str, Field(min_length=1)]
    url: Address
    language: str = ""
    country: str = ""
    owner: str = ""
    ownership: model.Ownership = "independent"
    ownership_source: str = ""
    side: str = ""
    weight: Annotated[float, Field(gt=0, le=100)] = 1.0
    enabled: bool = True
    domains: tuple[Domain, ...] = ()
    note: str = ""

    def feed(self) -> model.Feed:
        """Return what the table says as the noun; the note is for people only."""
        return model.Feed(**{**self.model_dump(exclude={"note"}), "id": model.FeedId(self.id)})


class _Document(Table):
    """All files together, as merged."""

    archive: Archive = Archive()
    poll: Poll = Poll()
    telegram: Telegram = Telegram()
    understanding: Understanding = Understanding()
    channel: tuple[Channel, ...] = ()
    feed: tuple[FeedTable, ...] = ()
    entity: tuple[EntityTable, ...] = ()


@dataclass(frozen=True, slots=True)
class Secrets:
    """What never stands in a file under version control, and is never printed."""

    token: str = field(default="", repr=False)
    channel: str = ""


@dataclass(frozen=True, slots=True)
class Settings:
    """Everything an operator can decide, checked. `origin` maps a key such as `poll.every` to the file it came from."""

    archive: Archive
    poll: Poll
    telegram: Telegram
    understanding: Understanding
    channels: tuple[Channel, ...]
    feeds: tuple[model.Feed, ...]
    entities: tuple[model.Entity, ...]
    secrets: Secrets
    origin: Mapping[str, str] = field(default_factory=dict)

    def file_of(self, key: str) -> str:
        """Return the file that set a key, or one beside or below it, so that the operator knows which one to open."""
        return _file(key, self.origin)


def load(folder: Path, environment: Mapping[str, str] | None = None, *, database: str | None = None) -> Settings:
    """Read and check the whole configuration; `database` is the command line's word on where the archive is."""
    problems: list[Problem] = []
    merged: dict[str, Any] = {}
    origin: dict[str, str] = {}
    if not folder.is_dir():
        raise ConfigError([Problem(str(folder), "", "there is no such folder; expected the one with settings.toml")])
    for layer in (folder, folder / "local"):
        for name in FILES:
            _merge(merged, _read(layer / f"{name}.toml", problems), str(layer / f"{name}.toml"), origin, problems)
    if database is not None:
        _overlay(merged, "archive", {"database": database}, "--database", origin, "archive")
    secrets = _secrets(os.environ if environment is None else environment, folder.parent / ".env", problems)
    document = _validate(merged, origin, problems)
    if document is not None:
        problems += _across(document, origin)
    if problems or document is None:
        raise ConfigError(problems)
    return Settings(
        archive=document.archive,
        poll=document.poll,
        telegram=document.telegram,
        understanding=document.understanding,
        channels=document.channel,
        feeds=tuple(table.feed() for table in document.feed),
        entities=tuple(table.entity() for table in document.entity),
        secrets=secrets,
        origin=origin,
    )


def _read(path: Path, problems: list[Problem]) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return {}
    except (OSError, UnicodeDecodeError) as error:
        problems.append(Problem(str(path), "", f"cannot be read ({error})"))
    except tomllib.TOMLDecodeError as error:
        problems.append(Problem(str(path), "", f"is not valid TOML: {error}"))
    return {}


def _merge(
    merged: dict[str, Any], layer: dict[str, Any], file: str, origin: dict[str, str], problems: list[Problem]
) -> None:
    """Lay one file over what is there; tables by key, lists of tables by `id` (held as dicts till the end)."""
    for key, value in layer.items():
        if key not in LISTS:
            _overlay(merged, key, value, file, origin, key)
            continue
        tables = value if isinstance(value, list) else [value]
        entries = merged.setdefault(key, {})
        seen: set[str] = set()
        for number, table in enumerate(tables, 1):
            if not isinstance(table, dict) or not isinstance(table.get("id"), str):
                problems.append(Problem(file, f"{key} number {number}", "expected a table with an id"))
            elif table["id"] in seen:
                problems.append(Problem(file, f"{key}.{table['id']}", "this id stands twice in the file"))
            else:
                seen.add(table["id"])
                _overlay(entries, table["id"], table, file, origin, f"{key}.{table['id']}")


def _overlay(into: dict[str, Any], key: str, value: object, file: str, origin: dict[str, str], path: str) -> None:
    if isinstance(value, dict):
        if not isinstance(into.get(key), dict):
            into[key] = {}
        for name, inner in value.items():
            _overlay(into[key], name, inner, file, origin, f"{path}.{name}")
    else:
        into[key] = value
        origin[path] = file


def _validate(merged: dict[str, Any], origin: Mapping[str, str], problems: list[Problem]) -> _Document | None:
    listed = {key: list(value.values()) if key in LISTS else value for key, value in merged.items()}
    try:
        return _Document.model_validate(listed)
    except ValidationError as error:
        problems += [_problem(found, listed, origin) for found in error.errors()]
        return None


def _problem(found: Mapping[str, Any], listed: Mapping[str, Any], origin: Mapping[str, str]) -> Problem:
    where = list(found["loc"])
    if len(where) > 1 and where[0] in LISTS:
        where[1] = listed[where[0]][where[1]]["id"]
    path = ".".join(str(part) for part in where if part != "[key]")
    message = _EXPECTED.get(found["type"]) or str(found["msg"]).removeprefix("Value error, ")
    if found["type"] == "extra_forbidden":
        message = f"there is no such key{nearest(str(where[-1]), _known(where))}"
    elif not isinstance(found.get("input"), dict):
        message = f"{found.get('input')!r}: {message}"
    return Problem(_file(path, origin), path, message)


_EXPECTED = {
    "missing": "is missing",
    "string_type": "expected text in quotes",
    "tuple_type": 'expected a list in brackets, such as ["one", "two"]',
    "dict_type": 'expected a table of lists by language, such as ru = ["Имя"]',
    "float_type": "expected a number",
    "float_parsing": "expected a number",
    "int_type": "expected a whole number",
    "int_parsing": "expected a whole number",
    "bool_type": "expected true or false",
    "bool_parsing": "expected true or false",
}
"""What pydantic says in a programmer's words."""


def _known(where: list[Any]) -> list[str]:
    table: type[BaseModel] = _Document
    for part in where[:-1]:
        annotation = table.model_fields[part].annotation if part in table.model_fields else None
        inner = next((kind for kind in (annotation, *get_args(annotation)) if _is_table(kind)), None)
        table = inner or table
    return list(table.model_fields)


def _is_table(kind: object) -> bool:
    return isinstance(kind, type) and issubclass(kind, BaseModel)


def _file(path: str, origin: Mapping[str, str]) -> str:
    """The file that set a key, or one beside or below it, so that the operator knows which one to open."""
    while path:
        near = [file for key, file in origin.items() if key == path or key.startswith(path + ".")]
        if near:
            return near[-1]
        path = path.rpartition(".")[0]
    return "config"


def _across(document: _Document, origin: Mapping[str, str]) -> list[Problem]:
    """What single values cannot show: references and things that must be there."""
    problems = []
    known = [entity.id for entity in document.entity]
    for channel in document.channel:
        for name in channel.entities:
            if name not in known:
                key = f"channel.{channel.id}.entities"
                problems.append(Problem(_file(key, origin), key, f"{name!r} is no entity{nearest(name, known)}"))
    if not document.channel:
        problems.append(Problem("settings.toml", "channel", "expected at least one [[channel]]"))
    return problems


def _secrets(environment: Mapping[str, str], dotenv: Path, problems: list[Problem]) -> Secrets:
    values = {**(dotenv_values(dotenv) if dotenv.is_file() else {}), **environment}

    def secret(name: str) -> str:
        if value := (values.get(name) or "").strip():
            return value
        if not (file := values.get(f"{name}_FILE")):
            return ""
        try:
            return Path(file).read_text(encoding="utf-8").strip()
        except (OSError, UnicodeDecodeError) as error:
            problems.append(Problem(f"{name}_FILE", "", f"{file} cannot be read ({type(error).__name__})"))
            return ""

    token = secret("TELEGRAM_BOT_TOKEN")
    if token and not re.fullmatch(r"\d+:[\w-]{20,}", token):
        problems.append(
            Problem("TELEGRAM_BOT_TOKEN", "", "does not look like a bot's token (123456:ABC...); BotFather shows it")
        )
    return Secrets(token=token, channel=secret("TELEGRAM_CHANNEL"))
