"""A report as the window keeps it: weighed, and packed so that a hundred thousand of them fit into memory."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from bot.stories.features import Features, Group
from bot.stories.recurring import Heading
from bot.stories.report import Key

GROUPS: Final = len(Group)
_COUNT: Final = np.uint16
_WEIGHT: Final = np.float16


@dataclass(frozen=True, slots=True)
class Weighed:
    """A report with the weight its keys had when it came: how rare they were then.

    The bytes are arrays: an array object of its own for each would take more room than what it holds. `keys` (uint32)
    are sorted by group, `weights` (float16) parallel to them; `sizes` (uint16) and `norms` (float16) are of the groups.
    """

    key: Key
    hours: float
    language: str
    source: str
    strike: bool
    talk: bool
    heading: Heading
    identities: tuple[int, ...]
    keys: bytes
    weights: bytes
    sizes: bytes
    norms: bytes
    grams: bytes
    vectors: NDArray[np.float16] | None


@dataclass(frozen=True, slots=True)
class Unpacked:
    """Reports side by side: their keys one report after the other; `cells` is report number x GROUPS + group.

    `sizes` and `norms` have the shape (reports, GROUPS).
    """

    keys: NDArray[np.uint32]
    weights: NDArray[np.float32]
    cells: NDArray[np.intp]
    sizes: NDArray[np.float32]
    norms: NDArray[np.float32]


def weigh(features: Features, rarity: NDArray[np.float32], vectors: NDArray[np.float16] | None) -> Weighed:
    """Return a report with weights count x rarity; `rarity` is parallel to its keys, `vectors` (2, 512)."""
    order = np.argsort(features.groups, kind="stable")
    groups = features.groups[order]
    weights = features.counts[order] * rarity[order]
    return Weighed(
        features.key,
        features.hours,
        features.language,
        features.source,
        features.strike,
        features.talk,
        features.heading,
        features.sketch.identities,
        features.keys[order].tobytes(),
        weights.astype(_WEIGHT).tobytes(),
        np.bincount(groups, minlength=GROUPS).astype(_COUNT).tobytes(),
        np.sqrt(np.bincount(groups, weights * weights, GROUPS)).astype(_WEIGHT).tobytes(),
        features.sketch.grams.tobytes(),
        vectors,
    )


def unpack(reports: Sequence[Weighed]) -> Unpacked:
    """Return the figures of reports as arrays."""
    sizes = np.frombuffer(b"".join([report.sizes for report in reports]), dtype=_COUNT)
    return Unpacked(
        np.frombuffer(b"".join([report.keys for report in reports]), dtype=np.uint32),
        np.frombuffer(b"".join([report.weights for report in reports]), dtype=_WEIGHT).astype(np.float32),
        np.repeat(np.arange(len(sizes)), sizes),
        sizes.reshape(-1, GROUPS).astype(np.float32),
        np.frombuffer(b"".join([report.norms for report in reports]), dtype=_WEIGHT)
        .reshape(-1, GROUPS)
        .astype(np.float32),
    )


def grams(report: Weighed) -> NDArray[np.uint32]:
    """Return the hashed word grams of a report."""
    return np.frombuffer(report.grams, dtype=np.uint32)
