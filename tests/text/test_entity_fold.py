import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.text.entity_fold import fold, fold_text


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("Зеле\u0301нский", "зеленский"),
        ("ЗЕЛЕНСЬКИЙ", "Зеленський"),
        ("الأسـد", "الاسد"),
        ("بَشَّار", "بشار"),
        ("پوتین", "پوتين"),
        ("Zełenski’s", "zelenski's"),
        ("„Wagner“", "«Wagner»"),
        ("Wagner‑Chef", "Wagner-Chef"),
        ("ज़ेलेंस्की", "जेलेंस्की"),
        ("പുടിൻ", "പുടിന്"),
        ("Ｐｕｔｉｎ", "putin"),
        ("Assad&#39;s", "Assad's"),
        ("Assad&amp;#39;s", "Assad's"),
        ("Pu\u00adtin", "putin"),
        ("ΠΟΎΤΙΝ", "Πούτιν"),
        ("İstanbul", "istanbul"),
    ],
)
def test_spellings_of_one_name_fold_alike(left: str, right: str) -> None:
    assert fold_text(left) == fold_text(right)


@pytest.mark.parametrize(("left", "right"), [("puțin", "putin"), ("プーチン", "フーチン"), ("ปูติน", "ปตน")])
def test_letters_that_tell_words_apart_are_kept(left: str, right: str) -> None:
    assert fold_text(left) != fold_text(right)


@given(st.text())
def test_folding_twice_is_the_same_as_folding_once(text: str) -> None:
    assert fold_text(fold_text(text)) == fold_text(text)


@given(st.text(alphabet=st.sampled_from("aБ&#;1x3am pltg＆ßﷺ\u0301\u200bﬁ"), max_size=40))
def test_every_folded_character_knows_where_it_came_from(text: str) -> None:
    folded = fold(text)

    places = [folded.span(at, at + 1) for at in range(len(folded.text))]

    assert all(0 <= start < end <= len(text) for start, end in places)
    assert places == sorted(places)


def test_a_span_takes_the_marks_on_its_last_letter_with_it() -> None:
    assert fold("xПутин\u0301 y").span(1, 6) == (1, 7)


def test_an_entity_counts_as_the_character_it_stands_for() -> None:
    text = "a &quot;Wagner&quot; b"
    at = fold(text).text.index("wagner")

    start, end = fold(text).span(at, at + 6)

    assert text[start:end] == "Wagner"
