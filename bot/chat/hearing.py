"""Which of all that is written in a chat is meant for the bot, and which command it is."""

import re
from collections.abc import Container
from typing import NamedTuple

_COMMAND = re.compile(r"/([A-Za-z0-9_]{1,32})(?:@(\w+))?(?:\s+(.*))?", re.DOTALL)
SEARCH = "search"


class Said(NamedTuple):
    """A command, in lower case, and what stands behind it."""

    command: str
    text: str


def heard(text: str, *, is_private: bool, username: str, commands: Container[str]) -> Said | None:
    """Return what was said to the bot, or None.

    In private everything is: plain words are a search. In a group only commands are, if they name this bot or, without
    a name, are among ours: an unknown one may be another bot's.
    """
    match = _COMMAND.fullmatch(text.strip())
    if match is None:
        if not is_private:
            return None
        return Said("", text[1:]) if text.startswith("/") else Said(SEARCH, text)
    command, name, rest = match[1].lower(), match[2] or "", match[3] or ""
    if name and name.lower() != username.lower():
        return None
    return Said(command, rest) if is_private or name or command in commands else None
