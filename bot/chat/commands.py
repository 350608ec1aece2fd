"""What users may say to the bot: read, ask, answer. Wording lives in replies.py, knowledge in answers.py."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Coroutine
from datetime import timedelta
from typing import Any

from telegram import (
    Bot,
    BotCommand,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    LinkPreviewOptions,
    Message,
    MessageEntity,
    Update,
)
from telegram.constants import ParseMode
from telegram.error import BadRequest, Conflict, NetworkError, RetryAfter, TelegramError
from telegram.ext import (
    Application,
    CallbackQueryHandler,
    CommandHandler,
    ContextTypes,
    MessageHandler,
    filters,
)

from bot.chat import replies
from bot.chat.answers import Answer, Answers, Asked

log = logging.getLogger(__name__)

UPDATES = ("message", "callback_query", "my_chat_member")
COMMANDS = (
    ("search", "find news: words, names, phrases, in any script"),
    ("latest", "the newest stories, of everyone or of one"),
    ("why", "why an item was filed as it was: a link, words, or as a reply to a post"),
    ("entities", "whom this bot follows"),
    ("help", "what you can ask"),
)
NO_PREVIEW = LinkPreviewOptions(is_disabled=True)
AT_ONCE = 16

App = Application[Any, Any, Any, Any, Any, Any]
Context = ContextTypes.DEFAULT_TYPE


def build(token: str, base_url: str, answers: Answers) -> App:
    """Return the application that polls Telegram and answers; whoever calls starts and stops it."""
    builder = (
        Application.builder().token(token).base_url(base_url).base_file_url(f"{base_url.rsplit('/', 1)[0]}/file/bot")
    )
    application = builder.concurrent_updates(AT_ONCE).job_queue(None).build()
    for handler in _handlers(answers):
        application.add_handler(handler)
    application.add_error_handler(_failed)
    return application


def bot(token: str, base_url: str) -> Bot:
    """Return what speaks to Telegram, without anything that listens."""
    return Bot(token, base_url=base_url)


async def announce(application: App) -> None:
    """Tell Telegram which commands there are, so that clients offer them."""
    await application.bot.set_my_commands([BotCommand(name, text) for name, text in COMMANDS])


def polling_error(error: TelegramError) -> None:
    """Say once for each failure why updates do not come; the library tries again by itself."""
    if isinstance(error, Conflict):
        log.error("telegram.conflict another program holds this token; revoke it with BotFather if it is not yours")
    else:
        log.warning("telegram.unreachable reason=%s", error)


def _handlers(answers: Answers) -> list[Any]:
    return [
        _command("start", answers.welcome),
        _command("help", answers.help),
        _command("search", answers.search),
        _command("latest", answers.latest),
        _command("why", answers.why),
        _command("entities", answers.entities),
        CallbackQueryHandler(_pressing(answers)),
        MessageHandler(filters.TEXT & filters.ChatType.PRIVATE, _not_understood),
    ]


def _command(name: str, answer: Callable[[Asked], Awaitable[Answer]]) -> CommandHandler[Context, None]:
    async def handle(update: Update, context: Context) -> None:
        user = update.effective_user.id if update.effective_user is not None else 0
        asked = Asked(" ".join(context.args or ()), user, _links(update.effective_message))
        await _reply(update, await answer(asked))

    return CommandHandler(name, handle)


def _links(message: Message | None) -> tuple[str, ...]:
    """Return the links of the message that a message replies to, each once, in their order."""
    replied = message.reply_to_message if message is not None else None
    if replied is None:
        return ()
    texts = replied.parse_entities([MessageEntity.TEXT_LINK, MessageEntity.URL])
    return tuple(dict.fromkeys(entity.url or text for entity, text in texts.items()))


def _pressing(answers: Answers) -> Callable[[Update, Context], Coroutine[Any, Any, None]]:
    async def press(update: Update, _: Context) -> None:
        if (query := update.callback_query) is None:
            return
        turned = await answers.turn(Asked(query.data or "", query.from_user.id))
        await query.answer(turned.toast or None)
        if turned.answer is not None:
            await _edit(update, turned.answer)

    return press


async def _not_understood(update: Update, _: Context) -> None:
    message = update.effective_message
    if message is not None:
        await _reply(update, Answer(replies.unknown((message.text or "").removeprefix("/"))))


async def _reply(update: Update, answer: Answer) -> None:
    message = update.effective_message
    for last in (False, False, True):
        try:
            if message is not None:
                await message.reply_text(
                    answer.html,
                    parse_mode=ParseMode.HTML,
                    link_preview_options=NO_PREVIEW,
                    reply_markup=_keyboard(answer),
                    do_quote=update.effective_chat is not None and update.effective_chat.type != "private",
                )
        except RetryAfter as error:  # somebody asks faster than Telegram lets us answer: later is better than never
            if last:
                raise
            wait = error.retry_after
            await asyncio.sleep(wait.total_seconds() if isinstance(wait, timedelta) else wait)
        else:
            return


async def _edit(update: Update, answer: Answer) -> None:
    if update.callback_query is not None:
        try:
            await update.callback_query.edit_message_text(
                answer.html, parse_mode=ParseMode.HTML, link_preview_options=NO_PREVIEW, reply_markup=_keyboard(answer)
            )
        except BadRequest as error:
            if "not modified" not in str(error):
                raise


def _keyboard(answer: Answer) -> InlineKeyboardMarkup | None:
    if not answer.buttons:
        return None
    return InlineKeyboardMarkup(
        [[InlineKeyboardButton(text, callback_data=data) for text, data in row] for row in answer.buttons]
    )


async def _failed(update: object, context: Context) -> None:
    """Log what broke, and tell the user something better than silence. The text of a query is never logged."""
    error = context.error
    if isinstance(error, RetryAfter | NetworkError) and not isinstance(error, BadRequest):
        log.warning("telegram.answer_failed reason=%s", error)
        return
    log.error("telegram.handler_failed kind=%s", type(error).__name__, exc_info=error)
    if isinstance(update, Update) and update.effective_message is not None:
        await update.effective_message.reply_text(replies.failed())
