import pytest

from bot.search.highlight import extract, highlight
from tests.search.builders import NAMES, read


@pytest.mark.parametrize(
    ("query", "language", "text", "marked"),
    [
        pytest.param("talks", "en", "A talk in Ankara", ["talk"], id="an inflection"),
        pytest.param("ПУТИН", "ru", "У Путина спросили", ["Путина"], id="a name"),
        pytest.param("بوتين", "ar", "الرئيس وبوتين", ["وبوتين"], id="with its clitic"),
        pytest.param("京访", "zh", "普京访问北京", ["京访"], id="only the characters asked for"),
        pytest.param("普京访问", "zh", "普京访问北京", ["普京访问"], id="a longer run in one piece"),
        pytest.param("京", "zh", "普京访问北京", ["京", "京"], id="one character"),
        pytest.param('"heavy rain"', "en", "Rain, heavy rain", ["heavy rain"], id="a phrase, not its words"),
        pytest.param("ank*", "en", "Ankara and anchors", ["Ankara"], id="a beginning marks the whole word"),
        pytest.param("ceasefire", "en", "The cease-fire holds", ["cease-fire"], id="a compound"),
        pytest.param("rain -snow", "en", "Rain and snow", ["Rain"], id="nothing excluded"),
        pytest.param("lang:en source:bbc", "en", "en bbc", [], id="no filters"),
        pytest.param("title:rain", "en", "Rain", ["Rain"], id="a title word"),
        pytest.param("putin", "en", "Putin's talks", ["Putin's"], id="with its possessive"),
        pytest.param("rain OR snow", "en", "snow, rain", ["snow", "rain"], id="alternatives in the order of the text"),
    ],
)
def test_marked_are(query: str, language: str, text: str, marked: list[str]) -> None:
    assert [text[start:end] for start, end in highlight(text, read(query), language)] == marked


@pytest.mark.parametrize(
    ("query", "language", "text", "marked"),
    [
        ("putin", "ru", "Владимира Путина спросили", ["Путина"]),
        ("putin", "zh", "普京访问北京", ["普京"]),
        ("путин", "ar", "الرئيس وبوتين", ["وبوتين"]),
        ("entity:putin", "en", "Vladimir Putin's talks", ["Vladimir Putin's"]),
        ("putin", "uk", "Зеленський відповів", []),
    ],
)
def test_a_tracked_name_is_marked_in_the_script_of_the_text(
    query: str, language: str, text: str, marked: list[str]
) -> None:
    assert [text[start:end] for start, end in highlight(text, read(query), language, NAMES)] == marked


LONG = "Nothing here. " * 20 + "Then the rain came and the rain stayed. " + "Nothing more. " * 20


def test_an_extract_shows_where_most_marks_are() -> None:
    start, end = extract(LONG, highlight(LONG, read("rain"), "en"), 80)

    assert LONG[start:end].count("rain") == 2
    assert end - start <= 80


def test_an_extract_begins_and_ends_between_words() -> None:
    start, end = extract(LONG, highlight(LONG, read("rain"), "en"), 80)

    assert LONG[start - 1] == " "
    assert LONG[end] == " "


def test_without_marks_an_extract_is_the_beginning() -> None:
    assert extract(LONG, [], 60)[0] == 0


def test_a_short_text_is_its_own_extract() -> None:
    assert extract("Rain", [(0, 4)], 60) == (0, 4)
