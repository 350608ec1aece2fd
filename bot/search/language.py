"""What was typed -> Query. There are no errors: the best reading is searched, and notes say what was not understood.

query := and (OR and)*          and := unary+              unary := -unary | (query) | field:value | "phrase" | word[*]
"""

import re
from collections.abc import Callable
from datetime import datetime, tzinfo
from typing import Protocol, cast

from bot.model import EntityId
from bot.search.analyse import is_unspaced, words
from bot.search.dates import read_date
from bot.search.languages import script
from bot.search.lexemes import Lexeme, lexemes, seen
from bot.search.query import (
    SHORTEST_BEGINNING,
    And,
    Filter,
    Name,
    Node,
    Not,
    Or,
    Phrase,
    Query,
    Remark,
    Sort,
    Title,
    Word,
)
from bot.search.sources import SourceNames
from bot.text.languages import is_language, primary

LONGEST, MOST_TERMS, DEEPEST = 512, 32, 8
"""Characters, words and phrases, and brackets within brackets that are read; what is beyond is left out, and said."""

_LONGEST_NAME = 4  # words
NOBODY = SourceNames()
"""Outlets are known by their ids alone."""

_CONTENT = re.compile("[^ ぁ-ん]{2,}")  # of what is around a name: no Japanese particles, no single characters
_COUNTRY = re.compile("[a-z]{2}")


class EntityNames(Protocol):
    """The names of the tracked entities, in every spelling, script and inflection that is known."""

    def resolve(self, name: str) -> EntityId | None:
        """Return the entity that one or several words name, or None."""

    def within(self, run: str) -> tuple[int, int, EntityId] | None:
        """Return where the longest name stands in text without spaces, and whom it names."""


def read_query(text: str, *, now: datetime, zone: tzinfo, names: EntityNames, sources: SourceNames = NOBODY) -> Query:
    """Return the best reading of what was typed; `zone` says when a day begins for the person who typed it."""
    reader = _Reader(seen(text), now, zone, names, sources)
    return reader.read()


class _Reader:
    def __init__(self, text: str, now: datetime, zone: tzinfo, names: EntityNames, sources: SourceNames) -> None:
        self.text = text[:LONGEST]
        self.now, self.zone, self.names, self.sources = now, zone, names, sources
        self.notes: list[Remark] = []
        self.since: datetime | None = None
        self.before: datetime | None = None
        self.sort: Sort = "best"
        self.terms = 0
        if len(text) > LONGEST:
            self.note("cut", number=LONGEST)
        self.lexemes = list(lexemes(self.text))
        if any(lexeme.is_open for lexeme in self.lexemes):
            self.note("open-quotation")
        self.place = 0

    def note(self, phrase: str, **values: str | int) -> None:
        if (remark := Remark(f"remark-{phrase}", values)) not in self.notes:
            self.notes.append(remark)

    def read(self) -> Query:
        parts = []
        while self.place < len(self.lexemes):
            if (part := self.either(0)) is not None:
                parts.append(part)
            if self.peek() == "close":
                self.place += 1
                self.note("stray-bracket")
        root = _joined(parts)
        return Query(self.text, root, self.since, self.before, self.sort, tuple(self.notes))

    def peek(self) -> str:
        return self.lexemes[self.place].kind if self.place < len(self.lexemes) else "end"

    def take(self) -> Lexeme:
        self.place += 1
        return self.lexemes[self.place - 1]

    def either(self, depth: int, *, in_title: bool = False) -> Node | None:
        parts = [self.both(depth, in_title=in_title)]
        while self.peek() == "either":
            operator = self.take()
            parts.append(self.both(depth, in_title=in_title))
            if parts[-1] is None or parts[-2] is None:
                self.note("one-sided", value=operator.text)
        known = tuple(part for part in parts if part is not None)
        return known[0] if len(known) == 1 else Or(known) if known else None

    def both(self, depth: int, *, in_title: bool) -> Node | None:
        parts: list[Node] = []
        while self.peek() not in {"either", "close", "end"}:
            if (part := self.unary(depth, in_title=in_title)) is not None:
                parts.append(part)
        return _joined(parts if in_title else self.with_names(parts))

    def unary(self, depth: int, *, in_title: bool) -> Node | None:
        lexeme = self.take()
        match lexeme.kind:
            case "minus":
                return self.excluded(depth, in_title=in_title)
            case "open":
                return self.group(depth, in_title=in_title)
            case "field":
                return self.field(lexeme.text.lower(), depth)
            case "both":
                return None
            case _:
                return self.term(lexeme)

    def excluded(self, depth: int, *, in_title: bool) -> Node | None:
        if self.peek() in {"either", "close", "end"}:
            self.note("empty-exclusion")
            return None
        since, before = self.since, self.before
        part = self.unary(depth, in_title=in_title)
        if part is None and (since, before) != (self.since, self.before):  # -since:D is before:D, and the reverse
            changed = self.since if self.since != since else self.before
            self.since, self.before = (since, changed) if self.since != since else (changed, before)
        if isinstance(part, Word) and not in_title:
            part = self.name([part]) or part
        return None if part is None else part.part if isinstance(part, Not) else Not(part)

    def group(self, depth: int, *, in_title: bool) -> Node | None:
        if depth >= DEEPEST:
            self.note("too-deep", number=DEEPEST)
            return None
        part = self.either(depth + 1, in_title=in_title)
        if self.peek() == "close":
            self.take()
        elif self.peek() == "end":
            self.note("open-bracket")
        return part

    def term(self, lexeme: Lexeme) -> Node | None:
        if not any(word.tokens for word in words(lexeme.text)):
            if value := lexeme.text.strip():
                self.note("nothing-in", value=value)
            else:
                self.note("empty-quotation")
            return None
        self.terms += 1
        if self.terms > MOST_TERMS:
            self.note("too-many-words", number=MOST_TERMS)
            return None
        if lexeme.kind == "phrase":
            return Phrase(lexeme.text)
        bare = lexeme.text.rstrip("*")
        prefix = bare != lexeme.text
        if prefix and len(bare) < SHORTEST_BEGINNING and script(bare):
            self.note("short-beginning", number=SHORTEST_BEGINNING, value=lexeme.text)
            prefix = False
        return Word(bare, lexeme.start, prefix)

    def field(self, name: str, depth: int) -> Node | None:
        if name == "title":
            part = self.unary(depth, in_title=True)
            return part if part is None or isinstance(part, Title | Filter) else Title(part)
        if self.peek() not in {"word", "phrase"}:
            self.note("no-value", value=name)
            return None
        lexeme = self.take()
        value = lexeme.text.strip()
        if name in {"since", "before", "sort"}:
            self.setting(name, value)
            return None
        return self.filter(name, value, lexeme)

    def setting(self, name: str, value: str) -> None:
        if name == "sort":
            if value.casefold() in {"new", "best"}:
                self.sort = cast("Sort", value.casefold())
            else:
                self.note("sort", value=value)
            return
        moment = read_date(value, now=self.now, zone=self.zone)
        if moment is None:
            self.note("date", field=name, value=value)
        elif name == "since":
            self.since = max(self.since or moment, moment)
        else:
            self.before = min(self.before or moment, moment)

    def filter(self, name: str, value: str, lexeme: Lexeme) -> Node | None:
        checks: dict[str, Callable[[], Node | None]] = {
            "entity": lambda: self.entity(value, lexeme),
            "lang": lambda: self.language(value),
            "country": lambda: self.country(value.lower()),
            "source": lambda: self.source(value),
        }
        return checks[name]()

    def entity(self, value: str, lexeme: Lexeme) -> Node | None:
        entity = self.names.resolve(value)
        if entity is not None:
            return Filter("entity", entity)
        self.note("not-tracked", value=value)
        return self.term(lexeme)

    def language(self, value: str) -> Node | None:
        code = primary(value)
        if not code:
            self.note("language-code", value=value)
            return None
        if not is_language(code):
            self.note("no-language", value=value)
        return Filter("language", code)

    def source(self, value: str) -> Node | None:
        if not value:
            return None
        known = (Filter("source", feed) for feed in self.sources.called(value) if feed != value)
        either = (Filter("source", value), *known)
        return either[0] if len(either) == 1 else Or(either)

    def country(self, value: str) -> Node | None:
        if _COUNTRY.fullmatch(value):
            return Filter("country", value)
        self.note("country-code", value=value)
        return None

    def with_names(self, parts: list[Node]) -> list[Node]:
        """Return the parts with the words that name a tracked entity gathered, the longest name first."""
        found: list[Node] = []
        place = 0
        while place < len(parts):
            name = next(filter(None, (self.name(parts[place : place + n]) for n in range(_LONGEST_NAME, 0, -1))), None)
            found.append(name or self.name_within(parts[place]))
            place += len(name.words) if name else 1
        return found

    def name(self, parts: list[Node]) -> Name | None:
        spelled = tuple(part for part in parts if isinstance(part, Word) and not part.prefix)
        if len(spelled) != len(parts):
            return None
        entity = self.names.resolve(" ".join(word.text for word in spelled))
        return Name(spelled, entity) if entity else None

    def name_within(self, part: Node) -> Node:
        """Return a run of Chinese or Japanese as it stands, or the tracked name in it and what is around that."""
        if not isinstance(part, Word) or part.prefix or not is_unspaced(part.text):
            return part
        found = self.names.within(part.text)
        if found is None:
            return part
        start, end, entity = found
        name = Name((Word(part.text[start:end], part.start + start),), entity)
        around = [
            Word(match[0], part.start + first + match.start())
            for first, text in ((0, part.text[:start]), (end, part.text[end:]))
            for match in _CONTENT.finditer(text)
        ]
        return Or((part, And((name, *around))) if around else (part, name))


def _joined(parts: list[Node]) -> Node | None:
    """Return the parts as one node: several languages, sources or countries are alternatives, an item has only one."""
    flat = [inner for part in parts for inner in (part.parts if isinstance(part, And) else (part,))]
    chosen: dict[str, list[Node]] = {}
    rest = []
    for part in flat:
        either = part.parts if isinstance(part, Or) else (part,)
        kinds = {one.kind if isinstance(one, Filter) else "" for one in either}
        if len(kinds) == 1 and not kinds & {"", "entity"}:
            chosen.setdefault(kinds.pop(), []).extend(either)
        else:
            rest.append(part)
    joined = [*rest, *(same[0] if len(same) == 1 else Or(tuple(same)) for same in chosen.values())]
    return joined[0] if len(joined) == 1 else And(tuple(joined)) if joined else None
