"""The server without its HTTP: the world, its clock and rules, and what happens when something is said or changed."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace

from sandbox.clock import Clock
from sandbox.faults import Faults
from sandbox.journal import Journal
from sandbox.limits import Limits, Pace
from sandbox.refusals import bad_request
from sandbox.updates import Updates
from sandbox.views import chat_view, member_view, message_view, user_view
from sandbox.world import Chat, Json, Member, Message, Query, World

Listener = Callable[[str, Json], None]


@dataclass(frozen=True)
class Manners:
    """How this bot is set up with BotFather, and how long the server waits for its answers (seconds).

    The two lives are those commonly reported; Telegram publishes none.
    """

    has_inline: bool = True
    has_inline_feedback: bool = True
    reads_everything: bool = False  # privacy mode is off
    callback_life: float = 15
    inline_life: float = 10


@dataclass
class Telegram:
    """One Telegram with one bot in it."""

    world: World
    manners: Manners = Manners()
    pace: Pace = field(default_factory=Pace)
    clock: Clock = field(default_factory=Clock)
    listeners: list[Listener] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.updates = Updates(self.world, self.clock)
        self.limits = Limits(self.clock, self.pace)
        self.faults = Faults()
        self.journal = Journal(self.clock)

    def announce(self, event: str, **facts: object) -> None:
        """Tell the page, and whoever else watches, that something has changed."""
        for listener in tuple(self.listeners):
            listener(event, facts)

    def add_message(self, chat: Chat, message: Message) -> Message:
        """Put a message into a chat under the next id. Nobody is sent an update: a bot does not hear itself."""
        stored = replace(message, id=self.world.next_message_id(chat), chat=chat.id, date=int(self.clock.now()))
        chat.messages[stored.id] = stored
        self.announce("message", message=self.page_view(stored))
        return stored

    def changed(self, message: Message) -> None:
        self.announce("edited", message=self.page_view(message))

    def remove_message(self, message: Message) -> None:
        del self.world.chats[message.chat].messages[message.id]
        self.announce("deleted", chat=message.chat, id=message.id)

    def page_view(self, message: Message) -> Json:
        """A message for the page: what a bot would see, and what only readers do."""
        view = message_view(self.world, message)
        return view | {"silent": message.silent, "mine": message.sender not in {None, self.world.bot.id}}

    def ask(self, query: Query) -> Query:
        """Give a callback or inline query an id and remember when it was asked."""
        self.world.last_query += 1
        query.id, query.asked = str(self.world.last_query), self.clock.now()
        self.world.queries[query.id] = query
        return query

    def open_query(self, query_id: str, kind: str) -> Query:
        """The query a bot wants to answer; too late, answered or unknown is refused with one text, as in Telegram."""
        query = self.world.queries.get(query_id)
        life = self.manners.callback_life if kind == "callback" else self.manners.inline_life
        if not query or query.kind != kind or query.answer is not None or self.clock.now() > query.asked + life:
            raise bad_request("query is too old and response timeout expired or query ID is invalid")
        return query

    def set_member(self, chat: Chat, user: int, member: Member, *, by: int) -> None:
        """Change where somebody stands in a chat. The bot hears of itself always, of others if it asked to."""
        before = chat.members.get(user, Member("left"))
        chat.members[user] = member
        person = self.world.users[user]
        self.updates.add(
            "my_chat_member" if user == self.world.bot.id else "chat_member",
            {
                "chat": chat_view(self.world, chat),
                "from": user_view(self.world.users[by]),
                "date": int(self.clock.now()),
                "old_chat_member": member_view(chat, person, before),
                "new_chat_member": member_view(chat, person, member),
            },
        )
        self.announce("chat", chat=chat_view(self.world, chat))
