"""What a feed says, in every dialect, encoding and state of repair. All samples are our own."""

import codecs
import gzip
import json
from datetime import UTC, datetime, timedelta

import pytest

from bot.errors import FormatError
from bot.feeds.document import Document
from bot.feeds.extract import MAX_ENTRIES
from bot.feeds.parse import parse

RSS = """<?xml version="1.0" encoding="{encoding}"?>
<rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:media="http://search.yahoo.com/mrss/"
 xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel>
<title>{title}</title><link>http://harbour.example/</link><language>ru</language>
<item><guid isPermaLink="false">a-1</guid><link>http://harbour.example/1</link><title>{title}: 1</title>
<description>{text}</description><content:encoded><![CDATA[<p>{text}</p>]]></content:encoded>
<pubDate>Sat, 28 Feb 2026 10:00:00 +0200</pubDate><dc:creator>{title}</dc:creator><category>{title}</category>
<media:thumbnail url="http://harbour.example/1.jpg"/></item>
<item><title>{title}: 2</title><guid>http://harbour.example/2</guid></item>
</channel></rss>"""

TEXTS = {
    "utf-8": ("Гавань", "Дождь в гавани"),
    "windows-1251": ("Гавань", "Дождь в гавани"),
    "koi8-r": ("Гавань", "Дождь в гавани"),
    "iso-8859-1": ("Hafen", "Regen über der Förde – naß"),
    "windows-1252": ("Port", "Pluie “forte” – à l’ouest"),
    "iso-8859-7": ("Λιμάνι", "Βροχή στο λιμάνι"),
    "windows-1256": ("ميناء", "مطر في الميناء"),
    "windows-1255": ("נמל", "גשם בנמל"),
    "big5": ("港口", "港口下雨"),
    "gb2312": ("港口", "港口下雨"),
    "euc-kr": ("항구", "항구에 비"),
    "shift_jis": ("港", "港に雨が降る"),
    "euc-jp": ("港", "港に雨が降る"),
    "iso-2022-jp": ("港", "港に雨が降る"),
    "utf-16": ("港口", "港口下雨"),
    "utf-16-le": ("Гавань", "Дождь"),
    "utf-32": ("Гавань", "Дождь"),
}


def rss(*items: str, head: str = "") -> bytes:
    joined = "".join(f"<item>{item}</item>" for item in items)
    return f"<rss version='2.0'><channel><title>Harbour</title>{head}{joined}</channel></rss>".encode()


@pytest.mark.parametrize("encoding", TEXTS)
def test_every_encoding_is_read_as_declared(encoding: str) -> None:
    title, text = TEXTS[encoding]
    codec = "cp1252" if encoding == "iso-8859-1" else encoding  # as the web writes what it declares as Latin-1

    document = parse(RSS.format(encoding=encoding, title=title, text=text).encode(codec))

    first, second = document.entries
    assert (document.title, first.title, first.summary) == (title, f"{title}: 1", text)
    assert (first.author, first.categories, first.content) == (title, (title,), f"<p>{text}</p>")
    assert first.image == "http://harbour.example/1.jpg"
    assert (first.guid, first.guid_is_permalink) == ("a-1", False)
    assert (second.guid, second.guid_is_permalink, second.link) == ("http://harbour.example/2", True, None)


def test_utf_8_is_believed_over_what_the_declaration_says() -> None:
    body = RSS.format(encoding="windows-1251", title="Гавань", text="Дождь").encode()

    assert parse(body).title == "Гавань"


def test_the_charset_of_the_header_helps_where_the_document_is_silent() -> None:
    body = rss("<title>Дождь</title><guid>1</guid>").decode().encode("windows-1251")

    assert parse(body, content_type="text/xml; charset=windows-1251").entries[0].title == "Дождь"


def test_a_few_broken_bytes_do_not_spoil_the_rest() -> None:
    body = rss("<title>Дождь в гавани и над морем</title><guid>1</guid>").replace(
        "море".encode(), b"\xd0" + "оре".encode()
    )

    assert (parse(body).entries[0].title or "").startswith("Дождь в гавани")


@pytest.mark.parametrize("wrong", ["latin-1", "cp1252"])
def test_text_that_was_encoded_twice_is_mended(wrong: str) -> None:
    twice = "Pluie à l’ouest – déjà".encode().decode(wrong)

    assert parse(rss(f"<title>{twice}</title><guid>1</guid>")).entries[0].title == "Pluie à l’ouest – déjà"


def test_an_accented_word_is_not_taken_for_text_encoded_twice() -> None:
    assert parse(rss("<title>Café à la crème</title><guid>1</guid>")).entries[0].title == "Café à la crème"


def test_gzip_is_known_by_its_magic() -> None:
    assert parse(gzip.compress(rss("<title>Rain</title><guid>1</guid>"))).entries[0].title == "Rain"


def test_a_byte_order_mark_is_no_text() -> None:
    assert parse(codecs.BOM_UTF8 + rss("<title>Rain</title><guid>1</guid>")).entries[0].title == "Rain"


ATOM = b"""<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="en" xml:base="http://harbour.example/">
<title type="html">Harbour &amp;amp; Post</title><link rel="self" href="/atom.xml"/><link href="/"/>
<link rel="hub" href="http://hub.example/"/>
<entry xml:lang="uk"><id>urn:1</id>
<title type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml">Rain <b>now</b></div></title>
<link rel="replies" href="/1/replies"/><link rel="alternate" type="text/html" href="1"/>
<link rel="enclosure" type="image/png" href="/1.png"/>
<published>2026-02-28T10:00:00Z</published><updated>2026-02-28T12:00:00Z</updated>
<author><name>Ann Lee</name><email>ann@harbour.example</email></author><category term="weather"/>
<source><title>Elsewhere</title><id>urn:elsewhere</id></source>
<content type="html">&lt;p&gt;It rains.&lt;/p&gt;</content></entry></feed>"""


def test_atom_is_read_and_only_the_entrys_own_children_speak_for_it() -> None:
    document = parse(ATOM, url="http://feeds.example/atom")

    (entry,) = document.entries
    assert (document.language, document.link, document.hints.hub) == (
        "en",
        "http://harbour.example/",
        "http://hub.example/",
    )
    assert document.hints.self_link == "http://harbour.example/atom.xml"
    assert (entry.guid, entry.link, entry.language) == ("urn:1", "http://harbour.example/1", "uk")
    assert "Rain" in (entry.title or "")
    assert "Elsewhere" not in (entry.title or "")
    assert entry.published == datetime(2026, 2, 28, 10, tzinfo=UTC)
    assert (entry.author, entry.categories, entry.content) == ("Ann Lee", ("weather",), "<p>It rains.</p>")
    assert entry.image == entry.enclosure == "http://harbour.example/1.png"


def test_atom_0_3_is_read() -> None:
    (entry,) = parse(
        b'<feed version="0.3" xmlns="http://purl.org/atom/ns#"><title>H</title><entry><id>1</id><title>Rain</title>'
        b'<link rel="alternate" type="text/html" href="http://h.example/1"/><issued>2026-02-28T10:00:00+02:00</issued>'
        b'<content type="text/html" mode="base64">PGI+SGk8L2I+</content></entry></feed>'
    ).entries

    assert (entry.title, entry.link, entry.content) == ("Rain", "http://h.example/1", "<b>Hi</b>")
    assert entry.published == datetime(2026, 2, 28, 8, tzinfo=UTC)


@pytest.mark.parametrize(
    ("namespace", "version"), [("http://purl.org/rss/1.0/", "1.0"), ("http://my.netscape.com/rdf/simple/0.9/", "0.9")]
)
def test_rdf_is_read_and_its_items_stand_beside_the_channel(namespace: str, version: str) -> None:
    document = parse(
        f'<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="{namespace}" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/"><channel><title>Harbour</title><link>http://h.example/</link>'
        "<dc:language>de</dc:language></channel><image><title>Logo</title></image>"
        '<item rdf:about="http://h.example/1"><title>Regen</title><link>http://h.example/1</link>'
        "<dc:date>2026-02-28</dc:date><dc:subject>Wetter</dc:subject></item></rdf:RDF>".encode()
    )

    (entry,) = document.entries
    assert (document.title, document.language) == ("Harbour", "de"), version
    assert (entry.guid, entry.title, entry.categories) == ("http://h.example/1", "Regen", ("Wetter",))
    assert entry.published == datetime(2026, 2, 28, tzinfo=UTC)


def test_json_feed_is_read_and_wrong_types_say_nothing() -> None:
    feed = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": "Harbour",
        "home_page_url": "http://h.example/",
        "language": "en",
        "items": [
            {"id": 7, "url": "/7", "title": "Rain & <wind>", "content_html": "<p>It rains</p>", "tags": ["weather", 3],
             "authors": [{"name": "Ann"}], "date_published": "2026-02-28T10:00:00Z", "image": "http://h.example/7.png",
             "attachments": [{"url": "http://h.example/7.mp3"}]},
            {"id": None, "url": ["no"], "title": {"no": 1}, "content_text": "a < b"},
            "no item",
        ],
    }  # fmt: skip

    document = parse(json.dumps(feed).encode())

    first, second = document.entries
    assert (first.guid, first.link, first.title) == ("7", "http://h.example/7", "Rain &amp; &lt;wind>")
    assert (first.author, first.categories, first.enclosure) == ("Ann", ("weather",), "http://h.example/7.mp3")
    assert (second.guid, second.link, second.title, second.content) == (None, None, None, "a &lt; b")


def test_hints_are_read() -> None:
    head = (
        "<ttl>90</ttl><skipHours><hour>0</hour><hour>23</hour><hour>x</hour></skipHours>"
        "<skipDays><day>Saturday</day></skipDays><atom:link rel='hub' href='http://hub.example/'/>"
        "<sy:updatePeriod>daily</sy:updatePeriod><sy:updateFrequency>4</sy:updateFrequency>"
    )
    body = rss(head=head).replace(
        b"<rss ",
        b"<rss xmlns:sy='http://purl.org/rss/1.0/modules/syndication/' xmlns:atom='http://www.w3.org/2005/Atom' ",
    )

    hints = parse(body).hints

    assert (hints.ttl, hints.period, hints.hub) == (timedelta(minutes=90), timedelta(hours=6), "http://hub.example/")
    assert (hints.skip_hours, hints.skip_days) == (frozenset({0, 23}), frozenset({5}))


BROKEN = {
    "an ampersand": b"<title>Rain & wind</title><guid>1</guid>",
    "an HTML entity": b"<title>Rain &nbsp;&amp; wind</title><guid>1</guid>",
    "a control character": b"<title>Rain \x08&amp; wind</title><guid>1</guid>",
    "an illegal reference": b"<title>Rain &#x1F;&amp; wind</title><guid>1</guid>",
    "an undeclared namespace": b"<title>Rain &amp; wind</title><foo:bar>x</foo:bar><guid>1</guid>",
    "an unclosed tag": b"<title>Rain &amp; wind</title><guid>1</guid><description>It <br> rains</description>",
}


@pytest.mark.parametrize("fault", BROKEN)
def test_a_faulty_feed_is_read_as_a_careful_reader_would(fault: str) -> None:
    head, tail = rss("", "<title>Second</title><guid>2</guid>").split(b"</item>", 1)
    body = head + BROKEN[fault] + b"</item>" + tail

    first, second = parse(body).entries

    assert " ".join((first.title or "").replace("\xa0", " ").split()) == "Rain & wind"
    assert (second.title, second.guid) == ("Second", "2")


def test_a_feed_cut_off_in_the_middle_gives_what_arrived() -> None:
    body = rss(*(f"<title>Rain {n}</title><guid>{n}</guid>" for n in range(5)))

    assert [entry.guid for entry in parse(body[:-60]).entries][:4] == ["0", "1", "2", "3"]


def test_a_declaration_after_blank_lines_and_a_warning_before_the_feed_are_passed_over() -> None:
    body = b"\n\nWarning: deprecated in /srv/feed.php\n<?xml version='1.0'?>" + rss("<title>Rain</title><guid>1</guid>")

    assert parse(body).entries[0].title == "Rain"


def test_an_html_entity_of_the_doctype_is_known_without_reading_the_dtd() -> None:
    body = b'<!DOCTYPE rss [<!ENTITY city "Odesa">]>' + rss("<title>Rain in &city;</title><guid>1</guid>")

    assert parse(body).entries[0].title == "Rain in Odesa"


def test_more_entries_than_the_cap_are_counted_and_left_out() -> None:
    document = parse(rss(*(f"<guid>{n}</guid>" for n in range(MAX_ENTRIES + 7))))

    assert (len(document.entries), document.left_out, document.entries[0].guid) == (MAX_ENTRIES, 7, "0")


def test_a_feed_without_entries_is_a_feed() -> None:
    assert parse(rss()) == Document(title="Harbour")


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        (b"", "empty"),
        (b" \n ", "empty"),
        (b"<html><body>Not found</body></html>", "a web page"),
        (b"<!DOCTYPE html><p>Blocked", "a web page"),
        (b"%PDF-1.7 ...", "not XML"),
        (b"<urlset><url/></urlset>", "no feed"),
        (b'{"error": "quota"}', "no JSON Feed"),
        (b"{", "JSON"),
        (b"\x1f\x8b\x08garbage", "damaged"),
    ],
)
def test_what_is_no_feed_is_refused_with_the_reason(body: bytes, reason: str) -> None:
    with pytest.raises(FormatError, match=reason):
        parse(body)
