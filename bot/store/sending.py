"""What becomes of the outbox's rows: what is sent next, and the fate of each send, one transaction for each step."""

import hashlib
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from bot.digest.render import plain
from bot.model import Message, Post, PostId
from bot.store import hold, ledger, people
from bot.store.outbox import FOLLOWERS, REPLY, WAITING, change, chat_is, drop_notices, queue, takes_posts
from bot.store.schema import chat as chat_table
from bot.store.schema import millis, moment, outbox

_original = outbox.alias("original")


def recover(conn: sa.Connection, *, now: datetime, grace: datetime) -> int:
    """After a crash: a post on the wire is in doubt until it is looked at again at `grace`; an edit is repeated."""
    stuck = sa.update(outbox).where(outbox.c.state == "sending")
    drop_older_edits(conn, now)
    conn.execute(stuck.where(outbox.c.version > 0).values(state="pending"))  # not changed: a hold may have begun since
    return conn.execute(
        stuck.values(
            state="ambiguous",
            doubts=outbox.c.doubts + 1,
            not_before=millis(grace),
            changed=millis(now),
            error="stopped while sending",
        )
    ).rowcount


def chats(conn: sa.Connection) -> list[str]:
    """Return the chats that have something else waiting than what they follow, and are not paused."""
    waiting = sa.select(outbox.c.chat).where(*_may_go(conn), outbox.c.channel != FOLLOWERS).distinct()
    paused = sa.select(chat_table.c.chat).where(chat_table.c.paused != "")
    return list(conn.scalars(waiting.where(outbox.c.chat.not_in(paused)).order_by(outbox.c.chat)))


def _may_go(conn: sa.Connection) -> tuple[sa.ColumnElement[bool], ...]:
    """Return what is true of the posts and edits that wait to be sent; on hold, only of what no hold keeps."""
    waiting, held = outbox.c.state.in_(WAITING), hold.current(conn)
    return (waiting,) if held is None else (waiting, hold.excepted(held))


def followers(conn: sa.Connection, *, now: datetime, limit: int) -> list[str]:
    """Return the chats for which something they follow is due, those first that wait longest; on hold, none."""
    resting = sa.or_(chat_table.c.paused != "", chat_table.c.not_before > millis(now))
    waiting = outbox.c.state.in_(WAITING)
    not_yet = sa.union(
        sa.select(chat_table.c.chat).where(resting),
        sa.select(outbox.c.chat).where(waiting, outbox.c.not_before > millis(now)),
    )
    query = sa.select(outbox.c.chat).where(*_may_go(conn), outbox.c.channel == FOLLOWERS, outbox.c.chat.not_in(not_yet))
    return list(conn.scalars(query.group_by(outbox.c.chat).order_by(sa.func.min(outbox.c.id)).limit(limit)))


def head(conn: sa.Connection, chat: str, *, now: datetime) -> Post | None:
    """Return what a chat gets next, due or not; None if it is paused or nothing waits.

    Posts go in order: nothing overtakes a post whose fate is open. An urgent edit goes before them, another edit
    when no post is due.
    """
    state = conn.execute(sa.select(chat_table).where(chat_table.c.chat == chat)).first()
    if state is not None and state.paused:
        return None
    resting = 0 if state is None else state.not_before
    here = _posts().where(outbox.c.chat == chat, *_may_go(conn))
    post = conn.execute(here.where(outbox.c.version == 0).order_by(outbox.c.id).limit(1)).first()
    edits = here.where(outbox.c.version > 0, _original.c.message_id.is_not(None))
    edit = conn.execute(
        edits.order_by(outbox.c.not_before > millis(now), ~outbox.c.urgent, outbox.c.not_before, outbox.c.id).limit(1)
    ).first()
    if edit is not None and post is not None:
        post_first = post.not_before <= millis(now) and not (edit.urgent and edit.not_before <= millis(now))
        edit = None if post_first or edit.not_before > max(millis(now), post.not_before) else edit
    found = edit if edit is not None else post
    return None if found is None else _post(found, resting)


def _posts() -> sa.Select[Any]:
    """Return the query for rows together with what is known of the message they are about."""
    same = sa.and_(
        _original.c.channel == outbox.c.channel,
        _original.c.digest_key == outbox.c.digest_key,
        _original.c.part == outbox.c.part,
        _original.c.version == 0,
    )
    about = (_original.c.message_id.label("about"), _original.c.photo.is_not(None).label("is_caption"))
    return sa.select(outbox, *about).join(_original, same)


def _post(row: sa.Row[Any], resting: int = 0) -> Post:
    return Post(
        id=PostId(row.id),
        chat=row.chat,
        message=Message(
            html=row.body,
            plain=row.plain,
            silent=row.silent,
            photo=row.photo or b"",
            reply_to=row.reply_to,
            otherwise=row.otherwise,
            button=tuple(row.button) if row.button else None,
        ),
        state=row.state,
        attempts=row.attempts,
        not_before=moment(max(row.not_before, resting)),
        floor=row.floor,
        message_id=row.about,
        version=row.version,
        topic=row.topic,
        doubts=row.doubts,
        is_caption=row.is_caption,
        is_personal=row.channel == FOLLOWERS,
    )


def begin(conn: sa.Connection, post: PostId, *, now: datetime) -> Post | None:
    """Commit that a post is about to go to the wire, and above which message id it must appear.

    Return what it says, frozen from now on; None if it waits no longer.
    """
    row = conn.execute(_posts().where(outbox.c.id == post, outbox.c.state.in_(("pending", "ambiguous")))).first()
    if row is None:
        return None
    floor = conn.scalar(sa.select(chat_table.c.floor).where(chat_table.c.chat == row.chat)) or 0
    change(conn, post, now, state="sending", attempts=outbox.c.attempts + 1, floor=floor, error="")
    return _post(conn.execute(_posts().where(outbox.c.id == post)).one())


def sent(conn: sa.Connection, post: Post, message_id: int, *, now: datetime, rest: datetime) -> None:
    """Record that a post or an edit arrived, and that its chat takes no other before `rest`."""
    if change(conn, post.id, now, state="sent", message_id=message_id, error=""):
        if post.version == 0:
            ledger.count(conn, "sends")
        chat_is(conn, post.chat, not_before=millis(rest))
        raise_floor(conn, post.chat, message_id)
        takes_posts(conn, post.chat, now=now)


def raise_floor(conn: sa.Connection, chat: str, message_id: int) -> None:
    """Record that a chat has come to this message id: what is posted from now on has a higher one."""
    floor = conn.scalar(sa.select(chat_table.c.floor).where(chat_table.c.chat == chat)) or 0
    if message_id > floor:
        chat_is(conn, chat, floor=message_id)


def message_ids(conn: sa.Connection, chat: str, *, above: int) -> set[int]:
    """Return the ids of a chat's messages that are known to be posts of ours."""
    query = sa.select(outbox.c.message_id).where(outbox.c.chat == chat, outbox.c.message_id > above)
    return {number for number in conn.scalars(query) if number is not None}


def put_back(conn: sa.Connection, post: Post, error: str, *, now: datetime, until: datetime) -> None:
    """Record that a post was not sent this time; its chat is tried again at `until`."""
    if change(conn, post.id, now, state=_unsent(post), not_before=0, error=error):
        chat_is(conn, post.chat, not_before=millis(until))
    drop_older_edits(conn, now)


def _unsent(post: Post) -> str:
    """Return the state of a post that was not sent this time: a doubt of an earlier time is not over with that."""
    return "ambiguous" if post.doubts else "pending"


def clear(conn: sa.Connection, post: Post, *, now: datetime) -> None:
    """Record that a post in doubt certainly did not arrive."""
    change(conn, post.id, now, state="pending", doubts=0, not_before=0, error="it did not arrive")


def doubt(conn: sa.Connection, post: Post, error: str, *, now: datetime, until: datetime) -> None:
    """Record that nobody knows whether a post arrived; it is looked at again at `until`."""
    doubts = outbox.c.doubts + 1
    change(conn, post.id, now, state="ambiguous", doubts=doubts, error=error, not_before=millis(until))


def retry_edit(conn: sa.Connection, post: Post, error: str, *, now: datetime, until: datetime) -> None:
    """Record that an edit may not have arrived; repeating it does no harm, and posts need not wait for it."""
    change(conn, post.id, now, state="pending", error=error, not_before=millis(until))
    drop_older_edits(conn, now)


def postpone(conn: sa.Connection, post: Post, error: str, *, now: datetime, until: datetime) -> None:
    """Record that a doubt could not be resolved yet; it is looked at again at `until`."""
    change(conn, post.id, now, error=error, not_before=millis(until))


def simplify(conn: sa.Connection, post: Post, error: str, *, now: datetime) -> None:
    """Telegram refused the content: try once more without the picture, then with the plain text (an empty body)."""
    less: dict[str, Any] = {"photo": None} if post.message.photo else {"body": ""}
    change(conn, post.id, now, state=_unsent(post), error=error, **less)


def leave_topic(conn: sa.Connection, post: Post, error: str, *, now: datetime) -> None:
    """The topic is gone: the post goes to the chat's general one."""
    change(conn, post.id, now, state=_unsent(post), topic=0, error=error)


def drop(conn: sa.Connection, post: Post, error: str, *, now: datetime) -> None:
    """Forget an edit whose message is gone."""
    change(conn, post.id, now, state="dropped", error=error)


def reply_instead(conn: sa.Connection, post: Post, error: str, *, now: datetime) -> None:
    """A message can be edited no more: what an edit of it takes back is said in a reply, silently and once."""
    drop(conn, post, error, now=now)
    of = conn.execute(sa.select(outbox).where(outbox.c.id == post.id)).one()
    html = post.message.otherwise
    key = f"withdrawn {post.message_id} {hashlib.sha256(html.encode()).hexdigest()[:16]}"
    message = Message(html, plain(html), silent=True, reply_to=post.message_id)
    queue(conn, of.channel, of.chat, key, [message], now=now, topic=of.topic, kind=REPLY)


def quarantine(conn: sa.Connection, post: Post, error: str, *, now: datetime) -> None:
    """Take a post that will never be accepted out of the way of those behind it; nothing is left to be edited then."""
    change(conn, post.id, now, state="quarantined", error=error)
    if post.version == 0:
        of = conn.execute(sa.select(outbox).where(outbox.c.id == post.id)).one()
        edits = (outbox.c.channel == of.channel, outbox.c.digest_key == of.digest_key, outbox.c.part == of.part)
        conn.execute(sa.update(outbox).where(*edits, outbox.c.version > 0).values(state="dropped", changed=millis(now)))


def pause(conn: sa.Connection, post: Post, reason: str, *, now: datetime) -> None:
    """The chat cannot be posted to until the operator acts; keep everything for it but notices, which would be old."""
    if change(conn, post.id, now, state=_unsent(post), error=reason):
        chat_is(conn, post.chat, paused=reason)
        drop_notices(conn, outbox.c.chat == post.chat, now=now)


def move(conn: sa.Connection, old: str, new: str) -> None:
    """A group became a supergroup: what waits for it or comes later, what it chose and follows, goes to the new id."""
    waiting = sa.and_(outbox.c.chat == old, outbox.c.state.in_(WAITING), outbox.c.version == 0)
    conn.execute(sa.update(outbox).where(waiting).values(chat=new))
    chat_is(conn, old, moved_to=new)
    people.move(conn, old, new)


def drop_older_edits(conn: sa.Connection, now: datetime) -> None:
    """Forget edits that a newer one has overtaken while they were on the wire."""
    newer = outbox.alias("newer")
    overtaken = sa.exists().where(
        newer.c.channel == outbox.c.channel,
        newer.c.digest_key == outbox.c.digest_key,
        newer.c.part == outbox.c.part,
        newer.c.version > outbox.c.version,
    )
    old = (outbox.c.version > 0, outbox.c.state.in_(("pending", "sending")), overtaken)
    conn.execute(sa.update(outbox).where(*old).values(state="dropped", changed=millis(now)))
