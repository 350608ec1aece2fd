"""An entry, where anything may be missing, becomes an item, where nothing is."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.errors import FormatError
from bot.feeds.dates import parse_date
from bot.feeds.discover import discover
from bot.feeds.normalise import MAX_SUMMARY, MAX_TEXT, MAX_TITLE, normalise, safe_link
from bot.feeds.parse import parse
from bot.model import Entry, Item, Unusable
from tests.builders import NOW, make_entry, make_feed


def item(**changes: object) -> Item:
    result = normalise(make_entry(**changes), make_feed(), now=NOW)
    assert isinstance(result, Item)
    return result


def refusal(**changes: object) -> str:
    result = normalise(make_entry(**changes), make_feed(), now=NOW)
    assert isinstance(result, Unusable)
    return result.reason


def test_a_missing_title_falls_back_to_the_first_sentence_of_the_summary() -> None:
    assert (
        item(title=None, summary="<p>It rained in the harbour. Nobody minded.</p>").title == "It rained in the harbour."
    )
    assert item(title=" ", summary="В гавани шёл дождь! Все рады.").title == "В гавани шёл дождь!"
    assert item(title="", summary=None, content="港口今天下了很大的雨。大家都在家。").title.startswith(
        "港口今天下了很大的雨。"
    )


def test_a_missing_link_falls_back_to_a_permalink_guid_then_to_an_enclosure() -> None:
    guid, file = "http://h.example/guid", "http://h.example/a.mp3"

    assert item(link=None, guid=guid, guid_is_permalink=True, enclosure=file).link == guid
    assert item(link=None, guid=guid, guid_is_permalink=False, enclosure=file).link == file
    assert item(link="javascript:alert(1)", guid=guid, guid_is_permalink=True).link == guid


def test_an_entry_that_cannot_be_shown_is_unusable_and_says_why() -> None:
    assert refusal(title=None, summary=None) == "neither title nor text"
    assert refusal(link=None) == "no link"
    assert refusal(link="javascript:alert(1)") == "the link is not an http address"


@pytest.mark.parametrize(
    ("link", "reason"),
    [
        ("javascript:alert(1)", "not an http"),
        ("JavaScript:alert(1)", "not an http"),
        ("data:text/html,x", "not an http"),
        ("//h.example/", "not an http"),
        ("/relative", "not an http"),
        ("http://user:pw@h.example/", "user name"),
        ("http://good.example@evil.example/", "user name"),
        ("http://good.example\\@evil.example/", "user name"),
        ("http://", "proper host"),
        ("http://h\u200bost.example/", "proper host"),
        ("http://[::1/", "malformed"),
        ("http://h.example:99999/", "malformed"),
        ("http://раураl.example/", "mixes scripts"),
        ("http://xn--pal-nedaa23b.example/", "mixes scripts"),
        ("http://h.example/" + "a" * 2_000, "too long"),
    ],
)
def test_a_link_that_is_not_what_it_seems_is_refused(link: str, reason: str) -> None:
    assert safe_link(link)[0] == ""
    assert reason in safe_link(link)[1]


@pytest.mark.parametrize(
    "link",
    [
        "http://h.example/a?b=c&d=%20#e",
        "https://пример.рф/новости",
        "http://日本語カナ.example/",
        "http://xn--e1afmkfd.example/",
    ],
)
def test_an_honest_link_stays_as_it_is(link: str) -> None:
    assert safe_link(f" {link}\n") == (link, "")


def test_what_no_address_may_contain_is_escaped() -> None:
    assert safe_link('http://h.example/a b"c>d\u202e')[0] == "http://h.example/a%20b%22c%3Ed%E2%80%AE"


@pytest.mark.parametrize(
    ("stated", "published"),
    [
        (NOW - timedelta(days=3), NOW - timedelta(days=3)),
        (NOW + timedelta(minutes=5), NOW),
        (NOW + timedelta(days=300), NOW),
        (datetime(1970, 1, 1, tzinfo=UTC), NOW),
        (None, NOW),
    ],
)
def test_a_date_that_cannot_be_true_becomes_now_and_what_was_stated_is_kept(
    stated: datetime | None, published: datetime
) -> None:
    found = item(published=stated)

    assert (found.published, found.seen, found.stated) == (published, NOW, stated)


def test_ids_are_ordered_by_time_and_differ_within_a_moment() -> None:
    older, newer = item(published=NOW - timedelta(milliseconds=1)), item(published=NOW)

    assert older.id < newer.id
    assert item(guid="g2").id != item(guid="g3").id
    assert newer.id >> 20 == int(NOW.timestamp() * 1000)


def test_lengths_are_capped() -> None:
    found = item(title="t" * 999, summary="<b>s</b>" * 9_999, content="<i>c</i>" * 99_999)

    assert (len(found.title), len(found.summary), len(found.text)) == (MAX_TITLE, MAX_SUMMARY, MAX_TEXT)
    assert found.title.endswith("…")


def test_the_language_is_the_entrys_then_the_documents_then_the_feeds() -> None:
    feed = make_feed(language="en")

    def language(entry: str | None, document: str) -> str:
        result = normalise(make_entry(language=entry), feed, now=NOW, language=document)
        assert isinstance(result, Item)
        return result.language

    assert [language("uk-UA", "ru"), language(None, "ru-RU"), language("", "")] == ["uk", "ru", "en"]


TEXT = (
    st.none()
    | st.text(max_size=60)
    | st.sampled_from(["http://h.example/", "<p>a</p>", "&amp;amp;", "\ud800", "http://["])
)


@given(
    st.builds(
        Entry,
        guid=TEXT,
        guid_is_permalink=st.booleans(),
        link=TEXT,
        title=TEXT,
        summary=TEXT,
        content=TEXT,
        published=st.none() | st.datetimes(timezones=st.just(UTC)),
        language=TEXT,
        author=TEXT,
        image=TEXT,
        enclosure=TEXT,
        categories=st.lists(st.text(max_size=9), max_size=3).map(tuple),
    )
)
def test_any_entry_becomes_an_item_without_holes_or_says_why_not(entry: Entry) -> None:
    result = normalise(entry, make_feed(), now=NOW)

    if isinstance(result, Unusable):
        assert result.reason
    else:
        assert result.title
        assert result.link.startswith(("http://", "https://", "HTTP", "Http"))
        assert result.published <= NOW
        assert result.keys
        (result.title + result.summary + result.text + result.author).encode()


@pytest.mark.parametrize(
    ("written", "moment"),
    [
        ("Sat, 28 Feb 2026 10:00:00 GMT", "2026-02-28T10:00:00"),
        ("Sat, 28 Feb 2026 10:00:00 +0530", "2026-02-28T04:30:00"),
        ("Sat, 28 Feb 2026 10:00:00 EST", "2026-02-28T15:00:00"),
        ("28 Feb 2026 10:00 -0100", "2026-02-28T11:00:00"),
        ("28 Feb 26 10:00:00 Z", "2026-02-28T10:00:00"),
        ("Sat, 28 Feb 2026 24:00:00 GMT", "2026-03-01T00:00:00"),
        ("Sat, 28 Feb 2026", "2026-02-28T00:00:00"),
        ("2026-02-28T10:00:00Z", "2026-02-28T10:00:00"),
        ("2026-02-28T10:00:00.123456+02:00", "2026-02-28T08:00:00"),
        ("2026-02-28 10:00:00", "2026-02-28T10:00:00"),
        ("2026-02-28 10:00:00 +0200", "2026-02-28T08:00:00"),
        ("2026-02-28", "2026-02-28T00:00:00"),
        ("2026/2/8 10:00:00", "2026-02-08T10:00:00"),
        ("2026-02", "2026-02-01T00:00:00"),
        ("Saturday, February 28, 2026 2:30 PM", "2026-02-28T14:30:00"),
        ("Feb 28, 2026", "2026-02-28T00:00:00"),
        ("Sat Feb 28 10:00:00 2026", "2026-02-28T10:00:00"),
        ("Sat Feb 28 10:00:00 UTC 2026", "2026-02-28T10:00:00"),
        ("Сб, 28 фев 2026 10:00:00 +0300", "2026-02-28T07:00:00"),
        ("28 февраля 2026 г. 10:00", "2026-02-28T10:00:00"),
        ("28 лютого 2026, 10:00", "2026-02-28T10:00:00"),
        ("Sa, 28. Feb 2026 10:00:00 +0100", "2026-02-28T09:00:00"),
        ("Seg, 24 Set 2018 10:00:00 -0300", "2018-09-24T13:00:00"),
        ("28 de febrero de 2026", "2026-02-28T00:00:00"),
        ("sam., 28 févr. 2026 10:00:00 +0100", "2026-02-28T09:00:00"),
        ("28 Şub 2026 10:00:00 +0300", "2026-02-28T07:00:00"),
        ("28 lutego 2026", "2026-02-28T00:00:00"),
    ],
)
def test_dates_are_read_in_the_ways_feeds_write_them(written: str, moment: str) -> None:
    assert parse_date(written) == datetime.fromisoformat(moment).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    "written",
    [
        "",
        None,
        "yesterday",
        "10/1/2020",
        "1/10/2020 14:00",
        "31 Feb 2026",
        "2026-13-45",
        "28 Foo 2026",
        "9" * 99,
        "0000-00-00",
    ],
)
def test_a_date_that_is_none_for_certain_is_not_guessed(written: str | None) -> None:
    assert parse_date(written) is None


@given(st.text(max_size=90))
def test_any_text_is_a_date_or_none(text: str) -> None:
    moment = parse_date(text)

    assert moment is None or moment.tzinfo == UTC


PAGE = b"""<!doctype html><html><head><base href="/news/"><title>H</title>
<link rel="alternate" type="application/rss+xml" title="Comments" href="comments.xml">
<link rel=alternate type="application/rss+xml" href="rss.xml"><link rel="stylesheet" href="s.css">
<link rel="ALTERNATE" type="application/atom+xml" href="http://feeds.example/atom">
<link rel="alternate" hreflang="de" href="/de">
<link rel="alternate" type="application/rss+xml" href="javascript:x"><body><p>Hi"""


def test_a_page_names_its_feeds_but_not_those_of_its_comments() -> None:
    assert discover(PAGE, url="https://h.example/start") == (
        "https://h.example/news/rss.xml",
        "http://feeds.example/atom",
    )


def test_a_page_given_for_a_feed_is_refused_with_the_addresses_of_its_feeds() -> None:
    with pytest.raises(
        FormatError, match=r"its feeds are https://h\.example/news/rss\.xml, http://feeds\.example/atom"
    ):
        parse(PAGE, url="https://h.example/start")


@pytest.mark.parametrize("href", ["/a&#xD800;b", "/a&#x202E;b", "http://[half", "//", "&#0;", "http://h.example:x/"])
def test_an_odd_address_in_a_page_is_left_out_and_never_breaks_a_line(href: str) -> None:
    page = f"<html><link rel=alternate type=application/rss+xml href='{href}'>".encode()

    assert all(address.isprintable() for address in discover(page, url="http://h.example/"))


@given(st.binary(max_size=200))
def test_any_bytes_lead_to_feeds_or_nowhere(body: bytes) -> None:
    assert isinstance(discover(b"<html><link rel=alternate " + body, url="http://h.example/"), tuple)
