"""What the bot itself says, in the reader's language: the phrases of `phrases/*.ftl` (Fluent), with plurals and dates.

Text from feeds is never translated. A language without a file gets English.
"""

import re
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Final

from babel import Locale
from babel.dates import format_datetime
from fluent.runtime import FluentBundle
from fluent.syntax import FluentParser

_FOLDER: Final = Path(__file__).parent / "phrases"
LANGUAGES: Final = tuple(sorted(path.stem for path in _FOLDER.glob("*.ftl")))
"""BCP 47 primary subtags of the languages the bot speaks."""
DEFAULT: Final = "en"
_COMMAND: Final = re.compile(r"<code>.*?</code>|(?<![\w<.])/[a-z]+")


class Phrases:
    """The phrases of one language. Get them by `phrases`."""

    def __init__(self, language: str) -> None:
        self.language = language
        self.locale = Locale(language)
        # Names in the text are isolated where they are set; Fluent's own marks would also stand around numbers.
        self._bundle = FluentBundle([language], use_isolating=False)
        source = (_FOLDER / f"{language}.ftl").read_text("utf-8")
        if self.locale.text_direction == "rtl":  # else the slash of a command stands at its wrong end
            source = _COMMAND.sub("\u2068\\g<0>\u2069", source)
        self._bundle.add_resource(
            FluentParser(with_spans=False).parse(source)
        )  # with them it takes six times the memory

    def __call__(self, phrase: str, **values: str | int) -> str:
        """Return a phrase with its values set in; a phrase or value that is missing is a programming error."""
        pattern = self._bundle.get_message(phrase).value
        assert pattern is not None, phrase  # noqa: S101 - every language has every phrase (tests/text/test_say.py)
        said, errors = self._bundle.format_pattern(pattern, values)
        assert not errors, errors  # noqa: S101
        return str(said)

    def date(self, when: datetime, pattern: str) -> str:
        """Return a time as this language writes it; `pattern` is CLDR's ("d MMMM")."""
        return str(format_datetime(when, pattern, tzinfo=when.tzinfo, locale=self.locale))


@cache
def phrases(language: str) -> Phrases:
    """Return the phrases of a language, or the English ones."""
    return Phrases(language if language in LANGUAGES else DEFAULT)
