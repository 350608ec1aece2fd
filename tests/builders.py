"""Builders of the nouns: a test says only what it is about."""

from datetime import UTC, datetime
from typing import Any

from bot.model import Coverage, EntityId, Entry, Feed, FeedId, Item, ItemId, Story, StoryId

NOW = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)


def make_feed(**changes: Any) -> Feed:
    return Feed(
        **{
            "id": FeedId("harbour"),
            "title": "Harbour Post",
            "url": "http://feeds.example/rss",
            "language": "en",
            "owner": "Harbour Trust",
        }
        | changes
    )


def make_entry(**changes: Any) -> Entry:
    return Entry(
        **{"guid": "g1", "link": "http://feeds.example/a/1", "title": "Rain in the harbour", "summary": "It rained."}
        | changes
    )


def make_item(**changes: Any) -> Item:
    number = changes.pop("number", 1)
    defaults: dict[str, Any] = {
        "id": ItemId(number << 20),
        "feed": FeedId("harbour"),
        "guid": f"g{number}",
        "link": f"http://feeds.example/a/{number}",
        "title": "Rain in the harbour",
        "summary": "It rained.",
        "published": NOW,
        "seen": NOW,
        "language": "en",
        "keys": (f"guid:g{number}",),
    }
    return Item(**defaults | changes)


def make_coverage(**changes: Any) -> Coverage:
    number = changes.pop("number", 1)
    feed = changes.pop("feed", None) or make_feed()
    defaults: dict[str, Any] = {
        "item": ItemId(number),
        "feed": feed,
        "title": f"Putin report {number}",
        "summary": "",
        "link": f"http://feeds.example/a/{number}",
        "language": feed.language,
        "published": NOW,
        "entities": (EntityId("putin"),),
    }
    return Coverage(**defaults | changes)


def make_story(*coverage: Coverage, **changes: Any) -> Story:
    coverage = coverage or (make_coverage(),)
    defaults: dict[str, Any] = {"id": StoryId(coverage[0].item), "coverage": coverage}
    return Story(**defaults | changes)
