"""The item against all followed queries: the search turned round.

Each query is filed under tokens of which a hit must have one (its anchor: rarest kind first, words before tags), so
that an item only meets queries it shares a token with. The answer is that of searching an index of this one item.
"""

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Mapping
from dataclasses import dataclass
from itertools import count
from typing import Generic, TypeVar

from bot.search.document import IndexDocument, Tokens, first_id, tokenise
from bot.search.expression import AllOf, AnyOf, Expression, Run, Without, is_tag
from bot.search.query import Query

Key = TypeVar("Key", bound=Hashable)


class Percolator(Generic[Key]):
    """The followed queries, by the caller's key. Adding a key again replaces its query."""

    def __init__(self, queries: Iterable[tuple[Key, Query]] = ()) -> None:
        self._follows: dict[Key, _Follow] = {}
        self._by_token: defaultdict[str, set[Key]] = defaultdict(set)
        self._by_prefix: defaultdict[str, set[Key]] = defaultdict(set)
        self._numbers = count()
        for key, query in queries:
            self.add(key, query)

    def add(self, key: Key, query: Query) -> None:
        """Follow a query."""
        self.discard(key)
        expression = query.expression
        self._follows[key] = _Follow(
            number=next(self._numbers),
            first=first_id(query.since) if query.since else 0,
            last=first_id(query.before) if query.before else 1 << 63,
            answers=_predicate(expression),
            anchor=_anchor(expression),
        )
        for run in self._follows[key].anchor:
            self._shelf(run)[run.tokens[-1]].add(key)

    def discard(self, key: Key) -> None:
        """Follow a query no longer; an unknown key is fine."""
        if key in self._follows:
            for run in self._follows.pop(key).anchor:
                self._shelf(run)[run.tokens[-1]].discard(key)

    def matches(self, document: IndexDocument | Tokens) -> list[Key]:
        """Return the keys of the queries that the document answers, in the order they were added."""
        item = _Item(document if isinstance(document, Tokens) else tokenise(document))
        filed = [self._by_token[token] for token in item.tokens if token in self._by_token]
        if self._by_prefix:
            beginnings = {token[:length] for token in item.tokens for length in range(1, len(token) + 1)}
            filed += [self._by_prefix[beginning] for beginning in beginnings if beginning in self._by_prefix]
        follows = [(self._follows[key], key) for key in set().union(*filed)]
        found = [
            (follow.number, key)
            for follow, key in follows
            if follow.first <= document.id < follow.last and follow.answers(item)
        ]
        return [key for _, key in sorted(found, key=lambda pair: pair[0])]

    def _shelf(self, run: Run) -> defaultdict[str, set[Key]]:
        return self._by_prefix if run.prefix else self._by_token


class _Item:
    """One item's tokens: all of them, and where they stand in each field."""

    def __init__(self, tokens: Tokens) -> None:
        self.title = _places(tokens.title)
        self.fields = (self.title, _places(tokens.body), _places(tokens.tags))
        self.tokens = frozenset().union(*self.fields)


_Predicate = Callable[[_Item], bool]


@dataclass(frozen=True, slots=True)
class _Follow:
    """A query made ready: the ids it spans (the last one excluded), what it asks of an item, where it is filed."""

    number: int
    first: int
    last: int
    answers: _Predicate
    anchor: frozenset[Run]


def _predicate(expression: Expression) -> _Predicate:
    """Return the function that says whether an item answers the expression as the engine would."""
    match expression:
        case Run(title=True):
            return lambda item: _holds(item.title, expression)
        case Run((token,), prefix=False):
            return lambda item: token in item.tokens
        case Run():
            return lambda item: any(_holds(field, expression) for field in item.fields)
        case AnyOf(parts):
            return _any_predicate(parts)
        case AllOf(parts):
            demands = [_predicate(part) for part in parts]
            return lambda item: all(demand(item) for demand in demands)
        case Without(wanted, unwanted):
            holds, excluded = _predicate(wanted), _predicate(unwanted)
            return lambda item: holds(item) and not excluded(item)


def _any_predicate(parts: tuple[Expression, ...]) -> _Predicate:
    """Return the predicate of alternatives: those of one token each, nearly all of them, are asked for at once."""
    single = frozenset(part.tokens[0] for part in parts if isinstance(part, Run) and part == Run(part.tokens[:1]))
    others = [_predicate(part) for part in parts if not (isinstance(part, Run) and part == Run(part.tokens[:1]))]
    return lambda item: not single.isdisjoint(item.tokens) or any(other(item) for other in others)


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
