"""Which report is in which story, and what a story keeps of reports that have left the window."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from bot.stories.report import Key


@dataclass(slots=True)
class Story:
    """A story by its founder's key. `number` orders stories by age; `size` counts reports that left the window too."""

    key: Key
    number: int
    founded: float
    size: int = 0
    members: list[Key] = field(default_factory=list)


class Groups:
    """The stories of the window. A story without a report in it is forgotten: nothing can be compared with it."""

    def __init__(self) -> None:
        self._stories: dict[Key, Story] = {}
        self._story_of: dict[Key, Story] = {}
        self._founded = 0

    def __getitem__(self, report: Key) -> Story:
        return self._story_of[report]

    def __contains__(self, report: object) -> bool:
        return report in self._story_of

    def named(self, key: Key) -> Story | None:
        """Return the story founded by a report, if it is remembered."""
        return self._stories.get(key)

    def recall(self, story: Key, founded: float, size: int) -> None:
        """Know a story, if it is not known: since when there is one, and how many of its reports left the window."""
        if story not in self._stories:
            self._founded += 1
            self._stories[story] = Story(story, self._founded, founded, size)

    def place(self, report: Key, story: Key, hours: float) -> None:
        """Put a report into the story named `story`, which it founds if there is none."""
        self.recall(story, hours, 0)
        found = self._stories[story]
        found.members.append(report)
        found.size += 1
        self._story_of[report] = found

    def move(self, report: Key, to: Story) -> None:
        """Take a report from its story to another."""
        source = self._story_of[report]
        source.members.remove(report)
        source.size -= 1
        to.members.append(report)
        to.size += 1
        self._story_of[report] = to
        self._drop_if_empty(source)

    def merge(self, one: Story, other: Story) -> list[Key]:
        """Make one story of two; it keeps the older name. Returns the reports whose story changed."""
        older, younger = sorted((one, other), key=lambda story: story.number)
        changed = list(younger.members)
        older.members += changed
        older.size += younger.size
        self._story_of |= dict.fromkeys(changed, older)
        del self._stories[younger.key]
        return changed

    def separate(self, reports: Iterable[Key], hours: float) -> Story:
        """Make a new story, named by its first report, of some of another's."""
        first, *rest = reports
        source = self._story_of.pop(first)
        source.members.remove(first)
        source.size -= 1
        self.place(first, first, hours)
        for report in rest:
            self.move(report, self._story_of[first])
        self._drop_if_empty(source)
        return self._story_of[first]

    def forget(self, report: Key) -> None:
        """Let go of a report that left the window."""
        story = self._story_of.pop(report)
        story.members.remove(report)
        self._drop_if_empty(story)

    def _drop_if_empty(self, story: Story) -> None:
        if not story.members:
            del self._stories[story.key]
