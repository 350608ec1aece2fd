"""What an editor decides about stories, carried out at once and kept: nothing undoes it but another decision."""

from collections.abc import Sequence
from datetime import datetime

from bot.boundaries import Governed
from bot.model import ItemId, StoryId
from bot.pipeline.understand import Mind, number
from bot.stories.cluster import Ruled


async def keep(mind: Mind, story: StoryId, *, archive: Governed, by: str, now: datetime) -> None:
    """Keep a story to itself: it may grow, but never becomes one with another."""
    await _carry_out(mind.clusterer.keep(story), archive, by=by, now=now)


async def split(mind: Mind, items: Sequence[ItemId], *, archive: Governed, by: str, now: datetime) -> StoryId:
    """Make a story of its own of some of a story's reports; return it. It is named by the first of them, or, if they
    have the report that named the story, keeps its name.
    """
    named = [one for one in items if one in await archive.reports_of(StoryId(one))]
    try:
        ruled = mind.clusterer.split(items)
    except KeyError:  # too long ago for anything to join either part
        story = StoryId(named[0]) if named else None
        leaving = items if story is None else [one for one in await archive.reports_of(story) if one not in items]
        if leaving:
            await archive.move(dict.fromkeys(leaving, StoryId(leaving[0])))
    else:
        await _carry_out(ruled, archive, by=by, now=now)
    return StoryId([*named, *items][0])


async def merge(mind: Mind, one: StoryId, other: StoryId, *, archive: Governed, by: str, now: datetime) -> StoryId:
    """Make one story of two; return it. It keeps the name of the older."""
    older, younger = sorted((one, other))
    await _carry_out(mind.clusterer.merge(one, other), archive, by=by, now=now)
    await archive.move(dict.fromkeys(await archive.reports_of(younger), older))
    return older


async def _carry_out(ruled: Ruled, archive: Governed, *, by: str, now: datetime) -> None:
    moved = {ItemId(number(report)): StoryId(number(story)) for report, story in ruled.moved}
    await archive.rule(ruled.ruling, moved, by=by, now=now)
