"""TOML files laid over each other: tables by key, lists of tables by `id`, and which file said what."""

import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from bot.configuration.wording import nearest
from bot.errors import Problem

FILES = ("settings", "feeds", "entities")
LISTS = ("side", "feed", "entity", "channel")
RIVALS = {"channel": ("digest_at", "digest_every")}
"""Keys of which one stands for the other: who sets one of them is rid of the other of the layer below."""


class Layers:
    """What all files say together. Lists of tables are held as dicts by id; `origin` maps a key to its file."""

    def __init__(self) -> None:
        self.merged: dict[str, Any] = {}
        self.origin: dict[str, str] = {}
        self.problems: list[Problem] = []

    def lay(self, folder: Path) -> None:
        """Lay the files of a folder over what is there; a file of another name is a mistake, since nobody reads it."""
        for path in sorted(folder.glob("*.toml")):
            if path.stem not in FILES:
                names = [f"{name}.toml" for name in FILES]
                self.problems.append(Problem(str(path), "", f"is not read{nearest(path.name, names)}"))
        for name in FILES:
            self._lay(self._read(folder / f"{name}.toml"), str(folder / f"{name}.toml"))

    def put(self, table: str, key: str, value: object, by: str) -> None:
        """Let one key have a value, whatever the files say."""
        self._overlay(self.merged, table, {key: value}, by, table)

    def listed(self) -> dict[str, Any]:
        """Return what the files say, lists of tables as lists."""
        return {key: list(value.values()) if key in LISTS else value for key, value in self.merged.items()}

    def _read(self, path: Path) -> dict[str, Any]:
        try:
            return tomllib.loads(path.read_text(encoding="utf-8-sig"))
        except FileNotFoundError:
            return {}
        except UnicodeDecodeError:
            self.problems.append(Problem(str(path), "", "is not UTF-8; save it so"))
        except OSError as error:
            self.problems.append(Problem(str(path), "", f"cannot be read ({error.strerror})"))
        except tomllib.TOMLDecodeError as error:
            self.problems.append(Problem(str(path), "", f"is not valid TOML: {error}"))
        return {}

    def _lay(self, layer: Mapping[str, Any], file: str) -> None:
        for key, value in layer.items():
            if key not in LISTS:
                self._overlay(self.merged, key, value, file, key)
            elif isinstance(value, list):
                self._lay_list(key, value, file)
            else:
                heading = f"expected tables that begin with [[{key}]], in double brackets"
                self.problems.append(Problem(file, key, heading))

    def _lay_list(self, key: str, tables: list[Any], file: str) -> None:
        entries = self.merged.setdefault(key, {})
        seen: set[str] = set()
        for number, table in enumerate(tables, 1):
            if not isinstance(table, dict) or not isinstance(table.get("id"), str):
                self.problems.append(Problem(file, f"{key} number {number}", "expected a table with an id"))
            elif table["id"] in seen:
                self.problems.append(Problem(file, f"{key}.{table['id']}", "this id stands twice in the file"))
            else:
                seen.add(table["id"])
                self._replace_rivals(key, entries.get(table["id"], {}), table)
                self._overlay(entries, table["id"], table, file, f"{key}.{table['id']}")

    def _replace_rivals(self, key: str, below: dict[str, Any], table: Mapping[str, Any]) -> None:
        rivals = RIVALS.get(key, ())
        if any(rival in table for rival in rivals):
            for rival in rivals:
                below.pop(rival, None)
                self.origin.pop(f"{key}.{table['id']}.{rival}", None)

    def _overlay(self, into: dict[str, Any], key: str, value: object, file: str, path: str) -> None:
        if isinstance(value, dict):
            if not isinstance(into.get(key), dict):
                into[key] = {}
            for name, inner in value.items():
                self._overlay(into[key], name, inner, file, f"{path}.{name}")
        else:
            into[key] = value
            self.origin[path] = file


def file_of(path: str, origin: Mapping[str, str]) -> str:
    """Return the file that set a key, or one beside or below it, so that the operator knows which one to open."""
    while path:
        near = [file for key, file in origin.items() if key == path or key.startswith(path + ".")]
        if near:
            return near[-1]
        path = path.rpartition(".")[0]
    return "config"
