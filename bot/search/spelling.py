"""What a misspelt word was meant to be."""

from collections.abc import Iterable, Mapping

from rapidfuzz import process
from rapidfuzz.distance import OSA

_LONGEST_ENDING = 3  # letters
_SHORTEST_BEGINNING = 5


def closest(word: str, candidates: Mapping[str, int]) -> str | None:
    """Return the candidate with the fewest slips from a folded word, of equal ones that with the highest count.

    A slip is a letter too many, missing, wrong, or two swapped. Words of 4 to 6 letters may have one, longer ones two,
    shorter ones none: nearly everything is one slip from a word of three letters.
    """
    return _closest(word, ((candidate, candidate, count) for candidate, count in candidates.items()))


def closest_inflected(word: str, candidates: Mapping[str, int]) -> str | None:
    """Return the candidate that is closest without its ending, of up to three letters; the first letter must be right.

    In languages with many forms the one that was typed may be in no text (`könvy`, if only `könyvek` is).
    """
    beginnings = (
        (candidate[:length], candidate, count)
        for candidate, count in candidates.items()
        if candidate[:1] == word[:1]
        for length in range(max(_SHORTEST_BEGINNING, len(candidate) - _LONGEST_ENDING), len(candidate))
    )
    return _closest(word, beginnings)


def _closest(word: str, spelled: Iterable[tuple[str, str, int]]) -> str | None:
    """Return the candidate whose spelling is closest; each comes with how it is spelt and its count."""
    allowed = 0 if len(word) < 4 else 1 if len(word) < 7 else 2
    if not allowed:
        return None
    choices = list(spelled)
    near = process.extract(
        word, [choice[0] for choice in choices], scorer=OSA.distance, score_cutoff=allowed, limit=None
    )
    found = ((slips, -choices[place][2], choices[place][1]) for _, slips, place in near if slips)
    return min(found, default=(0, 0, None))[2]
