"""What text means and whether it is acceptable. The verdict is Telegram's: TDLib parses, refuses, finds links."""

import json
import re
from dataclasses import dataclass
from typing import Any

import tdjson

from sandbox.refusals import bad_request

MAX_TEXT = 4096  # code points after parsing (td MessageContent.cpp); UTF-16 units count only for offsets
MAX_CAPTION = 1024
MAX_SOURCE_BYTES = 1 << 15  # before parsing (Client.cpp get_formatted_text)
MAX_ENTITIES = 100  # the server drops the rest without a word

PARSE_MODES: dict[str, dict[str, Any]] = {
    "html": {"@type": "textParseModeHTML"},
    "markdown": {"@type": "textParseModeMarkdown", "version": 1},
    "markdownv2": {"@type": "textParseModeMarkdown", "version": 2},
}
SIMPLE_TYPES = {
    "BlockQuote": "blockquote",
    "Bold": "bold",
    "BotCommand": "bot_command",
    "Cashtag": "cashtag",
    "Code": "code",
    "EmailAddress": "email",
    "ExpandableBlockQuote": "expandable_blockquote",
    "Hashtag": "hashtag",
    "Italic": "italic",
    "Mention": "mention",
    "PhoneNumber": "phone_number",
    "Pre": "pre",
    "Spoiler": "spoiler",
    "Strikethrough": "strikethrough",
    "Underline": "underline",
    "Url": "url",
}
CLOSED = {"code", "pre", "text_link", "text_mention", "custom_emoji", "date_time"}  # no link is looked for inside these
WHITE_SPACE = " \n"  # what is trimmed at both ends, once cleaned
REPEATED_MARKS = re.compile(
    "[\u200e\u200f](?=[\u200e\u200f])"
)  # direction marks in a row: all but the last are disarmed

Entity = dict[str, Any]


@dataclass(frozen=True)
class Text:
    """What a reader sees, and how: offsets and lengths of `entities` are UTF-16 units, in Bot API form."""

    text: str
    entities: tuple[Entity, ...] = ()
    surplus: int = 0


def given_entities(entities: object) -> list[Entity]:
    """The entities a bot gives itself instead of marking its text up; null means none."""
    if entities is None:
        return []
    if not isinstance(entities, list):
        raise bad_request("Expected an Array of MessageEntity")
    return [_given_entity(entity) for entity in entities]


def _given_entity(entity: object) -> Entity:
    trouble = "Can't parse MessageEntity: "
    if not isinstance(entity, dict):
        raise bad_request(trouble + "expected an Object")
    for name, kind, word in (("offset", int, "Number"), ("length", int, "Number"), ("type", str, "String")):
        if name not in entity:
            raise bad_request(f'{trouble}Can\'t find field "{name}"')
        if not isinstance(entity[name], kind) or isinstance(entity[name], bool):
            raise bad_request(f'{trouble}Field "{name}" must be of type {word}')
    return entity | {"offset": max(entity["offset"], 0)}


def execute(query: dict[str, Any]) -> dict[str, Any]:
    """Ask TDLib one of its synchronous questions: bytes in, bytes out, no login, from any thread."""
    answer = tdjson.td_execute(json.dumps(query).encode())
    verdict: dict[str, Any] = json.loads(answer or b"{}")
    return verdict


execute({"@type": "setLogVerbosityLevel", "new_verbosity_level": 0})


def read(source: str, parse_mode: str = "", entities: list[Entity] | None = None) -> Text:
    """The visible text of a message as a bot sent it, with Telegram's own links, commands and tags found in it."""
    if len(source.encode()) > MAX_SOURCE_BYTES:
        raise bad_request("Text is too long")
    mode = parse_mode.lower()
    if source and mode not in {"", "none"}:
        if mode not in PARSE_MODES:
            raise bad_request("Unsupported parse_mode")
        text, marked = _parse(source, PARSE_MODES[mode])
    else:
        text, marked = source, entities or []
    return _settle(text, marked)


def _parse(source: str, mode: dict[str, Any]) -> tuple[str, list[Entity]]:
    verdict = execute({"@type": "parseTextEntities", "text": source, "parse_mode": mode})
    if verdict["@type"] == "error":
        raise bad_request(verdict["message"])
    return verdict["text"], [known for entity in verdict["entities"] if (known := _entity(entity))]


def _settle(text: str, marked: list[Entity]) -> Text:
    """Clean the text as the server does, move the marks with it, and add what Telegram finds by itself."""
    text, marked = _cleaned(text, marked)
    everything = marked + [found for found in _found(text) if not _is_covered(found, marked)]
    everything.sort(key=lambda entity: (entity["offset"], -entity["length"]))
    return Text(text, tuple(everything[:MAX_ENTITIES]), surplus=max(0, len(everything) - MAX_ENTITIES))


def _found(text: str) -> list[Entity]:
    verdict = execute({"@type": "getTextEntities", "text": text})
    return [known for entity in verdict.get("entities", ()) if (known := _entity(entity))]


def _is_covered(entity: Entity, marked: list[Entity]) -> bool:
    start, end = entity["offset"], entity["offset"] + entity["length"]
    return any(
        other["type"] in CLOSED and start < other["offset"] + other["length"] and other["offset"] < end
        for other in marked
    )


def _entity(entity: dict[str, Any]) -> Entity | None:
    """TDLib's entity in the words of the Bot API; None for the kinds bots are not told of."""
    kind, place = entity["type"], {"offset": entity["offset"], "length": entity["length"]}
    name = kind["@type"].removeprefix("textEntityType")
    if name in SIMPLE_TYPES:
        return {"type": SIMPLE_TYPES[name], **place}
    details = _details(name, kind)
    return {"type": details.pop("type"), **place, **details} if details else None


def _details(name: str, kind: dict[str, Any]) -> Entity:
    """The type of an entity that says more than its place, and what it says."""
    match name:
        case "PreCode":
            return {"type": "pre", "language": kind["language"]}
        case "TextUrl":
            return {"type": "text_link", "url": kind["url"]}
        case "MentionName":
            return {"type": "text_mention", "user": {"id": kind["user_id"], "is_bot": False, "first_name": ""}}
        case "CustomEmoji":
            return {"type": "custom_emoji", "custom_emoji_id": str(kind["custom_emoji_id"])}
        case "DateTime":
            return {"type": "date_time", "unix_time": kind["unix_time"], **_date_form(kind.get("formatting_type"))}
    return {}


def _date_form(form: dict[str, Any] | None) -> dict[str, str]:
    if form is None:
        return {}
    if form["@type"] == "dateTimeFormattingTypeRelative":
        return {"date_time_format": "r"}
    precision = {"dateTimePartPrecisionNone": 0, "dateTimePartPrecisionShort": 1, "dateTimePartPrecisionLong": 2}
    date = ("", "d", "D")[precision[form["date_precision"]["@type"]]]
    time = ("", "t", "T")[precision[form["time_precision"]["@type"]]]
    return {"date_time_format": ("w" if form["show_day_of_week"] else "") + date + time}


def _cleaned(text: str, marked: list[Entity]) -> tuple[str, list[Entity]]:
    """Text without what Telegram takes out (td, clean_input_string) and trimmed, and the marks where they are now."""
    moved: list[int] = []  # where each UTF-16 unit of the text as given stands in the cleaned one
    kept: list[str] = []
    length = 0
    for character in text:
        clean = _clean_character(character)
        if not length and clean in WHITE_SPACE:
            clean = ""
        moved.extend([length] * _width(character))
        kept.append(clean)
        length += _width(clean)
    visible = REPEATED_MARKS.sub("\u200c", "".join(kept).rstrip(WHITE_SPACE))
    end = _width(visible)
    moved.append(end)
    shifted = []
    for entity in marked:
        start = min(moved[min(entity["offset"], len(moved) - 1)], end)
        stop = min(moved[min(entity["offset"] + entity["length"], len(moved) - 1)], end)
        if stop > start:
            shifted.append({**entity, "offset": start, "length": stop - start})
    return visible, shifted


def _clean_character(character: str) -> str:
    code = ord(character)
    if code == 0x0D or 0x2028 <= code <= 0x202E or code in {0x0333, 0x033F, 0x030A}:
        return ""
    if code < 0x20 and character != "\n":
        return " "
    return character


def _width(text: str) -> int:
    """Length in UTF-16 units."""
    return len(text.encode("utf-16-le")) // 2
