"""What followed queries have met and their chats have not been told of yet.

An item waits in `follow_due` from the transaction that understands it to the one that stores whose queries it answers;
what it answers waits in `follow_match` until the transaction that puts it into the outbox. So nothing is told twice and
nothing is lost, wherever a crash comes in between.
"""

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from datetime import datetime, timedelta

import sqlalchemy as sa

from bot.boundaries import Follower, Waiting
from bot.model import FeedId, ItemId, Message, Mode, StoryId
from bot.search.document import Tokens
from bot.store import follows, hold, outbox
from bot.store.schema import chat as chat_table
from bot.store.schema import follow, follow_due, follow_match, follow_told, item, millis, moment, preference
from bot.store.schema import outbox as outbox_table

LATE = timedelta(days=1)
"""What is older when it is first seen tells nobody at once."""
BETWEEN = timedelta(minutes=1)
"""What is told at once within this time after a message to a chat is gathered for the next."""
GATHERED = 2000
"""What waits is told together, up to so many."""
STALE = timedelta(days=3)
"""What waited for longer is told no more."""


def add_due(conn: sa.Connection, ids: Sequence[ItemId]) -> None:
    """Let items that were just understood wait for the queries, if there are any; what a feed began with does not."""
    conn.exec_driver_sql(_ADD_DUE, (json.dumps(hold.news(conn, ids)),))


_ADD_DUE = """
    INSERT OR IGNORE INTO follow_due SELECT item.id FROM json_each(?) AS new CROSS JOIN item ON item.id = new.value
    WHERE item.quiet = '' AND EXISTS (SELECT 1 FROM follow)
"""


def due(conn: sa.Connection, limit: int) -> list[Tokens]:
    """Return the oldest items that no query has met yet, as they are indexed; one that is not has no tokens."""
    ids = list(conn.scalars(sa.select(follow_due.c.item).order_by(follow_due.c.item).limit(limit)))
    found = tokens(conn, ids)
    return [found.get(number) or Tokens(number, (), (), ()) for number in map(ItemId, ids)]


def tokens(conn: sa.Connection, ids: Iterable[int]) -> dict[ItemId, Tokens]:
    """Return the items of the index as it has them, by their ids."""
    rows = conn.exec_driver_sql(_TOKENS, (json.dumps(list(ids)),))
    return {
        ItemId(row.id): Tokens(ItemId(row.id), *(tuple(field.split(" ")) for field in (row.title, row.body, row.tags)))
        for row in rows
    }


_TOKENS = """
    SELECT search_tokens.* FROM json_each(?) AS wanted CROSS JOIN search_tokens ON search_tokens.id = wanted.value
"""


def add(
    conn: sa.Connection,
    found: Mapping[ItemId, AbstractSet[str]],
    *,
    unconfirmed: Iterable[FeedId] = (),
    now: datetime,
) -> int:
    """Store which queries, followed or muted, items answer, and that they are not due any more; return how many follows
    that concerns.

    It concerns no chat that is paused, was told of the story, or has muted it or what the item answers. Items of
    `unconfirmed` feeds are told in digests only.
    """
    digests_only = json.dumps(list(unconfirmed))
    number = 0
    for one, texts in found.items():
        conn.execute(sa.delete(follow_due).where(follow_due.c.item == one))
        if texts:
            same = follows.siblings(conn, one)
            values = {"item": one, "texts": json.dumps(sorted(texts)), "same": json.dumps(same), "now": millis(now)}
            values |= {"late": LATE // timedelta(milliseconds=1), "digests_only": digests_only}
            number += conn.execute(_ADD, values).rowcount
    return number


_ADD = sa.text("""
    INSERT OR IGNORE INTO follow_match (follow, item, at)
    WITH answered AS (SELECT value AS text FROM json_each(:texts)),
         same AS (SELECT value AS id FROM json_each(:same)),
         spared AS (
           SELECT chat FROM chat WHERE paused != ''
           UNION SELECT chat FROM follow_told WHERE item IN (SELECT id FROM same)
           UNION SELECT chat FROM mute WHERE until > :now AND (
             what IN (SELECT text FROM answered) OR what IN (SELECT 'story:' || id FROM same)))
    SELECT follow.id, item.id, :now
    FROM answered CROSS JOIN follow ON follow.query = answered.text JOIN item ON item.id = :item
    WHERE (follow.mode = 'digest' OR (
        item.seen - item.published <= :late AND item.feed NOT IN (SELECT value FROM json_each(:digests_only))))
      AND follow.chat NOT IN (SELECT chat FROM spared)
""")


def at_once(conn: sa.Connection, *, now: datetime) -> list[Follower]:
    """Return who is to be told something now: nobody who was told within the last minute, or whose post still waits."""
    something = sa.exists().where(follow_match.c.follow == follow.c.id)
    recent = sa.select(outbox_table.c.chat).where(
        outbox_table.c.channel == outbox.FOLLOWERS, outbox_table.c.digest_key > _key(now - BETWEEN)
    )
    waiting = sa.select(outbox_table.c.chat).where(
        outbox_table.c.state.in_(outbox.WAITING), outbox_table.c.channel == outbox.FOLLOWERS
    )
    query = _followers().where(follow.c.mode == "at once", something).where(follow.c.chat.not_in(recent.union(waiting)))
    return [_follower(row) for row in conn.execute(query.group_by(follow.c.chat))]


def for_digests(conn: sa.Connection) -> list[tuple[Follower, datetime]]:
    """Return whom something waits for that is told in digests, with when the first of it came."""
    query = _followers().add_columns(sa.func.min(follow_match.c.at).label("first"))
    query = query.join(follow_match, follow_match.c.follow == follow.c.id).where(follow.c.mode == "digest")
    return [(_follower(row), moment(row.first)) for row in conn.execute(query.group_by(follow.c.chat))]


def _followers() -> sa.Select[tuple[str, str, str, str]]:
    chosen = follow.outerjoin(preference, preference.c.chat == sa.cast(follow.c.chat, sa.Integer))
    language = sa.func.coalesce(sa.func.nullif(preference.c.language, ""), sa.func.max(follow.c.language))
    zone, at = (sa.func.coalesce(one, "") for one in (preference.c.zone, preference.c.digest_at))
    columns = (follow.c.chat, language.label("language"), zone.label("zone"), at.label("digest_at"))
    paused = sa.select(chat_table.c.chat).where(chat_table.c.paused != "")
    return sa.select(*columns).select_from(chosen).where(follow.c.chat.not_in(paused))


def _follower(row: sa.Row[tuple[str, str, str, str]]) -> Follower:
    return Follower(row.chat, row.language, row.zone, row.digest_at)


def waiting(conn: sa.Connection, chat: str, mode: Mode, *, until: datetime) -> list[Waiting]:
    """Return what waits for a chat since before a time, in the order in which it came."""
    same = item.alias()
    told = (
        sa.exists()
        .where(same.c.story == item.c.story)
        .where(follow_told.c.item == same.c.id, follow_told.c.chat == chat)
    )
    query = (
        sa.select(follow_match.c.follow, follow_match.c.item, follow.c.query, item.c.story, told.label("told"))
        .join(follow, follow.c.id == follow_match.c.follow)
        .join(item, item.c.id == follow_match.c.item)
        .where(follow.c.chat == chat, follow.c.mode == mode, follow_match.c.at <= millis(until))
        .order_by(follow_match.c.item, follow_match.c.follow)
        .limit(GATHERED)
    )
    return [
        Waiting(row.follow, row.query, ItemId(row.item), StoryId(row.story), bool(row.told))
        for row in conn.execute(query)
    ]


def tell(
    conn: sa.Connection,
    chat: str,
    gathered: Sequence[Waiting],
    told: Sequence[ItemId],
    messages: Sequence[Message],
    *,
    now: datetime,
) -> bool:
    """Put a message for a chat into the outbox, claim the stories of the items it tells, and let go of what waited.

    Return False, and do nothing, if what waited is not what it was: unfollowed, told by another process, merged.
    """
    pairs = sa.tuple_(follow_match.c.follow, follow_match.c.item).in_([(one.follow, one.item) for one in gathered])
    there = conn.scalar(sa.select(sa.func.count()).select_from(follow_match).where(pairs))
    same = {number: follows.siblings(conn, number) for number in told}
    stories = {min(ids) for ids in same.values()}
    if (
        there != len(gathered)
        or len(stories) != len(told)
        or any(follows.told(conn, chat, ids) for ids in same.values())
    ):
        return False
    conn.execute(sa.delete(follow_match).where(pairs))
    for number in told:
        follows.claim(conn, chat, number, now=now)
    outbox.queue_for_follower(conn, chat, _key(now, chat), messages, now=now)
    return True


def _key(now: datetime, chat: str = "") -> str:
    """Return the name of a message to a follower: names sort by time."""
    return f"{millis(now):014d} {chat}"


def silence(conn: sa.Connection, chat: str, is_muted: Callable[[Tokens], bool]) -> None:
    """Let go of what waits for a chat and is muted now."""
    here = follow_match.c.follow.in_(sa.select(follow.c.id).where(follow.c.chat == chat))
    ids = conn.scalars(sa.select(follow_match.c.item).distinct().where(here)).all()
    muted = [number for number, one in tokens(conn, ids).items() if is_muted(one)]
    conn.execute(sa.delete(follow_match).where(here, follow_match.c.item.in_(muted)))


def forget(conn: sa.Connection, *, now: datetime) -> None:
    """Let go of what waited for too long, as while its chat was paused."""
    conn.execute(sa.delete(follow_match).where(follow_match.c.at < millis(now - STALE)))
