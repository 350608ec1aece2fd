"""What the bot found, for feed readers: the newest stories of an entity or of a search, as Atom and as JSON Feed."""

import html
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Literal

from bot.digest.lines import headline
from bot.model import Coverage, Story
from bot.text.inert import shorten
from bot.web.render import rendered, rfc3339

Form = Literal["atom", "json"]
TYPES: Mapping[Form, str] = {"atom": "application/atom+xml", "json": "application/feed+json"}
MOST = 50
"""Stories in a feed."""
LISTED = 20
"""Reports named in an entry."""
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Entry:
    """A story as an entry: the report whose title speaks for it, and who else reports."""

    id: str
    title: str
    link: str
    outlet: str
    language: str
    published: datetime
    updated: datetime
    html: str


@dataclass(frozen=True, slots=True)
class Output:
    """A feed of ours. `id` names it for ever, `link` is where it was asked for."""

    id: str
    title: str
    link: str
    entries: Sequence[Entry]

    @property
    def updated(self) -> datetime:
        """Return when the newest of it changed."""
        return max((entry.updated for entry in self.entries), default=EPOCH)


def entries(stories: Sequence[Story]) -> list[Entry]:
    """Return stories as entries, the one with the newest report first. A story changes with every report."""
    found = [_entry(story) for story in stories]
    return sorted(found, key=lambda entry: (entry.updated, entry.id), reverse=True)[:MOST]


def _entry(story: Story) -> Entry:
    lead = headline(story)
    times = [report.published for report in story.coverage]
    reports = "".join(_report(report) for report in story.coverage[:LISTED])
    left = len(story.coverage) - LISTED
    more = f"<li>{left} more</li>" if left > 0 else ""
    return Entry(
        id=f"urn:newswatch:story:{story.id}",
        title=lead.title or "—",
        link=_safe(lead.link),
        outlet=lead.feed.title,
        language=lead.language,
        published=min(times),
        updated=max(times),
        html=f"<p>{html.escape(shorten(lead.summary, 400))}</p><ul>{reports}{more}</ul>",
    )


def _report(report: Coverage) -> str:
    link, title, outlet = (html.escape(text) for text in (_safe(report.link), report.title, report.feed.title))
    return f'<li><a href="{link}">{title}</a> ({outlet})</li>' if link else f"<li>{title} ({outlet})</li>"


def _safe(link: str) -> str:
    """Return a link that leads to a page, else nothing."""
    return link if link.startswith(("https://", "http://")) else ""


def written(output: Output, form: Form) -> str:
    """Return a feed in one of its forms (RFC 4287; JSON Feed 1.1)."""
    if form == "atom":
        return rendered("feed.atom", feed=output)
    items = [
        {
            "id": entry.id,
            "title": entry.title,
            "content_html": entry.html,
            "date_published": rfc3339(entry.published),
            "date_modified": rfc3339(entry.updated),
            "authors": [{"name": entry.outlet}],
        }
        | ({"url": entry.link} if entry.link else {})
        | ({"language": entry.language} if entry.language else {})
        for entry in output.entries
    ]
    head = {"version": "https://jsonfeed.org/version/1.1", "title": output.title, "feed_url": output.link}
    return json.dumps(head | {"items": items}, ensure_ascii=False)
