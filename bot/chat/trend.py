"""/trend: how often entities were named, as a picture and as numbers, in days of the chat's own time zone."""

import asyncio
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta, tzinfo

from bot.boundaries import Clock, Draw
from bot.chat import replies
from bot.chat.asking import Answer, Asked
from bot.chat.naming import Naming
from bot.chat.replies import NAME, Reader, fitting
from bot.digest.lines import foreign, isolated
from bot.digest.render import visible
from bot.digest.week import CAPTION, change
from bot.model import EntityId
from bot.store import tally
from bot.store.database import Database
from bot.text.say import Phrases

MOST = 3
"""Entities in one chart: their numbers fit below it."""
USUAL, SHORTEST, LONGEST = 14, 2, 366
"""Days."""
STEPS = (1, 7, 28)
"""Days that are counted together: as few as make no more than COLUMNS."""
COLUMNS = 31
_PERIOD = re.compile("([0-9]{1,3})([dwmy])", re.IGNORECASE)
_DAYS = {"d": 1, "w": 7, "m": 30, "y": 365}


@dataclass(frozen=True, slots=True)
class Period:
    """Full days up to today, which is not over: `columns` times `step` days."""

    step: int
    columns: int

    def edges(self, now: datetime, zone: tzinfo) -> list[datetime]:
        """Return when each column began in a zone, those of the same time before first, and when today ends."""
        tomorrow = now.astimezone(zone).date() + timedelta(days=1)
        back = range(2 * self.columns * self.step, -1, -self.step)
        return [datetime.combine(tomorrow - timedelta(days=days), time(), zone) for days in back]

    def told(self, say: Phrases) -> str:
        """Say what is counted."""
        return say("week-mentions") if self.step == 1 else say("trend-step", number=self.step)


def period(days: int) -> Period:
    """Return how so many days are counted."""
    days = min(max(days, SHORTEST), LONGEST)
    step = next(step for step in STEPS if days <= COLUMNS * step)
    return Period(step, -(-days // step))


class Trend:
    """Counts and draws. One chart is drawn at a time: a second of a processor each."""

    def __init__(self, database: Database, naming: Naming, draw: Draw, clock: Clock) -> None:
        self._database = database
        self._naming = naming
        self._draw = draw
        self._clock = clock
        self._drawing = asyncio.Lock()

    async def trend(self, asked: Asked) -> Answer:
        """Answer /trend: names, and for how long (7d, 4w, 3m, 1y)."""
        words = asked.text.replace(",", " ").split()
        lengths = [match for word in words if (match := _PERIOD.fullmatch(word))]
        named = self._naming.read([word for word in words if not _PERIOD.fullmatch(word)])
        if named.unknown:
            return Answer(replies.no_entity(named.unknown, list(self._naming.entities.values()), asked.say))
        if not named.entities:
            return Answer(asked.say("trend-usage"))
        days = int(lengths[-1][1]) * _DAYS[lengths[-1][2].lower()] if lengths else USUAL
        return await self._told(asked, named.entities[:MOST], period(days))

    async def _told(self, asked: Asked, wanted: Sequence[EntityId], length: Period) -> Answer:
        edges = length.edges(self._clock(), asked.zone)
        counts = await self._database.read(tally.daily, wanted, edges)
        names = {one: self._naming.entities[one].called(asked.language) for one in wanted}
        trend = Course(length, edges, counts, names)
        html = caption(trend, asked.reader(self._clock()))
        if not any(any(column) for column in trend.shown.values()):
            return Answer(html)
        lines = [(names[one], tuple(trend.shown[one])) for one in wanted]
        async with self._drawing:
            title = length.told(asked.say)
            return Answer(html, photo=await self._draw(title, trend.labels(asked.reader(self._clock())), lines))


@dataclass(frozen=True, slots=True)
class Course:
    """How often each entity was named in each column; the first half of `counts` is the same time before."""

    length: Period
    edges: Sequence[datetime]
    counts: Mapping[EntityId, Sequence[int]]
    names: Mapping[EntityId, str]

    @property
    def shown(self) -> dict[EntityId, Sequence[int]]:
        """Return the counts of the time that was asked for."""
        return {one: row[self.length.columns :] for one, row in self.counts.items()}

    def before(self, one: EntityId) -> int:
        """Return how often an entity was named in the same time before."""
        return sum(self.counts[one][: self.length.columns])

    def labels(self, reader: Reader) -> list[str]:
        """Return the day each column begins with, as it stands below the chart."""
        return [reader.say.date(edge, "d MMM") for edge in self.edges[self.length.columns : -1]]


def caption(trend: Course, reader: Reader) -> str:
    """Return the numbers as text: totals, the most in one column, then every column behind a tap."""
    say, mark = reader.say, reader.opening
    labels = trend.labels(reader)
    names = " · ".join(foreign(trend.names[one], NAME) for one in trend.counts)
    last = say.date(reader.now.astimezone(reader.zone), "d MMM")
    head = [f"📈 {mark}<b>{names}</b> · {isolated(f'{labels[0]} – {last}')}", mark + trend.length.told(say)]
    for one, row in trend.shown.items():
        total, before = sum(row), trend.before(one)
        changed = isolated(change(total, before, say))
        line = say("week-line", name=f"<b>{foreign(trend.names[one], NAME)}</b>", number=total, change=changed)
        most = max(row)
        peak = f" · {say('week-peak', day=labels[list(row).index(most)], number=most)}" if most else ""
        head.append(f"{mark}{line}{peak}")
    columns = zip(labels, *trend.shown.values(), strict=True)
    rows = [f"{mark}{label}: {', '.join(map(str, counts))}" for label, *counts in columns]
    room = CAPTION - len(visible("\n".join(head))) - 1
    return "\n".join(head) + f"\n<blockquote expandable>{fitting(rows[::-1], say, limit=room)}</blockquote>"
