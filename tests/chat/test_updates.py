"""Updates that are odd, come twice, or do not come for a while."""

import asyncio
from typing import Any

import pytest

from bot.chat.updates import Once, UpdatesRequest
from sandbox.faults import Fault
from tests.chat.talk import Talk

ODD: list[dict[str, Any]] = [
    {"message_id": 1},
    {"message_id": "x", "date": "yesterday", "chat": 7},
    {"message_id": 2, "date": 1, "chat": {"id": 1, "type": "private"}, "entities": [{"type": "bold"}]},
    {"message_id": 3, "date": 1, "chat": {"id": 1, "type": "moon"}, "from": None, "text": "hello"},
    {},
]


async def test_updates_that_make_no_sense_are_passed_over_and_the_next_is_answered(talk: Talk) -> None:
    for kind in ("message", "callback_query", "my_chat_member", "message_from_the_future"):
        for payload in ODD:
            talk.sandbox.inject(kind, payload)

    assert "What you can ask" in await talk.said("/help")
    offsets = [entry.params.get("offset") for entry in talk.sandbox.journal.calls("getUpdates")]
    assert len(offsets) < 30, "the same updates were asked for again and again"


def test_an_update_that_comes_twice_is_taken_once() -> None:
    once = Once()

    assert [once.is_new(number) for number in (5, 6, 5, 6, 7)] == [True, True, False, False, True]
    assert all(once.is_new(number) for number in range(100, 3000))


async def test_a_message_delivered_twice_is_answered_once(talk: Talk) -> None:
    answers = len((await talk.ask("/help"), talk.messages)[1])
    talk.sandbox.arm(Fault("truncated", method="getUpdates", when="after"))

    talk.sandbox.say("/latest")
    await talk.sandbox.until(lambda: len(talk.messages) == answers + 2, 15)
    await asyncio.sleep(0.2)

    assert len(talk.messages) == answers + 2


@pytest.mark.parametrize(
    "payload", [b'{"ok":true,"result":[7,"x",null,{"update_id":"y"}]}', b'{"ok":true,"result":{}}']
)
def test_no_answer_of_a_server_breaks_the_reading_of_updates(payload: bytes) -> None:
    assert UpdatesRequest.parse_json_payload(payload)["ok"] is True


async def test_two_minutes_of_bad_gateways_are_outlived(talk: Talk, monkeypatch: pytest.MonkeyPatch) -> None:
    real = asyncio.sleep
    waited = 0.0

    async def fast(seconds: float, result: object = None) -> object:
        nonlocal waited
        waited += seconds if seconds >= 0.5 else 0
        return await real(min(seconds, 0.01), result)

    monkeypatch.setattr("telegram.ext._utils.networkloop.asyncio.sleep", fast)
    talk.sandbox.arm(Fault("502", method="getUpdates", times=12))

    talk.sandbox.say("/help")
    await talk.sandbox.until(lambda: len(talk.messages) == 2, 20)

    assert waited > 120
