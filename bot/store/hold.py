"""The hold: a database that is older than what was sent from it sends nothing until somebody lets it go.

How many posts were sent stands in the database and in a file beside it. Where the file knows of more, the database was
put back to an earlier state, and does not know what readers have seen meanwhile.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import sqlalchemy as sa

from bot.errors import StoreError
from bot.model import ItemId
from bot.search.document import first_id
from bot.store import ledger
from bot.store.lock import beside
from bot.store.outbox import OPERATOR, WAITING, readable
from bot.store.schema import follow_due, follow_match, hold, item, millis, moment, outbox

OLDER = "the database is older than the last posts that were sent from it"


@dataclass(frozen=True, slots=True)
class Hold:
    """Since when nothing is sent, and why."""

    since: datetime
    why: str


@dataclass(frozen=True, slots=True)
class Waiting:
    """A post or an edit that would be sent."""

    channel: str
    created: datetime
    is_edit: bool
    plain: str


def current(conn: sa.Connection) -> Hold | None:
    """Return the hold, if there is one."""
    row = conn.execute(sa.select(hold)).first()
    return None if row is None else Hold(moment(row.since), row.why)


def begin(conn: sa.Connection, why: str, *, now: datetime) -> None:
    """Send nothing from now on."""
    if current(conn) is None:
        conn.execute(sa.insert(hold).values(since=millis(now), why=why))


def begin_if_older(conn: sa.Connection, noted: int, *, now: datetime) -> None:
    """Send nothing from now on if more posts were sent, as the file beside says, than the database knows of."""
    if noted > ledger.number(conn, "sends"):
        begin(conn, OLDER, now=now)


def waiting(conn: sa.Connection) -> list[Waiting]:
    """Return what would be sent, oldest first."""
    query = sa.select(outbox).where(_held(current(conn))).order_by(outbox.c.id)
    return [Waiting(row.channel, moment(row.created), row.version > 0, readable(row)) for row in conn.execute(query)]


def release(conn: sa.Connection, *, send: bool, now: datetime) -> int:
    """Send again from now on; return what number the file beside is to say.

    With `send` everything goes on where the database stands. Without it nothing of before the hold is told again: what
    waits is dropped, and every item of before counts as told.
    """
    found = current(conn)
    if found is not None and not send:
        gone = {"state": "dropped", "error": "perhaps sent before the database was put back", "changed": millis(now)}
        conn.execute(sa.update(outbox).where(_held(found)).values(**gone))
        ledger.put(conn, "told_before", millis(found.since))
        ledger.put(conn, "released", millis(now))
        conn.execute(sa.delete(follow_match))
        old = sa.select(item.c.id).where(counts_as_told(conn))
        conn.execute(sa.delete(follow_due).where(follow_due.c.item.in_(old)))
    conn.execute(sa.delete(hold))
    return ledger.number(conn, "sends")


def counts_as_told(conn: sa.Connection) -> sa.ColumnElement[bool]:
    """Return the condition on items that may have been told before the database was put back.

    They are those of before the hold, and those without a date of their own that came before its end: the feeds showed
    them again.
    """
    since = ledger.number(conn, "told_before")
    if not since:
        return sa.false()
    undated = sa.and_(item.c.stated.is_(None), item.c.seen < ledger.number(conn, "released"))
    return sa.or_(item.c.id < first_id(moment(since)), undated)


def news(conn: sa.Connection, ids: Sequence[ItemId]) -> list[ItemId]:
    """Return which items may be told as news: all but those that count as told."""
    if not ledger.number(conn, "told_before"):
        return list(ids)
    return [ItemId(one) for one in conn.scalars(sa.select(item.c.id).where(item.c.id.in_(ids), ~counts_as_told(conn)))]


def excepted(found: Hold | None) -> sa.ColumnElement[bool]:
    """Return what is true of the posts and edits that no hold keeps: notices to administrators, and edits that a
    takedown called for since it began. Those of before may say less than the message says by now.
    """
    notice = outbox.c.channel == OPERATOR
    if found is None:
        return notice
    return sa.or_(notice, sa.and_(outbox.c.version > 0, outbox.c.urgent, outbox.c.changed >= millis(found.since)))


def _held(found: Hold | None) -> sa.ColumnElement[bool]:
    return sa.and_(outbox.c.state.in_(WAITING), sa.not_(excepted(found)))


def noted(url: str) -> int:
    """Return how many posts were sent, as the file beside a database says; 0 if there is none."""
    try:
        return int(beside(url, "sends").read_text(encoding="ascii"))
    except (OSError, ValueError):
        return 0


def note(url: str, sends: int) -> None:
    """Let the file beside a database say how many posts were sent. Raises StoreError."""
    path: Path = beside(url, "sends")
    try:
        path.touch(mode=0o600)
        path.write_text(f"{sends}\n", encoding="ascii")
    except OSError as error:
        raise StoreError(f"{path}: cannot be written ({error.strerror})") from error
