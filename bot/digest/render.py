"""Stories -> Telegram messages. Fields are shortened before they are set in HTML; HTML is never cut. Pure."""

import html as html_
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.digest.lines import LEFT_TO_RIGHT, age, count, headline, linked_title, outlet
from bot.model import Coverage, Digest, EntityId, Message, Story
from bot.text.inert import escape

_TAG = re.compile(r"<[^>]+>")
_LINK = re.compile(r'<a href="([^"]*)">(.*?)</a>', re.DOTALL)


@dataclass(frozen=True, slots=True)
class Layout:
    """Telegram's limits and ours. Lengths are visible code points; Telegram allows 4096 and 100 formatting entities."""

    main: int = 900
    message: int = 3900
    entities: int = 90
    outlets: int = 3


@dataclass(frozen=True, slots=True)
class _Block:
    """A piece of a message that stands or moves to the next message as a whole."""

    html: str

    @property
    def length(self) -> int:
        return len(plain(self.html)) + 2

    @property
    def entities(self) -> int:
        return self.html.count("</")


def plain(html: str) -> str:
    """Return what a message says without HTML: links are written out behind their text."""
    linked = _LINK.sub(lambda found: f"{found[2]} ({found[1]})", html)
    return html_.unescape(_TAG.sub("", linked))


def render(digest: Digest, names: Mapping[EntityId, str], layout: Layout, *, now: datetime) -> tuple[Message, ...]:
    """Return the messages that tell a digest: the main stories open the first, what is folded fills it and more."""
    head = _Block(_heading(digest))
    main = [_Block(_story(story, digest.language, names, layout, now=now)) for story in digest.main]
    shown, _ = _fit(main, layout.main - head.length, layout.entities)
    folded = [
        *(_Block(_line(story, digest.language)) for story in digest.main[len(shown) :]),
        *(_Block(_line(story, digest.language)) for story in digest.folded),
    ]
    parts: list[str] = []
    opening = [head.html, *(block.html for block in shown)]
    while opening or folded:
        used = sum(_Block(text).length for text in opening)
        count = sum(_Block(text).entities for text in opening)
        fitting, folded = _fit(folded, layout.message - used, layout.entities - count - 2)
        parts.append("\n\n".join([*opening, *_quote(fitting)]))
        opening = []
    return tuple(Message(html=part, plain=plain(part)) for part in parts)


def _fit(blocks: Sequence[_Block], length: int, entities: int) -> tuple[list[_Block], list[_Block]]:
    """Part blocks into those that fit and those that do not, in order; the first always fits."""
    taken = 0
    for block in blocks:
        length -= block.length
        entities -= block.entities
        if taken and (length < 0 or entities < 0):
            break
        taken += 1
    return list(blocks[:taken]), list(blocks[taken:])


def _quote(blocks: Sequence[_Block]) -> list[str]:
    if not blocks:
        return []
    lines = "\n".join(block.html for block in blocks)
    return [f"<blockquote expandable><b>More</b>\n{lines}</blockquote>"]


def _heading(digest: Digest) -> str:
    reports = sum(len(story.coverage) for story in digest.stories)
    languages = len({language for story in digest.stories for language in story.languages})
    counted = ", ".join(
        (count(len(digest.stories), "story", "stories"), count(reports, "report"), count(languages, "language"))
    )
    return f"🗞 <b>{escape(digest.title)}</b>\n{counted}"


def _story(story: Story, language: str, names: Mapping[EntityId, str], layout: Layout, *, now: datetime) -> str:
    lead = headline(story, language)
    who = " · ".join(escape(names.get(entity, entity)) for entity in story.entities)
    mark = "↻ " if story.shown else ""
    facts = [
        _outlets(story, lead, layout),
        *([count(len(story.languages), "language")] if len(story.languages) > 1 else []),
    ]
    if len(story.owners) == 1:
        facts.append("single source")
    facts.append(age(lead.published, now))
    return f"<b>{who}</b>\n{mark}{linked_title(lead)}\n<i>{LEFT_TO_RIGHT}{' · '.join(facts)}</i>"


def _line(story: Story, language: str) -> str:
    lead = headline(story, language)
    more = f" +{len(story.coverage) - 1}" if len(story.coverage) > 1 else ""
    return f"• {linked_title(lead)} <i>{outlet(lead)}{more}</i>"


def _outlets(story: Story, lead: Coverage, layout: Layout) -> str:
    """Name the first outlets, one for each owner, with label and language; count the others."""
    seen: dict[str, Coverage] = {}
    for report in (lead, *story.coverage):
        seen.setdefault(report.feed.owner or report.feed.id, report)
    named = list(seen.values())[: layout.outlets]
    others = len({report.feed.id for report in story.coverage}) - len(named)
    return ", ".join(map(outlet, named)) + (f" +{others}" if others > 0 else "")
