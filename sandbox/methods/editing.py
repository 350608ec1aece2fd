"""Changing and deleting what was sent."""

from sandbox import judge
from sandbox.access import editable_chat, find_message
from sandbox.calls import Call, Method
from sandbox.judge import Text
from sandbox.keyboards import read_inline_markup
from sandbox.methods.sending import note_surplus, read_caption, read_photo, read_preview, read_text
from sandbox.parameters import Upload
from sandbox.refusals import bad_request
from sandbox.views import message_view
from sandbox.world import Chat, Json, Member, Message

DELETABLE_SECONDS = 48 * 3600
MAX_DELETIONS = 100


def edit_text(call: Call) -> Json | bool:
    text, markup, preview = read_text(call), read_inline_markup(call), read_preview(call)
    message = editable_message(call)
    if message.photo:
        raise bad_request("there is no text in the message to edit")
    return _change(call, message, text=text, markup=markup, html=call.params.text("text"), preview=preview)


def edit_caption(call: Call) -> Json | bool:
    caption, markup = read_caption(call), read_inline_markup(call)
    message = editable_message(call)
    if not message.photo:
        raise bad_request("there is no caption in the message to edit")
    return _change(call, message, text=caption, markup=markup, html=call.params.text("caption"))


def edit_markup(call: Call) -> Json | bool:
    markup = read_inline_markup(call)
    return _change(call, editable_message(call), markup=markup)


def edit_media(call: Call) -> Json | bool:
    """Replace a photo and its caption; other media are not known here."""
    media = call.params.json("media", "Can't parse input media JSON object")
    if not isinstance(media, dict):
        raise bad_request("Can't parse InputMedia: expected an Object")
    if media.get("type") != "photo":
        raise bad_request(f'Can\'t parse InputMedia: type "{media.get("type", "")}" is unsupported')
    markup = read_inline_markup(call)
    message = editable_message(call)
    name = str(media.get("media", ""))
    file: Upload | str = call.params.uploads.get(name.removeprefix("attach://"), "")
    photo = read_photo(call, file if name.startswith("attach://") else name)
    caption = judge.read(str(media.get("caption", "")), str(media.get("parse_mode", "")))
    note_surplus(call, caption)
    if len(caption.text) > judge.MAX_CAPTION:
        raise bad_request("Message caption is too long")
    return _change(call, message, text=caption, markup=markup, html=str(media.get("caption", "")), photo=photo)


def delete_message(call: Call) -> bool:
    chat = editable_chat(call)
    message = find_message(call, chat, "message to delete")
    if not _may_delete(call, chat, message):
        raise bad_request("message can't be deleted")
    call.telegram.remove_message(message)
    return True


def delete_messages(call: Call) -> bool:
    """Delete what can be deleted; ids that are not found are passed over."""
    chat = editable_chat(call)
    ids = call.params.json("message_ids", "Can't parse message_ids JSON object")
    if not isinstance(ids, list) or not ids:
        raise bad_request("Message identifiers are not specified")
    if len(ids) > MAX_DELETIONS:
        raise bad_request("Too many message identifiers specified")
    if not all(isinstance(message_id, int) for message_id in ids):
        raise bad_request("Message identifier must be a Number")
    messages = [chat.messages[message_id] for message_id in dict.fromkeys(ids) if message_id in chat.messages]
    if not all(_may_delete(call, chat, message) for message in messages):
        raise bad_request("message can't be deleted")
    for message in messages:
        call.telegram.remove_message(message)
    return True


def editable_message(call: Call) -> Message:
    """The bot's own message that a call names by chat and id, or by the id of an inline message."""
    if inline_id := call.params.text("inline_message_id"):
        place = call.world.inline_messages.get(inline_id)
        message = call.world.chats[place[0]].messages.get(place[1]) if place else None
        if message is None:
            raise bad_request("MESSAGE_ID_INVALID")
        return message
    chat = editable_chat(call)
    message = find_message(call, chat, "message to edit")
    is_own = message.sender == call.world.bot.id or message.via_bot
    if message.origin or message.service or not (is_own or _may_edit_post(call, chat, message)):
        raise bad_request("message can't be edited")
    return message


def _change(
    call: Call, message: Message, *, markup: Json | None, text: Text | None = None, **content: object
) -> Json | bool:
    """Apply an edit. What it leaves out is lost (a keyboard) or stays (the text, when only the keyboard is edited)."""
    changes: dict[str, object] = {"markup": markup, **content}
    if text:
        changes |= {"text": text.text, "entities": list(text.entities)}
    if all(getattr(message, name) == value for name, value in changes.items() if name != "html"):
        raise bad_request(
            "message is not modified: specified new message content and reply markup are exactly the same "
            "as a current content and reply markup of the message"
        )
    call.spend(call.world.chats[message.chat])
    for name, value in changes.items():
        setattr(message, name, value)
    if text:
        message.edited = int(call.telegram.clock.now())
    call.telegram.changed(message)
    return True if call.params.text("inline_message_id") else message_view(call.world, message)


def _may_edit_post(call: Call, chat: Chat, message: Message) -> bool:
    """Own posts of a channel may be edited by who may post, all others only with the right to edit."""
    bot = _bot(call, chat)
    is_own = message.sender is None and message.signature is None
    return chat.kind == "channel" and (bot.may("can_edit_messages") or (is_own and bot.may("can_post_messages")))


def _may_delete(call: Call, chat: Chat, message: Message) -> bool:
    bot = _bot(call, chat)
    if bot.may("can_delete_messages"):
        return True
    is_own_post = chat.kind == "channel" and message.sender is None and bot.may("can_post_messages")
    is_young = call.telegram.clock.now() - message.date < DELETABLE_SECONDS
    return is_own_post or (is_young and (chat.is_private or message.sender == call.world.bot.id))


def _bot(call: Call, chat: Chat) -> Member:
    return chat.members.get(call.world.bot.id, Member("left"))


METHODS: dict[str, Method] = {
    "editMessageText": edit_text,
    "editMessageCaption": edit_caption,
    "editMessageReplyMarkup": edit_markup,
    "editMessageMedia": edit_media,
    "deleteMessage": delete_message,
    "deleteMessages": delete_messages,
}
