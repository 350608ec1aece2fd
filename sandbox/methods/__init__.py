"""What a bot can ask for: a file per topic, and here all of it under the names of the Bot API, in lower case."""

from sandbox.calls import Method
from sandbox.methods import chats, commands, copying, editing, polling, queries, sending

ALL: dict[str, Method] = {
    name.lower(): function
    for topic in (polling, sending, editing, copying, queries, commands, chats)
    for name, function in topic.METHODS.items()
}
