"""The connection to Telegram: asks for updates, answers, sends the outbox; waits out dead networks and lost tokens."""

import asyncio
import contextlib
import logging
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from telegram.error import InvalidToken, TelegramError

from bot.boundaries import Clock, Draw
from bot.chat import adding, commands, menu
from bot.chat.adding import Adding
from bot.chat.administration import ACTS, Administration, Levers
from bot.chat.answers import Answers, no_picture
from bot.chat.channel import TelegramChannel
from bot.chat.conversation import Conversation
from bot.chat.delivery import Delivery
from bot.chat.following import Following
from bot.chat.forgetting import Forgetting
from bot.chat.membership import on_change, on_word
from bot.chat.muting import Muting
from bot.chat.pace import Pace
from bot.chat.preferences import Preferences
from bot.chat.probe import Journal
from bot.chat.record import Record
from bot.chat.remedying import Remedying
from bot.configuration.secrets import Secrets
from bot.entities.match import Matcher
from bot.errors import ConfigError, DeliveryError, Problem, StoreError, UnauthorisedError
from bot.feeds.health import Network
from bot.model import Feed, FeedId, Notice
from bot.settings import Settings
from bot.store import notices, outbox
from bot.store.database import Database
from bot.watch.vitals import Vitals

log = logging.getLogger(__name__)

FAREWELL = 2.0
"""Seconds that the end of asking for updates may take, and of answering them."""
WATCH = 60.0
"""Seconds between two questions whether Telegram still knows the token."""
RECHECK = 30.0
"""Seconds between two looks for a new token."""
BEFORE_ANSWERS = -1
"""The group of handlers that hear of an update besides the one that answers it."""


@dataclass(frozen=True, slots=True)
class Desk:
    """What talking needs. `secrets` reads them anew: a revoked token is replaced without a restart."""

    settings: Settings
    database: Database
    sources: Mapping[FeedId, Feed]
    clock: Clock
    matcher: Matcher
    secrets: Callable[[], Secrets]
    levers: Levers
    remedies: Remedying
    vitals: Vitals = field(default_factory=Vitals)
    draw: Draw = no_picture
    network: Network = field(default_factory=Network)

    def conversation(self) -> Conversation:
        """Return what answers users; the dictionaries it needs take a second to load."""
        answers = Answers(self.database, self.sources, self.settings.entities, self.clock, self.matcher, self.draw)
        record = Record(self.database, self.admins, self.clock)
        acts = Administration(
            self.database, self.sources, self.chats, record, self.clock, self.levers, self.remedies, self.network
        )
        feed_list = Adding(self.database, self.sources, record, self.clock, self.levers.propose, self.levers.renew)
        preferences = Preferences(self.database)
        parts = (
            Following(self.database, answers, preferences, self.clock),
            Muting(self.database, answers.finder, preferences, self.sources, self.settings.entities, self.clock),
            Forgetting(self.database),
        )
        return Conversation(
            answers,
            preferences,
            self.clock,
            acts=(acts, feed_list),
            admins=self.admins,
            vitals=self.vitals,
            parts=parts,
        )

    @property
    def admins(self) -> frozenset[int]:
        """Return who may command the bot, by Telegram's numbers."""
        return frozenset(self.settings.telegram.admins)

    @property
    def chats(self) -> Mapping[str, str]:
        """Return the chat of each channel."""
        return {channel.id: str(channel.chat) for channel in self.settings.channels}

    async def tell(self, notice: Notice) -> None:
        """Tell the operator of trouble, or of its end."""
        await self.database.write(notices.add, notice, now=self.clock())

    def delivery(self, channel: TelegramChannel) -> Delivery:
        """Return what sends the outbox."""
        rules = self.settings.telegram
        pace = Pace(between=rules.pace, grace=rules.grace)
        journal = Journal(str(rules.journal_chat), between=rules.pace)
        return Delivery(self.database, channel, self.clock, pace, journal, self.vitals)


async def deliver_once(desk: Desk) -> bool:
    """Send what waits in the outbox; tell whether all of it could be sent that is for channels."""
    await desk.database.write(outbox.resume_all)
    try:
        async with _telegram(desk, desk.settings.secrets.token, desk.conversation()) as application:
            await desk.delivery(TelegramChannel(application.bot)).drain()
    except UnauthorisedError as error:
        raise _unknown_token() from error
    except TelegramError as error:
        log.error("telegram.unreachable reason=%s", error)  # noqa: TRY400 - the posts wait in the outbox
    return not await desk.database.read(outbox.undelivered)


async def talk(desk: Desk, delivering: list[Delivery]) -> None:
    """Keep the connection to Telegram; `delivering` holds what sends the outbox now, to be woken.

    A dead network is waited out. A token that was good and is no longer stops everything without loss until there is
    another of the same bot.
    """
    await desk.database.write(outbox.resume_all)
    conversation = await asyncio.to_thread(desk.conversation)
    token, wait, was_good = desk.settings.secrets.token, 1.0, False
    while True:
        try:
            async with _telegram(desk, token, conversation) as application:
                was_good = True
                desk.vitals.mark("telegram")
                await desk.tell(Notice("token-over", "", "Telegram takes the bot's token again"))
                delivery = desk.delivery(TelegramChannel(application.bot))
                delivering[:] = [delivery]
                await _answer_and_deliver(application, delivery, desk)
        except UnauthorisedError as error:
            if not was_good:
                raise _unknown_token() from error
            line = (
                "Telegram no longer takes the bot's token; nothing is lost, posts wait. Get a new one for the same bot "
                "from BotFather and put it into .env or the file of TELEGRAM_BOT_TOKEN_FILE, or restart with it"
            )
            await desk.tell(Notice("token-refused", "", line))
            token = await _renewed(token, desk)
        except (TelegramError, StoreError) as error:
            log.warning("telegram.unreachable reason=%s again_in=%ds", error, wait)
            desk.vitals.wait("delivering", f"Telegram cannot be reached: {error}")
            await asyncio.sleep(wait)
            wait = min(wait * 2, 60.0)


@asynccontextmanager
async def _telegram(desk: Desk, token: str, conversation: Conversation) -> AsyncIterator[commands.App]:
    """Open the connection to Telegram, without polling it, for the bot whose posts these are."""
    application = commands.build(token, desk.settings.telegram.base_url, conversation)
    try:
        await application.initialize()
    except InvalidToken:  # its text holds the token
        raise UnauthorisedError("Telegram does not know this token") from None
    try:
        if other := await desk.database.write(outbox.adopt, application.bot.id):
            message = f"is of bot {application.bot.id}, but posts of bot {other} wait in the database; give its token"
            raise ConfigError([Problem("TELEGRAM_BOT_TOKEN", "", message)])
        yield application
    finally:
        await application.shutdown()


def _unknown_token() -> ConfigError:
    return ConfigError([Problem("TELEGRAM_BOT_TOKEN", "", "Telegram does not know this token")])


async def _renewed(token: str, desk: Desk) -> str:
    """Return another token of the same bot once there is one."""
    while True:
        desk.vitals.wait("delivering", "Telegram does not take the bot's token")
        await asyncio.sleep(RECHECK)
        with contextlib.suppress(ConfigError):  # a file half written
            new = desk.secrets().token
            if new == token or not new:
                continue
            if new.partition(":")[0] == token.partition(":")[0]:
                return new
            log.warning("telegram.token_of_another_bot expected=%s", token.partition(":")[0])


async def _answer_and_deliver(application: commands.App, delivery: Delivery, desk: Desk) -> None:
    """Poll, answer and deliver until something ends it, which is raised."""
    assert application.updater is not None  # noqa: S101 - built with one
    application.add_handlers({BEFORE_ANSWERS: [on_change(delivery.resume, delivery.leave), on_word(delivery.resume)]})
    await application.start()
    await application.updater.start_polling(
        bootstrap_retries=-1, allowed_updates=commands.UPDATES, error_callback=commands.polling_error
    )
    announcing = asyncio.create_task(
        menu.announce(application.bot, sorted(desk.admins), (*ACTS, *adding.ACTS)), name="menu"
    )
    log.info("telegram.ready bot=@%s", application.bot.username)
    if not application.bot.supports_inline_queries:
        log.info("telegram.no_inline_mode: /setinline in BotFather lets people search from any chat")
    tasks = [
        asyncio.create_task(delivery.run(), name="delivery"),
        asyncio.create_task(_watch_token(TelegramChannel(application.bot), desk.vitals), name="token"),
    ]
    try:
        done, _ = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
        for task in done:
            task.result()
    finally:
        for task in (announcing, *tasks):
            task.cancel()
        await asyncio.gather(announcing, *tasks, return_exceptions=True)
        await _goodbye(application)


async def _watch_token(channel: TelegramChannel, vitals: Vitals) -> None:
    """Raise UnauthorisedError when Telegram takes the token no more: polling would end without a word."""
    while True:
        await asyncio.sleep(WATCH)
        try:
            await channel.check()
        except UnauthorisedError:
            raise
        except DeliveryError as error:
            log.info("telegram.unanswered reason=%s", error)
        else:
            vitals.mark("telegram")


async def _goodbye(application: commands.App) -> None:
    """Stop asking for updates, then answering them. Either counts as stopped also if Telegram does not let it end."""
    parts = [application.updater, application]
    for part in parts:
        if part is not None and part.running:
            with contextlib.suppress(TimeoutError, TelegramError):
                await asyncio.wait_for(part.stop(), FAREWELL)
