"""What a channel is told at its times: choose, lay out, put into the outbox."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.boundaries import (
    Composed,
)
from bot.digest import rhythm
from bot.digest.choose import Choosing, choose
from bot.digest.gist import gist
from bot.digest.lines import headline
from bot.digest.render import lay_out, render
from bot.digest.rhythm import Slot
from bot.model import (
    CATCH_UP,
    Coverage,
    Digest,
    Entity,
    EntityId,
    Feed,
    FeedId,
    Message,
    Story,
    Told,
)
from bot.stories.reading import read
from bot.stories.report import Report
from bot.text.say import phrases

BACKLOG = timedelta(minutes=10)
"""A digest that waits for longer when the next is due, as while Telegram is away, becomes part of that one."""
NEWS = timedelta(hours=2)
"""Where stories are posted one by one, older ones than this are none to post."""
HANDFUL = 10
"""More new stories than this at once are told in one catch-up digest."""


@dataclass(frozen=True, slots=True)
class Audience:
    """A channel, as composing sees it: where it is, whom it is told about, in which language, how much at a time."""

    channel: str
    chat: str
    wanted: Mapping[EntityId, Entity]
    feeds: Mapping[FeedId, Feed]
    choosing: Choosing
    language: str = "en"
    zone: ZoneInfo = ZoneInfo("UTC")  # noqa: RUF009 - immutable
    quiet: tuple[time, time] | None = None
    window: timedelta = timedelta(hours=24)
    topic: int = 0

    @property
    def names(self) -> dict[EntityId, str]:
        """What the entities are called in the channel's language, as far as the configuration knows."""
        return {entity.id: entity.called(self.language) for entity in self.wanted.values()}

    @property
    def weights(self) -> dict[EntityId, float]:
        """How much each entity counts when stories are chosen."""
        return {entity.id: entity.weight for entity in self.wanted.values()}


async def compose(
    audience: Audience,
    slot: Slot,
    *,
    archive: Composed,
    now: datetime,
    since: datetime | None = None,
    keep: bool = True,
) -> tuple[Message, ...]:
    """Compose the digest of one slot and put it into the outbox (`keep`); return its messages, none if it has no news.

    What did not fit into the digest before, or came late, is still a candidate for a day. A digest that has waited for
    long is taken back and told by this one. A story that another process told meanwhile is not told twice.
    """
    while True:
        digest, posts = await _composed(audience, slot, archive=archive, now=now, since=since, keep=keep)
        if not keep or await archive.queue(digest, audience.chat, posts, now=now, topic=audience.topic):
            return tuple(message for _, message in posts)


async def _composed(
    audience: Audience, slot: Slot, *, archive: Composed, now: datetime, since: datetime | None, keep: bool
) -> tuple[Digest, tuple[tuple[Digest, Message], ...]]:
    if keep:
        await archive.take_back(audience.channel, before=now - BACKLOG)
    last = await archive.last_composed(audience.channel)
    start = since or min(slot.at, last or slot.at) - audience.window
    stories = await archive.candidates(audience.channel, list(audience.wanted), audience.feeds, since=start)
    held = await archive.held(audience.channel) & {story.id for story in stories}
    main, folded = choose(stories, audience.weights, audience.choosing, now=now, due=held)
    entries = [as_told(story, audience.language) for story in main]
    entries += [replace(as_told(story, audience.language), folded=True) for story in folded]
    digest = digest_of(audience, slot.key, rhythm.title(slot, audience.language, audience.zone), entries, now=now)
    say = phrases(audience.language)
    older = await archive.older(list(audience.wanted), since=last or start)
    notes = [say(what, number=number) for what, number in (("held-back", len(held)), ("older", older)) if number]
    digest = replace(digest, note=" ".join(notes))
    return digest, lay_out(digest, audience.names) if entries else ()


async def post_each(audience: Audience, *, archive: Composed, now: datetime) -> int:
    """Put each story that nobody told the channel of into the outbox as a post of its own; return how many that made.

    What a feed began with is left out. More than a handful at once, after a downtime of the bot, of Telegram or of the
    chat, is one catch-up digest, with all that came since the last story that was posted.
    """
    await archive.take_back(audience.channel, before=now - BACKLOG)
    since = min(now, await archive.last_story(audience.channel) or now) - NEWS
    recent = await archive.candidates(audience.channel, list(audience.wanted), audience.feeds, since=since)
    new = [story for story in recent if not story.shown and not all(report.quiet for report in story.coverage)]
    entries = [as_told(story, audience.language) for story in new]
    if len(entries) > HANDFUL:
        title = phrases(audience.language)("digest-catch-up", when=rhythm.clock(now, audience.language, audience.zone))
        whole = digest_of(audience, f"{CATCH_UP} {now:%Y-%m-%dT%H:%M:%S}", title, entries, now=now)
        digests = [(whole, lay_out(whole, audience.names))]
    else:
        alone = [digest_of(audience, f"story {entry.story.fresh[0].item}", "", [entry], now=now) for entry in entries]
        each = [replace(digest, kind="each") for digest in alone]
        digests = [(digest, ((digest, render(digest, audience.names)),)) for digest in each]
    posts = 0
    for digest, messages in digests:
        if await archive.queue(digest, audience.chat, messages, now=now, topic=audience.topic):
            posts += len(messages)
    return posts


def as_told(story: Story, language: str, lead: Coverage | None = None) -> Told:
    """Return a story as a channel of a language is told of it, by the report that speaks for it or by a given one."""
    lead = lead or headline(story, language)
    return Told(story, lead, again=bool(story.shown), gist="" if lead.language == language else _gist(lead, language))


def _gist(lead: Coverage, language: str) -> str:
    """Return what was recognised of a report, what its title says first."""
    report = Report(lead.item, lead.title, lead.published, summary=lead.summary, language=lead.language)
    found = sorted(read(report), key=lambda one: not one.title)
    return gist(((one.kind, one.name) for one in found), language)


def digest_of(audience: Audience, key: str, title: str, entries: Sequence[Told], *, now: datetime) -> Digest:
    """Return what a channel is told now, silently in its quiet hours."""
    return Digest(
        channel=audience.channel,
        key=key,
        title=title,
        at=now,
        language=audience.language,
        entries=tuple(entries),
        zone=str(audience.zone),
        silent=rhythm.is_quiet(audience.quiet, audience.zone, now=now),
    )
