"""What the thinking part asks of the world. The docstrings are the contracts; tests fake nothing else but the clock."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from bot.digest.rhythm import Slot
from bot.feeds.identity import Known, Sorting
from bot.feeds.reading import Reading
from bot.feeds.timetable import FeedState
from bot.model import (
    Correction,
    Digest,
    EntityId,
    Feed,
    FeedId,
    Item,
    ItemId,
    Matching,
    Message,
    Page,
    Post,
    Story,
    StoryId,
    Unchanged,
)

Vector = NDArray[np.float32]
"""512 numbers: what a sentence means, in any of the encoder's languages."""


class Clock(Protocol):
    """Tells the time."""

    def __call__(self) -> datetime:
        """Return now: aware, UTC."""
        ...


class Fetch(Protocol):
    """Asks a feed's address."""

    async def __call__(self, feed: Feed, state: FeedState) -> Page | Unchanged:
        """Return what it answered; raises FetchError and nothing else."""
        ...


class Read(Protocol):
    """Reads a feed's bytes, in a process that can be killed."""

    async def __call__(self, page: Page, feed: Feed, *, shared_links: bool, now: datetime) -> Reading:
        """Return what the page says; raises FormatError and nothing else."""
        ...


class Encode(Protocol):
    """Turns texts into sentence vectors."""

    async def __call__(self, texts: Sequence[str]) -> Sequence[Vector] | None:
        """Return a vector for each text, or None if there is no encoder; never raises."""
        ...


@dataclass(frozen=True, slots=True)
class Counts:
    """One document in numbers: entries read = unusable + known + new."""

    read: int
    unusable: int
    known: int
    new: int


class Collected(Protocol):
    """The archive, as collecting sees it."""

    async def state(self, feed: Feed) -> FeedState:
        """Return what is remembered of a feed."""
        ...

    async def known(self, feed: Feed, state: FeedState, keys: Iterable[str]) -> Known:
        """Return which of the keys the feed has shown before, and behind which items."""
        ...

    async def remember(self, feed: Feed, state: FeedState, notice: str) -> None:
        """Store a feed's new state, when a poll brought nothing or failed, and what the operator is told of it, if
        anything.
        """
        ...

    async def save(self, feed: Feed, state: FeedState, sorting: Sorting, counts: Counts, notice: str) -> None:
        """Store new items, sightings, edits, the feed's new state and the notice in one transaction."""
        ...

    async def asked_at(self, url: str, *, besides: Feed) -> FeedId | None:
        """Return which other feed is asked at an address, in any of its spellings."""
        ...

    async def excuse(self, feeds: Sequence[FeedId]) -> None:
        """Take back the last failure of feeds: it was our own network's."""
        ...

    async def tell(self, notice: str, *, now: datetime) -> None:
        """Store a line for the operator that is about no single feed."""
        ...


@dataclass(frozen=True, slots=True)
class Version:
    """What an item said until a time."""

    until: datetime
    title: str
    summary: str


@dataclass(frozen=True, slots=True)
class Fresh:
    """An item nobody has understood yet. `story`: it has one already and was only edited.

    `revision` counts its edits; `versions` are those nobody has compared with what came after them, oldest first.
    """

    item: Item
    story: StoryId | None = None
    revision: int = 0
    versions: tuple[Version, ...] = ()


@dataclass(frozen=True, slots=True)
class Understanding:
    """What one item means. `moved`: earlier items whose story changed because of it.

    `turn` counts the items the clusterer placed, in its order; 0 for those it never saw: edits keep the story they
    have, what comes too late stands alone. `revision`: of how many edits this is the meaning. `corrected` has what the
    version that ended at a time was corrected in, nothing for mere rewording.
    """

    item: Item
    matching: Matching
    story: StoryId
    copy_of: ItemId | None
    turn: int = 0
    is_edit: bool = False
    revision: int = 0
    corrected: Mapping[datetime, tuple[Correction, ...]] = field(default_factory=dict)
    vectors: tuple[Vector, Vector] | None = None
    moved: Mapping[ItemId, StoryId] | None = None


class Understood(Protocol):
    """The archive, as understanding sees it."""

    async def fresh(self, limit: int) -> Sequence[Fresh]:
        """Return the oldest items not understood yet, in id order."""
        ...

    async def finish(self, understood: Sequence[Understanding]) -> None:
        """Store what items mean, in one transaction, and mark them understood."""
        ...


class Composed(Protocol):
    """The archive, as composing sees it."""

    async def composed(self, channel: str, slot: Slot) -> bool:
        """Tell whether a channel's digest of that slot was composed already."""
        ...

    async def last_composed(self, channel: str) -> datetime | None:
        """Return when a channel's last digest was composed."""
        ...

    async def candidates(
        self, channel: str, wanted: Sequence[EntityId], feeds: Mapping[FeedId, Feed], *, since: datetime
    ) -> Sequence[Story]:
        """Return every story with a report since then that names a wanted entity, and what was shown of it."""
        ...

    async def queue(self, digest: Digest, chat: str, messages: Sequence[Message], *, now: datetime) -> None:
        """Put a digest's posts into the outbox and record what they tell, in one transaction; once for each key."""
        ...


class Channel(Protocol):
    """A way to post into a chat."""

    async def send(self, post: Post) -> int:
        """Send a post once and return its message id.

        Raises RateLimitError and NotSentError (certainly not sent), AmbiguousError (perhaps sent), RefusedError (never
        will be) or ChannelLostError (the operator must act); nothing else.
        """
        ...
