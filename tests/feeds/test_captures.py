"""All captured feeds: held against feedparser, item by item and field by field, and against what was read before."""

import json
from pathlib import Path

import pytest

from bot.errors import FormatError
from bot.feeds.encoding import to_utf8
from bot.feeds.fallback import parse_with_feedparser
from bot.feeds.mending import mended_document
from bot.feeds.parse import parse
from bot.model import Item
from tests.feeds.captures import GOLDEN, URL, body, measured, names, results

FIELDS = (
    "guid", "link", "title", "summary", "text", "stated", "published", "language", "author", "image", "categories",
    "keys",
)  # fmt: skip

# Where the two readings differ for good, and why ours stands.
EXPLAINED = {
    "FeedKit__Ampersand.xml": "feedparser trims a no-break space that is half of a letter encoded twice",
    "FeedReader__Rss20IndianExpress.xml": "feedparser trims a no-break space that is half of a letter encoded twice",
    "fastfeedparser__malformed_rss_namespaced.xml": "feedparser finds no item behind an undeclared namespace prefix",
}


def differences(shared: Path, name: str) -> tuple[int, int]:
    """Return how many items there are and how many differ in any field."""
    data = body(shared, name)
    try:
        ours = parse(data, url=URL)
    except FormatError:
        return 0, 0
    if ours.reader == "json":
        return 0, 0  # feedparser reads none
    reference = parse_with_feedparser(to_utf8(data), url=URL)
    mine, other = results(ours), results(mended_document(reference)) if reference else []
    paired = list(zip(mine, other, strict=False))
    differing = [pair for pair in paired if not _same(*pair)]
    return len(mine), len(differing) + abs(len(mine) - len(other))


def _same(one: object, other: object) -> bool:
    if not isinstance(one, Item) or not isinstance(other, Item):
        return one == other
    return all(getattr(one, field) == getattr(other, field) for field in FIELDS)


def test_every_item_of_every_capture_reads_as_feedparser_reads_it_or_the_difference_is_explained(shared: Path) -> None:
    counted = {name: differences(shared, name) for name in names(shared)}

    unexplained = {name: pair for name, pair in counted.items() if pair[1] and name not in EXPLAINED}
    read = sum(items for items, _ in counted.values())
    assert unexplained == {}
    assert read > 2_500
    assert sum(differing for _, differing in counted.values()) <= 0.005 * read


@pytest.mark.parametrize("name", sorted(json.loads(GOLDEN.read_text())))
def test_a_capture_reads_as_it_was_read_before(shared: Path, name: str) -> None:
    assert measured(shared, name) == json.loads(GOLDEN.read_text())[name]


def test_every_capture_that_is_a_feed_is_read(shared: Path) -> None:
    refused = [name for name, known in json.loads(GOLDEN.read_text()).items() if "refused" in known]

    assert refused == ["node-feedparser__notafeed.html"]
    assert set(json.loads(GOLDEN.read_text())) == set(names(shared))
