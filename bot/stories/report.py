"""What the clusterer sees of an item."""

from collections.abc import Hashable, Iterable
from dataclasses import dataclass, field
from datetime import datetime

import numpy as np
from numpy.typing import NDArray

Vector = NDArray[np.float32]
Key = Hashable
"""The item's id in the bot, any string in the `cluster` command."""


@dataclass(frozen=True, slots=True)
class Report:
    """One report by one outlet. `language` is the primary subtag ("" unknown), `published` aware and never decreasing.

    `summary` is the feed's summary or, where there is none, the beginning of the text. The vectors are those of
    the two texts of `bot.text.story_fold.encodable`, of length 512, or None where there is no encoder.
    """

    key: Key
    title: str
    published: datetime
    summary: str = ""
    source: str = ""
    owner: str = ""
    language: str = ""
    link: str = ""
    guid: str = ""
    entities: tuple[str, ...] = ()
    title_vector: Vector | None = field(default=None, compare=False, repr=False)
    vector: Vector | None = field(default=None, compare=False, repr=False)


def in_order(reports: Iterable[Report]) -> list[Report]:
    """Return reports by time; equal times are ordered by content, then key, so that no accident of arrival counts."""
    return sorted(reports, key=_content)


def _content(report: Report) -> tuple[datetime, str, str, str, str, str, str]:
    return (
        report.published,
        report.title,
        report.summary,
        report.language,
        report.source,
        report.link,
        str(report.key),
    )
