"""What rests on the order of the values in a window that moves along the days: the trimmed mean, the median."""

import numpy as np

from tracker.trends.arrays import Floats, Ints
from tracker.trends.compiled import compiled, inlined


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
            count = _slide(ordered, count, values[row], day, days)
            if count >= at_least:
                median[row, day] = (ordered[(count - 1) // 2] + ordered[count // 2]) / 2
    return median


@compiled
def trailing_trimmed_mean(values: Floats, days: int, at_least: int, share: float) -> tuple[Floats, Ints]:
    """The mean of the values of the last `days` days without the highest and the lowest `share` of them (rounded down:
    with 20 %, one at each end from 5 values, two from 10), for each row and day; NaN where fewer than `at_least`; and
    how many values there are. Missing days count for nothing.

    Source: Wilcox 2012, Introduction to Robust Estimation and Hypothesis Testing, chapter 3.
    """
    mean = np.full(values.shape, np.nan)
    counts = np.zeros(values.shape, dtype=np.int64)
    ordered = np.empty(days + 1)
    for row in range(values.shape[0]):
        count = 0
        for day in range(values.shape[1]):
            count = _slide(ordered, count, values[row], day, days)
            counts[row, day] = count
            if count >= at_least:
                out = int(share * count + 1e-9)  # 0.2 * 5 must not fall a hair under 1
                total = 0.0
                for place in range(out, count - out):
                    total += ordered[place]
                mean[row, day] = total / (count - 2 * out)
    return mean, counts


@compiled
def trailing_lowest_mean(values: Floats, days: int, share: float) -> Floats:
    """The mean of the lowest `share` (rounded up) of the values of the last `days` days, for each row and day; NaN
    without any."""
    lowest = np.full(values.shape, np.nan)
    ordered = np.empty(days + 1)
    for row in range(values.shape[0]):
        count = 0
        for day in range(values.shape[1]):
            count = _slide(ordered, count, values[row], day, days)
            kept = int(np.ceil(share * count - 1e-9))
            total = 0.0
            for place in range(kept):
                total += ordered[place]
            if kept:
                lowest[row, day] = total / kept
    return lowest


@inlined
def _slide(ordered: Floats, count: int, values: Floats, day: int, days: int) -> int:
    """Move the window on to `day`: the first `count` places hold its known values in order; gives the new count."""
    place = count
    if day >= days and not np.isnan(values[day - days]):
        place = np.searchsorted(ordered[:count], values[day - days])
        count -= 1
    if not np.isnan(values[day]):
        _put(ordered, place, count, values[day])
        count += 1
    elif place < count:
        _put(ordered, place, count, np.inf)
    return count


@inlined
def _put(ordered: Floats, place: int, count: int, value: float) -> None:
    """Fills the gap at `place` among `count` values in order and one gap with a value, in whose place they move up."""
    while place < count and ordered[place + 1] < value:
        ordered[place] = ordered[place + 1]
        place += 1
    while place > 0 and ordered[place - 1] > value:
        ordered[place] = ordered[place - 1]
        place -= 1
    ordered[place] = value
