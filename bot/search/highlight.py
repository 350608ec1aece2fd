"""Where a text answers a query, for marking; and which part of a long text to show."""

from collections.abc import Sequence

from bot.search.analyse import Word as TextWord
from bot.search.analyse import compounds, words
from bot.search.expression import AllOf, AnyOf, Expression, Run, Without
from bot.search.query import Filter, Query, leaf_expression, leaves

Span = tuple[int, int]


def highlight(text: str, query: Query, language: str = "") -> list[Span]:
    """Return the code point offsets of what answers the query's words, phrases and names, in order, none overlapping.

    A word is marked whole though it was found by its stem; of a run of Chinese only the characters asked for are.
    """
    found, joined = list(words(text, language)), list(compounds(text, language))
    spans: list[Span] = []
    for leaf in leaves(query.root):
        terms = None if isinstance(leaf, Filter) else leaf_expression(leaf, query.languages)
        if terms is not None:
            for run in _runs(terms):
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


def _runs(expression: Expression) -> list[Run]:
    match expression:
        case Run():
            return [expression]
        case AnyOf(parts) | AllOf(parts):
            return [run for part in parts for run in _runs(part)]
        case Without(wanted, _):
            return _runs(wanted)


def _places(found: Sequence[TextWord], run: Run) -> list[Span]:
    """Return where a run of tokens stands in the words of a text."""
    if "~" in run.tokens[0]:
        return [(word.start, word.end) for word in found if run.tokens[0] in word.stems]
    tokens = [(token, word) for word in found for token in word.tokens]
    size = len(run.tokens)
    windows = (tokens[first : first + size] for first in range(len(tokens) - size + 1))
    return [(window[0][1].start, window[-1][1].end) for window in windows if _fits([t for t, _ in window], run)]


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
