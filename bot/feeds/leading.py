"""From a web page that was configured as a feed to the feed it names.

Only a feed of the outlet's own is followed, and never from an address that gave a feed until a while ago: a page of
excuses during an outage must not lead a good feed astray.
"""

from dataclasses import replace
from datetime import datetime
from urllib.parse import urlsplit

from bot.errors import FeedError, WebPageError
from bot.feeds.keys import canonical_link
from bot.feeds.state import FeedState
from bot.feeds.timetable import Rules, doubled
from bot.model import Feed, Notice, Validators
from bot.text.domains import domain_of


def leads_to(feed: Feed, state: FeedState, error: FeedError, *, now: datetime, rules: Rules) -> str:
    """Return the feed to ask instead of the page that was found at a feed's address; "" if the failure is no such page,
    or not to be followed.
    """
    if not isinstance(error, WebPageError) or state.moved_to:
        return ""
    if not state.first and now - (state.failing_since or now) < rules.fall_back_after:
        return ""
    return first_own(feed, error)


def first_own(feed: Feed, page: WebPageError) -> str:
    """Return the first feed a page names that is the outlet's own: not the page itself, nor from https to http."""
    own = {domain_of(feed.url), *feed.domains}
    for named in page.feeds:
        is_elsewhere = domain_of(named) not in own or "@" in urlsplit(named).netloc
        is_downgrade = feed.url.startswith("https:") and not named.startswith("https:")
        if not is_elsewhere and not is_downgrade and canonical_link(named) != canonical_link(feed.url):
            return named
    return ""


def led(feed: Feed, state: FeedState, target: str, *, now: datetime, rules: Rules) -> tuple[FeedState, list[Notice]]:
    """Return the state of a feed that is asked at `target` from now on, and what the operator is told, once for each
    target.

    It is asked at once, unless it failed before: then page and feed together are no road around the back-off.
    """
    line = (
        f"{feed.title}: its address is a web page; the feed it names is asked instead. "
        f'To make it plain, write into its [[feed]]: url = "{target}"'
    )
    after = replace(
        state,
        moved_to=target,
        named=target,
        redirect=None,
        validators=Validators(),
        body_hash="",
        body_at=None,
        last_poll=now,
        catching_up=not state.first,
        due=now + doubled(state.failures, rules) if state.failures else now,
        why="the page at its address names it",
    )
    return after, [] if state.named == target else [Notice("page-leads", f"{feed.id} {target}", line)]
