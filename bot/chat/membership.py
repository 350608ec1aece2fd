"""What Telegram tells of the bot's own place in chats: where it may post again, what waits there goes out."""

from collections.abc import Awaitable, Callable
from typing import Any

from telegram import ChatMember, ChatMemberAdministrator, ChatMemberRestricted, Update
from telegram.ext import ChatMemberHandler, ContextTypes, MessageHandler, filters

OUTSIDE = (ChatMember.LEFT, ChatMember.BANNED)


def on_change(
    resume: Callable[..., Awaitable[None]], leave: Callable[[str], Awaitable[None]]
) -> ChatMemberHandler[ContextTypes.DEFAULT_TYPE, None]:
    """Return a handler that resumes a chat, by its id and its @name, whenever the bot may post there again, and leaves
    it, by its id, when it may not.
    """

    async def handle(update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
        changed = update.my_chat_member
        if changed is None:
            return
        if may_post(changed.new_chat_member):
            name = f"@{changed.chat.username}" if changed.chat.username else ""
            await resume(str(changed.chat.id), *filter(None, [name]))
        else:
            await leave(str(changed.chat.id))

    return ChatMemberHandler[Any, None](handle, ChatMemberHandler.MY_CHAT_MEMBER)


def on_word(resume: Callable[..., Awaitable[None]]) -> MessageHandler[ContextTypes.DEFAULT_TYPE, None]:
    """Return a handler that resumes a private chat when somebody writes there.

    A first word to the bot lets it write too, and no other update tells of it.
    """

    async def handle(update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
        if update.effective_chat is not None:
            await resume(str(update.effective_chat.id))

    return MessageHandler[Any, None](filters.ChatType.PRIVATE, handle)


def may_post(member: ChatMember) -> bool:
    """Tell whether the bot may post where it stands so; only channels have a right to post of their own."""
    if isinstance(member, ChatMemberAdministrator):
        return member.can_post_messages is not False
    if isinstance(member, ChatMemberRestricted):
        return bool(member.can_send_messages)
    return member.status not in OUTSIDE
