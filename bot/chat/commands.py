"""The application that polls Telegram: what it listens to, and who answers."""

import logging
from typing import Any

from telegram import Bot
from telegram.error import Conflict, TelegramError
from telegram.ext import Application

from bot.chat.conversation import Conversation
from bot.chat.operator import FOREIGN
from bot.chat.updates import UpdatesRequest

log = logging.getLogger(__name__)

UPDATES = ("message", "callback_query", "inline_query", "my_chat_member")
AT_ONCE = 256
"""Questions under way at a time; each person has one, so nobody takes the places of the others."""
POLL_CONNECTIONS = 1

App = Application[Any, Any, Any, Any, Any, Any]


def build(token: str, base_url: str, conversation: Conversation) -> App:
    """Return the application that polls Telegram and answers; whoever calls starts and stops it."""
    builder = (
        Application.builder().token(token).base_url(base_url).base_file_url(f"{base_url.rsplit('/', 1)[0]}/file/bot")
    )
    builder = builder.get_updates_request(UpdatesRequest(connection_pool_size=POLL_CONNECTIONS))
    application = builder.concurrent_updates(AT_ONCE).job_queue(None).build()
    for handler in conversation.handlers():
        application.add_handler(handler)
    application.add_error_handler(conversation.failed)
    return application


def bot(token: str, base_url: str) -> Bot:
    """Return what speaks to Telegram, without anything that listens."""
    return Bot(token, base_url=base_url)


def polling_error(error: TelegramError) -> None:
    """Say once for each failure why updates do not come; the library tries again by itself."""
    if isinstance(error, Conflict):
        log.error("telegram.conflict %s", FOREIGN)
    else:
        log.warning("telegram.unreachable reason=%s", error)
