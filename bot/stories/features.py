"""A report as numbers: hashed keys in groups, each with its weight, ready to be compared with many others at once."""

from dataclasses import dataclass
from enum import IntEnum
from functools import lru_cache
from typing import Final
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from bot.stories.duplicates import Sketch, sketch
from bot.stories.reading import read
from bot.stories.recurring import Heading, heading
from bot.stories.report import Key, Report, Vector
from bot.stories.tables import event_kinds
from bot.text.languages import ENCODED

BUCKETS: Final = 1 << 21
"""Keys are hashed: no vocabulary has to be kept, and a month of running needs no more memory than an hour."""


NO_COUNTRY: Final = "ZZ"
"""The country of a sea."""


class Group(IntEnum):
    """What kind of thing a key is. The second six are those found in the title, which says what the event is."""

    TITLE_TOKEN = 0
    TOKEN = 1
    CONCEPT = 2
    EVENT = 3
    ACTOR = 4
    PLACE = 5
    COUNTRY = 6
    SKELETON = 7
    NUMBER = 8
    TITLE_CONCEPT = 9
    TITLE_EVENT = 10
    TITLE_ACTOR = 11
    TITLE_PLACE = 12
    TITLE_COUNTRY = 13
    TITLE_NUMBER = 14
    TITLE_SKELETON = 15


_GROUPS: Final = {
    "token": (Group.TOKEN, Group.TITLE_TOKEN),
    "concept": (Group.CONCEPT, Group.TITLE_CONCEPT),
    "event": (Group.EVENT, Group.TITLE_EVENT),
    "actor": (Group.ACTOR, Group.TITLE_ACTOR),
    "place": (Group.PLACE, Group.TITLE_PLACE),
    "country": (Group.COUNTRY, Group.TITLE_COUNTRY),
    "number": (Group.NUMBER, Group.TITLE_NUMBER),
    "skeleton": (Group.SKELETON, Group.TITLE_SKELETON),
}


@dataclass(frozen=True, slots=True)
class Features:
    """A report as it is compared. `keys` (hashed), `groups` and `counts` (2 in the title, else 1) run in parallel."""

    key: Key
    hours: float
    language: str
    source: str
    owner: str
    keys: NDArray[np.uint32]
    groups: NDArray[np.uint8]
    counts: NDArray[np.uint8]
    strike: bool
    talk: bool
    sketch: Sketch
    heading: Heading
    vectors: tuple[Vector, Vector] | None


def features(report: Report) -> Features:
    """Return what a report is compared by. Vectors count only in languages the encoder knows."""
    found: dict[tuple[int, Group], int] = {}
    kinds: set[str] = set()
    for kind, name, title in findings(report):
        key = hashed(kind, name)
        whole, in_title = _GROUPS[kind]
        if title:
            found[key, whole] = 2
            found[key, in_title] = 1
        else:
            found.setdefault((key, whole), 1)
        if kind == "event":
            kinds.add(event_kinds()[name])
    for entity in report.entities:
        found.setdefault((hashed("actor", entity), Group.ACTOR), 1)
    return Features(
        key=report.key,
        hours=report.published.timestamp() / 3600,
        language=report.language,
        source=report.source,
        owner=report.owner or report.source,
        keys=np.array([key for key, _ in found], dtype=np.uint32),
        groups=np.array([group for _, group in found], dtype=np.uint8),
        counts=np.array(list(found.values()), dtype=np.uint8),
        strike="strike" in kinds,
        talk="talk" in kinds,
        sketch=sketch(report),
        heading=heading(report),
        vectors=_vectors(report),
    )


def _vectors(report: Report) -> tuple[Vector, Vector] | None:
    """Return the vectors of title and whole, if there are any and the encoder knows the language."""
    if report.language not in ENCODED or report.title_vector is None or report.vector is None:
        return None
    return report.title_vector, report.vector


def findings(report: Report) -> list[tuple[str, str, bool]]:
    """Return kind, name and "in the title?" of all found in a report, each once.

    A concept that says what happened is an event too, and a place stands also for its country.
    """
    found: dict[tuple[str, str, bool], None] = {}
    for one in dict.fromkeys(read(report)):
        kind, name, title = one
        found[one] = None
        if kind == "concept" and name in event_kinds():
            found["event", name, title] = None
        elif kind == "place" and (country := name.rpartition("/")[2]) != NO_COUNTRY:
            found["country", country, title] = None
    return list(found)


@lru_cache(maxsize=1 << 14)
def hashed(kind: str, name: str) -> int:
    """Return the bucket of a key."""
    return crc32(f"{kind}:{name}".encode()) % BUCKETS
