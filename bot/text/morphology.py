"""The dictionaries of Russian and Ukrainian, loaded once for all who need them."""

import mmap
from functools import cache
from pathlib import Path
from typing import Any


@cache
def analyser(language: str) -> Any:  # noqa: ANN401 - pymorphy3 ships no types
    """Return pymorphy3's analyser of "ru" or "uk": 0.1 s and 15 MB, so only where a word of that language comes."""
    import pymorphy3  # noqa: PLC0415 - see above

    made = pymorphy3.MorphAnalyzer(lang=language)
    dictionary, folder = made.dictionary, Path(made.dictionary.path)
    _map(dictionary.words, folder / "words.dawg")
    for number, suffixes in enumerate(dictionary.prediction_suffixes_dawgs):
        _map(suffixes, folder / f"prediction-suffixes-{number}.dawg")
    if made.prob_estimator:
        _map(made.prob_estimator.p_t_given_w, folder / "p_t_given_w.intdawg")
    return made


def _map(words: Any, file: Path) -> None:  # noqa: ANN401 - a DAWG of dawg-python
    """Let a DAWG read its file where it is, instead of a copy in memory: few of its pages are ever needed."""
    with file.open("rb") as opened:
        pages = memoryview(mmap.mmap(opened.fileno(), 0, access=mmap.ACCESS_READ))
    units, guide = words.dct, words.guide
    border = 4 + 4 * len(units._units)  # noqa: SLF001 - what the library reads from: the same numbers, after their count
    units._units = pages[4:border].cast("I")  # noqa: SLF001
    guide._units = pages[border + 4 :]  # noqa: SLF001
