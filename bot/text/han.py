"""Han characters in one form, however Chinese of either tradition and Japanese write them: 發, 発 and 发 are one."""

import re
from functools import cache
from typing import Final

_HAN: Final = re.compile("[\u4e00-\u9fff]")


def simplified(text: str) -> str:
    """Return `text` with traditional and Japanese characters in their simplified form, one for one."""
    return text.translate(_forms()) if _HAN.search(text) else text


@cache
def _forms() -> dict[int, str]:
    """Return the simplified form of each Han character that has another; takes a quarter of a second, once."""
    import opencc  # noqa: PLC0415 - its tables are read when the first Chinese text comes

    from_japanese, from_traditional = opencc.OpenCC("jp2t"), opencc.OpenCC("t2s")
    pairs = {char: from_traditional.convert(from_japanese.convert(char)) for char in map(chr, range(0x4E00, 0xA000))}
    return {ord(char): pairs.get(plain, plain) for char, plain in pairs.items() if plain != char and len(plain) == 1}
