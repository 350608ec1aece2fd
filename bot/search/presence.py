"""Whether tokens that were read back from the index answer a part of a query, as the engine would say."""

from collections.abc import Callable

from bot.search.expression import AllOf, AnyOf, Expression, Run, Without

Holds = Callable[[str], bool]


def padded(*fields: str) -> str:
    """Return fields of space-separated tokens as `holds` reads them: two spaces between, so that no run goes across."""
    return f" {'  '.join(fields)} "


def holds(expression: Expression) -> Holds:
    """Return the function that says whether padded fields have what is asked for."""
    match expression:
        case Run(tokens, prefix):
            run = f" {' '.join(tokens)}" + ("" if prefix else " ")
            return lambda text: run in text
        case AnyOf(parts):
            single = frozenset(part.tokens[0] for part in parts if isinstance(part, Run) and _is_single(part))
            others = [holds(part) for part in parts if not (isinstance(part, Run) and _is_single(part))]
            return lambda text: not single.isdisjoint(text.split(" ")) or any(other(text) for other in others)
        case AllOf(parts):
            demands = [holds(part) for part in parts]
            return lambda text: all(demand(text) for demand in demands)
        case Without(wanted, unwanted):
            is_there, is_excluded = holds(wanted), holds(unwanted)
            return lambda text: is_there(text) and not is_excluded(text)


def _is_single(run: Run) -> bool:
    return len(run.tokens) == 1 and not run.prefix
