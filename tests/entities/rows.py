"""Our own labelled rows, and the shipped catalogue, for the tests of this room."""

import json
import tomllib
from functools import cache
from pathlib import Path
from typing import Any

from bot.entities.match import Matcher
from bot.model import Entity

HOME = Path(__file__).parents[2]
DATA = HOME / "tests" / "data" / "entities"


def _frozen(value: Any) -> Any:
    if isinstance(value, list):
        return tuple(value)
    return {key: tuple(forms) for key, forms in value.items()} if isinstance(value, dict) else value


@cache
def shipped() -> tuple[Entity, ...]:
    rows = tomllib.loads((HOME / "config" / "entities.toml").read_text(encoding="utf-8"))["entity"]
    return tuple(Entity(**{key: _frozen(value) for key, value in row.items()}) for row in rows)


@cache
def shipped_matcher() -> Matcher:
    return Matcher(shipped())


@cache
def rows(name: str) -> tuple[dict[str, Any], ...]:
    return tuple(json.loads(line) for line in (DATA / name).read_text(encoding="utf-8").splitlines())
