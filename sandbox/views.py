"""How the world looks to a bot: its objects in the form of the Bot API."""

from typing import Any

from sandbox.world import ADMIN_RIGHTS, CHANNEL_RIGHTS, Chat, Json, Member, Message, Photo, User, World

GROUP_RIGHTS = ADMIN_RIGHTS | {"can_pin_messages", "can_manage_topics"}
# fields every administrator has, whatever the chat
OTHER_RIGHTS = {"can_post_stories", "can_edit_stories", "can_delete_stories", "can_send_welcome_messages"}
PERMISSIONS = (
    "can_send_messages",
    "can_send_audios",
    "can_send_documents",
    "can_send_photos",
    "can_send_videos",
    "can_send_video_notes",
    "can_send_voice_notes",
    "can_send_polls",
    "can_send_other_messages",
    "can_add_web_page_previews",
    "can_react_to_messages",
    "can_edit_tag",
    "can_change_info",
    "can_invite_users",
    "can_pin_messages",
    "can_manage_topics",
)


def user_view(user: User) -> Json:
    view: Json = {"id": user.id, "is_bot": user.is_bot, "first_name": user.first_name}
    if user.username:
        view["username"] = user.username
    if user.language_code and not user.is_bot:
        view["language_code"] = user.language_code
    return view


def me_view(bot: User, *, has_inline: bool, reads_everything: bool) -> Json:
    return user_view(bot) | {
        "can_join_groups": True,
        "can_read_all_group_messages": reads_everything,
        "supports_inline_queries": has_inline,
        "can_connect_to_business": False,
        "has_main_web_app": False,
    }


def chat_view(world: World, chat: Chat) -> Json:
    if chat.is_private:
        user = world.users[chat.id]
        view: Json = {"id": chat.id, "type": "private", "first_name": user.first_name}
        return view | ({"username": user.username} if user.username else {})
    view = {"id": chat.id, "type": chat.kind, "title": chat.title}
    if chat.username:
        view["username"] = chat.username
    if chat.is_forum:
        view["is_forum"] = True
    return view


def full_chat_view(world: World, chat: Chat) -> Json:
    view = chat_view(world, chat) | {
        "accent_color_id": chat.id % 7,
        "max_reaction_count": 11,
        "accepted_gift_types": dict.fromkeys(
            ("unlimited_gifts", "limited_gifts", "unique_gifts", "premium_subscription", "gifts_from_channels"),
            False,
        ),
    }
    if chat.description:
        view["description"] = chat.description
    if chat.is_protected:
        view["has_protected_content"] = True
    if chat.kind in {"group", "supergroup"}:
        view["permissions"] = dict.fromkeys(PERMISSIONS, True)
    return view


def member_view(chat: Chat, user: User, member: Member) -> Json:
    view: Json = {"user": user_view(user), "status": member.status}
    match member.status:
        case "creator":
            view["is_anonymous"] = False
        case "administrator":
            rights = CHANNEL_RIGHTS if chat.kind == "channel" else GROUP_RIGHTS
            view |= {"can_be_edited": False, "is_anonymous": False}
            view |= {right: right in member.rights for right in sorted(rights | OTHER_RIGHTS)}
        case "restricted":
            view |= {"is_member": True, "until_date": 0}
            view |= {right: right in member.rights for right in PERMISSIONS}
        case "kicked":
            view["until_date"] = 0
    return view


def photo_view(photo: Photo) -> list[Json]:
    return [
        {
            "file_id": photo.file_id,
            "file_unique_id": photo.file_unique_id,
            "width": photo.width,
            "height": photo.height,
            "file_size": photo.size,
        }
    ]


def message_view(world: World, message: Message, *, deep: bool = True) -> Json:
    """A Message. `deep` is off for the message that another one replies to: it shows no reply of its own."""
    chat = world.chats[message.chat]
    view: Json = {"message_id": message.id, "date": message.date, "chat": chat_view(world, chat)}
    view |= _sender(world, chat, message)
    view |= _content(message)
    optional: dict[str, Any] = {
        "edit_date": message.edited,
        "forward_origin": message.origin,
        "has_protected_content": message.protected or None,
        "author_signature": message.signature,
        "message_thread_id": message.thread,
        "is_topic_message": True if message.thread and chat.is_forum else None,
        "via_bot": user_view(world.bot) if message.via_bot else None,
        "quote": {"text": message.quote, "position": 0} if message.quote else None,
    }
    view |= {name: value for name, value in optional.items() if value is not None}
    if message.markup and "inline_keyboard" in message.markup:
        view["reply_markup"] = message.markup
    answered = chat.messages.get(message.reply_to or 0)
    if answered and deep:
        view["reply_to_message"] = message_view(world, answered, deep=False)
    return view


def _sender(world: World, chat: Chat, message: Message) -> Json:
    if message.sender is None:
        return {"sender_chat": chat_view(world, chat)}
    return {"from": user_view(world.users[message.sender])}


def _content(message: Message) -> Json:
    if message.service:
        return message.service
    text, entities = ("caption", "caption_entities") if message.photo else ("text", "entities")
    content: Json = {"photo": photo_view(message.photo)} if message.photo else {}
    if message.text:
        content[text] = message.text
    if message.entities:
        content[entities] = message.entities
    if message.preview and not message.photo:
        content["link_preview_options"] = message.preview
    return content
