"""Telegram goes away, or answers nonsense, while the bot asks for updates: it lives, and answers afterwards."""

import pytest

from sandbox.faults import Fault
from tests.delivery.conftest import Office
from tests.delivery.test_account import Vault, serving


async def answered(office: Office) -> None:
    private = office.sandbox.private_chat()
    before = len(office.posts(private))
    office.sandbox.say("/search rain")
    await office.sandbox.until(lambda: len(office.posts(private)) == before + 2, 20)


@pytest.mark.parametrize(
    "fault",
    [
        Fault("502", method="getUpdates", times=2),
        Fault("truncated", method="getUpdates", times=2),
        Fault("reset", method="getUpdates", times=2),
        Fault("429", method="getUpdates", seconds=1),
        Fault("refusal", method="getUpdates", code=409, description="Conflict: terminated by other getUpdates request"),
    ],
    ids=lambda fault: f"{fault.kind} {fault.code}",
)
async def test_a_search_is_answered_after_polling_met(
    office: Office, fault: Fault, monkeypatch: pytest.MonkeyPatch
) -> None:
    office.sandbox.arm(Fault(**vars(fault)))
    async with serving(office, Vault(office.sandbox.token), monkeypatch):
        await answered(office)

    assert f"{fault.kind} before" in {entry.fault for entry in office.sandbox.journal.calls("getUpdates")}


async def test_a_bot_that_starts_into_a_dead_network_answers_once_it_is_back(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    office.sandbox.arm(Fault("reset", method="getMe", times=2))
    async with serving(office, Vault(office.sandbox.token), monkeypatch):
        await answered(office)
