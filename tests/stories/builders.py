"""Reports for tests: a test says only what it is about."""

from datetime import timedelta
from itertools import count
from typing import Any

from bot.stories.report import Report
from tests.builders import NOW

_numbers = count(1)


def make_report(title: str, hours: float = 0.0, **changes: Any) -> Report:
    """A report `hours` after NOW, by an outlet of its own unless `source` says otherwise."""
    number = next(_numbers)
    defaults: dict[str, Any] = {
        "key": f"r{number}",
        "title": title,
        "published": NOW + timedelta(hours=hours),
        "source": f"outlet{number}",
        "language": "en",
    }
    return Report(**defaults | changes)
