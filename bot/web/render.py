"""How pages and feeds are written. Every text is escaped by the engine; nothing in a template marks any as safe."""

import re
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

TEMPLATES = Path(__file__).parent / "templates"
WIDTH, HEIGHT = 140.0, 32.0
"""Of a sparkline, in its own units."""
_NOT_XML = re.compile("[^\t\n\r -\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def rendered(template: str, **values: object) -> str:
    """Return a template filled in. What XML cannot hold is left out."""
    return _NOT_XML.sub("", _ENGINE.get_template(template).render(**values))


def moment(when: datetime) -> str:
    """Return a time as a person reads it, in UTC."""
    return f"{when.astimezone(UTC):%d %b %H:%M}"


def rfc3339(when: datetime) -> str:
    """Return a time as programs read it."""
    return when.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")


def ago(when: datetime, now: datetime) -> str:
    """Return how long ago a time was, roughly."""
    return f"{_span((now - when).total_seconds())} ago"


def until(when: datetime, now: datetime) -> str:
    """Return how long it is until a time, roughly."""
    return "now" if when <= now else f"in {_span((when - now).total_seconds())}"


def _span(seconds: float) -> str:
    minutes = max(0, int(seconds // 60))
    if minutes < 120:
        return f"{minutes} min"
    return f"{minutes // 60} h" if minutes < 48 * 60 else f"{minutes // 1440} d"


def line(values: Sequence[int]) -> str:
    """Return the points of a sparkline, the highest value at the top."""
    highest = max([*values, 1])
    step = WIDTH / max(1, len(values) - 1)
    return " ".join(
        f"{place * step:.1f},{HEIGHT - 2 - (HEIGHT - 4) * value / highest:.1f}" for place, value in enumerate(values)
    )


def area(values: Sequence[int]) -> str:
    """Return the points around what is below a sparkline."""
    return f"0,{HEIGHT:g} {line(values)} {WIDTH:g},{HEIGHT:g}"


_ENGINE = Environment(
    autoescape=True,
    undefined=StrictUndefined,
    loader=FileSystemLoader(TEMPLATES),
    trim_blocks=True,
    lstrip_blocks=True,
)
_ENGINE.filters |= {one.__name__: one for one in (moment, rfc3339, ago, until, line, area)}
