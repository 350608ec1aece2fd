"""Pieces of a message that digests and search results share: the linked title, the outlet with its label, the time."""

import html
from datetime import datetime
from urllib.parse import urlsplit

from bot.model import Coverage, Feed, Story
from bot.text.domains import domain_of
from bot.text.inert import escape, shorten
from bot.text.say import Phrases

TITLE = 160
OUTLET = 40
"""Visible code points."""
LEFT_TO_RIGHT = "\u200e"
"""Opens a line whose first word may be Arabic or Hebrew, so that clients still set the line from the left."""
RIGHT_TO_LEFT = "\u200f"
"""The same for readers from the right."""
_FROM_THE_RIGHT = frozenset({"ar", "fa", "he", "ur", "ckb", "ps", "yi"})


def linked_title(report: Coverage) -> str:
    """Return a report's title as the link to it, with the domain it leads to where that is not the feed's own."""
    link = f'<a href="{html.escape(report.link)}">{escape(shorten(report.title, TITLE))}</a>'
    domain = foreign_domain(report)
    return f"{link} ({escape(domain)})" if domain else link


def outlet(report: Coverage, say: Phrases, *, with_owner: bool = False) -> str:
    """Return who reports, isolated from the direction of the text around it, with label and language."""
    return outlet_of(report.feed, report.language, say, with_owner=with_owner)


def outlet_of(feed: Feed, language: str, say: Phrases, *, with_owner: bool = False) -> str:
    """Return an outlet with its label and the language of what it reports; with its owner, unless that is its name.

    Where nobody said what kind of outlet it is, its owner is its label.
    """
    labelled = feed.ownership != "unknown" or not feed.owner
    owner = feed.owner if (with_owner and feed.owner != feed.title) or not labelled else ""
    label = say(feed.ownership) if labelled else ""
    parts = (owner and foreign(owner, OUTLET), label, language.upper())
    about = ", ".join(part for part in parts if part)
    return f"{foreign(feed.title, OUTLET)} ({about})"


def isolated(text: str) -> str:
    """Return text whose direction is its own business and not that of the line it stands in."""
    return f"\u2068{text}\u2069"


def foreign(text: str, limit: int) -> str:
    """Return somebody's words ready to stand in a line of ours: short, inert, in their own direction."""
    return isolated(escape(shorten(text, limit)))


def opening(language: str) -> str:
    """Return the mark that sets a line in the direction of the reader's language, whatever it begins with."""
    return RIGHT_TO_LEFT if language in _FROM_THE_RIGHT else LEFT_TO_RIGHT


def headline(story: Story, language: str = "") -> Coverage:
    """Return the report whose title speaks for the story: the first in the reader's language, else the first of all.

    A report that names nobody who is followed (or only possibly) never speaks where one does; a copy only where there
    is nothing else.
    """
    named = [report for report in story.coverage if report.entities] or list(story.coverage)
    own = [report for report in named if not report.copy_of] or named
    return next((report for report in own if report.language == language), own[0])


def foreign_domain(report: Coverage) -> str:
    """Return the host a link really leads to where it is not the feed's own, else nothing."""
    if domain_of(report.link) in {domain_of(report.feed.url), *report.feed.domains}:
        return ""
    return (urlsplit(report.link).hostname or "").removeprefix("www.")


def age(published: datetime, now: datetime, say: Phrases) -> str:
    """Say how long ago something was, as a reader would."""
    minutes = max(0, int((now - published).total_seconds() // 60))
    if minutes < 60:
        return say("minutes-ago", number=minutes) if minutes else say("just-now")
    if minutes < 48 * 60:
        return say("hours-ago", number=minutes // 60)
    return say.date(published, "d MMM y")
