"""Snapshots of live feeds, one after the other: each item is new once, whatever the feed does to it."""

import random
import re
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from functools import cache
from pathlib import Path

import pytest

from bot.feeds.parse import parse
from bot.model import Entry
from tests.builders import make_feed
from tests.feeds.memory import Memory

SERIES = ("aljazeera", "mehr", "nyt", "prothomalo")
Mutation = Callable[[Entry, int], Entry]


@cache
def snapshots(shared: Path, name: str) -> list[tuple[datetime, list[Entry]]]:
    files = sorted((shared / "feeds" / "series" / name).glob("*.xml"))
    return [
        (datetime.fromtimestamp(int(file.stem.split("-")[0]), UTC), list(parse(file.read_bytes()).entries))
        for file in files
    ]


def replay(shared: Path, name: str, change: Callable[[list[Entry], int], list[Entry]] = lambda e, _: e) -> Memory:
    memory = Memory(make_feed(id=name, url=f"https://{name}.example/rss"))
    for number, (moment, entries) in enumerate(snapshots(shared, name)):
        memory.take(change(entries, number), moment)
    return memory


def distinct(shared: Path, name: str) -> int:
    """How many stories a snapshot series holds, counted apart: entries joined by a guid or a link they share."""
    owner: dict[str, int] = {}
    groups: set[int] = set()
    for number, (_, entries) in enumerate(snapshots(shared, name)):
        for place, entry in enumerate(entries):
            names = {f"g{entry.guid}", f"l{(entry.link or '').split('?')[0]}"}
            known = {owner[each] for each in names if each in owner}
            group = min(known, default=number * 10_000 + place)
            groups = (groups - known) | {group}
            owner = {each: group if of in known else of for each, of in owner.items()} | dict.fromkeys(names, group)
    return len(groups)


@cache
def plain_replay(shared: Path, name: str) -> Memory:
    return replay(shared, name)


@pytest.mark.parametrize("name", SERIES)
def test_each_item_of_a_snapshot_series_is_new_exactly_once(shared: Path, name: str) -> None:
    memory = replay(shared, name)

    assert len(memory.items) == distinct(shared, name)
    assert memory.unusable == 0


@pytest.mark.parametrize("name", SERIES)
def test_only_the_first_snapshot_is_quiet(shared: Path, name: str) -> None:
    memory = replay(shared, name)

    assert len(memory.sortings[0].quiet) == len(memory.sortings[0].new)
    assert not any(sorting.quiet or sorting.absorbed for sorting in memory.sortings[1:])


def new_guid_scheme(entry: Entry) -> Entry:
    return replace(entry, guid=f"tag:example,2026:{entry.guid}")


def tracked(entry: Entry) -> Entry:
    mark = "&" if "?" in (entry.link or "") else "?"
    return replace(entry, link=f"{entry.link}{mark}utm_source=rss&utm_medium=feed&fbclid=x")


def other_scheme(entry: Entry) -> Entry:
    def swap(url: str | None) -> str | None:
        return re.sub("^https://", "http://", url) if url else url

    return replace(entry, link=swap(entry.link), guid=swap(entry.guid))


def undated(entry: Entry) -> Entry:
    return replace(entry, published=None)


def redated(entry: Entry) -> Entry:
    return replace(entry, published=datetime(2026, 8, 13, tzinfo=UTC))


@pytest.mark.parametrize("name", SERIES)
@pytest.mark.parametrize("mutation", [new_guid_scheme, tracked, other_scheme, undated, redated])
def test_a_feed_that_changes_its_ways_brings_no_item_twice(
    shared: Path, name: str, mutation: Callable[[Entry], Entry]
) -> None:
    plain = plain_replay(shared, name)

    changed = replay(shared, name, lambda entries, number: [mutation(e) for e in entries] if number % 2 else entries)

    assert len(changed.items) == len(plain.items)


@pytest.mark.parametrize("name", SERIES)
def test_a_feed_in_any_order_brings_the_same_items(shared: Path, name: str) -> None:
    def shuffled(entries: list[Entry], number: int) -> list[Entry]:
        return random.Random(number).sample(entries, len(entries))

    plain = plain_replay(shared, name)

    assert set(replay(shared, name, shuffled).keys) == set(plain.keys)


@pytest.mark.parametrize("name", SERIES)
def test_a_feed_that_renames_guids_and_links_at_once_is_absorbed(shared: Path, name: str) -> None:
    def moved(entries: list[Entry], number: int) -> list[Entry]:
        if number < 3:
            return entries
        return [replace(e, guid=f"new:{e.guid}", link=f"https://moved.example/{e.guid or e.link}") for e in entries]

    plain = plain_replay(shared, name)
    renamed = replay(shared, name, moved)

    assert len(renamed.items) - len(plain.items) <= 3  # titles edited in the very same hour are not recognised
    assert sum(sorting.absorbed for sorting in renamed.sortings) > 0
