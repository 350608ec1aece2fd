"""Answers on their way to Telegram: as messages, as other texts for old messages, as results above what is typed."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from datetime import timedelta
from typing import Any

from telegram import (
    CallbackQuery,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    InlineQuery,
    InlineQueryResult,
    InlineQueryResultArticle,
    InlineQueryResultsButton,
    InputTextMessageContent,
    LinkPreviewOptions,
    Message,
    ReplyParameters,
)
from telegram.constants import ChatType, ParseMode
from telegram.error import BadRequest, RetryAfter

from bot.chat.asking import Answer
from bot.chat.inline import Offer
from bot.text.say import Phrases

NO_PREVIEW = LinkPreviewOptions(is_disabled=True)
STALE = ("query is too old", "not modified", "message to edit not found")
"""What Telegram says of a press that comes too late, or changes nothing: nobody needs to know."""
TYPED = timedelta(seconds=15)
"""How long Telegram may give one person the same results for the same typing."""


async def reply(message: Message, answer: Answer) -> None:
    """Say something where it was asked: in its topic, and in a group as a reply."""
    quoted = ReplyParameters(message.message_id, allow_sending_without_reply=True)
    where = quoted if message.chat.type != ChatType.PRIVATE else None
    await _insisting(lambda: _say(message, answer, where))


async def _insisting(send: Callable[[], Awaitable[object]]) -> None:
    """Send an answer; to somebody who asks faster than Telegram lets us answer, later: that is better than never."""
    for last in (False, False, True):
        try:
            await send()
        except RetryAfter as error:
            if last:
                raise
            wait = error.retry_after
            await asyncio.sleep(wait.total_seconds() if isinstance(wait, timedelta) else wait)
        else:
            return


async def _say(message: Message, answer: Answer, quoted: ReplyParameters | None) -> None:
    how: dict[str, Any] = {
        "parse_mode": ParseMode.HTML,
        "reply_markup": _keyboard(answer),
        "reply_parameters": quoted,
    }
    if answer.photo:
        await message.reply_photo(answer.photo, caption=answer.html, **how)
    else:
        await message.reply_text(answer.html, link_preview_options=NO_PREVIEW, **how)


async def offer(query: InlineQuery, offer: Offer | None, say: Phrases) -> None:
    """Show results above what is typed; the words in them are the reader's, so they are nobody else's.

    Where nothing was looked for, the answer is empty, and no client may take it for one that found nothing.
    """
    if offer is None:
        await _answer(query, cache_time=0)
        return
    results = [
        InlineQueryResultArticle(
            one.id,
            one.title,
            InputTextMessageContent(one.html, parse_mode=ParseMode.HTML, link_preview_options=NO_PREVIEW),
            description=one.description,
        )
        for one in offer.results
    ]
    nothing = InlineQueryResultsButton(say("inline-nothing"), start_parameter=offer.start) if offer.start else None
    button = None if results or query.offset else nothing
    await _answer(query, results, cache_time=TYPED, next_offset=offer.next_offset, button=button)


async def _answer(query: InlineQuery, results: Sequence[InlineQueryResult] = (), **how: Any) -> None:  # noqa: ANN401 - the library's
    try:
        await query.answer(results, is_personal=True, **how)
    except BadRequest as error:
        _unless_stale(error)


async def toast(query: CallbackQuery, text: str) -> None:
    """Answer a press with a word, or with nothing but the end of its clock."""
    try:
        await query.answer(text or None)
    except BadRequest as error:
        _unless_stale(error)


async def edit(query: CallbackQuery, answer: Answer) -> None:
    """Put another text in the place of the one whose button was pressed."""
    how: dict[str, Any] = {"parse_mode": ParseMode.HTML, "reply_markup": _keyboard(answer)}
    try:
        await _insisting(lambda: query.edit_message_text(answer.html, link_preview_options=NO_PREVIEW, **how))
    except BadRequest as error:
        _unless_stale(error)


def _unless_stale(error: BadRequest) -> None:
    if not any(reason in str(error).lower() for reason in STALE):
        raise error


def _keyboard(answer: Answer) -> InlineKeyboardMarkup | None:
    if not answer.buttons:
        return None
    return InlineKeyboardMarkup(
        [[InlineKeyboardButton(text, callback_data=data) for text, data in row] for row in answer.buttons]
    )
