"""A post as a picture, near to what clients draw: for a look before anything is sent."""

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from html.parser import HTMLParser
from io import BytesIO
from pathlib import Path
from typing import Final

import matplotlib as mpl
from anyascii import anyascii
from matplotlib.ft2font import FT2Font
from PIL import Image, ImageDraw, ImageFont

WIDTH: Final = 1080
_MARGIN: Final = 48
_SIZE: Final = 34
_LINE: Final = 48
_INK, _LINK, _PAPER = "#111111", "#1c6ab8", "#ffffff"
_FONTS: Final = Path(mpl.get_data_path()) / "fonts" / "ttf"
_FACES: Final = {
    "": ("DejaVuSans",),
    "b": ("DejaVuSans-Bold", "DejaVuSans"),
    "i": ("DejaVuSans-Oblique", "DejaVuSans"),
    "bi": ("DejaVuSans-BoldOblique", "DejaVuSans-Bold", "DejaVuSans"),
}
"""What a style is drawn with: the first that has all of the letters."""
_INVISIBLE: Final = dict.fromkeys(map(ord, "\u2060\u200e\u200f\u2068\u2069\u2066\u2067"))


@dataclass(frozen=True, slots=True)
class _Run:
    """Words of one style. `tags` are those around them."""

    text: str
    tags: frozenset[str]

    @property
    def font(self) -> ImageFont.FreeTypeFont:
        faces = _FACES[("b" if "b" in self.tags else "") + ("i" if "i" in self.tags else "")]
        face = next((one for one in faces if _glyphs(one).keys() >= set(map(ord, self.text.rstrip()))), faces[-1])
        return ImageFont.truetype(str(_FONTS / f"{face}.ttf"), _SIZE)


class _Runs(HTMLParser):
    """Telegram's HTML as words with their styles, a list for each line."""

    def __init__(self) -> None:
        super().__init__()
        self._open: list[str] = []
        self.lines: list[list[_Run]] = [[]]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:  # noqa: ARG002 - an HTMLParser
        self._open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        self._open.remove(tag)

    def handle_data(self, data: str) -> None:
        for number, line in enumerate(data.translate(_INVISIBLE).split("\n")):
            if number:
                self.lines.append([])
            words = "".join(map(_drawn, line)).replace(" ", " \0").split("\0")
            self.lines[-1] += [_Run(word, frozenset(self._open)) for word in words if word]


@cache
def _glyphs(face: str) -> Mapping[int, int]:
    """Return the glyph of each character that a face has."""
    return FT2Font(str(_FONTS / f"{face}.ttf")).get_charmap()


@cache
def _drawn(char: str) -> str:
    """Return what stands for a character: Latin letters for those that no face has, nothing for such a pictograph."""
    if ord(char) in _glyphs("DejaVuSans"):
        return char
    return anyascii(char) if unicodedata.category(char)[0] in "LMN" else ""


def picture(html: str) -> bytes:
    """Return a PNG of a post. Of East Asian and Indian scripts, which the font lacks, it shows a transliteration."""
    runs = _Runs()
    runs.feed(html)
    runs.close()
    lines = [part for line in runs.lines for part in _wrapped(line)]
    image = Image.new("RGB", (WIDTH, 2 * _MARGIN + _LINE * len(lines)), _PAPER)
    pen = ImageDraw.Draw(image)
    for number, line in enumerate(lines):
        _draw(pen, line, _MARGIN + _LINE * number)
    out = BytesIO()
    image.save(out, "PNG", optimize=True)
    return out.getvalue()


def _wrapped(line: list[_Run]) -> list[list[_Run]]:
    lines: list[list[_Run]] = [[]]
    width = 0.0
    for run in line:
        length = run.font.getlength(run.text)
        if lines[-1] and width + length > WIDTH - 2 * _MARGIN:
            lines.append([])
            width = 0
        lines[-1].append(run)
        width += length
    return lines


def _draw(pen: ImageDraw.ImageDraw, line: list[_Run], top: int) -> None:
    left = float(_MARGIN)
    if _runs_from_the_right(line):  # word by word: what one style holds is too little to leave to a layout engine
        left = WIDTH - _MARGIN - sum(run.font.getlength(run.text) for run in line)
        line.reverse()
    for run in line:
        right = left + run.font.getlength(run.text)
        pen.text((left, top), run.text, fill=_LINK if "a" in run.tags else _INK, font=run.font)
        if "s" in run.tags:
            pen.line([(left, top + _SIZE * 0.6), (right, top + _SIZE * 0.6)], fill=_INK, width=3)
        left = right


def _runs_from_the_right(line: list[_Run]) -> bool:
    directions = (unicodedata.bidirectional(char) for run in line for char in run.text)
    return next((one for one in directions if one in {"L", "R", "AL"}), "L") != "L"
