"""Counts and means over trailing windows of days, along the columns of a matrix. A window never looks ahead; before it
is full it holds the days since surgery."""

import numpy as np

from tracker.trends.arrays import Bools, Floats, Ints
from tracker.trends.compiled import compiled


@compiled
def trailing_count(marks: Bools, days: int) -> Ints:
    """How many of the last `days` days are marked."""
    counts = np.empty(marks.shape, dtype=np.int64)
    for row in range(marks.shape[0]):
        count = 0
        for day in range(marks.shape[1]):
            count += marks[row, day]
            if day >= days:
                count -= marks[row, day - days]
            counts[row, day] = count
    return counts


@compiled
def trailing_mean(pain: Floats, days: int, at_least: int) -> tuple[Floats, Ints]:
    """Mean of the entries of the last `days` days, NaN where fewer than `at_least`; and how many there are."""
    mean = np.full(pain.shape, np.nan)
    counts = np.empty(pain.shape, dtype=np.int64)
    for row in range(pain.shape[0]):
        count, total = 0, 0.0
        for day in range(pain.shape[1]):
            if not np.isnan(pain[row, day]):
                count, total = count + 1, total + pain[row, day]
            if day >= days and not np.isnan(pain[row, day - days]):
                count, total = count - 1, total - pain[row, day - days]
            counts[row, day] = count
            if count >= at_least:
                mean[row, day] = total / count
    return mean, counts


def earlier(values: Floats, days: int) -> Floats:
    """The values of `days` days before, NaN where that lies before surgery."""
    shifted = np.full_like(values, np.nan)
    shifted[:, days:] = values[:, : max(values.shape[1] - days, 0)]
    return shifted


def window_lengths(days: int, longest: int) -> Ints:
    """How many days the trailing window holds on each day since surgery: at most `longest`."""
    return np.minimum(np.arange(days) + 1, longest)
