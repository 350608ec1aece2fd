"""What an archive remembers of one feed, in memory: the other side of `newcomers`."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime

from bot.feeds.identity import Known, KnownItem, Sorting, identified, newcomers, shares_links
from bot.feeds.normalise import normalise
from bot.feeds.parse import parse
from bot.model import Entry, Feed, Item, ItemId


class Memory:
    def __init__(self, feed: Feed) -> None:
        self.feed = feed
        self.keys: dict[str, ItemId] = {}
        self.items: dict[ItemId, KnownItem] = {}
        self.last_success: datetime | None = None
        self.shared_links = False
        self.sortings: list[Sorting] = []
        self.read = self.unusable = 0

    def poll(self, body: bytes, now: datetime) -> Sorting:
        return self.take(parse(body, url=self.feed.url).entries, now)

    def take(self, entries: Iterable[Entry], now: datetime) -> Sorting:
        results = [normalise(entry, self.feed, now=now) for entry in entries]
        items = [result for result in results if isinstance(result, Item)]
        self.read += len(results)
        self.unusable += len(results) - len(items)
        self.shared_links = self.shared_links or shares_links(items)
        named = identified(items, shared_links=self.shared_links)
        sorting = newcomers(named, self.known(named), now=now)
        assert len(items) == len(sorting.new) + len(sorting.known) + sorting.repeated
        self._store(sorting)
        self.last_success = now
        return sorting

    def known(self, items: Iterable[Item]) -> Known:
        asked = {key for item in items for key in item.keys}
        return Known(
            items={key: self.items[self.keys[key]] for key in asked if key in self.keys},
            first=self.last_success is None,
            newest=max((item.published for item in self.items.values()), default=None),
            last_success=self.last_success,
        )

    def _store(self, sorting: Sorting) -> None:
        self.sortings.append(sorting)
        for item in sorting.new:
            assert item.id not in self.items
            self.items[item.id] = KnownItem(item.id, item.title, item.summary, item.link, item.published)
            self.keys |= dict.fromkeys(item.keys, item.id)
        for sighting in sorting.known:
            self.keys |= {key: sighting.id for key in sighting.keys if key not in self.keys}
            if edit := sighting.edit:
                self.items[sighting.id] = replace(
                    self.items[sighting.id], title=edit.title, summary=edit.summary, link=edit.link
                )
