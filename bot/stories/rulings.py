"""What a person decided about stories. The clusterer never undoes it, also after a restart."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Literal

from bot.stories.report import Key

Kind = Literal["keep", "split", "join"]


@dataclass(frozen=True, slots=True)
class Ruling:
    """One decision, as the archive keeps it.

    "keep": the stories named by `reports` are made one with no other (hidden, pinned, retracted). "split": no story
    holds both one of `reports` and one of `others`. "join": `reports` are of one story, whatever was split before.
    """

    kind: Kind
    reports: tuple[Key, ...]
    others: tuple[Key, ...] = ()


@dataclass(slots=True)
class Rulings:
    """All decisions together: `kept` stories, and sets of reports that never meet in one."""

    kept: set[Key] = field(default_factory=set)
    _apart: list[tuple[frozenset[Key], frozenset[Key]]] = field(default_factory=list)

    def add(self, ruling: Ruling) -> None:
        """Let a decision count, which was made after those before."""
        reports = frozenset(ruling.reports)
        if ruling.kind == "keep":
            self.kept |= reports
        elif ruling.kind == "split":
            self._apart.append((reports, frozenset(ruling.others)))
        else:
            self._apart = [
                (one - reports, other) if one & reports and other & reports else (one, other)
                for one, other in self._apart
            ]

    def forbid(self, some: Iterable[Key], others: Iterable[Key]) -> bool:
        """Whether a person said that some of these reports are another story than some of the others."""
        if not self._apart:
            return False
        left, right = set(some), set(others)
        return any((left & a and right & b) or (left & b and right & a) for a, b in self._apart)
