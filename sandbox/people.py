"""What people do in Telegram: write, press, ask, join, block. The page and the tests do it through these."""

import asyncio
from collections.abc import Callable
from dataclasses import asdict
from typing import Any

from sandbox import judge
from sandbox.telegram import Telegram
from sandbox.views import chat_view, message_view, user_view
from sandbox.world import CHANNEL_RIGHTS, Button, Chat, ChatKind, Json, Member, Message, Query, Status, User

FIRST_GROUP_ID = -4_000_000_000
FIRST_CHANNEL_ID = -1_001_000_000_000


class People:
    """Everybody in the sandbox but the bot.

    `user` and `channel` are who and where it is, when nothing else is said.
    """

    def __init__(self, telegram: Telegram) -> None:
        self.telegram = telegram
        self.world = telegram.world

    @property
    def user(self) -> User:
        return next(user for user in self.world.users.values() if not user.is_bot)

    @property
    def channel(self) -> Chat:
        return next(chat for chat in self.world.chats.values() if chat.kind == "channel")

    def private_chat(self, user: User | None = None) -> Chat:
        return self.world.chats[(user or self.user).id]

    def messages(self, chat: Chat | int | str | None = None) -> list[Message]:
        """What can be seen in a chat (default: the channel), oldest first."""
        return list(self.named_chat(chat or self.channel).messages.values())

    def named_chat(self, chat: Chat | int | str) -> Chat:
        found = chat if isinstance(chat, Chat) else self.world.chat(chat)
        if found is None:
            raise LookupError(f"no chat {chat}")
        return found

    def say(
        self,
        text: str,
        *,
        user: User | None = None,
        chat: Chat | int | str | None = None,
        reply_to: Message | None = None,
        thread: int | None = None,
    ) -> Message:
        """Write as a user, to the bot in private unless a group is given."""
        author = user or self.user
        where = self.named_chat(chat) if chat else self.private_chat(author)
        if where.is_private:
            where.is_started = True
        seen = judge.read(text)
        message = self.telegram.add_message(
            where,
            Message(
                id=0,
                chat=where.id,
                date=0,
                sender=author.id,
                text=seen.text,
                entities=list(seen.entities),
                html=text,
                reply_to=reply_to.id if reply_to else None,
                thread=thread,
            ),
        )
        if self._bot_hears(where, message):
            self.telegram.updates.add("message", message_view(self.world, message))
        return message

    def _bot_hears(self, chat: Chat, message: Message) -> bool:
        """Privacy mode: in groups a bot is told of commands and replies to it, unless it is an administrator."""
        if chat.is_private:
            return not chat.is_blocked
        bot = chat.members.get(self.world.bot.id, Member("left"))
        if not bot.is_inside:
            return False
        if self.telegram.manners.reads_everything or bot.status == "administrator":
            return True
        answered = chat.messages.get(message.reply_to or 0)
        if answered and answered.sender == self.world.bot.id:
            return True
        if not message.text.startswith("/"):
            return False
        _, at, name = message.text.split(maxsplit=1)[0].partition("@")
        return not at or name.lower() == (self.world.bot.username or "").lower()

    def post(self, text: str, *, chat: Chat | int | str | None = None, signature: str = "Editor") -> Message:
        """Post in a channel as another administrator. The bot hears of it, unlike of its own posts."""
        where = self.named_chat(chat or self.channel)
        seen = judge.read(text)
        message = self.telegram.add_message(
            where,
            Message(0, where.id, 0, text=seen.text, entities=list(seen.entities), html=text, signature=signature),
        )
        if where.members.get(self.world.bot.id, Member("left")).is_inside:
            self.telegram.updates.add("channel_post", message_view(self.world, message))
        return message

    def edit(self, message: Message, text: str) -> None:
        """Rewrite a message of a user, or of another administrator of a channel."""
        seen = judge.read(text)
        message.text, message.entities, message.html = seen.text, list(seen.entities), text
        message.edited = int(self.telegram.clock.now())
        self.telegram.changed(message)
        kind = "edited_message" if message.sender else "edited_channel_post"
        self.telegram.updates.add(kind, message_view(self.world, message))

    def inject(self, kind: str, payload: Json) -> None:
        """Put any update at all into the bot's queue, however odd."""
        self.telegram.updates.add(kind, payload)

    def delete(self, message: Message) -> None:
        """Delete a message as a reader or another administrator would. Bots are not told."""
        self.telegram.remove_message(message)

    def press(self, message: Message, button: str | tuple[int, int], *, user: User | None = None) -> str:
        """Press a callback button (named by its text, data or place) and return the id of the query."""
        pressed = _find_button(message, button)
        if pressed.data is None:
            raise LookupError(f"{pressed.text} asks nothing of the bot")
        who = user or self.user
        query = self.telegram.ask(
            Query("", "callback", who.id, 0, chat=message.chat, message=message.id, text=pressed.data)
        )
        payload: Json = {
            "id": query.id,
            "from": user_view(who),
            "chat_instance": str(abs(message.chat) * 7),
            "data": pressed.data,
        }
        if message.via_bot:
            payload["inline_message_id"] = self._inline_message_id(message)
        else:
            payload["message"] = message_view(self.world, message)
        self.telegram.updates.add("callback_query", payload)
        return query.id

    def inline(self, text: str, *, user: User | None = None, offset: str = "", chat_type: str = "sender") -> str:
        """Type `@bot text` into some chat and return the id of the query."""
        who = user or self.user
        query = self.telegram.ask(Query("", "inline", who.id, 0, text=text))
        self.telegram.updates.add(
            "inline_query",
            {"id": query.id, "from": user_view(who), "query": text, "offset": offset, "chat_type": chat_type},
        )
        return query.id

    async def answered(self, query_id: str, timeout: float = 5) -> Json:  # noqa: ASYNC109 - a test names its patience
        """The bot's answer to a callback (`text`, `alert`, `url`) or inline query (`results`, `next_offset`, ...)."""
        query = self.world.queries[query_id]
        await self.until(lambda: query.answer is not None, timeout)
        return query.answer or {}

    def choose(self, query_id: str, result_id: str, *, chat: Chat | int | str | None = None) -> Message:
        """Send one of the results of an inline query into a chat."""
        query = self.world.queries[query_id]
        result = next(result for result in (query.answer or {})["results"] if result["id"] == result_id)
        where = self.named_chat(chat or self.private_chat(self.world.users[query.user]))
        message = self.telegram.add_message(
            where, Message(0, where.id, 0, sender=query.user, via_bot=True, **result["message"])
        )
        feedback: Json = {
            "result_id": result_id,
            "from": user_view(self.world.users[query.user]),
            "query": query.text,
        }
        if message.markup:
            feedback["inline_message_id"] = self._inline_message_id(message)
        if self.telegram.manners.has_inline_feedback:
            self.telegram.updates.add("chosen_inline_result", feedback)
        return message

    def _inline_message_id(self, message: Message) -> str:
        name = f"inline-{message.chat}-{message.id}"
        self.world.inline_messages[name] = (message.chat, message.id)
        return name

    def add_user(self, first_name: str, *, username: str | None = None, language: str | None = "en") -> User:
        """A new person with a private chat, who has not yet written to the bot."""
        user = User(max(self.world.users) + 1, first_name, username, language_code=language)
        self.world.users[user.id] = user
        self.world.chats[user.id] = Chat(user.id, "private")
        return user

    def add_chat(
        self, kind: ChatKind, title: str, *, username: str | None = None, is_forum: bool = False, is_admin: bool = False
    ) -> Chat:
        """A new group, supergroup or channel, owned by the default user, with the bot in it (always an
        administrator in a channel).
        """
        is_small = kind == "group"
        chat_id = (FIRST_GROUP_ID if is_small else FIRST_CHANNEL_ID) - len(self.world.chats)
        bot = Member("administrator", set(CHANNEL_RIGHTS)) if kind == "channel" or is_admin else Member("member")
        members = {self.user.id: Member("creator"), self.world.bot.id: bot}
        chat = Chat(chat_id, kind, title, username, is_forum=is_forum, members=members)
        self.world.chats[chat.id] = chat
        self.telegram.announce("chat", chat=chat_view(self.world, chat))
        return chat

    def add_topic(self, chat: Chat, name: str) -> int:
        """Open a topic in a forum and return its message_thread_id."""
        thread = self.world.next_message_id(chat)
        chat.topics[thread] = name
        return thread

    def set_bot(self, chat: Chat, status: Status, rights: set[str] | None = None) -> None:
        """Let the default user make the bot an administrator, restrict it, kick it ... `rights`: those it has then."""
        self.telegram.set_member(chat, self.world.bot.id, Member(status, rights or set()), by=self.user.id)

    def set_member(self, chat: Chat, user: User, status: Status, rights: set[str] | None = None) -> None:
        self.telegram.set_member(chat, user.id, Member(status, rights or set()), by=self.user.id)

    def block(self, user: User | None = None, *, is_blocked: bool = True) -> None:
        """Block the bot, or take that back."""
        person = user or self.user
        chat = self.private_chat(person)
        chat.is_blocked = is_blocked
        self.telegram.set_member(chat, self.world.bot.id, Member("kicked" if is_blocked else "member"), by=person.id)

    def delete_chat(self, chat: Chat) -> None:
        """Delete a group or channel for everybody."""
        self.set_bot(chat, "left")
        chat.is_deleted = True

    def migrate(self, group: Chat) -> Chat:
        """Make a basic group a supergroup, as Telegram does; the old id is refused from now on."""
        new = self.add_chat("supergroup", group.title)
        new.members = dict(group.members)
        group.migrated_to = new.id
        for chat, service in (
            (group, {"migrate_to_chat_id": new.id}),
            (new, {"migrate_from_chat_id": group.id}),
        ):
            message = self.telegram.add_message(chat, Message(0, chat.id, 0, sender=self.user.id, service=service))
            self.telegram.updates.add("message", message_view(self.world, message))
        return new

    def replace_token(self) -> str:
        """Revoke the bot's token as BotFather does, and return the new one."""
        bot_id, _, secret = self.world.token.partition(":")
        self.world.token = f"{bot_id}:{secret[1:]}{secret[0]}"
        return self.world.token

    def state(self) -> Json:
        """All a page needs to begin with."""
        user, bot = self.user, self.world.bot
        return {
            "bot": user_view(bot) | {"about": self.world.about},
            "user": user_view(user),
            "channel": chat_view(self.world, self.channel) | {"description": self.channel.description},
            "private": chat_view(self.world, self.private_chat()) | {"is_started": self.private_chat().is_started},
            "chats": [chat_view(self.world, chat) for chat in self.world.chats.values()],
            "commands": self._commands(user),
        }

    def _commands(self, user: User) -> list[Json]:
        """The bot's commands as this user sees them in private: the narrowest scope and language that has any."""
        languages = [user.language_code or "", ""]
        for scope in (f"chat:{user.id}", "all_private_chats", "default"):
            for language in languages:
                if found := self.world.commands.get(f"{scope}|{language}"):
                    return found
        return []

    async def until(self, condition: Callable[[], Any], timeout: float = 5) -> None:  # noqa: ASYNC109 - see above
        """Wait for something to become true; TimeoutError if it does not."""
        async with asyncio.timeout(timeout):
            while not condition():  # noqa: ASYNC110 - the condition may be about anything
                await asyncio.sleep(0.01)


def _find_button(message: Message, wanted: str | tuple[int, int]) -> Button:
    if isinstance(wanted, tuple):
        row, column = wanted
        return message.buttons[row][column]
    for button in (button for row in message.buttons for button in row):
        if wanted in {button.text, button.data}:
            return button
    raise LookupError(
        f"no button {wanted!r} under message {message.id}: {[list(map(asdict, r)) for r in message.buttons]}"
    )
