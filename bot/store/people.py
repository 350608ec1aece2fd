"""What is stored about people and chats: moved to another number with them, and forgotten without a trace.

Deleting a row leaves its bytes in the file. So the connection overwrites what is deleted (`secure_delete`), and since
SQLite may have copied rows within the file when its pages were parted, the tables that speak of people are written anew
when somebody is forgotten (`rewriting`). What then still stands in the write-ahead log goes with `Database.settle`.
"""

import sqlalchemy as sa

from bot.store import rewriting
from bot.store.database import Database
from bot.store.outbox import OPERATOR
from bot.store.schema import (
    added_feed,
    chat,
    follow,
    follow_match,
    follow_told,
    mute,
    notice,
    outbox,
    page,
    preference,
    ruling,
)

PERSONAL = (added_feed, chat, follow, follow_match, follow_told, mute, notice, outbox, page, preference, ruling)
"""The tables that may hold a person's number or words."""


async def forget(database: Database, person: int) -> None:
    """Delete all about a person, from the database and its files: what they chose, follow, muted, were told and looked
    for, and what waits for them.

    What an administrator decided stays, without the name of who did. One person after the other.
    """
    await database.write(_delete, person)
    for table in PERSONAL:
        await rewriting.rewrite(database, table)
    await database.settle()


async def recover(database: Database) -> None:
    """Take away what is left of a process that ended while it forgot somebody."""
    for table in PERSONAL:
        await database.write(rewriting.tidy, table)


def _delete(conn: sa.Connection, person: int) -> None:
    private = str(person)
    follows = sa.select(follow.c.id).where(follow.c.chat == private)
    conn.execute(sa.delete(follow_match).where(follow_match.c.follow.in_(follows)))
    for table in (chat, follow, follow_told, mute, outbox):
        conn.execute(sa.delete(table).where(table.c.chat == private))
    conn.execute(sa.delete(page).where(page.c.user == person))
    conn.execute(sa.delete(notice).where(notice.c.about == private))
    conn.execute(sa.delete(preference).where(preference.c.chat == person))
    act = outbox.c.plain.startswith(f"{private}: ", autoescape=True)  # told to the other administrators
    conn.execute(sa.delete(outbox).where(outbox.c.channel == OPERATOR, act))
    conn.execute(sa.update(ruling).where(ruling.c.by == private).values(by=""))
    conn.execute(sa.update(added_feed).where(added_feed.c.by == person).values(by=0))


def move(conn: sa.Connection, old: str, new: str) -> None:
    """Let a chat that has another number now keep what it chose, follows, muted and was told."""
    for table in (follow, follow_told, mute):
        conn.execute(sa.update(table).prefix_with("OR REPLACE").where(table.c.chat == old).values(chat=new))
    if old.lstrip("-").isdecimal() and new.lstrip("-").isdecimal():
        this = sa.update(preference).prefix_with("OR REPLACE").where(preference.c.chat == int(old))
        conn.execute(this.values(chat=int(new)))
