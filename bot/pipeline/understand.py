"""Understanding what is new: language, mentions, story; edits and what they correct."""

import asyncio
import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from itertools import pairwise

from bot.boundaries import (
    Encode,
    Fresh,
    Understanding,
    Understood,
    Vector,
)
from bot.entities.match import Matcher
from bot.model import (
    Correction,
    EntityId,
    Feed,
    FeedId,
    Field,
    Item,
    ItemId,
    Matching,
    StoryId,
)
from bot.stories.cluster import Clusterer
from bot.stories.corrections import corrections
from bot.stories.coverage import agency
from bot.stories.report import Key, Report
from bot.text.languages import ENCODED, detect
from bot.text.story_fold import encodable

log = logging.getLogger(__name__)

BATCH = 64
"""Items understood in one transaction."""
LATE = timedelta(hours=72)
"""A report that comes later, as a feed's first poll brings them, is no news about today's stories: it stands alone."""


@dataclass(slots=True)
class Mind:
    """What understanding keeps between batches: the matcher, the stories of the last days, whose turn it is."""

    matcher: Matcher
    clusterer: Clusterer
    feeds: Mapping[FeedId, Feed]
    latest: datetime
    turn: int = 0


async def understand(mind: Mind, *, encode: Encode, archive: Understood) -> int:
    """Understand the oldest new items, as many as one transaction takes; return how many there were.

    Thinking takes milliseconds an item: it is done beside the event loop, never two batches at once.
    """
    batch = [_with_language(fresh) for fresh in await archive.fresh(BATCH)]
    if batch:
        worth = await asyncio.to_thread(lambda: [one.item for one in batch if _wants_vectors(one, mind)])
        texts = [Telling(fields_of(item), item.language) for item in worth]
        vectors = dict(zip((item.id for item in worth), await encoded(texts, encode), strict=True))
        await archive.finish(await asyncio.to_thread(_think_all, batch, mind, vectors))
    return len(batch)


@dataclass(frozen=True, slots=True)
class Telling:
    """A text in its fields, and its language (BCP 47 primary subtag)."""

    fields: Mapping[Field, str]
    language: str


async def encoded(texts: Sequence[Telling], encode: Encode) -> list[tuple[Vector, Vector] | None]:
    """Return for each text the vectors of its title, and of its title and summary; None where there is no encoder."""
    wanted = [
        part
        for text in texts
        for part in encodable(text.fields.get("title", ""), summary_of(text.fields), text.language)
    ]
    vectors = await encode(wanted) if wanted else None
    if vectors is None:
        return [None] * len(texts)
    return [(vectors[2 * place], vectors[2 * place + 1]) for place in range(len(texts))]


def _wants_vectors(fresh: Fresh, mind: Mind) -> bool:
    """Whether sentence vectors are spent on an item: its story is yet to be found, or they could tell whom it names."""
    item = fresh.item
    if item.language not in ENCODED:
        return False
    if fresh.story is None and _is_timely(item, mind):
        return True
    try:
        return mind.matcher.undecided(fields_of(item), language=item.language)
    except Exception:
        log.exception("item.broke item=%d feed=%s", item.id, item.feed)
        return False


def _is_timely(item: Item, mind: Mind) -> bool:
    return item.published >= mind.latest - LATE


def _think_all(
    batch: Sequence[Fresh], mind: Mind, vectors: Mapping[ItemId, tuple[Vector, Vector] | None]
) -> list[Understanding]:
    return [
        replace(_think(one, mind, vectors.get(one.item.id)), revision=one.revision, corrected=_corrected(one, mind))
        for one in batch
    ]


def _think(fresh: Fresh, mind: Mind, vectors: tuple[Vector, Vector] | None) -> Understanding:
    """Return what an item means. One whose text breaks a step stands alone: it must not stop those behind it."""
    item = fresh.item
    matching = Matching()
    try:
        matching = mind.matcher.match(fields_of(item), language=item.language, vector=vectors[1] if vectors else None)
        if fresh.story is None and _is_timely(item, mind):
            return _placed(item, matching, mind, vectors)
    except Exception:
        log.exception("item.broke item=%d feed=%s", item.id, item.feed)
    if fresh.story is not None:
        return Understanding(item, matching, fresh.story, None, is_edit=True)
    return Understanding(item, matching, StoryId(item.id), None)


def _corrected(fresh: Fresh, mind: Mind) -> dict[datetime, tuple[Correction, ...]]:
    """Return what each version of an item was corrected in by the next one; a broken text corrects nothing."""
    item = fresh.item
    said = [replace(item, title=version.title, summary=version.summary) for version in fresh.versions] + [item]
    found = {}
    for version, (before, after) in zip(fresh.versions, pairwise(said), strict=True):
        try:
            facts = corrections(report_of(before, mind, (), None), report_of(after, mind, (), None))
            found[version.until] = (*facts, *_newly_named(before, after, mind.matcher))
        except Exception:
            log.exception("item.broke item=%d feed=%s", item.id, item.feed)
            found[version.until] = ()
    return found


def _newly_named(before: Item, after: Item, matcher: Matcher) -> list[Correction]:
    """Return the tracked entities that came into an item with its new title."""
    known = matcher.match(fields_of(before), language=before.language).entities
    mentions = matcher.match(fields_of(after), language=after.language).mentions
    come = {one.entity: one.surface for one in mentions if one.field == "title" and one.entity not in known}
    return [Correction("entity", "", surface) for surface in come.values()]


def _placed(item: Item, matching: Matching, mind: Mind, vectors: tuple[Vector, Vector] | None) -> Understanding:
    """Return what an item means together with the story it belongs to."""
    mind.turn += 1
    mind.latest = max(mind.latest, item.published)
    report = report_of(item, mind, matching.entities, vectors)
    decision = mind.clusterer.add(report)
    return Understanding(
        item,
        matching,
        StoryId(number(decision.story)),
        None if decision.duplicate_of is None else ItemId(number(decision.duplicate_of)),
        turn=mind.turn,
        agency=agency(report),
        vectors=vectors,
        moved={ItemId(number(key)): StoryId(number(story)) for key, story in decision.moved},
    )


def number(key: Key) -> int:
    """Return a report's key as the item id it is in the bot."""
    assert isinstance(key, int)  # noqa: S101 - report_of made it from one
    return key


def _with_language(fresh: Fresh) -> Fresh:
    """Return an item whose language is known: its feed's word, else what the text looks like."""
    item = fresh.item
    if item.language:
        return fresh
    return replace(fresh, item=replace(item, language=detect(f"{item.title}. {item.summary}")))


def summary_of(fields: Mapping[Field, str]) -> str:
    """Return what stands for a text's summary: where there is none, the beginning of the text."""
    return fields.get("summary") or fields.get("text", "")[:600]


def fields_of(item: Item) -> dict[Field, str]:
    """Return an item's text as the matcher takes it."""
    return {"title": item.title, "summary": item.summary, "text": item.text}


def report_of(item: Item, mind: Mind, entities: Sequence[EntityId], vectors: tuple[Vector, Vector] | None) -> Report:
    """Return an item as the clusterer sees it: a report that comes late counts as coming now."""
    feed = mind.feeds.get(item.feed)
    return Report(
        key=item.id,
        title=item.title,
        summary=summary_of(fields_of(item)),
        published=mind.latest,
        source=item.feed,
        owner=feed.owner if feed else item.feed,
        language=item.language,
        link=item.link,
        guid=item.guid,
        entities=tuple(entities),
        title_vector=vectors[0] if vectors else None,
        vector=vectors[1] if vectors else None,
    )
