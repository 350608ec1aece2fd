"""Whether the bot may do a thing in a chat; refusals in the words of the real server."""

from sandbox.calls import Call
from sandbox.refusals import bad_request, forbidden
from sandbox.world import Chat, Member, Message, World


def find_chat(call: Call, name: str = "chat_id") -> Chat:
    return chat_named(call.world, call.params.text(name))


def chat_named(world: World, value: str) -> Chat:
    """The chat of an id or @username as it came over the wire."""
    if not value:
        raise bad_request("chat_id is empty")
    try:
        chat = world.chat(value if value.startswith("@") else int(value))
    except ValueError:
        chat = None
    if chat is None or not _is_known(world, chat):
        raise bad_request("chat not found")
    return chat


def _is_known(world: World, chat: Chat) -> bool:
    """A bot knows a person who has written to it, or is in a group or channel with it; to others there is no chat."""
    if not chat.is_private or chat.is_started:
        return True
    outside = Member("left")
    return any(
        other.members.get(chat.id, outside).is_inside and other.members.get(world.bot.id, outside).is_inside
        for other in world.chats.values()
    )


def readable_chat(call: Call, name: str = "chat_id") -> Chat:
    chat = find_chat(call, name)
    _check_membership(call, chat, is_reading=True)
    return chat


def editable_chat(call: Call) -> Chat:
    """The chat to change messages in: the bot must be there; what it may do with a message is another question."""
    chat = find_chat(call)
    if chat.is_private:
        _check_person(call, chat)
    else:
        _check_membership(call, chat, is_reading=False)
    return chat


def writable_chat(call: Call, kind: str = "text messages") -> Chat:
    """The chat to send to. `kind` is what the refusal says is not allowed there."""
    chat = find_chat(call)
    if chat.is_private:
        _check_person(call, chat)
        return chat
    if chat.migrated_to:
        raise bad_request("group chat was upgraded to a supergroup chat", migrate_to_chat_id=chat.migrated_to)
    member = _check_membership(call, chat, is_reading=False)
    if chat.kind == "channel" and not member.may("can_post_messages"):
        raise bad_request("Need administrator rights in the channel chat")
    needed = "can_send_photos" if kind == "photos" else "can_send_messages"
    if member.status == "restricted" and needed not in member.rights:
        raise bad_request(f"Not enough rights to send {kind} to the chat")
    return chat


def _check_person(call: Call, chat: Chat) -> None:
    if call.world.users[chat.id].is_deactivated:
        raise forbidden("user is deactivated")
    if chat.is_blocked:
        raise forbidden("bot was blocked by the user")
    if not chat.is_started:
        raise forbidden("bot can't initiate conversation with a user")


def _check_membership(call: Call, chat: Chat, *, is_reading: bool) -> Member:
    member = chat.members.get(call.world.bot.id, Member("left"))
    if chat.is_private:
        return member
    if chat.is_deleted and chat.kind == "group":
        raise forbidden("the group chat was deleted")
    if chat.is_deleted:
        raise bad_request("chat not found")
    if member.status == "kicked":
        raise forbidden(f"bot was kicked from the {chat.kind} chat")
    if not member.is_inside and not (is_reading and chat.username):
        raise forbidden(f"bot is not a member of the {chat.kind} chat")
    return member


def find_message(call: Call, chat: Chat, what: str, name: str = "message_id") -> Message:
    """The message a parameter names; `what` begins the refusal: "message to edit" not found."""
    message_id = call.params.integer(name)
    if message_id <= 0:
        raise bad_request("Message identifier is not specified")
    message = chat.messages.get(message_id)
    if message is None:
        raise bad_request(f"{what} not found")
    return message


def find_thread(call: Call, chat: Chat) -> int | None:
    thread = call.params.integer("message_thread_id")
    if not thread or not chat.is_forum:
        return None
    if thread not in chat.topics:
        raise bad_request("message thread not found")
    return thread


def find_answered(call: Call, chat: Chat) -> tuple[int | None, str | None]:
    """The id of the message a new one replies to, and the quoted part of it."""
    asked, quote, is_lenient = _read_reply(call)
    if asked in chat.messages:
        return asked, quote
    if not asked or is_lenient:
        return None, None
    raise bad_request("message to be replied not found")


def _read_reply(call: Call) -> tuple[int, str | None, bool]:
    """The id asked for (0: none), the quote, and whether the message may go without it."""
    params = call.params
    if not params.text("reply_parameters"):
        return params.integer("reply_to_message_id"), None, params.flag("allow_sending_without_reply")
    reply = params.json("reply_parameters", "Can't parse reply parameters JSON object")
    if not isinstance(reply, dict):
        raise bad_request("Object expected as reply parameters")
    asked, quote = reply.get("message_id"), reply.get("quote")
    if not isinstance(asked, int):
        raise bad_request('Can\'t find field "message_id"')
    return asked, str(quote) if quote else None, bool(reply.get("allow_sending_without_reply"))
