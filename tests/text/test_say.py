import re
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from fluent.syntax import FluentParser, ast

from bot.text import say
from bot.text.say import LANGUAGES, phrases


def written(language: str) -> dict[str, set[str]]:
    """Return the phrases of a language's file with the values each wants."""
    text = (say._FOLDER / f"{language}.ftl").read_text("utf-8")
    body = FluentParser().parse(text).body
    assert not [entry for entry in body if isinstance(entry, ast.Junk)]
    return {
        entry.id.name: set(re.findall(r"\$([a-z]+)", text[entry.span.start : entry.span.end]))
        for entry in body
        if isinstance(entry, ast.Message) and entry.span
    }


@pytest.mark.parametrize("language", sorted(set(LANGUAGES) - {"en"}))
def test_every_language_has_every_phrase_with_the_same_values(language: str) -> None:
    assert written(language) == written("en")


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("number", [0, 1, 2, 3, 5, 11, 21, 100])
def test_every_phrase_can_be_said_of_any_number(language: str, number: int) -> None:
    for phrase, values in written(language).items():
        numbers = {"number", "count", "usual"}
        assert phrases(language)(phrase, **{value: number if value in numbers else "x" for value in values})


@pytest.mark.parametrize(
    ("number", "said"), [(1, "1 событие"), (3, "3 события"), (5, "5 событий"), (21, "21 событие"), (111, "111 событий")]
)
def test_nouns_agree_with_their_number(number: int, said: str) -> None:
    assert phrases("ru")("stories", number=number).replace("\N{NO-BREAK SPACE}", " ") == said


def test_a_language_without_phrases_gets_english() -> None:
    assert phrases("xx")("more") == "More"


def test_dates_are_written_as_the_language_writes_them() -> None:
    when = datetime(2026, 3, 1, 22, 30, tzinfo=ZoneInfo("Europe/Kyiv"))

    assert [phrases(language).date(when, "d MMMM HH:mm") for language in ("en", "ru", "uk", "ar")] == [
        "1 March 22:30",
        "1 марта 22:30",
        "1 березня 22:30",
        "1 مارس 22:30",
    ]
