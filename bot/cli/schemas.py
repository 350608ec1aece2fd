"""`schemas`: the JSON Schema of the configuration, from the models that check it and the comments that explain it."""

import argparse
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from bot.configuration.layers import FILES, LISTS
from bot.settings import Document

NAME = "newswatch.schema.json"
SHIPPED = Path(__file__).parents[2] / "config"
_HEADING = re.compile(r"\[+(\w+)\]+")
_KEY = re.compile(r"(?:# )?(\w+) = .*?\s# (.+)")
_ROW = re.compile(r"#   (?:\[entity\.)?([a-z_]+(?:, [a-z_]+)*)\]? {2,}(.+)")
_MORE = re.compile(r"# {8,}(.+)")


def schemas(options: argparse.Namespace) -> int:
    """Print the schema, or write it beside the files that it describes."""
    text = json.dumps(schema(SHIPPED), ensure_ascii=False, indent=1) + "\n"
    if options.write:
        (options.config / NAME).write_text(text, encoding="utf-8")
    else:
        print(text, end="")
    return 0


def schema(folder: Path) -> dict[str, Any]:
    """Return the JSON Schema of the three files together, with the comments of a folder's files as descriptions.

    Of a table in a list only its id is required: a file in config/local/ may name the few keys that it changes.
    """
    told = {where: text for name in FILES for where, text in _comments(folder / f"{name}.toml")}
    found = Document.model_json_schema()
    for section, reference in found["properties"].items():
        inner = reference.get("items", reference)
        table = found["$defs"][inner["$ref"].rpartition("/")[2]]
        if section in LISTS:
            table["required"] = ["id"]
        for key, value in table["properties"].items():
            value["description"] = told.get((section, key), "")
    return {"$schema": "http://json-schema.org/draft-07/schema#", **found, "title": "Newswatch"}


def _comments(file: Path) -> Iterator[tuple[tuple[str, str], str]]:
    """Yield section and key of each explained value of a file, and the explanation.

    It stands behind the key, or in a row of the heading comment, before the first table of its list.
    """
    section, row = {"feeds": "feed", "entities": "entity"}.get(file.stem, ""), ("", "")
    for line in file.read_text(encoding="utf-8").splitlines():
        if heading := _HEADING.match(line):
            section = heading[1]
        if section not in {"feed", "entity"} and (key := _KEY.match(line)):
            yield (section, key[1]), key[2]
        elif found := _ROW.match(line):
            row = (found[1], found[2])
        elif row[0] and (more := _MORE.match(line)):
            row = (row[0], f"{row[1]} {more[1]}")
        else:
            row = ("", "")
        for name in filter(None, row[0].split(", ")):
            yield (section, name), row[1]
