"""Stories: all reports of one event, whatever the outlet and the language, as they come in.

A report is compared with those of the last 72 hours that share most with it, and joins the story it fits best, or
founds one. Because of it earlier reports may change their story. Nothing here reads a clock or a file while it runs;
the same reports in the same order give the same stories, also when the window is rebuilt in between.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from itertools import groupby, islice
from math import inf
from typing import Final

import numpy as np

from bot.stories import duplicates
from bot.stories.features import features
from bot.stories.fit import Rules as FitRules
from bot.stories.fit import fit, kinship, needed_to_join, needed_to_merge
from bot.stories.groups import Groups, Story
from bot.stories.pairs import Comparer
from bot.stories.rarity import Usual
from bot.stories.recurring import Heading, other_edition, same_of_others
from bot.stories.report import Key, Report, in_order
from bot.stories.rulings import Ruling, Rulings
from bot.stories.scorer import Scorer, shipped
from bot.stories.weighed import Weighed, grams
from bot.stories.window import Rules as WindowRules
from bot.stories.window import Window

_TWO: Final = 2


@dataclass(frozen=True, slots=True)
class Rules:
    """When reports are one story, and with how many members of how many stories a report is compared.

    `kin` members of the smaller story speak for it when two stories may be one.
    """

    window: WindowRules = field(default_factory=WindowRules)
    copies: duplicates.Rules = field(default_factory=duplicates.Rules)
    fit: FitRules = field(default_factory=FitRules)
    members: int = 6
    stories: int = 8
    kin: int = 2
    life_hours: float = 7 * 24.0


@dataclass(frozen=True, slots=True)
class Decision:
    """Where a report belongs. A story is named by the report that founded it.

    `duplicate_of` is the first of the texts this is a copy of. `score` is that of the best story (-inf: none was
    comparable), `margin` how far the decision was from falling otherwise. `moved` are the earlier reports that changed
    story because of this one, each with its new story.
    """

    key: Key
    story: Key
    duplicate_of: Key | None
    score: float
    margin: float
    moved: tuple[tuple[Key, Key], ...] = ()


@dataclass(frozen=True, slots=True)
class Beginning:
    """What a story was before the reports that `restore` is given: since when there is one, and of how many reports."""

    founded: datetime
    reports: int


@dataclass(frozen=True, slots=True)
class Placed:
    """A report with what was decided about it, as the archive kept it, and what its story was before, if anything."""

    report: Report
    story: Key
    duplicate_of: Key | None = None
    beginning: Beginning | None = None


@dataclass(frozen=True, slots=True)
class History:
    """What `restore` wants: the reports of so many hours back from now, but no more than so many, the newest."""

    hours: float
    reports: int


@dataclass(frozen=True, slots=True)
class Ruled:
    """What a person decided, to be kept for `restore`, and the reports that changed story, each with its new one."""

    ruling: Ruling
    moved: tuple[tuple[Key, Key], ...]


@dataclass(frozen=True, slots=True)
class _Candidate:
    """A story a report may belong to: the members compared with it, and how well it fits."""

    story: Story
    members: list[Key]
    fit: float
    margin: float
    possible: bool


class Clusterer:
    """Stories over a stream of reports. Rebuilt by `restore` from the last of them, its `history`."""

    def __init__(
        self,
        rules: Rules | None = None,
        scorer: Scorer | None = None,
        usual: Usual | None = None,
    ) -> None:
        self._rules = rules or Rules()
        self._score = scorer or shipped()
        self._rulings = Rulings()
        self._window = Window(self._rules.window, usual)
        self._compare = Comparer()
        self._groups = Groups()
        self._original: dict[Key, Key] = {}

    @property
    def history(self) -> History:
        """Twice the window: the oldest reports in it were weighed by those that were in it then."""
        return History(2 * self._rules.window.hours, 2 * self._rules.window.reports)

    def add_many(self, reports: Iterable[Report]) -> list[Decision]:
        """Return the decisions over reports in order of time; runs of equal times are ordered by content first."""
        runs = groupby(reports, key=lambda report: report.published)
        return [self.add(report) for _, run in runs for report in in_order(run)]

    def add(self, report: Report) -> Decision:
        """Place a report, which is no older than the one before it and whose key is new."""
        new = self._arrive(report)
        candidates, copied = self._candidates(new)
        best = max((c for c in candidates if c.possible), key=lambda c: c.margin, default=None)
        key = new.key
        # The first of the copies may have left the window; its latest copy is in the same story.
        original = None if copied is None else self._original.get(copied, copied)
        story = None if copied is None else self._groups[copied]
        if story is not None and not self._alive(story, new):
            story = None
        elif story is None and best is not None and best.margin >= 0:
            story = best.story
        self._enter(new, story.key if story else key, original)
        moved = self._revise(new, candidates) if story else ()
        return Decision(
            key,
            self._groups[key].key,
            original,
            best.fit if best else -inf,
            _margin(candidates, best),
            moved,
        )

    def restore(self, placed: Iterable[Placed], rulings: Iterable[Ruling] = ()) -> None:
        """Rebuild the state after these decisions, each in the order they were made; nothing is decided again.

        May be called several times, with one part of the history after the other.
        """
        for one in placed:
            report, before = self._arrive(one.report), one.beginning
            if before is not None:
                self._groups.recall(one.story, before.founded.timestamp() / 3600, before.reports)
            self._enter(report, one.story, one.duplicate_of)
        for ruling in rulings:
            self._rulings.add(ruling)

    def keep(self, story: Key) -> Ruled:
        """Keep a story to itself (hidden, pinned, retracted): it may grow, but is never made one with another."""
        return self._rule(Ruling("keep", (story,)))

    def split(self, reports: Iterable[Key]) -> Ruled:
        """Part some of a story's reports from the others, for good. A story stays with the report that named it; those
        that leave it are named by the first of them.

        What left the window is no longer known and stays where it is. Raises KeyError if all of the reports did.
        """
        out = tuple(report for report in reports if report in self._groups)
        if not out:
            raise KeyError(reports)
        story = self._groups[out[0]]
        rest = tuple(report for report in story.members if report not in out)
        if not rest:
            return self._rule(Ruling("keep", (story.key,)))
        leaving = rest if story.key in out else out
        self._groups.separate(leaving, min(self._window[report].hours for report in leaving))
        return self._rule(Ruling("split", out, rest), moved=leaving)

    def merge(self, one: Key, other: Key) -> Ruled:
        """Make one story of two, for good. Of a story that left the window nothing is known, and nothing moves."""
        stories = [story for story in map(self._groups.named, (one, other)) if story is not None]
        ruling = Ruling("join", tuple(report for story in stories for report in story.members))
        two = len(stories) == len({story.key for story in stories}) == _TWO
        return self._rule(ruling, moved=self._groups.merge(*stories) if two else ())

    def _rule(self, ruling: Ruling, moved: Iterable[Key] = ()) -> Ruled:
        self._rulings.add(ruling)
        return Ruled(ruling, tuple((report, self._groups[report].key) for report in moved))

    def _arrive(self, report: Report) -> Weighed:
        new = features(report)
        for gone in self._window.expire(new.hours):
            self._groups.forget(gone)
            self._original.pop(gone, None)
        return self._window.weigh(new)

    def _enter(self, new: Weighed, story: Key, copied: Key | None) -> None:
        key = new.key
        self._window.add(new)
        self._groups.place(key, story, new.hours)
        if copied is not None:
            self._original[key] = copied

    def _candidates(self, new: Weighed) -> tuple[list[_Candidate], Key | None]:
        """Return the stories the report may belong to, best looking first, and a report it is a copy of."""
        alike = self._window.alike(new)
        first = self._window.identities.first(new.identities)
        if first is not None:
            alike = list(dict.fromkeys([first, *alike]))
        members: dict[Key, list[Key]] = {}
        for key in alike:
            if (story := self._groups[key].key) in members or len(members) < self._rules.stories:
                members.setdefault(story, []).append(key)
        listed = {story: self._sample(found) for story, found in members.items()}
        keys = [key for sample in listed.values() for key in sample]
        if not keys:
            return [], None
        reports = [self._window[key] for key in keys]
        lengths = [len(sample) for sample in listed.values()]
        fits = fit(self._score(self._compare.compare(new, reports)), lengths, self._rules.fit)
        candidates = [self._candidate(new, *one) for one in zip(listed.values(), fits.tolist(), strict=True)]
        return candidates, first if first is not None else self._containing(new, reports)

    def _sample(self, found: list[Key]) -> list[Key]:
        """Return the members to compare with: those found, then the newest."""
        newest = reversed(self._groups[found[0]].members)
        return list(dict.fromkeys([*found[: self._rules.members], *islice(newest, self._rules.members)]))[
            : self._rules.members
        ]

    def _candidate(self, new: Weighed, members: list[Key], fitting: float) -> _Candidate:
        story = self._groups[members[0]]
        margin = fitting - needed_to_join(story.size, self._rules.fit)
        return _Candidate(story, members, fitting, margin, self._open(new, story, members))

    def _open(self, new: Weighed, story: Story, members: list[Key]) -> bool:
        """Whether a story still takes reports, and this is no other edition of a headline in it."""
        mine = new.heading
        return self._alive(story, new) and not any(other_edition(mine, self._window[key].heading) for key in members)

    def _alive(self, story: Story, new: Weighed) -> bool:
        return new.hours - story.founded <= self._rules.life_hours

    def _containing(self, new: Weighed, reports: list[Weighed]) -> Key | None:
        """Return the report whose text most holds that of the new one, or is held by it."""
        contained = duplicates.containment(grams(new), [grams(report) for report in reports])
        best = int(np.argmax(contained))
        if contained[best] < self._rules.copies.containment or _apart(new, reports[best]):
            return None
        return reports[best].key

    def _revise(self, new: Weighed, candidates: list[_Candidate]) -> tuple[tuple[Key, Key], ...]:
        """Merge stories that the new report shows to be one, and return the reports that changed their story."""
        changed: dict[Key, None] = {}
        for candidate in sorted(candidates, key=lambda c: -c.margin):
            # A merge before this one may have changed both.
            mine, other = self._groups[new.key], self._groups[candidate.members[0]]
            near = candidate.margin >= -self._rules.fit.reach
            if not near or other is mine or not all(self._alive(story, new) for story in (mine, other)):
                continue
            needed = needed_to_merge(mine.size + other.size, self._rules.fit)
            if self._may_merge(mine, other) and self._kinship(mine, other) >= needed:
                changed |= dict.fromkeys(self._groups.merge(mine, other))
        changed.pop(new.key, None)
        return tuple((report, self._groups[report].key) for report in changed)

    def _may_merge(self, one: Story, other: Story) -> bool:
        if {one.key, other.key} & self._rulings.kept or self._rulings.forbid(one.members, other.members):
            return False
        few, many = sorted((one.members, other.members), key=len)
        headings: dict[str, list[Heading]] = {}  # of the newest: large stories would be compared for long
        for heading in map(self._heading, few[-self._rules.members :]):
            headings.setdefault(heading.source, []).append(heading)
        return not any(
            other_edition(mine, heading)
            for heading in map(self._heading, many)
            for mine in headings.get(heading.source, ())
        )

    def _heading(self, report: Key) -> Heading:
        return self._window[report].heading

    def _kinship(self, one: Story, other: Story) -> float:
        few, many = sorted((one.members, other.members), key=len)
        others = [self._window[key] for key in many[-self._rules.members :]]
        scores = [self._score(self._compare.compare(self._window[key], others)) for key in few[-self._rules.kin :]]
        return kinship(np.concatenate(scores), self._rules.fit)


def _apart(one: Weighed, other: Weighed) -> bool:
    """Whether two headlines, though all else is alike, are of two events: a set phrase may be all the text there is."""
    mine, theirs = one.heading, other.heading
    return other_edition(mine, theirs) or (one.language == other.language and same_of_others(mine, theirs))


def _margin(candidates: list[_Candidate], best: _Candidate | None) -> float:
    """Return how far the best story is from not being entered, or from being entered, or from being second."""
    if best is None:
        return inf
    second = max((c.margin for c in candidates if c is not best and c.possible), default=-inf)
    return min(best.margin, best.margin - second) if best.margin >= 0 else -best.margin
