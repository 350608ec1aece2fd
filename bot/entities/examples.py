"""The operator's own test sentences (`match`, `no_match`): which of them come out otherwise, and why."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from bot.entities.explain import Explanation, explain
from bot.entities.match import Matcher
from bot.model import Entity, EntityId

Key = Literal["match", "no_match"]


@dataclass(frozen=True, slots=True)
class Outcome:
    """One example and what the matcher makes of it. `because` says in plain words what decided."""

    entity: EntityId
    key: Key
    text: str
    passed: bool
    because: str

    def __str__(self) -> str:
        wrong = "is not found" if self.key == "match" else "is found"
        return f"{self.text!r} {'is right' if self.passed else wrong}: {self.because}"


def outcomes(matcher: Matcher) -> Iterator[Outcome]:
    """Yield every example of every entity, read as a title whose language nobody told and without a sentence vector."""
    for entity in matcher.entities:
        for text in entity.match:
            yield _outcome(matcher, entity, "match", text)
        for text in entity.no_match:
            yield _outcome(matcher, entity, "no_match", text)


def failed_examples(matcher: Matcher) -> list[Outcome]:
    """Return the examples that come out otherwise than they say: each is a mistake in the configuration."""
    return [one for one in outcomes(matcher) if not one.passed]


def _outcome(matcher: Matcher, entity: Entity, key: Key, text: str) -> Outcome:
    places = [one for one in explain(matcher, {"title": text}) if one.entity == entity.id]
    found = any(one.verdict == "mention" for one in places)
    return Outcome(entity.id, key, text, found == (key == "match"), _because(places))


def _because(places: list[Explanation]) -> str:
    """Return what decided about the place that came nearest to a mention."""
    if not places:
        return "no form of the name occurs in it"
    best = max(places, key=lambda one: (one.verdict == "mention", one.verdict == "possible", one.score))
    reasons = [f"{reason} ({weight:+.1f})" for weight, reason in best.reasons] or ["nothing speaks for it"]
    only = "only possible: " if best.verdict == "possible" else ""
    return f"{only}«{best.surface}»: {'; '.join(reasons[:4])}"
