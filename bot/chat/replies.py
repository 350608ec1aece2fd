"""What the bot answers: HTML from plain data, in the words of `text/phrases`. Pure.

Every line that may begin with a foreign word opens with a mark of the reader's own direction.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, tzinfo
from itertools import accumulate

from bot.chat.payloads import deep_link, entity_payload, story_payload
from bot.digest.lines import TITLE, age, foreign, isolated, linked_title, opening, outlet
from bot.digest.render import visible
from bot.model import Coverage, Entity, EntityId, Item, Story, StoryId
from bot.search.query import Remark
from bot.text.inert import escape, shorten
from bot.text.say import Phrases

LIMIT = 3900
"""Visible code points of an answer; Telegram takes 4,096."""
NAME, NOTE, TYPED = 60, 160, 100
"""Code points of a name, of a value in a remark on a query, and of what somebody typed."""
BUTTON = 24
"""Code points of somebody's words on a button."""
NAMES, NOTES = 8, 5
"""Names listed in a sentence, and remarks shown."""


@dataclass(frozen=True, slots=True)
class Reader:
    """Who reads an answer: in which words, at what time, in which zone; `bot` is the name under which we are asked."""

    say: Phrases
    now: datetime
    zone: tzinfo
    bot: str = ""

    @property
    def opening(self) -> str:
        """Return the mark that opens a line in the reader's direction."""
        return opening(self.say.language)

    def age(self, when: datetime) -> str:
        """Say how long ago something was; what is older than two days by its date in the reader's zone."""
        return age(when.astimezone(self.zone), self.now, self.say)

    def date(self, when: datetime) -> str:
        """Say on which day something was."""
        return self.say.date(when.astimezone(self.zone), "d MMMM y")

    def time(self, when: datetime) -> str:
        """Say when something was."""
        return self.say.date(when.astimezone(self.zone), "d MMM, HH:mm")

    def to(self, payload: str, text: str) -> str:
        """Return text as a link that opens a chat with the bot at what a payload leads to."""
        return f'<a href="{deep_link(self.bot, payload)}">{text}</a>' if self.bot and payload else text


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
    story: StoryId | None = None


def hit_of(found: Story, report: Coverage, more: int = 0) -> Hit:
    """Return a story as one of several that were found, told by one report, with `more` in other languages."""
    others = {one.language: one for one in reversed(found.coverage) if one.language != report.language}
    return Hit(
        report=report,
        outlets=len({one.feed.id for one in found.coverage}),
        languages=len(found.languages),
        also=tuple(others.values())[:more],
        story=found.id,
    )


@dataclass(frozen=True, slots=True)
class Results:
    """A page of search results. `total` counts items; `more_than`: counting stopped there. `only`: their language."""

    query: str
    hits: tuple[Hit, ...]
    total: int
    more_than: bool = False
    first: int = 1
    corrected: str = ""
    tracked: tuple[str, ...] = ()
    notes: tuple[Remark, ...] = ()
    only: str = ""


@dataclass(frozen=True, slots=True)
class Extent:
    """What there is to search: how many items of how many feeds since when, and how many feeds do not answer now."""

    items: int
    feeds: int
    failing: int
    since: datetime | None


def welcome(names: Sequence[str], say: Phrases) -> str:
    """Answer /start."""
    return f"{say('welcome', names=listed(names, say))}\n{say('welcome-try')}"


def unknown(text: str, say: Phrases) -> str:
    """Answer a command that is none of ours."""
    return say("not-understood", said=foreign(text.strip(), NAME))


def entities(tracked: Sequence[Entity], counts: Mapping[EntityId, int], reader: Reader) -> str:
    """Answer /entities: everyone followed, with the number of reports of the last seven days."""
    say = reader.say
    if not tracked:
        return say("nobody-followed")
    lines = [
        f"{reader.opening}• {reader.to(entity_payload(entity.id), foreign(entity.name, NAME))} — "
        f"{say('reports-in-week', number=counts.get(entity.id, 0))} · {isolated(f'<code>/latest {entity.id}</code>')}"
        for entity in sorted(tracked, key=lambda entity: -counts.get(entity.id, 0))
    ]
    return fitting([f"<b>{say('followed-here')}</b>", *lines], say)


def no_entity(asked: str, tracked: Sequence[Entity], say: Phrases) -> str:
    """Answer /latest with a name that is not followed."""
    known = ", ".join(f"<code>{entity.id}</code>" for entity in tracked[:NAMES]) or say("nobody")
    more = f" {say('others-listed')}" if len(tracked) > NAMES else ""
    mark = opening(say.language)
    return mark + say("not-followed", asked=foreign(asked, NAME), names=f"{isolated(known)}{more}")


def no_outlet(asked: str, near: Sequence[str], say: Phrases) -> str:
    """Answer a command about an outlet that is not read; `near` are the titles of those that may have been meant."""
    perhaps = f" {say('perhaps', names=listed(near, say))}" if near else ""
    return opening(say.language) + say("source-unknown", asked=foreign(asked, NAME)) + perhaps


def latest(hits: Sequence[Hit], about: Sequence[str], reader: Reader, *, first: int = 1) -> str:
    """Answer /latest."""
    names = "".join(f" · {foreign(name, NAME)}" for name in about[:NAMES])
    heading = f"🕒 <b>{reader.opening}{reader.say('latest')}{names}</b>"
    if not hits:
        return f"{heading}\n{reader.say('latest-nothing')}"
    return fitting(
        [heading, *(_hit(number, hit, reader) for number, hit in enumerate(hits, first))], reader.say, "\n\n"
    )


def search(results: Results, extent: Extent, reader: Reader) -> str:
    """Answer /search."""
    say, mark = reader.say, reader.opening
    asked = foreign(results.query, TYPED)
    only = f" · {say('one-language', language=isolated(results.only))}" if results.only else ""
    lines = [f"🔎 {mark}<b>{asked}</b> — {_total(results, say)}{only}"]
    if results.corrected:
        lines.append(mark + say("showing-instead", asked=asked, corrected=foreign(results.corrected, TYPED)))
    if results.tracked:
        lines.append(f"<i>{mark}{say('in-every-script', names=listed(results.tracked, say))}</i>")
    lines += [f"<i>{mark}{remark(note, say)}</i>" for note in results.notes[:NOTES]]
    if not results.hits:
        lines.append(mark + _searched(extent, reader))
    head = "\n".join(lines)
    hits = [_hit(results.first + place, hit, reader) for place, hit in enumerate(results.hits)]
    room = LIMIT - len(visible("\n\n".join([head, *hits])))
    for place, hit in enumerate(results.hits):
        also, room = _also(hit, room, reader)
        hits[place] += also
    return fitting([head, *hits], say, "\n\n")


def _also(hit: Hit, room: int, reader: Reader) -> tuple[str, int]:
    """Return the reports in other languages that there is room for, and the room that is left."""
    lines = ""
    for other in hit.also:
        line = f"\n{reader.opening}– {isolated(linked_title(other))} <i>{outlet(other, reader.say)}</i>"
        if (room := room - len(visible(line))) < 0:
            break
        lines += line
    return lines, room


def fitting(
    blocks: Sequence[str], say: Phrases, between: str = "\n", last: Sequence[str] = (), limit: int = LIMIT
) -> str:
    """Return the blocks that fit into one message, a sign that others were left out, and what must stand last."""
    whole = between.join([*blocks, *last])
    lengths = accumulate(len(visible(block)) + len(between) for block in blocks)
    kept = max(1, sum(length <= limit + len(between) for length in lengths))  # of thousands, few are left to be tried
    if kept < len(blocks):
        whole = between.join([*blocks[:kept], say("and-more", number=len(blocks) - kept), *last])
    while len(visible(whole)) > limit and kept > 1:
        kept -= 1
        whole = between.join([*blocks[:kept], say("and-more", number=len(blocks) - kept), *last])
    return whole


def listed(names: Sequence[str], say: Phrases) -> str:
    """Return names as a sentence lists them, the first of many."""
    short = [foreign(name, NAME) for name in names[:NAMES]]
    if len(names) > NAMES:
        return say("names-and-others", names=", ".join(short), number=len(names) - NAMES)
    if len(short) > 1:
        return say("names-and-last", names=", ".join(short[:-1]), last=short[-1])
    return short[0] if short else say("nobody")


def which(told: Sequence[Item], command: str, say: Phrases) -> str:
    """Answer a command that is about one report and was given a post that tells of several."""
    mark = opening(say.language)
    lines = [
        f"{mark}{n}. {foreign(one.title, TITLE)} — {isolated(f'<code>/{command} {one.id}</code>')}"
        for n, one in enumerate(told, 1)
    ]
    return fitting([say("which-report", example=isolated(f"<code>/{command} 2</code>")), *lines], say)


def typed(text: str) -> str:
    """Return what somebody typed as a button says it."""
    return shorten(text, BUTTON)


def remark(note: Remark, say: Phrases) -> str:
    """Say what was not understood of a query."""
    values = {name: value if isinstance(value, int) else foreign(value, NOTE) for name, value in note.values.items()}
    return say(note.phrase, **values)


def _total(results: Results, say: Phrases) -> str:
    if not results.hits:
        return say("nothing-found")
    reports = say("reports", number=results.total)
    return say("more-than", reports=reports) if results.more_than else reports


def _searched(extent: Extent, reader: Reader) -> str:
    say = reader.say
    read = [say("reports", number=extent.items), say("feeds", number=extent.feeds)]
    if extent.since:
        read.append(say("since-day", day=reader.date(extent.since)))
    if extent.failing:
        read.append(say("not-answering", number=extent.failing))
    return say("searched", read="; ".join(read))


def _hit(number: int, hit: Hit, reader: Reader) -> str:
    lines = [f"<b>{number}.</b> {linked_title(hit.report)}", f"<i>{reader.opening}{facts(hit, reader)}</i>"]
    if hit.extract:
        lines.append("".join(f"<u>{escape(text)}</u>" if marked else escape(text) for text, marked in hit.extract))
    return "\n".join(lines)


def facts(hit: Hit, reader: Reader) -> str:
    """Return who reports, when, and how many others do, with a link to the story."""
    say = reader.say
    told = [outlet(hit.report, say), reader.age(hit.report.published)]
    others = [f"+{say('outlets', number=hit.outlets - 1)}"] if hit.outlets > 1 else []
    others += [say("languages", number=hit.languages)] if hit.languages > 1 else []
    if hit.story is not None and reader.bot:
        others = [reader.to(story_payload(hit.story), ", ".join(others) or say("story-link"))]
    return " · ".join([*told, *([", ".join(others)] if others else [])])
