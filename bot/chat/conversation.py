"""What people say to the bot and press: heard, answered in their language and in their turn, as often as is fair.

Everybody has one question under way at a time; those of others go on beside it. Each press is answered, if only by
taking the clock off its button. Edited messages and posts in channels say nothing to us.
"""

import asyncio
import logging
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import UTC
from typing import Any
from weakref import WeakValueDictionary
from zoneinfo import ZoneInfo

from telegram import (
    Chat,
    ChatMember,
    Message,
    MessageEntity,
    Update,
    User,
)
from telegram.error import BadRequest, Forbidden, NetworkError, RetryAfter
from telegram.ext import CallbackQueryHandler, ContextTypes, InlineQueryHandler, MessageHandler, filters

from bot.boundaries import Clock
from bot.chat import replies, speaking
from bot.chat.answers import Answers
from bot.chat.asking import Answer, Asked, Command, Part, Turned
from bot.chat.hearing import Said, heard
from bot.chat.patience import Allowance, Patience, Verdict
from bot.chat.payloads import read_payload
from bot.chat.preferences import Preferences
from bot.chat.updates import Once
from bot.errors import StoreError
from bot.store.preferences import Preference
from bot.text.languages import primary
from bot.text.say import DEFAULT, LANGUAGES
from bot.watch.vitals import Vitals

log = logging.getLogger(__name__)

PRIVATE = "private"

TYPING = Allowance(questions=90)
"""Clients ask with every few letters."""

Context = ContextTypes.DEFAULT_TYPE


class Conversation:
    """Hears and answers. `parts` are what people can change, in groups only administrators. `acts` are for the bot's
    own administrators, `admins`, in private.
    """

    def __init__(
        self,
        answers: Answers,
        preferences: Preferences,
        clock: Clock,
        patience: Patience | None = None,
        acts: Sequence[Part] = (),
        admins: frozenset[int] = frozenset(),
        vitals: Vitals | None = None,
        parts: Sequence[Part] = (),
    ) -> None:
        self._answers = answers
        self._preferences = preferences
        self._clock = clock
        self._patience = patience or Patience()
        self._acts = {name: command for part in acts for name, command in part.commands.items()}
        self._act_presses = {letter: press for part in acts for letter, press in part.presses.items()}
        self._admins = admins
        self._vitals = vitals or Vitals()
        self._typing = Patience(TYPING)
        self._once = Once()
        self._turns: WeakValueDictionary[int, asyncio.Lock] = WeakValueDictionary()
        self._newest: dict[int, str] = {}
        changing = [preferences, *parts]
        self._changes = {name: command for part in changing for name, command in part.commands.items()}
        self._presses = {letter: press for part in changing for letter, press in part.presses.items()}
        self._commands: Mapping[str, Command] = {**answers.commands, **self._changes}

    def handlers(self) -> list[Any]:
        """Return what the library calls: for messages, for buttons, and for what is typed behind the bot's name."""
        return [
            MessageHandler(filters.TEXT & filters.UpdateType.MESSAGE, self.hear),
            CallbackQueryHandler(self.press),
            InlineQueryHandler(self.type),
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
        asked = await self._asked(context, said.text, message.from_user, message.chat, _links(message))
        asked = replace(asked, user=_who(message))
        if verdict == "enough":
            await speaking.reply(message, Answer(asked.say("slow-down")))
            return
        async with self._turn(asked.user):
            answer = await self._answer(said, asked, message, context)
        await speaking.reply(message, answer)

    async def press(self, update: Update, context: Context) -> None:
        """Answer a press on a button of ours."""
        query = update.callback_query
        if query is None or not self._once.is_new(update.update_id):
            return
        chat = query.message.chat if query.message is not None else None
        verdict = self._verdict(query.from_user.id, chat)
        asked = await self._asked(context, query.data or "", query.from_user, chat)
        turned = Turned(toast=asked.say("slow-down") if verdict == "enough" else "")
        try:
            if verdict == "answer":
                async with self._turn(asked.user):
                    turned = await self._pressed(asked, chat, context)
        except BaseException:
            turned = Turned(toast=asked.say("failed"))
            raise
        finally:
            await speaking.toast(query, turned.toast)
        if turned.answer is not None:
            await speaking.edit(query, turned.answer)

    async def type(self, update: Update, context: Context) -> None:
        """Answer what somebody types behind the bot's name in any chat: the newest of it only, and always."""
        query = update.inline_query
        if query is None or not self._once.is_new(update.update_id):
            return
        is_fair = self._typing.ask(query.from_user.id, now=self._clock()) == "answer"
        if is_fair:  # before anything is waited for, so that what was typed last is the newest
            self._newest[query.from_user.id] = query.id
        asked = await self._asked(context, query.query, query.from_user, None)
        offer = None
        if is_fair:
            async with self._turn(asked.user):
                if self._newest.get(asked.user) == query.id:
                    del self._newest[asked.user]
                    begun = self._vitals.clock()
                    offer = await self._answers.inline.offer(asked, query.offset)
                    self._vitals.took("answer", "inline", self._vitals.clock() - begun)
        await speaking.offer(query, offer, asked.say)

    async def failed(self, update: object, context: Context) -> None:
        """Log what broke, and tell who asked something better than silence. The text of a query is never logged."""
        error = context.error
        if isinstance(error, RetryAfter | NetworkError | Forbidden) and not isinstance(error, BadRequest):
            log.warning("telegram.answer_failed reason=%s", error)
            return
        log.error("telegram.handler_failed kind=%s", type(error).__name__, exc_info=error)
        if isinstance(update, Update) and update.message is not None and not isinstance(error, BadRequest):
            asked = await self._asked(context, "", update.message.from_user, update.message.chat)
            await speaking.reply(update.message, Answer(asked.say("failed")))

    async def _pressed(self, asked: Asked, chat: Chat | None, context: Context) -> Turned:
        letter = asked.text.partition(":")[0]
        if chat is not None and chat.type == PRIVATE and asked.user in self._admins and letter in self._act_presses:
            return await self._act_presses[letter](asked)
        if chat is None:
            return await self._answers.turn(asked)
        press = self._presses.get(letter, self._answers.turn)
        return await press(await self._allowed(asked, chat, context))

    async def _answer(self, said: Said, asked: Asked, message: Message, context: Context) -> Answer:
        name = said.command
        payload = read_payload(asked.text.strip()) if name == "start" else None
        if payload is not None and payload.kind == "follow":
            name, asked = "follow", replace(asked, text=payload.value)
        if name in self._changes:
            asked = await self._allowed(asked, message.chat, context)
        command = self._commands.get(name)
        if command is None and self._is_admin(message):
            command = self._acts.get(name)
        if command is None:
            return Answer(replies.unknown((message.text or "").removeprefix("/"), asked.say))
        begun = self._vitals.clock()
        answer = await command(asked)
        self._vitals.took("answer", said.command, self._vitals.clock() - begun)
        return answer

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

    async def _asked(
        self, context: Context, text: str, user: User | None, chat: Chat | None, links: tuple[str, ...] = ()
    ) -> Asked:
        """Return a question with the language and the time zone it is answered in."""
        who = user.id if user is not None else 0
        where = chat.id if chat is not None else who
        try:
            chosen = await self._preferences.of(where)
        except StoreError:  # whatever is asked will fail too, which can still be said
            chosen = Preference()
        own = primary(user.language_code or "") if user is not None else ""
        client = own if own in LANGUAGES else DEFAULT
        zone = ZoneInfo(chosen.zone) if chosen.zone else UTC
        language = chosen.language or client
        return Asked(text, who, links, language, zone, where, bot=context.bot.username, client=client)

    async def _allowed(self, asked: Asked, chat: Chat, context: Context) -> Asked:
        """Return the question with whether its author may change the chat's settings; nobody whose rights are hidden
        may.
        """
        may = asked.user == chat.id  # alone with us, or an administrator incognito
        if not may and asked.user > 0:
            with suppress(BadRequest):
                member = await context.bot.get_chat_member(chat.id, asked.user)
                may = member.status in (ChatMember.OWNER, ChatMember.ADMINISTRATOR)
        return replace(asked, may_change=may)


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
