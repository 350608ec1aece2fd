"""Inflected forms whose dictionary form no ending leads to: `mice` belongs to `mous`.

Those of a dictionary stand in data/forms/, a file for each language (bench/search_forms.py makes them); those listed by
hand are in data/own_forms.txt. The files are searched where they are: as dictionaries they would take 40 MB.
"""

import mmap
from collections.abc import Mapping
from functools import cache
from pathlib import Path

FOLDER = Path(__file__).parent / "data" / "forms"
_OWN = FOLDER.parent / "own_forms.txt"


def listed(form: str, language: str) -> tuple[str, ...]:
    """Return the stems that a folded form belongs to by dictionary; () if it is not listed."""
    text, wanted = _file(language), form.encode() + b" "
    low, high = 0, len(text)
    while low < high:
        begin = text.rfind(b"\n", low, (low + high) // 2) + 1 or low
        end = text.find(b"\n", begin)
        line = text[begin:end]
        if line.startswith(wanted):
            return tuple(line[len(wanted) :].decode().split(" "))
        if line < wanted:
            low = end + 1
        else:
            high = begin
    return ()


@cache
def _file(language: str) -> mmap.mmap | bytes:
    """Return lines of a form and its stems, in the order of their bytes; nothing for a language without a file."""
    path = FOLDER / f"{language}.txt"
    if not path.exists():
        return b""
    with path.open("rb") as file:
        return mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)


@cache
def by_hand() -> Mapping[str, list[list[str]]]:
    """Return by language the words whose forms are listed by hand, each followed by its forms."""
    found: dict[str, list[list[str]]] = {}
    language = ""
    for line in _OWN.read_text(encoding="utf-8").splitlines()[1:]:
        if line.startswith("["):
            language = line.strip("[]")
        else:
            found.setdefault(language, []).append(line.split(" "))
    return found
