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
from bot.feeds.agenda import Agenda, Planned
from bot.feeds.health import Network, may_be_ours, notice, overlap
from bot.feeds.identity import Known, Sorting, newcomers
from bot.feeds.leading import leads_to, led
from bot.feeds.state import FeedState
from bot.model import Feed, Item, Unchanged

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
    agenda: Agenda,
    clock: Clock,
) -> str:
    """Store what is new in one feed; return what was wrong with it, or nothing.

    A feed that fails is counted and left for later, whatever broke it; it never stops the run.
    """
    state = await archive.state(feed)
    wrong = ""
    try:
        after = await _asked(
            feed, state, fetch=fetch, read=read, archive=archive, rules=rules, planned=agenda.planned, clock=clock
        )
    except FeedError as error:
        if target := leads_to(feed, state, error, now=clock(), rules=rules):
            after = await _led(feed, state, target, archive=archive, rules=rules, now=clock())
        else:
            wrong = error.reason
            after = await _failed(feed, state, error, archive=archive, rules=rules, network=network, now=clock())
    except StoreError:
        raise
    except Exception as error:
        log.exception("feed.broke feed=%s", feed.id)
        ours = FeedError(f"reading it broke something of ours ({type(error).__name__})")
        after = timetable.after_failure(feed, state, ours, now=clock(), rules=rules)
        agenda.note(feed.id, (await _remember(feed, state, after, archive, now=clock())).due)
        return ours.reason
    agenda.note(feed.id, after.due)
    if not wrong and (told := network.note(feed.id, failed=False, now=clock())):
        await archive.tell(*told, now=clock())
    return wrong


async def _asked(
    feed: Feed,
    state: FeedState,
    *,
    fetch: Fetch,
    read: Read,
    archive: Collected,
    rules: timetable.Rules,
    planned: Planned,
    clock: Clock,
) -> FeedState:
    """Return the state after a good answer, stored with what was new in it. Raises FeedError."""
    page = await fetch(feed, state)
    if isinstance(page, Unchanged):
        after = timetable.after_unchanged(feed, state, page, now=clock(), rules=rules, planned=planned)
        return await _remember(feed, state, after, archive, now=clock())
    now = clock()
    reading = await read(page, feed, shared_links=state.shared_links, now=now)
    known = await archive.known(feed, state, [key for item in reading.items for key in item.keys])
    sorting = await _sorted(reading.items, known, now=now, catching_up=state.catching_up)
    document = reading.document
    after = timetable.after_success(feed, state, page, document, sorting, now=now, rules=rules, planned=planned)
    after = await _merged(feed, state, replace(after, unusable=tuple(reading.unusable.items())), archive, now=now)
    usable, refused, new = len(reading.items), sum(reading.unusable.values()), len(sorting.new)
    counts = Counts(read=usable + refused, unusable=refused, known=usable - new, new=new)
    after, told = notice(feed, after, now=now)
    after, missed = overlap(feed, after, sorting, newest=known.newest)
    await archive.save(feed, after, sorting, counts, told + missed)
    return after


async def _led(
    feed: Feed, state: FeedState, target: str, *, archive: Collected, rules: timetable.Rules, now: datetime
) -> FeedState:
    """Store that a page was found where a feed should be, and which feed of its is asked instead."""
    after, leading = led(feed, state, target, now=now, rules=rules)
    after, told = notice(feed, await _merged(feed, state, after, archive, now=now), now=now)
    await archive.remember(feed, after, told or leading)
    return after


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
) -> FeedState:
    """Store that a feed failed, or that our own network did: then no feed is blamed, nor those that failed just now."""
    excusable = may_be_ours(state, error)
    told = network.note(feed.id, failed=True, now=now) if excusable and not state.failures else []
    ours = network.down and excusable
    after = timetable.after_failure(feed, state, error, now=now, rules=rules, ours=ours)
    after = await _remember(feed, state, after, archive, now=now)
    if told:
        await archive.excuse(network.failed)
        await archive.tell(*told, now=now)
    return after


async def _remember(feed: Feed, before: FeedState, after: FeedState, archive: Collected, *, now: datetime) -> FeedState:
    """Store a feed's new state, with what has to be told of it."""
    after, told = notice(feed, await _merged(feed, before, after, archive, now=now), now=now)
    await archive.remember(feed, after, told)
    return after


async def _merged(feed: Feed, before: FeedState, after: FeedState, archive: Collected, *, now: datetime) -> FeedState:
    """Return the state of a feed that, having moved, may be at the address of another: then only that one is asked."""
    if after.moved_to in {"", before.moved_to}:
        return after
    other = await archive.asked_at(after.moved_to, besides=feed)
    return roster.doubled(after, other, now=now) if other else after
