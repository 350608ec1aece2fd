"""The shape of an [[entity]] of entities.toml: id and name suffice, everything else is checked where it is given."""

from typing import Annotated

from pydantic import AfterValidator, Field

from bot import model
from bot.configuration.values import Id, Table
from bot.configuration.wording import nearest
from bot.entities.knowledge import topics
from bot.text.languages import primary


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


Name = Annotated[str, AfterValidator(_name)]
Cue = Annotated[str, AfterValidator(_cue)]
Forms = dict[Annotated[str, AfterValidator(_language)], tuple[Name, ...]]


class EntityTable(Table):
    """An [[entity]] of entities.toml: id and name suffice."""

    id: Id
    name: Name
    kind: model.Kind = "person"
    gender: model.Gender = ""
    strong: Forms = Field(default_factory=dict)
    weak: Forms = Field(default_factory=dict)
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
