"""What a query asks of an index, in tokens: the form all engines and the percolator share."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace


@dataclass(frozen=True, slots=True)
class Run:
    """Adjacent tokens of one field, or of the title; with `prefix` the last is the beginning of a token."""

    tokens: tuple[str, ...]
    prefix: bool = False
    title: bool = False


@dataclass(frozen=True, slots=True)
class AnyOf:
    """At least one of the parts."""

    parts: tuple["Expression", ...]


@dataclass(frozen=True, slots=True)
class AllOf:
    """Every one of the parts."""

    parts: tuple["Expression", ...]


@dataclass(frozen=True, slots=True)
class Without:
    """What is wanted, but nothing that is unwanted."""

    wanted: "Expression"
    unwanted: "Expression"


Expression = Run | AnyOf | AllOf | Without

EVERYTHING = Run(("all_",))
"""Every document has this tag, so that a query of exclusions only has something to exclude from."""

NOTHING = Run(("none_",))
"""A tag that no document has."""


def is_tag(token: str) -> bool:
    """Return whether a token says what an item is; no word has a `_`."""
    return "_" in token


def any_of(*parts: Expression) -> Expression:
    """Return the parts as alternatives: flattened, each once, a single one as itself."""
    flat = dict.fromkeys(inner for part in parts for inner in (part.parts if isinstance(part, AnyOf) else (part,)))
    return AnyOf(tuple(flat)) if len(flat) != 1 else next(iter(flat))


def all_of(*parts: Expression) -> Expression:
    """Return the parts as demands: flattened, each once, a single one as itself."""
    flat = dict.fromkeys(inner for part in parts for inner in (part.parts if isinstance(part, AllOf) else (part,)))
    return AllOf(tuple(flat)) if len(flat) != 1 else next(iter(flat))


def in_title(expression: Expression) -> Expression:
    """Return the expression with its words looked for in titles only; tags are of the whole item and stay."""
    match expression:
        case Run(tokens):
            return expression if is_tag(tokens[0]) else replace(expression, title=True)
        case AnyOf(parts):
            return AnyOf(tuple(in_title(part) for part in parts))
        case AllOf(parts):
            return AllOf(tuple(in_title(part) for part in parts))
        case Without(wanted, unwanted):
            return Without(in_title(wanted), in_title(unwanted))


def runs(expression: Expression) -> Iterator[Run]:
    """Yield the runs of what is wanted and of what is not."""
    match expression:
        case Run():
            yield expression
        case AnyOf(parts) | AllOf(parts):
            for part in parts:
                yield from runs(part)
        case Without(wanted, unwanted):
            yield from runs(wanted)
            yield from runs(unwanted)


def without_runs(expression: Expression, is_absent: Callable[[Run], bool]) -> Expression:
    """Return the expression without those alternatives that are certainly absent from the index."""
    match expression:
        case Run():
            return NOTHING if is_absent(expression) else expression
        case AnyOf(parts):
            left = [part for part in (without_runs(part, is_absent) for part in parts) if part != NOTHING]
            return any_of(*left) if left else NOTHING
        case AllOf(parts):
            return all_of(*(without_runs(part, is_absent) for part in parts))
        case Without(wanted, unwanted):
            return Without(without_runs(wanted, is_absent), without_runs(unwanted, is_absent))
