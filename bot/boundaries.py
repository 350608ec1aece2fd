"""What the thinking part asks of the world. The docstrings are the contracts; tests fake nothing else but the clock."""

from collections.abc import Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from bot.digest.rhythm import Slot
from bot.feeds.identity import Known, Sorting
from bot.feeds.reading import Reading
from bot.feeds.state import FeedState
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
    Mode,
    Notice,
    Page,
    Post,
    Story,
    StoryId,
    Unchanged,
)
from bot.search.document import Tokens
from bot.stories.rulings import Ruling

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

    async def remember(self, feed: Feed, state: FeedState, told: Sequence[Notice]) -> None:
        """Store a feed's new state, when a poll brought nothing or failed, and what the operator is told of it, if
        anything.
        """
        ...

    async def save(
        self, feed: Feed, state: FeedState, sorting: Sorting, counts: Counts, told: Sequence[Notice]
    ) -> None:
        """Store new items, sightings, edits, the feed's new state and the notices in one transaction."""
        ...

    async def asked_at(self, url: str, *, besides: Feed) -> FeedId | None:
        """Return which other feed is asked at an address, in any of its spellings."""
        ...

    async def excuse(self, feeds: Sequence[FeedId]) -> None:
        """Take back the last failure of feeds: it was our own network's."""
        ...

    async def tell(self, *told: Notice, now: datetime) -> None:
        """Store what the operator is told that is about no single feed."""
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
    have, what comes too late stands alone. `agency`: whose word it is, if not its outlet's own. `revision`: of how many
    edits this is the meaning. `corrected` has what the version that ended at a time was corrected in, nothing for mere
    rewording.
    """

    item: Item
    matching: Matching
    story: StoryId
    copy_of: ItemId | None
    turn: int = 0
    is_edit: bool = False
    revision: int = 0
    corrected: Mapping[datetime, tuple[Correction, ...]] = field(default_factory=dict)
    agency: str = ""
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


@dataclass(frozen=True, slots=True)
class Voice:
    """One voice (owner or agency) that speaks of an entity in a story."""

    entity: EntityId
    story: StoryId
    name: str


@dataclass(frozen=True, slots=True)
class Hour:
    """One full hour of an entity: how many voices spoke of it, and how many in the biggest of its stories."""

    entity: EntityId
    begin: datetime
    voices: int
    biggest: int


class Governed(Protocol):
    """The archive, as editors' decisions see it."""

    async def rule(self, ruling: Ruling, moved: Mapping[ItemId, StoryId], *, by: str, now: datetime) -> None:
        """Keep a decision and what it moved, in one transaction."""
        ...

    async def move(self, moved: Mapping[ItemId, StoryId]) -> None:
        """Let items belong to other stories."""
        ...

    async def reports_of(self, story: StoryId) -> Sequence[ItemId]:
        """Return the items of a story."""
        ...


class Watched(Protocol):
    """The archive, as watching for alarms sees it."""

    async def voices(self, *, since: datetime, until: datetime) -> Sequence[Voice]:
        """Return who spoke of whom in which story, by the time we heard it; without copies and old news."""
        ...

    async def hours(self, *, since: datetime) -> Sequence[Hour]:
        """Return the full hours recorded since a time, oldest first."""
        ...

    async def close(self, counted: Sequence[Hour]) -> None:
        """Record what full hours came to, once."""
        ...

    async def alerted(self, channel: str) -> AbstractSet[StoryId]:
        """Return the stories over which a channel's alarm was raised already, sent or held back."""
        ...

    async def given(self, channel: str, *, since: datetime) -> int:
        """Return how many alerts a channel was sent since a time."""
        ...

    async def stories(self, channel: str, wanted: Sequence[EntityId], ids: Iterable[StoryId]) -> Sequence[Story]:
        """Return stories by id, with what was shown of them; only wanted entities are named."""
        ...

    async def alarm(
        self, story: StoryId, digest: Digest, chat: str, message: Message, *, now: datetime, topic: int = 0
    ) -> None:
        """Put an alert over a story into the outbox and record it, in one transaction."""
        ...

    async def hold(self, channel: str, story: StoryId, *, now: datetime) -> None:
        """Record an alarm that was not sent: the next digest owns up to it."""
        ...


@dataclass(frozen=True, slots=True)
class Standing:
    """A post that is out: what it tells as things are now, under the titles it was published with, and how it reads.

    `digest` holds the entries of this post alone, which is number `part` of its digest. `corrected` are those of its
    entries, by place, whose title takes back a fact since it was shown. `message_id` is None until the post is out.
    `ruled`: editors decided about something of it since it was told.
    """

    digest: Digest
    part: int
    html: str
    chat: str
    topic: int
    corrected: tuple[int, ...] = ()
    message_id: int | None = None
    ruled: bool = False


class Revised(Protocol):
    """The archive, as revising what is out sees it."""

    async def standing(
        self, channel: str, wanted: Sequence[EntityId], *, since: datetime, ruled_since: datetime
    ) -> Sequence[Standing]:
        """Return the posts of digests composed since a time whose stories are not as they were told, and the older
        ones, since another time, about whose stories editors decided.
        """
        ...

    async def revise(
        self,
        standing: Standing,
        message: Message | None,
        answers: Sequence[tuple[str, Message]],
        *,
        now: datetime,
    ) -> None:
        """Record what a post tells now, and let it say so; in one transaction. Without a message it says so already.

        `answers` are posts, by digest key, that reply to it. Where editors decided, the edit goes at once.
        """
        ...


class Composed(Protocol):
    """The archive, as composing sees it."""

    async def older(self, wanted: Sequence[EntityId], *, since: datetime) -> int:
        """Return how many reports that name them came in since a time without notice, after a gap in their feed."""
        ...

    async def held(self, channel: str) -> AbstractSet[StoryId]:
        """Return the stories whose alert was held back and is owned up to in no digest yet."""
        ...

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

    async def last_story(self, channel: str) -> datetime | None:
        """Return when a channel was last told a story in a post of its own, or of several in a catch-up digest."""
        ...

    async def take_back(self, channel: str, *, before: datetime) -> None:
        """Undo a channel's digests of before that time of which certainly nothing was sent: what they told awaits a
        digest again.
        """
        ...

    async def queue(
        self, digest: Digest, chat: str, posts: Sequence[tuple[Digest, Message]], *, now: datetime, topic: int = 0
    ) -> bool:
        """Put a digest's posts, each with its part of the entries, into the outbox and record what they tell.

        In one transaction, once for each key; a digest without posts is recorded as composed. Return False, and do
        nothing, if something of it was told since it was composed.
        """
        ...


@dataclass(frozen=True, slots=True)
class Follower:
    """A chat that follows queries, as it is told of them. "" where nothing was chosen."""

    chat: str
    language: str
    zone: str
    digest_at: str


@dataclass(frozen=True, slots=True)
class Waiting:
    """An item that answers a followed query and waits to be told. `told`: the chat knows of its story already."""

    follow: int
    query: str
    item: ItemId
    story: StoryId
    told: bool


Edition = tuple[int, ...]
"""Tells one set of followed and muted queries from another."""


class Followed(Protocol):
    """The archive, as telling those who follow queries sees it."""

    async def due(self, limit: int) -> Sequence[Tokens]:
        """Return the oldest understood items that no query has met yet, as they are indexed."""
        ...

    async def queries(self, known: Edition) -> tuple[Edition, Mapping[str, datetime]] | None:
        """Return all that is followed or muted, each text once, with the time from which it counts its days; None if it
        is still the edition that is known.
        """
        ...

    async def match(self, found: Mapping[ItemId, AbstractSet[str]], *, now: datetime) -> int:
        """Store what items answer, in one transaction, and that they met the queries; return for how many follows one
        waits now.
        """
        ...

    async def at_once(self, *, now: datetime) -> Sequence[Follower]:
        """Return who can be told something at once now."""
        ...

    async def for_digests(self) -> Sequence[tuple[Follower, datetime]]:
        """Return for whose digests something waits, with when the first of it came."""
        ...

    async def waiting(self, chat: str, mode: Mode, *, until: datetime) -> Sequence[Waiting]:
        """Return what has waited for a chat since a time, oldest first, as much as one message can gather."""
        ...

    async def stories(self, ids: Iterable[StoryId]) -> Sequence[Story]:
        """Return stories by id, without what was taken back."""
        ...

    async def tell(
        self,
        chat: str,
        gathered: Sequence[Waiting],
        told: Sequence[ItemId],
        messages: Sequence[Message],
        *,
        now: datetime,
    ) -> bool:
        """Put messages for a chat into the outbox, note that it was told of the stories of these items, and let go of
        what was gathered; in one transaction. Return False, and do nothing, if that has changed meanwhile.
        """
        ...


class Draw(Protocol):
    """Draws counts per day."""

    async def __call__(self, title: str, days: Sequence[str], lines: Sequence[tuple[str, tuple[int, ...]]]) -> bytes:
        """Return a PNG with a line for each (name, counts), or nothing if it cannot be drawn; never raises."""
        ...


class Counted(Protocol):
    """The archive, as the weekly summary sees it."""

    async def counts(self, wanted: Sequence[EntityId], edges: Sequence[datetime]) -> Mapping[EntityId, Sequence[int]]:
        """Return how many items name each entity between each edge and the next."""
        ...

    async def queue(
        self, digest: Digest, chat: str, posts: Sequence[tuple[Digest, Message]], *, now: datetime, topic: int = 0
    ) -> bool:
        """Put a summary into the outbox, once for each key."""
        ...


class Channel(Protocol):
    """A way to post into chats. Raises DeliveryErrors and nothing else; `bot/errors.py` says what each means."""

    async def send(self, post: Post) -> int:
        """Send a post once and return its message id."""
        ...

    async def edit(self, post: Post) -> bool:
        """Make a message say what an edit says; return False if there is no such message any more."""
        ...

    async def glance(self, chat: str, message_id: int, journal: str) -> str | None:
        """Return the text of a message of a chat, "" if it has none, None if there is no such message.

        A bot cannot read what it posted; it can forward it into a journal chat, and deletes the copy at once.
        """
        ...

    async def check(self) -> None:
        """Raise what keeps Telegram from answering at all, if anything does."""
        ...
