"""What the bot says of itself: its commands per scope and language, its name and descriptions."""

import re
from collections.abc import Callable

from sandbox.access import chat_named
from sandbox.calls import Call, Method
from sandbox.refusals import bad_request
from sandbox.world import Json

MAX_COMMANDS = 100
MAX_COMMAND_TEXT = 256
COMMAND = re.compile(r"[a-z0-9_]{1,32}")
LANGUAGE = re.compile(r"([a-z]{2})?")
PLAIN_SCOPES = {"default", "all_private_chats", "all_group_chats", "all_chat_administrators"}
CHAT_SCOPES = {"chat", "chat_administrators", "chat_member"}


def set_commands(call: Call) -> bool:
    commands = call.params.json("commands", "Can't parse commands JSON object") or []
    if not isinstance(commands, list):
        raise bad_request("Expected an Array of BotCommand")
    if len(commands) > MAX_COMMANDS:
        raise bad_request("BOT_COMMANDS_TOO_MUCH")
    call.world.commands[_place(call)] = [_read_command(command) for command in commands]
    call.telegram.announce("commands")
    return True


def get_commands(call: Call) -> list[Json]:
    return call.world.commands.get(_place(call), [])


def delete_commands(call: Call) -> bool:
    call.world.commands.pop(_place(call), None)
    call.telegram.announce("commands")
    return True


def _read_command(command: object) -> Json:
    if not isinstance(command, dict):
        raise bad_request("Can't parse BotCommand: expected an Object")
    for name in ("command", "description"):
        if not isinstance(command.get(name), str):
            raise bad_request(f"Can't parse BotCommand: Can't find field \"{name}\"")
    name, description = command["command"].removeprefix("/").lower(), command["description"].strip()
    if not COMMAND.fullmatch(name):
        raise bad_request("BOT_COMMAND_INVALID")
    if not 1 <= len(description) <= MAX_COMMAND_TEXT:
        raise bad_request("BOT_COMMAND_DESCRIPTION_INVALID")
    return {"command": name, "description": description}


def _place(call: Call) -> str:
    """The key of a list of commands: its scope and language."""
    return f"{_scope(call)}|{_language(call)}"


def _language(call: Call) -> str:
    language = call.params.text("language_code")
    if not LANGUAGE.fullmatch(language):
        raise bad_request("LANG_CODE_INVALID")
    return language


def _scope(call: Call) -> str:
    scope = call.params.json("scope", "Can't parse BotCommandScope JSON object")
    if scope is None:
        return "default"
    if not isinstance(scope, dict):
        raise bad_request("Can't parse BotCommandScope: BotCommandScope must be an Object")
    kind = str(scope.get("type"))
    if kind in PLAIN_SCOPES:
        return kind
    if kind not in CHAT_SCOPES:
        raise bad_request("Can't parse BotCommandScope: Unsupported type specified")
    if not scope.get("chat_id"):
        raise bad_request("Can't parse BotCommandScope: Empty chat_id specified")
    chat = chat_named(call.world, str(scope["chat_id"]))
    user = f":{scope.get('user_id', 0)}" if kind == "chat_member" else ""
    return f"{kind}:{chat.id}{user}"


def _setter(field: str, most: int) -> Method:
    def set_about(call: Call) -> bool:
        text = call.params.text(field)
        if len(text) > most:
            raise bad_request(f"BOT_{field.upper()}_TOO_LONG")
        call.world.about[f"{field}|{_language(call)}"] = text
        return True

    return set_about


def _getter(field: str) -> Callable[[Call], Json]:
    def get_about(call: Call) -> Json:
        """In the language asked for, else in the one for everybody."""
        about = call.world.about
        return {field: about.get(f"{field}|{_language(call)}") or about.get(f"{field}|", "")}

    return get_about


METHODS: dict[str, Method] = {
    "setMyCommands": set_commands,
    "getMyCommands": get_commands,
    "deleteMyCommands": delete_commands,
    "setMyName": _setter("name", 64),
    "getMyName": _getter("name"),
    "setMyDescription": _setter("description", 512),
    "getMyDescription": _getter("description"),
    "setMyShortDescription": _setter("short_description", 120),
    "getMyShortDescription": _getter("short_description"),
}
