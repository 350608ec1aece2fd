"""What text becomes: the verdict is TDLib's, and what is ours agrees with it."""

from collections import Counter
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sandbox import judge
from sandbox.refusals import Refusal, worded

UNRULY = st.text() | st.text(alphabet="a \n\r\t\u200b\u200e\u200f\u202e\u00a0\u030a\u3000\u2029")


@pytest.mark.parametrize(
    ("source", "visible", "kinds"),
    [
        ("<b>bold</b> &amp; <i>it</i>", "bold & it", ["bold", "italic"]),
        ("<blockquote expandable>q</blockquote>", "q", ["expandable_blockquote"]),
        ('<a href="https://a.example/x">a</a>', "a", ["text_link"]),
        ('<a href="javascript:x">a</a>', "a", []),
        ('<pre><code class="language-py">x</code></pre>', "x", ["pre"]),
        ("see t.me/x and /help or #tag", "see t.me/x and /help or #tag", ["url", "bot_command", "hashtag"]),
        ("<code>t.me/x</code>", "t.me/x", ["code"]),
        ("<b>t.me/x</b>", "t.me/x", ["bold", "url"]),
    ],
)
def test_text_is_understood_as_telegram_does(source: str, visible: str, kinds: list[str]) -> None:
    text = judge.read(source, "HTML")

    assert text.text == visible
    assert [entity["type"] for entity in text.entities] == kinds


def test_offsets_count_utf16_units() -> None:
    assert judge.read("😀<b>x</b>", "HTML").entities == ({"type": "bold", "offset": 2, "length": 1},)


@pytest.mark.parametrize(("format_", "kept"), [("r", "r"), ("t", "t"), ("wDT", "wDT"), ("d", "d")])
def test_a_date_keeps_its_format(format_: str, kept: str) -> None:
    text = judge.read(f'<tg-time unix="1673596800" format="{format_}">then</tg-time>', "HTML")

    assert text.entities[0] == {
        "type": "date_time",
        "offset": 0,
        "length": 4,
        "unix_time": 1673596800,
        "date_time_format": kept,
    }


@pytest.mark.parametrize(
    ("source", "mode", "description"),
    [
        (
            "<b>x<br>",
            "HTML",
            """Bad Request: can't parse entities: Unsupported start tag "br" at byte offset 4""",
        ),
        (
            "<b>x",
            "HTML",
            """Bad Request: can't parse entities: Can't find end tag corresponding to start tag "b\"""",
        ),
        ("x", "BBCode", "Bad Request: unsupported parse_mode"),
        ("я" * 16385, "", "Bad Request: text is too long"),
    ],
)
def test_bad_text_is_refused_in_telegrams_words(source: str, mode: str, description: str) -> None:
    with pytest.raises(Refusal) as refusal:
        judge.read(source, mode)

    assert refusal.value.description == description


def test_marks_move_with_what_is_cleaned_away() -> None:
    text = judge.read(" \n<b>a\r\nb\u202e</b> c ", "HTML")

    assert text.text == "a\nb c"
    assert text.entities == ({"type": "bold", "offset": 0, "length": 3},)


def test_more_than_a_hundred_entities_are_dropped_and_counted() -> None:
    text = judge.read("<b>x</b> " * 103, "HTML")

    assert (len(text.entities), text.surplus) == (100, 3)


@given(UNRULY)
def test_cleaning_is_what_tdlib_cleans(source: str) -> None:
    """getMarkdownText is the synchronous question that cleans without sending."""
    verdict = judge.execute(
        {"@type": "getMarkdownText", "text": {"@type": "formattedText", "text": source, "entities": []}}
    )

    assert judge.read(source).text == verdict["text"].strip(judge.WHITE_SPACE)


@given(st.lists(st.tuples(st.sampled_from(["b", "i", "u", "code"]), UNRULY), max_size=8))
def test_every_mark_lies_within_the_visible_text(parts: list[tuple[str, str]]) -> None:
    source = "".join(f"<{tag}>{text.replace('&', '').replace('<', '')}</{tag}>" for tag, text in parts)

    text = judge.read(source, "HTML")

    units = len(text.text.encode("utf-16-le")) // 2
    assert all(0 <= mark["offset"] < mark["offset"] + mark["length"] <= units for mark in text.entities)


PIECES = [
    *("<b>", "</b>", "<i>", "</i>", "<i", ">", "<", "</", "<br>", "&amp;", "&lt", "&nbsp;", "&#9731;", "'"),
    *("<a href='https://a.example'>", '<a href="x">', "</a>", "<pre>", "</pre>"),
    *("<blockquote expandable>", "</blockquote>", "word ", "слово", "😀"),
]


def test_ten_thousand_broken_pages_are_judged_as_tdlib_judges_them() -> None:
    fuzz = Random(7)
    verdicts = Counter(_judged("".join(fuzz.choices(PIECES, k=fuzz.randrange(1, 7)))) for _ in range(10_000))

    assert verdicts.keys() == {"accepted", "refused"}
    assert min(verdicts.values()) > 1000


def _judged(source: str) -> str:
    """Hold our verdict on one source against TDLib's own."""
    theirs = judge.execute({"@type": "parseTextEntities", "text": source, "parse_mode": judge.PARSE_MODES["html"]})
    if theirs["@type"] == "error":
        with pytest.raises(Refusal) as refusal:
            judge.read(source, "HTML")
        assert refusal.value.description == worded(400, theirs["message"])
        return "refused"
    assert judge.read(source, "HTML").text == theirs["text"].strip(judge.WHITE_SPACE)
    return "accepted"
