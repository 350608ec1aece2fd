"""What the bot answers to /cite: headline, outlet, link, times and earlier wordings of reports. Pure."""

import html
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from itertools import pairwise

from bot.chat.paging import PAGE
from bot.chat.replies import Reader, fitting
from bot.digest.lines import TITLE, foreign, isolated, outlet_of
from bot.model import Feed, FeedId
from bot.store.citations import Citation
from bot.text.inert import escape, shorten

LINK = 300
"""Code points of a link that is written out; a longer one stands behind the headline alone."""
VERSIONS = 5
"""Earlier wordings that are shown, the last ones."""
_PATTERN = "d MMMM y, HH:mm"


def cited(shown: Sequence[Citation], sources: Mapping[FeedId, Feed], reader: Reader, *, first: int) -> str:
    """Return citations of reports; `first` is the page they stand on."""
    head = f"🔖 {reader.opening}<b>{reader.say('citation')}</b>"
    gone = not any(one.has_text for one in shown)
    note = [f"<i>{reader.opening}{reader.say('text-gone')}</i>"] if gone else []
    entries = [_entry(number, one, sources, reader) for number, one in enumerate(shown, first * PAGE + 1)]
    return fitting(["\n".join([head, *note]), *entries], reader.say, "\n\n")


def _entry(number: int, one: Citation, sources: Mapping[FeedId, Feed], reader: Reader) -> str:
    say, mark = reader.say, reader.opening
    title = f'<a href="{html.escape(one.link)}">{escape(shorten(one.title, TITLE))}</a>'
    feed = sources.get(one.feed) or Feed(one.feed, title=one.feed, url=one.link)
    lines = [
        f"<b>{number}.</b> {f'<s>{title}</s>' if one.withdrawn else title}",
        f"{mark}{outlet_of(feed, one.language, say, with_owner=True)}",
    ]
    if len(one.link) <= LINK:
        lines.append(f"<code>{html.escape(one.link, quote=False)}</code>")
    lines.append(mark + say("published-at", when=_times(one.published, reader)))
    lines.append(mark + say("seen-at", when=_times(one.seen, reader)))
    lines += [mark + line for line in _wordings(one, reader)]
    if one.withdrawn:
        lines.append(f"⚠️ {mark}{say('withdrawn', reason=foreign(one.withdrawn, TITLE))}")
    lines.append(mark + say("report-number", report=isolated(f"<code>{one.item}</code>")))
    return "\n".join(lines)


def _wordings(one: Citation, reader: Reader) -> list[str]:
    """Return what the headline or the link was, and until when."""
    said = [*((was.title, was.link) for was in one.wordings), (one.title, one.link)]
    changed = [was for was, (then, now) in zip(one.wordings, pairwise(said), strict=True) if then != now]
    return [
        reader.say(
            "was-until",
            when=_times(was.until, reader),
            title=isolated(f'<a href="{html.escape(was.link)}">{escape(shorten(was.title, TITLE))}</a>'),
        )
        for was in changed[-VERSIONS:]
    ]


def _times(when: datetime, reader: Reader) -> str:
    """Return a time in UTC, and in the reader's zone where that is another."""
    utc = isolated(f"{reader.say.date(when.astimezone(UTC), _PATTERN)} UTC")
    here = when.astimezone(reader.zone)
    if here.utcoffset() == when.astimezone(UTC).utcoffset():
        return utc
    return f"{utc} ({isolated(f'{reader.say.date(here, _PATTERN)} {reader.zone}')})"
