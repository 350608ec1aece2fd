"""Charts of counts: what can be read of them on a phone."""

from collections.abc import Sequence

import pytest
from matplotlib.figure import Figure
from matplotlib.text import Text
from matplotlib.transforms import Bbox

from bot.digest.chart import Line, chart, drawn

EDGE = 10
"""Dots between what is written and the edge of the picture."""
SPIKE = (3,) * 14 + (50,) + (3,) * 16


def dates(number: int) -> list[str]:
    return [f"{day} March" for day in range(1, number + 1)]


def boxes(texts: Sequence[Text]) -> list[Bbox]:
    return [text.get_window_extent() for text in texts if text.get_text()]


def written(figure: Figure) -> list[Bbox]:
    """Return where each text stands."""
    (axes,) = figure.axes
    (legend,) = figure.legends
    ticks = [*axes.get_xticklabels(), *axes.get_yticklabels()]
    return boxes([*figure.texts, *ticks, *legend.get_texts(), *axes.texts])


def test_a_chart_is_a_picture_as_wide_as_a_phone() -> None:
    picture = chart("Reports", ["Mon", "Tue"], [Line("Путин", (1, 2)), Line("بشار الأسد", (0, 0))])

    assert picture.startswith(b"\x89PNG")
    assert (int.from_bytes(picture[16:20]), int.from_bytes(picture[20:24])) == (1080, 810)


@pytest.mark.parametrize("columns", [2, 13, 14, 30, 31])
def test_the_days_named_below_a_chart_stand_apart_and_the_last_is_one_of_them(columns: int) -> None:
    figure = drawn("Reports a day", dates(columns), [Line("Putin", tuple(range(columns)))])

    named = figure.axes[0].get_xticklabels()
    assert named[-1].get_text() == f"{columns} March"
    assert len(named) >= min(columns, 5)
    assert all(left.x1 < right.x0 for left, right in zip(boxes(named), boxes(named)[1:], strict=False))


@pytest.mark.parametrize(
    "title", ["Reports a day", "Сообщений с упоминанием за двадцать восемь дней, начиная с каждой даты на оси"]
)
def test_nothing_that_is_written_touches_the_edge(title: str) -> None:
    lines = [Line("Vladimir Putin", (123_456, *(0,) * 30)), Line("Volodymyr Zelensky", (*(0,) * 30, 98_765))]
    figure = drawn(title, dates(31), lines)

    width, height = figure.bbox.width, figure.bbox.height
    for box in written(figure):
        assert min(box.x0, box.y0, width - box.x1, height - box.y1) >= EDGE


@pytest.mark.parametrize(
    "counts",
    [
        [SPIKE, (4, *SPIKE[1:14], 52, *SPIKE[15:])],
        [(0, 9, 0, 0, 0), (0, 10, 0, 0, 0), (0, 11, 0, 0, 0)],
        [(5, 5, 5, 5, 5), (5, 5, 5, 5, 5)],
        [tuple(range(31)), tuple(range(31, 0, -1))],
        [(0, 10, 0), (10, 0, 20)],
    ],
)
def test_the_highest_counts_lie_on_no_line_and_not_on_each_other(counts: list[tuple[int, ...]]) -> None:
    figure = drawn("Reports a day", dates(len(counts[0])), [Line(str(row), row) for row in counts])

    (axes,) = figure.axes
    numbers = boxes(axes.texts)
    assert [int(text.get_text()) for text in axes.texts] == [max(row) for row in counts]
    for place, box in enumerate(numbers):
        assert not any(box.overlaps(other) for other in numbers[:place])
        for line in axes.lines:
            assert not line.get_path().transformed(line.get_transform()).intersects_bbox(box, filled=False)
