"""What rests on the order of the values in a window that moves along the days: the trimmed mean, the median."""

import numpy as np

from tracker.trends.arrays import Floats, Ints
from tracker.trends.compiled import compiled, inlined


@compiled
def trailing_median(values: Floats, days: int, at_least: int) -> Floats:
    """The median of the values of the last `days` days, the day itself included, for each row and day; NaN where fewer
    than `at_least` (1 or more) of them are known. Missing days count for nothing. With an even number of values it is
    the mean of the two in the middle."""
    median = np.empty(values.shape)
    ordered, moved = np.empty(days + 2), np.empty(days)
    for row in range(values.shape[0]):
        _clear(ordered)
        count = 0
        for day in range(values.shape[1]):
            enters, leaves = values[row, day], values[row, day - days] if day >= days else np.nan
            count += _slide(ordered, moved, enters, leaves)
            known = count >= at_least
            median[row, day] = (ordered[(count + 1) // 2] + ordered[count // 2 + 1]) / 2 if known else np.nan
    return median


@compiled
def trailing_trimmed_mean(values: Floats, days: int, at_least: int, share: float) -> tuple[Floats, Ints]:
    """The mean of the values of the last `days` days without the highest and the lowest `share` of them (rounded down:
    with 20 %, one at each end from 5 values, two from 10), for each row and day; NaN where fewer than `at_least`; and
    how many values there are. Missing days count for nothing.

    Source: Wilcox 2012, Introduction to Robust Estimation and Hypothesis Testing, chapter 3.
    """
    mean = np.empty(values.shape)
    counts = np.empty(values.shape, dtype=np.int64)
    ordered, moved = np.empty(days + 2), np.empty(days)
    struck_out = np.empty(days + 1, dtype=np.int64)
    for count in range(days + 1):
        struck_out[count] = int(share * count + 1e-9)  # 0.2 * 5 must not fall a hair under 1
    for row in range(values.shape[0]):
        _clear(ordered)
        count, total = 0, 0.0
        for day in range(values.shape[1]):
            enters, leaves = values[row, day], values[row, day - days] if day >= days else np.nan
            count += _slide(ordered, moved, enters, leaves)
            total += _or_nothing(enters) - _or_nothing(leaves)
            counts[row, day] = count
            out = struck_out[count]
            kept = total
            for place in range(out):
                kept -= ordered[1 + place] + ordered[count - place]
            mean[row, day] = kept / (count - 2 * out) if count >= at_least else np.nan
    return mean, counts


@compiled
def trailing_lowest_mean(values: Floats, days: int, share: float) -> Floats:
    """The mean of the lowest `share` (rounded up) of the values of the last `days` days, for each row and day; NaN
    without any."""
    lowest = np.empty(values.shape)
    ordered, moved = np.empty(days + 2), np.empty(days)
    kept = np.empty(days + 1, dtype=np.int64)
    for count in range(days + 1):
        kept[count] = int(np.ceil(share * count - 1e-9))
    for row in range(values.shape[0]):
        _clear(ordered)
        count, total = 0, 0.0
        for day in range(values.shape[1]):
            enters, leaves = values[row, day], values[row, day - days] if day >= days else np.nan
            count += _slide(ordered, moved, enters, leaves)
            total += _or_nothing(enters) - _or_nothing(leaves)
            low = total
            for place in range(kept[count], count):
                low -= ordered[1 + place]
            lowest[row, day] = low / kept[count] if kept[count] else np.nan
    return lowest


@inlined
def _clear(ordered: Floats) -> None:
    """A window without values: see `_slide`."""
    ordered[:] = np.inf
    ordered[0] = -np.inf


@inlined
def _slide(ordered: Floats, moved: Floats, enters: float, leaves: float) -> int:
    """Move the window on by a day: `enters` comes and `leaves`, one of its values, goes, NaN for none of either; gives
    by how many values it grew.

    `ordered` holds -infinity, the known values in order, and infinity in the places left; `moved` is room for as many
    as there are days. That no value is an infinite one too lets each place be filled from those beside it without a
    single branch: several at a time, and nothing for the processor to guess wrong.
    """
    gone, come = not np.isnan(leaves), not np.isnan(enters)
    out, new = leaves if gone else np.inf, enters if come else np.inf
    size = moved.size
    below, here, above = ordered[:size], ordered[1 : size + 1], ordered[2:]
    for place in range(size):
        lower = below[place] if below[place] < out else here[place]
        value = here[place] if here[place] < out else above[place]
        least = value if value < new else new
        moved[place] = lower if lower > least else least
    for place in range(size):
        here[place] = moved[place]
    return int(come) - int(gone)


@inlined
def _or_nothing(value: float) -> float:
    """A value, 0 where it is not known."""
    return 0.0 if np.isnan(value) else value
