"""What people and groups chose for themselves by /settings: their language, their time zone, when digests come."""

from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.dialects.sqlite import insert

from bot.store.schema import preference


@dataclass(frozen=True, slots=True)
class Preference:
    """What a chat chose; "" where it chose nothing. `digest_at`: local times such as "09:00 18:00"."""

    language: str = ""
    zone: str = ""
    digest_at: str = ""


def load(conn: sa.Connection, chat: int) -> Preference:
    """Return what a chat chose."""
    row = conn.execute(sa.select(preference).where(preference.c.chat == chat)).first()
    return Preference() if row is None else Preference(row.language, row.zone, row.digest_at)


def save(conn: sa.Connection, chat: int, chosen: Preference) -> None:
    """Keep what a chat chose, in place of what it chose before."""
    row = {"language": chosen.language, "zone": chosen.zone, "digest_at": chosen.digest_at}
    statement = insert(preference).values(chat=chat, **row)
    conn.execute(statement.on_conflict_do_update(index_elements=["chat"], set_=row))
