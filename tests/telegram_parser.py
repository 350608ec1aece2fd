"""Telegram's own parser, asked directly: the judge of every message the bot makes."""

import json
from typing import Any

from tdjson import td_execute


def _ask(request: dict[str, Any]) -> dict[str, Any]:
    answer = td_execute(json.dumps(request).encode())
    assert answer is not None
    result: dict[str, Any] = json.loads(answer)
    return result


def parsed(html: str) -> dict[str, Any]:
    """Return text and entities of Telegram HTML, which must be right."""
    answer = _ask({"@type": "parseTextEntities", "text": html, "parse_mode": {"@type": "textParseModeHTML"}})
    assert answer["@type"] == "formattedText", answer
    return answer


def found(text: str) -> list[str]:
    """Return the kinds of links, mentions, commands ... that a client makes of plain text."""
    return [entity["type"]["@type"] for entity in _ask({"@type": "getTextEntities", "text": text})["entities"]]


def links(html: str) -> list[str]:
    """Return where the links of a message lead."""
    entities = parsed(html)["entities"]
    return [one["type"]["url"] for one in entities if one["type"]["@type"] == "textEntityTypeTextUrl"]


def bare(text: str) -> str:
    """Return text without the marks that only set its direction."""
    return text.translate(dict.fromkeys(map(ord, "\u200e\u200f\u2068\u2069")))
