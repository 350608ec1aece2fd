"""Where a text answers a query, for marking; and which part of a long text to show."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Protocol

from bot.model import EntityId
from bot.search.analyse import Word as TextWord
from bot.search.analyse import compounds, words
from bot.search.expression import Run, runs
from bot.search.query import Filter, Name, Query, leaf_expression, leaves

Span = tuple[int, int]


class Spellings(Protocol):
    """Knows how a tracked entity's name is written."""

    def spelled(self, entity: EntityId) -> Iterable[Run]:
        """Return the runs of tokens that name an entity, in all scripts."""


def highlight(text: str, query: Query, language: str = "", names: Spellings | None = None) -> list[Span]:
    """Return the code point offsets of what answers the query's words, phrases and names, in order, none overlapping.

    A word is marked whole though it was found by its stem; of a run of Chinese only the characters asked for are.
    With `names`, a tracked name is marked in whatever script the text has it.
    """
    found, joined = list(words(text, language)), list(compounds(text, language))
    spans: list[Span] = []
    for run in _wanted(query, names):
        spans += _places(found, run)
        spans += _places(joined, run) if len(run.tokens) == 1 else ()
    return _merged(spans)


def extract(text: str, spans: Sequence[Span], width: int) -> Span:
    """Return the part of a text, at most `width` code points, that has most of the spans; it starts at a word."""
    if len(text) <= width:
        return 0, len(text)
    starts = [0, *(_word_start(text, max(0, start - width // 4)) for start, _ in spans)]
    best = max(starts, key=lambda first: (sum(first <= start and end <= first + width for start, end in spans), -first))
    end = min(len(text), best + width)
    if end < len(text):
        space = text.rfind(" ", best + width // 2, end)
        end = space if space > 0 else end
    return best, end


def _wanted(query: Query, names: Spellings | None) -> Iterator[Run]:
    for leaf in leaves(query.root):
        terms = None if isinstance(leaf, Filter) else leaf_expression(leaf, query.languages)
        yield from runs(terms) if terms else ()
        if names and isinstance(leaf, Name | Filter) and (entity := leaf.entity):
            yield from names.spelled(entity)


def _places(found: Sequence[TextWord], run: Run) -> list[Span]:
    """Return where a run of tokens stands in the words of a text."""
    if "~" in run.tokens[0]:
        return [(word.start, word.end) for word in found if run.tokens[0] in word.stems]
    tokens = [(token, word) for word in found for token in word.tokens]
    size = len(run.tokens)
    windows = (tokens[first : first + size] for first in range(len(tokens) - size + 1))
    places = [(window[0][1], window[-1][1]) for window in windows if _fits([token for token, _ in window], run)]
    if run.prefix and len(run.tokens[-1]) == 1:  # one Chinese character, found as the beginning of a pair
        return [(first.start, last.start + 1) for first, last in places]
    return [(first.start, last.end) for first, last in places]


def _fits(tokens: Sequence[str], run: Run) -> bool:
    ends = tokens[-1].startswith(run.tokens[-1]) if run.prefix else tokens[-1] == run.tokens[-1]
    return ends and tuple(tokens[:-1]) == run.tokens[:-1]


def _word_start(text: str, place: int) -> int:
    space = text.find(" ", place)
    return place if place == 0 or space < 0 or space > place + 30 else space + 1


def _merged(spans: list[Span]) -> list[Span]:
    merged: list[Span] = []
    for start, end in sorted(spans):
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged
