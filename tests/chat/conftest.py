from collections.abc import AsyncIterator
from pathlib import Path
from time import monotonic, sleep
from typing import Any

import pytest

from bot.store import search_sqlite
from tests.chat.talk import Talk, talking


@pytest.fixture
async def talk(tmp_path: Path) -> AsyncIterator[Talk]:
    async with talking(tmp_path) as talk:
        yield talk


@pytest.fixture
def slow(monkeypatch: pytest.MonkeyPatch) -> float:
    """Let a search for "slow" take a second."""
    search = search_sqlite.search

    def slowly(conn: Any, query: Any, **more: Any) -> search_sqlite.Hits:
        if "slow" in query.text:
            deadline = monotonic() + 1.0
            while monotonic() < deadline:
                sleep(0.01)  # in the reader's thread, as a search that reads from a slow disk
        return search(conn, query, **more)

    monkeypatch.setattr(search_sqlite, "search", slowly)
    return 1.0
