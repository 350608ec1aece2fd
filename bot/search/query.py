"""A query as it was understood, and what it asks of an index."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Literal

from bot.model import EntityId
from bot.search.analyse import phrase_terms, query_terms
from bot.search.document import TagKind, tagged
from bot.search.expression import EVERYTHING, NOTHING, Expression, Without, all_of, any_of, in_title

Sort = Literal["best", "new"]
SHORTEST_BEGINNING = 3
"""Letters before a `*`: fewer would gather half the index. Of Chinese and the like, one is enough."""


@dataclass(frozen=True, slots=True)
class Word:
    """A word as typed, at its place in the query's text; with `prefix` it is the beginning of one."""

    text: str
    start: int
    prefix: bool = False

    def ends_at(self, place: int) -> bool:
        """Tell whether the word ends at a place of the query's text."""
        return self.start + len(self.text) == place


@dataclass(frozen=True, slots=True)
class Phrase:
    """Words that must stand side by side as typed."""

    text: str


@dataclass(frozen=True, slots=True)
class Name:
    """Words that name a tracked entity: found as words, and under all names of the entity in any script."""

    words: tuple[Word, ...]
    entity: EntityId


@dataclass(frozen=True, slots=True)
class Filter:
    """A demand on what the item is, not on what it says."""

    kind: TagKind
    value: str

    @property
    def entity(self) -> EntityId | None:
        """Return the entity that is asked for, if it is one."""
        return EntityId(self.value) if self.kind == "entity" else None


@dataclass(frozen=True, slots=True)
class Title:
    """A part that is looked for in titles only."""

    part: "Node"


@dataclass(frozen=True, slots=True)
class Not:
    """A part that must not hold."""

    part: "Node"


@dataclass(frozen=True, slots=True)
class And:
    """Parts that must all hold."""

    parts: tuple["Node", ...]


@dataclass(frozen=True, slots=True)
class Or:
    """Parts of which one must hold."""

    parts: tuple["Node", ...]


@dataclass(frozen=True, slots=True)
class Remark:
    """What was not understood of a query, as a phrase of text/phrases (`remark-...`) with its values."""

    phrase: str
    values: Mapping[str, str | int] = field(default_factory=dict)


Leaf = Word | Phrase | Name | Filter
Node = Leaf | Title | Not | And | Or


@dataclass(frozen=True, slots=True)
class Query:
    """What was typed and how it was understood. `root` None asks for everything, newest first.

    A text in which nothing could be searched (😀) finds nothing; an empty one everything. `since` is included,
    `before` is not. `notes` say what was not understood; `names` are the words that were recognised as
    tracked entities.
    """

    text: str
    root: Node | None = None
    since: datetime | None = None
    before: datetime | None = None
    sort: Sort = "best"
    notes: tuple[Remark, ...] = ()

    @property
    def names(self) -> tuple[Name, ...]:
        """Return the tracked names in the query, in order."""
        return tuple(node for node in leaves(self.root) if isinstance(node, Name))

    @property
    def languages(self) -> tuple[str, ...]:
        """Return the languages that every hit is in one of; () if the query does not say."""
        demands = self.root.parts if isinstance(self.root, And) else (self.root,)
        for demand in demands:
            filters = demand.parts if isinstance(demand, Or) else (demand,)
            found = tuple(node.value for node in filters if isinstance(node, Filter) and node.kind == "language")
            if found and len(found) == len(filters):
                return found
        return ()

    def only_in(self, language: str) -> "Query":
        """Return the query with the demand that hits are in a language; one that finds nothing still does."""
        if self.expression == NOTHING:
            return self
        demands = self.root.parts if isinstance(self.root, And) else (self.root,) if self.root else ()
        return replace(self, root=And((*demands, Filter("language", language))))

    @property
    def expression(self) -> Expression:
        """Return what the query asks of an index, dates apart."""
        found = _expression(self.root, self.languages) if self.root else None
        says_something = self.since or self.before or self.sort == "new" or not self.text.strip()
        return found or (EVERYTHING if says_something else NOTHING)


def unfinished(query: Query) -> Query:
    """Return the query of somebody who is still typing: the last word may be the beginning of one.

    A tracked name, and what stands in brackets or quotes, is taken as it is.
    """
    demands = query.root.parts if isinstance(query.root, And) else (query.root,)
    last = next((part for part in demands if isinstance(part, Word) and part.ends_at(len(query.text))), None)
    if last is None or last.prefix or len(last.text) < SHORTEST_BEGINNING:
        return query
    either = Or((last, replace(last, prefix=True)))
    whole = tuple(either if part is last else part for part in demands if part is not None)
    return replace(query, root=whole[0] if len(whole) == 1 else And(whole))


def leaves(node: Node | None, *, wanted: bool = True) -> tuple[Leaf, ...]:
    """Return the words, phrases, names and filters that a hit has (or with `wanted` False: must not have)."""
    match node:
        case None:
            return ()
        case Not(part):
            return leaves(part, wanted=not wanted)
        case Title(part):
            return leaves(part, wanted=wanted)
        case And(parts) | Or(parts):
            return tuple(leaf for part in parts for leaf in leaves(part, wanted=wanted))
        case _:
            return (node,) if wanted else ()


def has_alternatives(node: Node | None) -> bool:
    """Return whether a hit may lack one of the words that are wanted."""
    match node:
        case Or():
            return True
        case And(parts):
            return any(has_alternatives(part) for part in parts)
        case Title(part) | Not(part):
            return has_alternatives(part)
        case _:
            return False


def leaf_expression(leaf: Leaf, languages: tuple[str, ...]) -> Expression | None:
    """Return what one leaf asks for, or None if nothing in it can be searched."""
    match leaf:
        case Word(text, prefix=True):
            return phrase_terms(text, languages, prefix=True)
        case Word(text):
            return query_terms(text, languages)
        case Phrase(text):
            return phrase_terms(text, languages)
        case Name(words, entity):
            spelled = [terms for word in words if (terms := query_terms(word.text, languages))]
            return any_of(*([all_of(*spelled)] if spelled else []), tagged("entity", entity))
        case Filter(kind, value):
            return tagged(kind, value)


def _expression(node: Node, languages: tuple[str, ...]) -> Expression | None:
    match node:
        case And(parts):
            return _conjunction(parts, languages)
        case Or(parts):
            found = [terms for part in parts if (terms := _expression(part, languages))]
            return any_of(*found) if found else None
        case Not():
            return _conjunction((node,), languages)
        case Title(part):
            terms = _expression(part, languages)
            return in_title(terms) if terms else None
        case _:
            return leaf_expression(node, languages)


def _conjunction(parts: tuple[Node, ...], languages: tuple[str, ...]) -> Expression | None:
    """Return the demands without the exclusions; exclusions alone exclude from everything."""
    wanted = [terms for part in parts if not isinstance(part, Not) if (terms := _expression(part, languages))]
    unwanted = [terms for part in parts if isinstance(part, Not) if (terms := _expression(part.part, languages))]
    if not wanted and not unwanted:
        return None
    demands = all_of(*wanted) if wanted else EVERYTHING
    return Without(demands, any_of(*unwanted)) if unwanted else demands
