"""However odd a request is, it is answered or refused; the server itself never fails."""

import contextlib
import json
from typing import Any

import aiohttp
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sandbox import Sandbox, methods
from sandbox.calls import Call
from sandbox.journal import KNOWN
from sandbox.limits import UNLIMITED
from sandbox.parameters import Parameters, Upload
from sandbox.refusals import Refusal
from sandbox.world import Message

NAMES = sorted({name for name in KNOWN if name.lower() in methods.ALL} - {"getUpdates"})
KEYS = ["message_id", "chat_id", "text", "type", "inline_keyboard", "url", "callback_data", "id", "title", "media"]
KEYS += ["input_message_content", "message_text", "start_parameter", "command", "description", "offset", "length"]
TEXTS = st.sampled_from(["", "0", "1", "-1", "x", "HTML", "<b>", "@newswatch_sandbox", "article", "photo", "1e9"])
ODD = st.recursive(
    st.none() | st.booleans() | st.integers(-2, 2**70) | st.floats(allow_nan=False) | TEXTS | st.text(max_size=4),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(KEYS), inner, max_size=4),
    max_leaves=8,
)
BUTTON = st.fixed_dictionaries({"text": ODD}, optional={"url": ODD, "callback_data": ODD, "copy_text": ODD})
MARKUP = st.fixed_dictionaries({"inline_keyboard": st.lists(st.lists(BUTTON | ODD, max_size=2), max_size=2)})
ENTITY = st.fixed_dictionaries({"type": ODD, "offset": ODD, "length": ODD})
CONTENT = st.fixed_dictionaries({"message_text": ODD, "parse_mode": ODD}, optional={"entities": st.lists(ENTITY)})
ARTICLE = {"type": st.just("article"), "id": ODD, "title": ODD, "input_message_content": CONTENT | ODD}
SHAPED = {  # what a parameter looks like when only its parts are odd
    "reply_markup": MARKUP,
    "entities": st.lists(ENTITY, max_size=2),
    "caption_entities": st.lists(ENTITY, max_size=2),
    "results": st.lists(st.fixed_dictionaries(ARTICLE, optional={"reply_markup": MARKUP}), max_size=2),
    "button": st.fixed_dictionaries({"text": ODD, "start_parameter": ODD}),
    "commands": st.lists(st.fixed_dictionaries({"command": ODD, "description": ODD}), max_size=2),
    "scope": st.fixed_dictionaries({"type": st.sampled_from(["chat", "chat_member", "default"]), "chat_id": ODD}),
    "reply_parameters": st.fixed_dictionaries({"message_id": ODD, "quote": ODD}),
    "media": st.fixed_dictionaries({"type": st.just("photo"), "media": ODD, "caption": ODD, "parse_mode": ODD}),
}


def a_telegram() -> Sandbox:
    """A sandbox that is never opened: only its rules are asked."""
    sandbox = Sandbox(pace=UNLIMITED)
    sandbox.say("hello")
    sandbox.telegram.add_message(sandbox.channel, Message(0, 0, 0, text="post"))
    return sandbox


@settings(max_examples=150, suppress_health_check=[HealthCheck.too_slow])
@given(st.data())
def test_every_method_answers_or_refuses(data: st.DataObject) -> None:
    sandbox = a_telegram()
    name = data.draw(st.sampled_from(NAMES))
    odd = data.draw(st.fixed_dictionaries({}, optional={key: SHAPED.get(key, ODD) | ODD for key in KNOWN[name]}))
    given_: dict[str, Any] = {"chat_id": sandbox.channel.id, "message_id": 1, "text": "x"} | odd
    values = {key: value if isinstance(value, str) else json.dumps(value) for key, value in given_.items()}
    parameters = Parameters(values, {"photo": Upload("x.png", b"no picture")})
    call = Call(sandbox.telegram, parameters, sandbox.journal.open(name, parameters))

    with contextlib.suppress(Refusal):
        assert json.dumps(methods.ALL[name.lower()](call))


@pytest.mark.parametrize(
    ("kind", "body"),
    [
        ("application/json", b"{"),
        ("application/json", b"[]"),
        ("application/json", b'{"chat_id": 1, "text": "\\ud800"}'),
        ("multipart/form-data; boundary=x", b"no part at all"),
        ("multipart/form-data", b"--x"),
        ("multipart/form-data; boundary=x", b'--x\r\nContent-Disposition: form-data; name="text"\r\n\r\nhalf'),
        ("application/x-www-form-urlencoded", b"text=%FF%FE&chat_id=%ED%A0%80"),
        ("text/plain", b"x"),
    ],
)
async def test_unreadable_bodies_are_refused(sandbox: Sandbox, kind: str, body: bytes) -> None:
    url = f"{sandbox.base_url}{sandbox.token}/sendMessage"
    async with (
        aiohttp.ClientSession() as session,
        session.post(url, data=body, headers={"Content-Type": kind}) as response,
    ):
        answer = await response.json()

    assert (response.status, answer["ok"]) == (400, False)
