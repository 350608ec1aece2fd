"""The figures of /metrics, in Prometheus' text format. Nothing anybody asked or wrote is ever in them."""

import asyncio
import math
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from prometheus_client import CollectorRegistry, ProcessCollector, generate_latest
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, Metric, SummaryMetricFamily

from bot.feeds.health import condition
from bot.feeds.state import FeedState
from bot.model import EntityId, FeedId
from bot.store import feeds, notices, outbox, tally, vital
from bot.store.database import Database
from bot.watch.vitals import STAGES, Health, Vitals

DAY = timedelta(days=1)
QUANTILES = (0.5, 0.95)


@dataclass(frozen=True, slots=True, eq=False)
class Figures:
    """All that is shown, read at one time."""

    health: Health
    vitals: Vitals
    totals: vital.Totals
    conditions: Mapping[str, int]
    posts: Mapping[str, int]
    took: Sequence[vital.Took]
    matches: Mapping[EntityId, int]
    notices: Mapping[str, int]
    pages: tuple[int, int]
    version: str

    def collect(self) -> Iterator[Metric]:
        """Yield every metric, as Prometheus' library wants it."""
        yield from self._of_the_process()
        yield from self._of_the_archive()
        yield from self._of_posts()

    def _of_the_process(self) -> Iterator[Metric]:
        health, vitals = self.health, self.vitals
        info = {"version": self.version, "mode": health.mode}
        yield _gauge("newswatch_info", "version and mode (live or sandbox); always 1", [(info, 1)])
        yield _gauge(
            "newswatch_ready", "1 while collecting, understanding and delivering work", [({}, not health.hindered)]
        )
        ages = [({"stage": stage}, vitals.age(stage)) for stage in STAGES]
        yield _gauge("newswatch_stage_age_seconds", "since a stage last came round", ages)
        yield _gauge(
            "newswatch_loop_lag_seconds", "longest delay of the event loop in the last minute", [({}, vitals.lag)]
        )
        yield _gauge("newswatch_tasks", "tasks of the event loop", [({}, len(asyncio.all_tasks()))])
        counted = dict(vitals.counts)
        polls = [({"outcome": what}, number) for (name, what), number in counted.items() if name == "polls"]
        yield _counter("newswatch_polls", "feeds asked, by outcome: read, failed, broke", polls)
        jobs = [
            (dict(zip(("job", "outcome"), what.split(), strict=True)), number)
            for (name, what), number in counted.items()
            if name == "jobs"
        ]
        yield _counter("newswatch_jobs", "runs of each job, by outcome: done, failed", jobs)
        yield _counter(
            "newswatch_understood_items", "items understood", [({}, counted.get(("items", "understood"), 0))]
        )
        yield self._spent("newswatch_job_seconds", "time that runs of a job took", "job")
        yield self._spent("newswatch_poll_seconds", "time that asking and reading a feed took", "poll")
        yield self._spent("newswatch_answer_seconds", "time that answering took, by command", "answer")

    def _spent(self, name: str, text: str, what: str) -> Metric:
        label = [] if what == "poll" else ["command" if what == "answer" else what]
        family = SummaryMetricFamily(name, text, labels=label)
        for (kind, one), spent in list(self.vitals.spent.items()):
            if kind == what:
                family.add_metric([one] if label else [], spent.times, spent.seconds)
        return family

    def _of_the_archive(self) -> Iterator[Metric]:
        totals = self.totals
        entries = [({"fate": fate}, number) for fate, number in totals.entries.items()]
        yield _counter(
            "newswatch_entries", "entries read, by fate: new, known, unusable; since the archive began", entries
        )
        states = [({"condition": name}, number) for name, number in self.conditions.items()]
        yield _gauge("newswatch_feeds", "feeds by condition", states)
        yield _gauge("newswatch_feeds_due", "feeds that are due now", [({}, totals.due)])
        yield _gauge("newswatch_items", "items in the archive", [({}, totals.items)])
        yield _gauge("newswatch_items_waiting", "items not understood yet", [({}, totals.waiting)])
        matched = [({"entity": entity}, number) for entity, number in self.matches.items()]
        yield _gauge("newswatch_matches_last_day", "items published in the last 24 hours that name an entity", matched)
        bytes_ = [({"part": "used"}, self.pages[0]), ({"part": "free"}, self.pages[1])]
        yield _gauge("newswatch_database_bytes", "the database file: in use, and free within it", bytes_)
        kinds = [({"kind": kind}, number) for kind, number in self.notices.items()]
        yield _gauge("newswatch_notices", "troubles that last, by kind", kinds)

    def _of_posts(self) -> Iterator[Metric]:
        states = [({"state": state}, number) for state, number in self.posts.items()]
        yield _gauge("newswatch_posts", "posts and edits by state of delivery", states)
        yield _gauge("newswatch_chats_paused", "chats that take no posts at present", [({}, self.totals.paused)])
        spans = {
            "published": [(one.posted - one.published).total_seconds() for one in self.took],
            "fetched": [(one.posted - one.fetched).total_seconds() for one in self.took],
        }
        rows = [
            ({"since": since, "quantile": str(share)}, quantile(found, share))
            for since, found in spans.items()
            for share in QUANTILES
            if found
        ]
        text = "from when a report was published, or fetched, to when it was posted, over 24 hours"
        yield _gauge("newswatch_posted_after_seconds", text, rows)
        yield _gauge("newswatch_posted_stories", "stories told for the first time in 24 hours", [({}, len(self.took))])


def quantile(values: Iterable[float], share: float) -> float:
    """Return the smallest value that is not less than that share of all (nearest rank)."""
    ordered = sorted(values)
    return ordered[max(0, math.ceil(share * len(ordered)) - 1)]


Rows = Iterable[tuple[Mapping[str, str], float]]


def _gauge(name: str, text: str, rows: Rows) -> Metric:
    return _filled(GaugeMetricFamily(name, text), rows)


def _counter(name: str, text: str, rows: Rows) -> Metric:
    family = CounterMetricFamily(name, text)
    for labels, value in rows:
        family.add_sample(f"{name}_total", dict(labels), value)
    return family


def _filled(family: Metric, rows: Rows) -> Metric:
    for labels, value in rows:
        family.add_sample(family.name, dict(labels), float(value))
    return family


async def figures(
    database: Database,
    vitals: Vitals,
    health: Health,
    asked: Collection[FeedId],
    *,
    version: str,
    now: datetime,
) -> bytes:
    """Return the text of /metrics."""
    states = await database.read(feeds.states)
    shown = Figures(
        health=health,
        vitals=vitals,
        totals=await database.read(vital.totals, asked, now=now),
        conditions=Counter(condition(states.get(feed, FeedState()), now=now) for feed in asked),
        posts=await database.read(outbox.states),
        took=await database.read(vital.posted, since=now - DAY),
        matches=await database.read(tally.of_entities, since=now - DAY),
        notices=await database.read(notices.standing),
        pages=await database.read(vital.pages),
        version=version,
    )
    registry = CollectorRegistry(auto_describe=False)
    registry.register(shown)
    ProcessCollector(registry=registry)
    return generate_latest(registry)
