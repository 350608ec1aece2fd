"""The receipt: every entry read and every post called for, with what became of it. The sums must agree.

entries: read = unusable + known + new
items:   new + loaded by hand = not yet understood + matched + not matched + forgotten
channel: matched = awaiting a digest + posted + joined + suppressed, by reason
posts:   called for = sent + waiting + quarantined + dropped
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from bot.model import EntityId
from bot.store import hold, ledger, stories
from bot.store.items import chunks
from bot.store.outbox import WAITING
from bot.store.schema import NOT_UNDERSTOOD, digest, feed, item, mention, millis, outbox, shown


@dataclass(frozen=True, slots=True)
class Account:
    """One sum and its parts. `of` names what it is about."""

    of: str
    total: str
    amount: int
    parts: dict[str, int]

    @property
    def missing(self) -> int:
        """How much of the sum no part accounts for; less than nothing: something is counted twice."""
        return self.amount - sum(self.parts.values())

    def __str__(self) -> str:
        parts = " + ".join(f"{number} {name}" for name, number in self.parts.items() if number)
        wrong = f"  WRONG by {self.missing}" if self.missing else ""
        total = self.total.removesuffix("s") if self.amount == 1 else self.total
        return f"{self.of}: {self.amount} {total} = {parts or 0}{wrong}"


@dataclass(frozen=True, slots=True)
class Reader:
    """A channel, as the receipt sees it: whom it is told of, and since when.

    `since` is how far back its next digest looks, `kept` how far back all its posts are kept. `each`: stories are posts
    of their own, and what a feed began with is none.
    """

    channel: str
    wanted: Sequence[EntityId]
    since: datetime
    kept: datetime
    each: bool = False


def accounts(conn: sa.Connection, readers: Sequence[Reader]) -> list[Account]:
    """Return all sums, of one moment."""
    return [
        entries(conn),
        items(conn),
        *(told(conn, reader) for reader in readers),
        *(posts(conn, reader.channel, since=reader.kept) for reader in readers),
    ]


def entries(conn: sa.Connection) -> Account:
    """Return what became of the entries read."""
    columns = (feed.c.read, feed.c.unusable, feed.c.known, feed.c.new)
    sums = conn.execute(sa.select(*(_sum(column).label(column.name) for column in columns))).mappings().one()
    return Account("entries", "read", sums["read"], {name: sums[name] for name in ("unusable", "known", "new")})


def items(conn: sa.Connection) -> Account:
    """Return what became of the items that were stored."""
    named = sa.exists().where(mention.c.item == item.c.id)
    parts = {
        "not yet understood": _count(conn, NOT_UNDERSTOOD),
        "matched": _count(conn, item.c.understood, named),
        "not matched": _count(conn, item.c.understood, sa.not_(named)),
        "forgotten": ledger.number(conn, "forgotten"),
    }
    new = conn.scalar(sa.select(_sum(feed.c.new))) or 0
    return Account("items", "new", new + ledger.number(conn, "loaded"), parts)


def told(conn: sa.Connection, reader: Reader) -> Account:
    """Return what a channel was told of the items that name whom it wants, or why not.

    What counts as told stands in a digest that there is; what awaits one is what the next digest would be made of.
    """
    matched = (item.c.understood, item.c.id.in_(sa.select(mention.c.item).where(mention.c.entity.in_(reader.wanted))))
    here = (shown.c.channel == reader.channel, shown.c.item == item.c.id)
    written = sa.exists().where(digest.c.channel == shown.c.channel, digest.c.key == shown.c.digest_key)
    parts = {
        how: _count(conn, *matched, sa.exists().where(*here, shown.c.how == how, written))
        for how in ("posted", "joined")
    }
    left = [*matched, sa.not_(sa.exists().where(*here))]
    for name, true in (
        ("taken back", item.c.withdrawn != ""),
        ("before the database was put back", hold.counts_as_told(conn)),
        ("what its feed began with", sa.and_(item.c.quiet != "", sa.literal(reader.each))),
        ("too old for a digest", item.c.published < millis(reader.since)),
    ):
        parts[name] = _count(conn, *left, true)
        left.append(sa.not_(true))
    return Account(
        reader.channel, "matched", _count(conn, *matched), {**parts, "awaiting a digest": _next(conn, reader)}
    )


def _next(conn: sa.Connection, reader: Reader) -> int:
    """Return how many items the next digest is made of, as far as they are no older than it looks back."""
    found = [
        report.item
        for story in stories.candidates(conn, reader.channel, {}, reader.wanted, since=reader.since)
        for report in story.fresh
        if report.entities and not (reader.each and report.quiet)
    ]
    joined = sa.exists().where(shown.c.channel == reader.channel, shown.c.item == item.c.id)
    due = (item.c.understood, item.c.published >= millis(reader.since), sa.not_(joined))
    return sum(_count(conn, item.c.id.in_(some), *due) for some in chunks(found))


def posts(conn: sa.Connection, channel: str, *, since: datetime) -> Account:
    """Return what became of a channel's posts since a time; edits are none."""
    whole = (digest.c.channel == channel, digest.c.composed >= millis(since))
    called_for = conn.scalar(sa.select(_sum(digest.c.posts)).where(*whole)) or 0
    mine = (outbox.c.channel == channel, outbox.c.version == 0, outbox.c.created >= millis(since))
    query = sa.select(outbox.c.state, sa.func.count()).where(*mine)
    states = {row[0]: row[1] for row in conn.execute(query.group_by(outbox.c.state))}
    waiting = sum(states.get(state, 0) for state in WAITING)
    others = {state: states.get(state, 0) for state in ("quarantined", "dropped")}
    return Account(channel, "posts", called_for, {"sent": states.get("sent", 0), "waiting": waiting, **others})


def _count(conn: sa.Connection, *conditions: sa.ColumnElement[bool] | sa.TextClause) -> int:
    return conn.scalar(sa.select(sa.func.count()).select_from(item).where(*conditions)) or 0


def _sum(column: sa.Column[int]) -> sa.ColumnElement[int]:
    return sa.func.coalesce(sa.func.sum(column), 0)
