"""A feed is added in Telegram to a running bot, read at once, confirmed on the console, and removed."""

import asyncio

from aiohttp import web

from sandbox.world import Message
from tests.end_to_end.conftest import Home, Outlets, saying, until
from tests.end_to_end.test_reload import TOPIC, local, rss, serving, tracked


async def never(_: web.Request) -> web.StreamResponse:
    await asyncio.sleep(600)
    raise AssertionError


class Admin:
    """An administrator in his chat with the bot."""

    def __init__(self, home: Home) -> None:
        self.sandbox = home.sandbox
        self.user = home.sandbox.add_user("Admin")
        local(home, "settings", f"[telegram]\nadmins = [{self.user.id}]\n")

    def answers(self) -> list[Message]:
        messages = self.sandbox.messages(self.sandbox.private_chat(self.user))
        return [one for one in messages if one.sender == self.sandbox.world.bot.id]

    async def ask(self, text: str) -> Message:
        """Say something and return the answer."""
        before = len(self.answers())
        self.sandbox.say(text, user=self.user)
        await until(lambda: len(self.answers()) > before)
        return self.answers()[-1]

    async def press(self, message: Message, button: str) -> str:
        """Press a button and return what the message says then."""
        before = message.text
        self.sandbox.press(message, button, user=self.user)
        await until(lambda: message.text != before)
        return message.text


async def test_a_feed_added_in_telegram_is_read_at_once_confirmed_on_the_console_and_removed(home: Home) -> None:
    admin = Admin(home)
    local(home, "entities", tracked("Macron", "Merkel"))
    async with Outlets({name: saying(rss(title)) for name, title in TOPIC.items()}) as outlets:
        home.feeds = {"harbour": outlets.url("harbour")}
        async with serving(home) as bot:
            await until(lambda: any("harbour of Brest" in post for post in home.posts()))

            shown = await admin.ask(f"/addfeed {outlets.url('market')} market")
            assert "Merkel" in shown.text
            assert "feeds confirm market" in await admin.press(shown, "Add")
            await until(lambda: any("market of Rostock" in post for post in home.posts()))
            assert sum("harbour of Brest" in post for post in home.posts()) == 1

            assert "raises no alert" in (await home.do("feeds", "list")).out
            done = await home.do("feeds", "confirm", "market", "nothing")
            assert (done.code, "market is confirmed" in done.out, "nothing: no feed" in done.err) == (1, True, True)
            assert "raises no alert" not in (await home.do("feeds", "list")).out

            await admin.press(await admin.ask("/removefeed market"), "Remove")
            await bot.says("telegram.ready", times=3)
            assert "I read no outlet called" in (await admin.ask("/source market")).text
            assert "market of Rostock" in (await admin.ask("/search rostock")).text


async def test_private_networks_and_known_feeds_are_refused_and_a_slow_address_stops_no_other_feed(home: Home) -> None:
    admin = Admin(home)
    local(home, "entities", tracked("Macron"))
    async with Outlets({"harbour": saying(rss(TOPIC["harbour"])), "slow": never}) as outlets:
        home.feeds = {"harbour": outlets.url("harbour")}
        async with serving(home):
            assert "cannot be added" in (await admin.ask("/addfeed http://10.1.2.3/rss")).text
            assert "read already" in (await admin.ask(f"/addfeed {outlets.url('harbour')}/")).text

            home.sandbox.say(f"/addfeed {outlets.url('slow')}", user=admin.user)
            await until(lambda: any("harbour of Brest" in post for post in home.posts()))
            home.sandbox.say("/latest")
            own = home.sandbox.private_chat()
            await until(lambda: any("harbour of Brest" in one.text for one in home.sandbox.messages(own)))
