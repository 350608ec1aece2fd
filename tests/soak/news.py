"""What the soak's outlets write about: events of many kinds in many countries, told in eight languages.

News that are all alike ("the mayor speaks in the town of ...") would be one story to a sentence encoder.
"""

import json
import random
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from babel import Locale

WORDS: dict[str, Any] = json.loads(Path(__file__).with_name("news.json").read_text("utf-8"))
"""By language: those who are `named`, what they do when one `speaks`, the `kinds` of events, and their `leads`."""
LANGUAGES = tuple(WORDS["speaks"])
COUNTRIES = {language: Locale(language).territories for language in LANGUAGES}
NO_COUNTRIES = {"EU", "EZ", "QO", "UN", "XA", "XB", "ZZ"}
CODES = tuple(
    code
    for code in sorted(COUNTRIES["en"])
    if code.isalpha() and code not in NO_COUNTRIES and all(code in named for named in COUNTRIES.values())
)


@dataclass(frozen=True, slots=True)
class Event:
    """What happened: a kind of event, where, and how much; and which of those named spoke of it, if one did."""

    kind: int
    country: str
    number: int
    who: int | None

    def told(self, language: str) -> str:
        """Return the headline in a language."""
        where = COUNTRIES[language][self.country]
        told = f"{where}: {WORDS['kinds'][self.kind][language].format(n=self.number)}"
        if self.who is None:
            return told
        return f"{WORDS['speaks'][language].format(who=WORDS['named'][language][self.who], where=where)}. {told}"

    def lead(self, language: str) -> str:
        """Return how the report goes on."""
        lead: str = WORDS["leads"][self.kind][language]
        return lead.format(n=self.number, where=COUNTRIES[language][self.country])


def happening(draw: random.Random) -> Event:
    """Return a new event; of one in ten somebody speaks who is tracked."""
    kind, country = draw.randrange(len(WORDS["kinds"])), draw.choice(CODES)
    return Event(kind, country, draw.randint(2, 990), draw.randrange(3) if draw.random() < 0.1 else None)
