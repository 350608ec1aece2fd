"""The status page: what there is to see of a run, on one page that changes nothing."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.feeds.health import Condition, condition
from bot.feeds.state import FeedState
from bot.model import Entity, Feed, FeedId, Notice
from bot.store import feeds, outbox, overview, tally
from bot.store.database import Database
from bot.text.inert import shorten
from bot.watch.kinds import KINDS
from bot.watch.telling import WORDS, by_kind, lines, urgency
from bot.watch.vitals import STAGES, Health
from bot.web.render import rendered

DAYS = 14
MONTH = timedelta(days=31)
LINE = 240
LOOKS: Mapping[Condition, str] = {
    "fine": "good",
    "new": "note",
    "failing": "note",
    "silent": "note",
    "moved": "bad",
    "dead": "bad",
    "double": "note",
    "off": "",
}
ORDER: Sequence[Condition] = ("dead", "moved", "failing", "silent", "double", "new", "fine", "off")
"""Feeds that are not well come first."""
WELL = frozenset({"fine", "new", "off"})


@dataclass(frozen=True, slots=True)
class Subject:
    """What the page is about: as configured."""

    feeds: Mapping[FeedId, Feed]
    entities: Sequence[Entity]
    channels: tuple[str, ...]
    version: str
    feeds_on: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """A feed, as a line of the page."""

    title: str
    condition: Condition
    look: str
    read: datetime | None
    news: datetime | None
    due: datetime | None
    items: int
    error: str


@dataclass(frozen=True, slots=True)
class Speaker:
    """An entity: how many reports named it, day by day, today last."""

    id: str
    name: str
    days: Sequence[int]


@dataclass(frozen=True, slots=True)
class Trouble:
    """A notice, with what to do."""

    text: str
    urgency: str
    look: str
    command: str


@dataclass(frozen=True, slots=True)
class Page:
    """All that the template shows."""

    now: datetime
    mode: str
    version: str
    feeds_on: bool
    wrong: Mapping[str, str]
    stages: Sequence[tuple[str, str]]
    troubles: Sequence[Trouble]
    posts: Sequence[tuple[str, int]]
    waiting: Sequence[overview.Stuck]
    digests: Sequence[overview.Shown]
    entities: Sequence[Speaker]
    ill: Sequence[Row]
    well: Sequence[Row]


async def status(database: Database, subject: Subject, health: Health, *, now: datetime) -> str:
    """Return the page as HTML."""
    wrong = {str(stage): why for stage, why in health.hindered.items()}
    states = await database.read(feeds.states)
    posts = await database.read(outbox.states)
    midnight = now.replace(hour=0, minute=0, second=0, microsecond=0)
    edges = [midnight + timedelta(days=day - DAYS + 1) for day in range(DAYS + 1)]
    counts = await database.read(tally.daily, [entity.id for entity in subject.entities], edges)
    rows = [_row(feed, states.get(feed.id, FeedState()), now) for feed in subject.feeds.values()]
    rows.sort(key=lambda row: (ORDER.index(row.condition), row.title.casefold()))
    page = Page(
        now=now,
        mode=health.mode,
        version=subject.version,
        feeds_on=subject.feeds_on,
        wrong=wrong,
        stages=[(stage, wrong.get(stage, "")) for stage in STAGES],
        troubles=_troubles(await database.read(overview.troubles, since=now - MONTH)),
        posts=[(state, posts.get(state, 0)) for state in outbox.STATES],
        waiting=[_short(one) for one in await database.read(overview.waiting, subject.channels)],
        digests=await database.read(overview.digests),
        entities=[Speaker(entity.id, entity.name, counts[entity.id]) for entity in subject.entities],
        ill=[row for row in rows if row.condition not in WELL],
        well=[row for row in rows if row.condition in WELL],
    )
    return rendered("status.html", page=page)


def _row(feed: Feed, state: FeedState, now: datetime) -> Row:
    found = condition(state, now=now)
    error = state.disabled or (state.last_error if state.failures else "")
    due = None if state.stopped else state.due
    return Row(
        feed.title, found, LOOKS[found], state.last_success, state.last_new, due, state.items, shorten(error, LINE)
    )


def _troubles(lasting: Sequence[Notice]) -> list[Trouble]:
    """Return what lasts, the urgent first, many of a kind as one."""
    found = []
    for group in by_kind(lasting):
        how, kind = urgency(group[0]), KINDS.get(group[0].kind)
        look = "bad" if how == "now" else "note"
        command = f"Next: {kind.command}" if kind else ""
        found += [Trouble(shorten(line, LINE), WORDS[how], look, command) for line in lines(group)]
    return found


def _short(one: overview.Stuck) -> overview.Stuck:
    return overview.Stuck(one.where, one.state, one.created, shorten(one.text, LINE), shorten(one.error, LINE))
