"""The commands that clients offer: for each kind of chat and each language the bot speaks."""

import logging
from collections.abc import Iterable, Sequence

from telegram import (
    Bot,
    BotCommand,
    BotCommandScope,
    BotCommandScopeAllChatAdministrators,
    BotCommandScopeAllGroupChats,
    BotCommandScopeAllPrivateChats,
    BotCommandScopeChat,
)
from telegram.error import BadRequest

from bot.text.say import DEFAULT, LANGUAGES, phrases

log = logging.getLogger(__name__)

PRIVATE = ("search", "latest", "why", "entities", "settings", "help")
GROUP = ("search", "latest", "help")
GROUP_ADMINISTRATORS = (*GROUP, "settings")


async def announce(bot: Bot, admins: Iterable[int] = (), acts: Sequence[str] = ()) -> None:
    """Tell Telegram which commands there are; `acts` are those that the bot's own administrators have besides."""
    scopes: list[tuple[BotCommandScope, Sequence[str]]] = [
        (BotCommandScopeAllPrivateChats(), PRIVATE),
        (BotCommandScopeAllGroupChats(), GROUP),
        (BotCommandScopeAllChatAdministrators(), GROUP_ADMINISTRATORS),
        *((BotCommandScopeChat(admin), (*PRIVATE, *acts)) for admin in admins),
    ]
    for scope, names in scopes:
        try:
            for language in ("", *(code for code in LANGUAGES if code != DEFAULT)):
                await bot.set_my_commands(commands(names, language or DEFAULT), scope, language or None)
        except BadRequest as error:  # an administrator who never wrote to the bot has no chat with it
            log.warning("telegram.commands_refused scope=%s reason=%s", scope.type, error)


def commands(names: Sequence[str], language: str) -> list[BotCommand]:
    """Return commands as a language describes them."""
    return [BotCommand(name, phrases(language)(f"command-{name}")) for name in names]
