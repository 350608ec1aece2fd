"""Mistakes in plain words: what pydantic says to programmers, said to operators."""

import difflib
import json
import re
from collections.abc import Mapping, Sequence
from typing import Any, Final, get_args

from pydantic import BaseModel

_TOKEN = re.compile(r"\d{5,}:[A-Za-z0-9_-]{20,}")
_SHOWN = 100
"""Characters of a wrong value that are repeated."""

_LISTED = 20
"""Known words that are listed; more help nobody."""

_EXPECTED: Final = {
    "missing": "is missing",
    "string_type": "expected text in quotes",
    "string_too_short": "expected some text",
    "tuple_type": "expected a list in brackets, such as {example}",
    "dict_type": 'expected a table of lists by language, such as ru = ["Имя"]',
    "model_type": "expected a table, under a heading in brackets",
    "model_attributes_type": "expected a table, under a heading in brackets",
    "float_type": "expected a number",
    "float_parsing": "expected a number",
    "finite_number": "expected a number that ends",
    "int_type": "expected a whole number",
    "int_parsing": "expected a whole number",
    "int_parsing_size": "expected a smaller number",
    "int_from_float": "expected a whole number",
    "bool_type": "expected true or false",
    "bool_parsing": "expected true or false",
    "greater_than": "expected more than {gt:g}",
    "greater_than_equal": "expected {ge:g} or more",
    "less_than": "expected less than {lt:g}",
    "less_than_equal": "expected {le:g} or less",
}


def discreet(text: str) -> str:
    """Return a text in which everything that looks like a bot's token is hidden."""
    return _TOKEN.sub("<token>", text)


def nearest(word: str, known: Sequence[str]) -> str:
    """Return what to say behind an unknown word: the known one it is nearest to, else all, if they are few."""
    near = difflib.get_close_matches(word, known, 1)
    if near:
        return f"; did you mean {near[0]}?"
    if len(known) > _LISTED:
        return ""
    return f"; known are {', '.join(known)}" if known else "; there is none"


def message(found: Mapping[str, Any], document: type[BaseModel]) -> str:
    """Return what is wrong with a value, as one of pydantic's errors about a document says it, and the value itself."""
    key = str(found["loc"][-1])
    if found["type"] == "extra_forbidden":
        hint = " (secrets stand in .env)" if re.search("token|secret|password", key, re.IGNORECASE) else ""
        return f"there is no such key{hint}{nearest(key, _known(document, found['loc']))}"
    said = str(found["msg"]).removeprefix("Value error, ")
    if found["type"] == "literal_error":
        said = _one_of(re.findall("'([^']*)'", found["ctx"]["expected"]), str(found["input"]))
    elif found["type"] in _EXPECTED:
        said = _EXPECTED[found["type"]].format(**found.get("ctx", {}), example=_as_list(found["input"]))
    value = found.get("input")
    if isinstance(value, dict):
        return said
    shown = repr(value)
    return f"{shown[:_SHOWN] + '…' if len(shown) > _SHOWN else shown}: {said}"


def _as_list(value: object) -> str:
    """Return a list as it is written: of the value that stands alone, where one can."""
    alone = isinstance(value, str | int) and not isinstance(value, bool) and value != ""
    return json.dumps([value] if alone and len(str(value)) < _SHOWN else ["one", "two"], ensure_ascii=False)


def _one_of(words: Sequence[str], given: str) -> str:
    near = difflib.get_close_matches(given, words, 1)
    return f"expected one of {', '.join(map(repr, words))}" + (f"; did you mean {near[0]}?" if near else "")


def _known(document: type[BaseModel], where: Sequence[Any]) -> list[str]:
    """Return the keys of the table in which an unknown one stands."""
    table = document
    for part in where[:-1]:
        annotation = table.model_fields[part].annotation if part in table.model_fields else None
        inner = next((kind for kind in (annotation, *get_args(annotation)) if _is_table(kind)), None)
        table = inner or table
    return list(table.model_fields)


def _is_table(kind: object) -> bool:
    return isinstance(kind, type) and issubclass(kind, BaseModel)
