"""People who talk to the bot, over real HTTP against the sandbox, and an archive it answers from."""

import asyncio
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from bot.boundaries import Draw
from bot.chat import commands
from bot.chat.answers import Answers, no_picture
from bot.chat.conversation import Conversation
from bot.chat.following import Following
from bot.chat.forgetting import Forgetting
from bot.chat.muting import Muting
from bot.chat.patience import Allowance, Patience
from bot.chat.preferences import Preferences
from bot.entities.match import Matcher
from bot.model import Entity, EntityId, Feed, Item, ItemId, Mention, StoryId
from bot.pipeline.understand import Mind, understand
from bot.search.document import IndexDocument
from bot.store import items, search_sqlite, search_upkeep, stories, upkeep
from bot.store.archive import Archive
from bot.store.database import Database
from bot.store.schema import item
from bot.stories.cluster import Clusterer
from sandbox import Sandbox
from sandbox.limits import Pace
from sandbox.world import Chat, Message, User
from tests.builders import NOW, make_feed, make_item
from tests.sandbox.aiogram_judge import problems
from tests.telegram_parser import bare

PUTIN = Entity(EntityId("putin"), "Vladimir Putin", weak={"*": ("Putin",), "ru": ("Путин",)})
ASSAD = Entity(EntityId("assad"), "Bashar al-Assad", weak={"*": ("Assad",), "ru": ("Асад",)})
HIM = ("Putin", "Путин", "Путін", "بوتين")
FEED = make_feed()


@dataclass(slots=True)
class Talk:
    """A user, a bot and an archive."""

    sandbox: Sandbox
    database: Database
    archive: Archive
    mind: Mind
    app: commands.App

    async def know(self, *titles: str) -> list[Item]:
        """Let the archive hold items with these titles, the first the newest."""
        known = []
        for number, title in enumerate(titles):
            published = NOW - timedelta(minutes=number)
            one = make_item(
                number=int(published.timestamp() * 1000),
                link=f"http://feeds.example/a/{number}",
                title=title,
                summary=f"{title}, said a passer-by.",
                published=published,
            )
            await self.archive.load([one])
            known.append(one)
        while await understand(self.mind, encode=no_encoder, archive=self.archive):
            pass
        return known

    async def tell(self, *reports: Item, copies: Mapping[ItemId, ItemId] | None = None) -> StoryId:
        """Let the archive hold a story with these reports, the first its founder; titles with his name name him."""

        def store(conn: sa.Connection) -> None:
            items.add(conn, reports)
            named = Mention(PUTIN.id, "title", 0, 5, "Putin", "Putin", 1.0)
            about = {one.id for one in reports if any(name in one.title for name in HIM)}
            for number in about:
                items.mentions(conn, number, [named])
            where = (conn.scalar(sa.select(item.c.story).where(item.c.id == reports[0].id))) or reports[0].id
            stories.assign(conn, {one.id: (StoryId(where), (copies or {}).get(one.id)) for one in reports})
            conn.execute(sa.update(item).values(understood=True))
            search_sqlite.index(conn, [_document(one, named=one.id in about) for one in reports])

        await self.database.write(store)
        return StoryId(int(reports[0].id))

    async def let_go(self, now: datetime) -> None:
        """Let upkeep let go of what is past its time."""
        await self.database.write(lambda conn: conn.execute(sa.update(item).values(understood=True)))
        ages = upkeep.Keeping(timedelta(days=30), timedelta(days=365), timedelta(days=1095), disk=10**10)
        await upkeep.keep_up(self.database, ages, search_upkeep.documents_of({}), now=now)

    async def offered(self, typed: str, *, user: User | None = None, offset: str = "") -> dict[str, Any]:
        """Type behind the bot's name and return what it offers."""
        return await self.sandbox.answered(self.sandbox.inline(typed, user=user, offset=offset))

    async def ask(self, text: str, *, user: User | None = None, chat: Chat | None = None, **where: Any) -> Message:
        """Say something and wait for the bot's next message in the same chat."""
        place = chat or self.sandbox.private_chat(user)
        before = len(self.sandbox.messages(place))
        self.sandbox.say(text, user=user, chat=chat, **where)
        return await self.next_message(before + 1, place)

    async def said(self, text: str, *, user: User | None = None, chat: Chat | None = None, **where: Any) -> str:
        """Say something and return the words of the answer."""
        return bare((await self.ask(text, user=user, chat=chat, **where)).text)

    async def next_message(self, before: int, chat: Chat | None = None) -> Message:
        place = chat or self.sandbox.private_chat()
        for _ in range(300):
            if len(self.sandbox.messages(place)) > before:
                return self.sandbox.messages(place)[-1]
            await asyncio.sleep(0.02)
        pytest.fail("the bot said nothing")

    async def silent(self, *says: Callable[[], object], chat: Chat | None = None) -> None:
        """Check that the bot says nothing to any of these, by what it answers afterwards."""
        for say in says:
            say()
        place = chat or self.sandbox.private_chat()
        marker = self.sandbox.add_user("Marker")
        await self.ask("/help", user=marker)
        sender = self.sandbox.world.bot.id
        assert [message.text for message in self.sandbox.messages(place) if message.sender == sender] == []

    async def press(self, message: Message, button: str, user: User | None = None) -> dict[str, Any]:
        """Press a button and return what was answered."""
        return await self.sandbox.answered(self.sandbox.press(message, button, user=user))

    async def forge(self, message: Message, data: str) -> dict[str, Any]:
        """Press a button that is not there, as only a forger can, and return what was answered."""
        message.markup = {"inline_keyboard": [[{"text": "forged", "callback_data": data}]]}
        return await self.press(message, "forged")

    async def changed(self, message: Message, before: str) -> str:
        """Wait until a message says something else and return what."""
        await self.sandbox.until(lambda: message.text != before)
        return bare(message.text)

    @property
    def messages(self) -> list[Message]:
        return self.sandbox.messages(self.sandbox.private_chat())


def _document(one: Item, *, named: bool) -> IndexDocument:
    return IndexDocument(one.id, one.feed, one.title, one.summary, one.language, entities=(PUTIN.id,) if named else ())


async def no_encoder(texts: object) -> None:  # noqa: ARG001 - an Encode
    return None


@asynccontextmanager
async def talking(
    folder: Path,
    *,
    allowance: Allowance | None = None,
    entities: Sequence[Entity] = (PUTIN, ASSAD),
    outlets: Sequence[Feed] = (FEED,),
    draw: Draw = no_picture,
    **more: Any,
) -> AsyncIterator[Talk]:
    """Run a bot that answers; `more` goes to its Conversation. Questions are without limit unless one is given."""
    async with Sandbox(pace=Pace()) as sandbox, Database(f"sqlite:///{folder / 'n.db'}") as database:
        feeds = {feed.id: feed for feed in outlets}
        archive = Archive(database, feeds)
        await archive.register(now=NOW)
        answers, preferences = Answers(database, feeds, entities, lambda: NOW, draw=draw), Preferences(database)
        conversation = Conversation(
            answers,
            preferences,
            lambda: datetime.now(UTC),
            Patience(allowance or Allowance(questions=10_000)),
            parts=(
                Following(database, answers, preferences, lambda: NOW),
                Muting(database, answers.finder, preferences, feeds, entities, lambda: NOW),
                Forgetting(database),
            ),
            **more,
        )
        application = commands.build(sandbox.token, sandbox.base_url, conversation)
        assert application.updater is not None
        async with application:
            await application.start()
            await application.updater.start_polling(allowed_updates=commands.UPDATES)
            mind = Mind(Matcher(entities), Clusterer(), feeds, latest=NOW - timedelta(days=9))
            yield Talk(sandbox, database, archive, mind, application)
            if application.updater.running:
                await application.updater.stop()
            if application.running:
                await application.stop()
        asked = [entry for entry in sandbox.journal if entry.method != "getUpdates"]  # tests may inject odd updates
        assert problems(asked) == []
