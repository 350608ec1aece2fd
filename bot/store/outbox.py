"""The outbox: every message to a chat, from the moment it is called for until its fate is known.

A row is a post (version 0) or an edit of one (version 1, 2, ...). Pending means certainly not sent, whatever was tried.
"""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

import sqlalchemy as sa
from sqlalchemy.dialects.sqlite import insert

from bot.model import CATCH_UP, ItemId, Message, Notice, PostId, PostState
from bot.store import notices
from bot.store.schema import account, follow, item, millis, moment, outbox, shown, told
from bot.store.schema import chat as chat_table
from bot.store.schema import digest as digest_table
from bot.watch.telling import as_html

WAITING = ("pending", "sending", "ambiguous")
GATHER = timedelta(minutes=5)
"""How long an edit waits for others to the same message, unless it is urgent."""
OPERATOR = "@operator"
"""The channel under which notices to the bot's administrators stand; no [[channel]] can have such an id."""
FOLLOWERS = "@followers"
"""The channel under which stands what was told to those who follow queries."""
REPLY = "correction"
"""The kind of "digest" that is a reply to a post."""
BY_HAND = "by an administrator"
"""Why a chat is paused that only an administrator lets go on."""


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


def last_story(conn: sa.Connection, channel: str) -> datetime | None:
    """Return when a channel was last told a story in a post of its own, or of several in a catch-up digest."""
    alone = sa.or_(digest_table.c.kind == "each", digest_table.c.key.startswith(f"{CATCH_UP} "))
    last = conn.scalar(sa.select(sa.func.max(digest_table.c.composed)).where(digest_table.c.channel == channel, alone))
    return None if last is None else moment(last)


def queue(
    conn: sa.Connection,
    channel: str,
    chat: str,
    digest_key: str,
    messages: Sequence[Message],
    *,
    now: datetime,
    topic: int = 0,
    kind: str = "digest",
) -> None:
    """Put the messages of one digest into the outbox; asked again for the same digest, change nothing."""
    stamp = millis(now)
    conn.execute(
        insert(digest_table)
        .values(channel=channel, key=digest_key, kind=kind, composed=stamp, posts=len(messages))
        .on_conflict_do_nothing()
    )
    row = {"channel": channel, "chat": address(conn, chat), "topic": topic, "digest_key": digest_key, "created": stamp}
    rows = [row | {"part": part, "changed": stamp, **_content(message)} for part, message in enumerate(messages)]
    if rows:
        conn.execute(insert(outbox).on_conflict_do_nothing(), rows)


def _content(message: Message) -> dict[str, Any]:
    return {
        "body": message.html,
        "plain": message.plain,
        "photo": message.photo or None,
        "silent": message.silent,
        "reply_to": message.reply_to,
    }


def notify(
    conn: sa.Connection, admins: Iterable[int], text: str, *, now: datetime, button: tuple[str, str] | None = None
) -> None:
    """Put a line into the private chat of each administrator who has not blocked the bot."""
    for admin in admins:
        if paused(conn, str(admin)):
            continue
        key = f"{millis(now)} {admin} {hashlib.sha256(text.encode()).hexdigest()[:16]}"
        row = {"channel": OPERATOR, "chat": str(admin), "digest_key": key, "part": 0, "body": as_html(text)}
        row |= {"plain": text, "button": button, "created": millis(now), "changed": millis(now)}
        conn.execute(insert(outbox).values(**row).on_conflict_do_nothing())


def hears(conn: sa.Connection, admins: Iterable[int]) -> bool:
    """Tell whether one of the administrators can be told something and has heard all before it."""
    waiting = (outbox.c.channel == OPERATOR, outbox.c.state.in_(WAITING))
    behind = set(conn.scalars(sa.select(outbox.c.chat).where(*waiting)))
    return any(str(admin) not in behind and not paused(conn, str(admin)) for admin in admins)


def drop_notices(conn: sa.Connection, whose: sa.ColumnElement[bool], *, now: datetime) -> None:
    """Let go of notices that wait for some who cannot be told."""
    waiting = (outbox.c.channel == OPERATOR, outbox.c.state.in_(WAITING), whose)
    gone = {"state": "dropped", "error": "nobody to tell", "changed": millis(now)}
    conn.execute(sa.update(outbox).where(*waiting).values(**gone))


def dismiss(conn: sa.Connection, admins: Iterable[int], *, now: datetime) -> None:
    """Tell nothing that still waits to anybody but these administrators."""
    drop_notices(conn, outbox.c.chat.not_in(list(map(str, admins))), now=now)


def queue_for_follower(conn: sa.Connection, chat: str, key: str, messages: Sequence[Message], *, now: datetime) -> None:
    """Put what somebody follows into their chat; it is no digest of a channel, and never composed anew."""
    row = {"channel": FOLLOWERS, "chat": address(conn, chat), "digest_key": key, "created": millis(now)}
    rows = [row | {"part": part, "changed": millis(now), **_content(one)} for part, one in enumerate(messages)]
    if rows:
        conn.execute(insert(outbox), rows)


def forget_personal(conn: sa.Connection, *, before: datetime) -> None:
    """Let go of what followers were told before a time, sent or not: it is no news any more."""
    conn.execute(sa.delete(outbox).where(outbox.c.channel == FOLLOWERS, outbox.c.created < millis(before)))


def take_back(conn: sa.Connection, channel: str | None = None, *, before: datetime) -> int:
    """Undo digests queued before a time of which certainly nothing was sent, and return how many.

    What they told awaits a digest again: what piles up while a chat takes nothing becomes one digest of what is news
    then. A digest of which a part was sent, or may have been, is left to go on.
    """
    digests = [digest for digest in _unsent(conn, before) if channel in (None, digest[0])]
    for owner, key in digests:
        for table, named in (
            (outbox, outbox.c.digest_key),
            (shown, shown.c.digest_key),
            (told, told.c.digest_key),
            (digest_table, digest_table.c.key),
        ):
            conn.execute(sa.delete(table).where(table.c.channel == owner, named == key))
    return len(digests)


def has_backlog(conn: sa.Connection, *, before: datetime) -> bool:
    """Tell whether there is something to take back."""
    return bool(_unsent(conn, before))


def _unsent(conn: sa.Connection, before: datetime) -> list[tuple[str, str]]:
    """Return channel and key of the digests queued before a time of which certainly nothing was sent.

    Replies that correct or take back what is out are none: nothing would compose them anew.
    """
    digest = (outbox.c.channel, outbox.c.digest_key)
    replies = sa.select(digest_table.c.channel, digest_table.c.key).where(digest_table.c.kind == REPLY)
    old = sa.select(*digest).where(
        outbox.c.state.in_(WAITING), outbox.c.created < millis(before), outbox.c.channel.not_in((OPERATOR, FOLLOWERS))
    )
    whole = sa.select(*digest).where(sa.tuple_(*digest).in_(old.except_(replies))).group_by(*digest)
    unsent = whole.having(sa.func.min(outbox.c.state == "pending") == 1)
    return [(row.channel, row.digest_key) for row in conn.execute(unsent)]


def paused(conn: sa.Connection, chat: str) -> str:
    """Return why a chat is paused, or nothing."""
    return conn.scalar(sa.select(chat_table.c.paused).where(chat_table.c.chat == address(conn, chat))) or ""


def resume_all(conn: sa.Connection) -> None:
    """Try paused chats once more, a restart being how an operator says that something was mended; not those that an
    administrator paused.
    """
    conn.execute(sa.update(chat_table).where(chat_table.c.paused != BY_HAND).values(paused=""))


def waits(conn: sa.Connection, *names: str) -> list[str]:
    """Return the chats that are paused, by no administrator, of those known by their id or their @name."""
    named = sa.func.lower(chat_table.c.chat).in_([name.lower() for name in names])
    return list(conn.scalars(sa.select(chat_table.c.chat).where(named, chat_table.c.paused.not_in(("", BY_HAND)))))


def resume(conn: sa.Connection, *names: str, now: datetime) -> None:
    """Post again to a chat, known by its id or its @name, unless an administrator paused it."""
    for chat in waits(conn, *names):
        chat_is(conn, chat, paused="")
        takes_posts(conn, chat, now=now)


def takes_posts(conn: sa.Connection, chat: str, *, now: datetime) -> None:
    """Record that a chat takes posts: if the operator was told that it does not, that is over."""
    notices.add(conn, Notice("chat-over", chat, f"chat {chat} takes posts again"), now=now)


def leave(conn: sa.Connection, chat: str) -> None:
    """Pause a chat that follows something and threw the bot out. Where a channel posts, the next post finds that out,
    and the operator is told.
    """
    posted = sa.exists().where(outbox.c.chat == chat, outbox.c.channel.not_in((OPERATOR, FOLLOWERS)))
    if conn.scalar(sa.select(sa.exists().where(follow.c.chat == chat) & ~posted)):
        chat_is(conn, chat, paused="the bot was blocked or removed")


def hold(conn: sa.Connection, chat: str) -> None:
    """Let a chat wait until an administrator lets it go on."""
    chat_is(conn, address(conn, chat), paused=BY_HAND)


def release(conn: sa.Connection, chat: str) -> None:
    """Post again to a chat, whoever or whatever paused it."""
    chat_is(conn, address(conn, chat), paused="")


@dataclass(frozen=True, slots=True)
class SetAside:
    """A post that Telegram will not take, and why."""

    id: PostId
    channel: str
    plain: str
    error: str


def quarantined(conn: sa.Connection) -> list[SetAside]:
    """Return the posts that were set aside, the newest first."""
    rows = conn.execute(sa.select(outbox).where(outbox.c.state == "quarantined").order_by(outbox.c.id.desc()))
    return [SetAside(PostId(row.id), row.channel, readable(row), row.error) for row in rows]


def readable(row: sa.Row[Any]) -> str:
    """Return what an administrator may read of a post: what a follower is told is for nobody else."""
    return "…" if row.channel == FOLLOWERS else str(row.plain)


def told_in(conn: sa.Connection, message: int, chat: str, *, withdrawn: bool = False) -> list[ItemId]:
    """Return the reports of all stories that a message tells, as they are now: those that stand, or those taken back.

    The chat goes by its id or its @name in lower case.
    """
    of = (told.c.channel == outbox.c.channel, told.c.digest_key == outbox.c.digest_key, told.c.part == outbox.c.part)
    here = (outbox.c.version == 0, outbox.c.message_id == message, sa.func.lower(outbox.c.chat) == chat)
    lead = item.alias()
    told_here = sa.select(lead.c.story).join(told, told.c.item == lead.c.id).join(outbox, sa.and_(*of)).where(*here)
    stands = item.c.withdrawn == ""
    wanted = sa.select(item.c.id).where(item.c.story.in_(told_here), sa.not_(stands) if withdrawn else stands)
    return [ItemId(one) for one in conn.scalars(wanted.order_by(item.c.id))]


def settle(conn: sa.Connection, post: PostId, *, again: bool, now: datetime) -> bool:
    """Send a post that was set aside once more, or drop it for good; return whether it was set aside."""
    this = sa.update(outbox).where(outbox.c.id == post, outbox.c.state == "quarantined")
    fresh = {"state": "pending", "attempts": 0, "doubts": 0, "not_before": 0} if again else {"state": "dropped"}
    notices.add(conn, Notice("post-over", str(post), f"post {post} was decided about"), now=now)
    return bool(conn.execute(this.values(changed=millis(now), **fresh)).rowcount)


def address(conn: sa.Connection, chat: str) -> str:
    """Return where posts for a chat go now: groups that became supergroups have another id."""
    moved = conn.scalar(sa.select(chat_table.c.moved_to).where(chat_table.c.chat == chat))
    return moved or chat


def edit(
    conn: sa.Connection,
    channel: str,
    digest_key: str,
    part: int,
    message: Message,
    *,
    now: datetime,
    urgent: bool = False,
) -> bool:
    """Let a post say something else; return whether that is possible. Its picture stays.

    A post that was certainly not sent is changed on the spot. An edit waits for five minutes and whatever comes in
    that time takes its place; an urgent one goes at once. Only the newest version is sent.
    """
    this = (outbox.c.channel == channel, outbox.c.digest_key == digest_key, outbox.c.part == part)
    versions = conn.execute(sa.select(outbox).where(*this).order_by(outbox.c.version)).all()
    if not versions or versions[0].state == "quarantined":
        return False
    newest = versions[-1]
    due = now if urgent else now + GATHER
    content: dict[str, Any] = {"body": message.html, "plain": message.plain, "otherwise": message.otherwise}
    if newest.state == "pending":
        if newest.version:
            content |= {"version": newest.version + 1, "urgent": urgent or newest.urgent}
            content |= {"not_before": min(newest.not_before, millis(due))}
        change(conn, PostId(newest.id), now, **content)
        return True
    row = {"channel": channel, "digest_key": digest_key, "part": part, "chat": newest.chat, "topic": newest.topic}
    row |= {"version": newest.version + 1, "urgent": urgent, "not_before": millis(due)}
    conn.execute(insert(outbox).values(**row, **content, created=millis(now), changed=millis(now)))
    return True


STATES: Final[tuple[PostState, ...]] = ("pending", "sending", "ambiguous", "quarantined", "sent")
"""What a post goes through, in the order in which people are shown it; of those that were dropped nobody is told."""


def states(conn: sa.Connection) -> dict[str, int]:
    """Count posts and edits by state, notices to administrators apart."""
    query = sa.select(outbox.c.state, sa.func.count()).where(outbox.c.channel != OPERATOR).group_by(outbox.c.state)
    return {row[0]: row[1] for row in conn.execute(query)}


def undelivered(conn: sa.Connection) -> bool:
    """Tell whether anything for a channel was not sent. Who follows something may be gone: that is no fault."""
    unsent = outbox.c.state.not_in(("sent", "dropped")) & outbox.c.channel.not_in((OPERATOR, FOLLOWERS))
    return bool(conn.scalar(sa.select(sa.exists().where(unsent))))


def adopt(conn: sa.Connection, bot: int) -> int:
    """Record which bot posts from now on; return 0, or the id of another whose posts still wait."""
    before: int | None = conn.scalar(sa.select(account.c.bot))
    waiting = conn.scalar(sa.select(sa.func.count()).select_from(outbox).where(outbox.c.state.in_(WAITING)))
    if before is not None and before != bot and waiting:
        return before
    conn.execute(sa.delete(account))
    conn.execute(sa.insert(account).values(bot=bot))
    return 0


def change(conn: sa.Connection, post: PostId, now: datetime, **values: Any) -> bool:  # noqa: ANN401 - column values
    """Change a row; return whether it is there: whoever it is for may have asked to be forgotten meanwhile."""
    this = sa.update(outbox).where(outbox.c.id == post)
    return bool(conn.execute(this.values(changed=millis(now), **values)).rowcount)


def chat_is(conn: sa.Connection, chat: str, /, **values: Any) -> None:  # noqa: ANN401 - column values
    """Record something about a chat."""
    row = {"not_before": 0, "paused": "", "floor": 0, "moved_to": ""} | values
    conn.execute(
        insert(chat_table).values(chat=chat, **row).on_conflict_do_update(index_elements=["chat"], set_=values)
    )
