"""What people say to the bot and press: heard, answered in their language and in their turn, as often as is fair.

Everybody has one question under way at a time; those of others go on beside it. Each press is answered, if only by
taking the clock off its button. Edited messages and posts in channels say nothing to us.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Mapping
from datetime import UTC, timedelta
from typing import Any
from weakref import WeakValueDictionary
from zoneinfo import ZoneInfo

from telegram import (
    CallbackQuery,
    Chat,
    ChatMember,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    LinkPreviewOptions,
    Message,
    MessageEntity,
    ReplyParameters,
    Update,
    User,
)
from telegram.constants import ParseMode
from telegram.error import BadRequest, Forbidden, NetworkError, RetryAfter
from telegram.ext import CallbackQueryHandler, ContextTypes, MessageHandler, filters

from bot.boundaries import Clock
from bot.chat import replies
from bot.chat.answers import Answers
from bot.chat.asking import Answer, Asked, Turned
from bot.chat.hearing import Said, heard
from bot.chat.patience import Patience, Verdict
from bot.chat.preferences import Preferences
from bot.chat.updates import Once
from bot.text.languages import primary
from bot.text.say import DEFAULT, LANGUAGES, phrases

log = logging.getLogger(__name__)

NO_PREVIEW = LinkPreviewOptions(is_disabled=True)
PRIVATE = "private"
STALE = ("query is too old", "not modified", "message to edit not found")
"""What Telegram says of a press that comes too late, or changes nothing: nobody needs to know."""

Context = ContextTypes.DEFAULT_TYPE
Command = Callable[[Asked], Awaitable[Answer]]


class Conversation:
    """Hears and answers. `acts` are the commands of the bot's own administrators, `admins`, in private."""

    def __init__(
        self,
        answers: Answers,
        preferences: Preferences,
        clock: Clock,
        patience: Patience | None = None,
        acts: Mapping[str, Command] | None = None,
        admins: frozenset[int] = frozenset(),
    ) -> None:
        self._answers = answers
        self._preferences = preferences
        self._clock = clock
        self._patience = patience or Patience()
        self._acts = acts or {}
        self._admins = admins
        self._once = Once()
        self._turns: WeakValueDictionary[int, asyncio.Lock] = WeakValueDictionary()
        self._commands: Mapping[str, Command] = {
            "start": answers.start,
            "help": answers.help,
            "search": answers.search,
            "latest": answers.latest,
            "why": answers.why,
            "entities": answers.entities,
            "settings": preferences.answer,
        }

    def handlers(self) -> list[Any]:
        """Return what the library calls: for messages, and for buttons."""
        return [
            MessageHandler(filters.TEXT & filters.UpdateType.MESSAGE, self.hear),
            CallbackQueryHandler(self.press),
        ]

    async def hear(self, update: Update, context: Context) -> None:
        """Answer a message, if it is meant for us."""
        message = update.message
        if message is None or not message.text or not self._once.is_new(update.update_id):
            return
        said = heard(
            message.text,
            is_private=message.chat.type == PRIVATE,
            username=context.bot.username,
            commands=self._commands,
        )
        if said is None or (verdict := self._verdict(_who(message), message.chat)) == "silence":
            return
        asked = await self._asked(said.text, message.from_user, message.chat, _links(message))
        if verdict == "enough":
            await _reply(message, Answer(asked.say("slow-down")))
            return
        async with self._turn(asked.user):
            answer = await self._answer(said, asked, message, context)
        await _reply(message, answer)

    async def press(self, update: Update, context: Context) -> None:
        """Answer a press on a button of ours."""
        query = update.callback_query
        if query is None or not self._once.is_new(update.update_id):
            return
        chat = query.message.chat if query.message is not None else None
        verdict = self._verdict(query.from_user.id, chat)
        asked = await self._asked(query.data or "", query.from_user, chat)
        turned = Turned(toast=asked.say("slow-down") if verdict == "enough" else "")
        try:
            if verdict == "answer":
                async with self._turn(asked.user):
                    turned = await self._pressed(asked, chat, context)
        except BaseException:
            turned = Turned(toast=asked.say("failed"))
            raise
        finally:
            await _toast(query, turned.toast)
        if turned.answer is not None:
            await _edit(query, turned.answer)

    async def _pressed(self, asked: Asked, chat: Chat | None, context: Context) -> Turned:
        if not asked.text.startswith("p:") or chat is None:
            return await self._answers.turn(asked)
        return await self._preferences.press(await self._allowed(asked, chat, context))

    async def _answer(self, said: Said, asked: Asked, message: Message, context: Context) -> Answer:
        if said.command == "settings":
            asked = await self._allowed(asked, message.chat, context, message.sender_chat)
        command = self._commands.get(said.command)
        if command is None and self._is_admin(message):
            command = self._acts.get(said.command)
        if command is None:
            return Answer(replies.unknown((message.text or "").removeprefix("/"), asked.say))
        return await command(asked)

    def _is_admin(self, message: Message) -> bool:
        """Tell whether somebody speaks for himself, in private, who may command the bot."""
        who = message.from_user
        is_private = message.chat.type == PRIVATE and message.sender_chat is None
        return is_private and who is not None and who.id in self._admins

    def _verdict(self, who: int, chat: Chat | None) -> Verdict:
        group = [chat.id] if chat is not None and chat.type != PRIVATE else []
        return self._patience.ask(who, *group, now=self._clock())

    def _turn(self, user: int) -> asyncio.Lock:
        return self._turns.setdefault(user, asyncio.Lock())

    async def _asked(self, text: str, user: User | None, chat: Chat | None, links: tuple[str, ...] = ()) -> Asked:
        """Return a question with the language and the time zone it is answered in."""
        who = user.id if user is not None else 0
        where = chat.id if chat is not None else who
        chosen = await self._preferences.of(where)
        own = primary(user.language_code or "") if user is not None else ""
        language = chosen.language or (own if own in LANGUAGES else DEFAULT)
        return Asked(text, who, links, language, ZoneInfo(chosen.zone) if chosen.zone else UTC, where)

    async def _allowed(self, asked: Asked, chat: Chat, context: Context, speaker: Chat | None = None) -> Asked:
        """Return the question with whether its author may change the chat's settings."""
        may = chat.type == PRIVATE or (speaker is not None and speaker.id == chat.id)  # an administrator incognito
        if not may and speaker is None:
            member = await context.bot.get_chat_member(chat.id, asked.user)
            may = member.status in (ChatMember.OWNER, ChatMember.ADMINISTRATOR)
        return Asked(asked.text, asked.user, asked.links, asked.language, asked.zone, asked.chat, may)


async def failed(update: object, context: Context) -> None:
    """Log what broke, and tell who asked something better than silence. The text of a query is never logged."""
    error = context.error
    if isinstance(error, RetryAfter | NetworkError | Forbidden) and not isinstance(error, BadRequest):
        log.warning("telegram.answer_failed reason=%s", error)
        return
    log.error("telegram.handler_failed kind=%s", type(error).__name__, exc_info=error)
    if isinstance(update, Update) and update.message is not None and not isinstance(error, BadRequest):
        user = update.message.from_user
        say = phrases(primary((user.language_code if user else None) or ""))
        await _reply(update.message, Answer(say("failed")))


def _who(message: Message) -> int:
    """Return who speaks: a person, or the chat that somebody speaks for."""
    if message.sender_chat is not None:
        return message.sender_chat.id
    return message.from_user.id if message.from_user is not None else message.chat.id


def _links(message: Message) -> tuple[str, ...]:
    """Return the links of the message that a message replies to, each once, in their order."""
    replied = message.reply_to_message
    if replied is None:
        return ()
    texts = replied.parse_entities([MessageEntity.TEXT_LINK, MessageEntity.URL])
    return tuple(dict.fromkeys(entity.url or text for entity, text in texts.items()))


async def _reply(message: Message, answer: Answer) -> None:
    """Say something where it was asked: in its topic, and in a group as a reply."""
    quoted = ReplyParameters(message.message_id, allow_sending_without_reply=True)
    for last in (False, False, True):
        try:
            await message.reply_text(
                answer.html,
                parse_mode=ParseMode.HTML,
                link_preview_options=NO_PREVIEW,
                reply_markup=_keyboard(answer),
                reply_parameters=quoted if message.chat.type != PRIVATE else None,
            )
        except RetryAfter as error:  # somebody asks faster than Telegram lets us answer: later is better than never
            if last:
                raise
            wait = error.retry_after
            await asyncio.sleep(wait.total_seconds() if isinstance(wait, timedelta) else wait)
        else:
            return


async def _toast(query: CallbackQuery, text: str) -> None:
    try:
        await query.answer(text or None)
    except BadRequest as error:
        _unless_stale(error)


async def _edit(query: CallbackQuery, answer: Answer) -> None:
    try:
        await query.edit_message_text(
            answer.html, parse_mode=ParseMode.HTML, link_preview_options=NO_PREVIEW, reply_markup=_keyboard(answer)
        )
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
