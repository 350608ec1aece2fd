"""Mistakes an operator can foreseeably make end with a line that says what to do, never with a traceback."""

import subprocess
import sys
from pathlib import Path

import pytest

from tests.end_to_end.conftest import ROOT, Home

WRONG = "7000000001:NOBODYS-TOKEN-NOBODYS-TOKEN-NOBODYS"


async def test_a_token_telegram_does_not_know_stops_the_start(home: Home) -> None:
    home.token = WRONG

    done = await home.do("run", "--live")

    assert done.code == 2
    assert "TELEGRAM_BOT_TOKEN: Telegram does not know this token" in done.err
    assert WRONG not in done.out + done.err
    assert "Traceback" not in done.err


async def test_check_names_a_wrong_token_without_showing_it(home: Home) -> None:
    home.token = WRONG

    done = await home.do("check")

    assert done.code == 2
    assert "TELEGRAM_BOT_TOKEN: Telegram does not know this token" in done.err
    assert WRONG not in done.out + done.err


async def test_a_channel_the_bot_may_not_post_to_is_found_by_check(home: Home) -> None:
    home.sandbox.set_bot(home.sandbox.channel, "left")

    done = await home.do("check")

    assert done.code == 2
    assert str(home.sandbox.channel.id) in done.err
    assert "Traceback" not in done.err


async def test_a_refused_channel_keeps_the_service_running_and_its_posts_waiting(home: Home) -> None:
    await home.do("load", given='{"id": "1", "title": "Putin speaks in Tula", "lang": "en", "published": "2099-01-01"}')
    home.sandbox.set_bot(home.sandbox.channel, "kicked")

    async with home.running("run", "--live") as bot:
        await home.sandbox.until(home.sandbox.journal.refusals, 60)
        assert bot.returncode is None

    assert home.posts() == []


async def test_once_says_in_a_line_that_telegram_does_not_answer_and_keeps_the_posts(home: Home) -> None:
    await home.do("load", given='{"id": "1", "title": "Putin speaks in Tula", "lang": "en", "published": "2099-01-01"}')
    home.base_url = "http://127.0.0.1:9/bot"

    done = await home.do("once")

    assert done.code == 1
    assert "telegram.unreachable" in done.err
    assert "Traceback" not in done.err


@pytest.mark.parametrize("fault", ["setting", "database", "network"])
async def test_nothing_a_failing_run_writes_holds_the_token(home: Home, fault: str) -> None:
    token = home.sandbox.token
    home.base_url = "http://127.0.0.1:9/bot" if fault == "network" else ""
    home.write()
    local = home.config / "local"
    local.mkdir()
    if fault == "setting":
        (local / "settings.toml").write_text(f'[telegram]\nbase_url = "{home.sandbox.base_url}{token}"\n')
    elif fault == "database":
        home.database.write_bytes(b"no database" * 100)

    done = await home.do("-v", "once")

    assert done.err
    assert token.partition(":")[2] not in done.out + done.err


def test_without_its_libraries_the_bot_goes_on_in_its_own_environment_or_says_how_to_make_one(tmp_path: Path) -> None:
    program = tmp_path / "run_bot.py"
    program.write_bytes((ROOT / "run_bot.py").read_bytes())
    bare = [sys.executable, "-I", "-S", str(program), "doctor"]

    def run() -> subprocess.CompletedProcess[str]:
        return subprocess.run(bare, capture_output=True, text=True, check=False)  # noqa: S603 - our own program

    without = run()
    assert without.returncode == 1
    assert "`make run`" in without.stderr
    assert "Traceback" not in without.stderr

    own = tmp_path / ".venv" / "bin" / "python"
    own.parent.mkdir(parents=True)
    own.write_text('#!/bin/sh\necho "went on with $2"\n')
    own.chmod(0o755)
    assert run().stdout == "went on with doctor\n"
