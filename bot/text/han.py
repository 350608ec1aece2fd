"""Han characters in one form, however Chinese of either tradition and Japanese write them: 發, 発 and 发 are one."""

import re
from functools import cache
from pathlib import Path
from typing import Final

TABLE: Final = Path(__file__).parent / "data" / "han.txt"
"""A character and its form a line; from OpenCC, by bench/build_han.py."""
_HAN: Final = re.compile("[\u4e00-\u9fff]")


def simplified(text: str) -> str:
    """Return `text` with traditional and Japanese characters in their simplified form, one for one."""
    return text.translate(_forms()) if _HAN.search(text) else text


@cache
def _forms() -> dict[int, str]:
    return {ord(line[0]): line[1] for line in TABLE.read_text(encoding="utf-8").splitlines()}
