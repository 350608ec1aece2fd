"""The sandbox in a process of its own, and what it keeps."""

import asyncio
import signal
import sys
from pathlib import Path

import aiohttp
import pytest

from sandbox import Sandbox
from sandbox.limits import UNLIMITED
from tests.sandbox.conftest import make_bot
from tests.sandbox.test_sending import picture


async def test_a_state_file_brings_everything_back(tmp_path: Path) -> None:
    state = tmp_path / "world.json"
    async with Sandbox(state=state, pace=UNLIMITED) as sandbox, make_bot(sandbox) as bot:
        sandbox.say("/start")
        await bot.send_photo(sandbox.channel.id, picture(), caption="<b>a</b>", parse_mode="HTML")
        sandbox.set_bot(sandbox.channel, "administrator", {"can_post_messages"})
        before = sandbox.world

    async with Sandbox(state=state, pace=UNLIMITED) as again, make_bot(again) as bot:
        (photo,) = again.messages()
        updates = await bot.get_updates()
        after = await bot.send_message(again.channel.id, "next")

    assert again.world.files == before.files
    assert (photo.text, photo.entities[0]["type"]) == ("a", "bold")
    assert len(updates) == 2
    assert after.message_id == photo.id + 1


async def test_the_state_is_written_while_it_runs(tmp_path: Path) -> None:
    state = tmp_path / "world.json"
    async with Sandbox(state=state) as sandbox:
        sandbox.say("/start")
        await sandbox.until(state.exists)

        assert "/start" in state.read_text("utf-8")


async def test_a_file_that_holds_something_else_is_no_state(tmp_path: Path) -> None:
    wrong = tmp_path / "notes.json"
    wrong.write_text('{"shopping": []}', "utf-8")
    command = [sys.executable, "-m", "sandbox", "--port", "0", "--state", str(wrong)]
    process = await asyncio.create_subprocess_exec(*command, stderr=asyncio.subprocess.PIPE)

    _, said = await process.communicate()

    assert process.returncode == 2
    assert said.decode().splitlines()[-1].endswith("notes.json is no state file of a sandbox")


@pytest.mark.parametrize("name", [signal.SIGINT, signal.SIGTERM], ids=lambda name: name.name)
async def test_alone_it_says_where_it_is_and_ends_when_asked(tmp_path: Path, name: signal.Signals) -> None:
    command = [sys.executable, "-m", "sandbox", "--port", "0", "--state", str(tmp_path / "world.json")]
    process = await asyncio.create_subprocess_exec(*command, stdout=asyncio.subprocess.PIPE)
    assert process.stdout is not None
    page = (await process.stdout.readline()).decode().split()[0]
    assert b"channel -100" in await process.stdout.readline()

    async with aiohttp.ClientSession() as session:
        async with session.post(f"{page}sandbox/api/say", json={"text": "/start"}) as said:
            assert (await said.json())["text"] == "/start"
        async with session.get(f"{page}sandbox/api/state") as state:
            assert (await state.json())["private"]["is_started"] is True

    process.send_signal(name)
    assert await asyncio.wait_for(process.wait(), 3) == 0
    assert (tmp_path / "world.json").exists()
