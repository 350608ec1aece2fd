import ast as python
import re
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from fluent.syntax import FluentParser, ast

from bot.text import say
from bot.text.say import LANGUAGES, phrases
from tests.telegram_parser import parsed


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


def said_in(tree: python.AST) -> set[str]:
    """Return the phrases that code names: the first words of calls of something called `say`."""
    return {
        argument.value
        for call in python.walk(tree)
        if isinstance(call, python.Call)
        and call.args
        and (getattr(call.func, "id", "") in {"say", "note"} or getattr(call.func, "attr", "") in {"say", "note"})
        for argument in python.walk(call.args[0])
        if isinstance(argument, python.Constant) and isinstance(argument.value, str)
    }


def test_every_phrase_that_code_names_is_there() -> None:
    named = {
        phrase
        for file in (Path(say.__file__).parents[1]).rglob("*.py")
        for phrase in said_in(python.parse(file.read_text("utf-8")))
    }
    known = set(written("en"))

    begun = tuple(phrase for phrase in known if "-" in phrase)
    assert len(named) > 60
    for phrase in named:
        assert phrase in known or f"remark-{phrase}" in known or any(one.startswith(phrase) for one in begun), phrase


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_phrase_is_right_html_for_telegram(language: str) -> None:
    for phrase, values in written(language).items():
        parsed(phrases(language)(phrase, **dict.fromkeys(values, 3)))


def test_commands_stand_apart_from_words_that_are_written_from_the_right() -> None:
    assert "\u2068/help\u2069" in phrases("ar")("search-usage")
    assert "\u2068<code>/search بوتين</code>\u2069" in phrases("ar")("search-usage")
