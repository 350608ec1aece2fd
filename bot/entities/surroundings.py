"""What the text around a name speaks of: topics, and the operator's own words."""

from collections.abc import Iterator, Mapping

from bot.entities.bearers import occupation
from bot.entities.knowledge import topics
from bot.entities.marks import Clue
from bot.entities.names import Bearer
from bot.entities.passage import Candidate, Passage
from bot.model import Field
from bot.text.scripts import CASED

_WINDOW = 500
"""Characters of a long text on either side of a name that count as its surroundings."""
_OPENING = 800
"""Characters of a text that count as surroundings of a name in the title or summary."""
_NEAR_CHARS, _NEAR_SPACES = 20, 3


def _surroundings(candidate: Candidate, passages: Mapping[Field, Passage]) -> Iterator[tuple[Passage, int, int]]:
    """Yield the parts of the item that say what a candidate is about: title, summary, and the text around it."""
    for name, passage in passages.items():
        if name != "text":
            yield passage, 0, len(passage.text)
        elif candidate.passage is passage:
            yield passage, candidate.word.start - _WINDOW, candidate.word.end + _WINDOW
        else:
            yield passage, 0, _OPENING


def topic_clues(candidate: Candidate, passages: Mapping[Field, Passage]) -> Iterator[Clue]:
    """Yield each topic once with its first word, once more for further words of it, and once if it stands near."""
    found: dict[str, dict[str, str]] = {}
    near: dict[str, str] = {}
    staff = _staff(candidate)
    for passage, start, end in _surroundings(candidate, passages):
        for hit in passage.hits:
            of_staff = passage is candidate.passage and hit.start == staff
            if of_staff or not start <= hit.start < end or _holds(passage, hit.start, candidate.form.text):
                continue
            stem = passage.text[hit.start : hit.end]
            found.setdefault(hit.topic, {}).setdefault(stem[:5], stem)
            if passage is candidate.passage and _near(candidate, hit.start, hit.end):
                near.setdefault(hit.topic, stem)
    labels = topics().labels
    for topic, stems in found.items():
        first, *more = stems.values()
        yield Clue(f"topic {topic}", f"topic: {labels[topic]} «{first}»")
        if more:
            yield Clue(f"more {topic}", f"more of {labels[topic]}: «{'», «'.join(more[:2])}»", float(min(2, len(more))))
        if topic in near:
            yield Clue(f"near {topic}", f"beside it: {labels[topic]} «{near[topic]}»")


def _holds(passage: Passage, at: int, name: str) -> bool:
    """Return whether the name itself begins where a topical stem does, or one letter on."""
    return name in passage.text[at : at + len(name) + 1]


def _staff(candidate: Candidate) -> int:
    """Return where the occupation begins that follows a name in the genitive (Assads läkare), else -1.

    It is that of somebody else, and says nothing of what the text is about.
    """
    inflected = candidate.word.ending and candidate.form.script in CASED
    after = candidate.passage.after(candidate.word.end)[:1] if inflected else []
    return after[0].start if after and occupation(after[0].text) else -1


def _near(candidate: Candidate, start: int, end: int) -> bool:
    word, text = candidate.word, candidate.passage.text
    if start < word.end and end > word.start:
        return False
    between = text[end : word.start] if end <= word.start else text[word.end : start]
    return len(between) <= _NEAR_CHARS and between.count(" ") <= _NEAR_SPACES


def own_words(candidate: Candidate, passages: Mapping[Field, Passage], bearer: Bearer) -> Iterator[Clue]:
    """Yield the operator's own context and against words: plain stems, or "@topic" for a whole topic."""
    parts = list(_surroundings(candidate, passages))
    for name, cues in (("context", bearer.context), ("against", bearer.against)):
        for cue in cues:
            hit = next((shown for part in parts if (shown := _cue_in(cue, *part))), "")
            if hit:
                yield Clue(name, f"{name}: «{hit}»")
                break


def _cue_in(cue: str, passage: Passage, start: int, end: int) -> str:
    if cue.startswith("@"):
        return next(
            (passage.text[h.start : h.end] for h in passage.hits if h.topic == cue[1:] and start <= h.start < end), ""
        )
    return cue if cue in passage.text[max(0, start) : end] else ""
