"""What the index knows of an item: its words in two fields, and tags for all that is not a word.

A tag is one token with a `_` in it, which no word has: `e_putin` (entity), `l_ar` (language), `s_bbc` (source),
`c_ua` (country). So a filter is a posting list like any other and works inside OR, NOT and parentheses.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from bot.model import EntityId, FeedId, ItemId
from bot.search.analyse import analyse
from bot.search.expression import EVERYTHING, Expression, Run, any_of
from bot.text.languages import primary

TagKind = Literal["entity", "language", "source", "country"]

_UNSAFE = re.compile(r"[^a-z0-9\x80-\U0010ffff]|\s")


@dataclass(frozen=True, slots=True)
class IndexDocument:
    """An item as it is given to the index."""

    id: ItemId
    source: FeedId
    title: str
    summary: str = ""
    language: str = ""
    country: str = ""
    entities: tuple[EntityId, ...] = ()


@dataclass(frozen=True, slots=True)
class Tokens:
    """A document as the index keeps it: the tokens of each field, in order."""

    id: ItemId
    title: tuple[str, ...]
    body: tuple[str, ...]
    tags: tuple[str, ...]


def tokenise(document: IndexDocument) -> Tokens:
    """Return the tokens of a document. This is the expensive part of indexing: do it before the database is locked."""
    return Tokens(
        document.id,
        tuple(analyse(document.title, document.language)),
        tuple(analyse(document.summary, document.language)),
        tuple(_tags(document)),
    )


def tag(kind: TagKind, value: str) -> str:
    """Return the token of a filter; different values never share one, whatever characters they have."""
    value = primary(value) if kind == "language" else value.strip().casefold()
    return f"{kind[0]}_" + _UNSAFE.sub(lambda match: f".{ord(match[0]):x}.", value)


def first_id(moment: datetime) -> int:
    """Return the smallest item id a moment can have: ids are its milliseconds shifted left by 20 bits."""
    return max(0, int(moment.timestamp() * 1000)) << 20


def _tags(document: IndexDocument) -> Iterable[str]:
    yield from EVERYTHING.tokens
    yield tag("language", document.language)
    yield tag("source", document.source)
    if document.country:
        yield tag("country", document.country)
    yield from (tag("entity", entity) for entity in document.entities)


def tagged(kind: TagKind, value: str) -> Expression:
    """Return what asks for a tag. A source may be named by its first words: `bbc` asks for `bbc-arabic`, not `bbcx`."""
    bare = value.rstrip("*")
    wanted = tag(kind, bare)
    if kind != "source":
        return Run((wanted,))
    return Run((wanted,), prefix=True) if bare != value else any_of(Run((wanted,)), Run((f"{wanted}.",), prefix=True))
