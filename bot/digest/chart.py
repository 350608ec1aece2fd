"""Counts per day as a picture that can be read on a phone. Drawing takes a second: it is done in a worker process."""

from collections.abc import Sequence
from dataclasses import dataclass
from io import BytesIO
from itertools import cycle, pairwise
from textwrap import fill
from typing import Final

import matplotlib as mpl
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.layout_engine import ConstrainedLayoutEngine
from matplotlib.patheffects import withStroke
from matplotlib.ticker import MaxNLocator
from matplotlib.transforms import BboxBase

# Colours that stay apart for the colour-blind (Okabe and Ito), and a mark for each line for those who see none.
_COLOURS: Final = ("#0072B2", "#D55E00", "#009E73", "#CC79A7", "#E69F00", "#56B4E9", "#000000", "#8a8a00")
_MARKS: Final = ("o", "s", "^", "D", "v", "P", "X", "*")
_SIDE: Final = 7.2  # inches; at 150 dots an inch 1,080 pixels, the width of a phone
_DOTS: Final = 150
_GAP: Final = 12
"""Dots between the names of two days."""
_FEW: Final = 14
"""Days up to which each has a mark."""
_TITLE: Final = 36
"""Letters of a title on one line."""
_MARGIN: Final = 0.12  # inches
_PLACES: Final = (
    {"position": (0, 9), "ha": "center", "va": "bottom"},
    {"position": (9, 3), "ha": "left", "va": "bottom"},
    {"position": (-9, 3), "ha": "right", "va": "bottom"},
    {"position": (0, -9), "ha": "center", "va": "top"},
    {"position": (26, 0), "ha": "left", "va": "center"},
    {"position": (-26, 0), "ha": "right", "va": "center"},
    {"position": (0, 30), "ha": "center", "va": "bottom"},
)
"""Where the number of a point may stand, from the point, in 1/72 inch: the first that is free is taken."""


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a chart: a name and a count for each day."""

    name: str
    counts: tuple[int, ...]


def chart(title: str, days: Sequence[str], lines: Sequence[Line]) -> bytes:
    """Return a PNG of 1,080 by 810 pixels; the highest count of each line is written beside it."""
    picture = BytesIO()
    drawn(title, days, lines).savefig(picture, format="png")
    return picture.getvalue()


def drawn(title: str, days: Sequence[str], lines: Sequence[Line]) -> Figure:
    """Return the chart before it is made a picture."""
    mpl.rcParams["font.family"] = ["DejaVu Sans"]
    airy = ConstrainedLayoutEngine(w_pad=_MARGIN, h_pad=_MARGIN)
    figure = Figure(figsize=(_SIDE, _SIDE * 0.75), dpi=_DOTS, facecolor="white", layout=airy)
    axes = figure.add_subplot()
    size = 9 if len(days) <= _FEW else 6
    for line, colour, mark in zip(lines, cycle(_COLOURS), cycle(_MARKS)):
        axes.plot(line.counts, color=colour, marker=mark, linewidth=3, markersize=size, label=line.name, clip_on=False)
    figure.suptitle(fill(title, _TITLE), fontsize=21)
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
    _number(lines, axes)
    return figure


def _name(days: Sequence[str], figure: Figure, axes: Axes) -> None:
    """Name as many days below the chart as stand apart, the last among them."""
    for every in range(1, len(days) + 1):
        named = range((len(days) - 1) % every, len(days), every)
        axes.set_xticks(named, [days[day] for day in named])
        figure.draw_without_rendering()
        boxes = [label.get_window_extent() for label in axes.get_xticklabels()]
        if all(left.x1 + _GAP < right.x0 for left, right in pairwise(boxes)):
            return


def _number(lines: Sequence[Line], axes: Axes) -> None:
    """Write the highest count of each line beside it: where it lies on no line and no other number, if that can be."""
    paths = [line.get_path().transformed(line.get_transform()) for line in axes.lines]
    taken: list[BboxBase] = []
    for line, curve in zip(lines, axes.lines, strict=True):
        day, most = max(enumerate(line.counts), key=lambda counted: counted[1])
        note = axes.annotate(str(most), (day, most), (0, 0), textcoords="offset points", fontsize=17, in_layout=False)
        note.set_color(curve.get_color())
        note.set_path_effects([withStroke(linewidth=5, foreground="white")])
        for place in (*_PLACES, _PLACES[0]):
            note.set(**place)
            box = note.get_window_extent().padded(3)
            hits = any(path.intersects_bbox(box, filled=False) for path in paths)
            if not hits and not any(box.overlaps(other) for other in taken):
                break
        taken.append(note.get_window_extent())
