"""One send: a post goes to Telegram, and Telegram's answers become our errors. Decides nothing."""

from datetime import timedelta

import httpx
from telegram import Bot, LinkPreviewOptions
from telegram.constants import ParseMode
from telegram.error import (
    BadRequest,
    ChatMigrated,
    Conflict,
    EndPointNotFound,
    Forbidden,
    InvalidToken,
    NetworkError,
    RetryAfter,
    TelegramError,
)

from bot.errors import AmbiguousError, ChannelLostError, DeliveryError, NotSentError, RateLimitError, RefusedError
from bot.model import Post

SEND_TIMEOUT = 30
"""Seconds to wait for an answer; PTB's five turn slow successes into doubts."""

_NEVER_LEFT = (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout)
_NO_CHAT = (
    "chat not found",
    "need administrator rights",
    "not enough rights",
    "have no rights",
    "chat_write_forbidden",
)


class TelegramChannel:
    """Posts through a python-telegram-bot Bot; a `bot.boundaries.Channel`."""

    def __init__(self, bot: Bot) -> None:
        self._bot = bot

    async def send(self, post: Post) -> int:
        """Send a post as HTML, or as plain text where it has no HTML left; return its message id."""
        try:
            message = await self._bot.send_message(
                chat_id=post.chat,
                text=post.message.html or post.message.plain,
                parse_mode=ParseMode.HTML if post.message.html else None,
                link_preview_options=LinkPreviewOptions(is_disabled=True),
                disable_notification=post.message.silent,
                read_timeout=SEND_TIMEOUT,
                write_timeout=SEND_TIMEOUT,
            )
        except TelegramError as error:
            raise translated(error) from error
        return message.message_id


def translated(error: TelegramError) -> DeliveryError:
    """Return our error for one of the library's.

    The order matters: BadRequest and TimedOut are kinds of NetworkError, so "retry on NetworkError" would send poison
    again for ever and double every timeout.
    """
    match error:
        case RetryAfter():
            wait = error.retry_after
            return RateLimitError(wait if isinstance(wait, timedelta) else timedelta(seconds=wait))
        case ChatMigrated():
            return ChannelLostError("the group became a supergroup", moved_to=error.new_chat_id)
        case Forbidden() | InvalidToken() | EndPointNotFound() | Conflict():
            return ChannelLostError(str(error))
        case BadRequest():
            gone = any(text in str(error).lower() for text in _NO_CHAT)
            return ChannelLostError(str(error)) if gone else RefusedError(str(error))
        case NetworkError() if isinstance(error.__cause__, _NEVER_LEFT):
            return NotSentError(str(error))
        case _:
            return AmbiguousError(str(error))
