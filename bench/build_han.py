"""Make the table by which Han characters are folded.

    python -m pip install opencc==1.4.2
    python -m bench.build_han

Writes bot/text/data/han.txt from the tables of OpenCC (Apache 2.0); the package is needed for this command only.
"""

import importlib

from bot.text.han import TABLE


def main() -> int:
    """Write the table; returns 0."""
    opencc = importlib.import_module("opencc")
    from_japanese, from_traditional = opencc.OpenCC("jp2t"), opencc.OpenCC("t2s")
    pairs = {char: from_traditional.convert(from_japanese.convert(char)) for char in map(chr, range(0x4E00, 0xA000))}
    plain = {char: pairs.get(form, form) for char, form in pairs.items() if form != char and len(form) == 1}
    TABLE.write_text("".join(f"{char}{form}\n" for char, form in plain.items()), encoding="utf-8")
    print(f"{len(plain)} characters")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
