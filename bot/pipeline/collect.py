"""The order of the first steps: ask a feed, read it, tell what is new, remember how it is doing."""

import asyncio
import logging
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from functools import partial

from bot.boundaries import Clock, Collected, Counts, Fetch, Read
from bot.errors import FeedError, StoreError
from bot.feeds import roster, timetable
from bot.feeds.health import Network, may_be_ours, notice
from bot.feeds.identity import Known, Sorting, newcomers
from bot.feeds.reading import Reading
from bot.feeds.timetable import FeedState
from bot.model import Feed, Item, Page, Unchanged

log = logging.getLogger(__name__)

LARGE = 200
"""Items of one document that are sorted in less time than anybody notices."""


async def collect(
    feed: Feed,
    *,
    fetch: Fetch,
    read: Read,
    archive: Collected,
    rules: timetable.Rules,
    network: Network,
    clock: Clock,
) -> str:
    """Store what is new in one feed; return what was wrong with it, or nothing.

    A feed that fails is counted and left for later, whatever broke it; it never stops the run.
    """
    state = await archive.state(feed)
    try:
        page = await fetch(feed, state)
        if isinstance(page, Unchanged):
            after = timetable.after_unchanged(feed, state, page, now=clock(), rules=rules)
            await _remember(feed, state, after, archive, now=clock())
        else:
            now = clock()
            reading = await read(page, feed, shared_links=state.shared_links, now=now)
            await _store(feed, state, page, reading, archive=archive, rules=rules, now=now)
    except FeedError as error:
        await _failed(feed, state, error, archive=archive, rules=rules, network=network, now=clock())
        return error.reason
    except StoreError:
        raise
    except Exception as error:
        log.exception("feed.broke feed=%s", feed.id)
        ours = FeedError(f"reading it broke something of ours ({type(error).__name__})")
        await _remember(
            feed, state, timetable.after_failure(feed, state, ours, now=clock(), rules=rules), archive, clock()
        )
        return ours.reason
    if line := network.note(feed.id, failed=False, now=clock()):
        await archive.tell(line, now=clock())
    return ""


async def _store(
    feed: Feed,
    state: FeedState,
    page: Page,
    reading: Reading,
    *,
    archive: Collected,
    rules: timetable.Rules,
    now: datetime,
) -> None:
    """Store what a document brings, with the feed's new state."""
    known = await archive.known(feed, state, [key for item in reading.items for key in item.keys])
    sorting = await _sorted(reading.items, known, now=now, catching_up=state.catching_up)
    after = timetable.after_success(feed, state, page, reading.document, sorting, now=now, rules=rules)
    after = await _merged(feed, state, replace(after, unusable=tuple(reading.unusable.items())), archive, now=now)
    usable, refused, new = len(reading.items), sum(reading.unusable.values()), len(sorting.new)
    counts = Counts(read=usable + refused, unusable=refused, known=usable - new, new=new)
    after, line = notice(feed, after, now=now)
    await archive.save(feed, after, sorting, counts, line)


async def _sorted(items: Sequence[Item], known: Known, *, now: datetime, catching_up: bool) -> Sorting:
    """Return a document sorted, beside the event loop if it is a large one."""
    sort = partial(newcomers, items, known, now=now, catching_up=catching_up)
    return await asyncio.to_thread(sort) if len(items) > LARGE else sort()


async def _failed(
    feed: Feed,
    state: FeedState,
    error: FeedError,
    *,
    archive: Collected,
    rules: timetable.Rules,
    network: Network,
    now: datetime,
) -> None:
    """Store that a feed failed, or that our own network did: then no feed is blamed, nor those that failed just now."""
    excusable = may_be_ours(state, error)
    line = network.note(feed.id, failed=True, now=now) if excusable and not state.failures else ""
    ours = network.down and excusable
    after = timetable.after_failure(feed, state, error, now=now, rules=rules, ours=ours)
    await _remember(feed, state, after, archive, now=now)
    if line:
        await archive.excuse(network.failed)
        await archive.tell(line, now=now)


async def _remember(feed: Feed, before: FeedState, after: FeedState, archive: Collected, now: datetime) -> None:
    """Store a feed's new state, with what has to be told of it."""
    after, line = notice(feed, await _merged(feed, before, after, archive, now=now), now=now)
    await archive.remember(feed, after, line)


async def _merged(feed: Feed, before: FeedState, after: FeedState, archive: Collected, *, now: datetime) -> FeedState:
    """Return the state of a feed that, having moved, may be at the address of another: then only that one is asked."""
    if after.moved_to in {"", before.moved_to}:
        return after
    other = await archive.asked_at(after.moved_to, besides=feed)
    return roster.doubled(after, other, now=now) if other else after
