"""Deep links: what stands behind `t.me/<bot>?start=`. One letter says what it leads to: a story, an entity, a search,
the question whether to follow one.

Telegram takes 64 characters of [A-Za-z0-9_-], and anybody may forge them: what cannot be read leads nowhere, and
nothing that a payload leads to changes anything before somebody has pressed a button.
"""

import base64
import binascii
import re
from typing import Literal, NamedTuple

from bot.model import EntityId, StoryId

LONGEST = 64
Kind = Literal["story", "entity", "search", "follow"]
_LETTERS: dict[str, Kind] = {"d": "story", "e": "entity", "s": "search", "f": "follow"}
_PAYLOAD = re.compile(r"[A-Za-z0-9_-]{1,64}")
_STORY = re.compile("[0-9]{1,19}")


class Payload(NamedTuple):
    """Where a link leads: a story's number, an entity's id, the words to look for ("": ask for them) or to follow."""

    kind: Kind
    value: str


def read_payload(text: str) -> Payload | None:
    """Return where a payload leads, or None if that cannot be read."""
    if text == "search":
        return Payload("search", "")
    if not _PAYLOAD.fullmatch(text) or (kind := _LETTERS.get(text[0])) is None:
        return None
    value = text[1:]
    if kind == "story":
        return Payload(kind, value) if _STORY.fullmatch(value) and int(value) < 2**63 else None
    if kind == "entity":
        return Payload(kind, value[1:]) if value.startswith("_") and len(value) > 1 else None
    words = _decoded(value)
    return Payload(kind, words) if words else None


def deep_link(bot: str, payload: str) -> str:
    """Return the address that opens the chat with a bot and says where to begin."""
    return f"https://t.me/{bot}?start={payload}"


def story_payload(story: StoryId) -> str:
    """Return the payload that leads to a story."""
    return f"d{story}"


def entity_payload(entity: EntityId) -> str:
    """Return the payload that leads to the newest stories of an entity, or nothing if its id is too long."""
    payload = f"e_{entity}"
    return payload if _PAYLOAD.fullmatch(payload) else ""


def search_payload(words: str) -> str:
    """Return the payload that leads to a search, or nothing if it has too many words: about 47 bytes fit."""
    payload = "s" + base64.urlsafe_b64encode(words.encode()).decode().rstrip("=")
    return payload if words and len(payload) <= LONGEST else ""


def _decoded(value: str) -> str:
    try:
        return base64.b64decode(value + "=" * (-len(value) % 4), altchars=b"-_", validate=True).decode()
    except (binascii.Error, UnicodeDecodeError):
        return ""
