"""What every test may ask for. Builders of the nouns are in tests/builders.py."""

import json
import os
import shutil
import socket
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from hypothesis import settings
from tdjson import td_execute

from bot.store.database import Database
from bot.store.migrate import migrate

settings.register_profile("newswatch", deadline=None)  # how long a law takes to test says something of the machine only
settings.load_profile("newswatch")


@pytest.fixture
def shared() -> Path:
    """The folder of captured material beside the repository; tests that want it skip, saying so, where it is absent."""
    folder = Path(os.environ.get("NEWSWATCH_SHARED", "../shared"))
    if not folder.is_dir():
        pytest.skip(f"no captured material at {folder}")
    return folder


@pytest.fixture(autouse=True)
def loopback_only(monkeypatch: pytest.MonkeyPatch) -> None:
    """No test talks to anything but this machine."""
    connect = socket.socket.connect

    def guarded(self: socket.socket, address: Any) -> None:
        host = address[0] if isinstance(address, tuple) else ""
        if self.family in (socket.AF_INET, socket.AF_INET6) and not (
            host.startswith("127.") or host in {"::1", "localhost"}
        ):
            pytest.fail(f"a test tried to reach {host}")
        connect(self, address)

    monkeypatch.setattr(socket.socket, "connect", guarded)


@pytest.fixture(scope="session", autouse=True)
def migrated_once(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Let the databases of tests begin as copies of one that the migrations made: to make each would take a minute."""
    template = tmp_path_factory.mktemp("database") / "n.db"
    first = Database(f"sqlite:///{template}")
    first.migrate()
    first.close()

    def migrated(engine: sa.Engine) -> None:
        file = Path(engine.url.database or "")
        if file.is_file() and not file.stat().st_size:
            shutil.copyfile(template, file)
        else:
            migrate(engine)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("bot.store.database.migrate", migrated)
        yield


@pytest.fixture(scope="session", autouse=True)
def quiet_tdjson() -> None:
    """Keep Telegram's parser from writing its log to the terminal."""
    td_execute(json.dumps({"@type": "setLogVerbosityLevel", "new_verbosity_level": 0}).encode())
