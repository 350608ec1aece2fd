"""Counts per day as a picture that can be read on a phone. Drawing takes a second: it is done in a worker process."""

from collections.abc import Sequence
from dataclasses import dataclass
from io import BytesIO
from itertools import pairwise
from typing import Final

import matplotlib as mpl
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator

# Colours that stay apart for the colour-blind (Okabe and Ito), and a mark for each line for those who see none.
_COLOURS: Final = ("#0072B2", "#D55E00", "#009E73", "#CC79A7", "#E69F00", "#56B4E9", "#000000", "#8a8a00")
_MARKS: Final = ("o", "s", "^", "D", "v", "P", "X", "*")
_SIDE: Final = 7.2  # inches; at 150 dots an inch 1,080 pixels, the width of a phone
_DOTS: Final = 150
_GAP: Final = 12
"""Dots between the names of two days."""
_FEW: Final = 14
"""Days up to which each has a mark."""


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a chart: a name and a count for each day."""

    name: str
    counts: tuple[int, ...]


def chart(title: str, days: Sequence[str], lines: Sequence[Line]) -> bytes:
    """Return a PNG of 1,080 by 810 pixels; the highest count of each line is written above it."""
    mpl.rcParams["font.family"] = ["DejaVu Sans"]
    figure = Figure(figsize=(_SIDE, _SIDE * 0.75), dpi=_DOTS, facecolor="white", layout="constrained")
    axes = figure.add_subplot()
    for number, line in enumerate(lines):
        colour, mark = _COLOURS[number % len(_COLOURS)], _MARKS[number % len(_MARKS)]
        size = 9 if len(days) <= _FEW else 6
        axes.plot(line.counts, color=colour, marker=mark, linewidth=3, markersize=size, label=line.name, clip_on=False)
        day, most = max(enumerate(line.counts), key=lambda counted: counted[1])
        axes.annotate(
            str(most), (day, most), (0, 9), textcoords="offset points", ha="center", fontsize=17, color=colour
        )
    axes.set_title(title, fontsize=21, pad=16)
    axes.set_ylim(bottom=0, top=max([1, *(max(line.counts) for line in lines)]) * 1.15)
    axes.yaxis.set_major_locator(MaxNLocator(integer=True, nbins=6))
    axes.tick_params(labelsize=16)
    axes.grid(axis="y", color="#dddddd")
    axes.set_axisbelow(True)
    for side in ("top", "right"):
        axes.spines[side].set_visible(False)
    figure.legend(
        loc="outside lower center",
        ncols=min(2, len(lines)),
        fontsize=18,
        frameon=False,
        columnspacing=1.2,
        handletextpad=0.5,
    )
    _name(days, figure, axes)
    picture = BytesIO()
    figure.savefig(picture, format="png")
    return picture.getvalue()


def _name(days: Sequence[str], figure: Figure, axes: Axes) -> None:
    """Name as many days below the chart as stand apart."""
    for every in range(1, len(days) + 1):
        axes.set_xticks(range(0, len(days), every), days[::every])
        figure.draw_without_rendering()
        boxes = [label.get_window_extent() for label in axes.get_xticklabels()]
        if all(left.x1 + _GAP < right.x0 for left, right in pairwise(boxes)):
            return
