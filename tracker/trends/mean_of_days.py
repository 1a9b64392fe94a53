"""The mean pain of stretches of days with its interval: the level in the evidence of a flag."""

import numpy as np

from tracker.trends.arrays import Floats, Ints
from tracker.trends.compiled import compiled
from tracker.trends.course import Course
from tracker.trends.levels import LevelThen, Scatter, mean_correlation, scatter_at, scatter_of, z


def mean_of_days(course: Course, row: Ints, first: Ints, last: Ints) -> LevelThen:
    """For each of some rows the mean of the entries from day `first` to day `last`, both included; one of them at least
    is known. The standard error is that of a mean of correlated days with the patient's scatter as of the last day; see
    `levels`."""
    rules, days = course.rules, last - first + 1
    correlated = mean_correlation(days, rules.value("day_correlation"))
    mean, error, entries = _means(course.pain, course.sigma, (row, first, last), correlated, scatter_of(rules))
    side = z((1 + rules.value("interval_share")) / 2) * error
    return LevelThen(mean, np.maximum(mean - side, 0.0), np.minimum(mean + side, 10.0), entries, days)


@compiled
def _means(
    pain: Floats, sigma: Floats, places: tuple[Ints, Ints, Ints], correlated: Floats, scatter: Scatter
) -> tuple[Floats, Floats, Ints]:
    """Mean, standard error and number of entries. `places`: row, first and last day of each; `correlated`: the mean
    correlation of two days of each."""
    row, first, last = places
    mean, error, entries = np.empty(row.size), np.empty(row.size), np.zeros(row.size, np.int64)
    for each in range(row.size):
        total = 0.0
        for day in range(first[each], last[each] + 1):
            if not np.isnan(pain[row[each], day]):
                total += pain[row[each], day]
                entries[each] += 1
        n = entries[each]
        mean[each] = total / n
        own = sigma[row[each], last[each]] * scatter_at(mean[each], scatter)
        error[each] = own * np.sqrt((1 + (n - 1) * correlated[each]) / n)
    return mean, error, entries
