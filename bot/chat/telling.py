"""What the bot answers to /story: HTML from plain data. Pure.

The first page says how widely and how fast a story spread and how each side titled it; every page lists reports.
"""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from itertools import pairwise

from bot.chat.replies import NAME, Reader, fitting
from bot.digest.lines import TITLE, foreign, headline, isolated, linked_title, outlet
from bot.model import Coverage, ItemId, Story
from bot.store.citations import Wording
from bot.text.inert import escape, shorten
from bot.text.say import Phrases

SIDES = ("ukrainian", "state-run", "exile", "arab", "western", "international")
"""The sides that have a name in every language; the operator's own go by theirs."""
VERSIONS = 2
"""Earlier titles of a report that are shown, the last ones; /cite has them all."""


def story(told: Story, shown: Mapping[int, ItemId], earlier: Mapping[ItemId, Sequence[Wording]], reader: Reader) -> str:
    """Return a page of a story: the reports `shown`, by their numbers. The page of number 1 speaks of the whole."""
    reports = {report.item: report for report in told.coverage}
    listed = [
        _report(number, reports[item], earlier.get(item, ()), told, reader)
        for number, item in shown.items()
        if item in reports
    ]
    is_first = 1 in shown
    lead = headline(told, reader.say.language)
    head = [f"📰 <b>{linked_title(lead)}</b>", *(_breadth(told, reader) if is_first else [])]
    sides = _sides(told, reader) if is_first else []
    return fitting(["\n".join(head), *(["\n".join(sides)] if sides else []), *listed], reader.say, "\n\n")


def _breadth(told: Story, reader: Reader) -> list[str]:
    """Return the lines that say how widely a story was told, and how fast others took it up."""
    say, mark = reader.say, reader.opening
    outlets = len({report.feed.id for report in told.coverage})
    counted = ("reports", len(told.coverage)), ("outlets", outlets), ("languages", len(told.languages))
    facts = [say(noun, number=number) for noun, number in counted if number]
    facts += [say("single-source")] if len(told.voices) == 1 else []
    lines = [f"<i>{mark}{' · '.join(facts)}</i>"]
    spread = told.spread
    gone = {"second-owner": spread.to_second_voice, "second-language": spread.to_second_language}
    taken_up = [say(phrase, span=span(after, say)) for phrase, after in gone.items() if after is not None]
    began = say("first-report", when=reader.time(told.coverage[0].published))
    return [*lines, f"<i>{mark}{' · '.join([began, *taken_up])}</i>"]


def _sides(told: Story, reader: Reader) -> list[str]:
    """Return how each side titled it, by its first report of its own, if more than one side did."""
    say, mark = reader.say, reader.opening
    first: dict[str, Coverage] = {}
    for report in sorted(told.coverage, key=lambda report: bool(report.copy_of)):
        if report.feed.side:
            first.setdefault(report.feed.side, report)
    if len(first) < 2:
        return []
    lines = [
        f"{mark}• {side_name(side, say)}: {isolated(linked_title(report))} <i>({isolated(_title(report))})</i>"
        for side, report in first.items()
    ]
    return [f"{mark}<b>{say('sides')}</b>", *lines]


def side_name(side: str, say: Phrases) -> str:
    """Return what a side is called."""
    return say(f"side-{side}") if side in SIDES else isolated(escape(side))


def _report(number: int, report: Coverage, earlier: Sequence[Wording], told: Story, reader: Reader) -> str:
    say, mark = reader.say, reader.opening
    after = report.published - told.coverage[0].published
    facts = [outlet(report, say, with_owner=True)]
    facts.append(say("later", span=span(after, say)) if after else reader.age(report.published))
    facts += [say("a-copy")] if report.copy_of else []
    lines = [f"<b>{number}.</b> {linked_title(report)}", f"<i>{mark}{' · '.join(facts)}</i>"]
    titles = [one.title for one in earlier] + [report.title]
    changed = [was for was, now in pairwise(titles) if was != now][-VERSIONS:]
    sign = "⚠️ " if report.corrections else ""
    lines += [f"{mark}{sign}<i>{say('was', was=foreign(was, TITLE))}</i>" for was in changed]
    return "\n".join(lines)


def _title(report: Coverage) -> str:
    return escape(shorten(report.feed.title, NAME))


def span(length: timedelta, say: Phrases) -> str:
    """Return how long something took, roughly: minutes, from two hours on hours, from two days on days."""
    minutes = int(length.total_seconds() // 60)
    if minutes < 120:
        return say("span-minutes", number=minutes)
    return say("span-hours", number=minutes // 60) if minutes < 48 * 60 else say("span-days", number=minutes // 1440)
