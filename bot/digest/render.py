"""Stories -> Telegram messages. Fields are shortened before they are set in HTML; HTML is never cut. Pure."""

import html as html_
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlsplit

from bot.model import Coverage, Digest, EntityId, Message, Story
from bot.text.domains import registered_domain
from bot.text.inert import escape, shorten

_TAG = re.compile(r"<[^>]+>")
_LINK = re.compile(r'<a href="([^"]*)">(.*?)</a>', re.DOTALL)


@dataclass(frozen=True, slots=True)
class Layout:
    """Telegram's limits and ours. Lengths are visible code points; Telegram allows 4096 and 100 formatting entities."""

    main: int = 900
    message: int = 3900
    entities: int = 90
    headline: int = 160
    outlet: int = 40
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
    main = [_Block(_story(story, names, layout, now=now)) for story in digest.main]
    shown, _ = _fit(main, layout.main - head.length, layout.entities)
    folded = [
        *(_Block(_line(story, layout)) for story in digest.main[len(shown) :]),
        *(_Block(_line(story, layout)) for story in digest.folded),
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
        (_count(len(digest.stories), "story", "stories"), _count(reports, "report"), _count(languages, "language"))
    )
    return f"🗞 <b>{escape(digest.title)}</b>\n{counted}"


def _story(story: Story, names: Mapping[EntityId, str], layout: Layout, *, now: datetime) -> str:
    lead = headline(story)
    who = " · ".join(escape(names.get(entity, entity)) for entity in story.entities)
    mark = "↻ " if story.shown else ""
    facts = [_outlets(story, layout), *([_count(len(story.languages), "language")] if len(story.languages) > 1 else [])]
    if len(story.owners) == 1:
        facts.append("single source")
    facts.append(age(lead.published, now))
    return f"<b>{who}</b>\n{mark}{_link(lead, layout)}\n<i>{' · '.join(facts)}</i>"


def _line(story: Story, layout: Layout) -> str:
    lead = headline(story)
    more = f" +{len(story.coverage) - 1}" if len(story.coverage) > 1 else ""
    return f"• {_link(lead, layout)} <i>{_outlet(lead, layout)}{more}</i>"


def _link(report: Coverage, layout: Layout) -> str:
    title = f'<a href="{html_.escape(report.link)}">{escape(shorten(report.title, layout.headline))}</a>'
    domain = foreign_domain(report)
    return f"{title} ({escape(domain)})" if domain else title


def _outlets(story: Story, layout: Layout) -> str:
    """Name the first outlets, one for each owner, with label and language; count the others."""
    seen: dict[str, Coverage] = {}
    for report in (headline(story), *story.coverage):
        seen.setdefault(report.feed.owner or report.feed.id, report)
    named = list(seen.values())[: layout.outlets]
    others = len({report.feed.id for report in story.coverage}) - len(named)
    return ", ".join(_outlet(report, layout) for report in named) + (f" +{others}" if others > 0 else "")


def _outlet(report: Coverage, layout: Layout) -> str:
    label = ", ".join(part for part in (report.feed.ownership, report.language.upper()) if part)
    return f"\u2068{escape(shorten(report.feed.title, layout.outlet))}\u2069 ({label})"


def headline(story: Story) -> Coverage:
    """Return the report whose title speaks for the story: the first that is no copy."""
    return next((report for report in story.coverage if not report.copy_of), story.coverage[0])


def foreign_domain(report: Coverage) -> str:
    """Return the host a link really leads to where it is not the feed's own, else nothing."""
    host = urlsplit(report.link).hostname or ""
    own = urlsplit(report.feed.url).hostname or ""
    return "" if registered_domain(host) == registered_domain(own) else host.removeprefix("www.")


def age(published: datetime, now: datetime) -> str:
    """Say how long ago something was, as a reader would."""
    minutes = max(0, int((now - published).total_seconds() // 60))
    if minutes < 60:
        return f"{minutes} min ago" if minutes else "just now"
    if minutes < 48 * 60:
        return f"{minutes // 60} h ago"
    return f"{published:%-d %b %Y}"


def _count(number: int, one: str, many: str = "") -> str:
    return f"{number} {one}" if number == 1 else f"{number} {many or one + 's'}"
