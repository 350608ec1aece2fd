"""config/local/feeds.toml changed by a command: the operator's own words and comments stay as they are."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import tomlkit
from tomlkit.exceptions import TOMLKitError
from tomlkit.items import AoT

from bot.errors import ConfigError, Problem

HEAD = "#:schema ../newswatch.schema.json\n"


def set_keys(file: Path, tables: Mapping[str, Mapping[str, Any]]) -> None:
    """Let [[feed]] tables, by id, have these keys; those that are not in the file are added at its end.

    Raises ConfigError where the file cannot be read or written.
    """
    try:
        document = tomlkit.parse(file.read_text(encoding="utf-8-sig") if file.exists() else HEAD)
        listed = document.setdefault("feed", tomlkit.aot())
        if not isinstance(listed, AoT):
            raise ConfigError([Problem(str(file), "feed", "expected tables that begin with [[feed]]")])
        known = {table.get("id"): table for table in listed}
        for number, keys in tables.items():
            if number not in known:
                table = tomlkit.item({"id": number})
                if known or document.body[:1]:
                    table.trivia.indent = "\n"
                listed.append(table)
                known[number] = listed[-1]
            known[number].update(keys)
        file.parent.mkdir(parents=True, exist_ok=True)
        fresh = file.with_name(f"{file.name}.new")
        fresh.write_text(tomlkit.dumps(document), encoding="utf-8")
        fresh.replace(file)
    except TOMLKitError as error:
        raise ConfigError([Problem(str(file), "", f"is not valid TOML: {error}")]) from None
    except UnicodeDecodeError:
        raise ConfigError([Problem(str(file), "", "is not UTF-8; save it so")]) from None
    except OSError as error:
        raise ConfigError([Problem(str(file), "", f"cannot be changed ({error.strerror})")]) from None
