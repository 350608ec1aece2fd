"""The bot's own account: a token that is revoked, replaced, or used by another program. No chat is paused for it."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace

import pytest

from bot import talking
from bot.app import no_reload, renew_nothing
from bot.chat import commands
from bot.chat.administration import Levers
from bot.chat.channel import TelegramChannel
from bot.configuration.secrets import Secrets
from bot.entities.match import Matcher
from bot.errors import ConfigError, UnauthorisedError
from bot.settings import Archive, Poll, Settings, Telegram, Understanding
from bot.store import outbox
from bot.talking import Desk, deliver_once, talk
from sandbox.faults import Fault
from tests.chat.proposals import nothing_there
from tests.chat.remedies import FakeRemedies
from tests.delivery.conftest import TIMEOUT, Office
from tests.delivery.haste import now


class Vault:
    """Where the operator keeps the token."""

    def __init__(self, token: str) -> None:
        self.token = token

    def __call__(self) -> Secrets:
        return Secrets(token=self.token)


def desk(office: Office, vault: Vault) -> Desk:
    settings = Settings(
        archive=Archive(),
        poll=Poll(),
        telegram=Telegram(base_url=office.sandbox.base_url),
        understanding=Understanding(),
        channels=(),
        feeds=(),
        entities=(),
        secrets=vault(),
    )
    return Desk(
        settings,
        office.database,
        {},
        now,
        Matcher([]),
        vault,
        Levers(nothing_to_tell, no_reload, nothing_there, renew_nothing),
        FakeRemedies(),
    )


async def nothing_to_tell(_: str) -> int:
    return 0


@asynccontextmanager
async def serving(office: Office, vault: Vault, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[None]:
    """Let the bot talk to Telegram as the service does, looking for a new token often."""
    monkeypatch.setattr(talking, "RECHECK", 0.05)
    monkeypatch.setattr(talking, "WATCH", 0.2)
    task = asyncio.create_task(talk(desk(office, vault), []))
    try:
        yield
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)


async def test_a_revoked_token_stops_the_delivery_with_everything_kept(office: Office) -> None:
    other = office.sandbox.add_chat("channel", "Other")
    await office.queue("A", "B")
    await office.queue("C", chat=other)
    async with commands.bot(office.sandbox.token, office.sandbox.base_url) as bot:
        office.sandbox.replace_token()
        with pytest.raises(UnauthorisedError):
            await office.delivery(TelegramChannel(bot, TIMEOUT)).run()

    assert await office.database.read(outbox.states) == {"pending": 3}
    assert await office.database.read(outbox.paused, office.chat) == ""


async def test_a_new_token_of_the_same_bot_is_taken_up_without_a_restart_and_nothing_is_lost(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    vault = Vault(office.sandbox.token)
    async with serving(office, vault, monkeypatch):
        await office.queue("A")
        await office.settled(sent=1)
        new = office.sandbox.replace_token()
        await office.queue("B", "C", key="later")
        await office.sandbox.until(lambda: office.told)
        assert await office.database.read(outbox.states) == {"sent": 1, "pending": 2}
        vault.token = new
        await office.sandbox.until(lambda: len(office.posts()) == 2)  # the third follows at the channel's pace

    assert office.posts() == ["A", "B"]
    assert len(office.told) == 1
    assert "no longer takes the bot's token" in office.told[0]


async def test_a_token_that_is_revoked_while_nothing_is_posted_is_noticed_too(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with serving(office, Vault(office.sandbox.token), monkeypatch):
        await office.sandbox.until(lambda: office.sandbox.journal.calls("getUpdates"))
        office.sandbox.replace_token()
        await office.sandbox.until(lambda: office.told)


async def test_a_token_of_another_bot_is_not_taken_up(
    office: Office, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    vault = Vault(office.sandbox.token)
    async with serving(office, vault, monkeypatch):
        await office.sandbox.until(lambda: office.sandbox.journal.calls("getUpdates"))
        office.sandbox.replace_token()
        await office.sandbox.until(lambda: office.told)
        vault.token = "4711:ANOTHER-BOTS-TOKEN-ANOTHER-BOTS-TOK"
        await office.sandbox.until(lambda: "token_of_another_bot" in caplog.text)

    assert vault.token not in caplog.text


async def test_a_start_with_another_bots_token_is_refused_while_posts_wait(office: Office) -> None:
    await office.database.write(outbox.adopt, 4711)
    await office.queue("A")

    with pytest.raises(ConfigError, match="posts of bot 4711 wait"):
        await deliver_once(desk(office, Vault(office.sandbox.token)))

    assert office.posts() == []


async def test_another_bot_takes_over_where_nothing_waits(office: Office) -> None:
    await office.database.write(outbox.adopt, 4711)

    assert await deliver_once(desk(office, Vault(office.sandbox.token)))


@pytest.mark.parametrize(
    ("code", "text"), [(404, "Not Found"), (409, "Conflict: terminated by other getUpdates request")]
)
async def test_an_answer_that_shows_another_program_at_work_is_told_once_and_nothing_is_paused(
    office: Office, code: int, text: str
) -> None:
    office.sandbox.arm(Fault("refusal", method="sendMessage", code=code, description=text, times=3))
    await office.queue("A")

    async with office.delivering():
        await office.settled(sent=1)

    assert len(office.told) == 1
    assert "another program holds this token; revoke it with BotFather if it is not yours" in office.told[0]
    assert office.posts() == ["A"]


async def test_a_foreign_webhook_is_told_and_posts_go_on(
    office: Office, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    async with serving(office, Vault(office.sandbox.token), monkeypatch):
        await office.sandbox.until(lambda: office.sandbox.journal.calls("getUpdates"))
        office.sandbox.world.webhook = "https://elsewhere.example/hook"
        office.sandbox.say("wake up")  # ends the poll that is under way
        await office.sandbox.until(lambda: "another program holds this token" in caplog.text)
        await office.queue("A")
        await office.settled(sent=1)


async def test_a_restart_gives_a_paused_chat_another_chance(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    office.sandbox.set_bot(office.sandbox.channel, "kicked")
    await office.queue("A")
    async with office.delivering():
        await office.sandbox.until(lambda: office.told)
    office.sandbox.set_bot(office.sandbox.channel, "administrator", {"can_post_messages"})
    office.sandbox.world.pending.clear()  # the bot did not hear of it

    async with serving(office, Vault(office.sandbox.token), monkeypatch):
        await office.settled(sent=1)


async def test_grace_and_journal_come_from_the_settings(office: Office) -> None:
    made = desk(office, Vault(office.sandbox.token))
    rules = made.settings.telegram.model_copy(update={"journal_chat": -100123})
    delivery = replace(made, settings=replace(made.settings, telegram=rules)).delivery(None)  # type: ignore[arg-type]

    assert delivery._probe._journal.chat == "-100123"
