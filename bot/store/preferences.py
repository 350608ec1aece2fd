"""What people and groups chose for themselves by /settings: the language they are answered in, and their time zone."""

from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.dialects.sqlite import insert

from bot.store.schema import preference


@dataclass(frozen=True, slots=True)
class Preference:
    """What a chat chose; "" where it chose nothing."""

    language: str = ""
    zone: str = ""


def load(conn: sa.Connection, chat: int) -> Preference:
    """Return what a chat chose."""
    row = conn.execute(sa.select(preference).where(preference.c.chat == chat)).first()
    return Preference() if row is None else Preference(row.language, row.zone)


def save(conn: sa.Connection, chat: int, chosen: Preference) -> None:
    """Keep what a chat chose, in place of what it chose before."""
    row = {"language": chosen.language, "zone": chosen.zone}
    statement = insert(preference).values(chat=chat, **row)
    conn.execute(statement.on_conflict_do_update(index_elements=["chat"], set_=row))


def forget(conn: sa.Connection, chat: int) -> None:
    """Forget what a chat chose."""
    conn.execute(sa.delete(preference).where(preference.c.chat == chat))
