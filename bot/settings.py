"""config/*.toml + config/local/*.toml + environment -> Settings, or ConfigError with every problem at once.

Precedence, lowest first: config/NAME.toml (shipped), config/local/NAME.toml (the operator's, merged over it; entries of
lists of tables are matched by `id`), a command's own options. The secrets: the environment, then `.env`.
"""

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import time, timedelta
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import Field, ValidationError, model_validator

from bot import model
from bot.configuration import secrets
from bot.configuration.entity_table import EntityTable
from bot.configuration.feed_table import FeedTable, Side
from bot.configuration.layers import LISTS, RIVALS, Layers, file_of
from bot.configuration.secrets import Secrets
from bot.configuration.values import (
    ApiAddress,
    BotLanguage,
    Chat,
    ClockTime,
    DatabaseUrl,
    Door,
    Duration,
    Id,
    Listener,
    Network,
    Pause,
    Size,
    Span,
    Table,
    Weekly,
    Zone,
)
from bot.configuration.wording import discreet, message, nearest
from bot.errors import ConfigError, Problem

DIGEST_AT = (time(7), time(13), time(19))
"""Local times of the digests of a channel that does not say; the shipped one's."""
LONGEST_RHYTHM = timedelta(days=7)
"""What comes more rarely is no digest: the bot looks back a day beyond the last one."""


class Archive(Table):
    """[archive]: where everything is kept, and for how long."""

    database: DatabaseUrl = "sqlite:///data/newswatch.db"
    keep: Duration = timedelta(days=30)
    keep_matched: Duration = timedelta(days=365)
    keep_citations: Duration = timedelta(days=1095)
    max_disk: Size = 5_000_000_000

    @model_validator(mode="after")
    def _matched_stay_longer(self) -> "Archive":
        if self.keep_matched < self.keep:
            raise ValueError("expected keep_matched to be no shorter than keep")
        return self


class Watch(Table):
    """[watch]: how the bot is watched. The door is open to this computer alone unless it is set otherwise."""

    listen: Door = "127.0.0.1:8787"
    status_page: bool = False
    feeds: bool = False
    heartbeat: Listener = ""
    log: Literal["text", "json"] = "text"


class Poll(Table):
    """[poll]: how feeds are asked."""

    every: Duration = timedelta(minutes=15)
    longest: Duration = timedelta(hours=12)
    budget: Annotated[int, Field(ge=1)] = 20_000
    concurrency: Annotated[int, Field(ge=1, le=1000)] = 50
    host_spacing: Pause = timedelta(seconds=1)
    timeout: Duration = timedelta(seconds=30)
    contact: str = ""
    allow_networks: tuple[Network, ...] = ()

    @model_validator(mode="after")
    def _longest_is_longer(self) -> "Poll":
        if self.longest < self.every:
            raise ValueError("expected longest to be no shorter than every")
        return self


class Telegram(Table):
    """[telegram]: how Telegram is spoken to, and by whom the bot may be run."""

    base_url: ApiAddress = "https://api.telegram.org/bot"
    admins: tuple[int, ...] = ()
    pace: Pause = timedelta(seconds=3.1)
    grace: Pause = timedelta(seconds=90)
    journal_chat: Chat = ""


class Understanding(Table):
    """[understanding]: what is spent on grouping reports."""

    vectors: bool = True


class Channel(Table):
    """Where news goes. Either `digest_at` (local times) or `digest_every` says when digests are due; without both,
    the times of the shipped channel.

    With `post` = "stories" each story is a post of its own, as soon as there is one.
    """

    id: Id
    chat: Chat = ""
    topic: Annotated[int, Field(ge=0)] = 0
    language: BotLanguage = "en"
    timezone: Zone = "UTC"
    digest_at: tuple[ClockTime, ...] = ()
    digest_every: Duration | None = None
    quiet: Span | None = None
    entities: tuple[str, ...] = ()
    stories: Annotated[int, Field(ge=1, le=20)] = 8
    post: Literal["digests", "stories"] = "digests"
    weekly: Weekly | None = None
    alerts_an_hour: Annotated[int, Field(ge=0)] = 2
    alerts_a_day: Annotated[int, Field(ge=0)] = 6

    @model_validator(mode="before")
    @classmethod
    def _some_rhythm(cls, given: Any) -> Any:  # noqa: ANN401 - whatever stands in the file
        has_none = isinstance(given, dict) and given.keys().isdisjoint(RIVALS["channel"])
        return {**given, "digest_at": DIGEST_AT} if has_none else given

    @model_validator(mode="after")
    def _one_rhythm(self) -> "Channel":
        rhythms = bool(self.digest_at) + bool(self.digest_every)
        if rhythms > 1 or (self.post == "digests" and not rhythms):
            raise ValueError(
                'expected either digest_at or digest_every, not both, such as digest_at = ["08:00", "20:00"]'
            )
        if self.digest_every and self.digest_every > LONGEST_RHYTHM:
            raise ValueError(f"expected digest_every to be at most {LONGEST_RHYTHM.days}d")
        return self


class Document(Table):
    """All files together, as merged."""

    archive: Archive = Archive()
    watch: Watch = Watch()
    poll: Poll = Poll()
    telegram: Telegram = Telegram()
    understanding: Understanding = Understanding()
    channel: tuple[Channel, ...] = ()
    side: tuple[Side, ...] = ()
    feed: tuple[FeedTable, ...] = ()
    entity: tuple[EntityTable, ...] = ()


@dataclass(frozen=True, slots=True)
class Settings:
    """Everything an operator can decide, checked. `origin` maps a key such as `poll.every` to the file it came from.

    `supervisor` is the socket at which systemd listens, if it started us.
    """

    archive: Archive
    poll: Poll
    telegram: Telegram
    understanding: Understanding
    channels: tuple[Channel, ...]
    feeds: tuple[model.Feed, ...]
    entities: tuple[model.Entity, ...]
    secrets: Secrets
    watch: Watch = field(default_factory=Watch)
    supervisor: str = ""
    sides: tuple[Side, ...] = ()
    origin: Mapping[str, str] = field(default_factory=dict)

    def file_of(self, key: str) -> str:
        """Return the file that set a key, or one beside or below it, so that the operator knows which one to open."""
        return file_of(key, self.origin)


def load(folder: Path, environment: Mapping[str, str] | None = None, *, database: str | None = None) -> Settings:
    """Read and check the whole configuration; `database` is the command line's word on where the archive is."""
    if not folder.is_dir():
        raise ConfigError([Problem(str(folder), "", "there is no such folder; expected the one with settings.toml")])
    layers = _laid(folder, database)
    problems = layers.problems
    environment = os.environ if environment is None else environment
    found = secrets.read(environment, folder.parent / ".env", problems)
    document = _validate(layers)
    problems += _across(layers)
    if problems or document is None:
        raise ConfigError([Problem(one.file, discreet(one.key), discreet(one.message)) for one in problems])
    return Settings(
        archive=document.archive,
        poll=document.poll,
        telegram=document.telegram,
        understanding=document.understanding,
        channels=document.channel,
        sides=document.side,
        feeds=tuple(table.feed(document.side) for table in document.feed),
        entities=tuple(table.entity() for table in document.entity),
        secrets=found,
        watch=document.watch,
        supervisor=environment.get("NOTIFY_SOCKET", ""),
        origin=layers.origin,
    )


def load_database(folder: Path, *, database: str | None = None) -> tuple[str, tuple[Problem, ...]]:
    """Return where the archive is, and what is wrong with all the rest, which who copies it can do without.

    Raises ConfigError where that cannot be known: it must not fall back to a place nobody chose.
    """
    try:
        return load(folder, database=database).archive.database, ()
    except ConfigError as error:
        problems = error.problems
    layers = _laid(folder, database)
    unread = any(Path(one.file).name == "settings.toml" and not one.key for one in layers.problems)
    if database is None and (unread or not folder.is_dir()):
        raise ConfigError(problems)
    table = layers.merged.get("archive")
    named = {key: value for key, value in table.items() if key == "database"} if isinstance(table, dict) else {}
    try:
        return Archive.model_validate(named).database, problems
    except ValidationError:
        raise ConfigError(problems) from None


def _laid(folder: Path, database: str | None) -> Layers:
    layers = Layers()
    layers.lay(folder)
    layers.lay(folder / "local")
    if database is not None:
        layers.put("archive", "database", database, "--database")
    return layers


def _validate(layers: Layers) -> Document | None:
    listed = layers.listed()
    try:
        return Document.model_validate(listed)
    except ValidationError as error:
        layers.problems += [_problem(found, listed, layers.origin) for found in error.errors()]
        return None


def _problem(found: Any, listed: Mapping[str, Any], origin: Mapping[str, str]) -> Problem:  # noqa: ANN401 - a TypedDict
    where = list(found["loc"])
    if len(where) > 1 and where[0] in LISTS:
        where[1] = listed[where[0]][where[1]]["id"]
    path = ".".join(str(part) for part in where if part != "[key]")
    return Problem(file_of(path, origin), path, message(found, Document))


def _across(layers: Layers) -> list[Problem]:
    """What single values cannot show: references and things that must be there. Other mistakes do not hide these."""
    problems = []
    known = list(layers.merged.get("entity", ()))
    channels = layers.merged.get("channel", {})
    for name, channel in channels.items():
        key = f"channel.{name}.entities"
        wanted = channel.get("entities", ())
        unknown = [word for word in wanted if isinstance(word, str) and word not in known] if _is_list(wanted) else []
        problems += [
            Problem(file_of(key, layers.origin), key, f"{word!r} is no entity{nearest(word, known)}")
            for word in unknown
        ]
    if not channels:
        problems.append(Problem("settings.toml", "channel", "expected at least one [[channel]]"))
    return problems


def _is_list(value: object) -> bool:
    return isinstance(value, list | tuple)
