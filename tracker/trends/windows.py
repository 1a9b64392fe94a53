"""Sums and means over trailing windows of days, along the columns of a matrix. A window never looks ahead; before it
is full it holds the days since surgery."""

import numpy as np

from tracker.trends.arrays import Bools, Floats, Ints


def trailing_sum(values: Floats, days: int) -> Floats:
    """Sum over the last `days` days, the day itself included; `values` without NaN."""
    total = np.cumsum(values, axis=1)
    total[:, days:] -= total[:, :-days].copy()
    return total


def trailing_count(marks: Bools, days: int) -> Ints:
    """How many of the last `days` days are marked."""
    total = np.cumsum(marks, axis=1, dtype=np.int64)
    total[:, days:] -= total[:, :-days].copy()
    return total


def trailing_mean(pain: Floats, days: int, at_least: int) -> tuple[Floats, Ints]:
    """Mean of the entries of the last `days` days, NaN where fewer than `at_least`; and how many there are."""
    count = trailing_count(np.isfinite(pain), days)
    total = trailing_sum(np.nan_to_num(pain), days)
    return np.where(count >= at_least, total / np.maximum(count, 1), np.nan), count


def sorted_windows(pain: Floats, days: int) -> Floats:
    """The entries of the last `days` days of each day, lowest first and NaN last: rows x days x `days`."""
    padded = np.pad(pain, ((0, 0), (days, 0)), constant_values=np.nan)
    windows = np.lib.stride_tricks.sliding_window_view(padded, days, axis=1)[:, 1:]
    return np.sort(windows, axis=2)


def trimmed_mean(windows: Floats, at_least: int, share: float) -> tuple[Floats, Ints]:
    """Mean of each window of `sorted_windows` without the highest and the lowest `share` of its entries (rounded down:
    with 20 %, one at each end from 5 entries, two from 10); NaN where fewer than `at_least` entries; and how many.

    Source: Wilcox 2012, Introduction to Robust Estimation and Hypothesis Testing, chapter 3.
    """
    count = np.isfinite(windows).sum(axis=2)
    left_out = np.floor(share * count + 1e-9).astype(np.int64)  # 0.2 * 5 must not fall a hair under 1
    return np.where(count >= at_least, _mean_of_places(windows, left_out, count - left_out), np.nan), count


def lowest_mean(windows: Floats, share: float) -> Floats:
    """Mean of the lowest `share` (rounded up) of the entries of each window of `sorted_windows`; NaN without any."""
    count = np.isfinite(windows).sum(axis=2)
    kept = np.ceil(share * count - 1e-9).astype(np.int64)
    return np.where(count > 0, _mean_of_places(windows, np.zeros_like(kept), kept), np.nan)


def _mean_of_places(windows: Floats, first: Ints, end: Ints) -> Floats:
    """Mean of the entries of each window from one place up to another, 0 where there is none."""
    place = np.arange(windows.shape[2])
    kept = (place >= first[..., None]) & (place < end[..., None])
    mean: Floats = np.where(kept, windows, 0.0).sum(axis=2) / np.maximum(end - first, 1)
    return mean


def earlier(values: Floats, days: int) -> Floats:
    """The values of `days` days before, NaN where that lies before surgery."""
    shifted = np.full_like(values, np.nan)
    shifted[:, days:] = values[:, : max(values.shape[1] - days, 0)]
    return shifted


def window_lengths(days: int, longest: int) -> Ints:
    """How many days the trailing window holds on each day since surgery: at most `longest`."""
    return np.minimum(np.arange(days) + 1, longest)
