"""Is this item new? Decided by what it is called (guid, canonical link), never by its date, title or summary.

The keys of an item, as text: `guid:` and `link:` (of the canonical link) stand for the item; `text:` only where it has
neither; `title:` decides nothing alone, it tells an item that came back under new names from a new one. Every key holds
128 bits of hash, is stored for its feed with every sighting, and any of the first three makes an item known.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Final

from bot.feeds.keys import canonical_link, item_id, keys
from bot.model import Item, ItemId

_STRONG: Final = ("guid:", "link:", "text:")


@dataclass(frozen=True, slots=True)
class Rules:
    """When a document is not to be believed, or not to be shouted about."""

    flood_items: int = 5
    flood_share: float = 0.5
    flood_matches: float = 0.8
    gap: timedelta = timedelta(days=7)
    gap_alerts: int = 5


RULES: Final = Rules()


@dataclass(frozen=True, slots=True)
class KnownItem:
    """What the archive remembers of an item."""

    id: ItemId
    title: str
    summary: str
    link: str
    published: datetime


@dataclass(frozen=True, slots=True)
class Known:
    """What the archive knows of one feed: the items that own any of the keys asked for.

    `first` is true until a document of this feed was stored; `newest` is its newest item; `last_success` the last
    time a document or an unchanged answer was had.
    """

    items: Mapping[str, KnownItem] = field(default_factory=dict)
    first: bool = False
    newest: datetime | None = None
    last_success: datetime | None = None


@dataclass(frozen=True, slots=True)
class Edit:
    """The version of an item that was now seen; the old one is in the archive. `changed` names the fields."""

    at: datetime
    title: str
    summary: str
    link: str
    changed: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Sighting:
    """A known item seen again: the keys to remember for it, and what changed, if anything."""

    id: ItemId
    keys: tuple[str, ...]
    edit: Edit | None = None


@dataclass(frozen=True, slots=True)
class Sorting:
    """One document sorted: items given = new + known + repeated. `quiet` are new items that must raise no alert, and
    `why`.

    `repeated` counts items that stood twice in the document; `absorbed` those of `known` that only the flood guard
    recognised; `older` those of `quiet` that a catch-up left without alert ("n older items"). `shared_links`: several
    items share a link, which the feed's state must remember.
    """

    new: tuple[Item, ...] = ()
    known: tuple[Sighting, ...] = ()
    quiet: frozenset[ItemId] = frozenset()
    why: str = ""
    repeated: int = 0
    absorbed: int = 0
    older: int = 0
    shared_links: bool = False


def shares_links(items: Sequence[Item]) -> bool:
    """Return whether different items of the document share a link, as in a live blog: then a link names none of
    them.
    """
    guids: dict[str, set[str]] = {}
    for item in items:
        if item.link:
            guids.setdefault(canonical_link(item.link), set()).add(item.guid or item.title)
    return any(len(names) > 1 for names in guids.values())


def identified(items: Sequence[Item], *, shared_links: bool = False) -> tuple[Item, ...]:
    """Return the items of one document with the keys that name them within it.

    A guid that covers several links is taken together with the link. A link is no key if several items of the document
    share it, nor, in a feed where that ever happened (`shared_links`), for an item that has a guid.
    """
    owners: dict[str, set[str]] = {}
    links: dict[str, set[str]] = {}
    for item in items:
        link = canonical_link(item.link)
        owners.setdefault(link, set()).add(item.guid or item.title)
        links.setdefault(item.guid, set()).add(link)
    return tuple(_named(item, owners, links, shared_links=shared_links) for item in items)


def _named(item: Item, owners: Mapping[str, set[str]], links: Mapping[str, set[str]], *, shared_links: bool) -> Item:
    link = canonical_link(item.link)
    guid = f"{item.guid}|{link}" if item.guid and len(links[item.guid]) > 1 else item.guid
    if len(owners[link]) > 1 or (shared_links and item.guid):
        named = keys(guid, "", item.title, link)
    elif guid == item.guid and item.keys:
        return item  # nothing in the document takes a name from it
    else:
        named = keys(guid, item.link, item.title, item.summary)
    return replace(item, keys=named, id=item_id(item.published, item.feed, named[0]))


def newcomers(
    items: Sequence[Item],
    known: Known,
    *,
    now: datetime,
    catching_up: bool = False,
    rules: Rules = RULES,
) -> Sorting:
    """Return which identified items of one document are new, which are known and what changed in those.

    Of a first document nothing raises an alert. After a gap, or when `catching_up` (a new address, a feed enabled
    again), only the newest few do. A document that is mostly "new" although its titles are known, or although all of
    it is older than what was known, is a feed that renamed or turned over its archive: nothing of that raises an
    alert either.
    """
    draft = _Draft()
    for item in items:
        if found := _recognised(item, known):
            draft.know(item, found, now)
        else:
            draft.add(item)
    fresh = draft.fresh
    if not known.first and len(fresh) >= rules.flood_items and len(fresh) > rules.flood_share * len(items):
        draft.absorb(_renamed(fresh, known, draft.met, rules), now)
    quiet, why = _quiet(draft.fresh, len(items), known, now=now, catching_up=catching_up, rules=rules)
    return Sorting(
        new=tuple(draft.fresh),
        known=tuple(draft.known),
        quiet=quiet,
        why=why,
        repeated=draft.repeated,
        absorbed=draft.absorbed,
        older=len(quiet) if why == "catching up" else 0,
        shared_links=shares_links(items),
    )


class _Draft:
    """A document half sorted."""

    def __init__(self) -> None:
        self.fresh: list[Item] = []
        self.known: list[Sighting] = []
        self.met: set[ItemId] = set()
        self.repeated = self.absorbed = 0
        self._names: set[str] = set()
        self._ids: set[int] = set()

    def know(self, item: Item, found: KnownItem, now: datetime) -> None:
        """Count an item as known; a second sighting in one document adds keys but is no edit."""
        edit = None if found.id in self.met else changed(found, item, now)
        self.met.add(found.id)
        self.known.append(Sighting(found.id, item.keys, edit))

    def add(self, item: Item) -> None:
        """Count an item as new, unless this document brought it already. Ids are made distinct."""
        names = {key for key in item.keys if key.startswith(_STRONG)}
        if names & self._names:
            self.repeated += 1
            return
        self._names |= names
        number = item.id
        while number in self._ids:
            number = ItemId(number + 1)
        self._ids.add(number)
        self.fresh.append(replace(item, id=number) if number != item.id else item)

    def absorb(self, renamed: Mapping[ItemId, KnownItem], now: datetime) -> None:
        """Count new items as known after all."""
        kept = []
        for item in self.fresh:
            if found := renamed.get(item.id):
                self.know(item, found, now)
                self.absorbed += 1
            else:
                kept.append(item)
        self.fresh = kept


def _recognised(item: Item, known: Known) -> KnownItem | None:
    """Return the known item that owns a key of this one. A title counts only together with the very same link."""
    for key in item.keys:
        found = known.items.get(key)
        if found and (
            key.startswith(_STRONG) or (item.link and canonical_link(found.link) == canonical_link(item.link))
        ):
            return found
    return None


def _renamed(fresh: Sequence[Item], known: Known, met: set[ItemId], rules: Rules) -> Mapping[ItemId, KnownItem]:
    """Return which new items are known ones under new names, by title: none, unless nearly all of them are.

    Items dated after all that was known may well be new in earnest and do not count against it. One known item
    answers for one new item only, so that ten reports all called "Traffic" stay ten.
    """
    free: dict[ItemId, KnownItem] = {}
    taken = set(met)
    for item in fresh:
        found = next((known.items[key] for key in item.keys if key.startswith("title:") and key in known.items), None)
        if found and found.id not in taken:
            taken.add(found.id)
            free[item.id] = found
    later = sum(item.id not in free and known.newest is not None and item.published > known.newest for item in fresh)
    return free if len(free) >= rules.flood_matches * (len(fresh) - later) else {}


def _quiet(
    fresh: Sequence[Item], read: int, known: Known, *, now: datetime, catching_up: bool, rules: Rules
) -> tuple[frozenset[ItemId], str]:
    """Return the ids of new items that must raise no alert, and why."""
    everything = frozenset(item.id for item in fresh)
    if known.first:
        return everything, "first poll"
    flood = len(fresh) >= rules.flood_items and len(fresh) > rules.flood_share * read
    if flood and known.newest and all(item.published < known.newest for item in fresh):
        return everything, "older than what was known"
    if catching_up or (known.last_success and now - known.last_success > rules.gap):
        newest = sorted(everything, reverse=True)
        return frozenset(newest[rules.gap_alerts :]), "catching up"
    return frozenset(), ""


def changed(known: KnownItem, item: Item, now: datetime) -> Edit | None:
    """Return the edit that a new sighting brings, or None. An empty field is no news, nor is another spelling of a
    link.
    """
    differs = {
        "title": bool(item.title) and item.title != known.title,
        "summary": bool(item.summary) and item.summary != known.summary,
        "link": bool(item.link) and canonical_link(item.link) != canonical_link(known.link),
    }
    fields = tuple(name for name, is_different in differs.items() if is_different)
    if not fields:
        return None
    return Edit(at=now, title=item.title, summary=item.summary, link=item.link, changed=fields)
