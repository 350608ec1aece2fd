"""What the bot answers: wording and HTML, from plain data. Pure."""

import html
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.digest.lines import LEFT_TO_RIGHT, age, count, linked_title, outlet
from bot.model import Coverage, Entity, EntityId
from bot.text.inert import escape, shorten
from bot.text.say import DEFAULT, phrases

SAY = phrases(DEFAULT)

LIMIT = 3900
"""Visible code points of an answer; Telegram takes 4,096."""
NAME, NOTE = 60, 160
"""Code points of a name, and of a remark on a query."""
NAMES, NOTES = 8, 5
"""Names listed in a sentence, and remarks shown."""
_TAG = re.compile(r"<[^>]+>")


@dataclass(frozen=True, slots=True)
class Hit:
    """One story found: the report that speaks for it, who else has it, an extract as (text, is it a hit?) pieces.

    `also`: reports in other languages, shown where the page has room for them.
    """

    report: Coverage
    outlets: int = 1
    languages: int = 1
    also: tuple[Coverage, ...] = ()
    extract: tuple[tuple[str, bool], ...] = ()


@dataclass(frozen=True, slots=True)
class Results:
    """A page of search results. `total` counts items; `more_than`: counting stopped there."""

    query: str
    hits: tuple[Hit, ...]
    total: int
    more_than: bool = False
    first: int = 1
    corrected: str = ""
    tracked: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Extent:
    """What there is to search: how many items of how many feeds since when, and how many feeds do not answer now."""

    items: int
    feeds: int
    failing: int
    since: datetime | None


def welcome(names: Sequence[str]) -> str:
    """Answer /start."""
    return (
        "<b>Newswatch</b> reads news feeds in many languages and tells you who reported what about "
        f"{escape(_listed(names))}.\n"
        "Try <code>/search putin</code>, /latest or /help."
    )


def help_text() -> str:
    """Answer /help."""
    return (
        "<b>What you can ask</b>\n"
        "/search <i>words</i> — any word, in any script: <code>/search вагнер</code>\n"
        '<code>/search "open letter" -tennis</code> — a phrase, without a word\n'
        "<code>/search entity:assad lang:ar since:7d</code> — one entity, one language, one week\n"
        "/latest — the newest stories; <code>/latest putin</code> — about one entity\n"
        "/why <i>link or words</i>, or as a reply to a post — why it was filed as it was\n"
        "/entities — whom this bot follows\n"
        "A word in one script finds the tracked names in all of them."
    )


def unknown(text: str) -> str:
    """Answer what is no command of ours."""
    said = escape(shorten(text.strip(), 60))
    return (
        f"I did not understand <i>{said}</i>. "
        f"To look something up, write <code>/search {said}</code>; /help shows more."
    )


def search_usage() -> str:
    """Answer /search without words."""
    return "Write what to look for behind the command: <code>/search putin</code>. /help shows more."


def entities(tracked: Sequence[Entity], counts: Mapping[EntityId, int]) -> str:
    """Answer /entities: everyone followed, with the number of items of the last seven days."""
    if not tracked:
        return "Nobody is followed yet."
    lines = [
        f"• <b>{escape(shorten(entity.name, NAME))}</b> — {count(counts.get(entity.id, 0), 'item')} in 7 days · "
        f"<code>/latest {entity.id}</code>"
        for entity in sorted(tracked, key=lambda entity: -counts.get(entity.id, 0))
    ]
    return fitting(["<b>Followed here</b>", *lines])


def no_entity(asked: str, tracked: Sequence[Entity]) -> str:
    """Answer /latest with a name that is not followed."""
    known = ", ".join(f"<code>{entity.id}</code>" for entity in tracked[:NAMES])
    more = " and others, see /entities" if len(tracked) > NAMES else ""
    return f"<i>{escape(shorten(asked, NAME))}</i> is not followed here. Followed: {known}{more}."


def latest(hits: Sequence[Hit], about: str, *, now: datetime) -> str:
    """Answer /latest."""
    heading = f"🕒 <b>Latest{' · ' + escape(about) if about else ''}</b>"
    if not hits:
        return f"{heading}\nNothing yet. New stories appear here as they are read."
    return "\n\n".join([heading, *(_hit(number, hit, now) for number, hit in enumerate(hits, 1))])


def search(results: Results, extent: Extent, *, now: datetime) -> str:
    """Answer /search."""
    asked = escape(shorten(results.query, 100))
    lines = [f"🔎 <b>{asked}</b> — {_total(results)}"]
    if results.corrected:
        lines.append(f"Nothing for <i>{asked}</i>; showing <b>{escape(shorten(results.corrected, 100))}</b>.")
    if results.tracked:
        lines.append(f"<i>{escape(_listed(results.tracked))}: found in every script.</i>")
    lines += [f"<i>{escape(shorten(note, NOTE))}</i>" for note in results.notes[:NOTES]]
    if not results.hits:
        lines.append(_searched(extent))
    head = "\n".join(lines)
    hits = [_hit(results.first + place, hit, now) for place, hit in enumerate(results.hits)]
    room = LIMIT - visible("\n\n".join([head, *hits]))
    for place, hit in enumerate(results.hits):
        also, room = _also(hit, room)
        hits[place] += also
    return fitting([head, *hits], "\n\n")


def _also(hit: Hit, room: int) -> tuple[str, int]:
    """Return the reports in other languages that there is room for, and the room that is left."""
    lines = ""
    for other in hit.also:
        line = f"\n– {linked_title(other)} <i>{LEFT_TO_RIGHT}{outlet(other, SAY)}</i>"
        if (room := room - visible(line)) < 0:
            break
        lines += line
    return lines, room


def fitting(blocks: Sequence[str], between: str = "\n", last: Sequence[str] = ()) -> str:
    """Return the blocks that fit into one message, a sign that others were left out, and what must stand last."""
    whole = between.join([*blocks, *last])
    kept = len(blocks)
    while visible(whole) > LIMIT and kept > 1:
        kept -= 1
        whole = between.join([*blocks[:kept], f"… and {len(blocks) - kept} more", *last])
    return whole


def visible(text: str) -> int:
    """Return how many code points of Telegram HTML a reader sees."""
    return len(html.unescape(_TAG.sub("", text)))


def failed() -> str:
    """Answer when something of ours broke; the operator finds the reason in the log."""
    return "Sorry, that did not work just now. Please try again in a minute."


def _total(results: Results) -> str:
    if not results.hits:
        return "nothing found"
    number = f"more than {results.total}" if results.more_than else f"{results.total}"
    return f"{number} {'report' if results.total == 1 else 'reports'}"


def _searched(extent: Extent) -> str:
    since = f" since {extent.since:%-d %B %Y}" if extent.since else ""
    failing = f", {extent.failing} not answering now" if extent.failing else ""
    read = f"{count(extent.items, 'item')} from {count(extent.feeds, 'feed')}"
    return f"Searched: titles and summaries of {read}{since}{failing}."


def _hit(number: int, hit: Hit, now: datetime) -> str:
    report = hit.report
    facts = [outlet(report, SAY), age(report.published, now, SAY)]
    if hit.outlets > 1:
        also = f"+{count(hit.outlets - 1, 'outlet')}"
        facts.append(f"{also}, {hit.languages} languages" if hit.languages > 1 else also)
    lines = [f"<b>{number}.</b> {linked_title(report)}", f"<i>{LEFT_TO_RIGHT}{' · '.join(facts)}</i>"]
    if hit.extract:
        lines.append("".join(f"<u>{escape(text)}</u>" if marked else escape(text) for text, marked in hit.extract))
    return "\n".join(lines)


def _listed(names: Sequence[str]) -> str:
    """Return names as a sentence lists them, the first of many."""
    short = [shorten(name, NAME) for name in names[:NAMES]]
    if len(names) > NAMES:
        return f"{', '.join(short)} and {len(names) - NAMES} others"
    return f"{', '.join(short[:-1])} and {short[-1]}" if len(short) > 1 else (*short, "nobody yet")[0]
