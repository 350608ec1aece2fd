"""Changed settings are taken up while the service runs; wrong ones change nothing."""

import asyncio
import json
import signal
from asyncio.subprocess import Process
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime

import aiohttp

from sandbox.faults import Fault
from sandbox.world import User
from tests.end_to_end.conftest import Home, Outlets, saying, until

TOPIC = {"harbour": "Macron inspects the harbour of Brest", "market": "Merkel opens the fish market of Rostock"}


def rss(title: str) -> bytes:
    when = datetime.now(UTC).strftime("%a, %d %b %Y %H:%M:%S +0000")
    entry = f"<item><guid>{title}</guid><link>http://o.example/{len(title)}</link><title>{title}</title><pubDate>{when}</pubDate></item>"
    return f"<rss version='2.0'><channel><title>O</title><language>en</language>{entry}</channel></rss>".encode()


def local(home: Home, name: str, text: str) -> None:
    folder = home.config / "local"
    folder.mkdir(exist_ok=True, parents=True)
    (folder / f"{name}.toml").write_text(text)


def tracked(*names: str) -> str:
    return "".join(f'[[entity]]\nid = "{name.lower()}"\nname = "X {name}"\nstrong.en = ["{name}"]\n' for name in names)


class Bot:
    """A running bot and what it says on standard error."""

    def __init__(self, process: Process) -> None:
        self.process = process
        self.log = ""
        self._reading = asyncio.create_task(self._read())

    async def _read(self) -> None:
        assert self.process.stderr is not None
        while line := await self.process.stderr.readline():
            self.log += line.decode()

    async def says(self, words: str, times: int = 1) -> None:
        await until(lambda: self.log.count(words) >= times)

    async def ends(self, by: signal.Signals = signal.SIGINT) -> int | None:
        self.process.send_signal(by)
        await asyncio.wait_for(self.process.wait(), 15)
        await self._reading
        self.process._transport.close()  # type: ignore[attr-defined] # its other pipes
        return self.process.returncode


@asynccontextmanager
async def serving(home: Home) -> AsyncIterator[Bot]:
    bot = Bot(await home.start("run", "--live"))
    try:
        await bot.says("telegram.ready")
        yield bot
    finally:
        if bot.process.returncode is None:
            assert await bot.ends() == 0
    assert "Traceback" not in bot.log


async def test_a_hangup_signal_puts_new_feeds_and_entities_into_force_and_a_wrong_file_changes_nothing(
    home: Home,
) -> None:
    async with Outlets({name: saying(rss(title)) for name, title in TOPIC.items()}) as outlets:
        home.feeds = {"harbour": outlets.url("harbour")}
        local(home, "entities", tracked("Macron"))
        async with serving(home) as bot:
            await until(lambda: any("harbour of Brest" in post for post in home.posts()))

            local(home, "entities", "[[entity]\n")
            bot.process.send_signal(signal.SIGHUP)
            await bot.says("service.not_reloaded")
            assert bot.process.returncode is None

            local(home, "entities", tracked("Macron", "Merkel"))
            local(home, "feeds", f'[[feed]]\nid = "market"\ntitle = "M"\nurl = {json.dumps(outlets.url("market"))}\n')
            assert "service.reloaded" not in bot.log
            bot.process.send_signal(signal.SIGHUP)
            await bot.says("service.reloaded")
            await until(lambda: any("market of Rostock" in post for post in home.posts()))

    assert sum("harbour of Brest" in post for post in home.posts()) == 1


async def test_the_demo_says_which_feeds_it_does_not_read_and_that_settings_are_taken_up(home: Home) -> None:
    home.feeds = {"catalogue": "http://127.0.0.1:9/rss"}
    local(home, "feeds", '[[feed]]\nid = "mine"\ntitle = "M"\nurl = "http://127.0.0.1:9/m"\n')
    process = await home.start("run", secrets=False)
    assert process.stdout is not None
    told = ""
    while "Ctrl-C" not in told:
        told += (await asyncio.wait_for(process.stdout.readline(), 60)).decode()
    bot = Bot(process)

    assert "Your own feeds (mine) are not read here" in told
    bot.process.send_signal(signal.SIGHUP)
    await bot.says("service.reloaded")

    assert await bot.ends() == 0


async def test_what_is_known_of_the_network_outlives_a_reload(home: Home, unused_tcp_port: int) -> None:
    home.feeds = {f"f{n}": f"http://127.1.9.{n + 1}:9/feed" for n in range(8)}  # nobody listens there
    home.listen = f"127.0.0.1:{unused_tcp_port}"

    async def collecting() -> str:
        async with aiohttp.ClientSession() as session, session.get(f"http://{home.listen}/readyz") as answer:
            return str((await answer.json())["stages"]["collecting"])

    async with serving(home) as bot:
        await bot.says("kind=network-down")
        assert "network" in await collecting()

        local(home, "entities", tracked("Macron"))
        bot.process.send_signal(signal.SIGHUP)
        await bot.says("telegram.ready", 2)
        assert "network" in await collecting()


async def test_settings_are_taken_up_while_telegram_answers_nothing(home: Home) -> None:
    async with serving(home) as bot:
        home.sandbox.arm(Fault("hang", seconds=60, times=1000))
        local(home, "entities", tracked("Macron"))

        bot.process.send_signal(signal.SIGHUP)
        await bot.says("entities=5")

        home.sandbox.faults.disarm()
        await bot.says("telegram.ready", 2)


async def test_an_administrator_reloads_from_telegram_and_is_answered_once(home: Home) -> None:
    admin: User = home.sandbox.add_user("Admin")
    local(home, "settings", f"[telegram]\nadmins = [{admin.id}]\n")
    chat = home.sandbox.private_chat(admin)

    def answers(words: str) -> int:
        return sum(
            words in message.text
            for message in home.sandbox.messages(chat)
            if message.sender == home.sandbox.world.bot.id
        )

    async with serving(home) as bot:
        local(home, "entities", tracked("Macron"))
        home.sandbox.say("/reload", user=admin)
        await bot.says("telegram.ready", times=2)
        assert answers("are taken up") == 1

        home.sandbox.say("/entities", user=admin)
        await until(lambda: answers("X Macron"))
        local(home, "entities", "[[entity]]\nid = 'x'\n")
        home.sandbox.say("/reload", user=admin)
        await until(lambda: answers("Nothing was changed"))
        await asyncio.sleep(0.5)

    assert (answers("are taken up"), answers("Nothing was changed")) == (1, 1)


async def test_settings_that_prove_wrong_in_use_give_way_to_those_before(home: Home) -> None:
    async with serving(home) as bot:
        local(home, "settings", f'[telegram]\nbase_url = "{home.sandbox.base_url}0"\n')
        bot.process.send_signal(signal.SIGHUP)
        await bot.says("service.not_reloaded")
        await bot.says("telegram.ready", times=2)

    assert bot.process.returncode == 0


async def test_a_second_instance_stands_by_and_takes_over_when_the_first_ends(home: Home) -> None:
    async with serving(home) as first:
        second = Bot(await home.start("run", "--live"))
        await second.says("service.stands_by")
        await asyncio.sleep(1)
        assert "service.runs" not in second.log

        await first.ends(signal.SIGKILL)
        await second.says("telegram.ready")

    assert await second.ends(signal.SIGTERM) == 0


async def test_who_stands_by_can_be_stopped(home: Home) -> None:
    async with serving(home):
        second = Bot(await home.start("run", "--live"))
        await second.says("service.stands_by")

        assert await second.ends(signal.SIGTERM) == 0
