"""What exists in the sandbox: people, chats, messages, files. Plain data that a state file can hold."""

from dataclasses import dataclass, field
from typing import Any, ClassVar, Literal

from pydantic import ConfigDict

Json = dict[str, Any]
ChatKind = Literal["private", "group", "supergroup", "channel"]
Status = Literal["creator", "administrator", "member", "restricted", "left", "kicked"]

ADMIN_RIGHTS = {
    "can_manage_chat",
    "can_delete_messages",
    "can_manage_video_chats",
    "can_restrict_members",
    "can_promote_members",
    "can_change_info",
    "can_invite_users",
}
CHANNEL_RIGHTS = ADMIN_RIGHTS | {"can_post_messages", "can_edit_messages"}


@dataclass
class User:
    id: int
    first_name: str
    username: str | None = None
    is_bot: bool = False
    language_code: str | None = "en"
    is_deactivated: bool = False


@dataclass
class Member:
    """Where somebody stands in a chat. `rights` are the `can_...` names that are granted to an administrator,
    or left to somebody restricted.
    """

    status: Status
    rights: set[str] = field(default_factory=set)

    @property
    def is_inside(self) -> bool:
        return self.status in {"creator", "administrator", "member", "restricted"}

    def may(self, right: str) -> bool:
        """Whether an administrator's right is held."""
        return self.status == "creator" or (self.status == "administrator" and right in self.rights)


@dataclass
class Photo:
    file_id: str
    file_unique_id: str
    width: int
    height: int
    size: int


@dataclass
class File:
    __pydantic_config__: ClassVar[ConfigDict] = ConfigDict(ser_json_bytes="base64", val_json_bytes="base64")

    photo: Photo
    path: str
    content: bytes


@dataclass(frozen=True)
class Button:
    text: str
    data: str | None = None
    url: str | None = None


@dataclass
class Message:
    id: int
    chat: int
    date: int
    sender: int | None = None  # a user; None for a post of the channel itself
    text: str = ""  # or the caption, if there is a photo
    entities: list[Json] = field(default_factory=list)
    html: str = ""  # the source as sent, whatever its parse mode was
    edited: int | None = None
    markup: Json | None = None
    photo: Photo | None = None
    silent: bool = False
    protected: bool = False
    thread: int | None = None
    reply_to: int | None = None
    quote: str | None = None
    origin: Json | None = None  # a forward's MessageOrigin
    via_bot: bool = False
    signature: str | None = None
    preview: Json | None = None  # link_preview_options
    service: Json | None = None  # the fields of a service message

    @property
    def buttons(self) -> list[list[Button]]:
        rows = (self.markup or {}).get("inline_keyboard", ())
        return [[Button(b["text"], b.get("callback_data"), b.get("url")) for b in row] for row in rows]


@dataclass
class Chat:
    id: int
    kind: ChatKind
    title: str = ""
    username: str | None = None
    description: str = ""
    is_forum: bool = False
    topics: dict[int, str] = field(default_factory=dict)
    members: dict[int, Member] = field(default_factory=dict)
    messages: dict[int, Message] = field(default_factory=dict)
    last_id: int = 0
    is_started: bool = False  # private: the user has written to the bot at least once
    is_blocked: bool = False  # private: the user has blocked the bot
    is_deleted: bool = False
    is_protected: bool = False
    migrated_to: int | None = None

    @property
    def is_private(self) -> bool:
        return self.kind == "private"


@dataclass
class Query:
    """A callback or inline query that waits for its answer."""

    id: str
    kind: Literal["callback", "inline"]
    user: int
    asked: float
    chat: int | None = None
    message: int | None = None
    inline_message: str | None = None
    text: str = ""
    answer: Json | None = None


@dataclass
class World:
    """Everything that outlives a restart of the sandbox."""

    bot: User
    token: str
    users: dict[int, User] = field(default_factory=dict)
    chats: dict[int, Chat] = field(default_factory=dict)
    files: dict[str, File] = field(default_factory=dict)
    queries: dict[str, Query] = field(default_factory=dict)
    commands: dict[str, list[Json]] = field(default_factory=dict)  # "scope|language" -> BotCommands
    about: dict[str, str] = field(default_factory=dict)  # "description|en" and such
    inline_messages: dict[str, tuple[int, int]] = field(default_factory=dict)
    pending: list[Json] = field(default_factory=list)  # updates nobody has taken yet
    allowed_updates: list[str] | None = None
    webhook: str = ""
    last_update: int = 100_000_000
    last_query: int = 700_000_000_000_000_000
    last_private_id: int = 0  # private chats and basic groups share one row of message ids, as in Telegram

    def chat(self, name: int | str) -> Chat | None:
        """A chat by id or @username (private chats have none a bot could use)."""
        if isinstance(name, int):
            return self.chats.get(name)
        wanted = name.removeprefix("@").lower()
        return next((chat for chat in self.chats.values() if (chat.username or "").lower() == wanted), None)

    def next_message_id(self, chat: Chat) -> int:
        if chat.kind in {"private", "group"}:
            self.last_private_id += 1
            chat.last_id = self.last_private_id
        else:
            chat.last_id += 1
        return chat.last_id
