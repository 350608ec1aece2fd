"""Stories as told -> Telegram messages. Fields are shortened before they are set in HTML; HTML is never cut. Pure.

A digest is first laid out over sheets, one for each post; a sheet is rendered alone, so that a post can be rendered
again, with what came since, when it is edited.
"""

import html as html_
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from zoneinfo import ZoneInfo

from bot.digest.lines import TITLE, foreign, isolated, linked_title, opening, outlet
from bot.model import Coverage, Digest, EntityId, Message, Told
from bot.text.inert import escape, shorten
from bot.text.say import Phrases, phrases

_TAG = re.compile(r"<[^>]+>")
DAY = timedelta(days=1)
_LINK = re.compile(r'<a href="([^"]*)">(.*?)</a>', re.DOTALL)


@dataclass(frozen=True, slots=True)
class Layout:
    """Telegram's limits and ours. Lengths are visible code points; Telegram allows 4,096, 100 formatting entities and
    32,768 bytes of HTML.

    A post is laid out below Telegram's limits, to leave room for what is added when it is edited.
    """

    main: int = 900
    message: int = 3700
    limit: int = 4096
    entities: int = 80
    size: int = 24_000
    outlets: int = 3
    extract: int = 280
    replied: int = 10
    asked: int = 100


LAYOUT = Layout()
FOLLOWED = "🔔"
GATHERED = ("digest", "follow")
"""The kinds of digests that tell several stories: counted, and without extracts."""


def visible(html: str) -> str:
    """Return what a reader sees of a message."""
    return html_.unescape(_TAG.sub("", html))


def plain(html: str) -> str:
    """Return what a message says without HTML: links are written out behind their text, the end is cut if need be."""
    text = visible(_LINK.sub(lambda found: f"{found[2]} ({found[1]})", html))
    while len(text) > LAYOUT.limit:
        text = text[: LAYOUT.limit].rpartition("\n")[0] or text[: LAYOUT.limit]
    return text


def lay_out(
    digest: Digest, names: Mapping[EntityId, str], layout: Layout = LAYOUT
) -> tuple[tuple[Digest, Message], ...]:
    """Part a digest into posts: each as a digest of its own entries, with its message.

    The main stories open the first post; what does not fit there is folded, and fills it and as many more as it needs.
    """
    page = _Page(digest, names, layout)
    main = [entry for entry in digest.entries if not entry.folded]
    rest = [entry for entry in digest.entries if entry.folded]
    room = replace(layout, message=layout.main - len(visible(page.head)))
    shown = _fitting(page.stories(main), room)
    here = main[:shown]
    rest = [*(replace(entry, folded=True) for entry in main[shown:]), *rest]
    posts = []
    while here or rest:
        used = "\n\n".join([page.head, *page.stories(here)])
        room = replace(
            layout,
            message=layout.message - len(visible(used)) - 80,
            entities=layout.entities - used.count("</") - 2,
            size=layout.size - len(used.encode()),
        )
        number = _fitting([page.line(entry) for entry in rest], room)
        part = replace(digest, entries=(*here, *rest[:number]))
        posts.append((part, render(part, names, layout)))
        here, rest = [], rest[number:]
        digest = replace(digest, title="", note="")
        page = _Page(digest, names, layout)
    return tuple(posts)


def render(digest: Digest, names: Mapping[EntityId, str], layout: Layout = LAYOUT) -> Message:
    """Return the one message that tells all entries of a digest, which were chosen to fit."""
    page = _Page(digest, names, layout)
    main = page.stories(entry for entry in digest.entries if not entry.folded)
    folded = [entry for entry in digest.entries if entry.folded]
    more = page.say("more") + (f" · ≈ {page.say('recognised')}" if any(entry.gist for entry in folded) else "")
    quote = [f"<blockquote expandable><b>{more}</b>\n" + "\n".join(map(page.line, folded)) + "</blockquote>"]
    html = "\n\n".join([*([page.head] if page.head else []), *main, *(quote if folded else [])])
    return Message(html=html, plain=plain(html), silent=digest.silent)


def correction(entry: Told, language: str) -> Message:
    """Return the reply that owns up to a correction under the post that was corrected."""
    say = phrases(language)
    was = say("was", was=foreign(entry.was, LAYOUT.extract))
    html = f"⚠️ <b>{say('corrected')}</b>\n{linked_title(entry.lead)}\n<i>{opening(language)}{was}</i>"
    return Message(html=html, plain=plain(html))


def withdrawal(entries: Sequence[Told], language: str) -> str:
    """Return what a reply says, as HTML, to a post that can be edited no more: which of its stories editors took back,
    and why; "" if they took none back.
    """
    taken = [entry.lead for entry in entries if entry.lead.withdrawn]
    return "\n\n".join(_withdrawn(lead, language) for lead in taken[: LAYOUT.replied])


def _withdrawn(lead: Coverage, language: str) -> str:
    """Return what is left of a story whose report editors took back: its title, struck out and without a link."""
    reason = foreign(lead.withdrawn, LAYOUT.extract // 2)
    said = phrases(language)("withdrawn", reason=reason)
    return f"<s>{escape(shorten(lead.title, TITLE))}</s>\n⚠️ <i>{opening(language)}{said}</i>"


def _fitting(blocks: Sequence[str], room: Layout) -> int:
    """Return how many blocks fit into what is left of a message, in order; the first always fits."""
    length, entities, size = room.message, room.entities, room.size
    number = 0
    for block in blocks:
        length -= len(visible(block)) + 2
        entities -= block.count("</")
        size -= len(block.encode()) + 2
        if number and min(length, entities, size) < 0:
            break
        number += 1
    return number


class _Page:
    """How the pieces of one digest look."""

    def __init__(self, digest: Digest, names: Mapping[EntityId, str], layout: Layout) -> None:
        self.say: Phrases = phrases(digest.language)
        self._digest = digest
        self._names = names
        self._layout = layout
        self._zone = ZoneInfo(digest.zone)
        self._opening = opening(digest.language)
        self.head = self._heading()

    def _heading(self) -> str:
        digest = self._digest
        lines = []
        if digest.title:
            sign = {"alert": "🔴", "follow": FOLLOWED}.get(digest.kind, "🗞")
            lines.append(f"{sign} <b>{self._opening}{escape(digest.title)}</b>")
        if digest.title and digest.kind in GATHERED:
            stories = [entry.story for entry in digest.entries]
            languages = {language for story in stories for language in story.languages}
            reports = sum(len(story.coverage) for story in stories)
            counted = ("stories", len(stories)), ("reports", reports), ("languages", len(languages))
            lines.append(", ".join(self.say(noun, number=number) for noun, number in counted))
        if digest.note:
            lines.append(f"<i>{self._opening}{escape(digest.note)}</i>")
        return "\n".join(lines)

    def stories(self, entries: Iterable[Told]) -> list[str]:
        """Return stories as the main part tells them. Whom several in a row are about stands above the first."""
        found, above = list[str](), ""
        for entry in entries:
            if entry.lead.withdrawn:
                found.append(_withdrawn(entry.lead, self._digest.language))
                above = ""
            elif entry.with_:
                found.append(f"{linked_title(entry.lead)}\n<i>{self._opening}{self._with(entry)}</i>")
                above = ""
            else:
                about = self._about(entry)
                found.append(self._story(entry, about if about != above else ""))
                above = about
        return found

    def _story(self, entry: Told, about: str) -> str:
        story, lead = entry.story, entry.lead
        mark = "↻ " if entry.again else ""
        lines = [f"<b>{self._opening}{about}</b>"] if about else []
        lines += [f"{mark}{linked_title(lead)}", *self._was(entry)]
        if entry.gist:
            lines.append(f"{self._opening}≈ {escape(entry.gist)} <i>({self.say('recognised')})</i>")
        if self._digest.kind not in GATHERED and (extract := self._extract(lead)):
            lines.append(extract)
        facts = [
            self._outlets(entry),
            *([self.say("languages", number=len(story.languages))] if len(story.languages) > 1 else []),
            *([self.say("single-source")] if len(story.voices) == 1 else []),
        ]
        lines.append(f"<i>{self._opening}{' · '.join(facts)}</i> · {self._time(lead)}")
        return "\n".join(lines)

    def line(self, entry: Told) -> str:
        """Return a story as the folded part tells it."""
        lead = entry.lead
        if lead.withdrawn:
            return _withdrawn(lead, self._digest.language)
        if entry.with_:
            return f"{self._bullet(lead)} <i>{self._with(entry)}</i>"
        others = len(entry.story.coverage) - 1
        more = f" +{others}" if others > 0 else ""
        line = f"{self._bullet(lead)} <i>{outlet(lead, self.say)}{more}</i>"
        gist = [f"{self._opening}≈ {escape(entry.gist)}"] if entry.gist else []
        return "\n".join([line, *gist, *self._was(entry)])

    def _about(self, entry: Told) -> str:
        """Return what an entry is there for: the query it answers, or whom it names."""
        if entry.asked:
            sign = "" if self.head else f"{FOLLOWED} "
            return sign + foreign(entry.asked, self._layout.asked)
        if self._digest.kind == "follow":  # the one query that all answer stands above them
            return ""
        return " · ".join(escape(self._names.get(entity, entity)) for entity in entry.story.entities)

    def _bullet(self, lead: Coverage) -> str:
        return f"{self._opening}• {isolated(linked_title(lead))}"

    def _with(self, entry: Told) -> str:
        return self.say("one-story-with", title=foreign(entry.with_, self._layout.extract // 4))

    def _was(self, entry: Told) -> list[str]:
        """Return the line that owns up to a correction."""
        was = self.say("was", was=foreign(entry.was, self._layout.extract // 2))
        return [f"⚠️ <i>{self._opening}{was}</i>"] if entry.was else []

    def _extract(self, lead: Coverage) -> str:
        """Return how the report begins; who says so stands in the line of outlets below."""
        if not lead.summary or lead.summary.startswith(lead.title):
            return ""
        return escape(shorten(lead.summary, self._layout.extract))

    def _outlets(self, entry: Told) -> str:
        """Name the first outlets, one for each voice, with label and language; count the others."""
        seen: dict[str, Coverage] = {}
        for report in (entry.lead, *entry.story.coverage):
            seen.setdefault(report.voice, report)
        named = list(seen.values())[: self._layout.outlets]
        others = len({report.feed.id for report in entry.story.coverage} - {report.feed.id for report in named})
        return ", ".join(outlet(report, self.say) for report in named) + (f" +{others}" if others > 0 else "")

    def _time(self, report: Coverage) -> str:
        """Return when a report came out: clients show it in the reader's own zone, others read the channel's."""
        when = report.published.astimezone(self._zone)
        shown, pattern = ("t", "HH:mm") if self._digest.at - when < DAY else ("d", "d MMM")
        return f'<tg-time unix="{int(when.timestamp())}" format="{shown}">{self.say.date(when, pattern)}</tg-time>'
