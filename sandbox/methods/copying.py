"""Forwarding and copying."""

from sandbox.access import find_message, find_thread, readable_chat, writable_chat
from sandbox.calls import Call, Method
from sandbox.judge import Text
from sandbox.keyboards import read_markup, read_post_markup
from sandbox.methods.sending import Content, deliver, read_caption
from sandbox.refusals import bad_request
from sandbox.views import chat_view, message_view, user_view
from sandbox.world import Json, Message


def forward_message(call: Call) -> Json:
    chat = writable_chat(call)
    source = _source(call, "message to forward")
    thread = find_thread(call, chat)
    call.spend(chat)
    forwarded = call.telegram.add_message(
        chat,
        Message(
            id=0,
            chat=chat.id,
            date=0,
            sender=None if chat.kind == "channel" else call.world.bot.id,
            text=source.text,
            entities=list(source.entities),
            html=source.html,
            photo=source.photo,
            preview=source.preview,
            markup=source.markup,
            origin=source.origin or _origin(call, source),
            silent=call.params.flag("disable_notification"),
            protected=call.params.flag("protect_content"),
            thread=thread,
        ),
    )
    return message_view(call.world, forwarded)


def copy_message(call: Call) -> Json:
    chat = writable_chat(call)
    source = _source(call, "message to copy")
    markup = read_post_markup(call) if chat.kind == "channel" else read_markup(call)
    text, html = Text(source.text, tuple(source.entities)), source.html
    if source.photo and call.params.has("caption"):
        text, html = read_caption(call), call.params.text("caption")
    copy = deliver(call, chat, text, Content(html, markup, source.photo, source.preview))
    return {"message_id": copy["message_id"]}


def _source(call: Call, what: str) -> Message:
    message = find_message(call, readable_chat(call, "from_chat_id"), what)
    if message.service:
        raise bad_request("Message can't be forwarded" if what.endswith("forward") else "Message can't be copied")
    if message.protected:
        raise bad_request("Message has protected content and can't be forwarded")
    return message


def _origin(call: Call, message: Message) -> Json:
    chat = call.world.chats[message.chat]
    if message.sender is None:
        origin: Json = {
            "type": "channel",
            "date": message.date,
            "chat": chat_view(call.world, chat),
            "message_id": message.id,
        }
        return origin | ({"author_signature": message.signature} if message.signature else {})
    return {"type": "user", "date": message.date, "sender_user": user_view(call.world.users[message.sender])}


METHODS: dict[str, Method] = {"forwardMessage": forward_message, "copyMessage": copy_message}
