"""A second judge, by another author: requests and answers held against aiogram's types (Bot API 10.3)."""

import json
from collections.abc import Iterable, Iterator
from functools import cache
from typing import Any

import aiogram.methods
from aiogram.methods.base import TelegramMethod
from pydantic import BaseModel, TypeAdapter, ValidationError

from sandbox.journal import Entry

Method = type[TelegramMethod[Any]]


@cache
def methods() -> dict[str, Method]:
    """All methods of the Bot API by name."""
    found = [thing for thing in vars(aiogram.methods).values() if isinstance(thing, type)]
    return {
        method.__api_method__: method
        for method in found
        if issubclass(method, TelegramMethod) and method is not TelegramMethod
    }


def problems(journal: Iterable[Entry]) -> list[str]:
    """What in these requests and their answers is not as the Bot API says; refused requests count, too."""
    return [f"{entry.method}: {problem}" for entry in journal for problem in _problems(entry)]


def _problems(entry: Entry) -> Iterator[str]:
    yield from entry.violations
    method = methods().get(entry.method)
    if method is None:
        return
    uploaded = {name: "attach://" for name in entry.uploads if name in method.model_fields}
    yield from _request_problems(method, entry.params | uploaded)
    if entry.is_ok:
        yield from _answer_problems(method, entry.result)


def _request_problems(method: Method, sent: dict[str, str]) -> Iterator[str]:
    """A parameter is text on the wire; what is no text by its type is JSON in it."""
    values: dict[str, Any] = dict(sent)
    try:
        method.model_validate(values)
    except ValidationError as error:
        for name in {str(problem["loc"][0]) for problem in error.errors()} & values.keys():
            values[name] = _decoded(values[name])
    try:
        request = method.model_validate(values)
    except ValidationError as error:
        yield from (f"{'.'.join(map(str, problem['loc']))}: {problem['msg']}" for problem in error.errors())
    else:
        yield from (f"unknown {name}" for name in _extras(request))


def _decoded(text: str) -> object:
    try:
        value: object = json.loads(text)
    except ValueError:
        return text
    return value


def _answer_problems(method: Method, result: object) -> Iterator[str]:
    try:
        answer = _answer_type(method).validate_python(result)
    except ValidationError as error:
        yield from (f"answer {'.'.join(map(str, p['loc']))}: {p['msg']}" for p in error.errors())
    else:
        yield from (f"answer has unknown {name}" for name in _extras(answer))


@cache
def _answer_type(method: Method) -> TypeAdapter[Any]:
    return TypeAdapter(method.__returning__)


def _extras(value: object) -> Iterator[str]:
    """The names that aiogram's types, which let everything pass, do not know."""
    if isinstance(value, BaseModel):
        yield from (f"{type(value).__name__}.{name}" for name in value.model_extra or ())
        for name in type(value).model_fields:
            yield from _extras(getattr(value, name))
    elif isinstance(value, list | tuple):
        for part in value:
            yield from _extras(part)


def parameters() -> dict[str, dict[str, bool]]:
    """Every method's parameters, and whether each is required."""
    return {
        name: {field: info.is_required() for field, info in method.model_fields.items()}
        for name, method in methods().items()
    }
