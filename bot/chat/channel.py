"""One request: a post or an edit goes to Telegram, and Telegram's answers become our errors. Decides nothing."""

import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from typing import Any

import httpx
from telegram import Bot, InlineKeyboardButton, InlineKeyboardMarkup, LinkPreviewOptions, ReplyParameters
from telegram.constants import ParseMode
from telegram.error import (
    BadRequest,
    ChatMigrated,
    Conflict,
    Forbidden,
    InvalidToken,
    NetworkError,
    RetryAfter,
    TelegramError,
)

from bot.chat.operator import FOREIGN
from bot.errors import (
    AmbiguousError,
    ChannelLostError,
    DeliveryError,
    NotSentError,
    RateLimitError,
    RefusedError,
    TopicLostError,
    UnauthorisedError,
)
from bot.model import Post

log = logging.getLogger(__name__)

SEND_TIMEOUT = 30.0
"""Seconds to wait for an answer; PTB's five turn slow successes into doubts."""

_NEVER_LEFT = (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout)
_NO_CHAT = (
    "chat not found",
    "need administrator rights",
    "not enough rights to send text messages",
    "have no rights",
    "chat_write_forbidden",
    "chat_restricted",
    "channel_private",
    "peer_id_invalid",
)
_NO_TOPIC = ("message thread not found", "topic_closed", "topic_deleted")
_GONE = ("message to edit not found", "message_id_invalid")
_NO_MESSAGE = ("message to forward not found", "message_id_invalid")


class TelegramChannel:
    """Posts through a python-telegram-bot Bot; a `bot.boundaries.Channel`."""

    def __init__(self, bot: Bot, timeout: float = SEND_TIMEOUT) -> None:
        self._bot = bot
        self._timeouts: dict[str, Any] = {"read_timeout": timeout, "write_timeout": timeout}

    async def send(self, post: Post) -> int:
        """Send a post as HTML, or as plain text where it has no HTML left; return its message id."""
        where: dict[str, Any] = {
            "chat_id": post.chat,
            "message_thread_id": post.topic or None,
            "disable_notification": post.message.silent,
            "reply_parameters": _answered(post),
            "reply_markup": _keyboard(post),
        }
        async with _translated():
            if post.message.photo:
                message = await self._bot.send_photo(
                    photo=post.message.photo, caption=_text(post), parse_mode=_mode(post), **where, **self._timeouts
                )
            else:
                message = await self._bot.send_message(
                    text=_text(post),
                    parse_mode=_mode(post),
                    link_preview_options=LinkPreviewOptions(is_disabled=True),
                    **where,
                    **self._timeouts,
                )
        return message.message_id

    async def edit(self, post: Post) -> bool:
        """Make a message say what an edit says; return False if it is gone. Saying so already is success."""
        where: dict[str, Any] = {"chat_id": post.chat, "message_id": post.message_id, **self._timeouts}
        async with _translated():
            try:
                if post.is_caption:
                    await self._bot.edit_message_caption(caption=_text(post), parse_mode=_mode(post), **where)
                else:
                    await self._bot.edit_message_text(
                        text=_text(post),
                        parse_mode=_mode(post),
                        link_preview_options=LinkPreviewOptions(is_disabled=True),
                        **where,
                    )
            except BadRequest as error:
                if _says(error, _GONE):
                    return False
                if not _says(error, ("message is not modified",)):
                    raise
        return True

    async def glance(self, chat: str, message_id: int, journal: str) -> str | None:
        """Return the text of a message by forwarding it into the journal; None if there is no such message."""
        async with _translated():
            try:
                copy = await self._bot.forward_message(
                    chat_id=journal, from_chat_id=chat, message_id=message_id, disable_notification=True
                )
            except BadRequest as error:
                if _says(error, _NO_MESSAGE):
                    return None
                if _says(error, ("message can't be forwarded",)):  # a service message: no post of ours
                    return ""
                raise
        try:
            await self._bot.delete_message(chat_id=journal, message_id=copy.message_id)
        except TelegramError as error:  # a copy too many in the journal does no harm
            log.info("journal.copy_left message=%d reason=%s", copy.message_id, error)
        return copy.text or copy.caption or ""

    async def check(self) -> None:
        """Raise what keeps Telegram from answering, if anything does."""
        async with _translated():
            await self._bot.get_me()


def _answered(post: Post) -> ReplyParameters | None:
    """Return which message a post answers; one that was deleted meanwhile is no reason to keep the post back."""
    if post.message.reply_to is None:
        return None
    return ReplyParameters(post.message.reply_to, allow_sending_without_reply=True)


def _keyboard(post: Post) -> InlineKeyboardMarkup | None:
    if post.message.button is None:
        return None
    text, data = post.message.button
    return InlineKeyboardMarkup.from_button(InlineKeyboardButton(text, callback_data=data))


def _text(post: Post) -> str:
    return post.message.html or post.message.plain


def _mode(post: Post) -> ParseMode | None:
    return ParseMode.HTML if post.message.html else None


def _says(error: TelegramError, texts: tuple[str, ...]) -> bool:
    return any(text in str(error).lower() for text in texts)


@asynccontextmanager
async def _translated() -> AsyncIterator[None]:
    try:
        yield
    except TelegramError as error:
        raise translated(error) from error


def translated(error: TelegramError) -> DeliveryError:
    """Return our error for one of the library's.

    The order matters: BadRequest and TimedOut are kinds of NetworkError, so "retry on NetworkError" would send poison
    again for ever and double every timeout. The library says InvalidToken to 401 and to 404.
    """
    ours: DeliveryError
    match error:
        case RetryAfter():
            wait = error.retry_after
            ours = RateLimitError(wait if isinstance(wait, timedelta) else timedelta(seconds=wait))
        case ChatMigrated():
            ours = ChannelLostError("the group became a supergroup", moved_to=error.new_chat_id)
        case InvalidToken() if "not found" not in str(error).lower():
            ours = UnauthorisedError(str(error))
        case InvalidToken() | Conflict():
            ours = NotSentError(f"{error}: {FOREIGN}")
        case Forbidden():
            ours = ChannelLostError(str(error))
        case BadRequest():
            ours = _refusal(error)
        case NetworkError() if isinstance(error.__cause__, _NEVER_LEFT):
            ours = NotSentError(str(error))
        case _:
            ours = AmbiguousError(str(error))
    return ours


def _refusal(error: BadRequest) -> DeliveryError:
    if _says(error, _NO_TOPIC):
        return TopicLostError(str(error))
    return ChannelLostError(str(error)) if _says(error, _NO_CHAT) else RefusedError(str(error))
