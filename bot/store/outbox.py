"""The outbox: every message to a chat, from the moment it is called for until its fate is known."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects.sqlite import insert

from bot.model import Message, Post, PostId
from bot.store.schema import chat as chat_table
from bot.store.schema import digest as digest_table
from bot.store.schema import millis, moment, outbox

WAITING = ("pending", "sending", "ambiguous")


def composed(conn: sa.Connection, channel: str, key: str) -> bool:
    """Tell whether a channel's digest has been composed already."""
    query = sa.select(digest_table.c.key).where(digest_table.c.channel == channel, digest_table.c.key == key)
    return conn.execute(query).first() is not None


def last_composed(conn: sa.Connection, channel: str) -> datetime | None:
    """Return when a channel's last digest was composed."""
    last = conn.scalar(
        sa.select(sa.func.max(digest_table.c.composed)).where(
            digest_table.c.channel == channel, digest_table.c.kind == "digest"
        )
    )
    return None if last is None else moment(last)


def queue(
    conn: sa.Connection, channel: str, chat: str, digest_key: str, messages: Sequence[Message], *, now: datetime
) -> None:
    """Put the messages of one digest into the outbox; asked again for the same digest, change nothing."""
    stamp = millis(now)
    conn.execute(
        insert(digest_table)
        .values(channel=channel, key=digest_key, composed=stamp, posts=len(messages))
        .on_conflict_do_nothing()
    )
    rows = [
        {
            "channel": channel,
            "chat": chat,
            "digest_key": digest_key,
            "part": part,
            "body": message.html,
            "plain": message.plain,
            "silent": message.silent,
            "state": "pending",
            "created": stamp,
            "changed": stamp,
        }
        for part, message in enumerate(messages)
    ]
    if rows:
        conn.execute(insert(outbox).on_conflict_do_nothing(), rows)


def recover(conn: sa.Connection, *, now: datetime, grace: datetime) -> int:
    """After a crash: what was on the wire may or may not have arrived; it is looked at again at `grace`."""
    stuck = sa.update(outbox).where(outbox.c.state == "sending")
    return conn.execute(
        stuck.values(state="ambiguous", not_before=millis(grace), changed=millis(now), error="stopped while sending")
    ).rowcount


def chats(conn: sa.Connection) -> list[str]:
    """Return the chats that have something waiting and are not paused."""
    waiting = sa.select(outbox.c.chat).where(outbox.c.state.in_(WAITING)).distinct()
    paused = sa.select(chat_table.c.chat).where(chat_table.c.paused != "")
    return list(conn.scalars(waiting.where(outbox.c.chat.not_in(paused)).order_by(outbox.c.chat)))


def head(conn: sa.Connection, chat: str) -> Post | None:
    """Return the oldest post of a chat whose fate is open, due or not: nothing behind it may overtake it."""
    query = sa.select(outbox).where(outbox.c.chat == chat, outbox.c.state.in_(WAITING)).order_by(outbox.c.id).limit(1)
    row = conn.execute(query).first()
    if row is None:
        return None
    resting = conn.scalar(sa.select(chat_table.c.not_before).where(chat_table.c.chat == chat)) or 0
    return _post(row, resting)


def _post(row: sa.Row[Any], resting: int) -> Post:
    return Post(
        id=PostId(row.id),
        chat=row.chat,
        message=Message(html=row.body, plain=row.plain, silent=row.silent),
        state=row.state,
        attempts=row.attempts,
        not_before=moment(max(row.not_before, resting)),
        floor=row.floor,
        message_id=row.message_id,
    )


def begin(conn: sa.Connection, post: PostId, *, now: datetime) -> None:
    """Commit that a post is about to go to the wire, above which message id it must appear."""
    row = conn.execute(sa.select(outbox.c.chat).where(outbox.c.id == post)).one()
    floor = conn.scalar(sa.select(chat_table.c.floor).where(chat_table.c.chat == row.chat)) or 0
    _change(conn, post, now, state="sending", attempts=outbox.c.attempts + 1, floor=floor, error="")


def sent(conn: sa.Connection, post: Post, message_id: int, *, now: datetime, rest: datetime) -> None:
    """Record that a post arrived, and that its chat takes no other before `rest`."""
    _change(conn, post.id, now, state="sent", message_id=message_id, error="")
    _chat(conn, post.chat, not_before=millis(rest), floor=message_id)


def put_back(conn: sa.Connection, post: Post, error: str, *, now: datetime, until: datetime) -> None:
    """Record that a post was certainly not sent; its chat is tried again at `until`."""
    _change(conn, post.id, now, state="pending", error=error)
    _chat(conn, post.chat, not_before=millis(until))


def doubt(conn: sa.Connection, post: Post, error: str, *, now: datetime, until: datetime) -> None:
    """Record that nobody knows whether a post arrived; it is looked at again at `until`."""
    _change(conn, post.id, now, state="ambiguous", error=error, not_before=millis(until))


def simplify(conn: sa.Connection, post: Post, error: str, *, now: datetime) -> None:
    """Telegram refused the HTML: try once more with the plain text, set apart by an empty body."""
    _change(conn, post.id, now, state="pending", body="", error=error)


def quarantine(conn: sa.Connection, post: Post, error: str, *, now: datetime) -> None:
    """Take a post that will never be accepted out of the way of those behind it."""
    _change(conn, post.id, now, state="quarantined", error=error)


def pause(conn: sa.Connection, post: Post, reason: str, *, now: datetime) -> None:
    """The chat cannot be posted to until the operator acts; keep everything for it."""
    _change(conn, post.id, now, state="pending", error=reason)
    _chat(conn, post.chat, paused=reason)


def resume_all(conn: sa.Connection) -> None:
    """Try every paused chat once more: a restart is how an operator says that something was mended."""
    conn.execute(sa.update(chat_table).values(paused=""))


def resume(conn: sa.Connection, chat: str) -> None:
    """Post to a chat again."""
    _chat(conn, chat, paused="")


def move(conn: sa.Connection, old: str, new: str) -> None:
    """A group became a supergroup: everything waiting for the old id goes to the new one."""
    conn.execute(sa.update(outbox).where(outbox.c.chat == old, outbox.c.state.in_(WAITING)).values(chat=new))


def states(conn: sa.Connection) -> dict[str, int]:
    """Count posts by state."""
    return {row[0]: row[1] for row in conn.execute(sa.select(outbox.c.state, sa.func.count()).group_by(outbox.c.state))}


def _change(conn: sa.Connection, post: PostId, now: datetime, **values: Any) -> None:  # noqa: ANN401 - column values
    conn.execute(sa.update(outbox).where(outbox.c.id == post).values(changed=millis(now), **values))


def _chat(conn: sa.Connection, chat: str, **values: Any) -> None:  # noqa: ANN401 - column values
    row = {"not_before": 0, "paused": "", "floor": 0} | values
    conn.execute(
        insert(chat_table).values(chat=chat, **row).on_conflict_do_update(index_elements=["chat"], set_=values)
    )
