"""Every place where a tracked name stands, and all that was weighed there: for operators and curious readers."""

from collections.abc import Mapping
from dataclasses import dataclass

from bot.entities.evidence import Vector, Verdict, Weighed, reasons, verdict
from bot.entities.match import Matcher
from bot.model import Entity, EntityId, Field


@dataclass(frozen=True, slots=True)
class Explanation:
    """One place and what became of it. Offsets are code points into the field, end exclusive.

    `strong`: the form needs no evidence. `line` is what the score has to exceed, in log-odds. `reasons` are what
    counted, each with its weight, the heaviest first.
    """

    entity: EntityId
    field: Field
    start: int
    end: int
    surface: str
    alias: str
    strong: bool
    verdict: Verdict
    score: float
    line: float
    reasons: tuple[tuple[float, str], ...]


def explain(
    matcher: Matcher, fields: Mapping[Field, str], *, language: str = "", vector: Vector | None = None
) -> list[Explanation]:
    """Return every place of an item, by entity in the configuration's order, then as they stand.

    The item mentions an entity if one of its places is a mention, and possibly does if none is and one is possible:
    what `Matcher.match` says.
    """
    weighed = sorted(matcher.weigh(fields, language, vector), key=lambda one: one.candidate.entity)
    return [_explanation(one, matcher.entities[one.candidate.entity]) for one in weighed]


def _explanation(one: Weighed, entity: Entity) -> Explanation:
    candidate = one.candidate
    start, end = candidate.passage.folded.span(candidate.word.start, candidate.word.end)
    return Explanation(
        entity=entity.id,
        field=candidate.passage.field,
        start=start,
        end=end,
        surface=candidate.passage.folded.original[start:end],
        alias=candidate.form.alias,
        strong=candidate.form.strong,
        verdict=verdict(one, entity),
        score=one.score,
        line=entity.threshold,
        reasons=tuple(reasons(one, entity)),
    )
