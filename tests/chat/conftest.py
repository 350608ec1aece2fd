from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.chat.talk import Talk, talking


@pytest.fixture
async def talk(tmp_path: Path) -> AsyncIterator[Talk]:
    async with talking(tmp_path) as talk:
        yield talk
