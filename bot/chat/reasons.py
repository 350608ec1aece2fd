"""Why an item was filed as it was: matched again from its stored text by the matcher in force, beside what was decided.

What an item means was decided once, when it was read, with the settings and the sentence vector of that day. The
decision is what digests and searches go by, so it is told; the reasons are found again, and may differ if the
settings changed since.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import sqlalchemy as sa

from bot.entities.explain import Explanation, explain
from bot.entities.match import Matcher
from bot.model import Coverage, EntityId, Feed, FeedId, Item, ItemId, Story
from bot.pipeline.understand import fields_of, summary_of
from bot.store import items, stories
from bot.store.understanding import thawed
from bot.stories.features import findings
from bot.stories.report import Report

KIN = 30
"""Other reports of a story that are compared with the one asked about."""
_TELLING = frozenset({"actor", "place", "event", "concept", "number"})


@dataclass(frozen=True, slots=True)
class Kin:
    """The report of the same story that has most in common with the one asked about, and what that is."""

    report: Coverage
    shared: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Reasons:
    """All there is to say about one item. `decided`: the entities it counts for since it was read.

    `senseless`: whom it names depends on a sentence vector that is no longer kept.
    """

    report: Coverage
    story: Story
    decided: tuple[EntityId, ...]
    places: tuple[Explanation, ...]
    senseless: bool
    kin: Kin | None


@dataclass(frozen=True, slots=True)
class Kept:
    """What the archive holds of an item that was understood."""

    item: Item
    story: Story
    texts: Mapping[ItemId, Item]
    vectors: bytes | None


def kept(conn: sa.Connection, number: ItemId, sources: Mapping[FeedId, Feed]) -> Kept | None:
    """Return what there is of an item, or None if it was forgotten, or is not understood yet."""
    where = stories.of_items(conn, [number])
    if number not in where:
        return None
    (story,) = stories.load(conn, [where[number]], sources)
    original = next(one.copy_of for one in story.coverage if one.item == number)
    others = [one.item for one in story.coverage if one.item != number][:KIN]
    texts = items.items(conn, [number, *others, *([original] if original else [])])
    return Kept(texts[number], story, texts, items.vectors(conn, number))


def reasons(found: Kept, matcher: Matcher) -> Reasons:
    """Return why an item names whom it names, and why it is in its story."""
    item, both = found.item, thawed(found.vectors)
    fields = fields_of(item)
    report = next(one for one in found.story.coverage if one.item == item.id)
    return Reasons(
        report=report,
        story=found.story,
        decided=report.entities,
        places=tuple(explain(matcher, fields, language=item.language, vector=both[1] if both else None)),
        senseless=both is None and matcher.undecided(fields, language=item.language),
        kin=_kin(report, found),
    )


def _kin(report: Coverage, found: Kept) -> Kin | None:
    """Return the original of a copy, else the report with most in common; None for a report that stands alone."""
    own = _facts(found.item, report.entities)
    others = [one for one in found.story.coverage if one.item != report.item and one.item in found.texts]
    if report.copy_of is not None:
        others = [one for one in others if one.item == report.copy_of] or others
    shared = [Kin(one, _common(own, _facts(found.texts[one.item], one.entities))) for one in others]
    return max(shared, key=lambda kin: len(kin.shared), default=None)


def _common(own: Sequence[str], other: Sequence[str]) -> tuple[str, ...]:
    known = set(other)
    return tuple(name for name in own if name in known)


def _facts(item: Item, entities: Sequence[EntityId]) -> tuple[str, ...]:
    """Return the people, places, events and numbers that the clusterer finds in an item, whatever its language."""
    report = Report(
        key=item.id,
        title=item.title,
        summary=summary_of(fields_of(item)),
        published=item.published,
        language=item.language,
        entities=tuple(entities),
    )
    named = (name.partition("/")[0] for kind, name, _ in findings(report) if kind in _TELLING)
    return tuple(dict.fromkeys((*entities, *named)))
