"""HTML to plain text, and text to text without what is invisible or harmful."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.text.clean import _DOUBTFUL, _JOINERS, _MARKS, _UNWANTED, MAX_MARKS, clean, plain


@pytest.mark.parametrize(
    ("markup", "text"),
    [
        ("Rain", "Rain"),
        ("<p>It rains.</p><p>Still.</p>", "It rains. Still."),
        ("a<br>b<br/>c", "a b c"),
        ("<b>har</b>bour", "harbour"),
        ("Rain &amp; wind", "Rain & wind"),
        ("Rain &amp;amp; wind", "Rain & wind"),
        ("It&amp;#8217;s", "It’s"),
        ("&lt;p&gt;Twice &lt;b&gt;escaped&lt;/b&gt;&lt;/p&gt;", "Twice escaped"),
        ("5 < 6 and 7 > 3", "5 < 6 and 7 > 3"),
        ("a &lt; b", "a < b"),
        ("AT&T and R&D", "AT&T and R&D"),
        ("caf&eacute;&nbsp;bar", "café bar"),
        ("<script>alert(1)</script>Rain<style>p{}</style>", "Rain"),
        ("Rain<!-- <b>not</b> this -->s", "Rain s"),
        ("Rain <!-- never closed", "Rain"),
        ("Rain <script>never closed", "Rain"),
        ("<SCRIPT>x</SCRIPT >Rain", "Rain"),
        ('<img src="a.png" alt="x > y">Rain', "Rain"),
        ("<a href='x' title=don't>Rain</a>", "Rain"),
        (" \n Rain \t\u00a0 falls \u2028 ", "Rain falls"),
        ("<ul><li>one</li><li>two</li></ul>", "one two"),
        ("", ""),
    ],
)
def test_html_becomes_one_line_of_plain_text(markup: str, text: str) -> None:
    assert plain(markup) == text


@pytest.mark.parametrize(
    ("dirty", "text"),
    [
        ("Ra\x00in\x08", "Rain"),
        ("\u202eniaR\u202c", "niaR"),
        ("\u2066Rain\u2069\u200e\u200f", "Rain"),
        ("Ra\u200bin\ufeff\u00ad\u2060", "Rain"),
        ("Rain\ufe0f\U000e0041", "Rain"),
        ("Rain\ud800", "Rain"),
        ("Rain\tfalls\n", "Rain\tfalls\n"),
        ("می\u200cخواهم", "می\u200cخواهم"),
        ("क्\u200dष", "क्\u200dष"),
        ("ന്\u200d ", "ന്\u200d "),
        ("👨\u200d👩\u200d👧", "👨\u200d👩\u200d👧"),
        ("Ra\u200cin\u200d", "Rain"),
        ("می\u200c\u200c\u200c\u200cخواهم", "می\u200cخواهم"),
        ("שָׁלוֹם", "שָׁלוֹם"),
        ("ที่นี่", "ที่นี่"),
    ],
)
def test_what_is_invisible_or_harmful_goes_and_what_is_needed_stays(dirty: str, text: str) -> None:
    assert clean(dirty) == text


def test_towers_of_combining_marks_are_cut() -> None:
    tower = clean("R" + "\u0301\u0302\u0303" * 50 + "ain")

    assert sum(unicodedata.combining(sign) > 0 for sign in tower) == MAX_MARKS
    assert tower.endswith("ain")


@given(st.text())
def test_cleaning_twice_is_the_same_as_cleaning_once(text: str) -> None:
    assert clean(clean(text)) == clean(text)


@given(st.text())
def test_plain_text_is_one_line_that_can_be_written(text: str) -> None:
    result = plain(text)

    assert result == " ".join(result.split())
    result.encode()


@pytest.mark.parametrize(
    "piece",
    ['<a "', "<!--", "<script>", "<", "&lt;", "&", "a\u0301", "\u200d", "</", "<a b='", "&amp;", "<p>&lt;p&gt;"],
)
def test_no_repetition_makes_it_slow(piece: str) -> None:
    """A linear scan of 400,000 characters takes a fraction of a second; a quadratic one would take hours."""
    plain(piece * (400_000 // len(piece)))


def test_a_text_is_only_taken_for_clean_at_one_look_if_nothing_in_it_could_be_unwanted() -> None:
    passed = [letter for code in range(0x110000) if not _DOUBTFUL.match(letter := chr(code))]

    assert [letter for letter in passed if _UNWANTED.match(letter) or _JOINERS.match(letter)] == []
    assert [letter for letter in passed if _MARKS.match(letter * 5) or (letter.isspace() and letter != " ")] == []
    assert len(passed) > 40_000
