"""Copies: reports that are one text. Everything else that is alike is a matter of stories, not of copies."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from hashlib import blake2b
from typing import Final
from urllib.parse import parse_qsl, urlencode, urlsplit
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from bot.stories.report import Key, Report
from bot.text.story_fold import IDEOGRAPHIC, WORD, fold

Grams = NDArray[np.uint32]


@dataclass(frozen=True, slots=True)
class Rules:
    """When two texts are one. Containment, not likeness: an excerpt in a feed is a copy of the whole text.

    `gram` words make a gram (characters, where words are not parted); only the first `longest` words are looked at.
    A title of `least_title` words is its own proof on one day, a shorter one only within its outlet.
    """

    containment: float = 0.5
    gram: int = 5
    least_grams: int = 6
    least_title: int = 6
    longest: int = 300


_TRACKING: Final = re.compile(
    r"utm_|at_|fbclid|gclid|yclid|ref(?:errer)?$|cmpid|ocid|mc_[ce]id|igshid|xtor|ns_|partner$|source$|from$"
)
_AMP: Final = re.compile(r"^amp(?=/)|/amp(?=/|$)|\.amp(?=\.html?$)")
_FRONT: Final = re.compile(r"^(?:www|m|mobile|amp)\.")


@dataclass(frozen=True, slots=True)
class Sketch:
    """What copies are recognised by: exact identities (address, guid, outlet with title) and hashed word grams."""

    identities: tuple[int, ...]
    grams: Grams


def canonical_link(link: str) -> str:
    """Return an address without what differs between two ways to one page: scheme, www, AMP, trackers, fragment, order.

    An address of no page (a site's root, or no HTTP) is no identity: "".
    """
    parts = urlsplit(link.strip())
    path = _AMP.sub("", parts.path).rstrip("/")
    query = urlencode(sorted((k, v) for k, v in parse_qsl(parts.query) if not _TRACKING.match(k.lower())))
    if parts.scheme not in {"http", "https"} or not (path or query):
        return ""
    host = _FRONT.sub("", (parts.hostname or "").lower())
    return f"{host}{path}?{query}" if query else f"{host}{path}"


def sketch(report: Report, rules: Rules = Rules()) -> Sketch:
    """Return what a report is recognised by if it is printed again."""
    title = [word.group() for word in WORD.finditer(fold(report.title))]
    words = title + [word.group() for word in WORD.finditer(fold(report.summary))]
    identities = []
    if link := _safe_link(report.link):
        identities.append(f"link {link}")
    if report.guid:
        identities.append(f"guid {report.source} {report.guid}")
    headline = f"{report.published:%Y%m%d} {' '.join(title)}"
    if report.source and title:
        identities.append(f"title {report.source} {headline}")
    if len(title) >= rules.least_title:
        identities.append(f"title {headline}")
    hashes = (int.from_bytes(blake2b(identity.encode(), digest_size=8).digest()) for identity in identities)
    return Sketch(tuple(hashes), _grams(words, rules))


def _safe_link(link: str) -> str:
    try:
        return canonical_link(link)
    except ValueError:  # an address that cannot be taken apart identifies nothing
        return ""


def _grams(words: list[str], rules: Rules) -> Grams:
    units = [unit for word in words[: rules.longest] for unit in (word if IDEOGRAPHIC.search(word) else (word,))]
    grams = {crc32(" ".join(units[i : i + rules.gram]).encode()) for i in range(len(units) - rules.gram + 1)}
    return np.array(sorted(grams), dtype=np.uint32)


def containment(one: Grams, others: Sequence[Grams], rules: Rules = Rules()) -> NDArray[np.float64]:
    """Return how much of the shorter text is in the longer, for one text and each of the others.

    Too short a text is contained in nothing: its few grams are set phrases.
    """
    lengths = np.array([len(other) for other in others])
    shorter = np.minimum(lengths, len(one))
    owners = np.repeat(np.arange(len(others)), lengths)
    # `one` is sorted: look each gram up where it would stand.
    grams = np.concatenate(others)
    found = (
        one[np.minimum(np.searchsorted(one, grams), len(one) - 1)] == grams if len(one) else np.zeros(len(grams), bool)
    )
    shared = np.bincount(owners[found], minlength=len(others))
    return np.where(shorter >= rules.least_grams, shared / np.maximum(shorter, 1), 0.0)


class Identities:
    """Who first showed each address, guid and title of the window."""

    def __init__(self) -> None:
        self._first: dict[int, Key] = {}

    def first(self, identities: Iterable[int]) -> Key | None:
        """Return the report that showed one of these identities before, if one did."""
        return next((self._first[identity] for identity in identities if identity in self._first), None)

    def add(self, key: Key, identities: Iterable[int]) -> None:
        """Remember the identities of a report that are new."""
        for identity in identities:
            self._first.setdefault(identity, key)

    def forget(self, key: Key, identities: Iterable[int]) -> None:
        """Drop a report that left the window."""
        for identity in identities:
            if self._first.get(identity) == key:
                del self._first[identity]
