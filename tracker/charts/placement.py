"""Where words cover the least of what is drawn in the pain panel."""

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from tracker.charts.clock_axis import Clock
from tracker.charts.series import Numbers, numbers
from tracker.domain.patients import Episode, Site

BOTTOM, TOP = -1.0, 11.2
"""The ends of the pain axis: below zero for the days without an entry, above ten for the name of the window."""

_COLUMNS, _ROWS = 90, 61
_CELL_UP = (TOP - BOTTOM) / _ROWS
_FAR = 3.0
"""What distance costs: the whole breadth of the panel as much as three days of a line covered."""


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle in the panel's own units: days across, points of pain up. `x` and `y` are its middle."""

    x: float
    y: float
    width: float
    height: float


class Field:
    """How much is drawn in each cell of a grid over the panel; `size` is its width and height in pixels."""

    def __init__(self, clock: Clock, size: tuple[float, float]) -> None:
        self._left, self._cell = clock.start, clock.span / _COLUMNS
        self._per_pixel = clock.span / size[0], (TOP - BOTTOM) / size[1]
        self._drawn = np.zeros((_ROWS, _COLUMNS))

    def draw(self, x: Numbers, y: Numbers, weight: float) -> None:
        """Adds points; those that are missing or lie outside count for nothing."""
        column, row = (x - self._left) / self._cell, (y - BOTTOM) / _CELL_UP
        inside = (column >= 0) & (column < _COLUMNS) & (row >= 0) & (row < _ROWS)
        np.add.at(self._drawn, (row[inside].astype(int), column[inside].astype(int)), weight)

    def fill(self, box: Box, weight: float) -> None:
        """Marks all that a box covers."""
        right, top = box.x + box.width / 2, box.y + box.height / 2
        columns = slice(self._column(right - box.width), self._column(right) + 1)
        self._drawn[max(self._row(top - box.height), 0) : self._row(top) + 1, columns] += weight

    def _column(self, x: float) -> int:
        return max(int((x - self._left) / self._cell), 0)

    def _row(self, y: float) -> int:
        return int((y - BOTTOM) / _CELL_UP)

    def place(self, pixels: tuple[float, float], near: tuple[float, float], *, on_line: float | None = None) -> Box:
        """The box of a size in pixels that covers least, and of several such the one nearest to `near`. `on_line`
        sets the bottom of the box at one level of pain."""
        width, height = pixels[0] * self._per_pixel[0], pixels[1] * self._per_pixel[1]
        covered = self._covered(width, height)
        x = self._left + np.arange(covered.shape[1]) * self._cell + width / 2
        y = BOTTOM + np.arange(covered.shape[0]) * _CELL_UP + height / 2
        across, up = (x - near[0]) / (self._cell * _COLUMNS), (y - near[1]) / (TOP - BOTTOM)
        cost = covered + _FAR * np.hypot(across[None, :], up[:, None])
        if on_line is not None:
            row, column = self._row(on_line), int(np.argmin(cost[self._row(on_line)]))
            return Box(float(x[column]), on_line + height / 2, width, height)
        row, column = (int(each) for each in np.unravel_index(np.argmin(cost), cost.shape))
        return Box(float(x[column]), float(y[row]), width, height)

    def _covered(self, width: float, height: float) -> NDArray[np.float64]:
        """For each place of the left bottom corner, what a box there covers: sums of rectangles by running sums."""
        columns = min(_COLUMNS, int(np.ceil(width / self._cell)))
        rows = min(_ROWS, int(np.ceil(height / _CELL_UP)))
        total = np.zeros((_ROWS + 1, _COLUMNS + 1))
        total[1:, 1:] = self._drawn.cumsum(0).cumsum(1)
        upper, lower = total[rows:], total[:-rows]
        covered: NDArray[np.float64] = (
            upper[:, columns:] - upper[:, :-columns] - lower[:, columns:] + lower[:, :-columns]
        )
        return covered


def drawn(episode: Episode, days: pd.DataFrame, clock: Clock, size: tuple[float, float]) -> Field:
    """The field of a pain panel: its lines count most, then points, then the levels before surgery. Its edges, where
    the window has its name and the days without an entry their ticks, are kept free."""
    field = Field(clock, size)
    day = numbers(days, "day")
    across = np.linspace(clock.start, clock.end, _COLUMNS, endpoint=False)
    for site in Site:
        field.draw(day, numbers(days, f"{site}_typical"), 1.0)
        field.draw(day, numbers(days, site), 0.35)
        if (baseline := episode.baseline(site)) is not None:
            field.draw(across, np.full(_COLUMNS, float(baseline)), 0.1)
    for edge in (TOP - 0.3, BOTTOM + 0.35):
        field.fill(Box((clock.start + clock.end) / 2, edge, clock.span, 0.6), 5.0)
    return field
