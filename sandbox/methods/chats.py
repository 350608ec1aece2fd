"""Asking about chats, their members and files."""

from sandbox.access import readable_chat
from sandbox.calls import Call, Method
from sandbox.refusals import bad_request
from sandbox.views import full_chat_view, member_view
from sandbox.world import Chat, Json, Member


def get_chat(call: Call) -> Json:
    return full_chat_view(call.world, readable_chat(call))


def get_member(call: Call) -> Json:
    chat = readable_chat(call)
    user = call.world.users.get(call.params.integer("user_id"))
    if user is None:
        raise bad_request("invalid user_id specified")
    _check_member_list(call, chat, user.id)
    return member_view(chat, user, chat.members.get(user.id, Member("left")))


def get_administrators(call: Call) -> list[Json]:
    chat = readable_chat(call)
    if chat.is_private:
        raise bad_request("there are no administrators in the private chat")
    return [
        member_view(chat, call.world.users[user], member)
        for user, member in chat.members.items()
        if member.status in {"creator", "administrator"}
    ]


def count_members(call: Call) -> int:
    chat = readable_chat(call)
    return 2 if chat.is_private else sum(member.is_inside for member in chat.members.values())


def leave_chat(call: Call) -> bool:
    chat = readable_chat(call)
    if chat.is_private:
        raise bad_request("chat member status can't be changed in private chats")
    call.telegram.set_member(chat, call.world.bot.id, Member("left"), by=call.world.bot.id)
    return True


def get_file(call: Call) -> Json:
    file = call.world.files.get(call.params.text("file_id"))
    if file is None:
        raise bad_request("wrong file_id or the file is temporarily unavailable")
    photo = file.photo
    return {
        "file_id": photo.file_id,
        "file_unique_id": photo.file_unique_id,
        "file_size": photo.size,
        "file_path": file.path,
    }


def _check_member_list(call: Call, chat: Chat, user: int) -> None:
    """In a channel only an administrator sees who reads it."""
    bot = chat.members.get(call.world.bot.id, Member("left"))
    if chat.kind == "channel" and user != call.world.bot.id and bot.status != "administrator":
        raise bad_request("member list is inaccessible")


METHODS: dict[str, Method] = {
    "getChat": get_chat,
    "getChatMember": get_member,
    "getChatAdministrators": get_administrators,
    "getChatMemberCount": count_members,
    "leaveChat": leave_chat,
    "getFile": get_file,
}
