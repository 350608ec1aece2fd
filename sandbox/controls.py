"""The control surface over HTTP: what the page and tests in other processes can do, each a POST of JSON."""

from collections.abc import Callable
from typing import Any

from sandbox.faults import Fault
from sandbox.people import People
from sandbox.views import chat_view, user_view
from sandbox.world import Chat, Json, Message, User

Action = Callable[[People, Json], Any]


def _user(people: People, body: Json) -> User | None:
    return people.world.users[body["user"]] if "user" in body else None


def _chat(people: People, body: Json) -> Chat:
    return people.named_chat(body["chat"]) if "chat" in body else people.channel


def _message(people: People, body: Json, name: str = "message") -> Message:
    return _chat(people, body).messages[body[name]]


def say(people: People, body: Json) -> Json:
    reply_to = _message(people, body, "reply_to") if "reply_to" in body else None
    message = people.say(
        body["text"],
        user=_user(people, body),
        chat=body.get("chat"),
        reply_to=reply_to,
        thread=body.get("thread"),
    )
    return people.telegram.page_view(message)


def post(people: People, body: Json) -> Json:
    message = people.post(body["text"], chat=_chat(people, body), signature=body.get("signature", "Editor"))
    return people.telegram.page_view(message)


def edit(people: People, body: Json) -> Json:
    message = _message(people, body)
    people.edit(message, body["text"])
    return people.telegram.page_view(message)


def inject(people: People, body: Json) -> None:
    people.inject(body["kind"], body["payload"])


def delete(people: People, body: Json) -> None:
    people.delete(_message(people, body))


async def press(people: People, body: Json) -> Json:
    """Press a button and wait for the answer; `answer` is null if the bot gives none in `wait` seconds."""
    button = body["button"] if isinstance(body["button"], str) else tuple(body["button"])
    query = people.press(_message(people, body), button, user=_user(people, body))
    return {"query": query, "answer": await _answer(people, query, body)}


async def inline(people: People, body: Json) -> Json:
    query = people.inline(
        body["text"],
        user=_user(people, body),
        offset=body.get("offset", ""),
        chat_type=body.get("chat_type", "sender"),
    )
    return {"query": query, "answer": await _answer(people, query, body)}


async def _answer(people: People, query: str, body: Json) -> Json | None:
    try:
        return await people.answered(query, body.get("wait", 10))
    except TimeoutError:
        return None


def choose(people: People, body: Json) -> Json:
    message = people.choose(body["query"], body["result"], chat=body.get("chat"))
    return people.telegram.page_view(message)


def add_user(people: People, body: Json) -> Json:
    return user_view(people.add_user(**body))


def add_chat(people: People, body: Json) -> Json:
    return chat_view(people.world, people.add_chat(**body))


def set_bot(people: People, body: Json) -> None:
    people.set_bot(_chat(people, body), body["status"], set(body.get("rights", ())))


def block(people: People, body: Json) -> None:
    people.block(_user(people, body), is_blocked=body.get("is_blocked", True))


def delete_chat(people: People, body: Json) -> None:
    people.delete_chat(_chat(people, body))


def migrate(people: People, body: Json) -> Json:
    return chat_view(people.world, people.migrate(_chat(people, body)))


def replace_token(people: People, _body: Json) -> str:
    return people.replace_token()


def arm(people: People, body: Json) -> None:
    people.telegram.faults.arm(Fault(**body))


def disarm(people: People, _body: Json) -> None:
    people.telegram.faults.disarm()


def advance(people: People, body: Json) -> None:
    people.telegram.clock.advance(body["seconds"])


ACTIONS: dict[str, Action] = {
    action.__name__: action
    for action in (
        say,
        post,
        edit,
        inject,
        delete,
        press,
        inline,
        choose,
        add_user,
        add_chat,
        set_bot,
        block,
        delete_chat,
        migrate,
        replace_token,
        arm,
        disarm,
        advance,
    )
}
