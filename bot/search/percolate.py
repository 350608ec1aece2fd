"""The item against all followed queries: the search turned round.

Each query is filed under tokens of which a hit must have one (its anchor: rarest kind first, words before tags), so
that an item only meets queries it shares a token with. The answer is that of searching an index of this one item.
"""

from collections import defaultdict
from collections.abc import Hashable, Iterable, Mapping
from typing import Generic, TypeVar

from bot.search.document import IndexDocument, Tokens, first_id, tokenise
from bot.search.expression import AllOf, AnyOf, Expression, Run, Without, is_tag
from bot.search.query import Query

Key = TypeVar("Key", bound=Hashable)


class Percolator(Generic[Key]):
    """The followed queries, by the caller's key. Adding a key again replaces its query."""

    def __init__(self, queries: Iterable[tuple[Key, Query]] = ()) -> None:
        self._queries: dict[Key, tuple[Query, Expression, frozenset[Run]]] = {}
        self._by_token: defaultdict[str, set[Key]] = defaultdict(set)
        self._by_prefix: defaultdict[str, set[Key]] = defaultdict(set)
        for key, query in queries:
            self.add(key, query)

    def add(self, key: Key, query: Query) -> None:
        """Follow a query."""
        self.discard(key)
        expression = query.expression
        anchor = _anchor(expression)
        self._queries[key] = query, expression, anchor
        for run in anchor:
            self._shelf(run)[run.tokens[-1]].add(key)

    def discard(self, key: Key) -> None:
        """Follow a query no longer; an unknown key is fine."""
        if key in self._queries:
            for run in self._queries.pop(key)[2]:
                self._shelf(run)[run.tokens[-1]].discard(key)

    def matches(self, document: IndexDocument) -> list[Key]:
        """Return the keys of the queries that the document answers, in the order they were added."""
        item = _Item(tokenise(document))
        candidates: set[Key] = set()
        for token in item.tokens:
            candidates |= self._by_token.get(token, set())
            if self._by_prefix:
                for length in range(1, len(token) + 1):
                    candidates |= self._by_prefix.get(token[:length], set())
        return [key for key in self._queries if key in candidates and self._answers(item, key)]

    def _answers(self, item: "_Item", key: Key) -> bool:
        query, expression, _ = self._queries[key]
        in_time = (query.since is None or item.id >= first_id(query.since)) and (
            query.before is None or item.id < first_id(query.before)
        )
        return in_time and item.answers(expression)

    def _shelf(self, run: Run) -> defaultdict[str, set[Key]]:
        return self._by_prefix if run.prefix else self._by_token


class _Item:
    """One item's tokens with their places, which answer an expression as the engine would."""

    def __init__(self, tokens: Tokens) -> None:
        self.id = tokens.id
        self._title = _places(tokens.title)
        self._fields = (self._title, _places(tokens.body), _places(tokens.tags))
        self.tokens = {token for field in self._fields for token in field}

    def answers(self, expression: Expression) -> bool:
        match expression:
            case Run(title=True):
                return _holds(self._title, expression)
            case Run():
                return any(_holds(field, expression) for field in self._fields)
            case AnyOf(parts):
                return any(self.answers(part) for part in parts)
            case AllOf(parts):
                return all(self.answers(part) for part in parts)
            case Without(wanted, unwanted):
                return self.answers(wanted) and not self.answers(unwanted)


def _places(tokens: Iterable[str]) -> Mapping[str, list[int]]:
    places: defaultdict[str, list[int]] = defaultdict(list)
    for place, token in enumerate(tokens):
        places[token].append(place)
    return dict(places)


def _holds(field: Mapping[str, list[int]], run: Run) -> bool:
    """Return whether a field has the tokens of a run one after another."""
    *before, last = run.tokens
    if run.prefix:
        ends = {place for token, places in field.items() if token.startswith(last) for place in places}
    else:
        ends = set(field.get(last, ()))
    for distance, token in enumerate(reversed(before), start=1):
        if not ends:
            return False
        ends &= {place + distance for place in field.get(token, ())}
    return bool(ends)


def _anchor(expression: Expression) -> frozenset[Run]:
    """Return runs of which every answer has at least one."""
    match expression:
        case Run():
            return frozenset({expression})
        case AnyOf(parts):
            return frozenset().union(*map(_anchor, parts))
        case AllOf(parts):
            return min(map(_anchor, parts), key=_commonness)
        case Without(wanted, _):
            return _anchor(wanted)


def _commonness(anchor: frozenset[Run]) -> tuple[bool, int, int]:
    """Return a sort key: the anchor that fewest items share comes first, words before tags, long before short."""
    return (
        any(is_tag(run.tokens[-1]) for run in anchor),
        -min(len(run.tokens[-1]) for run in anchor),
        len(anchor),
    )
