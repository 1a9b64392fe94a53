"""Where a box of words covers the least of what is drawn."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

_COLUMNS, _ROWS = 90, 48


@dataclass(frozen=True, slots=True)
class Field:
    """A panel in its own coordinates, with how much is drawn in each cell of a grid over it (rows from the bottom)."""

    left: float
    right: float
    bottom: float
    top: float
    drawn: NDArray[np.float64]

    @classmethod
    def empty(cls, left: float, right: float, bottom: float, top: float) -> "Field":
        return cls(left, right, bottom, top, np.zeros((_ROWS, _COLUMNS)))

    def draw(self, x: NDArray[np.float64], y: NDArray[np.float64], weight: float) -> None:
        """Adds points; those that are missing or lie outside count for nothing."""
        inside = (x >= self.left) & (x < self.right) & (y >= self.bottom) & (y < self.top)
        column = ((x[inside] - self.left) / (self.right - self.left) * _COLUMNS).astype(int)
        row = ((y[inside] - self.bottom) / (self.top - self.bottom) * _ROWS).astype(int)
        np.add.at(self.drawn, (row, column), weight)

    def freest(self, width: float, height: float, near: tuple[float, float]) -> tuple[float, float]:
        """The left bottom corner of the box (`width` by `height`, in the panel's units) that covers least; of those
        that cover as little, the one whose middle is nearest to `near`."""
        columns = min(_COLUMNS, int(np.ceil(width / (self.right - self.left) * _COLUMNS)))
        rows = min(_ROWS, int(np.ceil(height / (self.top - self.bottom) * _ROWS)))
        total = np.zeros((_ROWS + 1, _COLUMNS + 1))
        total[1:, 1:] = self.drawn.cumsum(0).cumsum(1)
        covered = total[rows:, columns:] - total[:-rows, columns:] - total[rows:, :-columns] + total[:-rows, :-columns]
        cell = (self.right - self.left) / _COLUMNS, (self.top - self.bottom) / _ROWS
        x = self.left + np.arange(covered.shape[1]) * cell[0]
        y = self.bottom + np.arange(covered.shape[0]) * cell[1]
        across = (x + width / 2 - near[0]) / (self.right - self.left)
        up = (y + height / 2 - near[1]) / (self.top - self.bottom)
        away = np.hypot(across[None, :], up[:, None])
        best = np.argmin(covered + away)
        row, column = np.unravel_index(best, covered.shape)
        return float(x[column]), float(y[row])
