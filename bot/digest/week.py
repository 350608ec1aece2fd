"""The weekly summary: how many reports named whom, day by day, as text; the same is drawn as a chart. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.digest.lines import opening
from bot.digest.render import plain, visible
from bot.model import EntityId, Message
from bot.text.inert import escape
from bot.text.say import Phrases, phrases

DAYS = 7
CAPTION = 1024
"""Visible code points under a photo."""
NAMED = 8
"""Entities in one summary, the most named first: more lines cannot be told apart."""


@dataclass(frozen=True, slots=True)
class Week:
    """The last seven full days of a channel. `counts` has 14 days for each entity: the week before comes first."""

    first: date
    counts: Mapping[EntityId, Sequence[int]]
    names: Mapping[EntityId, str]
    language: str

    @property
    def ranked(self) -> list[EntityId]:
        """The entities to tell of, the most named first."""
        return sorted(self.counts, key=lambda entity: -sum(self.counts[entity][DAYS:]))[:NAMED]

    @property
    def days(self) -> list[str]:
        """The days as they stand below the chart."""
        say = phrases(self.language)
        return [say.date(datetime.combine(self.first + timedelta(days=n), time()), "ccc d") for n in range(DAYS)]


def edges(today: date, zone: ZoneInfo) -> list[datetime]:
    """Return when the 14 days before today began in a zone, and when the last one ended."""
    return [datetime.combine(today - timedelta(days=n), time(), zone) for n in range(2 * DAYS, -1, -1)]


def change(now: int, before: int, say: Phrases) -> str:
    """Say how a count differs from the one before it."""
    return f"{now - before:+d}" if before else say("week-new") if now else "0"


def caption(week: Week) -> Message:
    """Return the summary's text: a line for each entity, then the numbers of each day behind a tap."""
    say = phrases(week.language)
    mark = opening(week.language)
    last = week.first + timedelta(days=DAYS - 1)
    first, to = (say.date(datetime.combine(day, time()), "d MMMM") for day in (week.first, last))
    lines = [f"📈 <b>{mark}{escape(say('week', first=first, last=to))}</b>", mark + say("week-mentions")]
    for entity in week.ranked:
        before, now = sum(week.counts[entity][:DAYS]), sum(week.counts[entity][DAYS:])
        name = escape(week.names.get(entity, entity))
        lines.append(mark + say("week-line", name=f"<b>{name}</b>", number=now, change=change(now, before, say)))
    numbers = [
        f"{mark}{day}: " + ", ".join(str(week.counts[entity][DAYS + n]) for entity in week.ranked)
        for n, day in enumerate(week.days)
    ]
    html = "\n".join(lines)
    with_numbers = f"{html}\n<blockquote expandable>" + "\n".join(numbers) + "</blockquote>"
    if len(visible(with_numbers)) <= CAPTION:
        html = with_numbers
    return Message(html=html, plain=plain(html))
