"""What was typed, cut into words, quotations, brackets, operators and fields."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

_QUOTES: Final = '"\u201c\u201d\u201e\u00ab\u00bb'
_LEXEME: Final = re.compile(
    rf"""
      (?P<open>\() | (?P<close>\))
    | (?P<either>\|+ | (?:OR|ИЛИ|АБО)(?![^\s()|{_QUOTES}]))
    | (?P<both>AND(?![^\s()|{_QUOTES}]))
    | (?P<minus>NOT(?=[\s(]) | [-\u2212\u2013\u2014]+(?=[^\s|)]))
    | (?P<field>(?i:title|entity|lang|source|country|since|before|sort)):[ ]*(?=[^\s|)])
    | [{_QUOTES}](?P<phrase>[^{_QUOTES}]*)(?P<closed>[{_QUOTES}]?)
    | (?P<word>(?:[^\s()|{_QUOTES}] | (?<=[\u05d0-\u05ea])"(?=[\u05d0-\u05ea]))+)
    """,
    re.VERBOSE,
)
_UNSEEN: Final = re.compile("[\x00-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class Lexeme:
    """A piece of a query: its kind is a group of the pattern. `is_open`: a quotation that nothing closed."""

    kind: str
    text: str
    start: int
    is_open: bool = False


def seen(text: str) -> str:
    """Return text without what nobody sees: control characters, marks of direction, halves of characters."""
    return _UNSEEN.sub(" ", text)


def lexemes(text: str) -> Iterator[Lexeme]:
    """Yield the pieces of a query, in order; what is none of them is left out."""
    for match in _LEXEME.finditer(text):
        kind = "phrase" if match.lastgroup == "closed" else str(match.lastgroup)
        yield Lexeme(kind, match[kind], match.start(kind), is_open=kind == "phrase" and not match["closed"])
