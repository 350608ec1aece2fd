"""What a person decided about stories. The clusterer never undoes it."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from bot.stories.report import Key


@dataclass(slots=True)
class Rulings:
    """`kept` stories are merged with no other; `apart` are sets of reports that never meet in one."""

    kept: set[Key] = field(default_factory=set)
    apart: list[tuple[frozenset[Key], frozenset[Key]]] = field(default_factory=list)

    def keep(self, story: Key) -> None:
        """Pin or hide a story: it may grow, but does not become part of another, nor another of it."""
        self.kept.add(story)

    def split(self, out: Iterable[Key], rest: Iterable[Key]) -> None:
        """Keep two sets of reports in different stories from now on."""
        self.apart.append((frozenset(out), frozenset(rest)))

    def join(self, reports: Iterable[Key]) -> None:
        """Keep reports in the one story a person put them into; an older split between them is taken back."""
        together = frozenset(reports)
        self.apart = [
            (one - together, other) if one & together and other & together else (one, other)
            for one, other in self.apart
        ]

    def forbid(self, some: Iterable[Key], others: Iterable[Key]) -> bool:
        """Whether a person said that some of these reports are another story than some of the others."""
        if not self.apart:
            return False
        left, right = set(some), set(others)
        return any((left & a and right & b) or (left & b and right & a) for a, b in self.apart)
