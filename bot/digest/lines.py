"""Pieces of a message that digests and search results share: the linked title, the outlet with its label, the age."""

import html
from datetime import datetime
from urllib.parse import urlsplit

from bot.model import Coverage, Story
from bot.text.domains import domain_of
from bot.text.inert import escape, shorten

TITLE = 160
OUTLET = 40
"""Visible code points."""
LEFT_TO_RIGHT = "\u200e"
"""Opens a line whose first word may be Arabic or Hebrew, so that clients still set the line from the left."""


def linked_title(report: Coverage) -> str:
    """Return a report's title as the link to it, with the domain it leads to where that is not the feed's own."""
    link = f'<a href="{html.escape(report.link)}">{escape(shorten(report.title, TITLE))}</a>'
    domain = foreign_domain(report)
    return f"{link} ({escape(domain)})" if domain else link


def outlet(report: Coverage) -> str:
    """Return who reports, isolated from the direction of the text around it, with label and language."""
    label = ", ".join(part for part in (report.feed.ownership, report.language.upper()) if part)
    return f"\u2068{escape(shorten(report.feed.title, OUTLET))}\u2069 ({label})"


def headline(story: Story, language: str = "") -> Coverage:
    """Return the report whose title speaks for the story: the first in the reader's language, else the first of all.

    A copy speaks only where there is nothing else.
    """
    own = [report for report in story.coverage if not report.copy_of] or list(story.coverage)
    return next((report for report in own if report.language == language), own[0])


def foreign_domain(report: Coverage) -> str:
    """Return the host a link really leads to where it is not the feed's own, else nothing."""
    if domain_of(report.link) in {domain_of(report.feed.url), *report.feed.domains}:
        return ""
    return (urlsplit(report.link).hostname or "").removeprefix("www.")


def age(published: datetime, now: datetime) -> str:
    """Say how long ago something was, as a reader would."""
    minutes = max(0, int((now - published).total_seconds() // 60))
    if minutes < 60:
        return f"{minutes} min ago" if minutes else "just now"
    if minutes < 48 * 60:
        return f"{minutes // 60} h ago"
    return f"{published:%-d %b %Y}"


def count(number: int, one: str, many: str = "") -> str:
    """Return a number with its noun."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"
