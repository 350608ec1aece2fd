"""What a chat does not want to hear of until a time: a story, a source, a language, an entity.

What is muted is kept as a query (`source:bbc`, `lang:ar`, `entity:putin`) that items meet beside the followed ones, or
as `story:` and the number of one of the story's items.
"""

from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.dialects.sqlite import insert

from bot.model import ItemId
from bot.store.schema import millis, moment, mute


@dataclass(frozen=True, slots=True)
class Mute:
    """Something a chat does not want to hear of until a time."""

    id: int
    what: str
    until: datetime


def story(number: ItemId) -> str:
    """Return what names the story of an item."""
    return f"story:{number}"


def add(conn: sa.Connection, chat: str, what: str, *, until: datetime) -> None:
    """Mute something until a time, in place of an earlier time."""
    row = {"chat": chat, "what": what, "until": millis(until)}
    again = {"until": millis(until)}
    conn.execute(insert(mute).values(row).on_conflict_do_update(index_elements=["chat", "what"], set_=again))


def lift(conn: sa.Connection, chat: str, number: int) -> bool:
    """Hear of something again; return whether the chat had muted it."""
    return bool(conn.execute(sa.delete(mute).where(mute.c.chat == chat, mute.c.id == number)).rowcount)


def of_chat(conn: sa.Connection, chat: str, *, now: datetime) -> list[Mute]:
    """Return what a chat has muted, what ends first first."""
    query = sa.select(mute).where(mute.c.chat == chat, mute.c.until > millis(now)).order_by(mute.c.until, mute.c.id)
    return [Mute(row.id, row.what, moment(row.until)) for row in conn.execute(query)]


def queries(conn: sa.Connection) -> dict[str, datetime]:
    """Return every query that is or was muted somewhere, and until when."""
    query = sa.select(mute.c.what, sa.func.max(mute.c.until)).where(mute.c.what.not_like("story:%"))
    return {row[0]: moment(row[1]) for row in conn.execute(query.group_by(mute.c.what))}


def forget(conn: sa.Connection, *, now: datetime) -> None:
    """Let go of what is heard again."""
    conn.execute(sa.delete(mute).where(mute.c.until <= millis(now)))
