"""The transactions of posting: what goes into the outbox, together with what is recorded of it."""

from collections.abc import Sequence
from datetime import datetime

import sqlalchemy as sa

from bot.boundaries import Standing
from bot.model import Digest, Message, StoryId
from bot.store import outbox, pulse, stories, told


def queue(
    conn: sa.Connection,
    digest: Digest,
    chat: str,
    posts: Sequence[tuple[Digest, Message]],
    *,
    now: datetime,
    topic: int,
) -> bool:
    """Put a digest's posts into the outbox, once for each key; return False if something of it was told meanwhile."""
    if outbox.composed(conn, digest.channel, digest.key):
        return True
    if stories.shown_of(conn, digest.channel, [one.item for entry in digest.entries for one in entry.story.fresh]):
        return False
    outbox.queue(conn, digest.channel, chat, digest.key, [message for _, message in posts], now=now, topic=topic)
    told.head(conn, digest)
    for part, (post, _) in enumerate(posts):
        told.add(conn, post, part)
    if digest.kind == "digest":
        pulse.owned_up(conn, digest.channel)
    return True


def alarm(
    conn: sa.Connection,
    story: StoryId,
    digest: Digest,
    chat: str,
    message: Message,
    *,
    now: datetime,
    topic: int,
) -> None:
    """Put an alert over a story into the outbox and record it."""
    pulse.raise_(conn, digest.channel, story, now=now, sent=True)
    queue(conn, digest, chat, [(digest, message)], now=now, topic=topic)


def revise(
    conn: sa.Connection,
    standing: Standing,
    message: Message | None,
    answers: Sequence[tuple[str, Message]],
    *,
    now: datetime,
) -> None:
    """Record what a post tells now, and let it say so."""
    digest = standing.digest
    if message is not None:
        outbox.edit(conn, digest.channel, digest.key, standing.part, message, now=now, urgent=standing.ruled)
    told.retell(conn, standing, now=now)
    for key, answer in answers:
        where = (digest.channel, standing.chat, key)
        outbox.queue(conn, *where, [answer], now=now, topic=standing.topic, kind=outbox.REPLY)
