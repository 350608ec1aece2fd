"""Posts that are out are kept true for a day: new outlets, merged stories, corrections; for a month by what editors
decide. Never a second post.
"""

from dataclasses import replace
from datetime import datetime, timedelta

from bot.boundaries import Revised, Standing
from bot.digest.render import LAYOUT, correction, render, visible, withdrawal
from bot.digest.rhythm import is_quiet
from bot.model import Digest, Message, StoryId
from bot.pipeline.compose import Audience

DAY = timedelta(days=1)
ANSWERABLE = timedelta(days=30)
"""How far back a post is mended when editors decide about what it tells."""


async def revise(audience: Audience, span: timedelta = DAY, *, archive: Revised, now: datetime) -> int:
    """Edit the posts of a span until now whose stories are not as they were told; return how many edits that made.

    Those about whose stories editors decided since are edited at once, older ones too.

    A title and its link stay as published, but for corrections; those are also told in a reply. An edit that Telegram
    would refuse for its length is left out.
    """
    edits = 0
    wanted = list(audience.wanted)
    recent = {"since": now - span, "ruled_since": now - ANSWERABLE}
    for standing in await archive.standing(audience.channel, wanted, **recent):
        post = _united(replace(standing.digest, language=audience.language, zone=str(audience.zone)))
        message = replace(render(post, audience.names), otherwise=withdrawal(post.entries, audience.language))
        differs = message.html != standing.html and len(visible(message.html)) <= LAYOUT.limit
        answers = _answers(replace(standing, digest=post), audience, now=now)
        await archive.revise(replace(standing, digest=post), message if differs else None, answers, now=now)
        edits += differs
    return edits


def _answers(standing: Standing, audience: Audience, *, now: datetime) -> list[tuple[str, Message]]:
    """Return the replies that tell of corrections, by digest key; nobody needs one to a post that is not out."""
    if standing.message_id is None:
        return []
    post = standing.digest
    silent = is_quiet(audience.quiet, audience.zone, now=now)
    return [
        (
            f"correction {post.entries[place].lead.item} {now:%Y-%m-%dT%H:%M:%S}",
            replace(correction(post.entries[place], audience.language), silent=silent, reply_to=standing.message_id),
        )
        for place in standing.corrected
    ]


def _united(post: Digest) -> Digest:
    """Return a post in which a story that has become one with another above says so, instead of telling it twice."""
    titles: dict[StoryId, str] = {}
    entries = []
    for entry in post.entries:
        above = titles.setdefault(entry.story.id, entry.lead.title)
        entries.append(entry if above == entry.lead.title else replace(entry, with_=above))
    return replace(post, entries=tuple(entries))
