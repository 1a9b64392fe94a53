"""The median over a window that moves along the days: the own level that a flare or a loss of walking is judged by."""

import numpy as np

from tracker.trends.arrays import Floats
from tracker.trends.compiled import compiled


@compiled
def trailing_median(values: Floats, days: int, at_least: int) -> Floats:
    """The median of the values of the last `days` days, the day itself included, for each row and day; NaN where fewer
    than `at_least` (1 or more) of them are known. Missing days count for nothing. With an even number of values it is
    the mean of the two in the middle."""
    median = np.full(values.shape, np.nan)
    ordered = np.empty(days + 1)
    for row in range(values.shape[0]):
        count = 0
        for day in range(values.shape[1]):
            place = count
            if day >= days and not np.isnan(values[row, day - days]):
                place = np.searchsorted(ordered[:count], values[row, day - days])
                count -= 1
            if not np.isnan(values[row, day]):
                _put(ordered, place, count, values[row, day])
                count += 1
            elif place < count:
                _put(ordered, place, count, np.inf)
            if count >= at_least:
                median[row, day] = (ordered[(count - 1) // 2] + ordered[count // 2]) / 2
    return median


@compiled
def _put(ordered: Floats, place: int, count: int, value: float) -> None:
    """Fills the gap at `place` among `count` values in order and one gap with a value, in whose place they move up."""
    while place < count and ordered[place + 1] < value:
        ordered[place] = ordered[place + 1]
        place += 1
    while place > 0 and ordered[place - 1] > value:
        ordered[place] = ordered[place - 1]
        place -= 1
    ordered[place] = value
