"""The weekly summary of a channel: counted, drawn, put into the outbox."""

from dataclasses import replace
from datetime import datetime

from bot.boundaries import Counted, Draw
from bot.digest.rhythm import Slot
from bot.digest.week import DAYS, Week, caption, edges
from bot.pipeline.compose import Audience, digest_of
from bot.text.say import phrases


async def summarise(audience: Audience, slot: Slot, *, archive: Counted, draw: Draw, now: datetime) -> int:
    """Put the summary of the seven full days before a slot into the outbox, with a chart if it can be drawn.

    Return how many posts that made: a fortnight without a single report makes none.
    """
    days = edges(slot.at.astimezone(audience.zone).date(), audience.zone)
    counts = await archive.counts(list(audience.wanted), days)
    week = Week(days[DAYS].date(), counts, audience.names, audience.language)
    digest = replace(digest_of(audience, slot.key, "", [], now=now), kind="week")
    posts = []
    if any(map(any, counts.values())):
        lines = [(week.names[entity], tuple(counts[entity][DAYS:])) for entity in week.ranked]
        photo = await draw(phrases(week.language)("week-mentions"), week.days, lines)
        posts = [(digest, replace(caption(week), photo=photo, silent=digest.silent))]
    await archive.queue(digest, audience.chat, posts, now=now, topic=audience.topic)
    return len(posts)
