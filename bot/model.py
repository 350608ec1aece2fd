"""The nouns of the house: plain frozen data, shared by every step. All datetimes are aware and UTC."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final, Literal, NewType

FeedId = NewType("FeedId", str)
EntityId = NewType("EntityId", str)
ItemId = NewType("ItemId", int)
"""64 bits: milliseconds of min(published, first seen) << 20 | 20 bits of hash: newest last without sorting."""
StoryId = NewType("StoryId", int)
"""The id of the item that founded the story."""
PostId = NewType("PostId", int)

Ownership = Literal["state-run", "public", "private", "independent", "exile", "official", "ngo", "unknown"]
Kind = Literal["person", "organisation", "place", "other"]
Gender = Literal["m", "f", ""]
Field = Literal["title", "summary", "text"]


@dataclass(frozen=True, slots=True)
class Feed:
    """A source we were told to follow. `side` is the group of outlets it is compared with (a word, from config).

    `domains` are further registered domains that are this outlet's: it may move there for good, keeping its name and
    label, and a link that leads there is no link to somebody else. What a feed brings that is not `confirmed` raises no
    alert and is told in digests only, where no confirmed feed tells it too.
    """

    id: FeedId
    title: str
    url: str
    language: str = ""
    country: str = ""
    owner: str = ""
    ownership: Ownership = "independent"
    ownership_source: str = ""
    side: str = ""
    weight: float = 1.0
    enabled: bool = True
    domains: tuple[str, ...] = ()
    confirmed: bool = True


@dataclass(frozen=True, slots=True)
class Validators:
    """What a server gave us to ask again with, byte for byte; they belong to the address that gave them."""

    url: str = ""
    etag: str = ""
    last_modified: str = ""


@dataclass(frozen=True, slots=True)
class Page:
    """What an address answered: bytes nobody has read yet. `moved_to` is where every permanent redirect in a row led.

    `fresh_for` is how long the server says the answer stays true (max-age less Age, or Expires less Date).
    """

    asked: str
    url: str
    body: bytes
    body_hash: str
    content_type: str = ""
    validators: Validators = field(default_factory=Validators)
    fresh_for: timedelta | None = None
    moved_to: str = ""


@dataclass(frozen=True, slots=True)
class Unchanged:
    """An address that answered with nothing new: 304, or the same bytes as the last time."""

    asked: str
    url: str
    status: int
    validators: Validators = field(default_factory=Validators)
    fresh_for: timedelta | None = None
    moved_to: str = ""


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry as the feed wrote it: nothing repaired, every field may be missing. HTML is still HTML."""

    guid: str | None = None
    guid_is_permalink: bool = False
    link: str | None = None
    title: str | None = None
    summary: str | None = None
    content: str | None = None
    published: datetime | None = None
    language: str | None = None
    author: str | None = None
    image: str | None = None
    enclosure: str | None = None
    categories: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Item:
    """One report by one outlet, ready to be stored and shown. Text is plain; nothing is None but unknown times.

    `published` is never in the future and never missing (then: first seen); `stated` is what the feed itself said.
    `country` is given for items that were loaded by hand; else it is the feed's.
    `keys` are the identity keys of the sighting: guid, canonical link, or a text hash where there is neither.
    """

    id: ItemId
    feed: FeedId
    guid: str
    link: str
    title: str
    summary: str
    published: datetime
    seen: datetime
    stated: datetime | None = None
    text: str = ""
    language: str = ""
    country: str = ""
    author: str = ""
    image: str = ""
    categories: tuple[str, ...] = ()
    keys: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Unusable:
    """An entry that cannot be shown to a reader, and why. It is counted, never silently dropped."""

    reason: str


@dataclass(frozen=True, slots=True)
class Entity:
    """A person, organisation, ... we were told to track, as configured. Tables are by BCP 47 language ("*": any).

    `strong` names stand alone; `weak` ones (a bare surname) need evidence. `match` and `no_match` are the operator's
    own examples, run at start and by `check`.
    """

    id: EntityId
    name: str
    kind: Kind = "person"
    gender: Gender = ""
    strong: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    weak: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    given: tuple[str, ...] = ()
    context: tuple[str, ...] = ()
    against: tuple[str, ...] = ()
    competitors: tuple[str, ...] = ()
    threshold: float = 0.0
    weight: float = 1.0
    match: tuple[str, ...] = ()
    no_match: tuple[str, ...] = ()

    def called(self, language: str) -> str:
        """Return what the entity is called in a language, as far as the configuration knows."""
        return next(iter(self.strong.get(language, ())), self.name)


@dataclass(frozen=True, slots=True)
class Mention:
    """Where an item names an entity, and why we believe it. Offsets are code points into the field, end exclusive."""

    entity: EntityId
    field: Field
    start: int
    end: int
    surface: str
    alias: str
    score: float
    evidence: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Rejection:
    """A place that looked like a mention and is none, with the reason in plain words."""

    entity: EntityId
    field: Field
    start: int
    end: int
    surface: str
    reason: str


@dataclass(frozen=True, slots=True)
class Matching:
    """All that was found in one item. `entities` in config order; `possible` ones are never posted."""

    entities: tuple[EntityId, ...] = ()
    possible: tuple[EntityId, ...] = ()
    mentions: tuple[Mention, ...] = ()
    rejected: tuple[Rejection, ...] = ()


@dataclass(frozen=True, slots=True)
class Correction:
    """What a new version of a title takes back: what was, and what is instead.

    A negation or a tracked entity that came or went is shown as the words themselves, "" where there are none.
    """

    kind: Literal["number", "negation", "name", "entity"]
    was: str
    now: str


@dataclass(frozen=True, slots=True)
class Coverage:
    """One outlet's report, as part of a story. `copy_of` names the report it repeats (a wire copy, an excerpt).

    `agency` is the news agency whose word it is, "" if it is the outlet's own. `quiet`: it is what its feed began with,
    or came in after a gap, and is no news. `withdrawn` says why editors took it back, "" if they did not.
    """

    item: ItemId
    feed: Feed
    title: str
    summary: str
    link: str
    language: str
    published: datetime
    entities: tuple[EntityId, ...] = ()
    corrections: tuple[Correction, ...] = ()
    copy_of: ItemId | None = None
    agency: str = ""
    quiet: bool = False
    withdrawn: str = ""

    @property
    def voice(self) -> str:
        """Who speaks: the agency whose word it is, else the outlet's owner."""
        return self.agency or self.feed.owner or self.feed.id


@dataclass(frozen=True, slots=True)
class Spread:
    """How long after its first report a story had a second voice and a second language; None: not yet."""

    to_second_voice: timedelta | None
    to_second_language: timedelta | None


@dataclass(frozen=True, slots=True)
class Story:
    """One event and who reported it, oldest first. `shown`: the items a channel has already been told of."""

    id: StoryId
    coverage: tuple[Coverage, ...]
    shown: frozenset[ItemId] = frozenset()

    @property
    def entities(self) -> tuple[EntityId, ...]:
        """Every entity a report names, in the order of first mention."""
        return tuple(dict.fromkeys(entity for report in self.coverage for entity in report.entities))

    @property
    def voices(self) -> tuple[str, ...]:
        """Who reported it independently, first come first: owners and agencies, copies left out."""
        return tuple(dict.fromkeys(report.voice for report in self.coverage if not report.copy_of))

    @property
    def spread(self) -> Spread:
        """How fast others took it up."""
        first = self.coverage[0]
        voices = (r.published for r in self.coverage if not r.copy_of and r.voice != first.voice)
        languages = (r.published for r in self.coverage if r.language and first.language not in {"", r.language})
        second, foreign = next(voices, None), next(languages, None)
        return Spread(*(None if when is None else when - first.published for when in (second, foreign)))

    @property
    def languages(self) -> tuple[str, ...]:
        """The languages it was reported in, first come first."""
        return tuple(dict.fromkeys(report.language for report in self.coverage if report.language))

    @property
    def fresh(self) -> tuple[Coverage, ...]:
        """The reports the channel has not been told of."""
        return tuple(report for report in self.coverage if report.item not in self.shown)

    def report(self, item: ItemId) -> Coverage:
        """Return a report that is one of its own."""
        return next(report for report in self.coverage if report.item == item)


@dataclass(frozen=True, slots=True)
class Told:
    """A story as a post tells it: by the title and link of `lead`, which stay as published.

    `again`: the channel was told of the story before. `was` is the title before a correction, `gist` what was
    recognised of a title in another language than the channel's, in the channel's. `with_` is the title of an entry
    above whose story turned out to be this one. `folded` entries stand behind a tap. `asked` is the query it answers
    where somebody follows one, shown in place of whom it names.
    """

    story: Story
    lead: Coverage
    again: bool = False
    was: str = ""
    gist: str = ""
    with_: str = ""
    folded: bool = False
    asked: str = ""


DigestKind = Literal["digest", "alert", "each", "week", "correction", "follow"]


@dataclass(frozen=True, slots=True)
class Digest:
    """What one channel is told at one time. `key` is unique for the channel; `language` and `zone` are the channel's.

    `at` is when it was composed. `title` opens the first post, `note` follows it. An alert, and each story where
    stories are posted one by one, is a digest of one entry. What a chat follows is a digest of kind "follow".
    """

    channel: str
    key: str
    title: str
    at: datetime
    language: str
    entries: tuple[Told, ...]
    kind: DigestKind = "digest"
    note: str = ""
    zone: str = "UTC"
    silent: bool = False


@dataclass(frozen=True, slots=True)
class Message:
    """What one message says: Telegram HTML, the same as plain text for the day HTML is refused, and how it arrives.

    `photo` is a picture's file; the text is its caption then, of at most 1024 visible code points. `reply_to` is the
    message it answers, if that is still there. `otherwise` is what a reply says, as HTML, where an edit that takes
    something back is refused; "" if the edit takes nothing back. `button` is its text and the data it sends.
    """

    html: str
    plain: str
    silent: bool = False
    photo: bytes = b""
    reply_to: int | None = None
    otherwise: str = ""
    button: tuple[str, str] | None = None


CATCH_UP: Final = "catch-up"
"""How the keys of digests begin that tell several stories where each is a post of its own otherwise."""

Mode = Literal["at once", "digest"]
"""How a chat is told of what it follows."""

PostState = Literal["pending", "sending", "sent", "ambiguous", "quarantined", "dropped"]
"""pending: certainly not sent; ambiguous: perhaps; quarantined: set aside; dropped: an edit nobody needs any more."""


@dataclass(frozen=True, slots=True)
class Post:
    """A row of the outbox: a message on its way to a chat, frozen before it goes to the wire.

    `version` is 0 for the post itself, else this is an edit of message `message_id`, a photo's caption where
    `is_caption`. `doubts` counts sends that may have arrived; `floor` is the id above which the message must appear.
    `is_personal`: people in the chat asked for it; what they follow is nobody else's business.
    """

    id: PostId
    chat: str
    message: Message
    state: PostState
    attempts: int
    not_before: datetime
    floor: int = 0
    message_id: int | None = None
    version: int = 0
    topic: int = 0
    doubts: int = 0
    is_caption: bool = False
    is_personal: bool = False


@dataclass(frozen=True, slots=True)
class Notice:
    """Something a person must know. `kind` is one of watch/kinds.py, `about` what it is about (a feed, a chat).

    While trouble of an area about a thing lasts it is told of once; "area-over" says that it has ended.
    """

    kind: str
    about: str
    text: str

    @property
    def area(self) -> str:
        """Return what kind of thing it is about."""
        return self.kind.partition("-")[0]
