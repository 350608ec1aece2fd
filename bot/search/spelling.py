"""What a misspelt word was meant to be."""

from collections.abc import Mapping

from rapidfuzz.distance import OSA


def closest(word: str, candidates: Mapping[str, int]) -> str | None:
    """Return the candidate with the fewest slips from a folded word, of equal ones that with the highest count.

    A slip is a letter too many, missing, wrong, or two swapped. Words of 4 to 6 letters may have one, longer ones two,
    shorter ones none: nearly everything is one slip from a word of three letters.
    """
    allowed = 0 if len(word) < 4 else 1 if len(word) < 7 else 2
    if not allowed:
        return None
    found = (
        (slips, -count, candidate)
        for candidate, count in candidates.items()
        if 0 < (slips := OSA.distance(word, candidate, score_cutoff=allowed)) <= allowed
    )
    return min(found, default=(0, 0, None))[2]
