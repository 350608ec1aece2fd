"""Sending text and photos."""

import io
import secrets
from dataclasses import dataclass

from PIL import Image, UnidentifiedImageError

from sandbox import judge
from sandbox.access import find_answered, find_thread, writable_chat
from sandbox.calls import Call, Method
from sandbox.judge import Text
from sandbox.keyboards import read_markup, read_post_markup
from sandbox.parameters import Upload
from sandbox.refusals import bad_request
from sandbox.views import message_view
from sandbox.world import Chat, File, Json, Message, Photo

MAX_PHOTO_BYTES = 10 * 1024 * 1024
ACTIONS = {
    "typing",
    "upload_photo",
    "record_video",
    "upload_video",
    "record_voice",
    "upload_voice",
    "upload_document",
    "choose_sticker",
    "find_location",
    "record_video_note",
    "upload_video_note",
}


@dataclass(frozen=True)
class Content:
    """What a message holds beside its text. `html` is the source of the text as it was sent."""

    html: str
    markup: Json | None = None
    photo: Photo | None = None
    preview: Json | None = None


def send_message(call: Call) -> Json:
    text = read_text(call)
    chat = writable_chat(call)
    markup = _markup_for(call, chat)
    return deliver(call, chat, text, Content(call.params.text("text"), markup, preview=read_preview(call)))


def send_photo(call: Call) -> Json:
    caption = read_caption(call)
    chat = writable_chat(call, "photos")
    markup = _markup_for(call, chat)
    photo = read_photo(call, call.params.file("photo"))
    return deliver(call, chat, caption, Content(call.params.text("caption"), markup, photo=photo))


def send_chat_action(call: Call) -> bool:
    action = call.params.text("action")
    if action not in ACTIONS:
        raise bad_request("Wrong parameter action in request")
    chat = writable_chat(call)
    call.telegram.announce("action", chat=chat.id, action=action)
    return True


def _markup_for(call: Call, chat: Chat) -> Json | None:
    return read_post_markup(call) if chat.kind == "channel" else read_markup(call)


def deliver(call: Call, chat: Chat, text: Text, content: Content) -> Json:
    """Put a message of the bot into a chat and return it as the bot sees it. All refusals come before this."""
    thread = find_thread(call, chat)
    answered, quote = find_answered(call, chat)
    call.spend(chat)
    is_post = chat.kind == "channel"
    message = call.telegram.add_message(
        chat,
        Message(
            id=0,
            chat=chat.id,
            date=0,
            sender=None if is_post else call.world.bot.id,
            text=text.text,
            entities=list(text.entities),
            html=content.html,
            markup=content.markup,
            photo=content.photo,
            preview=content.preview,
            silent=call.params.flag("disable_notification"),
            protected=call.params.flag("protect_content") or chat.is_protected,
            thread=thread,
            reply_to=answered,
            quote=quote,
        ),
    )
    return message_view(call.world, message)


def read_text(call: Call) -> Text:
    """The text of a call, understood and measured as Telegram does."""
    source = call.params.text("text")
    text = judge.read(source, call.params.text("parse_mode"), read_entities(call, "entities"))
    note_surplus(call, text)
    if not source:
        raise bad_request("Message text is empty")
    if not text.text.strip():
        raise bad_request("Text must be non-empty")
    if len(text.text) > judge.MAX_TEXT:
        raise bad_request("Message is too long")
    return text


def read_caption(call: Call) -> Text:
    text = judge.read(
        call.params.text("caption"), call.params.text("parse_mode"), read_entities(call, "caption_entities")
    )
    note_surplus(call, text)
    if len(text.text) > judge.MAX_CAPTION:
        raise bad_request("Message caption is too long")
    return text


def note_surplus(call: Call, text: Text) -> None:
    if text.surplus:
        call.entry.violations.append(f"{text.surplus} entities over the {judge.MAX_ENTITIES} that are kept")


def read_entities(call: Call, name: str) -> list[Json]:
    return judge.given_entities(call.params.json(name, f"Can't parse {name} JSON object"))


def read_preview(call: Call) -> Json | None:
    preview = call.params.json("link_preview_options", "Can't parse link preview options JSON object")
    if preview is None:
        return {"is_disabled": True} if call.params.flag("disable_web_page_preview") else None
    if not isinstance(preview, dict):
        raise bad_request("Object expected as link preview options")
    return preview


def read_photo(call: Call, photo: Upload | str) -> Photo:
    """The photo of an upload or of a file id. Nothing is fetched from an address."""
    if isinstance(photo, Upload):
        return keep_photo(call, photo)
    if not photo:
        raise bad_request("There is no photo in the request")
    if photo.startswith(("http://", "https://")):
        raise bad_request("Failed to get HTTP URL content")
    if photo not in call.world.files:
        raise bad_request("Wrong file identifier/HTTP URL specified")
    return call.world.files[photo].photo


def keep_photo(call: Call, upload: Upload) -> Photo:
    """Store an uploaded picture, if it is one and within Telegram's measures."""
    if not upload.content:
        raise bad_request("File must be non-empty")
    if len(upload.content) > MAX_PHOTO_BYTES:
        raise bad_request("File is too big")
    try:
        with Image.open(io.BytesIO(upload.content)) as image:
            width, height, form = image.width, image.height, image.format
            image.load()
    except (UnidentifiedImageError, OSError, ValueError) as error:
        raise bad_request("IMAGE_PROCESS_FAILED") from error
    if width + height > 10_000 or max(width, height) > 20 * min(width, height):
        raise bad_request("PHOTO_INVALID_DIMENSIONS")
    photo = Photo("AgAC" + secrets.token_urlsafe(24), secrets.token_urlsafe(9), width, height, len(upload.content))
    path = f"photos/file_{len(call.world.files)}{'.png' if form == 'PNG' else '.jpg'}"
    call.world.files[photo.file_id] = File(photo, path, upload.content)
    return photo


METHODS: dict[str, Method] = {
    "sendMessage": send_message,
    "sendPhoto": send_photo,
    "sendChatAction": send_chat_action,
}
