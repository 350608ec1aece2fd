"""Feeds made to stall, blow up or steal: the attacks of the field, each with its name. Seconds are of computing."""

import json
import random
import time
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from bot.errors import FormatError
from bot.feeds.document import Document
from bot.feeds.extract import MAX_ENTRIES
from bot.feeds.names import short_name
from bot.feeds.normalise import normalise
from bot.feeds.parse import parse
from bot.feeds.repair import hazard
from bot.model import Item, Unusable
from tests.builders import NOW, make_feed
from tests.feeds.captures import body, names
from tests.feeds.test_parse import rss

DEADLINE = 2.0  # the worker's own


def read(data: bytes) -> tuple[Document | FormatError, float]:
    start = time.thread_time()
    try:
        return parse(data, url="http://feeds.example/rss"), time.thread_time() - start
    except FormatError as error:
        return error, time.thread_time() - start


def billion_laughs() -> bytes:
    entities = '<!ENTITY a "ha">' + "".join(f'<!ENTITY {chr(98 + n)} "{f"&{chr(97 + n)};" * 10}">' for n in range(9))
    return f"<!DOCTYPE rss [{entities}]>".encode() + rss("<title>Rain &j;</title><guid>1</guid>")


def quadratic_entities() -> bytes:
    return f'<!DOCTYPE rss [<!ENTITY a "{"x" * 60_000}">]>'.encode() + rss(
        f"<title>R{'&a;' * 5_000}</title><guid>1</guid>"
    )


ATTACKS: dict[str, Callable[[], bytes]] = {
    "billion laughs": billion_laughs,
    "quadratic entities": quadratic_entities,
    "200,000 nested tags": lambda: rss("<description>" + "<b>" * 200_000 + "</description>"),
    "200,000 items": lambda: rss(*["<title>x</title><guid>1</guid>"] * 200_000),
    "100,000 attributes on one tag": lambda: rss(
        "<title " + " ".join(f"a{n}='1'" for n in range(100_000)) + ">R</title>"
    ),
    "100,000 attributes on a broken tag": lambda: rss("<title " + " ".join(f"a{n}=1" for n in range(100_000)) + ">R &"),
    "60,000 unclosed items": lambda: b"<rss><channel>" + b"<item><title>x" * 60_000,
    "50,000 unclosed CDATA": lambda: b"<rss><channel><item>" + b"<![CDATA[" * 50_000,
    "50,000 unclosed comments": lambda: b"<rss><channel><item>" + b"<!-- " * 50_000,
    "a tag that never ends": lambda: b"<rss><channel><item><title " + b'a="' * 300_000,
    "100,000 doctypes": lambda: b"<!DOCTYPE rss [" * 100_000,
    "a million ampersands": lambda: rss("<title>" + "&" * 1_000_000 + "</title>"),
    "JSON nested deep": lambda: b'{"items":' * 100_000,
    "50,000 opened quotes": lambda: rss("<title>&</title>" + "<a b='" * 50_000),
}


@pytest.mark.parametrize("attack", ATTACKS)
def test_an_attack_is_over_within_the_deadline(attack: str) -> None:
    _, seconds = read(ATTACKS[attack]())

    assert seconds < DEADLINE


@pytest.mark.parametrize("attack", ["billion laughs", "quadratic entities"])
def test_entities_that_blow_up_are_never_expanded(attack: str) -> None:
    result, _ = read(ATTACKS[attack]())

    assert isinstance(result, Document)
    assert len(result.entries[0].title or "") < 100_000
    assert "hahaha" not in (result.entries[0].title or "")


@pytest.mark.parametrize("before", [b"", b"<!-- " + b"x" * 30_000 + b" -->"], ids=["at once", "far down"])
def test_a_file_named_by_an_entity_is_not_read(tmp_path: Path, before: bytes) -> None:
    secret = tmp_path / "secret"
    secret.write_text("top secret")
    declared = f'<!DOCTYPE rss [<!ENTITY x SYSTEM "file://{secret}">]>'.encode()

    result, _ = read(before + declared + rss("<title>Rain &x;</title><guid>1</guid>"))

    assert isinstance(result, Document)
    assert "secret" not in str(result)


def dated(day: int) -> str:
    return (
        f"<title>Day {day}</title><guid>{day}</guid><pubDate>{NOW + timedelta(days=day):%a, %d %b %Y %T} GMT</pubDate>"
    )


@pytest.mark.parametrize("days", [range(3_000), range(2_999, -1, -1)], ids=["oldest first", "newest first"])
@pytest.mark.parametrize("kind", ["xml", "broken xml", "json"])
def test_of_too_many_items_the_newest_are_kept_in_whatever_order_the_feed_has_them(days: range, kind: str) -> None:
    document = rss(*map(dated, days))
    if kind == "broken xml":
        document = document.replace(b"</rss>", b"<a & b>")
    if kind == "json":
        entries = [
            {"id": str(day), "title": f"Day {day}", "date_published": f"{NOW + timedelta(days=day):%FT%TZ}"}
            for day in days
        ]
        document = json.dumps({"items": entries}).encode()

    result, _ = read(document)

    assert isinstance(result, Document)
    assert {entry.title for entry in result.entries} == {f"Day {day}" for day in range(1_000, 3_000)}
    assert result.left_out == 1_000


def test_of_very_many_undated_items_the_first_are_kept() -> None:
    result, _ = read(ATTACKS["200,000 items"]())

    assert isinstance(result, Document)
    assert (len(result.entries), result.left_out) == (MAX_ENTRIES, 200_000 - MAX_ENTRIES)


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"<a " + b"b='1' " * 201 + b">", "attributes"),
        (b"<a>" * 101, "deep"),
        (b"<a/>" * 50_001, "tags"),
        (b"&" * 200_001, "references"),
    ],
)
def test_a_slow_reader_never_sees_what_would_stall_it(data: bytes, reason: str) -> None:
    assert reason in hazard(data)
    assert hazard(data[: len(data) // 3]) == ""


def test_what_only_looks_dangerous_may_pass() -> None:
    assert hazard(b"<p><br/>" * 60 + b"</p>" * 60 + b"<a " + b"b='1' " * 150 + b">") == ""


def judged(result: Document | FormatError) -> None:
    """Every entry of a document becomes an item or has a reason, whatever is in it."""
    if isinstance(result, Document):
        for entry in result.entries:
            assert isinstance(normalise(entry, make_feed(), now=NOW), Item | Unusable)


@settings(max_examples=250)
@given(st.binary(max_size=400))
def test_any_bytes_give_a_document_or_a_format_error(data: bytes) -> None:
    judged(read(data)[0])


PIECES = [
    b"<rss>", b"</rss>", b"<channel>", b"<item>", b"</item>", b"<item", b"<title>", b"</title>", b"<![CDATA[", b"]]>",
    b"<!--", b"-->", b"&amp;", b"&", b"&#0;", b"&#xD800;", b"<guid>1</guid>", b"<link>", b"javascript:x", b"\x00",
    b"\xff\xfe", b"<?xml version='1.0' encoding='utf-16'?>", b"<?xml encoding='rot13'?>",
    b"<!DOCTYPE rss [<!ENTITY a '&a;'>]>", b"&a;", b"<feed xmlns='http://www.w3.org/2005/Atom'>", b"<entry>",
    b"<content type='xhtml'>", b"<a:b xmlns:a='x'>", b"<pubDate>", b"99999-99-99",
    b"Sat, 31 Feb 99999 25:61:61 +9999", b"{", b'"items":[', b"}", b"]", b"\xed\xa0\x80", b"<link href='//['/>",
    b"http://[", b"<ttl>999999999999</ttl>", b"<enclosure url='", b"' ", b">", "\u202eیک\u200c".encode(), b"<",
    b"\x1f\x8b",
]  # fmt: skip


@settings(max_examples=250)
@given(st.lists(st.sampled_from(PIECES), max_size=30).map(b"".join))
def test_any_medley_of_feed_pieces_gives_a_document_or_a_format_error(data: bytes) -> None:
    judged(read(data)[0])


def mutated(data: bytes, chance: random.Random) -> bytes:
    """Return the data with a few places cut, doubled, overwritten or filled with pieces of feeds."""
    result = bytearray(data[:60_000])
    for _ in range(chance.randint(1, 12)):
        place = chance.randrange(len(result) + 1)
        kind = chance.randrange(4)
        if kind == 0:
            del result[place : place + chance.randint(1, 300)]
        elif kind == 1:
            result[place:place] = result[max(0, place - chance.randint(1, 500)) : place]
        elif kind == 2:
            result[place : place + 1] = bytes([chance.randrange(256)])
        else:
            result[place:place] = chance.choice(PIECES)
    return bytes(result)


def fuzz(shared: Path, cases: int, seed: int) -> None:
    chance = random.Random(seed)
    bodies = [body(shared, name) for name in names(shared)]
    for _ in range(cases):
        result, seconds = read(mutated(chance.choice(bodies), chance))
        assert seconds < DEADLINE
        judged(result)


def test_captures_damaged_at_random_give_a_document_or_a_format_error(shared: Path) -> None:
    fuzz(shared, 150, seed=1)


@pytest.mark.soak
@pytest.mark.timeout(7200)
def test_20_000_damaged_captures_give_a_document_or_a_format_error(shared: Path) -> None:
    fuzz(shared, 20_000, seed=2)


@pytest.mark.parametrize("where", ["<title>&#xD800;A</title>", "<content type='xhtml'><div>&#xD800;A</div></content>"])
def test_half_a_surrogate_pair_written_as_a_reference_is_survived(where: str) -> None:
    hidden = "<!-- <![CDATA[ -->"  # what mends references takes the rest for character data
    entry = f"<entry><id>1</id><link href='http://a.example/'/>{hidden}{where}<b></entry>"

    result, _ = read(f"<feed xmlns='http://www.w3.org/2005/Atom'>{entry}</feed>".encode())

    judged(result)
    assert isinstance(result, Document)
    assert "A" in (result.entries[0].title or result.entries[0].content or "")


@pytest.mark.parametrize("node", [etree.Entity("a"), etree.Comment("a"), etree.ProcessingInstruction("a")], ids=str)
def test_what_lxml_counts_among_the_children_but_is_no_element_has_no_name(node: etree._Element) -> None:
    assert short_name(node.tag) == ""
