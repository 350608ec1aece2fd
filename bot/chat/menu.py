"""The commands that clients offer: for each kind of chat and each language the bot speaks."""

import asyncio
import logging
from collections.abc import Iterable, Sequence
from datetime import timedelta

from telegram import (
    Bot,
    BotCommand,
    BotCommandScope,
    BotCommandScopeAllChatAdministrators,
    BotCommandScopeAllGroupChats,
    BotCommandScopeAllPrivateChats,
    BotCommandScopeChat,
)
from telegram.error import BadRequest, NetworkError, RetryAfter

from bot.text.say import DEFAULT, LANGUAGES, phrases

log = logging.getLogger(__name__)

PRIVATE = (
    *("search", "latest", "story", "trend", "source", "cite", "follow", "following", "mute", "why", "entities"),
    *("settings", "forgetme", "help"),
)
GROUP = ("search", "latest", "trend", "help")
GROUP_ADMINISTRATORS = (*GROUP, "follow", "following", "mute", "settings")

AGAIN = timedelta(seconds=30)
"""After what time a list is sent again that the network swallowed."""


async def announce(bot: Bot, admins: Iterable[int] = (), acts: Sequence[str] = ()) -> None:
    """Tell Telegram which commands there are; `acts` are those that the bot's own administrators have besides."""
    scopes: list[tuple[BotCommandScope, Sequence[str]]] = [
        (BotCommandScopeAllPrivateChats(), PRIVATE),
        (BotCommandScopeAllGroupChats(), GROUP),
        (BotCommandScopeAllChatAdministrators(), GROUP_ADMINISTRATORS),
        *((BotCommandScopeChat(admin), (*PRIVATE, *acts)) for admin in admins),
    ]
    for scope, names in scopes:
        for language in LANGUAGES:
            await _announce(bot, scope, commands(names, language), "" if language == DEFAULT else language)


async def _announce(bot: Bot, scope: BotCommandScope, offered: Sequence[BotCommand], language: str) -> None:
    """Tell Telegram one list, for as long as that takes."""
    while True:
        try:
            await bot.set_my_commands(offered, scope, language or None)
        except BadRequest as error:  # an administrator who never wrote to the bot has no chat with it
            log.warning("telegram.commands_refused scope=%s reason=%s", scope.type, error)
            return
        except RetryAfter as error:
            wait = error.retry_after
        except NetworkError:
            wait = AGAIN
        else:
            return
        await asyncio.sleep(wait.total_seconds() if isinstance(wait, timedelta) else wait)


def commands(names: Sequence[str], language: str) -> list[BotCommand]:
    """Return commands as a language describes them."""
    return [BotCommand(name, phrases(language)(f"command-{name}")) for name in names]
