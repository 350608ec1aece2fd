"""Which stories a digest tells, and in what order. Pure."""

import math
from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.model import EntityId, Story, StoryId


@dataclass(frozen=True, slots=True)
class Choosing:
    """How a channel's digest is filled."""

    main: int = 8
    folded: int = 20
    half_fresh: timedelta = timedelta(hours=12)
    velocity: float = 0.3
    grown: float = 1.5
    """A known story returns once it has this many times the reports it had, and one more."""


def importance(story: Story, weights: Mapping[EntityId, float], rules: Choosing, *, now: datetime) -> float:
    """Return independent voices x velocity x freshness x entity weight (facts: digest coverage .974, tau .54)."""
    day_ago = now - timedelta(days=1)
    new = sum(report.published >= day_ago for report in story.coverage)
    velocity = 1 + rules.velocity * math.log1p(new / (1 + len(story.coverage) - new))
    age = max(timedelta(), now - story.coverage[-1].published)
    freshness = 0.5 + 0.5 * math.exp(-age / rules.half_fresh)
    weight = 1 + max((weights.get(entity, 1.0) for entity in story.entities), default=0.0)
    return math.log1p(len(story.voices)) * velocity * freshness * weight


def has_news(story: Story, rules: Choosing) -> bool:
    """Tell whether a story is new to the channel, or has grown enough to be worth telling again."""
    return len(story.coverage) >= rules.grown * len(story.shown) + 1


def choose(
    stories: Sequence[Story],
    weights: Mapping[EntityId, float],
    rules: Choosing,
    *,
    now: datetime,
    due: AbstractSet[StoryId] = frozenset(),
) -> tuple[tuple[Story, ...], tuple[Story, ...]]:
    """Return the stories to show and those to fold away; what does not fit stays for a later digest.

    Fair between entities: the main part takes each entity's best story in turn, so one loud name cannot fill it.
    Stories that are `due`, because their alert was held back, come before all others.
    """
    ranked = sorted(
        (story for story in stories if story.entities and has_news(story, rules)),
        key=lambda story: (story.id not in due, -importance(story, weights, rules, now=now), story.id),
    )
    main = [story for story in ranked if story.id in due][: rules.main]
    while len(main) < rules.main and (round_ := _one_of_each(ranked, main)):
        main += round_[: rules.main - len(main)]
    order = {story.id: place for place, story in enumerate(ranked)}
    folded = [story for story in ranked if story not in main][: rules.folded]
    return tuple(sorted(main, key=lambda story: order[story.id])), tuple(folded)


def _one_of_each(ranked: Sequence[Story], taken: Sequence[Story]) -> list[Story]:
    """Return the best story not yet taken of each leading entity."""
    best: dict[EntityId, Story] = {}
    for story in ranked:
        if story not in taken:
            best.setdefault(story.entities[0], story)
    return list(best.values())
