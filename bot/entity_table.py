"""The shape of an [[entity]] of entities.toml: id and name suffice, everything else is checked where it is given."""

import difflib
import re
from collections.abc import Sequence
from typing import Annotated, get_args

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

from bot import model
from bot.entities.knowledge import topics
from bot.text.languages import primary


class Table(BaseModel):
    """A table of the configuration: a key it does not know is an error."""

    model_config = ConfigDict(extra="forbid", frozen=True)


def nearest(word: str, known: Sequence[str]) -> str:
    """Return what to say behind an unknown word: the known one it is nearest to, else all of them."""
    near = difflib.get_close_matches(word, known, 1)
    return f"; did you mean {near[0]}?" if near else f"; known are {', '.join(known)}"


def _id(value: str) -> str:
    if not re.fullmatch(r"[a-z0-9][a-z0-9_-]{0,63}", value):
        raise ValueError("expected small letters a-z, digits, - and _, at most 64 of them")
    return value


def _name(value: str) -> str:
    if sum(char.isalnum() for char in value) < 2:
        raise ValueError("expected a name of at least two letters")
    return value


def _language(value: str) -> str:
    """Check the language of a row: one written otherwise than items write theirs would never be asked for."""
    if value in EntityTable.model_fields and not primary(value):
        raise ValueError("a key of the entity stands above its tables [entity.strong] and [entity.weak], not below")
    if value not in {"*", primary(value)}:
        hint = f"; write {primary(value)}" if primary(value) else ""
        raise ValueError(f'expected a language such as ru, or "*" for any{hint}')
    return value


def _cue(value: str) -> str:
    """Check a word of `context` or `against`: an empty one would be found everywhere, an unknown topic nowhere."""
    known = topics().labels
    if value.startswith("@") and value[1:] not in known:
        raise ValueError(f"there is no such topic{nearest(value, [f'@{topic}' for topic in known])}")
    if not value.strip():
        raise ValueError("expected a word, or a topic such as @politics")
    return value


def _word_of(key: str) -> AfterValidator:
    """Return a check that a value is one of the words the entity's field may hold."""
    allowed = get_args(model.Entity.__annotations__[key])

    def check(value: str) -> str:
        if value not in allowed:
            raise ValueError(f"expected one of {', '.join(repr(word) for word in allowed)}")
        return value

    return AfterValidator(check)


Id = Annotated[str, AfterValidator(_id)]
Name = Annotated[str, AfterValidator(_name)]
Cue = Annotated[str, AfterValidator(_cue)]
Forms = dict[Annotated[str, AfterValidator(_language)], tuple[Name, ...]]


class EntityTable(Table):
    """An [[entity]] of entities.toml: id and name suffice."""

    id: Id
    name: Name
    kind: Annotated[str, _word_of("kind")] = "person"
    gender: Annotated[str, _word_of("gender")] = ""
    strong: Forms = {}
    weak: Forms = {}
    given: tuple[str, ...] = ()
    context: tuple[Cue, ...] = ()
    against: tuple[Cue, ...] = ()
    competitors: tuple[Name, ...] = ()
    threshold: Annotated[float, Field(ge=-10, le=10)] = 0.0
    weight: Annotated[float, Field(gt=0, le=100)] = 1.0
    match: tuple[str, ...] = ()
    no_match: tuple[str, ...] = ()

    def entity(self) -> model.Entity:
        """Return what the table says as the noun."""
        return model.Entity(**{**dict(self), "id": model.EntityId(self.id)})
