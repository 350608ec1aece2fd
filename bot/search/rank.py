"""In which order hits are shown: what says most about the query and is fresh comes first.

A score is that of BM25 with the frequency of a word cut to its presence in a field (headlines and summaries are too
short for more), divided by age. It needs no statistics of the whole index: a word's weight is taken from the
candidates, so that ranking a common word costs no walk through everything that has it.
"""

import math
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.model import ItemId


@dataclass(frozen=True, slots=True)
class Ranking:
    """How hits are weighed."""

    title: float = 1.5
    """What a word in the title adds to the same word anywhere."""
    half_life_days: float = 7.0
    """The age at which a hit counts half as much as a fresh one; twice that age: a third."""


@dataclass(frozen=True, slots=True)
class Presence:
    """Which candidates have one word (phrase, name) of the query, and which have it in the title."""

    anywhere: Collection[ItemId]
    title: Collection[ItemId]


def scores(
    candidates: Sequence[ItemId], presences: Sequence[Presence], *, now: datetime, ranking: Ranking
) -> Mapping[ItemId, float]:
    """Return the score of each candidate, the best first; of equal ones the newest.

    An item's id says when it was published: 20 bits after the milliseconds.
    """
    relevance = dict.fromkeys(candidates, 0.0 if presences else 1.0)
    for presence in presences:
        weight = math.log1p(len(candidates) / (len(presence.anywhere) or 1))
        for item in presence.anywhere:
            relevance[item] += weight
        for item in presence.title:
            relevance[item] += weight * ranking.title
    now_ms, half_life = int(now.timestamp() * 1000), ranking.half_life_days * 86_400_000
    scored = [(value / (1 + max(now_ms - (item >> 20), 0) / half_life), item) for item, value in relevance.items()]
    return {item: value for value, item in sorted(scored, reverse=True)}
